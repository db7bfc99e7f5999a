# What one types here; `make` alone lists it. Needs python3 (3.11 or newer), make and git, nothing else.

PYTHON ?= python3
VENV ?= .venv
# One more than two cores: tests in a browser wait for it half of their time.
JOBS ?= 3
BENCH ?=

SHELL := /bin/sh
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

run := $(VENV)/bin
installed := $(VENV)/.installed
installed_site := $(VENV)/.installed-site
installed_dev := $(VENV)/.installed-dev

.PHONY: help vault site test quick bench bench-site format browser

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

vault: $(installed) ## bring the demo vault up to date with its records
	@status=0; $(run)/vaultgen build || status=$$?; \
	case $$status in 0|3) ;; *) exit $$status ;; esac
	@echo 'To read it: in Obsidian choose “Open folder as vault”, then this folder:'
	@echo '  $(CURDIR)/vault'

site: $(installed_site) ## make pages of the demo vault, to be read in a browser
	$(run)/vaultgen site build
	@echo 'To read it: $(run)/vaultgen site serve --open'
	@echo 'or put this folder on any host: $(CURDIR)/site'

test: $(installed_dev) browser ## everything that must hold: lint, types, the demo vault, all tests with coverage
	$(run)/ruff check
	$(run)/ruff format --check
	$(run)/mypy
	$(run)/vaultgen build --check
	$(run)/vaultgen site build --strict
	$(run)/vaultgen site check --strict --leaks
	$(run)/python -m pytest -n $(JOBS) --cov --cov-branch --cov-report=term

quick: $(installed_dev) ## the tests that are neither slow nor in a browser, without coverage
	$(run)/python -m pytest -n $(JOBS) -m 'not slow and not browser'

bench: $(installed_dev) ## measure whole runs at 1,000 and 10,000 notes (BENCH='--help' for the choices)
	$(run)/python -m tests.benchmarks.run $(BENCH)

bench-site: $(installed_dev) ## the same for the site, beside other generators that are installed
	$(run)/python -m tests.benchmarks.site --pages --peers $(BENCH)

format: $(installed_dev) ## let ruff write the code its way
	$(run)/ruff check --fix
	$(run)/ruff format

# The tests of the site open its pages in Chromium. Where it can be installed without asking for a password, it is.
browser:
	@for name in chromium chromium-browser google-chrome-stable google-chrome chrome; do \
	  if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	as_root=''; [ "$$(id -u)" = 0 ] || as_root='sudo -n'; \
	if command -v apt-get >/dev/null 2>&1 && $$as_root true 2>/dev/null; then \
	  echo 'Installing Chromium for the tests of the site …'; \
	  $$as_root apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo 'There is no Chromium here and it could not be installed: the tests that need a browser are SKIPPED.' >&2; \
	echo 'On Debian and Ubuntu: sudo apt install chromium' >&2; \
	[ "$${BROWSER_TESTS:-}" != required ]

# The three stamps: what is installed follows pyproject.toml. An existing .venv is used as it is, even one without pip.
define install
@$(run)/python -m pip --version >/dev/null 2>&1 || $(run)/python -m ensurepip
@$(run)/python -m pip install --quiet --disable-pip-version-check --editable $(1)
endef

$(installed): pyproject.toml | $(run)/python
	@echo 'Installing vaultgen into $(VENV) …'
	$(call install,.)
	@touch $@

$(installed_site): pyproject.toml | $(run)/python
	@echo 'Installing vaultgen and what the site needs into $(VENV) …'
	$(call install,'.[site]')
	@touch $(installed) $@

$(installed_dev): pyproject.toml | $(run)/python
	@echo 'Installing vaultgen and its development tools into $(VENV) …'
	$(call install,'.[dev]')
	@touch $(installed) $(installed_site) $@

# Debian ships python3 without ensurepip; asked beforehand, so that no half-made folder stays behind.
$(run)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'vaultgen needs Python 3.11 or newer, and $(PYTHON) is not that; name one: make PYTHON=python3.12 …' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: sudo apt install python3-venv' >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV)
