# make run    set up and process the sample articles       make test   set up and run every test
# make check  lint, types and tests                        make lock   pin the newest versions again
# make gate   measure on the gold set; fail below a pinned floor
# make bench  speed beside bare spaCy, scaling, memory (some minutes; FROM=folder reads other articles)
.DEFAULT_GOAL := help
.PHONY: help run test check lint types gate bench lock clean

VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
INTEROP := $(VENV)/.interop
# The first interpreter found that is new enough; `make PYTHON=/path/to/python3.12 …` overrides it.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)

help:
	@sed -n '1,4p' Makefile

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "sanctex needs Python 3.11, 3.12 or 3.13: none found (name one: make PYTHON=/path/to/python)" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "sanctex needs Python 3.11, 3.12 or 3.13: $(PYTHON) is not one of them" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) (once; about a minute) …"
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >$(VENV)/install.log 2>&1 || \
		{ echo "The packages of requirements.lock could not be installed (is the package registry reachable?): $$(grep -m1 ERROR $(VENV)/install.log || tail -n1 $(VENV)/install.log) - all of it: $(VENV)/install.log" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >>$(VENV)/install.log 2>&1 || \
		{ echo "sanctex itself could not be installed: see $(VENV)/install.log" >&2; exit 1; }
	@touch $(READY)

# What the tests of exchange with other tools need. PyICU among it is compiled here, which not every machine can do.
$(INTEROP): $(READY) requirements-interop.lock
	@echo "Installing what the FollowTheMoney tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-interop.lock >$(VENV)/interop.log 2>&1 && touch $(INTEROP) || \
		echo "It could not be installed, so those tests are skipped (PyICU needs a C++ compiler, pkg-config and the ICU headers): $$(grep -m1 -i error $(VENV)/interop.log) - all of it: $(VENV)/interop.log"

run: $(READY)
	@echo "Processing corpus/sample …"
	@$(BIN)/sanctex batch corpus/sample --out out/sample --overwrite

test: $(READY) $(INTEROP)
	@echo "Running the tests …"
	@$(BIN)/python -m pytest

lint: $(READY)
	@$(BIN)/ruff check pipeline tests
	@$(BIN)/ruff format --check pipeline tests

types: $(READY)
	@$(BIN)/mypy

check: lint types test

gate: $(READY)
	@echo "Measuring on corpus/gold …"
	@$(BIN)/sanctex gate

bench: $(READY)
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/bench $(FROM) --save $(if $(FROM),$(notdir $(FROM)),corpus)
	@$(BIN)/python tests/bench --readme

lock:
	uv pip compile pyproject.toml --extra docx --extra parquet --extra warc --extra remote --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra docx --extra parquet --extra warc --extra remote --group dev --group interop --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements-interop.lock

clean:
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
