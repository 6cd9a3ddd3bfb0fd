# To begin: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := exports/demo
LEADS ?= 2000
SEED ?= 7
BILL := $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --sv 1.6 --output-reproducible
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

.DEFAULT_GOAL := help
.PHONY: help install demo test test-report check lint bench bench-duplicates simulate companies docs lock upgrade sbom release clean

help: ## Lists these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## Makes the virtual environment from the locked versions

# pip checks the hash of every file and installs wheels only, because a source package runs code of
# its own during installation. The project itself comes last, without dependencies.
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

test: install lint ## Runs all tests: linters, types, unit and pipeline tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Installs the browser only where it is missing and this is a Debian with the right to install.
test-report: install ## Opens the report in headless Chromium: no error, no request, print, accessibility
	command -v chromium > /dev/null && command -v pdftotext > /dev/null \
		|| (apt-get update && apt-get install -y chromium poppler-utils)
	npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/browser
	HANDOFF_TEST_REPORT=1 $(BIN)/python -m pytest tests/python/end_to_end/test_report.py \
		tests/python/end_to_end/test_report_browser.py

check: install lint ## The quick check: linters, types, unit tests and guards
	$(BIN)/python -m pytest -m "unit or guards"

lint: install ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfmt --quiet --check models macros tests
	$(BIN)/mypy

bench: install ## Measures time and memory against bare DuckDB; writes docs/benchmarks.md
	$(BIN)/python -m bench --write
	$(BIN)/python -m bench.second_runs --write

bench-duplicates: install ## Scores the search for duplicates on drawn people; writes docs/duplicates.md
	$(BIN)/python -m bench.duplicates --write

companies: install ## Audits drawn companies with labels; writes docs/drawn-companies.md
	$(BIN)/python -m tests.python.companies.figures --write

simulate: install ## Draws nights of an unchanged, a growing and a broken company; writes docs/gate.md
	$(BIN)/python -m bench.false_alarms --write
	$(BIN)/python -m bench.growth --write

docs: install ## Writes the generated references under docs/ and the lineage seed
	$(BIN)/python -m docs.pages --write

# A version must be two weeks old: most stolen releases are found and removed within days. Both locks
# cover all platforms and keep the versions they contain. `runtime.lock` is the part of
# `requirements.lock` that the product needs.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-strip-extras --no-header

lock: install ## Brings requirements.lock and runtime.lock in line with pyproject.toml
	$(COMPILE) --extra dev --exclude-newer "2 weeks" $(LOCK_FLAGS) -o requirements.lock pyproject.toml > /dev/null
	$(COMPILE) --no-annotate -c requirements.lock -o runtime.lock pyproject.toml > /dev/null

upgrade: LOCK_FLAGS = --upgrade
upgrade: lock ## Locks the newest versions that are two weeks old

sbom: install ## Writes bills of materials (CycloneDX) of the product and of all tools to dist/
	mkdir -p dist
	$(BILL) -o dist/handoff-$(VERSION).cdx.json runtime.lock
	$(BILL) -o dist/handoff-$(VERSION)-with-tools.cdx.json requirements.lock

release: sbom ## Writes the files of a release to dist/: source archive and bills of materials
	git archive --prefix=handoff-$(VERSION)/ -o dist/handoff-$(VERSION).tar.gz HEAD

clean: ## Removes the virtual environment and all generated files
	rm -rf $(VENV) target logs handoff.duckdb build dist *.egg-info exports
