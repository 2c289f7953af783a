#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Man pages and completion: every page is formatted without a warning, and every command and option stands in
# both, as --help shows it.
#
# usage: tests/support/manual_test.sh SLURMSIM
set -u
slurmsim=${1:?usage: tests/support/manual_test.sh SLURMSIM}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
fail() { echo "$*"; failed=1; }

"$slurmsim" doc man -o "$work/man" || fail "doc man -o failed"
"$slurmsim" doc completion >"$work/completion" || fail "doc completion failed"
bash -n "$work/completion" || fail "the completion is no bash"

if command -v groff >/dev/null; then
    for page in "$work"/man/*; do
        groff -man -Tutf8 -ww -z "$page" 2>"$work/said" || fail "groff: $page"
        [ ! -s "$work/said" ] || { fail "groff warns of $page:"; head -n 5 "$work/said"; }
    done
fi

# What a person gets who presses TAB.
complete_line() { # WORD...
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; _slurmsim; echo "${COMPREPLY[*]}"' \
        "$work/completion" "$@"
}
commands=$("$slurmsim" --help | sed -n 's/^  \([a-z-]*\) .*/\1/p')
unset SLURMSIM_DB
[ -n "$commands" ] || fail "no commands in --help"
for command in $commands; do
    page=$work/man/slurmsim-$command.1
    [ -s "$page" ] || { fail "no page of $command"; continue; }
    "$slurmsim" "$command" --help >"$work/help" </dev/null || fail "$command --help without a cluster"
    [ "$(sed -n '/^Examples:/,/^$/p' "$work/help" | grep -c '^  .*slurmsim ')" -ge 2 ] ||
        fail "$command --help has fewer than two examples"
    grep -q -- '^  .*--' "$work/help" || fail "$command --help has no options"
    "$slurmsim" doc man "$command" | cmp -s - "$page" || fail "doc man $command is not the page of the folder"
    [ "$(complete_line slurmsim "$command" --)" ] || fail "$command: no option is completed"
    for option in $("$slurmsim" "$command" --help | sed -n 's/^ .*--\([a-z-]*\).*/\1/p' | sort -u); do
        "$slurmsim" "$command" --help | grep -qE "^  (-.,|   ) --$option(=| |$)" || continue
        grep -qF -- "\\-\\-${option//-/\\-}" "$page" || fail "$command: --$option is not on its page"
    done
done

[ "$(complete_line slurmsim sw)" = sweep ] || fail "sw does not become sweep: $(complete_line slurmsim sw)"
[ "$(complete_line slurmsim sweep --rep)" = --replicas= ] || fail "--rep: $(complete_line slurmsim sweep --rep)"
[ "$(complete_line slurmsim run --unknown-users = r)" = refuse ] ||
    fail "--unknown-users=r: $(complete_line slurmsim run --unknown-users = r)"
# A second spelling of two words.
"$slurmsim" trace anonymise --help | cmp -s - <("$slurmsim" anonymise --help) || fail "trace anonymise --help is another one"
"$slurmsim" anonymise --help | grep -q 'slurmsim trace anonymise SITE' || fail "anonymise --help does not tell its other spelling"
grep -q 'trace anonymise' "$work/man/slurmsim-anonymise.1" || fail "its page neither"

# Those with a grammar say their words; columns stand on the page of whoever prints them.
for known in 'sacctmgr list' 'sreport AccountUtilizationByUser' 'scontrol update' 'squeue tres-alloc' 'sacct ReqTRES' 'sbatch --gres'; do
    page=$work/man/slurmsim-${known% *}.1 word=${known#* }
    grep -qF -- "${word//-/\\-}" "$page" || fail "${known% *}: $word is not on its page"
done
exit $failed
