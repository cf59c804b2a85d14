# Everything a contributor runs. Needs Python 3.11 or newer, git and make; the rest is installed into .venv from the
# pinned files in requirements/. Settings of pip (environment, pip.conf) are respected.
#
#   make demo PYTHON=python3.12      chooses the interpreter that .venv is made with
#   make test PYTEST_ARGS="-k wheel" passes arguments on to pytest

SHELL  := /bin/sh
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --no-input -qq
# No build isolation: what builds the one sdist among the dependencies (frozendict) is pinned too, in build.txt.
LOCKED := install --require-hashes --no-build-isolation
UV     ?= uv

# A line of the demo: shows the command, then runs it.
reasoner = @printf '\n$$ reasoner %s\n\n' "$(strip $(1))" && $(PY) -m reasoner $(1)

.DEFAULT_GOAL := help
.PHONY: help venv demo test check book foreign format bench lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

# --- What users and contributors run ---

demo: $(VENV)/.runtime ## set up and run the main job: conditions in, cited phenotypes and proofs out
	$(call reasoner,infer hypoxia CSC --cancer glioblastoma --block HIF2A --why CSC_enrichment)
	$(call reasoner,infer --scenario sessions/scenarios/cxcr4.yaml#1)
	$(call reasoner,why CXCR4_high_state --given chemotherapy --cancer ovarian_cancer --links)
	$(call reasoner,seek CSC_enrichment)
	$(call reasoner,discriminate quiescence)
	$(call reasoner,run sessions/scenarios)
	$(call reasoner,teach preview csc-what-follows)

test: $(VENV)/.dev foreign ## set up and run the tests
	@$(PY) -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, import contracts, knowledge base, rule book, tests: what CI runs
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m reasoner kb check
	$(PY) -m reasoner kb index --check
	@$(MAKE) --no-print-directory test

book: $(VENV)/.runtime ## write the rule book: rules/README.md, and build/rule-book.html to read in a browser
	@mkdir -p build
	@$(PY) -m reasoner kb index --markdown rules/README.md --html build/rule-book.html

format: $(VENV)/.dev ## format the code and apply the safe fixes of the linter
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV)/.bench ## run the benchmarks and print the table of ratios
	@$(PY) -m bench

wheel: $(VENV)/.runtime ## build sdist and wheel into dist/
	$(PY) -m hatchling build --clean -d dist

clean: ## remove .venv and everything that was built
	rm -rf $(VENV) $(FOREIGN) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find reasoner tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --- Set-up, each step once ---

venv: $(VENV)/.dev ## set up .venv with everything that development needs

# Without PYTHON=... the first of these that is new enough.
PYTHON     ?=
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)

$(VENV)/.python:
	@found=; for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "reasoner needs Python 3.11 or newer; none among: $(CANDIDATES)." >&2; \
	    for candidate in $(CANDIDATES); do \
	        version=$$("$$candidate" --version 2>/dev/null) && echo "  $$candidate is $$version" >&2; \
	    done; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; \
	    exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$found" --version) ..." && "$$found" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: pyproject.toml requirements/build.txt requirements/runtime.txt | $(VENV)/.python
	@echo "Installing what reasoner needs ..."
	@$(PIP) $(LOCKED) -r requirements/build.txt
	@$(PIP) $(LOCKED) -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.runtime
	@echo "Installing what its development needs ..."
	@$(PIP) $(LOCKED) -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt | $(VENV)/.runtime
	@echo "Installing what the benchmarks need ..."
	@$(PIP) $(LOCKED) -r requirements/bench.txt
	@touch $@

# Readers of quiz formats that are not ours. Without npm, or where it fails, the tests that need them skip, and say so.
FOREIGN := tests/foreign/node_modules

foreign: $(FOREIGN)/.installed ## install what reads and plays exported exercises in tests (needs npm)

$(FOREIGN)/.installed: tests/foreign/package.json tests/foreign/package-lock.json
	@if command -v npm >/dev/null; then \
	    (cd tests/foreign && npm ci --silent && touch node_modules/.installed) || \
	    echo "The foreign readers of exported exercises could not be installed." >&2; \
	fi

# --- Maintenance ---

COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

# dev.txt holds runtime, build and development requirements; the others are held to the versions in it.
lock: ## write requirements/ anew from pyproject.toml (needs uv; UPGRADE=1 takes the newest versions)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it, or name it with UV=..." >&2; exit 1; }
	$(COMPILE) pyproject.toml --all-extras --group dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml --constraints requirements/dev.txt -o requirements/runtime.txt
	$(COMPILE) --group build --constraints requirements/dev.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml --group bench --constraints requirements/dev.txt -o requirements/bench.txt
