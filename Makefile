# What can be done here; `make` alone lists it. Needs make and any Python.
.DEFAULT_GOAL := help
.PHONY: help run test lint format types migrations bench requirements secrets clean

PYTHON = $$(sh tools/python.sh)
VENV = .venv/bin
# Shell steps shared by the targets: the environment first, then its own Python.
SETUP = python=$(PYTHON) && "$$python" -m tools.environment
DEV = $(SETUP) --dev
CHECKS = DJANGO_SETTINGS_MODULE=config.test_settings
ARGS ?=

help: ## List what can be done
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: ## Start Navette here (PORT=8000, DATA_DIR=var, DEMO=1)
	@$(SETUP) && exec $(VENV)/python -m tools.start

test: ## Run every test on SQLite and PostgreSQL (ARGS go to pytest, REQUIRE_ALL=1)
	@$(DEV) && exec $(VENV)/python -m tools.run_tests $(ARGS)

lint: ## Check style and format
	@$(DEV) && $(VENV)/ruff check . && $(VENV)/ruff format --check .

format: ## Format the code and fix what can be fixed alone
	@$(DEV) && $(VENV)/ruff check --fix . ; $(VENV)/ruff format .

types: ## Check types
	@$(DEV) && $(VENV)/mypy .

migrations: ## Check that no migration is missing
	@$(DEV) && $(CHECKS) $(VENV)/python manage.py makemigrations --check --dry-run

bench: ## Measure pages and PDF files (ARGS="--large 2000" is quick)
	@$(DEV) && $(VENV)/python -m bench $(ARGS)

requirements: ## Compile the hashed requirements from pyproject.toml
	@$(DEV) && $(VENV)/python -m tools.compile_requirements

secrets: ## Write the secrets that docker-compose.yml reads, once
	@$(SETUP) && $(VENV)/python -m tools.deployment_secrets

clean: ## Remove the environment and caches; data in var/ is kept
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
