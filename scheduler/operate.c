/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operate.c - which family of words an operation is.
 *
 * scontrol's keywords may be shortened and know no case; what follows them is KEY=VALUE. The same words
 * come from a timeline file, from scontrol on a cluster at rest, and from a recorded case's actions.
 */
#include "scheduler/operate.h"

#include "scheduler/controller.h"

#include <stdarg.h>
#include <string.h>

static void pair_clear(gpointer data)
{
    SsPair *pair = data;

    g_free(pair->key);
    g_free(pair->value);
}

GArray *ss_operate_pairs(char **words)
{
    GArray *pairs = g_array_new(FALSE, TRUE, sizeof(SsPair));

    g_array_set_clear_func(pairs, pair_clear);
    for (uint32_t i = 0; words[i]; i++) {
        const char *equals = strchr(words[i], '=');
        SsPair     *pair;

        g_array_set_size(pairs, i + 1);
        pair = &g_array_index(pairs, SsPair, i);
        pair->has_value = equals != NULL;
        pair->key = equals ? g_strndup(words[i], (gsize) (equals - words[i])) : g_strdup(words[i]);
        pair->value = g_strdup(equals ? equals + 1 : "");
    }
    return pairs;
}

bool ss_operate_key_is(const SsPair *pair, const char *word, size_t least)
{
    const size_t n = strlen(pair->key);

    return n >= least && n <= strlen(word) && g_ascii_strncasecmp(pair->key, word, n) == 0;
}

const char *ss_operate_value(const GArray *pairs, const char *word, size_t least)
{
    for (uint32_t i = 0; i < pairs->len; i++)
        if (ss_operate_key_is(&g_array_index(pairs, SsPair, i), word, least))
            return g_array_index(pairs, SsPair, i).value;
    return NULL;
}

int ss_operate_fail(SsOperation *op, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(op->err, format, args);
    va_end(args);
    g_string_append_c(op->err, '\n');
    return 1;
}

/* `text` is `word` or a beginning of it at least `least` long, without regard to case. */
static bool means(const char *text, const char *word, size_t least)
{
    const size_t n = strlen(text);

    return n >= least && n <= strlen(word) && g_ascii_strncasecmp(text, word, n) == 0;
}

static const SsPair *first_pair(const GArray *pairs)
{
    return pairs->len ? &g_array_index(pairs, SsPair, 0) : NULL;
}

static int update(SsOperation *op, char **words)
{
    g_autoptr(GArray) pairs = ss_operate_pairs(words);
    const SsPair     *first = first_pair(pairs);

    if (!first)
        return ss_operate_fail(op, "too few arguments for update keyword");
    for (uint32_t i = 0; i < pairs->len; i++) {
        const char *key = g_array_index(pairs, SsPair, i).key;

        if (means(key, "JobId", 1) || means(key, "JobName", 4))
            return ss_operate_job_update(op, pairs);
        if (means(key, "NodeName", 3))
            return ss_operate_node_update(op, pairs);
        if (means(key, "PartitionName", 3))
            return ss_operate_part_update(op, pairs);
        if (means(key, "ReservationName", 3))
            return ss_operate_resv_update(op, pairs);
        if (means(key, "SlurmctldDebug", 2))
            return 0; /* a log that nobody reads */
    }
    return ss_operate_fail(
        op, "No valid entity in update command\n"
            "Input line must include \"NodeName\", \"PartitionName\", \"Reservation\", "
            "\"JobId\", or \"SlurmctldDebug\"");
}

static int create(SsOperation *op, char **words)
{
    if (!words[0])
        return ss_operate_fail(op, "too few arguments for create keyword");
    const bool        named = means(words[0], "reservation", 3) && !strchr(words[0], '=');
    g_autoptr(GArray) pairs = ss_operate_pairs(words + (named ? 1 : 0));

    if (named)
        return ss_operate_resv_create(op, pairs);
    for (uint32_t i = 0; i < pairs->len; i++)
        if (means(g_array_index(pairs, SsPair, i).key, "ReservationName", 3))
            return ss_operate_resv_create(op, pairs);
    return ss_operate_fail(
        op, "scontrol: error: creating a partition or node of a running cluster is not "
            "simulated; write it into slurm.conf");
}

static int delete_entity(SsOperation *op, char **words)
{
    if (!words[0])
        return ss_operate_fail(op, "too few arguments for delete keyword");
    g_autoptr(GArray) pairs = ss_operate_pairs(words);
    const SsPair     *first = first_pair(pairs);

    if (means(first->key, "ReservationName", 3) && !first->has_value && !words[1])
        return ss_operate_fail(op, "scontrol: error: Proper format is 'delete <ENTITY>=<ID>' or "
                                   "'delete <ENTITY> <ID>'");
    if (means(first->key, "ReservationName", 3))
        return ss_operate_resv_delete(op, words[0], first->has_value ? first->value : words[1]);
    if (!means(first->key, "PartitionName", 3) && !means(first->key, "NodeName", 3))
        return ss_operate_fail(op, "Invalid deletion entity: %s", words[0]);
    return ss_operate_fail(
        op, "scontrol: error: deleting a partition or node of a running cluster is not "
            "simulated; change slurm.conf");
}

static const char *const job_verbs[] = { "hold",        "uhold",   "holdu",  "release", "requeue",
                                         "requeuehold", "suspend", "resume", "top",     NULL };

static int scontrol(SsOperation *op, char **words)
{
    while (words[0] && words[0][0] == '-')
        words++;
    if (!words[0])
        return ss_operate_fail(op, "scontrol: error: no command given");
    if (means(words[0], "update", 1))
        return update(op, words + 1);
    if (means(words[0], "create", 2))
        return create(op, words + 1);
    if (means(words[0], "delete", 3))
        return delete_entity(op, words + 1);
    for (uint32_t i = 0; job_verbs[i]; i++)
        if (g_ascii_strcasecmp(words[0], job_verbs[i]) == 0)
            return ss_operate_job_verb(op, job_verbs[i], words + 1);
    int code = 0;
    if (ss_operate_daemon(op, words, &code))
        return code;
    return ss_operate_fail(op, "invalid keyword: %s", words[0]);
}

int ss_controller_operate(SsWorld *world, const char *user, char **words, GString *out,
                          GString *err)
{
    SsOperation op = { .world = world,
                       .user = user ? user : "root",
                       .uid = ss_cluster_uid(world->cluster, user ? user : "root"),
                       .out = out,
                       .err = err };

    world->operations++;
    world->did_some = false;
    world->placing++;
    ss_world_touch(world); /* most of them write into jobs, partitions, reservations directly */
    if (!words[0])
        return ss_operate_fail(&op, "slurmsim: an operation without words");
    if (strcmp(words[0], "scontrol") == 0)
        return scontrol(&op, words + 1);
    if (strcmp(words[0], "scancel") == 0)
        return ss_operate_scancel(&op, words);
    return ss_operate_fail(
        &op,
        "slurmsim: '%s' is no operation on a running cluster; write scontrol ... "
        "or scancel ...",
        words[0]);
}
