# The one door: the same few words at home and in CI. Needs Python 3.11 or later and make, nothing else.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- Set-up: each step leaves a stamp, so that a second call takes no time.

.PHONY: setup tools
setup: $(VENV)/.main ## everything that the bot needs, with .venv/bin/kaiwa
tools: $(VENV)/.dev

$(VENV)/.made:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    $$python -m venv $(VENV) && touch $@ && exit 0; \
	    echo "$$python could not make a virtual environment (on Debian: apt install python3-venv)." >&2; exit 1; \
	  fi; \
	done; echo "Kaiwa needs Python 3.11 or later; none was found. Name one with: make PYTHON=/path/to/python" >&2; exit 1

$(VENV)/.main: requirements.txt requirements-build.txt pyproject.toml | $(VENV)/.made
	@echo "Installing what the bot needs (once; about half a minute)"
	@$(PIP) install --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.main
	@echo "Installing the tools for tests and checks (once; about half a minute)"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.main $(VENV)/.dev: $(VENV)/.made

# --- Daily work

.PHONY: demo
demo: setup ## try the bot in the browser: a sample town, no token, no internet
	@$(BIN)/kaiwa demo $(ARGS)

.PHONY: test
test: tools ## all tests
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

.PHONY: check
check: tools ## format, lint, types, import contracts, texts and all tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m bot.locales check
	@$(MAKE) test

.PHONY: format
format: tools ## put the code in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: bench
bench: tools ## how fast: update to answer, and updates a second
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: pictures
pictures: tools ## play the demo in Chromium and renew the README's pictures
	@$(BIN)/python -m tests.browser.pictures

.PHONY: documents
documents: tools ## write the README's table of what people can do anew
	@$(BIN)/python -m tests.guards.test_documents

.PHONY: texts
texts: tools ## collect the sentences, update the catalogues, say what is missing
	@$(BIN)/python -m bot.locales

.PHONY: lock
lock: tools ## renew the locked versions
	@$(COMPILE) --upgrade pyproject.toml --extra dev --output-file requirements-dev.txt
	@$(COMPILE) --upgrade --constraint requirements-dev.txt pyproject.toml --output-file requirements.txt
	@printf 'editables\nhatchling\n' | $(COMPILE) --upgrade --constraint requirements-dev.txt - --output-file requirements-build.txt

.PHONY: clean
clean: ## remove what was made (never var/, where data lives)
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find bot config storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
