/* SPDX-License-Identifier: Apache-2.0 */
/* A site's accounts file: scripts without a shell, findings, QOS listings, which file is taken. */
#include "configs/accounts.h"
#include "configs/qos_table.h"
#include "configs/sacctmgr.h"
#include "tests/support/ss_test.h"

#include <string.h>

typedef struct {
    SsTresSet  *tres;
    SsAccounts *db;
    SsDiag     *diag;
    GError     *error;
} Fixture;

static void fixture_clear(Fixture *f)
{
    ss_accounts_free(f->db);
    ss_tres_set_free(f->tres);
    ss_diag_free(f->diag);
    g_clear_error(&f->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static void fixture_init(Fixture *f)
{
    f->tres = ss_tres_set_new();
    ss_tres_set_add(f->tres, "gres/gpu");
    f->db = ss_accounts_new("alpha", f->tres, 0);
    f->diag = ss_diag_new();
}

static gboolean run(Fixture *f, const char *script)
{
    fixture_init(f);
    return ss_accounts_run_script(script, "setup.sh", f->db, f->diag, &f->error);
}

/* --- words ------------------------------------------------------------------------------------ */

static void splits_as_a_shell_would(void)
{
    static const struct {
        const char *line, *joined;
    } cases[] = {
        { "sacctmgr -i add account a", "sacctmgr|-i|add|account|a" },
        { "a \"b c\" d='e f'", "a|b c|d=e f" },
        { "x=\"\" ''", "x=|" },
        { "  spaces\tand tabs  ", "spaces|and|tabs" },
        { "a # a comment", "a" },
        { "a#b", "a#b" },
        { "a\\ b c\\\"d", "a b|c\"d" },
        { "'$x' \"it's\"", "$x|it's" },
        { "", "" },
        { "# only", "" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv)     words = ss_accounts_split(cases[i].line, &error);

        SS_EXPECT_NO_ERROR(error);
        g_autofree char *joined = words != NULL ? g_strjoinv("|", words) : NULL;
        SS_EXPECT_TEXT(joined, cases[i].joined);
    }
}

static void what_needs_a_shell_is_refused(void)
{
    static const char *const lines[] = {
        "sacctmgr add account $X",
        "a `b`",
        "a | b",
        "a; b",
        "a && b",
        "a > f",
        "(a)",
        "\"$X\"",
        "a 'open",
        "a \"open",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(GStrv)     words = ss_accounts_split(lines[i], &error);

        SS_EXPECT_NULL(words);
        SS_EXPECT_TRUE(error != NULL);
    }
}

/* --- scripts ---------------------------------------------------------------------------------- */

static void reads_both_forms_of_scripts(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(run(&f, "#!/bin/sh\nset -e\n\n# accounts\nsacctmgr -i add account a \\\n"
                           "    description=\"two words\"\r\n"
                           "add account b parent=a\n/usr/bin/sacctmgr -i add user amy account=b\n"
                           "sacctmgr show account\nlist associations format=Account\n"
                           "sacctmgr -i reconfigure\n"));
    SS_EXPECT_NO_ERROR(f.error);
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
    SS_EXPECT_TEXT(ss_accounts_account(f.db, "a")->description, "two words");
    SS_EXPECT_NOT_NULL(ss_accounts_assoc(f.db, "b", "amy", ""));
}

/* As a set-up script for a real cluster has it that may run twice. */
static void what_stands_behind_or_runs_if_the_first_fails(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(run(&f,
                       "add account a || modify account a set fairshare=3\n"
                       "sacctmgr -i add account a || sacctmgr -i modify account a set fairshare=7\n"
                       "add account b description='x || y'\n"
                       "sacctmgr -i add account b || true\n"
                       "sacctmgr -i add account b || :\n"));
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
    SS_EXPECT_TEXT(ss_accounts_account(f.db, "b")->description, "x || y");
    SS_EXPECT_INT(ss_accounts_assoc(f.db, "a", "", "")->shares, 7);
}

static const struct {
    const char *script;
    uint32_t    line;
    const char *message;
} faulty[] = {
    { "add account a\nexport CLUSTER=x\n", 2, "'export' is not a sacctmgr command" },
    { "\nfor u in a b; do\n", 2, "';' would need a shell" },
    { "sacctmgr add account $NAME\n", 1, "'$' would need a shell" },
    { "sacctmgr add account 'a\n", 1, "is not closed" },
    { "sacctmgr -i add user u account=nosuch\n", 1, "This account 'nosuch' doesn't exist." },
    { "add account a \\\n\\\n fairshare=x\n", 1, "Invalid value for FairShare (x)" },
    { "echo hello\n", 1, "'echo' is not a sacctmgr command" },
    { "modify user root set grptres=gres/tpu=1\n", 1, "no TRES known by type gres/tpu" },
};

static void faults_are_told_with_file_and_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(faulty); i++) {
        g_auto(Fixture) f = { 0 };

        SS_EXPECT_FALSE(run(&f, faulty[i].script));
        SS_EXPECT_ERROR(f.error, "setup.sh: 1 command refused");
        SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_ERROR), 1);
        SS_EXPECT_CONTAINS(ss_diag_at(f.diag, 0)->text, faulty[i].message);
        SS_EXPECT_UINT(ss_diag_at(f.diag, 0)->place.line, faulty[i].line);
        SS_EXPECT_TEXT(ss_diag_at(f.diag, 0)->place.file, "setup.sh");
    }
}

static void a_command_that_changes_nothing_is_only_a_warning(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(run(&f, "add account a\nadd account a\nmodify account b set share=3\n"));
    SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_WARNING), 2);
    SS_EXPECT_TEXT(ss_diag_at(f.diag, 0)->text, "Nothing new added.");
    SS_EXPECT_TEXT(ss_diag_at(f.diag, 1)->text, "Nothing modified");
}

static void all_faults_of_a_script_are_told_at_once(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_FALSE(run(&f, "foo\nadd account a\nbar\nadd user u account=b\n"));
    SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_ERROR), 3);
    SS_EXPECT_ERROR(f.error, "3 commands refused");
    SS_EXPECT_NOT_NULL(ss_accounts_account(f.db, "a"));
}

/* --- listings of QOS -------------------------------------------------------------------------- */

static const char listing[] =
    "Name|Priority|GraceTime|Preempt|PreemptExemptTime|PreemptMode|Flags|UsageThres|UsageFactor|"
    "GrpTRES|GrpTRESMins|GrpTRESRunMins|GrpJobs|GrpSubmit|GrpWall|MaxTRES|MaxTRESPerNode|MaxTRESMins|"
    "MaxWall|MaxTRESPU|MaxJobsPU|MaxSubmitPU|MaxTRESPA|MaxJobsPA|MaxSubmitPA|MinTRES\n"
    "normal|50|00:00:00|||cluster|||1.000000|||||||||||||||||\n"
    "all1|44|00:01:00|low|01:00:00|requeue|DenyOnLimit,NoDecay|0.500000|2.000000|cpu=4,gres/gpu=1|"
    "cpu=5|cpu=6|1|3|00:07:00|cpu=8|cpu=3|cpu=77|1-00:00:00|cpu=9,mem=2G|4|6|cpu=7|3|5|cpu=1\n"
    "low|5|00:00:00|||within,cancel|||0.000000|||||||||||||||||\n";

static void a_listing_of_qos_gives_their_limits(void)
{
    g_auto(Fixture) f = { 0 };

    fixture_init(&f);
    SS_EXPECT_TRUE(ss_qos_table_read(listing, "qos", f.db, f.diag, &f.error));
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
    const SsQosRecord *all1 = ss_accounts_qos(f.db, "all1"), *low = ss_accounts_qos(f.db, "low");
    SS_EXPECT_UINT(ss_accounts_qos(f.db, "normal")->priority, 50);
    SS_EXPECT_UINT(all1->id, 2);
    SS_EXPECT_UINT(all1->grace_time, 60);
    SS_EXPECT_UINT(all1->preempt_exempt_time, 3600);
    SS_EXPECT_UINT(all1->flags, SS_QOS_DENY_ON_LIMIT | SS_QOS_NO_DECAY);
    SS_EXPECT_REAL(all1->usage_factor, 2.0, 0);
    SS_EXPECT_REAL(all1->usage_threshold, 0.5, 0);
    SS_EXPECT_UINT(all1->limits.grp_wall, 7);
    SS_EXPECT_UINT(all1->limits.max_wall, 1440);
    SS_EXPECT_UINT(all1->limits.max_tres_pu[SS_TRES_MEM], 2048);
    SS_EXPECT_UINT(all1->limits.max_jobs, 4);
    SS_EXPECT_UINT(all1->limits.max_submit, 6);
    SS_EXPECT_UINT(all1->limits.max_submit_pa, 5);
    SS_EXPECT_TRUE(ss_qos_ids_have(all1->preempt, low->id));
    SS_EXPECT_REAL(low->usage_factor, 0.0, 0);
    g_autofree char *mode = ss_sacctmgr_preempt_mode_text(low->preempt_mode);
    SS_EXPECT_TEXT(mode, "within,cancel");
}

static void a_listing_with_a_strange_column_is_read_with_a_warning(void)
{
    g_auto(Fixture) f = { 0 };

    fixture_init(&f);
    SS_EXPECT_TRUE(
        ss_qos_table_read("Name|Colour|Priority|\nfast|blue|9|\n", "qos", f.db, f.diag, &f.error));
    SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_WARNING), 1);
    SS_EXPECT_UINT(ss_accounts_qos(f.db, "fast")->priority, 9);
}

static void a_listing_without_names_is_refused(void)
{
    static const char *const texts[] = { "", "Priority\n5\n", "Name|Priority\n|5\n" };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_auto(Fixture) f = { 0 };

        fixture_init(&f);
        SS_EXPECT_FALSE(ss_qos_table_read(texts[i], "qos", f.db, f.diag, &f.error));
        SS_EXPECT_TRUE(f.error != NULL);
    }
}

/* --- a site ----------------------------------------------------------------------------------- */

static void the_dump_comes_before_the_scripts(void)
{
    g_auto(Fixture)  f = { 0 };
    g_autofree char *script = ss_test_file("site/setup.sh", "add account fromscript\n");
    g_autofree char *dump = ss_test_file("site/accounts.dump", "Cluster - 'alpha':QOS='normal'\n"
                                                               "Parent - 'root'\n"
                                                               "Account - 'fromdump'\n");
    g_autofree char *folder = g_path_get_dirname(dump);
    bool             found = false;

    fixture_init(&f);
    SS_EXPECT_TRUE(ss_accounts_read(folder, NULL, NULL, f.db, &found, f.diag, &f.error));
    SS_EXPECT_TRUE(found);
    SS_EXPECT_NOT_NULL(ss_accounts_account(f.db, "fromdump"));
    SS_EXPECT_TRUE(ss_accounts_read(folder, script, NULL, f.db, &found, f.diag, &f.error));
    SS_EXPECT_NOT_NULL(ss_accounts_account(f.db, "fromscript"));
    SS_EXPECT_TRUE(f.db->cluster_added);
}

static void a_site_without_accounts_has_none(void)
{
    g_auto(Fixture) f = { 0 };
    bool            found = true;

    fixture_init(&f);
    SS_EXPECT_TRUE(ss_accounts_read("/nowhere", NULL, NULL, f.db, &found, f.diag, &f.error));
    SS_EXPECT_FALSE(found);
    SS_EXPECT_FALSE(
        ss_accounts_read("/nowhere", "/nowhere/x", NULL, f.db, &found, f.diag, &f.error));
    SS_EXPECT_TRUE(f.error != NULL && f.error->domain == G_FILE_ERROR);
}

static void a_dump_and_a_listing_go_together(void)
{
    g_auto(Fixture)  f = { 0 };
    g_autofree char *qos = ss_test_file("both/qos.txt", listing);
    g_autofree char *dump =
        ss_test_file("both/accounts.dump", "Cluster - 'alpha':QOS='normal,all1'\n"
                                           "Parent - 'root'\nAccount - 'a':QOS='+low'\n");
    bool found = false;

    fixture_init(&f);
    SS_EXPECT_TRUE(ss_accounts_read(".", dump, qos, f.db, &found, f.diag, &f.error));
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
    SS_EXPECT_UINT(ss_accounts_root(f.db)->qos->len, 2);
}

/* A real site's script, 337 lines: users, accounts, QOS of a cluster with 105 users. */
static void a_real_sites_script_is_read_without_a_finding(void)
{
    g_auto(Fixture)  f = { 0 };
    g_autofree char *path = ss_test_shared("traces/slurm-native/ub-hpc-medium/sacctmgr.script");
    bool             found = false;

    if (path == NULL)
        return;
    f.tres = ss_tres_set_new();
    f.db = ss_accounts_new("ubhpc", f.tres, 0);
    f.diag = ss_diag_new();
    SS_EXPECT_TRUE(ss_accounts_read(".", path, NULL, f.db, &found, f.diag, &f.error));
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
    SS_EXPECT_NULL(ss_accounts_qos(f.db, "normal")); /* the script removes it */
    SS_EXPECT_UINT(ss_accounts_root(f.db)->qos->len, 5);
    SS_EXPECT_UINT(ss_accounts_assoc(f.db, "account001", "user001", "")->shares, SS_SHARES_PARENT);
}

static const SsTest tests[] = {
    SS_TEST(splits_as_a_shell_would),
    SS_TEST(what_needs_a_shell_is_refused),
    SS_TEST(reads_both_forms_of_scripts),
    SS_TEST(what_stands_behind_or_runs_if_the_first_fails),
    SS_TEST(faults_are_told_with_file_and_line),
    SS_TEST(a_command_that_changes_nothing_is_only_a_warning),
    SS_TEST(all_faults_of_a_script_are_told_at_once),
    SS_TEST(a_listing_of_qos_gives_their_limits),
    SS_TEST(a_listing_with_a_strange_column_is_read_with_a_warning),
    SS_TEST(a_listing_without_names_is_refused),
    SS_TEST(the_dump_comes_before_the_scripts),
    SS_TEST(a_site_without_accounts_has_none),
    SS_TEST(a_dump_and_a_listing_go_together),
    SS_TEST(a_real_sites_script_is_read_without_a_finding),
};
SS_TEST_MAIN("accounts", tests)
