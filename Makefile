# Two commands for a stranger: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := exports/demo
LEADS ?= 2000
SEED ?= 7

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench simulate docs lock clean

help: ## Lists these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## Makes the virtual environment from the locked versions

# Hashes of every file are checked; the project itself comes last and brings nothing along.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: install ## Makes the demo company's exports, ingests them, audits them, shows the result
	rm -rf $(DEMO) handoff.duckdb
	$(BIN)/handoff demo --leads $(LEADS) --seed $(SEED) --out $(DEMO)
	$(BIN)/handoff ingest $(DEMO)
	$(BIN)/dbt --quiet --no-use-colors build --warn-error-options '{"silence": ["LogTestResult"]}'
	$(BIN)/handoff results

test: install lint ## Runs everything that must hold: linters, types, unit and pipeline tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: install ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install ## Measures time and memory against bare DuckDB; writes docs/benchmarks.md
	$(BIN)/python -m bench --write

simulate: install ## Draws 1,000 nights of an unchanged company; writes docs/gate.md
	$(BIN)/python -m bench.gate --write

docs: install ## Writes the generated references under docs/ and the lineage seed
	$(BIN)/python -m ingest.stack --write
	$(BIN)/python -m lineage --write

lock: ## Pins every version with its hashes anew
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet --extra dev --build-deps-for wheel --generate-hashes \
		--allow-unsafe --no-strip-extras --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --no-header --no-annotate -o requirements.lock pyproject.toml

clean: ## Removes what can be made again
	rm -rf $(VENV) target logs handoff.duckdb build *.egg-info exports
