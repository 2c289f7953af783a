/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_sacctmgr - any script of commands: each is carried out or refused, the tree stays a tree,
 * what is listed can be listed, and the dump of it reads back.
 */
#include "configs/accounts.h"
#include "configs/assoc_dump.h"
#include "configs/sacctmgr.h"
#include "sim/model/assoc.h"
#include "sim/report/assoc.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends lie within the parent's, nothing overlaps, parents exist. */
static void check_tree(const SsAccounts *db)
{
    for (guint i = 0; i < db->assocs->len; i++) {
        const SsAssocRecord *assoc = db->assocs->pdata[i];
        const SsAssocRecord *above = ss_accounts_assoc_id(db, assoc->parent);

        if (assoc->deleted)
            continue;
        g_assert(assoc->lft < assoc->rgt);
        g_assert(ss_accounts_assoc(db, assoc->account, assoc->user, assoc->partition) == assoc);
        g_assert((assoc->parent == 0) == (above == NULL));
        g_assert(above == NULL || (assoc->lft > above->lft && assoc->rgt < above->rgt));
        g_assert(above == NULL || assoc->user[0] == '\0'
                 || strcmp(above->account, assoc->account) == 0);
    }
    g_autoptr(SsAssocTree) tree = ss_assoc_tree_new(db);
    g_assert(tree->n == 0 || tree->at[0].end == tree->n);
}

static void run(SsAccounts *db, const SsZone *zone, const char *line)
{
    const SsSacctmgrContext ctx = { .now = 1, .actor = "root", .immediate = true };
    const SsReportContext   context = { .now = 2, .zone = zone };
    const SsAssocSource     source = { db, NULL, true };
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)           words = ss_accounts_split(line, NULL);

    if (words == NULL)
        return;
    const SsSacctmgrAction action = ss_sacctmgr_action(words);
    if (action == SS_SACCTMGR_SHOW)
        ss_report_sacctmgr_on(&source, &context, words, out, err);
    else if (action == SS_SACCTMGR_CHANGE && g_ascii_strncasecmp(words[0], "lo", 2) != 0)
        ss_sacctmgr_run(db, &ctx, words, out, err); /* load would read files */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char     *text = g_strndup((const char *) data, MIN(size, 4096));
    g_auto(GStrv)        lines = g_strsplit(text, "\n", 64);
    g_autoptr(SsTresSet) tres = ss_tres_set_new();
    g_autoptr(SsZone)    zone = ss_zone_new_utc();
    g_autoptr(SsDiag)    diag = ss_diag_new();
    ss_tres_set_add(tres, "gres/gpu");
    g_autoptr(SsAccounts) db = ss_accounts_new("alpha", tres, 0);
    g_autoptr(SsAccounts) back = ss_accounts_new("alpha", tres, 0);

    for (char **line = lines; *line != NULL; line++)
        run(db, zone, *line);
    check_tree(db);
    run(db, zone, "show assoc tree");
    run(db, zone, "show user withassoc withcoord");
    run(db, zone, "show qos");
    g_autofree char *dump = ss_assoc_dump_text(db);
    ss_assoc_dump_read(dump, "dump", back, diag,
                       NULL); /* names may hold what a dump cannot carry */
    check_tree(back);
    return 0;
}
