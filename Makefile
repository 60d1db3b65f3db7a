# Journeyman. `make help` lists what there is. Plain GNU make and POSIX sh; uv is used where it is installed, else pip.

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
VENV_OI := .venv-oi
PY := $(VENV)/bin/python
PY_OI := $(VENV_OI)/bin/python
SKIPPED := artifacts/skipped.txt

# `make test PYTEST_ARGS="-k undo"` narrows a run; the coverage floor then does not apply.
PYTEST_ARGS ?=
COVERAGE := $(if $(strip $(PYTEST_ARGS)),,--cov --cov-report=term-missing:skip-covered --cov-fail-under=90)
# What runs beside Open Interpreter's older libraries: the profile, and the contract suites of every seam.
OI_TESTS := tests/profile $(wildcard tests/*/test_*contract*.py)
# What is installed where (variables, since a comma would end an argument of $(call ...)).
DEMO_EXTRAS := .[semantic]
LAB_EXTRAS := .[notebook,semantic]
DEV_EXTRAS := .[dev]
OI_EXTRAS := .[interpreter,test]
SYSTEM_PACKAGES := chromium bubblewrap fonts-dejavu-core

# $(call version-check,BOUND): a Python program that succeeds under 3.11 <= version < 3.BOUND
version-check = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, $(1)))

# $(call make-venv,FOLDER,BOUND,RANGE): make an environment, or check the one that is there. Set PYTHON to choose.
define make-venv
set -e; \
if [ -e $(1) ]; then \
  $(1)/bin/python -c '$(call version-check,$(2))' 2>/dev/null || { \
    echo "$(1) is damaged or has a Python outside $(3): remove it (make clean-all) and try again" >&2; exit 1; }; \
else \
  python=; \
  for candidate in $(PYTHON) python3.11 python3.12 python3 python python3.13 python3.14; do \
    if "$$candidate" -c '$(call version-check,$(2))' 2>/dev/null; then python=$$candidate; break; fi; \
  done; \
  if [ -z "$$python" ]; then \
    echo "no Python $(3) on PATH: install one, or name it with: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; \
  fi; \
  echo "making $(1) with $$("$$python" --version)"; \
  if command -v uv >/dev/null 2>&1; then uv venv --quiet --seed --python "$$(command -v "$$python")" $(1); \
  else "$$python" -m venv $(1); fi || { rm -rf $(1); \
    echo "$$python cannot make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
fi; \
touch $@
endef

# $(call install,FOLDER,CONSTRAINTS,REQUIREMENT): install this project, editable, from the indexes that pip is set up for
# (uv reads none of pip's settings, and would take the first index that has a name; pip compares all of them).
define install
set -e; \
echo "installing $(3) into $(1)"; \
done=; \
if command -v uv >/dev/null 2>&1; then \
  index=$${PIP_INDEX_URL:-$$($(1)/bin/python -m pip config get global.index-url 2>/dev/null || true)}; \
  extra=$${PIP_EXTRA_INDEX_URL:-$$($(1)/bin/python -m pip config get global.extra-index-url 2>/dev/null || true)}; \
  if uv pip install --quiet --python $(1)/bin/python $${index:+--default-index "$$index"} \
    $$(for url in $$extra; do printf -- '--index %s ' "$$url"; done) --index-strategy unsafe-best-match \
    -c $(2) -e '$(3)'; then done=1; \
  else echo "uv could not install it; trying pip" >&2; fi; \
fi; \
[ -n "$$done" ] || $(1)/bin/python -m pip install --quiet --disable-pip-version-check -c $(2) -e '$(3)'
endef

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target text; do \
	  printf 'make %-10s %s\n' "$$target" "$$text"; done

.PHONY: demo
demo: $(VENV)/.stamp-demo ## the main job, for real, with no model and no key
	@$(PY) -m journeyman demo

.PHONY: test
test: $(VENV)/.stamp-dev | system-packages ## every test, in both environments; says what was skipped and why
	@status=0; \
	$(PY) -m pytest -m browser $(if $(COVERAGE),--cov --cov-report=) $(PYTEST_ARGS); \
	  code=$$?; [ $$code -eq 0 ] || [ $$code -eq 5 ] || status=1; \
	$(PY) -m pytest -m "not interpreter and not browser" $(if $(COVERAGE),--cov-append) $(COVERAGE) $(PYTEST_ARGS) || status=1; \
	echo "making $(VENV_OI) for the tests with Open Interpreter (minutes, the first time)"; \
	if $(MAKE) --no-print-directory $(VENV_OI)/.stamp-oi >artifacts/venv-oi.log 2>&1; then \
	  $(PY_OI) -m pytest $(OI_TESTS) $(PYTEST_ARGS) || status=1; \
	else \
	  echo "the tests with Open Interpreter: $$(grep -v '^make' artifacts/venv-oi.log | tail -n 1)" >>$(SKIPPED); \
	fi; \
	if [ -s $(SKIPPED) ]; then echo; echo "Skipped as a whole (single skipped tests are listed above):"; cat $(SKIPPED); fi; \
	[ $$status -eq 0 ] && echo "make test: passed" || echo "make test: FAILED"; \
	exit $$status

.PHONY: lab
lab: $(VENV)/.stamp-lab ## JupyterLab on the tour notebook
	@$(PY) -m jupyterlab $$([ "$$(id -u)" = 0 ] && echo --allow-root) notebooks/tour.ipynb

.PHONY: lint
lint: $(VENV)/.stamp-dev ## ruff and mypy, strict
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

.PHONY: bench
bench: $(VENV)/.stamp-dev ## measures, and writes benchmarks/results.md, gate.md and errors.md
	@status=0; $(PY) benchmarks/run.py || status=1; $(PY) benchmarks/gate_report.py || status=1; \
	$(PY) benchmarks/errors_report.py || status=1; exit $$status

.PHONY: clean
clean: ## removes caches and build results
	rm -rf build dist artifacts htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path './.venv*' -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: clean-all
clean-all: clean ## removes the environments as well
	rm -rf $(VENV) $(VENV_OI)

.PHONY: system-packages
system-packages:
	@mkdir -p artifacts; : >$(SKIPPED); missing=; \
	command -v dpkg-query >/dev/null 2>&1 || { \
	  echo "not Debian: what needs $(SYSTEM_PACKAGES) runs only where they are installed already"; exit 0; }; \
	for package in $(SYSTEM_PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "tests that need$$missing: not installed, and only root may: apt-get install$$missing" | tee -a $(SKIPPED); exit 0; \
	fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get update -qq >artifacts/apt.log 2>&1 || echo "apt-get update failed: $$(tail -n 1 artifacts/apt.log)"; \
	for package in $$missing; do \
	  echo "installing $$package"; \
	  apt-get install -qq -y --no-install-recommends $$package >artifacts/apt.log 2>&1 \
	    || echo "tests that need $$package: apt-get failed: $$(tail -n 1 artifacts/apt.log)" | tee -a $(SKIPPED); \
	done

# One stamp for each environment and each set of extras; a bigger set stands for the smaller ones.

$(VENV)/.stamp-venv:
	@$(call make-venv,$(VENV),99,3.11 or newer)

$(VENV_OI)/.stamp-venv:
	@$(call make-venv,$(VENV_OI),13,3.11 or 3.12)

$(VENV)/.stamp-demo: $(VENV)/.stamp-venv pyproject.toml constraints.txt
	@$(call install,$(VENV),constraints.txt,$(DEMO_EXTRAS))
	@touch $@

$(VENV)/.stamp-lab: $(VENV)/.stamp-venv pyproject.toml constraints.txt
	@$(call install,$(VENV),constraints.txt,$(LAB_EXTRAS))
	@touch $(VENV)/.stamp-demo $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-venv pyproject.toml constraints.txt
	@$(call install,$(VENV),constraints.txt,$(DEV_EXTRAS))
	@touch $(VENV)/.stamp-demo $(VENV)/.stamp-lab $@

$(VENV_OI)/.stamp-oi: $(VENV_OI)/.stamp-venv pyproject.toml constraints-oi.txt
	@$(call install,$(VENV_OI),constraints-oi.txt,$(OI_EXTRAS))
	@touch $@
