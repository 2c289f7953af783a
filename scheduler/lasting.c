/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lasting.c - answers that outlast starts and ends.
 *
 * Will-run goes along the planned ends and stops here and there (batches.h); what is free of the candidates at a stop
 * only grows from stop to stop. Take a job that started or ended since, on some of the candidates or elsewhere:
 *
 * Planned to end at or before a stop, it changes nothing of what is free there: it is gone by then, whether it is gone
 * already or runs. One that started and is planned to end behind it leaves less, and one that ended leaves more: as long as
 * what was missing is not made up for, counts still prove that the job does not fit there. At the stop at which it fits all
 * must be as it was.
 *
 * Which ends are stops? With windows w(0) < w(1) < ... that begin at one base, behind an end of the candidates comes a stop
 * if the end that follows in the list (of any node) lies in a later window than the end that follows the
 * candidates' end before that. So it is decided by the neighbours: ends of the last stop's window, but for those next to
 * its borders, may come and go, and so may those of before. The first end of the candidates must stay: it is the base.
 */
#include "scheduler/lasting.h"

/* More nodes are free where it was proven that too few are. */
static bool still_lacks(SsLasting *lasting, uint32_t n)
{
    const uint64_t cpus = (uint64_t) n * lasting->most;

    lasting->nodes = lasting->nodes > n ? lasting->nodes - n : 0;
    lasting->cpus = lasting->cpus > cpus ? lasting->cpus - cpus : 0;
    return lasting->nodes > 0 || lasting->cpus > 0;
}

static bool lacks_after(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes)
{
    if (!move->ended || move->end <= lasting->by)
        return true;
    const uint32_t n = ss_move_count(move, nodes);

    return n == 0 || (move->end != lasting->witness && still_lacks(lasting, n));
}

/* Among the stops before the last one, or between it and the one at which it fits. */
static bool fails_before(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes)
{
    if (!move->ended || move->end < lasting->before)
        return true;
    const uint32_t n = ss_move_count(move, nodes);

    return n == 0 || still_lacks(lasting, n);
}

static bool fits_one_by_one(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes)
{
    return move->end < lasting->start ? fails_before(lasting, move, nodes)
                                      : ss_move_count(move, nodes) == 0;
}

static bool fits_in_windows(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes)
{
    if ((move->end < lasting->base || move->end == lasting->before)
        && ss_move_count(move, nodes) > 0)
        return false;
    if (move->end < lasting->before)
        return true;
    if (move->end > lasting->from && move->end < lasting->inner)
        return fails_before(lasting, move, nodes);
    return move->end > lasting->start && (lasting->at_end || move->end > lasting->until)
           && ss_move_count(move, nodes) == 0;
}

bool ss_lasting_outlives(SsLasting *lasting, const SsMove *move, const SsNodeSet *nodes)
{
    switch (lasting->kind) {
    case SS_LASTS_ALWAYS:
        return true;
    case SS_LASTS_LACKS:
        return lacks_after(lasting, move, nodes);
    case SS_LASTS_FITS:
        return lasting->one_by_one ? fits_one_by_one(lasting, move, nodes)
                                   : fits_in_windows(lasting, move, nodes);
    case SS_LASTS_NOT:
        break;
    }
    return false;
}
