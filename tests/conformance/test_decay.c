/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_decay.c - usage and priorities while they move.
 *
 * The world follows the recorded starts and ends of a replay; at each moment at which the recording asked sshare
 * and sprio, so do we. replay-fairshare-decay is made for this (half-life an hour, usage recomputed every minute,
 * a tree of three levels with parent shares): RawUsage of every row must be Slurm's to the digit - more than the
 * billing of a job that ended in the second of a period, which Slurm may have counted or not -, every factor to
 * the printed digit, and every line of sprio.
 *
 * Other replays that are the same must stay so. Where one is not, the thread that decays usage ran so near the
 * edge of a second (it drifts by milliseconds a minute) that jobs which start or end in that second were counted
 * otherwise; of these the counts are printed.
 */
#include "sim/report/prio.h"
#include "sim/report/shares.h"
#include "sim/sweep/validate.h"
#include "tests/support/record.h"
#include "tests/support/ss_test.h"
#include "workloads/text.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    SsTime     at;
    GPtrArray *sshare, *sprio; /* lines: element-type char *; empty if it was not asked */
    bool       asked_sshare;
} Look;

static void clear_look(gpointer data)
{
    g_ptr_array_unref(((Look *) data)->sshare);
    g_ptr_array_unref(((Look *) data)->sprio);
}

/* --- what was recorded -------------------------------------------------------------------------------- */

typedef enum { NOTHING, SSHARE, SPRIO } Part;

static Part part_of(const char *line)
{
    return g_str_has_prefix(line, "--- sshare")  ? SSHARE
           : g_str_has_prefix(line, "--- sprio") ? SPRIO
                                                 : NOTHING;
}

static void take_line(GArray *looks, const char *line, Part *part)
{
    Look *look = looks->len ? &g_array_index(looks, Look, looks->len - 1) : NULL;

    if (g_str_has_prefix(line, "=== ")) {
        const Look new = { .at = ss_record_time(line + strlen("=== ")),
                           .sshare = g_ptr_array_new_with_free_func(g_free),
                           .sprio = g_ptr_array_new_with_free_func(g_free) };

        g_array_append_val(looks, new);
        *part = NOTHING;
    } else if (g_str_has_prefix(line, "--- ")) {
        *part = part_of(line);
        look->asked_sshare |= *part == SSHARE;
    } else if (*part != NOTHING) {
        g_ptr_array_add(*part == SSHARE ? look->sshare : look->sprio, g_strdup(line));
    }
}

static GArray *read_looks(const char *replay)
{
    g_autofree char       *below = g_build_filename(replay, "expected/snapshots.txt.gz", NULL);
    g_autofree char       *path = ss_test_source(below);
    g_autoptr(SsTraceText) text = ss_trace_text_open(path, NULL);
    GArray                *looks = g_array_new(FALSE, TRUE, sizeof(Look));
    SsTraceTextLine        line;
    Part                   part = NOTHING;

    g_array_set_clear_func(looks, clear_look);
    while (text != NULL && ss_trace_text_next(text, &line))
        take_line(looks, line.text, &part);
    return looks;
}

/* --- what we did -------------------------------------------------------------------------------------- */

/* The run that follows the record, with a sample at each look. */
static SsLedger *follow(const char *replay, const GArray *looks)
{
    g_autofree char     *folder = ss_test_source(replay);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsZone)    utc = ss_zone_new_utc();
    g_autoptr(GError)    error = NULL;
    SsValidateOptions    what = { .name = replay };
    SsPlan               plan;
    SsLedger            *ledger = NULL;

    ss_plan_init(&plan);
    plan.site = g_strdup(folder);
    SS_EXPECT_TRUE(ss_validate_case(folder, &plan, &what, texts));
    for (guint i = 0; i < looks->len; i++)
        g_array_append_val(plan.samples, g_array_index(looks, Look, i).at);
    plan.until =
        g_array_index(looks, Look, looks->len - 1).at + 1; /* decay goes on when no job is left */
    SsRecordSet          *record = ss_record_set_read(plan.record, utc, &error);
    const SsFollowOptions options = { .record = record,
                                      .placement = what.placement,
                                      .bend = &ss_bends[0] };
    g_autoptr(SsFollow)   teacher = record != NULL ? ss_follow_new(&options, &error) : NULL;

    if (teacher != NULL) {
        const SsRunHooks hooks = { .diag = diag, .teacher = ss_follow_teacher(teacher) };
        ss_run(&plan, NULL, &hooks, &ledger, &error);
    }
    SS_EXPECT_NO_ERROR(error);
    ss_record_set_free(record);
    ss_plan_clear(&plan);
    return ledger;
}

typedef int (*Report)(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                      GString *out, GString *err);

static GPtrArray *ask(SsLedger *ledger, SsTime at, Report report, const char *command)
{
    g_autoptr(SsZone)     utc = ss_zone_new_utc();
    const SsReportContext context = { .now = at, .zone = utc };
    g_autoptr(GString)    out = g_string_new(NULL), err = g_string_new(NULL);
    GPtrArray            *lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv)         argv = NULL;
    int                   argc = 0;

    g_shell_parse_argv(command, &argc, &argv, NULL);
    SS_EXPECT_INT(report(ledger, &context, argc, argv, out, err), 0);
    SS_EXPECT_TEXT(err->str, "");
    g_auto(GStrv) all = g_strsplit(out->str, "\n", -1);
    for (char **line = all; *line; line++)
        if (**line)
            g_ptr_array_add(lines, g_strdup(*line));
    return lines;
}

/* --- beside each other -------------------------------------------------------------------------------- */

enum {
    RAW_USAGE = 4
}; /* Account|User|RawShares|NormShares|RawUsage|NormUsage|EffectvUsage|FairShare|... */

typedef struct {
    guint rows, exact, within_1; /* RawUsage                                              */
    guint looks, exact_looks,
        same_factors;        /* every row's usage the same; and all the rest of them  */
    guint prios, same_prios; /* lines of sprio                                        */
} Counts;

static gint64 raw_usage(const char *line)
{
    g_auto(GStrv) fields = g_strsplit(line, "|", -1);

    return g_strv_length(fields) > RAW_USAGE ? g_ascii_strtoll(fields[RAW_USAGE], NULL, 10) : -1;
}

static void compare_shares(const Look *look, const GPtrArray *ours, Counts *n)
{
    bool exact = true, same = true;

    SS_EXPECT_INT(ours->len, look->sshare->len);
    for (guint i = 1; i < ours->len && i < look->sshare->len; i++) {
        const gint64 theirs = raw_usage(look->sshare->pdata[i]);
        const gint64 away = ABS(raw_usage(ours->pdata[i]) - theirs);

        n->rows++;
        n->exact += away == 0;
        n->within_1 += away <= 1;
        exact &= away == 0;
        same &= strcmp(ours->pdata[i], look->sshare->pdata[i]) == 0;
    }
    n->looks++;
    n->exact_looks += exact;
    n->same_factors += exact && same;
}

static bool has_line(const GPtrArray *lines, const char *wanted)
{
    for (guint i = 0; i < lines->len; i++)
        if (strcmp(lines->pdata[i], wanted) == 0)
            return true;
    return false;
}

static void compare_prios(const Look *look, const GPtrArray *ours, Counts *n)
{
    n->prios += look->sprio->len;
    for (guint i = 0; i < look->sprio->len; i++)
        n->same_prios += has_line(ours, look->sprio->pdata[i]);
}

static Counts compare(const char *name)
{
    g_autofree char    *replay = g_build_filename("tests/conformance/cases", name, NULL);
    g_autoptr(GArray)   looks = read_looks(replay);
    g_autoptr(SsLedger) ledger = looks->len ? follow(replay, looks) : NULL;
    Counts              n = { 0 };

    for (guint i = 0; ledger != NULL && i < looks->len; i++) {
        const Look          *look = &g_array_index(looks, Look, i);
        g_autoptr(GPtrArray) prios = ask(ledger, look->at, ss_report_sprio,
                                         "sprio -h -o '%i|%u|%r|%Y|%A|%F|%J|%P|%Q|%T|%N'");

        compare_prios(look, prios, &n);
        if (look->asked_sshare) {
            g_autoptr(GPtrArray) ours = ask(ledger, look->at, ss_report_sshare, "sshare -a -l -P");
            compare_shares(look, ours, &n);
        }
    }
    printf(
        "\n    %-28s RawUsage %u of %u rows exact, %u within 1; looks %u of %u the same; sprio %u of %u",
        name, n.exact, n.rows, n.within_1, n.same_factors, n.looks, n.same_prios, n.prios);
    return n;
}

static bool is_exact(const Counts *n)
{
    return n->exact == n->rows && n->same_factors == n->looks && n->same_prios == n->prios;
}

static void usage_factors_and_ranks_move_as_recorded(void)
{
    const Counts n = compare("replay-fairshare-decay");

    SS_EXPECT_INT(n.rows, 406);
    SS_EXPECT_INT(n.exact, n.rows);
    SS_EXPECT_INT(n.same_factors, 29);
    SS_EXPECT_INT(n.prios, 3618);
    SS_EXPECT_INT(n.same_prios, n.prios);
}

static void so_they_do_in_other_replays(void)
{
    static const char *const names[] = {
        "replay-cons-res",
        "replay-contiguous-weights",
        "replay-core-placement",
        "replay-core-spec",
        "replay-core-tasks",
        "replay-cr-block",
        "replay-cr-cpu",
        "replay-cr-socket",
        "replay-cr-socket-nodes",
        "replay-dependencies",
        "replay-exclusive-mcs",
        "replay-features-nodelists",
        "replay-first-reason",
        "replay-first-reason-defer",
        "replay-fragment-ties-lln",
        "replay-fragment-ties-pack",
        "replay-fragment-ties-serial",
        "replay-gpu-bind",
        "replay-gpu-placement",
        "replay-gpus-options",
        "replay-gres-cores",
        "replay-gres-passed",
        "replay-gres-sockets",
        "replay-gres-types",
        "replay-hints",
        "replay-licenses-bf",
        "replay-limits-assoc",
        "replay-limits-qos",
        "replay-maxtres-budget",
        "replay-memory-defaults",
        "replay-node-events",
        "replay-one-task-core",
        "replay-preempt-part-cancel",
        "replay-preempt-part-grace",
        "replay-preempt-part-requeue",
        "replay-preempt-part-suspend",
        "replay-tiers-partitions",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const Counts n = compare(names[i]);

        ss_expect(n.rows > 0 && is_exact(&n), __FILE__, __LINE__, "%s: not as recorded", names[i]);
    }
}

static void some_looks_fall_beside_a_second(void)
{
    static const char *const names[] = {
        "replay-backfill-sizes", "replay-preempt-partition", "replay-preempt-qos",
        "replay-qos-limits",     "replay-array-throttle",    "replay-backfill-counts",
        "replay-defer-depth",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        compare(names[i]);
}

static const SsTest tests[] = {
    SS_TEST(usage_factors_and_ranks_move_as_recorded),
    SS_TEST(so_they_do_in_other_replays),
    SS_TEST(some_looks_fall_beside_a_second),
};
SS_TEST_MAIN("decay", tests)
