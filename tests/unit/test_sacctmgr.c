/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The changing commands of sacctmgr: the founding example as typed, and some nine hundred commands
 * whose answers real sacctmgr 22.05.8 gave (tests/unit/data/sacctmgr). test_report_assoc.c compares
 * what is shown between them.
 */
#include "configs/sacctmgr.h"
#include "tests/support/recorded.h"
#include "tests/support/ss_test.h"

#include <string.h>

typedef struct {
    SsTresSet        *tres;
    SsAccounts       *db;
    SsSacctmgrContext ctx;
} Site;

static void site_clear(Site *site)
{
    ss_accounts_free(site->db);
    ss_tres_set_free(site->tres);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Site, site_clear)

static void site_init(Site *site)
{
    site->tres = ss_tres_set_new();
    ss_tres_set_add(site->tres, "gres/gpu");
    ss_tres_set_add(site->tres, "gres/gpu:h100");
    ss_tres_set_add(site->tres, "license/matlab");
    site->db = ss_accounts_new("alpha", site->tres, 0);
    site->db->cluster_added = true;
    site->ctx = (SsSacctmgrContext){ .now = 1795392000, .actor = "root" };
}

/* Runs one command line; the exit code. */
static int run(Site *site, const char *line, GString *out, GString *err)
{
    g_auto(GStrv) words = NULL;

    g_assert(g_shell_parse_argv(line, NULL, &words, NULL));
    return ss_sacctmgr_run(site->db, &site->ctx, words + 1, out, err);
}

static void expect(Site *site, const char *line, int code, const char *out_text,
                   const char *err_text)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_INT(run(site, line, out, err), code);
    SS_EXPECT_TEXT(out->str, out_text);
    SS_EXPECT_TEXT(err->str, err_text);
}

static void done(Site *site, const char *line)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    SS_EXPECT_INT(run(site, line, out, err), 0);
    SS_EXPECT_TEXT(err->str, "");
}

static void the_founding_example_works_as_typed(void)
{
    g_auto(Site) site = { 0 };

    site_init(&site);
    site.ctx.immediate = true;
    done(&site, "sacctmgr add account ai_project Description=\"AI_Team_Project\" "
                "Organization=\"Research_Dept\"");
    done(&site, "sacctmgr add user gildong Account=ai_project");
    done(&site, "sacctmgr modify user gildong set GrpTRES=gres/gpu=2");
    done(&site, "sacctmgr modify account ai_project set MaxJobs=10");
    done(&site, "sacctmgr modify account ai_project set GrpCPURunMins=10000");
    done(&site,
         "sacctmgr add qos gpu_limit MaxTRESPerUser=gres/gpu=4 MaxJobsPerUser=2 Priority=100");
    done(&site, "sacctmgr modify account ai_project set QoS=gpu_limit");
    done(&site, "sacctmgr add account team_a");
    done(&site, "sacctmgr modify account team_a set share=100");

    const SsAssocRecord   *account = ss_accounts_assoc(site.db, "ai_project", "", "");
    const SsAssocRecord   *user = ss_accounts_assoc(site.db, "ai_project", "gildong", "");
    const SsQosRecord     *qos = ss_accounts_qos(site.db, "gpu_limit");
    const SsAccountRecord *record = ss_accounts_account(site.db, "ai_project");
    SS_EXPECT_TEXT(record->description, "ai_team_project");
    SS_EXPECT_TEXT(record->organization, "research_dept");
    SS_EXPECT_UINT(account->limits.max_jobs, 10);
    SS_EXPECT_UINT(account->limits.grp_tres_run_mins[SS_TRES_CPU], 10000);
    SS_EXPECT_UINT(user->limits.grp_tres[ss_tres_find(site.tres, "gres/gpu")], 2);
    SS_EXPECT_UINT(qos->limits.max_tres_pu[ss_tres_find(site.tres, "gres/gpu")], 4);
    SS_EXPECT_UINT(qos->limits.max_jobs, 2);
    SS_EXPECT_UINT(qos->priority, 100);
    SS_EXPECT_TRUE(account->qos_set && ss_qos_ids_have(account->qos, qos->id));
    SS_EXPECT_UINT(ss_accounts_assoc(site.db, "team_a", "", "")->shares, 100);
    SS_EXPECT_TRUE(user->is_default);
}

/* --- recorded answers ------------------------------------------------------------------------- */

static int replay(void *data, char **words, GString *out, GString *err)
{
    Site                  *site = data;
    const SsSacctmgrAction action = ss_sacctmgr_action(words);

    site->ctx.now++;
    if (action != SS_SACCTMGR_CHANGE && action != SS_SACCTMGR_NONE)
        return SS_RECORDED_SKIP; /* test_report_assoc.c compares these */
    return ss_sacctmgr_run(site->db, &site->ctx, words, out, err);
}

static const char *const recorded[] = {
    "add",
    "modify_user",
    "modify_account",
    "delete",
    "qos",
    "inherited",
    "grammar",
    "values",
    "default_account",
    "default_account_delete",
    "default_account_allowed",
    "default_account_refused",
    "show",
    "dump",
};

static void answers_as_recorded(void)
{
    uint32_t n = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(recorded); i++) {
        g_auto(Site)     site = { 0 };
        g_autofree char *relative = g_strdup_printf("tests/unit/data/sacctmgr/%s.txt", recorded[i]);
        g_autofree char *path = ss_test_source(relative);

        site_init(&site);
        n += ss_recorded_replay(path, replay, &site);
    }
    SS_EXPECT_TRUE(n > 950);
}

/* --- what the recordings do not have ---------------------------------------------------------- */

static void without_an_answer_nothing_is_committed(void)
{
    g_auto(Site) site = { 0 };

    site_init(&site);
    expect(
        &site, "sacctmgr add account a", 0,
        " Adding Account(s)\n  a\n Settings\n  Description     = Account Name\n"
        "  Organization    = Parent/Account Name\n Associations\n  A = a          C = alpha     \n"
        "Would you like to commit changes? (You have 30 seconds to decide)\n(N/y): \n"
        " Changes Discarded\n",
        "");
    SS_EXPECT_NULL(ss_accounts_account(site.db, "a"));
}

static bool agree(void *data)
{
    ++*(int *) data;
    return true;
}

static void asks_once_for_a_command_that_changes_two_things(void)
{
    g_auto(Site) site = { 0 };
    int          asked = 0;

    site_init(&site);
    done(&site, "sacctmgr -i add account a");
    site.ctx.confirm = agree;
    site.ctx.confirm_data = &asked;
    done(&site, "sacctmgr modify account a set description=x fairshare=3");
    SS_EXPECT_INT(asked, 1);
    SS_EXPECT_TEXT(ss_accounts_account(site.db, "a")->description, "x");
    SS_EXPECT_UINT(ss_accounts_assoc(site.db, "a", "", "")->shares, 3);
}

static uint32_t one_job(void *data, uint32_t assoc, uint32_t *ids, uint32_t max)
{
    if (assoc != *(uint32_t *) data || max == 0)
        return 0;
    ids[0] = 3;
    return 1;
}

static void who_has_jobs_is_not_deleted(void)
{
    g_auto(Site) site = { 0 };
    uint32_t     busy = 0;

    site_init(&site);
    done(&site, "sacctmgr -i add account hep");
    done(&site, "sacctmgr -i add user man account=hep");
    busy = ss_accounts_assoc(site.db, "hep", "man", "")->id;
    site.ctx.active_jobs = one_job;
    site.ctx.active_jobs_data = &busy;
    const char *refusal = " Error with request: Job(s) active, cancel job(s) before remove\n"
                          "  JobID = 3          C = alpha      A = hep        U = man      \n";
    expect(&site, "sacctmgr -i delete account hep", 1, "", refusal);
    expect(&site, "sacctmgr -i delete user man", 1, "", refusal);
    SS_EXPECT_NOT_NULL(ss_accounts_assoc(site.db, "hep", "man", ""));
}

static void a_cluster_added_first_by_a_script_is_ours(void)
{
    g_auto(Site) site = { 0 };

    site_init(&site);
    site.db->cluster_added = false;
    done(&site, "sacctmgr -i add qos gold");
    done(&site, "sacctmgr -i add cluster alpha fairshare=4 qos=gold");
    const SsAssocRecord *root = ss_accounts_root(site.db);
    SS_EXPECT_UINT(root->shares, 4);
    SS_EXPECT_UINT(root->qos->len, 1);
    expect(&site, "sacctmgr -i add cluster alpha", 1,
           " This cluster alpha already exists.  Not adding.\n", "");
    expect(&site, "sacctmgr -i add cluster beta", 1, "",
           " A simulation has one cluster, 'alpha'; cluster 'beta' is not added.\n");
}

static void a_refused_command_changes_nothing(void)
{
    static const char *const lines[] = {
        "sacctmgr -i add account b parent=nosuch",
        "sacctmgr -i add user u account=a maxjobs=x",
        "sacctmgr -i add qos q preempt=nosuch",
        "sacctmgr -i modify account a set grptres=cpu=4,gres/foo=1",
        "sacctmgr -i modify account a set qos=nosuch",
        "sacctmgr -i delete account root",
        "sacctmgr -i bogus",
    };
    g_auto(Site) site = { 0 };

    site_init(&site);
    done(&site, "sacctmgr -i add account a");
    const uint32_t txns = site.db->next_txn, assocs = site.db->next_assoc;
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
        SS_EXPECT_INT(run(&site, lines[i], out, err), 1);
    }
    SS_EXPECT_UINT(site.db->next_txn, txns);
    SS_EXPECT_UINT(site.db->next_assoc, assocs);
    SS_EXPECT_NULL(ss_accounts_assoc(site.db, "a", "", "")->limits.grp_tres);
}

/* --- queries ---------------------------------------------------------------------------------- */

static SsSacctmgrQuery *query(const char *line)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)      words = NULL;
    int                code = 0;

    g_assert(g_shell_parse_argv(line, NULL, &words, NULL));
    return ss_sacctmgr_query_parse(words, out, err, &code);
}

static void a_query_says_what_is_asked_for(void)
{
    g_autoptr(SsSacctmgrQuery) it =
        query("-nP show assoc where user=Amy,bob account=hep tree format=acc,user%5 format=qos");

    SS_EXPECT_NOT_NULL(it);
    SS_EXPECT_INT(it->entity, SS_SACCTMGR_ASSOC);
    SS_EXPECT_TRUE(it->flags & SS_SACCTMGR_TREE);
    SS_EXPECT_TRUE(it->flags & SS_SACCTMGR_NO_HEADER);
    SS_EXPECT_TRUE(it->flags & SS_SACCTMGR_PARSABLE2);
    SS_EXPECT_TRUE(ss_sacctmgr_query_wants(it, SS_COND_USERS, "amy"));
    SS_EXPECT_FALSE(ss_sacctmgr_query_wants(it, SS_COND_USERS, "carl"));
    SS_EXPECT_TRUE(ss_sacctmgr_query_wants(it, SS_COND_PARTITIONS, "any"));
    SS_EXPECT_UINT(it->format->len, 3);
}

static void actions_are_told_apart_by_their_first_letters(void)
{
    static const struct {
        const char      *word;
        SsSacctmgrAction action;
    } cases[] = {
        { "add", SS_SACCTMGR_CHANGE }, { "ad", SS_SACCTMGR_NONE },
        { "m", SS_SACCTMGR_CHANGE },   { "UPDATE", SS_SACCTMGR_CHANGE },
        { "rem", SS_SACCTMGR_CHANGE }, { "r", SS_SACCTMGR_NONE },
        { "show", SS_SACCTMGR_SHOW },  { "list", SS_SACCTMGR_SHOW },
        { "dump", SS_SACCTMGR_DUMP },  { "load", SS_SACCTMGR_CHANGE },
        { "help", SS_SACCTMGR_OTHER }, { "", SS_SACCTMGR_NONE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *words[] = { (char *) "-i", (char *) (uintptr_t) cases[i].word, NULL };
        SS_EXPECT_INT(ss_sacctmgr_action(words), cases[i].action);
    }
}

static const SsTest tests[] = {
    SS_TEST(the_founding_example_works_as_typed),
    SS_TEST(answers_as_recorded),
    SS_TEST(without_an_answer_nothing_is_committed),
    SS_TEST(asks_once_for_a_command_that_changes_two_things),
    SS_TEST(who_has_jobs_is_not_deleted),
    SS_TEST(a_cluster_added_first_by_a_script_is_ours),
    SS_TEST(a_refused_command_changes_nothing),
    SS_TEST(a_query_says_what_is_asked_for),
    SS_TEST(actions_are_told_apart_by_their_first_letters),
};
SS_TEST_MAIN("sacctmgr", tests)
