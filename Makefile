# Banso: `make run` starts everything, `make test` proves everything. `make help` lists the rest.
#
# Needs Python >= 3.11 and nothing else of ours. Written for GNU make 3.81 and a POSIX shell, so
# that it runs as it is on Debian and on macOS, as root and as a user.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

ENVIRONMENT := .venv
TOOLS := .venv-tools
BIN := $(ENVIRONMENT)/bin
STAMP := $(ENVIRONMENT)/.set-up
PACKAGES := domain workflows activities banso worker.py
TESTS ?= tests
# One more than the two cores of a small machine: many tests wait for servers and mails most of their time.
TEST_PROCESSES ?= 3
PYTEST_ARGUMENTS ?=

# Another environment that happens to be active must not be written to.
unexport VIRTUAL_ENV
unexport PYTHONPATH
unexport PYTHONHOME
export UV_PYTHON_DOWNLOADS := never
ifdef CI
export UV_NO_PROGRESS := 1
endif

# Prints the first Python that really runs and is new enough (version managers leave names that do not).
FIND_PYTHON = for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	path=$$("$$name" -c 'import sys; print(sys.executable) if sys.version_info >= (3, 11) else None' 2>/dev/null) \
		&& test -n "$$path" && { echo "$$path"; exit 0; }; \
	done; \
	echo "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3. Nothing was changed." >&2; \
	exit 1

# Prints the path of uv: the one on PATH, else ours, obtained with pip at the version and hashes of the lock.
FIND_UV = if uv --version >/dev/null 2>&1; then command -v uv; exit 0; fi; \
	if ! $(TOOLS)/bin/uv --version >/dev/null 2>&1; then \
		python=$$($(FIND_PYTHON)) || exit 1; \
		echo "==> Getting uv with pip (once, some seconds)" >&2; \
		rm -rf $(TOOLS); \
		mkdir -p $(TOOLS); \
		awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements-dev.lock >$(TOOLS)/uv.lock; \
		if "$$python" -c 'import ensurepip' >/dev/null 2>&1; then \
			"$$python" -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --require-hashes -r $(TOOLS)/uv.lock >&2; \
		else \
			"$$python" -m pip install --require-hashes --target $(TOOLS) -r $(TOOLS)/uv.lock >&2; \
		fi || { echo "uv could not be installed: this Python has neither a working venv nor pip. On Debian: apt-get install python3-venv. Nothing was changed." >&2; exit 1; }; \
	fi; \
	echo $(TOOLS)/bin/uv

.PHONY: help
help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(STAMP) ## Prepare the environment (done by the others; quick when repeated)

# An environment that was moved, copied or lost its Python is made anew.
ifneq ($(shell test -x $(BIN)/python && cat $(STAMP) 2>/dev/null),$(CURDIR))
$(STAMP): ALWAYS
endif

.PHONY: ALWAYS

$(STAMP): requirements-dev.lock pyproject.toml
	@uv=$$($(FIND_UV)) && { \
		test -x $(BIN)/python && test "$$(cat $(STAMP) 2>/dev/null)" = '$(CURDIR)' && rm -f $(STAMP) \
		|| { python=$$($(FIND_PYTHON)) && echo "==> Making an environment with $$python" \
			&& "$$uv" venv --quiet --clear --python "$$python" $(ENVIRONMENT); }; } \
	&& echo "==> Installing what requirements-dev.lock names (half a minute on a fresh machine)" \
	&& "$$uv" pip sync --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.lock \
	&& echo "==> Installing Banso itself" \
	&& "$$uv" pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . \
	&& printf '%s' '$(CURDIR)' >$(STAMP) \
	&& echo "==> The environment is ready"

.PHONY: run
run: $(STAMP) ## Start the whole system with the sample in it; Ctrl-C stops it in order
	@$(BIN)/banso up --sample

.PHONY: test
test: $(STAMP) ## Run all tests, then look for processes left behind (TESTS=tests/domain for a part)
	@$(BIN)/python -m banso.stack.prepare
	$(BIN)/python tests/frame/left_behind.py $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadscope --no-loadscope-reorder $(PYTEST_ARGUMENTS) $(TESTS)

.PHONY: lint
lint: $(STAMP) ## Check style, formatting and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.PHONY: types
types: $(STAMP) ## Check types, strictly
	$(BIN)/mypy $(PACKAGES)

.PHONY: format
format: $(STAMP) ## Mend style and formatting where that is safe
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(STAMP) ## Measure every target against its peers
	$(BIN)/python tests/bench

.PHONY: chaos
chaos: $(STAMP) ## Kill everything at random for a long while and check that nothing is lost
	$(BIN)/python tests/chaos

COMPILE = "$$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade,)

.PHONY: lock
lock: ## Renew the locks after a change of pyproject.toml (UPGRADE=1 takes newer versions)
	@uv=$$($(FIND_UV)) \
	&& echo "==> Resolving requirements.lock" && $(COMPILE) --output-file requirements.lock \
	&& echo "==> Resolving requirements-dev.lock" && $(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

.PHONY: clean
clean: ## Remove the environment and what tools left; data and caches outside of here are kept
	rm -rf $(ENVIRONMENT) $(TOOLS) dist build .ruff_cache .mypy_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
