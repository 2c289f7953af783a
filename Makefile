# SPDX-License-Identifier: Apache-2.0
#
# A thin front for CMake: `make help` tells what there is. Packagers use cmake directly.

PREFIX    ?= /usr/local
CMAKE     ?= cmake
JOBS      ?= $(shell nproc 2>/dev/null || echo 2)
BUILD      = build
TEST_BUILD = build-test

# Where the program is kept or measured, building it may take longer.
FASTEST    = -DSS_LTO=ON

# cmake --build starts a make of its own, with JOBS; it must not take itself for a part of this one.
BUILD_IN   = env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(CMAKE) --build

.PHONY: all help demo test conformance mutants conformance-record bench install format clean

all: ## build/bin/slurmsim, and links with Slurm's names in build/libexec/slurmsim/bin
	@$(CMAKE) -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF $(BUILD_OPTIONS)
	@$(BUILD_IN) $(BUILD) --parallel $(JOBS)

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 26

demo: ## the main job on shipped input [TRACE=file.swf SITE=folder]; installs missing packages
	@.ci/packages build
	@$(MAKE) --no-print-directory all
	@TRACE='$(TRACE)' SITE='$(SITE)' sim/cli/demo.sh $(BUILD)

# The tests that run the program thousands of times take the Release build, all others the one with sanitizers.
test: ## all tests, in build and, with sanitizers, in build-test; installs missing packages
	@.ci/packages tests
	@$(CMAKE) -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON $(BUILD_OPTIONS)
	@$(BUILD_IN) $(BUILD) --parallel $(JOBS)
	@$(CMAKE) -S . -B $(TEST_BUILD) -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	    -DSS_SANITIZE=address,undefined -DBUILD_TESTING=ON $(BUILD_OPTIONS)
	@$(BUILD_IN) $(TEST_BUILD) --parallel $(JOBS)
	@failed=0; \
	(cd $(BUILD) && ctest -L whole --output-on-failure --parallel $(JOBS) $(CTEST_OPTIONS)) || failed=1; \
	(cd $(TEST_BUILD) && ctest --output-on-failure --parallel $(JOBS) $(CTEST_OPTIONS)) || failed=1; \
	exit $$failed

conformance: all ## recorded cases of real Slurm against our output [CASES=folder OPTIONS=--diff]
	@$(BUILD_IN) $(BUILD) --parallel $(JOBS) --target ss_conformance
	@OPTIONS='$(OPTIONS)' tests/conformance/run $(BUILD) $(CASES)

mutants: ## are faults sown into the scheduler noticed by the tests? Some minutes [MUTANTS="names"]
	@JOBS=$(JOBS) tests/mutants/run . $(MUTANTS)

conformance-record: ## CASE=folder: what real Slurm 22.05 does with it, into its expected/; Debian 12, root
	@tests/conformance/record/record $(CASE)

bench: ## benchmarks: a table and build/bench.json [SIZE=smoke|usual|full BENCH="names"]
	@$(CMAKE) -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF $(FASTEST) $(BUILD_OPTIONS)
	@$(BUILD_IN) $(BUILD) --parallel $(JOBS) --target all bench
	@BENCH_SIZE=$(or $(SIZE),usual) bench/run $(BUILD) $(BENCH)

install: ## [PREFIX=/usr/local DESTDIR=]
	@$(CMAKE) -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF \
	    -DCMAKE_INSTALL_PREFIX=$(abspath $(PREFIX)) $(FASTEST) $(BUILD_OPTIONS)
	@$(BUILD_IN) $(BUILD) --parallel $(JOBS)
	@$(CMAKE) --install $(BUILD)

format: ## clang-format over all sources
	@git ls-files '*.c' '*.h' | xargs clang-format -i

clean: ## removes build and build-test
	rm -rf $(BUILD) $(TEST_BUILD)
