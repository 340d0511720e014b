# Every goal prepares .venv by itself, from the hashed requirement files; stamps make the second time quick.
BIN := .venv/bin
RUN := .venv/.run-ready
DEV := .venv/.dev-ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The files list every package that is needed; asking pip for dependencies too would let in a newer, unhashed one.
LOCKED := $(INSTALL) --require-hashes --no-deps --no-build-isolation --use-pep517
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))
HEADER := import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))

.PHONY: demo test test-office lint mutate bench wheel lock clean

demo: $(RUN)
	@$(BIN)/par-index demo

test: lint
	$(BIN)/pytest -q -n 2 --cov --cov-report=term

test-office: $(DEV)
	$(BIN)/pytest -q -m office

lint: $(DEV)
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary par_index

mutate: $(DEV)
	$(BIN)/python -m tests.mutation.run

bench: $(DEV)
	set -e; for name in start check array forward end_to_end growth survey bootstrap whatif bulk plan robust; do $(BIN)/python -m benchmarks.$$name; done

wheel: $(DEV)
	$(BIN)/hatchling build -d dist

# Both Pythons read the same files: the hashes of all published files of each release are listed.
lock:
	@rm -rf build/lock && mkdir -p build && $(MAKE) --no-print-directory build/lock/bin/pip-compile
	$(COMPILE) requirements-build.in -o requirements-build.txt
	$(COMPILE) pyproject.toml --extra survey --extra plan --extra dist --extra fast -o requirements.txt
	$(COMPILE) pyproject.toml --extra survey --extra plan --extra dist --extra fast --extra dev -c requirements.txt -o requirements-dev.txt

COMPILE := PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= build/lock/bin/pip-compile --quiet --upgrade --generate-hashes \
	--strip-extras --allow-unsafe --no-header --annotation-style line --no-emit-options

build/lock/bin/pip-compile:
	python3.11 -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip pip-tools

clean:
	rm -rf .venv build dist

$(DEV): $(RUN) requirements-dev.txt
	@echo "Đang cài công cụ kiểm thử … (installing the test tools)"
	@$(LOCKED) -r requirements-dev.txt
	@touch $@

$(RUN): pyproject.toml requirements-build.txt requirements.txt
	@test "$$(id -u)" = 0 || as_root=sudo; \
	missing() { \
	    echo "Thiếu $$1. Chạy lệnh | Missing $$2. Run: $$as_root apt-get update && $$as_root apt-get install -y $$3" >&2; exit 1; \
	}; \
	python=$$(for name in python3.11 python3.12 python3; do \
	    $$name -c '$(SUPPORTED)' 2>/dev/null && echo $$name && break; done); \
	test -n "$$python" || missing "Python 3.11 hoặc 3.12" "Python 3.11 or 3.12" "python3 python3-dev python3-venv build-essential"; \
	$$python -c 'import ensurepip, venv' 2>/dev/null || missing "mô-đun venv của $$python" "the venv module of $$python" "$${python%.*}-venv $$python-venv"; \
	command -v cc >/dev/null || missing "trình biên dịch C" "a C compiler" build-essential; \
	$$python -c '$(HEADER)' || missing "tệp Python.h của $$python" "Python.h of $$python" "$$python-dev"; \
	$(BIN)/python -c '$(SUPPORTED)' 2>/dev/null || $$python -m venv --clear .venv
	@echo "Đang chuẩn bị .venv … (preparing .venv, once)"
	@$(INSTALL) --require-hashes --no-deps -r requirements-build.txt
	@$(LOCKED) -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
