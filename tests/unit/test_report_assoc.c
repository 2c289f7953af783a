/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr's lists and dump, to the byte: between the commands recorded in
 * tests/unit/data/sacctmgr, and for the accounts of every recorded case of the oracle (shared
 * records).
 */
#include "configs/accounts.h"
#include "configs/assoc_dump.h"
#include "configs/sacctmgr.h"
#include "sim/report/assoc.h"
#include "tests/support/recorded.h"
#include "tests/support/ss_test.h"

#include <string.h>
#include <unistd.h>

typedef struct {
    SsTresSet  *tres;
    SsAccounts *db;
    SsZone     *zone;
    SsTime      now;
    bool        track_wckey;
} Site;

static void site_clear(Site *site)
{
    ss_accounts_free(site->db);
    ss_tres_set_free(site->tres);
    ss_zone_unref(site->zone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Site, site_clear)

static void site_init(Site *site, const char *cluster, const char *tres)
{
    g_auto(GStrv) extras = g_strsplit(tres, ",", -1);

    site->tres = ss_tres_set_new();
    for (char **extra = extras; *extra != NULL && **extra != '\0'; extra++)
        ss_tres_set_add(site->tres, *extra);
    site->now = 1795392000;
    site->db = ss_accounts_new(cluster, site->tres, site->now);
    site->db->cluster_added = true;
    site->zone = ss_zone_new_utc();
    site->track_wckey = true;
}

static int show(Site *site, char **words, GString *out, GString *err)
{
    const SsReportContext context = { .now = site->now, .zone = site->zone };
    const SsAssocSource   source = { site->db, NULL, site->track_wckey };

    return ss_report_sacctmgr_on(&source, &context, words, out, err);
}

/* --- recorded answers ------------------------------------------------------------------------- */

static void mask(GString *text, const char *pattern, const char *with)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autofree char  *masked = g_regex_replace(regex, text->str, -1, 0, with, 0, NULL);

    g_string_assign(text, masked);
}

static int replay(void *data, char **words, GString *out, GString *err)
{
    Site                   *site = data;
    const SsSacctmgrContext ctx = { .now = ++site->now, .actor = "root" };
    const SsSacctmgrAction  action = ss_sacctmgr_action(words);

    if (action == SS_SACCTMGR_CHANGE || action == SS_SACCTMGR_NONE) {
        ss_sacctmgr_run(site->db, &ctx, words, out, err);
        return SS_RECORDED_SKIP; /* test_sacctmgr.c compares these */
    }
    if (action == SS_SACCTMGR_OTHER)
        return SS_RECORDED_SKIP;
    const int code = show(site, words, out, err);
    mask(out, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\|", "TIME|");
    mask(out, "mod_time=[0-9]+", "mod_time=TIME");
    return code;
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

static void lists_as_recorded(void)
{
    uint32_t n = 0;

    SS_EXPECT_INT(chdir(ss_test_tmp()), 0); /* dumps write their files here */
    for (size_t i = 0; i < G_N_ELEMENTS(recorded); i++) {
        g_auto(Site)     site = { 0 };
        g_autofree char *relative = g_strdup_printf("tests/unit/data/sacctmgr/%s.txt", recorded[i]);
        g_autofree char *path = ss_test_source(relative);

        site_init(&site, "alpha", "gres/gpu,gres/gpu:h100,license/matlab");
        n += ss_recorded_replay(path, replay, &site);
    }
    SS_EXPECT_TRUE(n > 230);
}

/* --- the oracle's cases ----------------------------------------------------------------------- */

static const struct {
    const char *file, *command;
} outputs[] = {
    { "assoc", "-P show association" },
    { "assoc_def",
      "show association format=Cluster,Account,User,Share,GrpJobs,GrpTRES,MaxJobs,MaxTRES,QOS" },
    { "assoc_tree", "show association tree format=Account,User,Share,ParentName,QOS%30" },
    { "assoc_user", "-n -P show association where user=ann format=Account,User,Share,GrpTRES" },
    { "qos", "-P show qos" },
    { "qos_def",
      "show qos format=Name,Priority,Preempt,GrpTRES,MaxTRESPU,MaxJobsPU,MaxWall,Flags,UsageFactor" },
    { "account", "-P show account" },
    { "account_assoc", "-P show account withassoc" },
    { "user", "-P show user" },
    { "user_assoc", "show user withassoc format=User,DefaultAccount,Admin,Account,Share,QOS" },
    { "tres", "-P show tres" },
    { "wckey", "-P show wckey" },
};

/* The value of a key of a slurm.conf, "" if it is not there. */
static char *conf_value(const char *conf, const char *key)
{
    g_autofree char  *pattern = g_strdup_printf("^%s=(\\S*)", key);
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE | G_REGEX_CASELESS, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    return g_regex_match(regex, conf, 0, &match) ? g_match_info_fetch(match, 1) : g_strdup("");
}

static void read_case(Site *site, const char *folder)
{
    g_autofree char  *conf_path = g_build_filename(folder, "slurm.conf", NULL);
    g_autofree char  *conf = ss_test_read(conf_path);
    g_autofree char  *cluster = conf_value(conf, "ClusterName");
    g_autofree char  *tres = conf_value(conf, "AccountingStorageTRES");
    g_autofree char  *track = conf_value(conf, "TrackWCKey");
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    bool              found = false;

    site_init(site, cluster, tres);
    site->track_wckey = g_ascii_strcasecmp(track, "yes") == 0;
    SS_EXPECT_TRUE(ss_accounts_read(folder, NULL, NULL, site->db, &found, diag, &error));
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_TRUE(found);
    SS_EXPECT_UINT(ss_diag_total(diag), 0);
}

static uint32_t compare_output(Site *site, const char *folder, size_t i)
{
    g_autofree char *path = g_strdup_printf("%s/expected/sacctmgr_%s.txt", folder, outputs[i].file);
    g_auto(GStrv)    words = g_strsplit(outputs[i].command, " ", -1);
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return 0;
    g_autofree char *wanted = ss_test_read(path);
    SS_EXPECT_INT(show(site, words, out, err), 0);
    SS_EXPECT_TEXT(err->str, "");
    SS_EXPECT_TEXT(out->str, wanted);
    return 1;
}

/* The log on stderr and the file, as the recording shows them; and the file read back. */
static uint32_t compare_dump(const Site *site, const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "expected", "sacctmgr_dump.txt", NULL);
    g_autofree char *log = ss_assoc_dump_log(site->db);
    g_autofree char *text = ss_assoc_dump_text(site->db);
    g_autofree char *both = g_strconcat(log, text, NULL);

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return 0;
    g_autofree char      *wanted = ss_test_read(path);
    g_autoptr(SsAccounts) back = ss_accounts_new(site->db->cluster, site->tres, 1);
    g_autoptr(SsDiag)     diag = ss_diag_new();
    SS_EXPECT_TEXT(both, wanted);
    SS_EXPECT_TRUE(ss_assoc_dump_read(text, "dump", back, diag, NULL));
    g_autofree char *again = ss_assoc_dump_text(back);
    SS_EXPECT_TEXT(again, text);
    return 1;
}

static void every_case_of_the_oracle_is_listed_as_recorded(void)
{
    g_autofree char *cases = ss_test_shared("oracle/cases");
    uint32_t         n = 0;

    if (cases == NULL)
        return;
    g_autoptr(GDir) dir = g_dir_open(cases, 0, NULL);
    const char     *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_auto(Site)     site = { 0 };
        g_autofree char *folder = g_build_filename(cases, name, NULL);

        read_case(&site, folder);
        for (size_t i = 0; i < G_N_ELEMENTS(outputs); i++)
            n += compare_output(&site, folder, i);
        n += compare_dump(&site, folder);
    }
    SS_EXPECT_TRUE(n >= 97);
}

/* --- the founding example --------------------------------------------------------------------- */

static void run(Site *site, const char *line)
{
    const SsSacctmgrContext ctx = { .now = site->now, .actor = "root", .immediate = true };
    g_auto(GStrv)           words = NULL;
    g_autoptr(GString)      out = g_string_new(NULL), err = g_string_new(NULL);

    g_assert(g_shell_parse_argv(line, NULL, &words, NULL));
    SS_EXPECT_INT(ss_sacctmgr_run(site->db, &ctx, words + 1, out, err), 0);
}

static void the_founding_example_is_shown(void)
{
    g_auto(Site)       site = { 0 };
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_auto(GStrv)      words = g_strsplit(
             "show association user=gildong format=Account,User,Partition,GrpTRES,MaxJobs", " ", -1);

    site_init(&site, "alpha", "gres/gpu");
    run(&site, "sacctmgr add account ai_project");
    run(&site, "sacctmgr add user gildong Account=ai_project");
    run(&site, "sacctmgr modify user gildong set GrpTRES=gres/gpu=2");
    run(&site, "sacctmgr modify account ai_project set MaxJobs=10");
    SS_EXPECT_INT(show(&site, words, out, err), 0);
    SS_EXPECT_TEXT(out->str, "   Account       User  Partition       GrpTRES MaxJobs \n"
                             "---------- ---------- ---------- ------------- ------- \n"
                             "ai_project    gildong               gres/gpu=2      10 \n");
}

static const SsTest tests[] = {
    SS_TEST(lists_as_recorded),
    SS_TEST(every_case_of_the_oracle_is_listed_as_recorded),
    SS_TEST(the_founding_example_is_shown),
};
SS_TEST_MAIN("report_assoc", tests)
