# Every target sets up what it needs; `make` alone says what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-endurance test-postgresql check crawl requirements docs bench clean

help: ## what one can make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/'

setup: $(READY) ## the virtual environment, from hash-pinned requirements

# Wheels only, but for jstyleson (of extruct), which comes as pure Python source.
$(READY): .ci/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Shibao needs Python 3.11 or later; say make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --only-binary :all: --no-binary jstyleson --requirement .ci/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## the whole way, offline, on the bundled sample site
	@$(BIN)/python -m tests.demo

test: $(READY) ## the tests, in less than five minutes
	$(BIN)/python -m pytest -m "not endurance"

test-endurance: $(READY) ## kills, restarts of servers, full disks and long runs
	$(BIN)/python -m pytest -m endurance

test-postgresql: $(READY) ## all tests with their databases on a PostgreSQL server
	SHIBAO_TEST_DATABASE=postgresql $(BIN)/python -m pytest

check: $(READY) ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

crawl: $(READY) ## the live site, what is new since the last run
	$(BIN)/scrapy crawl stcn

requirements: $(READY) ## pin the requirements anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --output-file .ci/requirements.txt

docs: $(READY) ## regenerate the data dictionary
	$(BIN)/python -m storage.dictionary > docs/data-dictionary.md

bench: $(READY) ## all benchmarks; ratios within one run
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean: ## what the other targets made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
