# Every command sets up what it needs: an environment in .venv/, nothing global
# but a browser where none is found.

PYTHON ?= python3
PY := .venv/bin/python
export NO_MKDOCS_2_WARNING := 1
# Compiled once, and not between the sources.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve site test live-check micros update matrix rows mutants sweep engine bench conformance links check lock environment browser player clean measure

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

serve: environment player ## serve the site with live reload at http://127.0.0.1:8000
	@$(PY) -m tools.pages
	@$(PY) -m mkdocs serve --config-file serve.yml --livereload --dev-addr 127.0.0.1:8000

site: environment player ## build the site into site/, strictly
	@$(PY) -m tools.build

test: environment browser player ## run every test, a real browser included
	@$(PY) -m pytest -n auto --dist worksteal

live-check: environment player ## explore every program and run the engine's tests with the Python of the page
	@$(PY) -m tests.live

micros: environment ## test on other CPython 3.13s found, explore every program on 3.14 and 3.15
	@$(PY) -m tools.micros
	@$(PY) -m tests.versions

update: environment ## capture again what the programs do
	@$(PY) -m tools.update

matrix: environment ## run every program on every CPython found
	@$(PY) -m tools.matrix

rows: environment ## measure what two threads see of one operation, everywhere
	@$(PY) -m tools.rows

mutants: environment ## break every right program, count what the tests notice
	@$(PY) -m tools.mutants

sweep: environment ## explore every operation of every type, and random programs; run some with pauses
	@$(PY) -m tests.scheduler.sweep
	@$(PY) -m tests.scheduler.random_programs
	@$(PY) -m tests.scheduler.noise
	@$(PY) -m tests.scheduler.imports

engine: environment ## break the scheduler in one place at a time, count what is noticed
	@$(PY) -m tests.scheduler.engine_mutants

bench: environment player ## measure the scheduler, builds and a slow first search beside other tools and earlier builds, as ratios
	@$(PY) -m tests.scheduler.bench --site
	@$(PY) -m tests.live bench
	@$(PY) -m tests.building
	@$(PY) -m tests.loading
	@$(PY) -m tests.scheduler.earlier

conformance: environment ## run CPython's own tests of threads in the simulated world
	@$(PY) -m scheduler.conformance

links: environment ## hold links to docs.python.org against Debian's python3-doc
	@$(PY) -m tools.links

measure: environment ## measure what threads buy here; ONLY=hashlib measures a part
	@$(PY) -m measure $(if $(ONLY),--only "$(ONLY)")

check: environment ## run the linters, change nothing
	@$(PY) -m tools.lint

lock: ## renew the pinned requirements
	@$(PYTHON) -m tools.setup lock

environment:
	@$(PYTHON) -m tools.setup environment

browser: environment
	@$(PY) -m tools.setup browser

player: environment
	@$(PY) -m tools.player
	@$(PY) -m tools.live
	@$(PY) -m tools.wheel

clean: ## remove what the commands made
	rm -rf .venv .bootstrap .cache site node_modules docs/assets/player docs/assets/live docs/wheels
