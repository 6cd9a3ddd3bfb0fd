# Two commands for a stranger: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := exports/demo
LEADS ?= 2000
SEED ?= 7
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench simulate docs lock upgrade sbom release clean

help: ## Lists these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## Makes the virtual environment from the locked versions

# Hashes of every file are checked, and nothing but wheels is taken: what is built from source runs
# code of its own while it is installed. The project itself comes last and brings nothing along.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --only-binary :all: -r requirements.lock
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
	$(BIN)/sqlfmt --quiet --check models macros tests
	$(BIN)/mypy

bench: install ## Measures time, memory and lost records against bare DuckDB; writes docs/benchmarks.md
	$(BIN)/python -m bench --write
	$(BIN)/python -m bench.pollock --write

simulate: install ## Draws 1,000 nights of an unchanged company; writes docs/gate.md
	$(BIN)/python -m bench.false_alarms --write

docs: install ## Writes the generated references under docs/ and the lineage seed
	$(BIN)/python -m docs.pages --write

# A version must be two weeks old: most that were published by a thief are found and taken back in
# days. One lock for all platforms; what is in it already stays.
lock: install ## Brings requirements.lock in line with pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
		--exclude-newer "2 weeks" --extra dev --generate-hashes --no-strip-extras --no-header \
		$(LOCK_FLAGS) -o requirements.lock pyproject.toml > /dev/null

upgrade: LOCK_FLAGS = --upgrade
upgrade: lock ## Locks the newest versions that are two weeks old

sbom: install ## Writes the bill of materials of the lock (CycloneDX) to dist/
	$(BIN)/python .ci/sbom.py dist/handoff-$(VERSION).cdx.json

release: sbom ## Writes what a release consists of to dist/: source archive and bill of materials
	git archive --prefix=handoff-$(VERSION)/ -o dist/handoff-$(VERSION).tar.gz HEAD

clean: ## Removes what can be made again
	rm -rf $(VENV) target logs handoff.duckdb build dist *.egg-info exports
