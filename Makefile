# What a user needs: make ask Q="...", make chat. What a developer needs: make test.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: ask chat test format benchmark picture pins clean
.DEFAULT_GOAL := ask

# The question reaches the shell as a variable of the environment, so that no quote in it can end the command.
export Q
ask: .venv/.ready
	@if [ -n "$$Q" ]; then $(BIN)/footnote ask -- "$$Q" || [ $$? -eq 3 ]; else echo 'Ask with: make ask Q="How many large language models did China release in 2022?"'; fi

chat: .venv/.ready
	@$(BIN)/footnote chat

test: .venv/.ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --cov --cov-report=term:skip-covered --cov-fail-under=90

format: .venv/.ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: .venv/.ready-to-test
	$(BIN)/python -m tests.benchmarks

# What a real run prints, drawn, and the bot in a model of Discord; both stand in the README.
picture: .venv/.ready-to-test
	@$(BIN)/python docs/session.py docs/session.svg
	@if $(BIN)/python -c 'import playwright' 2>/dev/null; then $(BIN)/python docs/discord_pictures.py; else echo 'The bot is drawn where there are Chromium, Chinese fonts and .venv/bin/pip install "simcord[screenshot]".'; fi

.venv/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Footnote needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@echo "Installing Footnote's requirements into .venv (once, a minute or two) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-test: .venv/.ready requirements-test.txt
	@$(PIP) --require-hashes -r requirements-test.txt
	@touch $@

# Resolves the newest versions that pyproject.toml allows, for every platform, with hashes and without any index address.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --quiet
pins:
	$(COMPILE) --group build --output-file requirements.txt
	$(COMPILE) --group build --group test --constraint requirements.txt --output-file requirements-test.txt

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
