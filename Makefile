# Sigap. `make` or `make help` lists what can be done.
#
# A fresh machine needs python3 (3.11 or newer) with venv, make and git; everything else comes from the lock file.

PYTHON ?= python3
UV_VERSION := 0.13.9
# One more than the processors: tests wait a good part of their time, for browsers, timers and what was killed.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
RUN_DIR ?= $(or $(SIGAP_RUN_DIR),run)
PY := .venv/bin/python
UV := .venv-uv/bin/uv

# The environment is the one of the lock file and of the machine's own Python, whatever else is set up here.
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export UV_PYTHON_PREFERENCE := only-system
export UV_PYTHON_DOWNLOADS := never
# Compiled once, not in each of the many processes of an office or of the tests.
unexport PYTHONDONTWRITEBYTECODE
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif
# The machine's own certificates where it has any: behind an office's proxy uv's bundled ones are not enough.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

# uv.lock names every file by its address at PyPI. Behind a mirror (PIP_INDEX_URL) the same versions, checked by the same
# hashes, come from there.
ifdef PIP_INDEX_URL
define INSTALL
	@$(UV) export --frozen --quiet --output-file .venv-uv/locked.txt >/dev/null
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv
	@VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes --compile-bytecode --default-index "$(PIP_INDEX_URL)" \
	  .venv-uv/locked.txt
endef
else
define INSTALL
	@$(UV) sync --frozen --quiet --compile-bytecode --python "$(PYTHON)"
endef
endif

.DEFAULT_GOAL := help
.PHONY: help run stop reset demo demo-year sbom licences audit test test-fast release-test lint format bench chaos fuzz e2e docs-pictures setup image containers doctor

help: ## List what can be done
	@grep -E '^[a-z0-9-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | \
	  awk -F ':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

setup: .venv/.stamp ## Install everything into .venv (the other commands do it by themselves)

run: .venv/.stamp ## Start everything on this machine and stay until Ctrl-C (PORT=8080 for another port)
	@$(PY) -m deploy.up --run-dir "$(RUN_DIR)"

stop: .venv/.stamp ## Stop what `make run` started in another window
	@$(PY) -m deploy.cli down --run-dir "$(RUN_DIR)"

reset: .venv/.stamp ## Delete all local data, accounts and keys (asks; YES=1 does not)
	@$(PY) -m deploy.cli reset --run-dir "$(RUN_DIR)" $(if $(YES),--yes)

demo: .venv/.stamp ## Play the demonstration cases into what runs (URL= for another address)
	@$(PY) -m deploy.demo --url "$(or $(URL),$(shell cat "$(RUN_DIR)/address" 2>/dev/null),http://127.0.0.1:8000)"

demo-year: .venv/.stamp ## Play the demonstration's earlier year and pack it (deploy/demo/year.tar.xz)
	@$(PY) -m tests.demo

# Which process gets which tests, and what is fast: tests/conftest.py.
PYTEST := $(PY) -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: .venv/.stamp ## Run all tests but the very long ones, side by side (ARGS="-k letters" for some, WORKERS=0 for one process)
	@$(PYTEST) -m "not release" $(ARGS)

test-fast: .venv/.stamp ## Run what a change needs first: rules, states, forms, the house, one case through all services
	@$(PYTEST) -m fast $(ARGS)

# The containers' tests need the image that `make containers` builds and throws away, so they run by it.
release-test: .venv/.stamp ## Run everything at full size, as a release needs it (N= examples of each operation, default 25)
	@[ "$$(id -u)" = 0 ] || echo "CONTAINERS ARE NOT TRIED: they need root (sudo make containers)"
	@[ "$$(id -u)" != 0 ] || $(MAKE) --no-print-directory containers
	@FUZZ_EXAMPLES=$(or $(N),25) SIGAP_FILM_MB=$${SIGAP_FILM_MB:-300} $(PYTEST) $(ARGS)

# With a film of 300 MB instead of 24 (tests/intake/test_browser_evidence.py).
e2e: .venv/.stamp ## Run the tests that drive a real Chromium
	@SIGAP_FILM_MB=$${SIGAP_FILM_MB:-300} $(PY) -m pytest -m browser $(ARGS)

docs-pictures: .venv/.stamp ## Take the pictures of guides and README anew, by the browser journeys and of a new demonstration
	@SIGAP_DOCS_PICTURES=1 $(PY) -m pytest -n 0 tests/journeys/test_browser.py tests/journeys/test_browser_branches.py $(ARGS)
	@$(PY) -m tests.journeys.readme_pictures

lint: .venv/.stamp ## Check style, format and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: .venv/.stamp ## Put the code into the one format
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

bench: .venv/.stamp ## Measure; `make bench handoffs` measures one thing
	@$(PY) -m benchmarks $(BENCHMARKS)

sbom: .venv/.stamp ## Write the bill of materials (CycloneDX) of what is installed to build/sbom.json
	@mkdir -p build && .venv/bin/cyclonedx-py environment .venv/bin/python --of JSON -o build/sbom.json
	@$(PY) -c 'import json; print("build/sbom.json:", len(json.load(open("build/sbom.json"))["components"]), "components")'

licences: .venv/.stamp ## List every library with its version and licence (build/licences.md)
	@mkdir -p build && .venv/bin/pip-licenses --python .venv/bin/python --from mixed --format markdown --output-file build/licences.md

# --strict: a library that could not be looked up is a failure; without it nothing looked up is "no known vulnerabilities".
audit: .venv/.stamp ## Look our libraries up in the advisory database (needs a way to it; fails without)
	@$(UV) export --frozen --quiet --output-file .venv-uv/locked.txt >/dev/null
	@.venv/bin/pip-audit --strict --require-hashes --disable-pip --requirement .venv-uv/locked.txt

doctor: .venv/.stamp ## Look at everything that `make run` needs, and say what to do
	@$(PY) -m deploy.cli doctor --settings "$(RUN_DIR)/settings"

image: ## Build the container image (BASE_IMAGE= for another base)
	@docker build $(if $(BASE_IMAGE),--build-arg BASE_IMAGE="$(BASE_IMAGE)") \
	  --build-arg REVISION="$$(git rev-parse HEAD)" -t sigap:0.1.0 -f deploy/containers/Dockerfile .

containers: .venv/.stamp ## Build the image; play a case through the whole stack, upgrade, lose and restore it (Debian, root)
	@CONTAINERS_TESTS="release or not release" .ci/containers

chaos: .venv/.stamp ## Hand over N cases (default 10000) while everything is killed now and then
	@$(PY) -m tests.faults.chaos --n $(or $(N),10000)

fuzz: .venv/.stamp ## Ask every operation and fill every form with generated and naughty input, N times each (default 100)
	@FUZZ_EXAMPLES=$(or $(N),100) FUZZ_SEED=$(or $(SEED),$$(date +%s)) $(PY) -m pytest tests/fuzz $(ARGS)

# `make bench a b`: a and b are names of benchmarks here, not things to make.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
BENCHMARKS := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
$(eval $(filter-out bench,$(BENCHMARKS)):;@:)
endif

# Whole or not at all: a cut-off installation has no stamp and is made again. Compiled now, also our own files, so that
# at the first start nine processes need not compile the same ones.
.venv/.stamp: pyproject.toml uv.lock $(UV)
	@echo "Installing the libraries of uv.lock (about 550 MB, once) ..."
	$(INSTALL)
	@$(PY) -m compileall -q -j 0 services deploy
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(PY)" -m deploy.cli "$$@"\n' "$(CURDIR)" "$(CURDIR)" > .venv/bin/sigap
	@chmod 755 .venv/bin/sigap
	@touch $@

# uv lives in a folder of its own: `uv sync` removes from .venv what the lock file does not name.
$(UV):
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no $(PYTHON) here; install Python 3.11 or newer, or give PYTHON=/path/to/python3."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Sigap needs Python 3.11 or newer; $$("$(PYTHON)" --version) is too old (PYTHON=/path/to/python3)."; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv is missing; on Debian and Ubuntu: sudo apt install python3-venv."; exit 1; }
	@rm -rf .venv-uv
	@"$(PYTHON)" -m venv .venv-uv && echo '*' > .venv-uv/.gitignore
	@.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: uv==$(UV_VERSION) || { \
	  rm -rf .venv-uv; echo "uv $(UV_VERSION) could not be installed: is the package registry in reach?"; exit 1; }
