#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What `make demo` runs after the build.
#
# usage: sim/cli/demo.sh BUILD, with TRACE and SITE in the environment
set -eu
build=${1:?usage: sim/cli/demo.sh BUILD}
"$build/bin/slurmsim" --help
