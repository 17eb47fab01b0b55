# One entry point: `make demo` shows it, `make test` proves it. Everything else builds on these recipes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
STAMP := $(VENV)/.ready
DEV_STAMP := $(VENV)/.ready-dev
NODE_STAMP := node_modules/.ready

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types imports bench peers profiles fmt lock docs clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## the command at .venv/bin/handiwork

$(BIN)/uv: requirements-setup.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
	@touch $@

$(STAMP): $(BIN)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup ## an invented world through the real pipeline, then three example searches
	$(BIN)/handiwork demo

test: $(DEV_STAMP) $(NODE_STAMP) ## all tests
	npm test --silent
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(DEV_STAMP) lint types imports test ## lint, types, the import contract and the tests

$(NODE_STAMP): package-lock.json
	npm install --silent --no-audit --no-fund --no-save
	@touch $@

lint: $(DEV_STAMP) $(NODE_STAMP)
	npm run --silent lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell src tests docs README.md
	$(BIN)/interrogate -q src

types: $(DEV_STAMP)
	$(BIN)/mypy

imports: $(DEV_STAMP)
	$(BIN)/lint-imports

fmt: $(DEV_STAMP) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV_STAMP) ## headline figures beside the previous release's; AGAINST=REV measures it here, in turn
	$(BIN)/python benchmarks/regressions.py $(if $(AGAINST),--against $(AGAINST))

$(PEERS)/.ready: $(BIN)/uv requirements-peers.lock
	$(PYTHON) -m venv $(PEERS)
	$(BIN)/uv pip install --quiet --python $(PEERS)/bin/python --require-hashes -r requirements-peers.lock
	@touch $@

peers: $(DEV_STAMP) $(PEERS)/.ready ## ingest and queries beside what one would otherwise run, in an environment of its own
	$(BIN)/python benchmarks/peers ingest
	$(BIN)/python benchmarks/peers queries

profiles: $(DEV_STAMP) ## where the time goes in the three hottest paths
	$(BIN)/python benchmarks/profiles.py

docs: $(DEV_STAMP) ## write the compiled catalogue, the compiled statements and the generated reference pages
	$(BIN)/python scripts/compile_catalogue.py
	$(BIN)/python scripts/compile_statements.py
	$(BIN)/python scripts/generate_reference.py

lock: $(BIN)/uv ## refresh the hash-pinned requirements
	echo uv | $(LOCK) - -o requirements-setup.lock
	$(LOCK) pyproject.toml --extra build --extra eval -o requirements.lock
	$(LOCK) --group test --group lint --group bench -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group peers -c requirements.lock -o requirements-peers.lock

clean: ## remove the environment and caches
	rm -rf $(VENV) $(PEERS) node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
