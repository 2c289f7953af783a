#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# tests/conformance/RULES.md names every rule of the specification's three files, with its mark, and what it names
# exists: tests, cases, experiments, transcripts, departures. The specification is found among the shared records
# ($SLURMSIM_SHARED, else ../shared beside the source); without it only the second half is tested.
#
# Every option of scheduler_parameters.csv that is marked core, common or rare has a row too, but for those of 26.05.
#
# A mark [rare] inside a rule must be told by the rule's row, or by its row "quirk".
#
# usage: tests/support/rules_test.sh SLURMSIM SOURCE
set -u
slurmsim=${1:?usage: tests/support/rules_test.sh SLURMSIM SOURCE}
source=${2:?usage: tests/support/rules_test.sh SLURMSIM SOURCE}
table=$source/tests/conformance/RULES.md
shared=${SLURMSIM_SHARED:-$source/../shared}
departures=$("$slurmsim" doc departures)
failed=0

fault() {
    echo "RULES.md: $*"
    failed=1
}

# "1.3 common": numbered headings that have no numbered ones below them; 1.5's letters; the test vectors
rules_of() { # FILE
    awk '
        /^##+ [0-9]/ {
            number = $2; sub(/\.$/, "", number)
            mark = "-"
            if (match($0, /\[(core|common|rare)/)) mark = substr($0, RSTART + 1, RLENGTH - 1)
            name[++n] = number; marks[n] = mark
        }
        END {
            for (i = 1; i <= n; i++) {
                below = 0
                for (k = 1; k <= n; k++) below += index(name[k], name[i] ".") == 1
                if (!below) print name[i], marks[i]
            }
        }' "$1"
}

vectors_of() { # FILE, under the heading "Test vectors"
    awk '/^## .*Test vectors/ { on = $2; sub(/\.$/, "", on) }
         on && /^[0-9]+\. / { sub(/\..*/, "", $1); print on "." $1 }
         on && /^\| [0-9]+[a-z]?[ TR]*\|/ { print on "." $2 }' "$1"
}

# rules with a mark of their own below the heading: "4.8", "1.5"
rare_inside() { # FILE
    awk '/^##+ [0-9]/ { number = $2; sub(/\.$/, "", number); next }
         /rare, skip|\[rare\]/ && number != "" { print number }' "$1"
}

mark_of() { # PARAMETER OPTION: the last column of the options' table
    awk -F, -v parameter="$1" -v option="$2" \
        '{ sub(/\r$/, "") } $1 == parameter { o = $2; sub(/=.*/, "", o); if (o == option) { print $NF; exit } }' \
        "$shared/spec/scheduler_parameters.csv"
}

row_of() { # FILE RULE: the row
    awk -v file="## $1.md" -v rule="$2" '$0 == file { on = 1; next } /^## / { on = 0 }
        on { split($0, c, " [|] "); sub(/^[|] /, "", c[1]); if (c[1] == rule) { print; exit } }' "$table"
}

if [ -d "$shared/spec" ]; then
    for file in scheduling placement limits; do
        vectors=$(vectors_of "$shared/spec/$file.md")
        while read -r rule mark; do
            case $'\n'$vectors in *$'\n'"$rule".*) continue ;; esac # its vectors have rows of their own
            row=$(row_of $file "$rule")
            if [ "$file.$rule" = scheduling.1.5 ]; then
                for letter in a b c d e f g h i j k l m n; do
                    [ -n "$(row_of $file "1.5$letter")" ] || fault "$file.md 1.5 $letter has no row"
                done
            elif [ -z "$row" ]; then
                fault "$file.md $rule has no row"
            elif [ "$mark" != - ] && [[ $row != "| $rule | $mark |"* ]]; then
                fault "$file.md $rule is marked $mark: $row"
            fi
        done < <(rules_of "$shared/spec/$file.md")
        for rule in $(rare_inside "$shared/spec/$file.md"); do
            grep -q rare <<<"$(row_of $file "$rule")$(row_of $file "$rule quirk")" ||
                fault "$file.md $rule: what is marked rare inside it has no row"
        done
        for vector in $vectors; do
            [ -n "$(row_of $file "$vector")" ] || fault "$file.md: test vector $vector has no row"
        done
    done
    while IFS=, read -r parameter option versions _; do
        [ "$versions" != 26.05 ] || continue
        option=${option%%=*}
        mark=$(mark_of "$parameter" "$option")
        [ "$mark" = no ] || [ -z "$mark" ] || grep -q "^| $parameter $option | $mark | ." "$table" ||
            fault "scheduler_parameters.csv: $parameter $option is marked $mark and has no row"
    done < <(tail -n +2 "$shared/spec/scheduler_parameters.csv")
else
    echo "SKIPPED: the specification is not here; only what the table names is tested"
fi

rows() { grep '^| ' "$table" | grep -v '^| \(rule\|option\|feature\) |'; }

exists() { # what a row names, a word or two
    local suite=${1%%.*} name=${1#*.}
    case $1 in
    conformance.* | twin) grep -q "${1#conformance.}" "$source/tests/CMakeLists.txt" || ls "$source/tests/conformance/test_$name.c" >/dev/null 2>&1 ;;
    keys) [ -f "$source/tests/unit/test_keys.c" ] && [ -f "$source/tests/keys/keys.txt" ] ;;
    *.*) grep -q "SS_TEST($name)" "$source/tests/unit/test_$suite.c" 2>/dev/null ;;
    *) [ -f "$source/tests/unit/test_$1.c" ] ;;
    esac
}

while read -r name; do
    exists "$name" || fault "there is no test $name"
done < <(rows | sed 's/case `[^`]*`//g; s/experiments `[^`]*`//g; s/cli `[^`]*`//g' | grep -o '`[^`]*`' | tr -d '`' | sort -u)
while read -r name; do
    [ -d "$source/tests/conformance/cases/$name" ] || fault "there is no case $name"
done < <(grep -o 'case `[^`]*`' "$table" | sed 's/.*`\(.*\)`/\1/' | sort -u)
while read -r name; do
    # shellcheck disable=SC2086
    ls -d $source/tests/conformance/experiments/$name >/dev/null 2>&1 || fault "there is no experiment $name"
done < <(grep -o 'experiments `[^`]*`' "$table" | sed 's/.*`\(.*\)`/\1/' | sort -u)
while read -r name; do
    [ -f "$source/tests/cli/$name.txt" ] || fault "there is no transcript $name"
done < <(grep -o 'cli `[^`]*`' "$table" | sed 's/.*`\(.*\)`/\1/' | sort -u)
while read -r name; do
    grep -qxF "$name" <<<"$departures" || fault "'$name' is no departure"
done < <(grep -o 'departure: .*' "$table" | sed 's/ |$//; s/departure: /\n/g' | sed 's/ *$//' | grep . | sort -u)
while read -r row; do
    case $row in *'`'* | *'departure: '*) ;; *) fault "nothing shows: $row" ;; esac
done < <(rows)
exit $failed
