#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# KTH-SP2: eleven months of a machine of 100 nodes, 27 992 jobs on whole nodes, a queue that is rarely empty;
# and ten of it one after the other. easy: the textbook policy without a ledger, .db: with one; slurm:
# everything on. marginal: the rate of the last nine of ten copies.
#
# usage: bench/macro/kth.sh BUILD
set -u
. "$(dirname "$0")/trace.sh"
. "$here/sites.sh"
trace=traces/swf/KTH-SP2-1996-2.1-cln.swf.gz
need $trace
trace=$(basename $trace)
kth_site
until=${smoke:+--until 1996-10-05}

# Copies of the log, each 29 400 000 s (340 days) behind the one before it, with ids of its own.
copies() { # N
    zcat $trace | grep '^;'
    for ((k = 0; k < $1; k++)); do
        zcat $trace | awk -v k="$k" '!/^;/ { $1 += k * 100000; $2 += k * 29400000; print }'
    done
}

marginal() { # NAME CPU1 JOBS1 CPU10 JOBS10
    echo "$@" | awk '{ d = $4 - $2; printf "%s.marginal %.0f jobs/s\n", $1, (d > 0 ? ($5 - $3) / d : 0) }'
}

replay easy.kth $trace --policy easy $until --no-db
one=$cpu jobs=$(figure submitted)
replay fifo.kth $trace --policy fifo $until --no-db
replay conservative.kth $trace --policy conservative $until --no-db
replay easy.kth.db $trace --policy easy $until
replay slurm.kth $trace $until
[ -n "$smoke" ] && exit 0
copies 10 | gzip -1 >ten.swf.gz
replay easy.kth10 ten.swf.gz --policy easy --no-db
marginal easy.kth10 "$one" "$jobs" "$cpu" "$(figure submitted)"
replay easy.kth10.db ten.swf.gz --policy easy
