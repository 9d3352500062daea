# Every command of the project. `make` prints the list.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := var/stamps
MEMBERS := services/contracts services/chassis services/identity services/forms services/responses \
  services/scoring services/reporting deploy/local
STYLES := $(wildcard services/chassis/chassis/ui/styles/*.scss services/chassis/chassis/ui/scripts/*.js)
MODULES := $(wildcard services/responses/responses_service/shared/assets/modules/*.js)
# The wheel brings Node where the machine has none or an old one.
NPM = $(shell node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null && command -v npm || echo $(CURDIR)/$(BIN)/npm)
PORT ?= 8080
# Answers of the practice ministry: small, whole, none.
PRACTICE ?= small
UPGRADE_FROM ?=
PART ?=
TEST_SERVICES := $(addprefix test-,identity forms responses scoring reporting)

.DEFAULT_GOAL := help
.PHONY: help setup run practice test test-fast test-service $(TEST_SERVICES) methods lint types imports attack-disclosure bench gateway prove-banners prove-coverage prove-durability prove-export prove-images prove-mutants prove-same prove-slow prove-sums prove-upgrade lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

setup: $(STAMPS)/members $(STAMPS)/assets ## Install what is missing: libraries, assets (no root, no Docker)

$(STAMPS)/venv: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Suara needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@echo "· virtual environment"
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: install your system's python3-venv package"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/libraries: $(STAMPS)/venv requirements/dev.txt
	@echo "· libraries (hash-checked)"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/members: $(STAMPS)/libraries $(addsuffix /pyproject.toml,$(MEMBERS))
	@echo "· the project's own packages"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

$(STAMPS)/node: $(STAMPS)/libraries package.json package-lock.json
	@echo "· assets from npm"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent --ignore-scripts
	@touch $@

$(STAMPS)/assets: $(STAMPS)/node deploy/assets.sh $(STYLES) $(MODULES)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh deploy/assets.sh
	@touch $@

run: setup ## Start everything behind one address (PORT=8080, PRACTICE=none for no answers); Ctrl-C stops it
	@$(BIN)/python -m suara_local up --port $(PORT) --practice $(PRACTICE)

practice: setup ## The same with a year of answers of all units: about 535,000
	@$(BIN)/python -m suara_local up --port $(PORT) --practice whole

test: setup ## Lint, types, import rules and every test on the real PostgreSQL, Valkey, Kafka and browser
	@$(BIN)/python -m suara_local.checks

test-fast: setup ## Style, import rules and the tests that need no stack: under two minutes
	@$(BIN)/python -m suara_local.checks fast

test-service: ## make test-forms and its sisters: one service's units, then the service as it runs
	@echo "Name the service: $(TEST_SERVICES)"; exit 1

$(TEST_SERVICES): test-%: setup
	@$(BIN)/python -m suara_local.checks $*

methods: setup ## Every golden case of the statistician's tables: input, expected, computed
	@PYTHONPATH=services/scoring/tests $(BIN)/python -m scoring_cases

lint: setup ## Style, and imported against declared libraries of each package
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@for member in $(MEMBERS); do (cd $$member && $(CURDIR)/$(BIN)/deptry .) || exit 1; done

types: setup ## Types
	@$(BIN)/mypy services/*/*_service services/chassis/chassis services/contracts/contracts deploy/local/suara_local

imports: setup ## Import rules
	@$(BIN)/lint-imports

bench: setup ## Measure; prints the tables of docs/measured.md
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.growth

attack-disclosure: setup ## Every attack on a running platform, and 20,000 visitors: what results give away (PART=stack, month or sums)
	@$(BIN)/python -m suara_local.attack $(PART)

prove-banners: setup ## Forty made photos of hung posters, good and bad: what is read and said of each
	@$(BIN)/python -m suara_local.banners

prove-coverage: setup ## How often the interval of an index holds where nearly all give six stars
	@$(BIN)/python -m suara_local.coverage

prove-durability: setup ## Kill every process and the broker under load; count what was lost
	@DURABILITY_SUBMISSIONS=100000 $(BIN)/python -m pytest --timeout 0 -s tests/durability

prove-export: setup ## Export a million answers; print seconds and memory; open every format
	@EXPORT_ROWS=1000000 $(BIN)/python -m pytest --timeout 0 -s tests/exports/test_prove_export.py

prove-slow: setup ## A poor phone, a 9 MB image at 400 kbit/s, 200 slow connections for a minute
	@SLOW_SECONDS=60 SLOW_IMAGE_BYTES=50000 $(BIN)/python -m pytest --timeout 0 -s tests/e2e/test_slow_connections.py

prove-same: setup ## Load the practice ministry twice: final results are the same to the last digit
	@$(BIN)/python -m suara_local.twice

prove-sums: setup ## On a running practice ministry: parts add up, a figure is the same wherever it stands
	@$(BIN)/python -m suara_local.sums

prove-upgrade: setup ## Data of an earlier commit (UPGRADE_FROM=...) start under this code and lose nothing
	@$(BIN)/python -m suara_local.upgrade --from "$(UPGRADE_FROM)"

prove-mutants: setup ## Plant mistakes in rules and policies one at a time; count what the tests notice
	@$(BIN)/python -m suara_local.mutants

gateway: setup ## Write the gateway's configuration for containers anew
	@$(BIN)/python -m suara_local caddyfile

prove-images: setup ## Build every image from a clean checkout, start compose, sign in, answer, see the count
	@$(BIN)/python -m suara_local.images

LOCK = $(BIN)/uv pip compile -q --generate-hashes --no-header --python-version 3.11

# What each image installs is cut out of the one lock: the same versions, the same hashes.
lock: $(STAMPS)/venv ## Lock the libraries anew
	@$(LOCK) requirements/dev.in -o requirements/dev.txt
	@$(LOCK) --no-annotate -c requirements/dev.txt requirements/build.in -o requirements/build.txt
	@for service in identity forms responses scoring reporting; do \
	  printf './services/%s\n' contracts chassis $$service | $(LOCK) --no-annotate -c requirements/dev.txt - \
	    --no-emit-package suara-contracts --no-emit-package suara-chassis --no-emit-package suara-$$service \
	    -o requirements/$$service.txt || exit 1; done

clean: ## Remove what was installed and all local data
	rm -rf $(VENV) node_modules var
