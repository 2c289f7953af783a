#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Does ss_transcript see each kind of difference, and does --update write what then passes?
#
# usage: tests/support/transcript_test.sh SS_TRANSCRIPT
set -u
run=${1:?usage: tests/support/transcript_test.sh SS_TRANSCRIPT}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
failed=0

passes() { "$run" "$1" >report || { echo "$1 should pass:"; cat report; failed=1; }; }
fails() { # FILE PART
    "$run" "$1" >report && { echo "$1 should fail"; failed=1; }
    grep -qF -e "$2" report || { echo "$1 should tell: $2"; cat report; failed=1; }
}

cat >good.txt <<'END'
# A commentary.

$ echo one; echo two >&2; exit_code() { return 3; }; exit_code
one
! two
? 3

$ x=5; cd /
$ echo "$x $PWD"
5 /
$ printf 'a\n\n b\n\n\n'
a

 b
\
\

$ for i in 1 2; do
>     echo "$i"
> done
1
2
$ printf 'no end'
no end
\ no newline
$ printf '$ x\n! x\n? 1\n# x\n\\x\n'
\$ x
\! x
\? 1
# x
\\x
$ echo >&2
!
$ echo '> x'
\> x
$ echo "${LC_ALL} ${TZ} ${COLUMNS-unset} ${SLURMSIM_DB-unset}"
C UTC unset unset
$ test -d "$SRC/tests" && pwd | sed 's/./x/g' | cut -c1
x
$ if then
! bash: eval: line 1: syntax error near unexpected token `then'
! bash: eval: line 1: `if then'
? 2
END
sed 's/^\$ if then/$ (exit 2)/; /^! bash/d' good.txt >good2.txt
SLURMSIM_DB=x COLUMNS=200 passes good2.txt
cp good2.txt again.txt
"$run" --update again.txt >/dev/null
cmp good2.txt again.txt || { diff good2.txt again.txt; failed=1; }

printf '$ echo a\nb\n' >stdout.txt && fails stdout.txt 'stdout:'
printf '$ echo a >&2\na\n' >stderr.txt && fails stderr.txt 'stderr:'
printf '$ false\n' >code.txt && fails code.txt 'exit code: is 1, expected 0'
printf '$ true\n? 1\n' >code0.txt && fails code0.txt 'exit code: is 0, expected 1'
printf '$ echo a; echo\na\n' >blank.txt && fails blank.txt 'stdout:'
printf '$ exit 0\n$ true\n' >left.txt && fails left.txt 'left the shell'
printf '# needs shared\n$ false\n' >needs.txt
SLURMSIM_SHARED=$work/absent "$run" needs.txt >report
[ $? -eq 77 ] || { echo "needs.txt should be skipped"; failed=1; }
"$run" --update stdout.txt stderr.txt code.txt blank.txt >/dev/null
for file in stdout stderr code blank; do passes $file.txt; done
exit $failed
