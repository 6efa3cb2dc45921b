# make demo     build the real report for every audience into out/
# make test     run the tests
# make goldens  write anew where every layout places its sample
# make lint     format, lint and types
# make judge    let independent judges read what the demo made (installs them once; Debian)
# make pictures draw the pictures of README and docs
# make bench    what each stage costs a page, and how that grows
# make clean    remove what the above made

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
REPORT := data/solid-state-batteries.yaml

.PHONY: demo goldens test lint judge pictures bench clean
.DEFAULT_GOAL := demo

demo: .venv/installed
	@$(BIN)/exporter build $(REPORT) --audience all \
		--format deck --format slides --format brief --format handout --out out

goldens: .venv/installed-dev
	@EXPORTER_GOLDENS=write $(BIN)/python -m pytest -q tests/plan/test_goldens.py tests/write/pdf/test_real_files.py

test: .venv/installed-dev
	@$(BIN)/python -m pytest

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

judge: demo
	@tests/judges/setup
	@tests/judges/check_pptx out/*.pptx
	@for f in out/*.pdf; do qpdf --check "$$f" >/dev/null || exit 1; done
	@tests/judges/check_pdf --profile ua1 out/*.pdf
	@tests/judges/agreement $(REPORT)

pictures: .venv/installed-dev
	@$(BIN)/python tests/judges/pictures $(REPORT)
	@$(BIN)/python tests/judges/theme_pictures $(REPORT)
	@$(BIN)/python tests/judges/layout_pictures
	@$(BIN)/python tests/judges/chart_pictures
	@$(BIN)/python tests/judges/icon_pictures
	@$(BIN)/python tests/judges/tutorial_pictures

bench: .venv/installed-dev
	@$(BIN)/python -m tests.bench

clean:
	rm -rf out dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "exporter needs Python 3.11 or later, and none was found." >&2; \
		echo "  hint: install it, or name it: make demo PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv >.venv.log 2>&1 || { cat .venv.log >&2; rm -rf .venv .venv.log; \
		echo "Python's venv module does not work here." >&2; \
		echo "  hint: on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@rm -f .venv.log

# The package is installed as a link to this folder, so that a change needs no second installation.
.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing exporter into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	@echo "Installing exporter and its tools for developers into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed
