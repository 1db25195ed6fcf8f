# The commands of the README. Everything runs in .venv, which install.py makes from the locked packages.
# Only relative paths, so that the clone may lie in a folder with spaces and æøå in its name.

.DEFAULT_GOAL := help
.PHONY: help report lab test lint lock quarto clean environment environment-dev
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Settings of the person that would reach into the environment; without bytecode every kernel starts slowly.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH

RUN := .venv/bin/python

# The first of these that is Python 3.11 or later and can make environments; 3.11 is what the lock is tested with.
PYTHONS := .venv/bin/python "$(PYTHON)" python3.11 python3.12 python3.13 python3 python python3.14

define install
@for needs in 'ensurepip, venv, sys' sys; do for python in $(PYTHONS); do \
	if "$$python" -c "import $$needs; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; \
	then "$$python" install.py $(1); exit; fi; done; done; \
echo "Python 3.11 or later is needed and was not found. Install it, or name it: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3" >&2; \
exit 1
endef

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /  make \1	/p' Makefile
	@echo
	@echo '  e.g. make report PROJECT=randers PUB=slutevaluering FORMATS="html pdf docx" ENGINE=quarto ARGS="--jobs 1"'

report: environment  ## build the report of PROJECT (PUB=, FORMATS=, ENGINE=, ARGS=)
	@"$(RUN)" -m evalreport build "$(PROJECT)" $(if $(PUB),--pub "$(PUB)") \
		$(if $(FORMATS),--formats "$(FORMATS)") $(if $(ENGINE),--engine "$(ENGINE)") $(ARGS)

lab: environment  ## JupyterLab with the notebooks ready to run against PROJECT
	@"$(RUN)" -m evalreport lab "$(PROJECT)" $(if $(PUB),--pub "$(PUB)") $(ARGS)

test: environment-dev  ## every test (ARGS=tests/ledger for some)
	@"$(RUN)" -m pytest -n 2 --dist loadgroup -q $(ARGS)

lint: environment-dev  ## style, types and the order of imports
	@"$(RUN)" -m ruff check .
	@"$(RUN)" -m mypy
	@.venv/bin/lint-imports

lock: environment-dev  ## resolve the locked packages again (ARGS=--upgrade for newer ones)
	@set -e; \
	compile() { .venv/bin/uv pip compile --system-certs --generate-hashes --no-emit-index-url --no-header \
		--universal --python-version 3.11 --quiet $(ARGS) "$$@"; }; \
	compile --extra lab -o requirements.lock pyproject.toml; \
	compile --extra lab --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml; \
	echo uv | compile --no-annotate -o requirements-uv.lock -

quarto: environment  ## Quarto in .venv, for ENGINE=quarto
	@"$(RUN)" install.py --quarto

clean:  ## remove builds (of PROJECT alone when given); data, parameters and texts stay
	rm -rf "build$(if $(PROJECT),/$(PROJECT))"

environment:
	$(call install,)

environment-dev:
	$(call install,--dev)
