# The front door. `make help` lists what is behind it. A publication of its own includes this file (docs/begin.md).

HOUSE := $(dir $(lastword $(MAKEFILE_LIST)))
IS_HERE := $(filter ./,$(HOUSE))

CONTENT ?= content
OUTPUT ?= output
SERVER ?= 127.0.0.1
PORT ?= 8000

PYTHON ?= python3
VENV ?= $(HOUSE).venv
PY = $(VENV)/bin/python
SITE = $(VENV)/site.stamp
INTAKE = $(VENV)/intake.stamp
TESTS = $(VENV)/tests.stamp
IMPORT = $(VENV)/import.stamp
PRINT = $(if $(shell grep -lsE '^EDITIONS *=.*"(pdf|all)"' publishconf.py),$(VENV)/editions.stamp)
# What sends to targets is installed where the settings name some.
WITH_TARGETS := $(if $(shell grep -s '^PUBLISH_TARGETS' publishconf.py),$(VENV)/publish.stamp)
FINISHED = test -z "$$(find "$(CONTENT)" -maxdepth 1 -name '.*rename.json*' 2>/dev/null)" || $(PY) -m plugins.desk finish --content "$(CONTENT)"
SOFTWARE = cd "$(HOUSE)" && "$(abspath $(PY))"
QUICK = -m "not browser and not slow" --ignore=tests/site --ignore=tests/browser --ignore-glob='*/test_whole_*.py'
BOOKS = $(VENV)/devil.dict.dz $(VENV)/jargon.dict.dz
VALIDATOR = $(VENV)/vnu.jar
CHROMIUM = chromium chromium-browser google-chrome google-chrome-stable

export PYTHONPATH := $(if $(IS_HERE),$(PYTHONPATH),$(abspath $(HOUSE))$(if $(PYTHONPATH),:$(PYTHONPATH)))

# What authors type may hold quotes and dollars: it goes through the environment, unexpanded, never through the shell.
TYPED = FILE MAP TITLE CATEGORY HEAD TEXT PART FROM TO ARTICLE AT THREAD FORMAT YES \
	FOLDER DESK DO NAME ADDRESS AUTHOR LICENSE SITESUBTITLE TIMEZONE DEFAULT_LANG ID_AUTHORITY
$(foreach name,$(TYPED),$(if $(value $(name)),$(eval override $(name) := $$(value $(name)))))
export $(TYPED)

# Read by pelicanconf.py: folders of articles under CONTENT, "." for CONTENT itself.
ifdef ARTICLES
export ARTICLES
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help begin import publish html editions serve devserver regenerate new define reply ready share unshare rename fix status intake moderate comments check clean distclean rollback releases send verify nginx \
	test test-quick test-full bench contact-sheet lint format lock browser readers postgres servers

help: ## This list
	@awk 'BEGIN { FS = ":[^#]*## " } \
		/^#: / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z-]+:[^#]*## / { printf "  make %-14s %s\n", $$1, $$2 }' "$(HOUSE)Makefile"
	@printf '\nVariables: CONTENT=%s ARTICLES=articles OUTPUT=%s SERVER=%s\n' '$(CONTENT)' '$(OUTPUT)' '$(SERVER)'
	@printf '  PORT=%s; of html: SEARCH=1 CACHE=folder; of publish: V=1 (say what\n' '$(PORT)'
	@printf '  builds say) DRY_RUN=1 FRESH=1 ONLY_COMMITTED=1\n'
	@printf '  ALLOW_LOST=1 ALLOW_DELETES=1 MAX_DELETES=9 KEEP=9\n'
	@printf '  IF_DUE=1 (only where something falls due: for timers)\n'

#: Begin
begin: $(SITE) ## A publication of your own, in FOLDER (docs/begin.md)
	@$(PY) -m plugins.desk begin

#: Write
new: $(SITE) ## A new article: make new TITLE="The offer" CATEGORY="Pay"
	@$(PY) -m plugins.desk new --content "$(CONTENT)"

define: $(SITE) ## A new word: make define HEAD="Gift" TEXT="Debt." PART="n."
	@$(PY) -m plugins.desk define --content "$(CONTENT)"

reply: $(SITE) ## Answer a comment: make reply THREAD=slug TO=12 TEXT="…"
	@$(PY) -m plugins.desk reply --content "$(CONTENT)"

ready: $(SITE) ## A draft goes out: make ready ARTICLE=slug AT="2026-12-01"
	@$(PY) -m plugins.desk ready --content "$(CONTENT)"

share: $(SITE) ## Show a draft: make share ARTICLE=slug, 30 days
	@$(PY) -m plugins.desk share --content "$(CONTENT)"

unshare: $(SITE) ## Show it no more: make unshare ARTICLE=slug
	@$(PY) -m plugins.desk unshare --content "$(CONTENT)"

rename: $(SITE) ## Another address: make rename FROM=old-slug TO=new-slug
	@$(PY) -m plugins.desk rename --content "$(CONTENT)"

fix: $(SITE) ## Mend what is safe: shows it first, YES=1 writes it
	@$(PY) -m plugins.desk fix --content "$(CONTENT)"

status: $(SITE) ## What waits for whom, and what a publish would do
	@$(PY) -m plugins.desk status --content "$(CONTENT)"

devserver: $(SITE) ## Write and watch: rebuilds on every change, shows errors
	@exec $(PY) -m plugins.desk devserver --content "$(CONTENT)" --server "$(SERVER)" --port "$(PORT)"

regenerate: $(SITE) ## Build into OUTPUT again on every change, without a server
	@exec $(PY) -m plugins.desk regenerate --content "$(CONTENT)" --output "$(OUTPUT)"

#: Answer
intake: $(SITE) $(INTAKE) ## The comment desk here; a command of it: DO="list"
	@exec $(PY) -m plugins.intake $(if $(DO),$$DO,serve --develop)

moderate: $(SITE) $(INTAKE) ## Decide what waits at the desk, and write what is approved
	@$(PY) -m plugins.intake moderate --content "$(CONTENT)"

comments: $(SITE) $(INTAKE) ## Fetch what was approved at the desk into CONTENT
	@$(PY) -m plugins.intake write --content "$(CONTENT)"

#: Move in and out
import: $(SITE) $(IMPORT) $(if $(PENDING),$(INTAKE)) ## Of another system: make import FILE=export.xml (DRY_RUN=1)
	@test -n "$$FILE" || { echo "write make import FILE=export.xml" >&2; exit 1; }
	@if test -e "$$FILE"; then set -- "$$FILE"; else set -- $$FILE; fi; \
		$(PY) -m plugins.importer "$$@" --into "$(CONTENT)" $(if $(DRY_RUN),--dry-run) $(if $(DRAFTS),--drafts) $(if $(PENDING),--pending) \
		$${MAP:+--map "$$MAP"} $${ADDRESS:+--address "$$ADDRESS"}

#: Publish
ALLOWED = $(if $(ALLOW_LOST),--allow-lost) $(if $(ALLOW_DELETES),--allow-deletes) \
	$(if $(MAX_DELETES),--max-deletes "$(MAX_DELETES)")

publish: $(SITE) $(PRINT) $(WITH_TARGETS) ## Check, build, check again, release into public/
	@$(if $(IF_DUE),$(PY) -m plugins.publish due || exit 0;) { $(FINISHED); } && \
		$(PY) -m plugins.publish publish --content "$(CONTENT)" --port "$(PORT)" $(if $(V),--verbose) \
		$(if $(ONLY_COMMITTED),--only-committed) $(if $(DRY_RUN),--dry-run) $(if $(FRESH),--fresh) \
		$(ALLOWED) $(if $(KEEP),--keep "$(KEEP)")

serve: $(SITE) ## Show what is published (or OUTPUT=folder)
	@exec $(PY) -m plugins.desk serve --server "$(SERVER)" --port "$(PORT)" \
		$(if $(filter file,$(origin OUTPUT)),public/current) "$(OUTPUT)"

send: $(SITE) $(WITH_TARGETS) ## To TARGET=name, or mend what is there (ADOPT=1)
	@$(PY) -m plugins.publish send "$(TARGET)" $(if $(ADOPT),--adopt) $(ALLOWED) $(if $(KEEP),--keep "$(KEEP)")

verify: $(SITE) $(WITH_TARGETS) ## Look at TARGET=name, there and from outside
	@$(PY) -m plugins.publish verify "$(TARGET)"

nginx: $(SITE) ## nginx's file: FOLDER=/srv/x PLAIN=1 NO_BROTLI=1 DESK=file
	@$(PY) -m plugins.publish nginx $${FOLDER:+--folder "$$FOLDER"} $${DESK:+--desk "$$DESK"} $(if $(PLAIN),--plain) $(if $(NO_BROTLI),--no-brotli)

releases: $(SITE) ## What was published, and when
	@$(PY) -m plugins.publish releases

rollback: $(SITE) $(WITH_TARGETS) ## Go back to the release before, or to RELEASE=id
	@$(PY) -m plugins.publish rollback $(RELEASE)

#: Build and check
html: $(SITE) ## Build into OUTPUT what changed (WHY=pay/index.html)
	@$(FINISHED)
	@$(PY) -m plugins.checks sources "$(CONTENT)" --kept .cache/sources
	@$(PY) -m plugins.incremental "$(CONTENT)" -o "$(OUTPUT)" -s pelicanconf.py \
		$(if $(CACHE),--cache "$(CACHE)") $(if $(WHY),--why "$(WHY)") $(if $(SEARCH),--search)

editions: $(VENV)/editions.stamp ## The dictionary for other devices, with a build into OUTPUT
	@$(FINISHED)
	@$(PY) -m plugins.checks sources "$(CONTENT)" --kept .cache/sources
	@$(PY) -m plugins.incremental "$(CONTENT)" -o "$(OUTPUT)" -s pelicanconf.py --editions

check: html ## Build, then check links, images, feeds and definitions
	@$(PY) -m plugins.glossary lint --content "$(CONTENT)"
	@$(PY) -m plugins.checks site "$(OUTPUT)" --content "$(CONTENT)"

clean: ## Remove what builds made; what is published or waits stays
	rm -rf -- "$(OUTPUT)" staging
	@[ ! -d .cache ] || find .cache -mindepth 1 -maxdepth 1 ! -name intake -exec rm -rf -- {} +
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

distclean: clean ## The environment too
	rm -rf -- "$(VENV)"

#: Test
test: $(if $(IS_HERE),lint browser readers postgres servers $(BOOKS) $(VALIDATOR),$(SITE) $(PRINT)) ## Everything that must hold before a change goes in
ifdef IS_HERE
	@$(PY) -m pytest -n 2 --dist worksteal -m "not slow"
else
	@$(PY) -m plugins.glossary lint --content "$(CONTENT)"
	@$(PY) -m plugins.publish publish --content "$(CONTENT)" --dry-run
endif

test-quick: $(TESTS) ## Under a minute: no browser, no whole builds
	@$(SOFTWARE) -m ruff check --quiet
	@$(SOFTWARE) -m pytest -n 2 --dist worksteal $(QUICK)

test-full: lint browser readers postgres servers $(BOOKS) $(VALIDATOR) ## The slow ones too
	@$(SOFTWARE) -m pytest -n 2 --dist worksteal --hypothesis-profile=full

lint: $(TESTS) ## Ruff and mypy
	@$(SOFTWARE) -m ruff check
	@$(SOFTWARE) -m ruff format --check
	@$(SOFTWARE) -m mypy

format: $(TESTS) ## Let ruff lay out the code
	@$(SOFTWARE) -m ruff check --fix
	@$(SOFTWARE) -m ruff format

bench: $(VENV)/bench.stamp $(IMPORT) html browser ## What pages cost: make bench SIZE=1000 (SEED=1 DOCS=1)
	@$(SOFTWARE) -m tests.bench.pages "$(abspath $(OUTPUT))"
	@$(SOFTWARE) -m tests.bench.desk $(if $(ISSO),--isso "$(ISSO)")
	@$(SOFTWARE) -m tests.bench.moving --items 1000 --comments 6000
	@$(SOFTWARE) tests/bench/bench.py --size "$(or $(SIZE),1000)" --seed "$(or $(SEED),1)" $(if $(DOCS),--write-docs)

contact-sheet: html browser ## Every kind of page in two pictures, docs/images/
	@$(SOFTWARE) -m tests.browser.contact_sheet "$(abspath $(OUTPUT))" docs/images

lock: $(VENV)/venv.stamp ## Resolve requirements/*.in again
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@cd "$(HOUSE)requirements" && for group in site publish intake import editions tests bench; do \
		"$(abspath $(PY))" -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
			$$(test $$group = site || echo "--constraint site.txt") $$group.in -o $$group.txt || exit 1; \
	done

# The browser tests drive Debian's Chromium, and a smaller set its Firefox, without which that set is skipped.
browser: $(TESTS)
	@command -v firefox-esr >/dev/null || command -v firefox >/dev/null || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Firefox for the browser tests" && \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null; } || \
		echo "The tests in Firefox are skipped: they need Debian's package firefox-esr"
	@for name in $(CHROMIUM); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests"; \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "The browser tests need Chromium: apt-get install chromium (make test-quick does without)" >&2; exit 1

# The programs with which readers look words up, and Java for the checker of e-books.
readers: $(TESTS)
	@missing=; for one in sdcv:sdcv dict:dict dictd:dictd pdftotext:poppler-utils java:default-jre-headless; do \
		PATH="$$PATH:/usr/sbin" command -v $${one%%:*} >/dev/null || missing="$$missing $${one##*:}"; \
	done; \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing$$missing for the tests of the editions" && \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || \
		echo "Tests of the editions are skipped: they need Debian's packages$$missing"

# The comment desk is tested on SQLite and on PostgreSQL, which its tests start themselves.
servers: $(TESTS)
	@missing=; for one in sshd:openssh-server ssh:openssh-client rsync:rsync git:git nginx:nginx-light; do \
		PATH="$$PATH:/usr/sbin" command -v $${one%%:*} >/dev/null || missing="$$missing $${one##*:}"; \
	done; \
	[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing="$$missing libnginx-mod-http-brotli-static"; \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing$$missing for the tests of publishing" && \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || \
		echo "Tests of publishing are skipped: they need Debian's packages$$missing"

postgres: $(TESTS)
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing PostgreSQL for the tests of the comment desk" && \
		apt-get update -qq >/dev/null && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } || \
		echo "The tests on PostgreSQL are skipped: they need Debian's package postgresql"

# Printed dictionaries, public domain, to measure the grammar of definitions with. Without them their tests are skipped.
$(BOOKS): $(VENV)/%.dict.dz: $(VENV)/venv.stamp
	@folder=$$(mktemp -d) && trap 'rm -rf -- "$$folder"' EXIT && cd "$$folder" && \
	get() { apt-get download -qq -o APT::Sandbox::User= dict-$* >/dev/null 2>&1; } && \
	{ get || { [ "$$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1 && get; }; } && \
	dpkg-deb --extract dict-$*_*.deb . && cp usr/share/dictd/$*.dict.dz "$(abspath $@)" || \
	echo "The tests of a whole printed dictionary are skipped: they need Debian's package dict-$*"

$(VENV)/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv "$(VENV)" || { rm -rf -- "$(VENV)"; \
		echo "This needs Python's venv module: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/%.stamp: $(HOUSE)requirements/%.txt $(VENV)/venv.stamp
	@echo "Preparing $(VENV) ($*)" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The Nu Html Checker, which runs in the Java of the readers. Its jar is in a package of npm; the sum is of the jar.
$(VALIDATOR): $(VENV)/venv.stamp
	@folder=$$(mktemp -d) && trap 'rm -rf -- "$$folder"' EXIT && cd "$$folder" && \
	npm pack --silent vnu-jar@26.9.27 >/dev/null 2>&1 && tar -xzf vnu-jar-*.tgz && \
	echo "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47  package/build/dist/vnu.jar" | sha256sum --check --quiet && \
	cp package/build/dist/vnu.jar "$(abspath $@)" || \
	echo "The test of valid pages is skipped: it needs npm, for the package vnu-jar"
