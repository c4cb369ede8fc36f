# What can be done here; `make` alone lists it. Needs make and any Python.
.DEFAULT_GOAL := help
.PHONY: help run test coverage mutation lint format types migrations bench requirements \
	secrets clean

PYTHON = $$(sh tools/python.sh)
VENV = .venv/bin
# Shell steps shared by the targets: the environment first, then its own Python.
SETUP = python=$(PYTHON) && "$$python" -m tools.environment
DEV = $(SETUP) --dev
CHECKS = DJANGO_SETTINGS_MODULE=config.test_settings
ARGS ?=
# Every test of what is arithmetic: the law, and the days it counts.
LAW_TESTS = $$(grep -rlE --include='test_*.py' --exclude-dir=journeys \
	'^from (agreements\.law|dialogue\.law|projects\.workdays)' tests | sort)
# The oracle is asked for a hundredth of its cases, since it is asked so often.
FEW_CASES = ORACLE_SHARE=0.01

help: ## List what can be done
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: ## Start Navette here (PORT=8000, DATA_DIR=var, DEMO=1)
	@$(SETUP) && exec $(VENV)/python -m tools.start

test: ## Run every test on SQLite and PostgreSQL (ARGS go to pytest, REQUIRE_ALL=1)
	@$(DEV) && exec $(VENV)/python -m tools.run_tests $(ARGS)

coverage: ## Check that tests walk every branch of the law
	@$(DEV) && $(FEW_CASES) $(VENV)/coverage run -m pytest -q -n0 $(LAW_TESTS) && \
		$(VENV)/coverage report

mutation: ## Change the law of the last commit in every way; list what no test sees
	@$(DEV) && tree=$$(mktemp -d) && git archive HEAD | tar x -C $$tree && \
		cd $$tree && $(FEW_CASES) $(CURDIR)/$(VENV)/mutmut run --max-children 2 ; \
		$(CURDIR)/$(VENV)/mutmut results ; rm -rf $$tree

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
