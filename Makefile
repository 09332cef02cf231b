# The tour: what can be done here. The first use of any of these sets everything up.
#
#   make serve     build, then Cloudflare's own runtime at http://127.0.0.1:8788/app/
#   make test      every test: unit, web, contract, build, architecture, browser
#   make test-quick   what needs no browser and takes milliseconds, while you work
#   make test-engines   a small part of it in Chromium, Firefox and WebKitGTK
#   make check     style, types, structure
#   make bench     what start-up, a first visit and a build cost beside others, and a keystroke; docs/performance.md
#                  (`python -m bench.studio` measures the studio alone)
#   make audit     Lighthouse on three pages, for a desktop and for a phone
#   make build     site/, from content/, templates/, static/ and pysrc/
#   make package   dist/: the Python package as a wheel and a source archive
#   make preview   deploy to a preview address of your Cloudflare Pages project
#   make deploy    deploy to production
#   make lock      write the locks anew from pyproject.toml, requirements*.in and package.json
#   make clean     remove all that was made
.DEFAULT_GOAL := help
.PHONY: help setup chromium engines serve test test-quick test-crash test-engines check fix bench audit build package preview deploy lock clean
# What a command left half-written would pass for made.
.DELETE_ON_ERROR:

BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(PATH)
# Wrangler neither asks nor reports: a build talks to nobody.
export WRANGLER_SEND_METRICS := false
PORT ?= 8788

help:
	@sed -n 's/^#   //p' Makefile

# Python ≥ 3.13 under whatever name this machine has it.
.venv/.ready: requirements-uv.lock requirements.lock
	@for python in $${PYTHON:-} python3.14 python3.13 python3 python; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.13 or newer is needed; name it with PYTHON=/path/to/python make …" >&2; exit 1; fi; \
	"$$found" -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-uv.lock
	uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@touch $@

node_modules/.ready: package-lock.json .venv/.ready
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Our own package, so that `linkepix` is a command and every tool finds it; its sources stay where they are.
.venv/.installed: pyproject.toml .venv/.ready
	uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

setup: .venv/.installed node_modules/.ready

build: setup
	python build.py

serve: build
	@echo "http://127.0.0.1:$(PORT)/app/ in a moment"
	wrangler pages dev --ip 127.0.0.1 --port $(PORT) --log-level warn

# A Chromium for the tests: found, or installed. Asked each time, as it is not ours and may be gone.
chromium: .venv/.ready
	python -m tests.support.chromium

# Firefox and WebKitGTK, likewise.
engines: chromium
	python -m tests.support.engines

# Files are spread over so many processes, of which each has its own server, fake provider and Chromium.
WORKERS ?= 2
PYTEST := python -m pytest --quiet --numprocesses=$(WORKERS) --dist=loadfile
WITHOUT_BROWSER := --ignore=tests/browser --ignore=tests/engines

# Two runs: Playwright keeps an event loop in its process, beside which asyncio cannot start another. Then: did every
# test run and pass that the manifest of data practices names?
test: build chromium
	$(PYTEST) $(WITHOUT_BROWSER) --passed=.cache/passed/rest
	$(PYTEST) --no-loadscope-reorder tests/browser --passed=.cache/passed/browser
	python -m tests.promises .cache/passed/rest .cache/passed/browser

test-quick: build
	$(PYTEST) $(WITHOUT_BROWSER) -m "not slow"

# Apart from `test`, which kills a browser four times only: this takes minutes.
test-crash: build chromium
	KILLS=40 python -m pytest --quiet --log-cli-level=INFO tests/browser/test_batch_crash.py

# Apart from `test`, as it needs two more browsers.
test-engines: build engines
	python -m pytest --quiet tests/engines

check: setup
	ruff format --check .
	ruff check .
	mypy
	lint-imports --no-cache
	eslint .
	tsc
	tsc --project tsconfig.worker.json
	python -m pytest -q tests/architecture

fix: setup
	ruff format .
	ruff check --fix .
	eslint --fix .

# What we are measured against; nothing but `make bench` needs it.
.bench/.ready: requirements-bench.lock .venv/.ready
	$(BIN)/python -m venv --clear .bench/venv
	uv pip sync --quiet --require-hashes --python .bench/venv/bin/python requirements-bench.lock
	@touch $@

bench: build chromium .bench/.ready
	python -m bench

# Wheels for a Python in the browser, so for no platform: pip takes the pure ones, by their hashes.
.bench/wheels/.ready: bench/peers/jupyterlite/kernel.lock .venv/.ready
	rm -rf .bench/wheels
	$(BIN)/python -m pip download --quiet --require-hashes --no-deps --only-binary=:all: --platform any --python-version 3.14 --dest .bench/wheels --requirement bench/peers/jupyterlite/kernel.lock
	@touch $@

bench/node_modules/.ready: bench/package-lock.json node_modules/.ready
	npm ci --prefix bench --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

bench: bench/node_modules/.ready .bench/wheels/.ready

audit: build chromium bench/node_modules/.ready
	python -m bench.lighthouse

# What `pip install` takes: dist/linkepix-….whl, with templates and data, and the source archive.
package: setup
	uv build --quiet --no-build-isolation --python $(BIN)/python --out-dir dist

preview: build
	wrangler pages deploy --force --branch preview

deploy: build
	wrangler pages deploy --force --branch main

lock: .venv/.ready
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.13 --custom-compile-command "make lock" requirements-uv.in -o requirements-uv.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.13 --custom-compile-command "make lock" pyproject.toml --extra build --group dev -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.13 --custom-compile-command "make lock" requirements-bench.in -o requirements-bench.lock
	uv pip compile --quiet --universal --no-deps --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.12 --custom-compile-command "make lock" requirements-model.in -o requirements-model.lock
	npm install --package-lock-only --ignore-scripts
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.14 --python-platform wasm32-pyodide2024 --custom-compile-command "make lock" bench/peers/jupyterlite/kernel.in -o bench/peers/jupyterlite/kernel.lock
	npm install --prefix bench --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf site dist .cache .wrangler .bench .models .venv node_modules bench/node_modules
