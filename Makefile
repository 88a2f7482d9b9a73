# The front door. `make help` lists what is behind it.

CONTENT ?= content
OUTPUT ?= output
SERVER ?= 127.0.0.1
PORT ?= 8000

PYTHON ?= python3
VENV ?= .venv
PY = $(VENV)/bin/python
SITE = $(VENV)/site.stamp
TESTS = $(VENV)/tests.stamp
QUICK = -m "not browser and not slow" --ignore=tests/site --ignore=tests/browser --ignore-glob='*/test_whole_*.py'
BOOK = $(VENV)/devil.dict.dz
CHROMIUM = chromium chromium-browser google-chrome google-chrome-stable

# What authors type may hold quotes and dollars: it goes through the environment, unexpanded, never through the shell.
ifdef TITLE
override TITLE := $(value TITLE)
endif
ifdef CATEGORY
override CATEGORY := $(value CATEGORY)
endif
ifdef TEXT
override TEXT := $(value TEXT)
endif
ifdef HEAD
override HEAD := $(value HEAD)
endif
export TITLE CATEGORY HEAD TEXT

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help publish html serve devserver regenerate new define status check clean distclean rollback releases \
	test test-quick test-full bench contact-sheet lint format lock browser

help: ## This list
	@awk 'BEGIN { FS = ":[^#]*## " } \
		/^#: / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z-]+:[^#]*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@printf '\nVariables: CONTENT=%s OUTPUT=%s SERVER=%s PORT=%s V=1 (show what builds say)\n' \
		'$(CONTENT)' '$(OUTPUT)' '$(SERVER)' '$(PORT)'

#: Write
new: $(SITE) ## A new article: make new TITLE="The counteroffer" CATEGORY="Leaving"
	@$(PY) -m plugins.desk new --content "$(CONTENT)"

define: $(SITE) ## A new word: make define HEAD="Handover" TEXT="What it means."
	@$(PY) -m plugins.desk define --content "$(CONTENT)"

status: $(SITE) ## Articles, drafts, words, comments, the last release
	@$(PY) -m plugins.desk status --content "$(CONTENT)"

devserver: $(SITE) ## Write and watch: builds, serves, rebuilds on every change, shows errors in the browser
	@$(PY) -m plugins.desk devserver --content "$(CONTENT)" --server "$(SERVER)" --port "$(PORT)"

regenerate: $(SITE) ## Build into OUTPUT again on every change, without a server
	@$(PY) -m plugins.desk regenerate --content "$(CONTENT)" --output "$(OUTPUT)"

#: Publish
publish: $(SITE) ## Check, build, check again, release into public/ (DRY_RUN=1 FRESH=1 ALLOW_LOST=1 ALLOW_DELETES=1)
	@$(PY) -m plugins.publish publish --content "$(CONTENT)" --port "$(PORT)" $(if $(V),--verbose) \
		$(if $(DRY_RUN),--dry-run) $(if $(FRESH),--fresh) $(if $(ALLOW_LOST),--allow-lost) $(if $(ALLOW_DELETES),--allow-deletes) \
		$(if $(MAX_DELETES),--max-deletes "$(MAX_DELETES)") $(if $(KEEP),--keep "$(KEEP)")

serve: $(SITE) ## Show what is published (or OUTPUT=folder) at http://SERVER:PORT/
	@$(PY) -m plugins.desk serve --server "$(SERVER)" --port "$(PORT)" \
		$(if $(filter file,$(origin OUTPUT)),public/current) "$(OUTPUT)"

releases: $(SITE) ## What was published, and when
	@$(PY) -m plugins.publish releases

rollback: $(SITE) ## Go back to the release before, or to RELEASE=id
	@$(PY) -m plugins.publish rollback $(RELEASE)

#: Build and check
html: $(SITE) ## Build into OUTPUT what changed (WHY=pay/index.html says why it was written; SEARCH=1 CACHE=folder)
	@$(PY) -m plugins.checks sources "$(CONTENT)"
	@$(PY) -m plugins.incremental "$(CONTENT)" -o "$(OUTPUT)" -s pelicanconf.py \
		$(if $(CACHE),--cache "$(CACHE)") $(if $(WHY),--why "$(WHY)") $(if $(SEARCH),--search)

check: html ## Build, then check every link, anchor, image and feed, and the style of definitions
	@$(PY) -m plugins.glossary lint --content "$(CONTENT)"
	@$(PY) -m plugins.checks site "$(OUTPUT)"

clean: ## Remove what builds made; what is published stays
	rm -rf -- "$(OUTPUT)" staging .cache
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

distclean: clean ## The environment too
	rm -rf -- "$(VENV)"

#: Test
test: lint browser $(BOOK) ## Everything that must hold before a change goes in
	@$(PY) -m pytest -n 2 --dist worksteal -m "not slow"

test-quick: $(TESTS) ## Under a minute: no browser, no whole builds
	@$(PY) -m ruff check --quiet
	@$(PY) -m pytest -n 2 --dist worksteal $(QUICK)

test-full: lint browser $(BOOK) ## The slow ones too
	@$(PY) -m pytest -n 2 --dist worksteal --hypothesis-profile=full

lint: $(TESTS) ## Ruff and mypy
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy

format: $(TESTS) ## Let ruff lay out the code
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

bench: $(VENV)/bench.stamp html browser ## What pages cost; ours beside plain Pelican and Hugo: make bench SIZE=1000 (SEED=1 DOCS=1)
	@$(PY) -m tests.bench.pages "$(OUTPUT)"
	@$(PY) tests/bench/bench.py --size "$(or $(SIZE),1000)" --seed "$(or $(SEED),1)" $(if $(DOCS),--write-docs)

contact-sheet: html browser ## Every kind of page in two pictures, docs/images/contact-*.webp
	@$(PY) -m tests.browser.contact_sheet "$(OUTPUT)" docs/images

lock: $(VENV)/venv.stamp ## Resolve requirements/*.in again
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@cd requirements && for group in site tests bench; do \
		../$(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
			$$(test $$group = site || echo "--constraint site.txt") $$group.in -o $$group.txt || exit 1; \
	done

# The browser tests drive Debian's Chromium.
browser: $(TESTS)
	@for name in $(CHROMIUM); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "The browser tests need Chromium: apt-get install chromium (make test-quick does without)" >&2; exit 1

# A printed dictionary, public domain, to measure the grammar of definitions with. Without it its tests are skipped.
$(BOOK): $(VENV)/venv.stamp
	@folder=$$(mktemp -d) && trap 'rm -rf -- "$$folder"' EXIT && cd "$$folder" && \
	get() { apt-get download -qq -o APT::Sandbox::User= dict-devil >/dev/null 2>&1; } && \
	{ get || { [ "$$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1 && get; }; } && \
	dpkg-deb --extract dict-devil_*.deb . && cp usr/share/dictd/devil.dict.dz "$(abspath $@)" || \
	echo "The tests of a whole printed book are skipped: they need Debian's package dict-devil"

$(VENV)/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv "$(VENV)" || { rm -rf -- "$(VENV)"; \
		echo "This needs Python's venv module: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/%.stamp: requirements/%.txt $(VENV)/venv.stamp
	@echo "Preparing $(VENV) ($*)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
