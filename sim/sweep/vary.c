/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vary.c - changes of a plan: a table of first words; everything else is a key of slurm.conf.
 *
 * Tested in tests/unit/test_vary.c.
 */
#include "sim/sweep/vary.h"

#include "scheduler/policy.h"
#include "sim/base/diag.h"
#include "sim/base/size.h"

#include <string.h>

static gboolean refuse(GError **error, const char *path, const char *value, const char *remedy)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "%s=%s: %s", path, value, remedy);
    return FALSE;
}

static void append(char ***list, char *text)
{
    const guint n = g_strv_length(*list);

    *list = g_renew(char *, *list, n + 2);
    (*list)[n] = text;
    (*list)[n + 1] = NULL;
}

/* --- the rows --------------------------------------------------------------------------------------- */

/* `rest` is the path behind the first word: "ai.fairshare". */
typedef gboolean (*Apply)(SsPlan *plan, const char *path, const char *rest, const char *value,
                          GError **error);

static gboolean apply_factor(char **slot, const char *path, const char *value, double min,
                             GError **error)
{
    double factor;

    if (!ss_double_parse(value, &factor, NULL) || factor < min || factor > 1000)
        return refuse(error, path, value, "write a factor such as 1.2");
    g_free(*slot);
    *slot = g_strdup(value);
    return TRUE;
}

static gboolean apply_load(SsPlan *plan, const char *path, const char *rest, const char *value,
                           GError **error)
{
    (void) rest;
    return apply_factor(&plan->load, path, value, 0.001, error);
}

static gboolean apply_limits(SsPlan *plan, const char *path, const char *rest, const char *value,
                             GError **error)
{
    (void) rest;
    return apply_factor(&plan->limits, path, value, 1, error);
}

static gboolean apply_policy(SsPlan *plan, const char *path, const char *rest, const char *value,
                             GError **error)
{
    (void) rest;
    if (!ss_policy_find(value))
        return refuse(error, path, value, "write one of slurm, fifo, easy, conservative");
    g_free(plan->policy);
    plan->policy = g_strdup(value);
    return TRUE;
}

static gboolean apply_phase(SsPlan *plan, const char *path, const char *rest, const char *value,
                            GError **error)
{
    int64_t phase;

    (void) rest;
    if (!ss_int_parse(value, 0, 3600, &phase, NULL))
        return refuse(error, path, value, "write seconds from 0 to 3600");
    plan->phase = (uint32_t) phase;
    return TRUE;
}

static gboolean apply_nodes(SsPlan *plan, const char *path, const char *rest, const char *value,
                            GError **error)
{
    int64_t by;

    if (!*rest || !ss_int_parse(value + (*value == '+'), INT32_MIN, INT32_MAX, &by, NULL))
        return refuse(error, path, value, "write Nodes.PARTITION=+N or -N");
    append(&plan->nodes, g_strdup_printf("%s=%+" G_GINT64_FORMAT, rest, by));
    return TRUE;
}

/* "ai.fairshare" -> name and limit: the name may hold dots, the limit none. */
static bool split_name(const char *rest, char **name, const char **limit)
{
    const char *dot = strrchr(rest, '.');

    if (!dot || dot == rest || !dot[1])
        return false;
    *name = g_strndup(rest, (gsize) (dot - rest));
    *limit = dot + 1;
    return true;
}

static gboolean apply_sacctmgr(SsPlan *plan, const char *path, const char *rest, const char *value,
                               GError **error)
{
    g_autofree char *name = NULL;
    const char      *limit = NULL;

    if (!split_name(rest, &name, &limit))
        return refuse(error, path, value, "write a name and a limit: account.ai.fairshare");
    const char      *entity = g_ascii_tolower(*path) == 'a'   ? "account"
                              : g_ascii_tolower(*path) == 'u' ? "user"
                                                              : "qos";
    char            *at = *entity == 'u' ? strchr(name, '@') : NULL;
    g_autofree char *account = at ? g_strdup_printf(" account=%s", at + 1) : g_strdup("");

    if (at)
        *at = '\0';
    append(&plan->changes, g_strdup_printf("modify %s where name=%s%s set %s=%s", entity, name,
                                           account, limit, value));
    return TRUE;
}

static gboolean apply_operation(SsPlan *plan, const char *path, const char *rest, const char *value,
                                GError **error)
{
    if (!*rest || !*value)
        return refuse(error, path, value, "write at.TIME=COMMAND, such as at.3600=scontrol ...");
    append(&plan->operations, g_strdup_printf("%s|%s", rest, value));
    return TRUE;
}

static const struct {
    const char *word;
    bool        named; /* a dot and a name follow */
    Apply       apply;
} rows[] = {
    { "account", true, apply_sacctmgr }, { "at", true, apply_operation },
    { "limits", false, apply_limits },   { "load", false, apply_load },
    { "nodes", true, apply_nodes },      { "phase", false, apply_phase },
    { "policy", false, apply_policy },   { "qos", true, apply_sacctmgr },
    { "user", true, apply_sacctmgr },
};

gboolean ss_vary_apply(SsPlan *plan, const char *change, GError **error)
{
    const char *equals = strchr(change, '=');

    if (!equals || equals == change) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                    "'%s': write PATH=VALUE, such as PriorityDecayHalfLife=14-0", change);
        return FALSE;
    }
    g_autofree char *path = g_strndup(change, (gsize) (equals - change));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const size_t n = strlen(rows[i].word);

        if (g_ascii_strncasecmp(path, rows[i].word, n) != 0
            || path[n] != (rows[i].named ? '.' : '\0'))
            continue;
        return rows[i].apply(plan, path, path + n + rows[i].named, equals + 1, error);
    }
    append(&plan->overrides, g_strdup(change));
    return TRUE;
}
