/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usage_words.c - the words behind a report's name, and its window of time.
 *
 * sreport asks a list of questions of each word, in an order of its own for each report, and the first
 * that agrees takes it. The table is in the order of the job reports, which is the strictest; within the
 * others no two keys that a report takes can claim the same word.
 *
 * The window: an end in the future is cut to now, then both ends are rounded to the nearest hour (30
 * seconds make a minute, 30 minutes an hour), then it is at least an hour long. Without an end it is
 * today's midnight, without a start yesterday's.
 */
#include "sim/report/usage_parts.h"

#include "sim/base/size.h"

#include <string.h>

typedef enum { TAKES_NOTHING, TAKES_VALUE } Takes;

typedef struct {
    const char *name;
    uint8_t     min;
    uint32_t    keys; /* reports that know it */
    Takes       takes;
    size_t      at; /* of the field in SsUsageWords */
    void (*set)(SsUsageRun *run, size_t at, const char *value);
} Key;

static void *field(SsUsageRun *run, size_t at)
{
    return (char *) &run->words + at;
}

static void set_flag(SsUsageRun *run, size_t at, const char *value)
{
    (void) value;
    *(bool *) field(run, at) = true;
}

/* Comma separated names, quotes removed, repeated ones once. */
static void set_list(SsUsageRun *run, size_t at, const char *value)
{
    GPtrArray   **list = field(run, at);
    g_auto(GStrv) names = g_strsplit(value, ",", -1);

    if (*list == NULL)
        *list = g_ptr_array_new_with_free_func(g_free);
    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        g_strdelimit(*name, "\"'", ' ');
        g_strstrip(*name);
        if (**name && !(*list)->len)
            g_ptr_array_add(*list, g_strdup(*name));
        else if (**name && !ss_usage_wants(*list, *name))
            g_ptr_array_add(*list, g_strdup(*name));
    }
}

/* 22.05 takes what stands before a comma: "3,5" is job 3, and "5" is no condition. */
static void set_jobs(SsUsageRun *run, size_t at, const char *value)
{
    const char      *last = strrchr(value, ',');
    g_autofree char *before = last ? g_strndup(value, (gsize) (last - value)) : NULL;

    if (before)
        set_list(run, at, before);
}

static void set_time(SsUsageRun *run, size_t at, const char *value)
{
    g_autoptr(GError) error = NULL;
    SsTime            time = 0;
    bool             *given =
        at == offsetof(SsUsageWords, start) ? &run->words.start_given : &run->words.end_given;

    if (!ss_date_parse(&run->dates, value, SS_DATE_LOOKS_BACK, &time, &error)) {
        g_string_append_printf(run->err, "%s\n", error->message);
        return;
    }
    *(SsTime *) field(run, at) = time;
    *given = time != 0;
}

static void set_top(SsUsageRun *run, size_t at, const char *value)
{
    int64_t count;

    if (!ss_int_parse(value, INT32_MIN, UINT32_MAX, &count, NULL)) {
        g_string_append_printf(run->err, "%s: error: Invalid value for TopCount (%s)\n",
                               run->program, value);
        run->code = 1;
        return;
    }
    *(uint32_t *) field(run, at) = count < 0 ? UINT32_MAX : (uint32_t) count;
}

/* 22.05 reads the flags and then shows every reservation. */
static void check_resv_flags(SsUsageRun *run, size_t at, const char *value)
{
    g_auto(GStrv) names = g_strsplit(value, ",", -1);

    (void) at;
    for (char **name = names; *name; name++) {
        if (ss_usage_resv_flag(*name) != 0)
            continue;
        g_string_append_printf(run->err, "%s: error: Error parsing flags %s.  _set_resv_cond\n",
                               run->program, value);
        return;
    }
}

#define A        SS_WORDS_ASSOC
#define W        SS_WORDS_WCKEY
#define C        SS_WORDS_CLUSTER
#define J        SS_WORDS_JOB
#define T        SS_WORDS_TOP
#define R        SS_WORDS_RESV
#define ALL      (A | W | C | J | T | R)
#define AT(name) offsetof(SsUsageWords, name)

/* clang-format off */
static const Key keys[] = {
    { "all_clusters",  1, ALL,       TAKES_NOTHING, AT(all_clusters),   set_flag },
    { "Tree",          4, A,         TAKES_NOTHING, AT(tree),           set_flag },
    { "withdeleted",   5, W,         TAKES_NOTHING, AT(with_deleted),   set_flag },
    { "AcctAsParent",  2, J,         TAKES_NOTHING, AT(acct_as_parent), set_flag },
    { "PrintJobCount", 2, J,         TAKES_NOTHING, AT(print_count),    set_flag },
    { "FlatView",      2, J,         TAKES_NOTHING, AT(flat),           set_flag },
    { "Group",         1, T,         TAKES_NOTHING, AT(group),          set_flag },
    { "Clusters",      3, W,         TAKES_VALUE,   AT(clusters),       set_list },
    { "Clusters",      1, A | C | J | T | R, TAKES_VALUE, AT(clusters), set_list },
    { "Accounts",      2, A | J | T, TAKES_VALUE,   AT(accounts),       set_list },
    { "Acct",          4, A | J | T, TAKES_VALUE,   AT(accounts),       set_list },
    { "Associations",  2, J,         TAKES_VALUE,   AT(assocs),         set_list },
    { "End",           1, ALL,       TAKES_VALUE,   AT(end),            set_time },
    { "Flags",         2, R,         TAKES_VALUE,   0,                  check_resv_flags },
    { "Format",        2, J | R,     TAKES_VALUE,   AT(format),         set_list },
    { "Format",        1, A | W | C | T, TAKES_VALUE, AT(format),       set_list },
    { "Gid",           2, J,         TAKES_VALUE,   AT(gids),           set_list },
    { "Grouping",      2, J,         TAKES_VALUE,   AT(grouping),       set_list },
    { "Ids",           1, R,         TAKES_VALUE,   AT(ids),            set_list },
    { "Jobs",          1, J,         TAKES_VALUE,   AT(jobs),           set_jobs },
    { "Names",         1, R,         TAKES_VALUE,   AT(names),          set_list },
    { "Nodes",         1, J | R,     TAKES_VALUE,   AT(nodes),          set_list },
    { "Partitions",    2, J,         TAKES_VALUE,   AT(partitions),     set_list },
    { "Start",         1, ALL,       TAKES_VALUE,   AT(start),          set_time },
    { "TopCount",      1, T,         TAKES_VALUE,   AT(top),            set_top },
    { "User",          1, W,         TAKES_VALUE,   AT(users),          set_list }, /* not Users */
    { "Users",         1, A | J | T, TAKES_VALUE,   AT(users),          set_list },
    { "Wckeys",        3, W,         TAKES_VALUE,   AT(wckeys),         set_list },
    { "Wckeys",        2, J,         TAKES_VALUE,   AT(wckeys),         set_list },
};
/* clang-format on */

/* A key is tested where it stands: "planned" would be PlannedDown, and "n" Names before Nodes. */
static const Key *find_key(uint32_t report, const char *word, Takes takes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if ((keys[i].keys & report) && keys[i].takes == takes
            && ss_word_is(word, keys[i].name, keys[i].min))
            return &keys[i];
    }
    return NULL;
}

/* What a bare word names, by report. */
static size_t bare_list(uint32_t report)
{
    switch (report) {
    case SS_WORDS_CLUSTER:
    case SS_WORDS_JOB:
        return AT(clusters);
    case SS_WORDS_WCKEY:
        return AT(wckeys);
    case SS_WORDS_RESV:
        return AT(names);
    default:
        return AT(users);
    }
}

static void unknown(SsUsageRun *run, uint32_t report, const char *word)
{
    g_string_append_printf(run->err, " Unknown condition: %s\n", word);
    if (report != SS_WORDS_WCKEY)
        g_string_append(run->err, "Use keyword set to modify value\n");
    run->code = 1;
}

static void take_word(SsUsageRun *run, uint32_t report, const char *word)
{
    const char      *equals = strchr(word, '=');
    g_autofree char *name = equals ? g_strndup(word, (gsize) (equals - word)) : g_strdup(word);
    const Key       *key = find_key(report, name, equals ? TAKES_VALUE : TAKES_NOTHING);
    const char      *value = equals ? equals + 1 : word;

    if (equals && *value == '=' && !(report & (SS_WORDS_JOB | SS_WORDS_TOP)))
        value++;
    if (key)
        key->set(run, key->at, value);
    else if (equals == NULL)
        set_list(run, bare_list(report), word);
    else
        unknown(run, report, word);
}

/* To the nearest hour. */
static SsTime round_hour(SsUsageRun *run, SsTime time)
{
    SsCivil civil;

    ss_zone_local(run->dates.zone, time, &civil);
    if (civil.second >= 30)
        civil.minute++;
    if (civil.minute >= 30)
        civil.hour++;
    civil.minute = 0;
    civil.second = 0;
    return ss_zone_time(run->dates.zone, &civil, &run->dates.guess);
}

static void set_window(SsUsageRun *run)
{
    SsUsageWords *words = &run->words;
    SsTime        end =
        words->end_given ? MIN(words->end, run->now) : ss_zone_day(run->dates.zone, run->now, 0);
    SsTime start = words->start_given ? words->start : ss_zone_day(run->dates.zone, run->now, -1);

    words->end = round_hour(run, end);
    words->start = round_hour(run, start);
    if (words->end - words->start < 3600)
        words->end = words->start + 3600;
}

void ss_usage_words(SsUsageRun *run, uint32_t report, char **words)
{
    run->words = (SsUsageWords){ .top = 10 };
    for (; *words; words++)
        take_word(run, report, *words);
    set_window(run);
}

void ss_usage_words_clear(SsUsageWords *words)
{
    GPtrArray **lists[] = { &words->accounts, &words->users, &words->wckeys, &words->clusters,
                            &words->names,    &words->ids,   &words->nodes,  &words->partitions,
                            &words->gids,     &words->jobs,  &words->assocs, &words->grouping,
                            &words->format };

    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_clear_pointer(lists[i], g_ptr_array_unref);
}

bool ss_usage_wants(const GPtrArray *list, const char *name)
{
    for (guint i = 0; list && i < list->len; i++) {
        if (g_ascii_strcasecmp(list->pdata[i], name ? name : "") == 0)
            return true;
    }
    return list == NULL;
}

bool ss_usage_wants_cluster(const SsUsageRun *run)
{
    if (run->words.all_clusters)
        return true;
    return ss_usage_wants(run->words.clusters ? run->words.clusters : run->clusters, run->cluster);
}
