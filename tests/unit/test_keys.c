/* SPDX-License-Identifier: Apache-2.0 */
#include "configs/keys.h"
#include "configs/sched_params.h"
#include "sim/model/node.h"
#include "sim/model/partition.h"
#include "sim/model/tres.h"
#include "tests/support/ss_test.h"

#include <string.h>

static void rows_are_sorted_unique_and_documented(void)
{
    size_t           n;
    const SsConfKey *keys = ss_conf_keys(&n);

    SS_EXPECT_TRUE(n > 350);
    for (size_t i = 0; i < n; i++) {
        const SsConfKey *key = &keys[i];

        ss_expect(key->doc != NULL && g_str_has_suffix(key->doc, "."), __FILE__, __LINE__,
                  "%s has no sentence", key->name);
        ss_expect((key->kind == SS_KIND_SPECIAL) == (key->read != NULL), __FILE__, __LINE__,
                  "%s: reader", key->name);
        ss_expect((key->kind == SS_KIND_ENUM) == (key->words != NULL), __FILE__, __LINE__,
                  "%s: words", key->name);
        ss_expect(key->life != SS_LIFE_OLD_NAME || ss_conf_key(key->scope, key->alias) != NULL,
                  __FILE__, __LINE__, "%s: alias", key->name);
        ss_expect(key->effect != SS_KEY_SIMULATED || key->life <= SS_LIFE_OLD_NAME, __FILE__,
                  __LINE__, "%s is simulated and not current", key->name);
        if (i > 0 && keys[i - 1].scope == key->scope)
            ss_expect(g_ascii_strcasecmp(keys[i - 1].name, key->name) < 0, __FILE__, __LINE__,
                      "%s stands before %s", keys[i - 1].name, key->name);
        SS_EXPECT_TRUE(ss_conf_key(key->scope, key->name) == key);
    }
}

/* The documents' defaults are the ones the simulator starts with. */
static void fallbacks_read_as_the_built_in_defaults(void)
{
    size_t           n;
    const SsConfKey *keys = ss_conf_keys(&n);

    for (size_t i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;
        SsSettings        settings, fresh;

        if (keys[i].scope != SS_SCOPE_GLOBAL || keys[i].fallback == NULL
            || keys[i].kind == SS_KIND_RECORD)
            continue;
        ss_settings_init(&settings);
        ss_settings_init(&fresh);
        ss_expect(ss_settings_set(&settings, keys[i].name, keys[i].fallback, &error), __FILE__,
                  __LINE__, "%s=%s: %s", keys[i].name, keys[i].fallback,
                  error != NULL ? error->message : "");
        g_autofree char *after = ss_settings_text(&settings, keys[i].name);
        g_autofree char *before = ss_settings_text(&fresh, keys[i].name);
        ss_expect(g_strcmp0(after, before) == 0, __FILE__, __LINE__,
                  "%s: the document says %s, the simulator starts with %s", keys[i].name, after,
                  before);
        ss_settings_clear(&settings);
        ss_settings_clear(&fresh);
    }
}

static void values_are_read_and_shown_as_slurm_does(void)
{
    static const struct {
        const char *key, *value, *shown;
    } cases[] = {
        { "KillWait", "0x10", "16 sec" },
        { "KillWait", "010", "8 sec" },
        { "killwait", "+3", "3 sec" },
        { "OverTimeLimit", "UNLIMITED", "UNLIMITED" },
        { "OverTimeLimit", "5", "5 min" },
        { "MaxJobCount", "2k", "2048" },
        { "DefMemPerNode", "UNLIMITED", "UNLIMITED" },
        { "DefMemPerCPU", "4K", "4096" },
        { "PriorityFavorSmall", "up", "Yes" },
        { "PriorityDecayHalfLife", "1:30", "00:02:00" },
        { "PriorityDecayHalfLife", "UNLIMITED", "49710-06:27:16" },
        { "PriorityMaxAge", "90", "01:30:00" },
        { "PriorityCalcPeriod", "10", "00:10:00" },
        { "PreemptExemptTime", "1:30", "00:01:30" },
        { "JobRequeue", "7", "1" },
        { "ClusterName", "Alpha", "alpha" },
        { "SchedulerTimeSlice", "2", "30 sec" },
        { "EnforcePartLimits", "yes", "ANY" },
        { "PreemptMode", "SUSPEND,GANG", "GANG,SUSPEND" },
        { "PreemptMode", "REQUEUE,within", "WITHIN,REQUEUE" },
        { "PreemptMode", "off,gang", "GANG" },
        { "PreemptType", "preempt/qos", "preempt/qos" },
        { "PriorityFlags", "FAIR_TREE,NO_NORMAL_PART", "NO_NORMAL_ALL" },
        { "PriorityFlags", "DEPTH_OBLIVIOUS", "DEPTH_OBLIVIOUS,NO_FAIR_TREE" },
        { "PriorityFlags", "xNO_FAIR_TREEx", "NO_FAIR_TREE" },
        { "PriorityFlags",
          "MAX_TRES,CALCULATE_RUNNING,INCR_ONLY,ACCRUE_ALWAYS,SMALL_RELATIVE_TO_TIME,"
          "NO_NORMAL_QOS",
          "ACCRUE_ALWAYS,SMALL_RELATIVE_TO_TIME,CALCULATE_RUNNING,INCR_ONLY,MAX_TRES,"
          "NO_NORMAL_ALL" },
        { "SelectTypeParameters", "cr_core,", "CR_CORE" },
        { "SelectTypeParameters",
          "CR_Memory,CR_LLN,CR_PACK_NODES,CR_ONE_TASK_PER_CORE,CR_CORE_DEFAULT_DIST_BLOCK",
          "CR_MEMORY,CR_ONE_TASK_PER_CORE,CR_CORE_DEFAULT_DIST_BLOCK,CR_LLN,CR_PACK_NODES" },
        { "AccountingStorageEnforce", "safe,qos", "associations,limits,qos,safe" },
        { "AccountingStorageEnforce", "2", "associations,limits" },
        { "AccountingStorageEnforce", "all", "associations,limits,qos,safe,wckeys" },
        { "PriorityUsageResetPeriod", "monthly", "MONTHLY" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        SsSettings        settings;

        ss_settings_init(&settings);
        SS_EXPECT_TRUE(ss_settings_set(&settings, cases[i].key, cases[i].value, &error));
        SS_EXPECT_NO_ERROR(error);
        g_autofree char *shown = ss_settings_text(&settings, cases[i].key);
        SS_EXPECT_TEXT(shown, cases[i].shown);
        ss_settings_clear(&settings);
    }
}

static void refusals_are_in_slurms_words(void)
{
    static const struct {
        SsKeyScope  scope;
        const char *key, *value, *words;
    } cases[] = {
        { SS_SCOPE_NODE, "CPUs", "-4", "CPUs value (-4) is less than zero" },
        { SS_SCOPE_NODE, "cpus", "70000", "CPUs value (70000) is greater than 65535" },
        { SS_SCOPE_NODE, "CPUs", "08", "CPUs value (08) is not a valid number" },
        { SS_SCOPE_NODE, "RealMemory", "64G", "RealMemory value (64G) is not a valid number" },
        { SS_SCOPE_PARTITION, "Default", "maybe",
          "\"maybe\" is not a valid option for \"Default\"" },
        { SS_SCOPE_PARTITION, "MaxTime", "1-2-3", "Bad value \"1-2-3\" for MaxTime" },
        { SS_SCOPE_PARTITION, "OverSubscribe", "foo", "Bad value \"foo\" for OverSubscribe" },
        { SS_SCOPE_PARTITION, "State", "foo", "Bad value \"foo\" for State" },
        { SS_SCOPE_NODE, "State", "foo", "Invalid state foo" },
        { SS_SCOPE_GLOBAL, "PriorityCalcPeriod", "0", "Bad value \"0\" for PriorityCalcPeriod" },
        { SS_SCOPE_GLOBAL, "EnforcePartLimits", "foo", "Bad EnforcePartLimits: foo" },
        { SS_SCOPE_GLOBAL, "SelectTypeParameters", "CR_Core,CR_Memory", "Bad SelectTypeParameter" },
        { SS_SCOPE_GLOBAL, "DebugFlags", "Backfill,Foo", "Invalid DebugFlag: Foo" },
        { SS_SCOPE_GLOBAL, "FirstJobId", "0", "out of range" },
        { SS_SCOPE_GLOBAL, "PreemptMode", "CANCEL,REQUEUE", "one of CANCEL" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SsConfKey  *key = ss_conf_key(cases[i].scope, cases[i].key);
        g_autoptr(GError) error = NULL;

        if (!SS_EXPECT_NOT_NULL(key))
            continue;
        SS_EXPECT_FALSE(ss_conf_key_check(key, cases[i].value, &error));
        SS_EXPECT_ERROR(error, cases[i].words);
        SS_EXPECT_TRUE(g_error_matches(error, SS_CONF_ERROR, SS_CONF_ERROR_VALUE));
    }
}

static void a_refused_value_changes_nothing(void)
{
    g_autoptr(GError) error = NULL;
    SsSettings        settings;

    ss_settings_init(&settings);
    SS_EXPECT_FALSE(ss_settings_set(&settings, "KillWait", "abc", &error));
    SS_EXPECT_UINT(settings.kill_wait, 30);
    g_clear_error(&error);
    SS_EXPECT_FALSE(ss_settings_set(&settings, "PriorityWeigthAge", "1", &error));
    SS_EXPECT_TRUE(g_error_matches(error, SS_CONF_ERROR, SS_CONF_ERROR_KEY));
    SS_EXPECT_ERROR(error, "PriorityWeightAge");
    g_clear_error(&error);
    SS_EXPECT_FALSE(ss_settings_set(&settings, "NodeName", "n1", &error));
    ss_settings_clear(&settings);
}

static void lists_and_records_are_stored_by_row(void)
{
    SsPartition part = { 0 };

    SS_EXPECT_TRUE(ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "AllowAccounts"),
                                     "Physics, Chem,", &part, NULL));
    SS_EXPECT_TEXT(part.allow_accounts[0], "physics");
    SS_EXPECT_TEXT(part.allow_accounts[1], "chem");
    SS_EXPECT_NULL(part.allow_accounts[2]);
    SS_EXPECT_TRUE(
        ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "AllowAccounts"), "all", &part, NULL));
    SS_EXPECT_NULL(part.allow_accounts);
    ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "MaxTime"), "1:30", &part, NULL);
    SS_EXPECT_UINT(part.max_time, 2);
    ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "MaxTime"), "UNLIMITED", &part, NULL);
    SS_EXPECT_UINT(part.max_time, SS_NO_LIMIT);
    ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "QOS"), "High", &part, NULL);
    SS_EXPECT_TEXT(part.qos_name, "high");
    ss_conf_key_store(ss_conf_key(SS_SCOPE_PARTITION, "PriorityTier"), "65535", &part, NULL);
    SS_EXPECT_UINT(part.priority_tier, 65535);
    ss_partition_clear(&part);
}

static void typing_errors_find_the_key_that_was_meant(void)
{
    static const struct {
        const char *typed, *meant;
    } cases[] = {
        { "PriorityWeightFairShares", "PriorityWeightFairshare" },
        { "SchedulerParameter", "SchedulerParameters" },
        { "ClusterNmae", "ClusterName" },
        { "Zzzzzzzz", NULL },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SsConfKey *near = ss_conf_key_nearest(SS_SCOPE_GLOBAL, cases[i].typed);
        SS_EXPECT_TEXT(near != NULL ? near->name : NULL, cases[i].meant);
    }
}

/* --- against the shared lists of keys ----------------------------------------------------------------- */

static SsKeyScope scope_of(const char *name)
{
    static const char *const names[SS_N_SCOPES] = {
        [SS_SCOPE_GLOBAL] = "global",
        [SS_SCOPE_NODE] = "NodeName",
        [SS_SCOPE_PARTITION] = "PartitionName",
        [SS_SCOPE_NODESET] = "NodeSet",
        [SS_SCOPE_DOWN_NODES] = "DownNodes",
        [SS_SCOPE_FRONTEND] = "FrontendName",
        [SS_SCOPE_POWER_ACTION] = "PowerAction",
        [SS_SCOPE_GRES_CONF] = "gres.conf",
        [SS_SCOPE_GRES] = "gres.conf line",
        [SS_SCOPE_TOPOLOGY] = "topology.conf",
        [SS_SCOPE_SWITCH] = "SwitchName",
        [SS_SCOPE_BLOCK] = "BlockName",
        [SS_SCOPE_RING] = "RingName",
    };

    for (int i = 0; i < SS_N_SCOPES; i++) {
        if (strcmp(names[i], name) == 0)
            return (SsKeyScope) i;
    }
    return SS_SCOPE_GLOBAL; /* "any file" */
}

static char **shared_rows(const char *relative)
{
    g_autofree char *path = ss_test_shared(relative);
    g_autofree char *text = path != NULL ? ss_test_read(path) : NULL;

    return text != NULL ? g_strsplit(text, "\n", -1) : NULL;
}

static void every_key_of_slurm_has_a_row(void)
{
    g_auto(GStrv) rows = shared_rows("spec/slurm_conf_keys.csv");

    for (guint i = 1; rows != NULL && rows[i] != NULL && *rows[i] != '\0'; i++) {
        g_auto(GStrv) fields = g_strsplit(rows[i], ",", 3);
        ss_expect(ss_conf_key(scope_of(fields[1]), fields[0]) != NULL, __FILE__, __LINE__,
                  "%s of %s has no row", fields[0], fields[1]);
    }
}

static void every_option_of_slurm_has_a_row(void)
{
    g_auto(GStrv) rows = shared_rows("spec/scheduler_parameters.csv");

    for (guint i = 1; rows != NULL && rows[i] != NULL && *rows[i] != '\0'; i++) {
        g_auto(GStrv)       fields = g_strsplit(rows[i], ",", 4);
        const SsConfOption *option = ss_conf_option(fields[0], fields[1]);

        if (ss_expect(option != NULL, __FILE__, __LINE__, "%s of %s has no row", fields[1],
                      fields[0]))
            ss_expect(strcmp(fields[2], "26.05") != 0 || option->life == SS_LIFE_NEWER, __FILE__,
                      __LINE__, "%s is of 26.05", fields[1]);
    }
}

static const SsTest tests[] = {
    SS_TEST(rows_are_sorted_unique_and_documented),
    SS_TEST(fallbacks_read_as_the_built_in_defaults),
    SS_TEST(values_are_read_and_shown_as_slurm_does),
    SS_TEST(refusals_are_in_slurms_words),
    SS_TEST(a_refused_value_changes_nothing),
    SS_TEST(lists_and_records_are_stored_by_row),
    SS_TEST(typing_errors_find_the_key_that_was_meant),
    SS_TEST(every_key_of_slurm_has_a_row),
    SS_TEST(every_option_of_slurm_has_a_row),
};
SS_TEST_MAIN("keys", tests)
