/* SPDX-License-Identifier: Apache-2.0 */
/*
 * names.c - lists of users and names.
 *
 * A user exists here if the accounting knows him or a job of his was seen: there is no passwd to ask.
 */
#include "sim/report/names.h"

#include "sim/base/size.h"

#include <string.h>

static bool is_known(SsLedger *ledger, const char *name)
{
    SsQuery *query = ss_query_new(ledger, "SELECT 1 FROM user WHERE name = ?1 UNION ALL"
                                          " SELECT 1 FROM job_request WHERE user = ?1 LIMIT 1");

    ss_query_text(query, 1, name);
    bool found = ss_query_next(query);

    return ss_query_close(query, NULL) && (found || strcmp(name, "root") == 0);
}

void ss_user_filter_read(SsUserFilter *filter, SsLedger *ledger, const char *tool, const char *text,
                         GString *err)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    ss_user_filter_clear(filter);
    filter->names = g_ptr_array_new_with_free_func(g_free);
    filter->uids = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (char **word = words; *word; word++) {
        uint32_t uid = (uint32_t) g_ascii_strtoull(*word, NULL, 10);

        if (is_known(ledger, *word))
            g_ptr_array_add(filter->names, g_strdup(*word));
        else if (ss_is_digits(*word))
            g_array_append_val(filter->uids, uid);
        else
            g_string_append_printf(err, "%s: error: Invalid user: %s\n\n", tool, *word);
    }
}

bool ss_user_filter_has(const SsUserFilter *filter, uint32_t uid, const char *name)
{
    if (filter->names == NULL)
        return true;
    for (guint i = 0; name && i < filter->names->len; i++) {
        if (strcmp(filter->names->pdata[i], name) == 0)
            return true;
    }
    for (guint i = 0; i < filter->uids->len; i++) {
        if (g_array_index(filter->uids, uint32_t, i) == uid)
            return true;
    }
    return false;
}

void ss_user_filter_clear(SsUserFilter *filter)
{
    g_clear_pointer(&filter->names, g_ptr_array_unref);
    g_clear_pointer(&filter->uids, g_array_unref);
}

bool ss_names_have(char **list, const char *name)
{
    return list == NULL || (name && g_strv_contains((const gchar *const *) list, name));
}

bool ss_cluster_is_known(SsLedger *ledger, const char *tool, const char *name, GString *err)
{
    if (name == NULL || g_strcmp0(name, ss_ledger_cluster(ledger)) == 0
        || g_ascii_strcasecmp(name, "all") == 0)
        return true;
    g_string_append_printf(err,
                           "%s: error: No cluster '%s' known by database.\n"
                           "%s: error: '%s' can't be reached now, or it is an invalid entry for"
                           " --cluster.  Use 'sacctmgr list clusters' to see available clusters.\n",
                           tool, name, tool, name);
    return false;
}
