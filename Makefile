# Bookmaker's commands. `make help` lists them. Written for GNU make 3.81 and later (macOS ships 3.81).
PYTHON ?=
VENV   := .venv
RUN    := $(VENV)/bin/python -m
SETUP  := sh scripts/setup.sh

.PHONY: help setup setup-dev book check test golden prove audit wheel bench bench-shelf bench-stores bench-pages bench-manuscripts clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -e 's/:[^#]*## /	/' | expand -t 20

setup: ## Make .venv with what a build needs (and Pango, where that is possible)
	@PYTHON="$(PYTHON)" $(SETUP) runtime

setup-dev: ## The same, with what the checks and the tests need
	@PYTHON="$(PYTHON)" $(SETUP) dev

book: setup ## Build the sample manuscript into dist/
	@$(RUN) bookmaker build manuscript --out dist

check: setup-dev ## Lint, types, and the contracts between the rooms
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@$(VENV)/bin/lint-imports --no-cache

test: setup-dev ## Run the tests (under ten minutes)
	@$(RUN) pytest -n 2 -m "not prove"

golden: setup-dev ## Rewrite the expected files of the golden cases; review the difference
	@$(RUN) pytest -q -m "not prove" --update-golden tests -k "case or golden" || true
	@git --no-pager diff --stat -- tests/cases

prove: setup-dev ## Run the long proofs: reading engines, Ace, fuzzing, the shelf of real books
	@sh scripts/setup_proofs.sh
	@$(RUN) pytest -m prove -n 2 --dist loadgroup --no-loadscope-reorder -v
	@$(VENV)/bin/python benchmarks/ace.py --own --jobs 2
	@$(VENV)/bin/python benchmarks/shelf.py

bench: setup-dev ## Time and memory beside the peers that are installed
	@$(VENV)/bin/python benchmarks/speed.py

bench-shelf: setup-dev ## Build and check every book of the bench
	@$(VENV)/bin/python benchmarks/shelf.py

bench-stores: setup-dev ## Build every book of the bench for every store, and judge it as the store does
	@$(VENV)/bin/python benchmarks/stores.py

bench-pages: setup-dev ## Measure how well pages are set and at what cost, beside stock WeasyPrint and the peers
	-@sh scripts/setup_peers.sh
	@$(VENV)/bin/python benchmarks/pages.py
	@$(VENV)/bin/python benchmarks/pages.py --book frankenstein.md --book pride.md --face Literata
	@$(VENV)/bin/python benchmarks/pages.py --book frankenstein.md --book pride.md --trim 6x9
	@$(VENV)/bin/python benchmarks/page_time.py

bench-manuscripts: setup-dev ## Score structure and typography of every book of the bench, in each form
	@$(VENV)/bin/python benchmarks/manuscripts.py
	@$(VENV)/bin/python benchmarks/datelines.py
	@$(VENV)/bin/python benchmarks/retyped.py --habits 2

wheel: setup-dev ## Build the wheel into build/wheel (dist/ belongs to books)
	@$(RUN) build --wheel --no-isolation --outdir build/wheel

clean: ## Remove what was made, the virtual environment included
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
