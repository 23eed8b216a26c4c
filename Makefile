# COTW: `make demo` shows it, `make test` proves it. `make help` lists the rest.
#
# Your pip settings are used as they are: pip.conf and PIP_* variables, also as `make demo PIP_EXTRA_INDEX_URL=…`;
# PIP_ARGS adds options to every `pip install`.

PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
PYTEST_ARGS ?= -n 2
MAKEFLAGS += --no-print-directory

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install $(PIP_ARGS) -c constraints.txt
DEMO_HOME := .demo/home

# One asks with none of the words of the answer, one by a name, one for a decision.
QUESTION_1 := Who is allergic to nuts?
QUESTION_2 := What did Yusuf say about the lease and the deposit?
QUESTION_3 := What did we decide about Postgres?

.PHONY: help demo test lint bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    install into $(VENV), make a small home from examples/archive and ask it three questions"
	@echo "make test    install what the checks need and run all of them"
	@echo "make lint    the checks that do not run the program: style, types, direction of imports"
	@echo "make bench   measure start-up, import, index and recall, each against a yardstick in the same run"
	@echo "make clean   remove what the others made: $(VENV), .demo and caches"
	@echo
	@echo "Settings: PYTHON=$(PYTHON) VENV=$(VENV) PIP_ARGS=$(PIP_ARGS)"

# --- installing: a stamp a step, so that a second call is quick -----------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "COTW needs Python 3.11 or newer; choose one with: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# PyTorch in a step of its own: it is by far the largest part, and your pip settings decide which build comes.
$(VENV)/.torch: $(VENV)/.made constraints.txt
	@echo "Installing PyTorch; depending on the build that pip finds this is 0.2 to 3 GB."
	$(PIP) torch
	@cuda=$$(ls -d $(VENV)/lib/python*/site-packages/nvidia 2>/dev/null || true); \
	if [ -n "$$cuda" ]; then \
	  echo; \
	  echo "WARNING: pip chose a CUDA build of PyTorch, $$(du -sh $(VENV) | cut -f1) so far. COTW needs the CPU only."; \
	  echo "  The CPU build: make clean, then make demo PIP_EXTRA_INDEX_URL=<the CPU index named at PyTorch's 'Get started'>"; \
	  echo "  To free the space later: make clean, and pip cache purge"; \
	  echo; \
	fi
	@touch $@

$(VENV)/.cotw: $(VENV)/.torch pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.cotw
	$(PIP) -e '.[dev]'
	@touch $@

# --- the demo --------------------------------------------------------------------------------------------

# Says what a person would type, then does it.
cotw = @printf '\n$$ cotw %s\n' '$(1)'; COTW_HOME=$(DEMO_HOME) $(BIN)/cotw $(1)

demo: $(VENV)/.cotw
	@rm -rf .demo && mkdir .demo
	$(call cotw,init)
	$(call cotw,ingest examples/archive)
	$(call cotw,recall "$(QUESTION_1)")
	$(call cotw,recall "$(QUESTION_2)")
	$(call cotw,recall "$(QUESTION_3)")
	@printf '%s\n' '' \
	  'That was the memory of Mara, who moves her bicycle workshop. Try next:' \
	  '' \
	  '  export COTW_HOME="$$PWD/$(DEMO_HOME)" PATH="$$PWD/$(BIN):$$PATH"' \
	  '  cotw show ID                      the whole exchange behind one of the ids above' \
	  '  cotw recall "why were customers texted twice?"' \
	  '  cotw status                       what is kept, and how fresh the index is' \
	  '' \
	  'And with your own words (a home of your own, in your data folder):' \
	  '' \
	  '  unset COTW_HOME' \
	  '  cotw init' \
	  '  cotw ingest ~/.claude/projects' \
	  '  cotw recall "what did we decide about …?"'

# --- the checks ------------------------------------------------------------------------------------------

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest $(PYTEST_ARGS)
	$(BIN)/python -m benchmarks.quick

bench: $(VENV)/.dev
	-$(BIN)/python -m benchmarks.startup
	-$(BIN)/python -m benchmarks.importing --megabytes 200
	-$(BIN)/python -m benchmarks.encoder
	-$(BIN)/python -m benchmarks.indexing
	-$(BIN)/python -m benchmarks.recall_speed
	-$(BIN)/python -m benchmarks.sample_recall

clean:
	rm -rf .demo .cache build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find cotw commands jobs tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -f "$(VENV)/.made" ]; then echo rm -rf "$(VENV)"; rm -rf "$(VENV)"; fi
