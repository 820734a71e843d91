# Everything is set up inside this folder. Needs Python >= 3.11 (with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
TESTS ?= --numprocesses=2 --dist=loadfile
PYTHONS := src tests bench frontend hatch_build.py
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: serve test pages build check format bench lock clean

serve: .venv/serve.stamp ## build the graph and serve it on 127.0.0.1:8000
	@$(BIN)/python frontend/bundle.py --if-possible
	$(BIN)/kg serve --port $(PORT)

test: check pages ## style, types, and every test
	$(BIN)/python -m pytest $(TESTS)

check: .venv/dev.stamp
	$(BIN)/ruff check $(PYTHONS)
	$(BIN)/ruff format --check $(PYTHONS)
	$(BIN)/mypy

pages: .venv/serve.stamp ## bundle what the pages run in the browser (Node.js comes as a wheel where there is none)
	@$(BIN)/python frontend/bundle.py

build: .venv/serve.stamp ## build the graph
	$(BIN)/kg build

format: .venv/dev.stamp ## put Python and Turtle into their normal form
	$(BIN)/ruff check --fix $(PYTHONS)
	$(BIN)/ruff format $(PYTHONS)
	$(BIN)/kg format

bench: .venv/serve.stamp ## hold the server beside others (needs wrk); BENCH=--quick for a trial
	$(BIN)/python -m bench $(BENCH)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $(PYTHON) is older: run make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/serve.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/serve.stamp
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

lock: ## renew the locks within the ranges of pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
	  pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --group node -o requirements-node.lock

clean: ## remove what this file made
	rm -rf .venv build dist frontend/node_modules src/kg/web/static/dist .mypy_cache .pytest_cache .ruff_cache
