/* SPDX-License-Identifier: Apache-2.0 */
/* Flat files of `sacctmgr dump`: read, written, refused; `load` of 22.05.8 for the words of refusals. */
#include "configs/assoc_dump.h"
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

static gboolean read_text(Fixture *f, const char *text)
{
    fixture_init(f);
    return ss_assoc_dump_read(text, "accounts.dump", f->db, f->diag, &f->error);
}

static void reads_a_tree_with_users_limits_and_texts(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(read_text(
        &f,
        "# a comment\nCluster - 'alpha':Fairshare=3:QOS='normal'\nParent - 'root'\n"
        "User - 'root':DefaultAccount='root':AdminLevel='Administrator':Fairshare=1\n"
        "Account - 'sci':Description='a: b':Organization='Org':Fairshare=10:GrpTRES=cpu=4,mem=2G\n"
        "Parent - 'sci'\n"
        "User - Amy:DefaultAccount='sci':Fairshare=2147483647:MaxWall='01:00:00':MaxJobs=3\n"
        "User - 'bob':AdminLevel=Operator:Coordinator='sci':WCKeys='w1,w2':DefaultWCKey=w2\n"));
    const SsAssocRecord *sci = ss_accounts_assoc(f.db, "sci", "", "");
    const SsAssocRecord *amy = ss_accounts_assoc(f.db, "sci", "amy", "");
    SS_EXPECT_UINT(ss_accounts_root(f.db)->shares, 3);
    SS_EXPECT_TEXT(ss_accounts_account(f.db, "sci")->description, "a: b");
    SS_EXPECT_TEXT(ss_accounts_account(f.db, "sci")->organization, "org");
    SS_EXPECT_UINT(sci->limits.grp_tres[SS_TRES_MEM], 2048);
    SS_EXPECT_UINT(amy->shares, SS_SHARES_PARENT);
    SS_EXPECT_UINT(amy->limits.max_wall, 60);
    SS_EXPECT_TRUE(amy->is_default);
    SS_EXPECT_UINT(ss_accounts_user(f.db, "bob")->admin_level, 2);
    SS_EXPECT_TEXT(ss_accounts_user(f.db, "bob")->default_wckey, "w2");
    SS_EXPECT_TEXT(ss_accounts_account(f.db, "sci")->coordinators->pdata[0], "bob");
    SS_EXPECT_TRUE(ss_accounts_assoc(f.db, "sci", "bob", "")->is_default);
    SS_EXPECT_UINT(ss_diag_total(f.diag), 0);
}

/* lft, rgt and ids as `sacctmgr load` of the same file gave them. */
static void numbers_are_those_of_a_load(void)
{
    static const struct {
        const char *account, *user;
        uint32_t    lft, rgt, id;
    } rows[] = {
        { "root", "", 1, 22, 1 },       { "root", "root", 20, 21, 2 },
        { "borg", "", 2, 3, 3 },        { "klingon", "", 4, 9, 4 },
        { "ufp", "", 10, 19, 5 },       { "klingon", "khaless", 5, 6, 6 },
        { "klingon", "larg", 7, 8, 7 }, { "ufp", "kirk", 11, 12, 8 },
        { "ufp", "uhura", 17, 18, 11 },
    };
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(
        read_text(&f, "Cluster - 'vega':Fairshare=1:QOS='normal'\nParent - 'root'\n"
                      "User - 'root':DefaultAccount='root':AdminLevel='Administrator':Fairshare=1\n"
                      "Account - 'borg':Fairshare=1000\nAccount - 'klingon':Fairshare=1000\n"
                      "Account - 'ufp':Fairshare=8000\nParent - 'klingon'\n"
                      "User - 'khaless':DefaultAccount='klingon':Fairshare=20\n"
                      "User - 'larg':DefaultAccount='klingon':Fairshare=80\nParent - 'ufp'\n"
                      "User - 'kirk':DefaultAccount='ufp'\nUser - 'spock':DefaultAccount='ufp'\n"
                      "User - 'sulu':DefaultAccount='ufp'\nUser - 'uhura':DefaultAccount='ufp'\n"));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SsAssocRecord *assoc = ss_accounts_assoc(f.db, rows[i].account, rows[i].user, "");
        SS_EXPECT_UINT(assoc->lft, rows[i].lft);
        SS_EXPECT_UINT(assoc->rgt, rows[i].rgt);
        SS_EXPECT_UINT(assoc->id, rows[i].id);
    }
    SS_EXPECT_TEXT(ss_diag_at(f.diag, 0)->code, "SC0725"); /* another cluster's name is told */
    SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_NOTE), 1);
}

static void qos_that_are_only_named_are_made_with_a_warning(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(read_text(&f, "Cluster - 'alpha':DefaultQOS='general':QOS='normal'\n"
                                 "Parent - 'root'\nAccount - 'a':QOS='debug,general'\n"));
    SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_WARNING), 2);
    SS_EXPECT_CONTAINS(ss_diag_at(f.diag, 0)->text, "'general'");
    SS_EXPECT_UINT(ss_diag_at(f.diag, 1)->place.line, 3);
    SS_EXPECT_NOT_NULL(ss_accounts_qos(f.db, "debug"));
}

static const struct {
    const char *text;
    uint32_t    line;
    const char *message;
} faulty[] = {
    { "Cluster - 'a'\nParent - 'nosuch'\nUser - 'u'\n", 2,
      "line(2) You need to add this parent (nosuch) as a child before you can add children to it." },
    { "Parent - 'root'\nUser - 'u'\n", 1, "You need to specify a cluster name first" },
    { "Cluster - 'a'\nFoo - 'bar'\n", 2, "Misformatted line(2): Foo - 'bar'" },
    { "Cluster - 'a'\nParent - root\nAccount - 'n':Foo=3\n", 3, "Unknown option: Foo=3" },
    { "Cluster - 'a'\nParent - root\nAccount - 'n':MaxWall=01:00:00\n", 3,
      "Bad format on 00: End your option with an '=' sign" },
    { "Cluster - 'a'\nParent - root\nAccount - 'n':GrpTRES=gres/foo=1\n", 3,
      "no TRES known by type gres/foo" },
    { "Cluster - 'a'\nCluster - 'b'\n", 2, "one cluster at a time" },
    { "Cluster - 'a'\nParent - root\nAccount - 'n':MaxJobs=many\n", 3,
      "Invalid value for MaxJobs (many)" },
};

static void faults_are_told_with_their_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(faulty); i++) {
        g_auto(Fixture) f = { 0 };

        SS_EXPECT_FALSE(read_text(&f, faulty[i].text));
        SS_EXPECT_TRUE(g_error_matches(f.error, SS_CONF_ERROR, SS_CONF_ERROR_FAULTY));
        SS_EXPECT_UINT(ss_diag_count(f.diag, SS_SEVERITY_ERROR), 1);
        SS_EXPECT_CONTAINS(ss_diag_at(f.diag, 0)->text, faulty[i].message);
        SS_EXPECT_UINT(ss_diag_at(f.diag, 0)->place.line, faulty[i].line);
    }
}

static void a_file_without_a_cluster_is_no_dump(void)
{
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_FALSE(read_text(&f, "# nothing\n"));
    SS_EXPECT_ERROR(f.error, "not a sacctmgr dump");
    SS_EXPECT_TRUE(ss_assoc_dump_looks_like("# c\n\nCluster - 'a'\n"));
    SS_EXPECT_FALSE(ss_assoc_dump_looks_like("sacctmgr add cluster a\n"));
    SS_EXPECT_FALSE(ss_assoc_dump_looks_like("clusters - a\n"));
    SS_EXPECT_FALSE(ss_assoc_dump_looks_like(""));
}

static void what_is_written_reads_back_the_same(void)
{
    static const char text[] =
        "Cluster - 'alpha':Fairshare=1:QOS='normal'\n"
        "Parent - 'root'\n"
        "User - 'root':DefaultAccount='root':AdminLevel='Administrator':Fairshare=1\n"
        "Account - 'a':Description='a':Organization='a':Fairshare=1:GrpTRESMins=cpu=3:"
        "GrpTRESRunMins=cpu=2:GrpTRES=cpu=4,mem=2G:GrpJobs=3:GrpJobsAccrue=4:GrpSubmitJobs=5:GrpWall=60:"
        "MaxTRESMinsPerJob=cpu=4:MaxTRESRunMins=cpu=5:MaxTRESPerJob=cpu=2:MaxTRESPerNode=cpu=6:MaxJobs=3:"
        "MaxJobsAccrue=5:MaxSubmitJobs=6:MaxWallDurationPerJob=90:Priority=3:QOS='normal'\n"
        "Parent - 'a'\n"
        "User - 'u':Partition='batch':DefaultAccount='a':DefaultWCKey='w':AdminLevel='Operator':"
        "Coordinator='a':WCKeys='v,w':Fairshare=2147483647:QOS='-normal'\n";
    g_auto(Fixture) f = { 0 };

    SS_EXPECT_TRUE(read_text(&f, text));
    g_autofree char *log = ss_assoc_dump_log(f.db);
    g_autofree char *written = ss_assoc_dump_text(f.db);
    SS_EXPECT_TRUE(g_str_has_suffix(written, text));
    SS_EXPECT_TRUE(g_str_has_prefix(log, "sacctmgr: Cluster - 'alpha':Fairshare=1:QOS='normal'\n"));
}

/* --- sacctmgr load ---------------------------------------------------------------------------- */

static int load(Fixture *f, const char *words, GString *out, GString *err)
{
    const SsSacctmgrContext ctx = { .actor = "root", .immediate = true };
    g_auto(GStrv)           list = g_strsplit(words, " ", -1);

    return ss_sacctmgr_run(f->db, &ctx, list, out, err);
}

static void load_adds_what_is_new_and_changes_what_differs(void)
{
    g_auto(Fixture)    f = { 0 };
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autofree char   *path = ss_test_file("load.cfg", "Cluster - 'alpha'\nParent - 'root'\n"
                                                         "Account - 'a':Fairshare=7\nParent - 'a'\n"
                                                         "User - 'u':DefaultAccount='a'\n");
    g_autofree char   *words = g_strconcat("load file=", path, NULL);

    fixture_init(&f);
    SS_EXPECT_INT(load(&f, words, out, err), 0);
    SS_EXPECT_TEXT(out->str, "For cluster alpha\n");
    SS_EXPECT_UINT(ss_accounts_assoc(f.db, "a", "", "")->shares, 7);
    ss_accounts_assoc(f.db, "a", "", "")->shares = 1;
    SS_EXPECT_INT(load(&f, words, out, err), 0);
    SS_EXPECT_UINT(ss_accounts_assoc(f.db, "a", "", "")->shares, 7);
    SS_EXPECT_TEXT(out->str, "For cluster alpha\nFor cluster alpha\n Nothing new added.\n");
}

static void load_clean_begins_anew(void)
{
    g_auto(Fixture)    f = { 0 };
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autofree char   *path =
        ss_test_file("clean.cfg", "Cluster - 'alpha'\nParent - 'root'\nAccount - 'b'\n");
    g_autofree char *words = g_strconcat("load clean ", path, NULL);

    SS_EXPECT_TRUE(
        read_text(&f, "Cluster - 'alpha'\nParent - 'root'\nAccount - 'a'\nAccount - 'c'\n"));
    SS_EXPECT_INT(load(&f, words, out, err), 0);
    SS_EXPECT_NULL(ss_accounts_assoc(f.db, "a", "", ""));
    SS_EXPECT_UINT(ss_accounts_assoc(f.db, "b", "", "")->id, 3);
    SS_EXPECT_NOT_NULL(ss_accounts_account(f.db, "a")); /* the account itself stays */
}

static void load_refuses_in_the_real_tools_words(void)
{
    g_auto(Fixture)    f = { 0 };
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autofree char   *path = ss_test_file("bad.cfg", "Cluster - 'alpha'\nParent - root\n"
                                                        "Account - 'n3':QOS=nosuch\n");
    g_autofree char   *words = g_strconcat("load ", path, NULL);

    fixture_init(&f);
    SS_EXPECT_INT(load(&f, words, out, err), 1);
    SS_EXPECT_TEXT(out->str, "For cluster alpha\n");
    SS_EXPECT_TEXT(err->str,
                   "sacctmgr: error: You gave a bad qos 'nosuch'. Valid QOS's are normal\n"
                   " Unknown option: QOS=nosuch\n Problem with line(3)\n"
                   " Problem with requests: Unspecified error\n");
    SS_EXPECT_NULL(ss_accounts_account(f.db, "n3"));
}

static const SsTest tests[] = {
    SS_TEST(reads_a_tree_with_users_limits_and_texts),
    SS_TEST(numbers_are_those_of_a_load),
    SS_TEST(qos_that_are_only_named_are_made_with_a_warning),
    SS_TEST(faults_are_told_with_their_line),
    SS_TEST(a_file_without_a_cluster_is_no_dump),
    SS_TEST(what_is_written_reads_back_the_same),
    SS_TEST(load_adds_what_is_new_and_changes_what_differs),
    SS_TEST(load_clean_begins_anew),
    SS_TEST(load_refuses_in_the_real_tools_words),
};
SS_TEST_MAIN("assoc_dump", tests)
