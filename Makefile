# Each target does its own set-up, on a fresh Debian 12 or Ubuntu 24.04 too. Needs Python 3.11 or newer, and make.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test check bench chaos build lock clean system-run system-test system-build

help:
	@echo "make setup   virtual environment in $(VENV), from the lock"
	@echo "make run     the demonstration, in a window (or played by itself where there is no display)"
	@echo "make check   lint, types, arrows"
	@echo "make test    check, then every test, the frozen program included"
	@echo "make bench   the table of figures, each beside its limit (ROWS=\"a1 b\" for some rows)"
	@echo "make chaos   processes killed and lines spoiled, RUNS=2000 KILLS=200 by default; what was lost (nothing)"
	@echo "make build   the frozen program, in dist/spplus-desk"
	@echo "make lock    the lock, anew from pyproject.toml"

setup: system-run $(VENV)/.installed

run: setup
	@$(PY) tools/run_demonstration.py

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: system-test check build
	$(PY) -m pytest -n 2 --dist loadfile

bench: system-test setup
	$(PY) -m benchmarks $(ROWS)

chaos: system-test setup
	$(PY) -m tests.chaos --runs $(or $(RUNS),2000) --kills $(or $(KILLS),200)

build: system-build setup
	$(PY) tools/freeze.py

lock: setup
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --extra dev --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean:
	rm -rf build dist

# What no Python package brings: looked for each time (it takes a moment), installed or named when it is missing.
system-run:
	@command -v $(PYTHON) >/dev/null || { echo "SP+ Desk needs Python 3.11 or newer, called $(PYTHON)." >&2; exit 1; }
	@$(PYTHON) tools/system_packages.py venv qt
system-test: system-run
	@$(PYTHON) tools/system_packages.py postgresql poppler dbus freeze
system-build: system-run
	@$(PYTHON) tools/system_packages.py freeze

$(VENV)/.locked: requirements.lock | system-run
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install -qq --require-hashes -r requirements.lock
	@touch $@

# The lock has setuptools: nothing is fetched to build the project itself.
$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	$(PY) -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@
