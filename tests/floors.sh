#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Holds the rules of tests/floors.txt: who includes whom (by file and line), who uses whose symbols
# (by the objects of a build), circles within a folder, forbidden symbols, variables at file scope,
# entries of the top level, and the licence line of each source.
#
# usage: tests/floors.sh SOURCE [BUILD]     without BUILD, or before it is built, includes only
set -u
export LC_ALL=C
source=${1:?usage: tests/floors.sh SOURCE [BUILD]}
build=${2:-}
cd "$source" || exit 2
rules=tests/floors.txt
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

folders=$(awk '$1 == "floor" { print $3 }' "$rules")
: >"$work/faults"

# --- includes: FOLDER FILE LINE INCLUDED -------------------------------------------------------------

for folder in $folders; do
    for file in "$folder"/*.c "$folder"/*.h; do
        [ -f "$file" ] || continue
        awk -v folder="$folder" -v file="$file" '
            /^[ \t]*#[ \t]*include[ \t]*"/ { split($0, part, "\""); print folder, file, FNR, part[2] }
        ' "$file"
    done
done >"$work/includes"

awk '
    FNR == NR && $1 == "floor" { floor[$3] = $2 }
    FNR == NR && $1 == "only"  { for (i = 4; i <= NF; i++) only[$2, $3] = only[$2, $3] " " $i " " }
    FNR == NR && $1 == "never" { never[$2, $3] = 1 }
    FNR == NR { next }
    {
        where = $2 ":" $3 ": "
        to = $4
        name = to
        sub(/.*\//, "", name)
        if (!sub(/\/[^\/]*$/, "", to)) {
            print where "\"" $4 "\": write the path from the root"
        } else if (!(to in floor)) {
            print where "\"" $4 "\": " to " is no folder of floors.txt"
        } else if (to != $1 && floor[to] > floor[$1]) {
            print where $1 " (floor " floor[$1] ") includes upward \"" $4 "\" (floor " floor[to] ")"
        } else if (to != $1 && floor[to] == floor[$1]) {
            print where $1 " includes its neighbour \"" $4 "\" (both floor " floor[to] ")"
        } else if ((($1, to) in only) && index(only[$1, to], " " name " ") == 0) {
            print where $1 " may include of " to " only" only[$1, to] "and not \"" $4 "\""
        } else if ((($1, to) in never) || (($1, $4) in never)) {
            print where $1 " must not include \"" $4 "\""
        }
    }
' "$rules" "$work/includes" >>"$work/faults"

# --- circles: within a folder, among headers (nobody includes a .c) ---------------------------------

for folder in $folders; do
    awk -v folder="$folder" '
        function stem(path) { sub(/.*\//, "", path); sub(/\.[ch]$/, "", path); return path }
        $1 == folder {
            to = $4
            sub(/\/[^\/]*$/, "", to)
            if (to == folder && $2 ~ /\.h$/ && stem($2) != stem($4)) print stem($2), stem($4)
        }
    ' "$work/includes" | tsort 2>&1 >/dev/null |
        awk -v folder="$folder" '
            /input contains a loop/ { if (loop) print loop; loop = folder ": circle of includes:"; next }
            { loop = loop " " $2 }
            END { if (loop) print loop }
        ' >>"$work/faults"
done

# --- symbols ------------------------------------------------------------------------------------------

# FILE of an object, if it is still there: objects of deleted files stay in a build.
source_of() {
    local name=${1##*/}
    [ -f "$2/${name%.o}" ] && echo "$2/${name%.o}"
}

: >"$work/symbols"
: >"$work/variables"
objects=0
if [ -n "$build" ]; then
    for folder in $folders; do
        [ -d "$build/$folder/CMakeFiles" ] || continue
        while IFS= read -r object; do
            file=$(source_of "$object" "$folder") || continue
            objects=$((objects + 1))
            nm -g "$object" 2>/dev/null |
                awk -v folder="$folder" -v file="$file" '{ print folder, file, $(NF - 1), $NF }' >>"$work/symbols"
            objdump -t "$object" 2>/dev/null |
                awk -v folder="$folder" -v file="$file" '
                    / O \.(data|bss|tdata|tbss|data\.rel|data\.rel\.local|bss\..*|data\.[^r].*)\t/ || / O \*COM\*\t/ {
                        print folder, file, $NF
                    }' >>"$work/variables"
        done < <(find "$build/$folder/CMakeFiles" -name '*.o')
    done
fi

# "FILE:LINE" of the first mention of a symbol; inlined from a header, the file alone.
place_of() {
    local line
    line=$(grep -nw -m 1 -e "$2" "$1" | cut -d: -f1)
    echo "$1:${line:-1}"
}

awk '
    FNR == NR && $1 == "floor" { floor[$3] = $2 }
    FNR == NR && $1 == "only"  { only[$2, $3] = 1; for (i = 4; i <= NF; i++) heads[$2, $3] = heads[$2, $3] " " $3 "/" $i }
    FNR == NR && $1 == "ban"   { for (i = 3; i <= NF; i++) ban[$i] = $2 }
    FNR == NR { next }
    $3 ~ /^[TDBRVWCi]$/ { home[$4] = $1 }
    $3 == "U"           { n++; from[n] = $1; file[n] = $2; symbol[n] = $4 }
    END {
        for (i = 1; i <= n; i++) {
            s = symbol[i]
            to = home[s]
            if (s in ban && floor[from[i]] < ban[s])
                print file[i], s, "-", "is not for " from[i]
            if (to == "" || to == from[i])
                continue
            if (floor[to] >= floor[from[i]])
                print file[i], s, "-", from[i] " calls " (floor[to] > floor[from[i]] ? "upward" : "its neighbour") ": defined in " to
            else if ((from[i], to) in only)
                print file[i], s, heads[from[i], to], "-", "is of " to ", but in none of" heads[from[i], to]
        }
    }
' "$rules" "$work/symbols" | sort -u | while read -r file symbol rest; do
    heads=${rest%%-*}
    # Declared in an allowed header: fine.
    if [ -n "${heads// /}" ]; then
        # shellcheck disable=SC2086
        grep -qw -e "$symbol" $heads 2>/dev/null && continue
    fi
    echo "$(place_of "$file" "$symbol"): $symbol ${rest#*- }"
done >>"$work/faults"

# G_DEFINE_QUARK keeps its quark in a static `q`; names of two underscores are the compiler's.
limit=$(awk '$1 == "mutable" { print $2 }' "$rules")
awk -v limit="${limit:-99}" '
    FNR == NR && $1 == "floor" { floor[$3] = $2 }
    FNR == NR { next }
    floor[$1] < limit && $3 !~ /^__/ && $3 !~ /^q(\.[0-9]+)?$/ { print $2, $3 }
' "$rules" "$work/variables" | sort -u | while read -r file variable; do
    echo "$(place_of "$file" "${variable%%.*}"): variable ${variable%%.*} can change: a run has no globals"
done >>"$work/faults"

# --- top level, licence lines ---------------------------------------------------------------------------

allowed=" $(awk '$1 == "top" { $1 = ""; print }' "$rules" | tr '\n' ' ') "
for entry in *; do
    case "$allowed" in *" $entry "*) continue ;; esac
    case "$entry" in build | build-*) continue ;; esac
    echo "$entry: does not belong at the top level" >>"$work/faults"
done

# (The recorded cases are data.)
find . -path './.git' -prune -o -path './build*' -prune -o -path ./tests/conformance/cases -prune \
    -o -path ./tests/conformance/experiments -prune -o -type f \
    \( -name '*.[ch]' -o -name '*.sh' -o -name '*.cmake' -o -name 'CMakeLists.txt' \) -print |
    while IFS= read -r file; do
        head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' ||
            echo "${file#./}:1: no SPDX-License-Identifier line"
    done >>"$work/faults"

# ------------------------------------------------------------------------------------------------------

files=$(cut -d' ' -f2 "$work/includes" | sort -u | wc -l)
sort -u "$work/faults"
faults=$(sort -u "$work/faults" | wc -l)
echo "floors: $(wc -l <"$work/includes") includes of $files files, $objects objects: $faults faults"
[ "$objects" -gt 0 ] || echo "floors: no build given, or nothing built: symbols not looked at"
[ "$faults" -eq 0 ]
