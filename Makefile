# Polyclinic's commands. `make help` lists them.
#
# Settings are environment variables or words after the command: make run PORT=3001 VAR=var2
# Every one of them is explained in clinic_app/settings.py.

.DEFAULT_GOAL := help
.PHONY: help run reset setup build demo migrate check test format bench setup-dev browser

# The tools of .venv come first: its Python, and the Node that its packages bring.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

##@ Using it

run: setup ## Start everything: database, demo clinics, pages. PORT=3000 VAR=var HOST=127.0.0.1
	@exec .venv/bin/python -m clinic_app run

reset: setup ## Throw the local data away, after asking. YES=1 does not ask
	@exec .venv/bin/python -m clinic_app reset $(if $(YES),--yes)

##@ Working on it

check: setup-dev ## Fast: format, lint, types, import floors, house rules
	@exec .venv/bin/python scripts/check.py

test: setup-dev browser ## Everything: check, unit and database tests, journeys in a real browser
	@exec .venv/bin/python scripts/check.py --all

format: setup-dev ## Format the code and mend what lint can mend
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

bench: setup-dev ## Measure, against a database made for it; writes benchmarks/latest.json
	@exec .venv/bin/python -m benchmarks

##@ Steps of the above

setup: ## Make .venv and install what requirements.txt pins, where that changed
	@sh scripts/setup.sh

setup-dev: ## The same with requirements-dev.txt
	@sh scripts/setup.sh --dev

browser: setup-dev ## Make sure there is a browser for the journeys
	@exec .venv/bin/python -m tests.browser

build: setup ## Build the front end, where its sources changed
	@exec .venv/bin/python -m clinic_app build

migrate: setup ## Bring the database's schema up to date
	@exec .venv/bin/python -m clinic_app migrate

demo: setup ## Load the demo clinics into an empty database
	@exec .venv/bin/python -m clinic_app demo

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
