# What to type; CONTRIBUTING.md says when. What is installed lands in .venv, and for Node.js in tests/programs.
# Options go in ARGS: make test ARGS="tests/test_dates.py -k interval", make serve ARGS="--port 9000".
# Kept to what GNU make 3.81 knows, since macOS ships no newer one.

PYTHON ?= python3
ARGS ?=

VENV := .venv
# The stamps carry Python's version, so that another python3 makes a new environment instead of a broken one.
VERSION := $(shell "$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
RUNTIME := $(VENV)/runtime-$(VERSION).stamp
COMPILED := $(VENV)/compiled-$(VERSION).stamp
IMPORTING := $(VENV)/importing-$(VERSION).stamp
DEVELOPMENT := $(VENV)/development-$(VERSION).stamp
UV := $(VENV)/pins/bin/uv
# Packages of the system are root's to install.
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
NPM := $(firstword $(wildcard $(addsuffix /npm,$(subst :, ,$(PATH)))))
# The file that npm writes last.
PROGRAMS := $(if $(NPM),tests/programs/node_modules/.package-lock.json)
TOO_OLD := Python 3.11 or newer is needed, this is $(VERSION); name another one: make PYTHON=python3.12

RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip --quiet --disable-pip-version-check install --require-hashes --requirement
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"

.DEFAULT_GOAL := site
.PHONY: site serve check import browser test lint format schemas catalogues pictures benchmark pins clean

site: $(COMPILED)
	$(RUN) build.py build $(ARGS)

serve: $(COMPILED)
	$(RUN) build.py serve $(ARGS)

check: $(COMPILED)
	$(RUN) build.py check $(ARGS)

# make import ARGS="saved-page.html": what only an import needs is installed with the first one.
import: $(IMPORTING) $(COMPILED)
	$(RUN) build.py import $(ARGS)

test: $(DEVELOPMENT) $(PROGRAMS)
	$(if $(NPM),,@echo "!!! npm is not here: nothing crawls the site, and its tests are skipped (with CI=true they fail)")
	$(RUN) -m pytest --numprocesses auto $(ARGS)

lint: $(DEVELOPMENT)
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy --strict

format: $(DEVELOPMENT)
	$(RUN) -m ruff check --fix --exit-zero --quiet
	$(RUN) -m ruff format

# What editors' programs are told of the content; after a change in dossier/model.py.
schemas: $(RUNTIME)
	$(RUN) -m dossier.vscode

# The words of templates and pages, for translators; after a change in what readers are told.
catalogues: $(DEVELOPMENT)
	PYTHONPATH=. $(RUN) tests/catalogues.py

# Needs Chromium.
pictures: $(DEVELOPMENT)
	$(RUN) tests/pictures.py

# Ends within ten minutes on two idle cores. make benchmark ARGS="100 1000 10000 100000 --hugo" goes further, beside Hugo.
benchmark: $(DEVELOPMENT) $(COMPILED)
	$(RUN) -m benchmarks $(ARGS) --write

# Debian's packages, or the system's own where there are some already; asked for nowhere else. Java runs the HTML checker.
browser:
	@command -v java || $(ROOT) sh -c 'apt-get update -qq && apt-get install -y -qq default-jre-headless'
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	$(ROOT) sh -c 'apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core fonts-noto-cjk'

# Each file is held to the versions of the one before: what is tested is what is used.
pins: $(UV)
	$(COMPILE) $(ARGS) --output-file requirements.txt pyproject.toml
	$(COMPILE) $(ARGS) --output-file requirements-search.txt --constraint requirements.txt --extra search pyproject.toml
	$(COMPILE) $(ARGS) --output-file requirements-import.txt --constraint requirements-search.txt \
		--extra search --extra import pyproject.toml
	$(COMPILE) $(ARGS) --output-file requirements-dev.txt --constraint requirements-import.txt \
		--extra search --extra import --group dev pyproject.toml

clean:
	rm -rf site .cache .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/programs/node_modules
	find . -name .git -prune -o -name __pycache__ -prune -exec rm -rf {} +

# Made anew rather than updated, so that nothing outlives its pin. The search comes with it, so that `make` gives all of a site;
# requirements.txt alone is for whoever can do without.
$(RUNTIME): requirements-search.txt
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("$(TOO_OLD)")'
	"$(PYTHON)" -m venv --clear $(VENV)
	$(INSTALL) requirements-search.txt
	@touch $@

# As pip compiles what it installs: where Python may write no bytecode, each process that a build starts would compile it anew.
$(COMPILED): $(RUNTIME) $(wildcard dossier/*.py dossier/*/*.py dossier/locale/*/*/*.po templates/*.html templates/*/*)
	$(RUN) -m compileall -q dossier
	$(RUN) -m dossier.precompile
	@touch $@

$(IMPORTING): requirements-import.txt $(RUNTIME)
	$(INSTALL) requirements-import.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(INSTALL) requirements-dev.txt
	@touch $@

$(PROGRAMS): tests/programs/package-lock.json
	$(NPM) ci --silent --prefix tests/programs

$(UV):
	"$(PYTHON)" -m venv $(VENV)/pins
	$(VENV)/pins/bin/python -m pip --quiet --disable-pip-version-check install uv
