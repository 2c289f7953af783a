/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_config.c - scontrol show config.
 *
 * One line a key in Slurm's order, found in this order: what the run itself knows (its start, the next job
 * id), the effective settings, what slurm.conf says, the default below. Keys that no simulation heeds are
 * printed as they were given, in the form that Slurm gives numbers ("10 sec").
 */
#include "sim/report/control_parts.h"

#include "configs/keys.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

#include <string.h>

typedef struct {
    SsControl *control;
    SsSettings settings;
    SsRows    *given; /* SsConfRow */
} View;

typedef char *(*Special)(const View *view);

/* The value that slurm.conf gives; the last one counts. */
static const char *given_text(const View *view, const char *key)
{
    const SsConfRow *rows = view->given->at;
    const char      *text = NULL;

    for (uint32_t i = 0; i < view->given->n; i++) {
        if (g_ascii_strcasecmp(rows[i].key, key) == 0)
            text = rows[i].value;
    }
    return text;
}

/* --- what the run knows ------------------------------------------------------------------------------- */

static int64_t number_of(const View *view, const char *sql)
{
    SsQuery *query = ss_query_new(view->control->ledger, sql);
    int64_t  value = ss_query_next(query) ? ss_query_get_int(query, 0) : 0;

    ss_query_close(query, NULL);
    return value;
}

static int64_t node_count(const View *view)
{
    return number_of(view, "SELECT count(*) FROM node");
}

static char *node_count_text(const View *view)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, node_count(view));
}

static char *boot_text(const View *view)
{
    return g_strdup(
        ss_control_time(view->control, ss_ledger_get_int(view->control->ledger, "started", 0)));
}

/* Imported history has ids of its own: the controller counts on from its first. */
static char *next_job_text(const View *view)
{
    int64_t last =
        number_of(view, "SELECT max(id_job) FROM job WHERE time_submit >="
                        " (SELECT CAST(value AS INTEGER) FROM run WHERE key = 'started')");

    return g_strdup_printf("%" G_GINT64_FORMAT,
                           MAX(last + 1, (int64_t) view->settings.first_job_id));
}

/* Room for messages to the database: two a job, four a node, at least ten thousand. */
static char *messages_text(const View *view)
{
    int64_t room = 2 * (int64_t) view->settings.max_job_count + 4 * node_count(view);

    return g_strdup_printf("%" G_GINT64_FORMAT, MAX(room, 10000));
}

static char *tres_list_text(const View *view)
{
    const SsTresSet *set = view->control->tres;
    GString         *text = g_string_new(NULL);

    for (uint32_t i = 0; i < set->n; i++)
        g_string_append_printf(text, "%s%s", i ? "," : "", set->at[i].text);
    return g_string_free(text, FALSE);
}

static char *host_text(const View *view)
{
    const char *given = given_text(view, "SlurmctldHost[0]");

    return g_strdup(given ? given : "localhost");
}

/* name(uid); Debian's slurm has 64030. */
static char *with_uid(const char *user)
{
    return user == NULL || strcmp(user, "root") == 0 ? g_strdup("root(0)")
           : strcmp(user, "slurm") == 0              ? g_strdup("slurm(64030)")
                                                     : g_strdup(user);
}

static char *slurm_user_text(const View *view)
{
    return with_uid(given_text(view, "SlurmUser"));
}

static char *slurmd_user_text(const View *view)
{
    return with_uid(given_text(view, "SlurmdUser"));
}

/* DefCpuPerGPU and DefMemPerGPU of all partitions, as one. */
static char *job_defaults_text(const View *view)
{
    const uint64_t     cpus = view->settings.def_cpu_per_gpu, mem = view->settings.def_mem_per_gpu;
    g_autoptr(GString) text = g_string_new(NULL);

    if (cpus)
        g_string_append_printf(text, "DefCpuPerGPU=%" G_GUINT64_FORMAT, cpus);
    if (mem)
        g_string_append_printf(text, "%sDefMemPerGPU=%" G_GUINT64_FORMAT, cpus ? "," : "", mem);
    return text->len > 0 ? g_strdup(text->str) : NULL;
}

/* The file that the site was read from, as it was named. */
static char *conf_text(const View *view)
{
    const char *site = ss_ledger_get(view->control->ledger, "run.site");

    if (site == NULL)
        return NULL;
    return g_str_has_suffix(site, ".conf") ? g_strdup(site)
                                           : g_build_filename(site, "slurm.conf", NULL);
}

static const struct {
    const char *key;
    Special     text;
} specials[] = {
    { "AccountingStorageTRES", tres_list_text },
    { "BOOT_TIME", boot_text },
    { "JobDefaults", job_defaults_text },
    { "MaxDBDMsgs", messages_text },
    { "MaxNodeCount", node_count_text },
    { "NEXT_JOB_ID", next_job_text },
    { "SlurmctldHost[0]", host_text },
    { "SlurmdUser", slurmd_user_text },
    { "SlurmUser", slurm_user_text },
    { "SLURM_CONF", conf_text },
};

/* --- keys in Slurm's order ---------------------------------------------------------------------------- */

typedef struct {
    const char *key, *fallback;
    const char *unit; /* behind a bare number; NULL */
} Line;

/* clang-format off */
static const Line lines[] = {
    { "AccountingStorageBackupHost", "(null)", NULL },
    { "AccountingStorageEnforce", "none", NULL },
    { "AccountingStorageHost", "localhost", NULL },
    { "AccountingStorageExternalHost", "(null)", NULL },
    { "AccountingStorageParameters", "(null)", NULL },
    { "AccountingStoragePort", "6819", NULL },
    { "AccountingStorageTRES", "cpu,mem,energy,node,billing,fs/disk,vmem,pages,gres/gpu,gres/gpu:h100", NULL },
    { "AccountingStorageType", "accounting_storage/slurmdbd", NULL },
    { "AccountingStorageUser", "N/A", NULL },
    { "AccountingStoreFlags", "(null)", NULL },
    { "AcctGatherEnergyType", "acct_gather_energy/none", NULL },
    { "AcctGatherFilesystemType", "acct_gather_filesystem/none", NULL },
    { "AcctGatherInterconnectType", "acct_gather_interconnect/none", NULL },
    { "AcctGatherNodeFreq", "0 sec", " sec" },
    { "AcctGatherProfileType", "acct_gather_profile/none", NULL },
    { "AllowSpecResourcesUsage", "No", NULL },
    { "AuthAltTypes", "(null)", NULL },
    { "AuthAltParameters", "(null)", NULL },
    { "AuthInfo", "(null)", NULL },
    { "AuthType", "auth/munge", NULL },
    { "BatchStartTimeout", "10 sec", " sec" },
    { "BcastExclude", "/lib,/usr/lib,/lib64,/usr/lib64", NULL },
    { "BcastParameters", "(null)", NULL },
    { "BOOT_TIME", "2026-02-16T09:20:00", NULL },
    { "BurstBufferType", "(null)", NULL },
    { "CliFilterPlugins", "(null)", NULL },
    { "ClusterName", "volta", NULL },
    { "CommunicationParameters", "(null)", NULL },
    { "CompleteWait", "0 sec", " sec" },
    { "CoreSpecPlugin", "core_spec/none", NULL },
    { "CpuFreqDef", "Unknown", NULL },
    { "CpuFreqGovernors", "OnDemand,Performance,UserSpace", NULL },
    { "CredType", "cred/munge", NULL },
    { "DebugFlags", "(null)", NULL },
    { "DefMemPerNode", "UNLIMITED", NULL },
    { "DependencyParameters", "(null)", NULL },
    { "DisableRootJobs", "No", NULL },
    { "EioTimeout", "60", NULL },
    { "EnforcePartLimits", "NO", NULL },
    { "Epilog", "(null)", NULL },
    { "EpilogMsgTime", "2000 usec", " usec" },
    { "EpilogSlurmctld", "(null)", NULL },
    { "ExtSensorsType", "ext_sensors/none", NULL },
    { "ExtSensorsFreq", "0 sec", " sec" },
    { "FairShareDampeningFactor", "1", NULL },
    { "FederationParameters", "(null)", NULL },
    { "FirstJobId", "1", NULL },
    { "GetEnvTimeout", "2 sec", " sec" },
    { "GresTypes", "gpu", NULL },
    { "GpuFreqDef", "high,memory=high", NULL },
    { "GroupUpdateForce", "1", NULL },
    { "GroupUpdateTime", "600 sec", " sec" },
    { "HASH_VAL", "Match", NULL },
    { "HealthCheckInterval", "0 sec", " sec" },
    { "HealthCheckNodeState", "ANY", NULL },
    { "HealthCheckProgram", "(null)", NULL },
    { "InactiveLimit", "0 sec", " sec" },
    { "InteractiveStepOptions", "--interactive --preserve-env --pty $SHELL", NULL },
    { "JobAcctGatherFrequency", "30", NULL },
    { "JobAcctGatherType", "jobacct_gather/none", NULL },
    { "JobAcctGatherParams", "(null)", NULL },
    { "JobCompHost", "localhost", NULL },
    { "JobCompLoc", "/var/log/slurm_jobcomp.log", NULL },
    { "JobCompPort", "0", NULL },
    { "JobCompType", "jobcomp/none", NULL },
    { "JobCompUser", "root", NULL },
    { "JobContainerType", "job_container/none", NULL },
    { "JobCredentialPrivateKey", "(null)", NULL },
    { "JobCredentialPublicCertificate", "(null)", NULL },
    { "JobDefaults", "(null)", NULL },
    { "JobFileAppend", "0", NULL },
    { "JobRequeue", "1", NULL },
    { "JobSubmitPlugins", "(null)", NULL },
    { "KillOnBadExit", "0", NULL },
    { "KillWait", "30 sec", " sec" },
    { "LaunchParameters", "(null)", NULL },
    { "LaunchType", "launch/slurm", NULL },
    { "Licenses", "(null)", NULL },
    { "LogTimeFormat", "iso8601_ms", NULL },
    { "MailDomain", "(null)", NULL },
    { "MailProg", "/usr/bin/mail", NULL },
    { "MaxArraySize", "1001", NULL },
    { "MaxDBDMsgs", "20028", NULL },
    { "MaxJobCount", "10000", NULL },
    { "MaxJobId", "67043328", NULL },
    { "MaxMemPerNode", "UNLIMITED", NULL },
    { "MaxNodeCount", "7", NULL },
    { "MaxStepCount", "40000", NULL },
    { "MaxTasksPerNode", "512", NULL },
    { "MCSPlugin", "mcs/none", NULL },
    { "MCSParameters", "(null)", NULL },
    { "MessageTimeout", "10 sec", " sec" },
    { "MinJobAge", "300 sec", " sec" },
    { "MpiDefault", "none", NULL },
    { "MpiParams", "(null)", NULL },
    { "MULTIPLE_SLURMD", "Yes", NULL },
    { "NEXT_JOB_ID", "6", NULL },
    { "NodeFeaturesPlugins", "(null)", NULL },
    { "OverTimeLimit", "0 min", " min" },
    { "PluginDir", "/usr/lib/x86_64-linux-gnu/slurm-wlm", NULL },
    { "PlugStackConfig", "(null)", NULL },
    { "PowerParameters", "(null)", NULL },
    { "PowerPlugin", "", NULL },
    { "PreemptMode", "OFF", NULL },
    { "PreemptType", "preempt/none", NULL },
    { "PreemptExemptTime", "00:00:00", NULL },
    { "PrEpParameters", "(null)", NULL },
    { "PrEpPlugins", "prep/script", NULL },
    { "PriorityParameters", "(null)", NULL },
    { "PrioritySiteFactorParameters", "(null)", NULL },
    { "PrioritySiteFactorPlugin", "(null)", NULL },
    { "PriorityDecayHalfLife", "7-00:00:00", NULL },
    { "PriorityCalcPeriod", "00:05:00", NULL },
    { "PriorityFavorSmall", "No", NULL },
    { "PriorityFlags", "", NULL },
    { "PriorityMaxAge", "7-00:00:00", NULL },
    { "PriorityUsageResetPeriod", "NONE", NULL },
    { "PriorityType", "priority/multifactor", NULL },
    { "PriorityWeightAge", "5000", NULL },
    { "PriorityWeightAssoc", "0", NULL },
    { "PriorityWeightFairShare", "50000", NULL },
    { "PriorityWeightJobSize", "2000", NULL },
    { "PriorityWeightPartition", "1000", NULL },
    { "PriorityWeightQOS", "20000", NULL },
    { "PriorityWeightTRES", "(null)", NULL },
    { "PrivateData", "none", NULL },
    { "ProctrackType", "proctrack/cgroup", NULL },
    { "Prolog", "(null)", NULL },
    { "PrologEpilogTimeout", "65534", NULL },
    { "PrologSlurmctld", "(null)", NULL },
    { "PrologFlags", "(null)", NULL },
    { "PropagatePrioProcess", "0", NULL },
    { "PropagateResourceLimits", "ALL", NULL },
    { "PropagateResourceLimitsExcept", "(null)", NULL },
    { "RebootProgram", "(null)", NULL },
    { "ReconfigFlags", "(null)", NULL },
    { "RequeueExit", "(null)", NULL },
    { "RequeueExitHold", "(null)", NULL },
    { "ResumeFailProgram", "(null)", NULL },
    { "ResumeProgram", "(null)", NULL },
    { "ResumeRate", "300 nodes/min", " nodes/min" },
    { "ResumeTimeout", "60 sec", " sec" },
    { "ResvEpilog", "(null)", NULL },
    { "ResvOverRun", "0 min", " min" },
    { "ResvProlog", "(null)", NULL },
    { "ReturnToService", "0", NULL },
    { "RoutePlugin", "route/default", NULL },
    { "SchedulerParameters", "(null)", NULL },
    { "SchedulerTimeSlice", "30 sec", " sec" },
    { "SchedulerType", "sched/backfill", NULL },
    { "ScronParameters", "(null)", NULL },
    { "SelectType", "select/cons_res", NULL },
    { "SelectTypeParameters", "CR_CORE_MEMORY", NULL },
    { "SlurmUser", "root(0)", NULL },
    { "SlurmctldAddr", "(null)", NULL },
    { "SlurmctldDebug", "info", NULL },
    { "SlurmctldHost[0]", "", NULL },
    { "SlurmctldLogFile", "/var/log/slurmctld.log", NULL },
    { "SlurmctldPort", "6817", NULL },
    { "SlurmctldSyslogDebug", "(null)", NULL },
    { "SlurmctldPrimaryOffProg", "(null)", NULL },
    { "SlurmctldPrimaryOnProg", "(null)", NULL },
    { "SlurmctldTimeout", "120 sec", " sec" },
    { "SlurmctldParameters", "(null)", NULL },
    { "SlurmdDebug", "info", NULL },
    { "SlurmdLogFile", "/var/log/slurmd.log", NULL },
    { "SlurmdParameters", "(null)", NULL },
    { "SlurmdPidFile", "/var/run/slurmd.pid", NULL },
    { "SlurmdPort", "6818", NULL },
    { "SlurmdSpoolDir", "/var/spool/slurmd", NULL },
    { "SlurmdSyslogDebug", "(null)", NULL },
    { "SlurmdTimeout", "300 sec", " sec" },
    { "SlurmdUser", "root(0)", NULL },
    { "SlurmSchedLogFile", "(null)", NULL },
    { "SlurmSchedLogLevel", "0", NULL },
    { "SlurmctldPidFile", "/var/run/slurmctld.pid", NULL },
    { "SlurmctldPlugstack", "(null)", NULL },
    { "SLURM_CONF", "/etc/slurm/slurm.conf", NULL },
    { "SLURM_VERSION", "22.05.8", NULL },
    { "SrunEpilog", "(null)", NULL },
    { "SrunPortRange", "0-0", NULL },
    { "SrunProlog", "(null)", NULL },
    { "StateSaveLocation", "/var/spool", NULL },
    { "SuspendExcNodes", "(null)", NULL },
    { "SuspendExcParts", "(null)", NULL },
    { "SuspendProgram", "(null)", NULL },
    { "SuspendRate", "60 nodes/min", " nodes/min" },
    { "SuspendTime", "INFINITE", NULL },
    { "SuspendTimeout", "30 sec", " sec" },
    { "SwitchParameters", "(null)", NULL },
    { "SwitchType", "switch/none", NULL },
    { "TaskEpilog", "(null)", NULL },
    { "TaskPlugin", "task/none", NULL },
    { "TaskPluginParam", "(null type)", NULL },
    { "TaskProlog", "(null)", NULL },
    { "TCPTimeout", "2 sec", " sec" },
    { "TmpFS", "/tmp", NULL },
    { "TopologyParam", "(null)", NULL },
    { "TopologyPlugin", "topology/none", NULL },
    { "TrackWCKey", "No", NULL },
    { "TreeWidth", "50", NULL },
    { "UsePam", "No", NULL },
    { "UnkillableStepProgram", "(null)", NULL },
    { "UnkillableStepTimeout", "60 sec", " sec" },
    { "VSizeFactor", "0 percent", " percent" },
    { "WaitTime", "0 sec", " sec" },
    { "X11Parameters", "(null)", NULL },
};

static const Line mpi_lines[] = {
    { "PMIxCliTmpDirBase", "(null)", NULL },
    { "PMIxCollFence", "(null)", NULL },
    { "PMIxDebug", "0", NULL },
    { "PMIxDirectConn", "yes", NULL },
    { "PMIxDirectConnEarly", "no", NULL },
    { "PMIxDirectConnUCX", "no", NULL },
    { "PMIxDirectSameArch", "no", NULL },
    { "PMIxEnv", "(null)", NULL },
    { "PMIxFenceBarrier", "no", NULL },
    { "PMIxNetDevicesUCX", "(null)", NULL },
    { "PMIxTimeout", "300", NULL },
    { "PMIxTlsUCX", "(null)", NULL },
};
/* clang-format on */

/* --- values ------------------------------------------------------------------------------------------- */

static char *special_text(const View *view, const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(specials); i++) {
        if (strcmp(specials[i].key, key) == 0)
            return specials[i].text(view);
    }
    return NULL;
}

static char *with_unit(const char *text, const char *unit)
{
    return g_strconcat(text, unit && ss_is_digits(text) ? unit : "", NULL);
}

static char *value_of(const View *view, const Line *line)
{
    char       *text = special_text(view, line->key);
    const char *given;

    if (text == NULL)
        text = ss_settings_text(&view->settings, line->key);
    if (text)
        return text;
    given = given_text(view, line->key);
    return given ? with_unit(given, line->unit) : g_strdup(line->fallback);
}

static void print_backups(const View *view)
{
    for (uint32_t i = 1;; i++) {
        g_autofree char *key = g_strdup_printf("SlurmctldHost[%u]", i);
        const char      *host = given_text(view, key);

        if (host == NULL)
            return;
        g_string_append_printf(view->control->out, "%-23s = %s\n", key, host);
    }
}

/* Memory by CPU stands in the place of that by node, if it is what slurm.conf says. */
static Line line_of(const View *view, const Line *line)
{
    static const char *const memory[][2] = { { "DefMemPerNode", "DefMemPerCPU" },
                                             { "MaxMemPerNode", "MaxMemPerCPU" } };

    for (size_t i = 0; i < G_N_ELEMENTS(memory); i++)
        if (strcmp(line->key, memory[i][0]) == 0 && !given_text(view, memory[i][0])
            && given_text(view, memory[i][1]))
            return (Line){ memory[i][1], line->fallback, line->unit };
    return *line;
}

/* What only priority/multifactor has. */
static bool is_of_multifactor(const char *key)
{
    static const char *const keys[] = {
        "FairShareDampeningFactor", "PriorityDecayHalfLife", "PriorityCalcPeriod",
        "PriorityFavorSmall",       "PriorityFlags",         "PriorityMaxAge",
        "PriorityUsageResetPeriod"
    };

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return g_str_has_prefix(key, "PriorityWeight");
}

static bool is_left_out(const View *view, const char *key)
{
    if (strcmp(key, "SelectTypeParameters") == 0)
        return view->settings.select_params == 0; /* of select/linear (static-y-whole-nodes) */
    return view->settings.priority_type != SS_PRIORITY_MULTIFACTOR && is_of_multifactor(key);
}

static void print_lines(const View *view, const Line *table, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Line       line = line_of(view, &table[i]);
        g_autofree char *value = value_of(view, &line);

        if (is_left_out(view, line.key))
            continue;
        g_string_append_printf(view->control->out, "%-23s = %s\n", line.key, value);
        if (strcmp(table[i].key, "SlurmctldHost[0]") == 0)
            print_backups(view);
    }
}

int ss_control_config(SsControl *control, const char *name, GError **error)
{
    View view = { .control = control };

    if (!ss_ledger_settings_read(control->ledger, &view.settings, error))
        return -1;
    view.given = ss_ledger_conf(control->ledger, error);
    if (view.given && name == NULL) {
        g_string_append_printf(control->out, "Configuration data as of %s\n",
                               ss_control_time(control, control->context->now));
        print_lines(&view, lines, G_N_ELEMENTS(lines));
        g_string_append(control->out, "\nMPI Plugins Configuration:\n");
        print_lines(&view, mpi_lines, G_N_ELEMENTS(mpi_lines));
        g_string_append_c(control->out, '\n');
        ss_control_ping(control);
    }
    ss_settings_clear(&view.settings);
    ss_rows_free(view.given);
    return view.given ? 0 : -1;
}
