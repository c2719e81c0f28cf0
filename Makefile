# The chores of newsarchive, one command each. They need Python 3.11 or newer with pip and venv, and nothing else:
# the first one creates the environment in .venv, and pyproject.toml decides when it is brought up to date.
#
#   make demo     archive the folder seeds/ into demo-archive/ and show one record
#   make test     the tests; make test ARGS="tests/test_floors.py -v" for some of them
#   make crash    kill, fail and cut the power at every instant, not only at those that make test takes; half an hour or more
#   make lint     the style; make format mends it
#   make types    the types
#   make fuzz     look for documents that a source reads wrongly: make fuzz SOURCE=signed-text SECONDS=60
#   make mutants  hold the kit for plugin authors to broken parsers, and print which test found out which
#   make bench    the benchmarks; ARGS="--full --save NAME" and others: benchmarks/README.md
#   make hostile  2,000 hostile files through the program (make test runs 150); HOSTILE_FILES and HOSTILE_SEED choose others
#   make clean    remove whatever these made (never ./archive)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
PYTHONS := python3.11 python3.12 python3.13 python3
# One more than there are cores: many tests wait for the disk or a process.
TEST_PROCESSES = $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
FIT := import ensurepip, sys; sys.exit(sys.version_info < (3, 11))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test crash hostile fuzz mutants lint format types bench clean
.DELETE_ON_ERROR:

# Exit 3 is expected: the seeds hold something that must be quarantined.
demo: $(VENV)/.installed
	@rm -rf demo-archive
	$(BIN)/newsarchive ingest seeds -a demo-archive || test $$? -eq 3
	$(BIN)/newsarchive show 0 -a demo-archive

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

hostile: $(VENV)/.installed-test
	HOSTILE_FILES=$(or $(HOSTILE_FILES),2000) $(BIN)/python -m pytest tests/hostile/test_corpus.py $(ARGS)

crash: $(VENV)/.installed-test
	$(BIN)/python -m pytest tests/crash --full $(ARGS)

lint: $(VENV)/.installed-lint
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

format: $(VENV)/.installed-lint
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

# The tests are checked too, so what they import has to be there.
types: $(VENV)/.installed-lint $(VENV)/.installed-test
	$(BIN)/python -m mypy

fuzz: $(VENV)/.installed-test
	$(BIN)/python -m newsarchive.testing.fuzz $(or $(SOURCE),plain-text) --seconds $(or $(SECONDS),60) --into tests/kit/regressions $(ARGS)

mutants: $(VENV)/.installed-test
	$(BIN)/python -m tests.kit.mutants $(ARGS)

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks.table $(ARGS)

clean:
	rm -rf $(VENV) build dist demo-archive src/*.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src plugins tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml $(VENV)/.made
	$(PIP) install -q -e .
	@touch $@

$(VENV)/.installed-%: pyproject.toml $(VENV)/.made
	$(PIP) install -q -e '.[$*]'
	@touch $@ $(VENV)/.installed

# The environment remembers where it was made: its scripts hold this path, so a copied or moved tree installs anew.
ifneq ($(shell cat $(VENV)/.made 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/.made
endif
$(VENV)/.made:
	@for python in $(or $(PYTHON),$(PYTHONS)); do \
	  if $$python -c '$(FIT)' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "newsarchive needs Python 3.11 or newer with its venv module; none of these is: $(or $(PYTHON),$(PYTHONS))." >&2; \
	  echo "On Debian: apt-get install python3 python3-venv. Or name one: make PYTHON=/path/to/python3 ..." >&2; \
	  exit 1; \
	fi; \
	if $(BIN)/python -c 'import pip; $(FIT)' 2>/dev/null; then :; else \
	  echo "$$found -m venv $(VENV)"; $$found -m venv --clear $(VENV); \
	fi
	@echo "$(CURDIR)" > $@
