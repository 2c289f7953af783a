#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Every command that the README shows runs, as a reader would type it, with its own files in an empty
# folder: the indented lines, in order, in one shell that stops at the first failure. Left out are the
# lines that build and install (make, cmake) and those with a file of the reader's own (log.swf.gz).
# There is a line of each command, slurmsim's own and Slurm's.
#
# usage: tests/support/readme_test.sh SOURCE BUILD
set -u
source=$(cd "${1:?usage: readme_test.sh SOURCE BUILD}" && pwd)
build=$(cd "${2:?usage: readme_test.sh SOURCE BUILD}" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

for folder in configs workloads; do ln -s "$source/$folder" "$work/$folder"; done
awk '/^    (SLURMSIM_USER=[a-z]* )?(slurmsim|eval|mkdir|printf|s[a-z]*)( |$)/ && !/──/ { sub(/^    /, ""); print }' "$source/README.md" |
    grep -v 'log\.swf' >"$work/commands"
n=$(wc -l <"$work/commands")
[ "$n" -ge 10 ] || { echo "only $n commands found in README.md"; exit 1; }
for command in $("$build/bin/slurmsim" --help | sed -n 's/^  \([a-z-]*\) .*/\1/p'); do
    grep -qE "^(.*[ (;|])?$command( |\$)" "$work/commands" || { echo "README.md shows no $command"; exit 1; }
done
cd "$work" || exit 2
export PATH=$build/bin:$PATH TZ=UTC LC_ALL=C
bash -ex ./commands >out 2>err || { tail -n 3 err; echo "README.md: a command failed"; exit 1; }
echo "$n commands of README.md ran"
