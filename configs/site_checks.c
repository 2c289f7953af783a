/* SPDX-License-Identifier: Apache-2.0 */

/*
 * site_checks.c - the rules that hold between keys and between files.
 *
 * slurmctld checks these after the file is read, in an order of its own, and stops at the first that is
 * fatal. We run all of them and report all, so the order here is by subject. Which of them stop a real
 * slurmctld is the strict column of faults.c.
 *
 * Corrections follow Slurm: without slurmdbd nothing is enforced; memory per node beats memory per CPU;
 * cons_res and cons_tres without parameters count cores and memory; MaxJobCount cannot exceed the range
 * of job ids.
 */
#include "configs/site_checks.h"

#include <string.h>

#define SMALLEST_JOB_AGE 2
#define LARGEST_JOB_ID   67108863
#define LARGEST_ARRAY    4000001
#define FEWEST_DBD_MSGS  10000
#define SMALLEST_SLICE   5

typedef struct {
    const GArray   *scalars;
    SsCluster      *cluster;
    const SsFaults *faults;
} Check;

static const SsConfValue *scalar(const Check *check, const char *key)
{
    for (guint i = 0; i < check->scalars->len; i++) {
        const SsConfValue *value = &g_array_index(check->scalars, SsConfValue, i);

        if (strcmp(value->key->name, key) == 0)
            return value;
    }
    return NULL;
}

static const SsPlace *place_of(const Check *check, const char *key)
{
    const SsConfValue *value = scalar(check, key);

    return value != NULL && value->place.file != NULL ? &value->place : NULL;
}

static bool is_one_of(const SsConfValue *value, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(value->text, words[i]) == 0)
            return true;
    }
    return false;
}

/* --- controllers ------------------------------------------------------------------------------------ */

static void check_controllers(const Check *check, const GPtrArray *controllers)
{
    static const char *const old[] = { "ControlMachine", "ControlAddr", "BackupController",
                                       "BackupAddr" };

    if (controllers->len == 0 && scalar(check, "ControlMachine") == NULL)
        ss_fault(check->faults, SS_FAULT_NO_CONTROLLER, NULL, "No SlurmctldHost defined");
    for (size_t i = 0; controllers->len > 0 && i < G_N_ELEMENTS(old); i++) {
        if (scalar(check, old[i]) != NULL)
            ss_fault(check->faults, SS_FAULT_OLD_CONTROLLER, place_of(check, old[i]),
                     "Ignoring %s since SlurmctldHost is set.", old[i]);
    }
}

/* --- accounting ------------------------------------------------------------------------------------- */

static void check_storage(const Check *check)
{
    static const char *const known[] = { "accounting_storage/none", "accounting_storage/slurmdbd" };
    SsSettings              *settings = &check->cluster->settings;
    const SsConfValue       *type = scalar(check, "AccountingStorageType");

    if (type != NULL && strstr(type->text, "mysql") != NULL)
        ss_fault(check->faults, SS_FAULT_MYSQL, &type->place,
                 "AccountingStorageType=%s is read as accounting_storage/slurmdbd", type->text);
    else if (type != NULL && *type->text != '\0' && !is_one_of(type, known, G_N_ELEMENTS(known)))
        ss_fault(check->faults, SS_FAULT_PLUGIN_UNKNOWN, &type->place,
                 "AccountingStorageType=%s is no plugin of 22.05; read as none", type->text);
    if (settings->enforce != 0 && !settings->has_dbd) {
        ss_fault(check->faults, SS_FAULT_ENFORCE_WITHOUT_DBD,
                 place_of(check, "AccountingStorageEnforce"),
                 "AccountingStorageEnforce is ignored: there is no slurmdbd");
        settings->enforce = 0;
    }
    if (settings->weight_fairshare > 0 && !settings->has_dbd
        && settings->priority_type == SS_PRIORITY_MULTIFACTOR)
        ss_fault(check->faults, SS_FAULT_FAIRSHARE_WITHOUT_DBD,
                 place_of(check, "PriorityWeightFairshare"),
                 "PriorityWeightFairshare has no effect: there is no slurmdbd");
}

/* --- priority --------------------------------------------------------------------------------------- */

static void check_priority(const Check *check)
{
    const SsSettings *s = &check->cluster->settings;
    const uint64_t    sum = (uint64_t) s->weight_age + s->weight_assoc + s->weight_fairshare
                         + s->weight_jobsize + s->weight_part + s->weight_qos;

    if (s->decay_half_life == 0 && scalar(check, "PriorityUsageResetPeriod") == NULL)
        ss_fault(check->faults, SS_FAULT_NO_DECAY_NO_RESET,
                 place_of(check, "PriorityDecayHalfLife"),
                 "PriorityDecayHalfLife is 0 and PriorityUsageResetPeriod is not set");
    if (sum > UINT32_MAX)
        ss_fault(check->faults, SS_FAULT_WEIGHTS_TOO_HIGH, NULL,
                 "PriorityWeight values too high, job priority value may overflow");
}

/* --- selection -------------------------------------------------------------------------------------- */

static void check_select(const Check *check)
{
    SsSettings    *s = &check->cluster->settings;
    const uint32_t units = SS_CR_CPU | SS_CR_CORE | SS_CR_SOCKET;

    if (s->select_type == SS_SELECT_LINEAR && (s->select_params & units)) {
        g_autofree char *text = ss_settings_text(s, "SelectTypeParameters");
        ss_fault(check->faults, SS_FAULT_LINEAR_CONSUMABLE, place_of(check, "SelectTypeParameters"),
                 "Invalid SelectTypeParameters for select/linear: %s, it can't contain "
                 "CR_(CPU|CORE|SOCKET)",
                 text);
    }
    if (s->select_type != SS_SELECT_LINEAR && s->select_params != 0
        && (s->select_params & units) == 0) {
        g_autofree char *text = ss_settings_text(s, "SelectTypeParameters");
        ss_fault(check->faults, SS_FAULT_SELECT_UNIT, place_of(check, "SelectTypeParameters"),
                 "Invalid SelectTypeParameters: %s, You need at least CR_(CPU|CORE|SOCKET)*", text);
    } else if (s->select_type != SS_SELECT_LINEAR && s->select_params == 0) {
        ss_fault(check->faults, SS_FAULT_SELECT_DEFAULT, NULL,
                 "SelectTypeParameters not specified, using default value: CR_Core_Memory");
        s->select_params |= SS_CR_CORE | SS_CR_MEMORY;
    }
}

/* --- preemption ------------------------------------------------------------------------------------- */

static void check_preemption(const Check *check)
{
    const SsSettings *s = &check->cluster->settings;
    const uint32_t    mode = s->preempt_mode & SS_PREEMPT_MASK;
    const bool        gang = s->preempt_mode & SS_PREEMPT_GANG;

    if (mode == SS_PREEMPT_SUSPEND && !gang)
        ss_fault(check->faults, SS_FAULT_SUSPEND_NEEDS_GANG, place_of(check, "PreemptMode"),
                 "PreemptMode=SUSPEND requires GANG too");
    if (s->preempt_type == SS_PREEMPT_NONE && mode != SS_PREEMPT_OFF)
        ss_fault(check->faults, SS_FAULT_PREEMPT_PAIR, place_of(check, "PreemptMode"),
                 "PreemptType and PreemptMode values incompatible: a mode without a plugin");
    if (s->preempt_type != SS_PREEMPT_NONE && mode == SS_PREEMPT_OFF)
        ss_fault(check->faults, SS_FAULT_PREEMPT_PAIR, place_of(check, "PreemptType"),
                 "PreemptType and PreemptMode values incompatible: a plugin with mode OFF");
}

/* --- numbers ---------------------------------------------------------------------------------------- */

static void check_job_ids(const Check *check)
{
    SsSettings *s = &check->cluster->settings;

    if (s->max_job_id > LARGEST_JOB_ID) {
        ss_fault(check->faults, SS_FAULT_VALUE_ADJUSTED, place_of(check, "MaxJobId"),
                 "MaxJobId is above %u, which is used", LARGEST_JOB_ID);
        s->max_job_id = LARGEST_JOB_ID;
    }
    if (s->first_job_id > s->max_job_id)
        ss_fault(check->faults, SS_FAULT_JOB_ID_RANGE, place_of(check, "FirstJobId"),
                 "FirstJobId (%u) is above MaxJobId (%u)", s->first_job_id, s->max_job_id);
    else if (s->max_job_count > s->max_job_id - s->first_job_id + 1)
        s->max_job_count = s->max_job_id - s->first_job_id + 1;
    if (s->max_array_size > LARGEST_ARRAY)
        ss_fault(check->faults, SS_FAULT_VALUE_ADJUSTED, place_of(check, "MaxArraySize"),
                 "MaxArraySize is above %u", LARGEST_ARRAY);
}

static void check_numbers(const Check *check)
{
    SsSettings        *s = &check->cluster->settings;
    const SsConfValue *slice = scalar(check, "SchedulerTimeSlice");
    const SsConfValue *messages = scalar(check, "MaxDBDMsgs");
    const SsConfValue *level = scalar(check, "SlurmSchedLogLevel");

    if (s->dampening == 0) {
        ss_fault(check->faults, SS_FAULT_VALUE_ADJUSTED,
                 place_of(check, "FairShareDampeningFactor"),
                 "FairShareDampeningFactor=0 would divide by zero; 1 is used");
        s->dampening = 1;
    }
    if (s->min_job_age < SMALLEST_JOB_AGE)
        s->min_job_age = SMALLEST_JOB_AGE;
    if (slice != NULL && g_ascii_strtoull(slice->text, NULL, 0) < SMALLEST_SLICE)
        ss_fault(check->faults, SS_FAULT_VALUE_ADJUSTED, &slice->place,
                 "SchedulerTimeSlice is below %d; %u is used", SMALLEST_SLICE, s->sched_time_slice);
    if (messages != NULL && g_ascii_strtoull(messages->text, NULL, 0) < FEWEST_DBD_MSGS)
        ss_fault(check->faults, SS_FAULT_DAEMON_VALUE, &messages->place, "MaxDBDMsgs is below %d",
                 FEWEST_DBD_MSGS);
    if (level != NULL && g_ascii_strtoull(level->text, NULL, 0) > 0
        && scalar(check, "SlurmSchedLogFile") == NULL)
        ss_fault(check->faults, SS_FAULT_SCHED_LOG, &level->place,
                 "SlurmSchedLogLevel requires SlurmSchedLogFile value");
}

/* Things that only the daemon minds. */
static void check_daemon(const Check *check)
{
    const SsConfValue *container = scalar(check, "JobContainerType");
    const SsConfValue *flags = scalar(check, "PrologFlags");
    const SsConfValue *nodes = scalar(check, "MaxNodeCount");
    g_autofree char   *lower = g_ascii_strdown(flags != NULL ? flags->text : "", -1);

    if (container != NULL && strstr(container->text, "tmpfs") != NULL
        && strstr(lower, "contain") == NULL)
        ss_fault(check->faults, SS_FAULT_DAEMON_VALUE, &container->place,
                 "PrologFlags=Contain is required for use with job_container/tmpfs");
    if (nodes != NULL && check->cluster->settings.select_type != SS_SELECT_CONS_TRES)
        ss_fault(check->faults, SS_FAULT_DAEMON_VALUE, &nodes->place,
                 "MaxNodeCount only compatible with cons_tres");
}

static void check_memory(const Check *check)
{
    SsSettings *s = &check->cluster->settings;

    if (s->def_mem_per_node > 0 && s->def_mem_per_cpu > 0) {
        ss_fault(check->faults, SS_FAULT_MEMORY_EXCLUSIVE, place_of(check, "DefMemPerCPU"),
                 "DefMemPerCPU ignored, since it's mutually exclusive with DefMemPerNode");
        s->def_mem_per_cpu = 0;
    }
    if (s->max_mem_per_node > 0 && s->max_mem_per_cpu > 0) {
        ss_fault(check->faults, SS_FAULT_MEMORY_EXCLUSIVE, place_of(check, "MaxMemPerCPU"),
                 "MaxMemPerCPU ignored, since it's mutually exclusive with MaxMemPerNode");
        s->max_mem_per_cpu = 0;
    }
}

/* --- plugins that are not modelled ------------------------------------------------------------------- */

static void check_plugins(const Check *check)
{
    static const char *const modelled[] = { "topology/none", "topology/tree" };
    static const char *const others[] = { "topology/3d_torus", "topology/hypercube" };
    const SsConfValue       *topology = scalar(check, "TopologyPlugin");
    const SsConfValue       *parameters = scalar(check, "MCSParameters");

    if (topology != NULL && is_one_of(topology, others, G_N_ELEMENTS(others)))
        ss_fault(check->faults, SS_FAULT_TOPO_KIND, &topology->place,
                 "TopologyPlugin=%s is not modelled", topology->text);
    else if (topology != NULL && !is_one_of(topology, modelled, G_N_ELEMENTS(modelled)))
        ss_fault(check->faults, SS_FAULT_PLUGIN_UNKNOWN, &topology->place,
                 "TopologyPlugin=%s is no plugin of 22.05; the network is taken as flat",
                 topology->text);
    if (parameters != NULL && *parameters->text != '\0' && scalar(check, "MCSPlugin") == NULL)
        ss_fault(check->faults, SS_FAULT_MCS, &parameters->place,
                 "MCSParameters=%s used and no MCSPlugin", parameters->text);
}

void ss_site_check_settings(const GArray *scalars, const GPtrArray *controllers, SsCluster *cluster,
                            const SsFaults *faults)
{
    const Check check = { scalars, cluster, faults };

    check_controllers(&check, controllers);
    check_storage(&check);
    check_priority(&check);
    check_select(&check);
    check_preemption(&check);
    check_job_ids(&check);
    check_numbers(&check);
    check_daemon(&check);
    check_memory(&check);
    check_plugins(&check);
}

void ss_site_check_gres_types(const GArray *scalars, SsCluster *cluster, const SsFaults *faults)
{
    static const char *const shared[] = { "mps", "shard" };
    const Check              check = { scalars, cluster, faults };
    const SsPlace           *place = place_of(&check, "GresTypes");

    for (size_t i = 0; i < G_N_ELEMENTS(shared); i++) {
        if (ss_cluster_gres(cluster, shared[i]) == SS_ID_NONE)
            continue;
        if (ss_cluster_gres(cluster, "gpu") == SS_ID_NONE)
            ss_fault(faults, SS_FAULT_GRES_NEEDS_GPU, place, "GresTypes has %s and no gpu",
                     shared[i]);
        if (cluster->settings.select_type != SS_SELECT_CONS_TRES)
            ss_fault(faults, SS_FAULT_GRES_NEEDS_CONS_TRES, place,
                     "Use of shared gres requires the use of select/cons_tres");
    }
}

/* --- places of what is checked later ------------------------------------------------------------------ */

typedef struct {
    SsPlace place;
    char   *file; /* place.file, owned */
} KeptPlace;

static void free_place(gpointer data)
{
    KeptPlace *kept = data;

    g_free(kept->file);
    g_free(kept);
}

GHashTable *ss_site_places_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_place);
}

void ss_site_note_place(const SsFaults *faults, const char *part, const SsConfValue *value)
{
    if (faults->places == NULL || value == NULL || value->place.file == NULL)
        return;
    KeptPlace *kept = g_new0(KeptPlace, 1);

    kept->file = g_strdup(value->place.file);
    kept->place = (SsPlace){ kept->file, value->place.line, value->place.column };
    g_hash_table_insert(faults->places, g_strdup_printf("%s\n%s", part, value->key->name), kept);
}

/* Where a partition's line says `key`; NULL if that is not known. */
static const SsPlace *find_place(const SsFaults *faults, const char *part, const char *key)
{
    g_autofree char *name = g_strdup_printf("%s\n%s", part, key);
    const KeptPlace *kept =
        faults->places != NULL ? g_hash_table_lookup(faults->places, name) : NULL;

    return kept != NULL ? &kept->place : NULL;
}

/* --- accounts --------------------------------------------------------------------------------------- */

/* Leaves out the words of a QOS list that no QOS has; a list of none is no rule. */
static void check_qos_list(const SsCluster *cluster, const char *part, const char *key,
                           char ***list, const SsFaults *faults)
{
    g_autoptr(GString) unknown = g_string_new(NULL);
    guint              kept = 0;

    if (*list == NULL)
        return;
    for (char **word = *list; *word != NULL; word++) {
        if (ss_qos_find(cluster->tree, *word) != SS_ID_NONE) {
            (*list)[kept++] = *word;
            continue;
        }
        g_string_append_printf(unknown, "%s%s", unknown->len > 0 ? "," : "", *word);
        g_free(*word);
    }
    (*list)[kept] = NULL;
    if (kept == 0)
        g_clear_pointer(list, g_strfreev);
    if (unknown->len > 0)
        ss_fault(faults, SS_FAULT_PART_QOS_LIST, find_place(faults, part, key),
                 "partition %s: ignoring invalid Allow/DenyQOS value(s) %s", part, unknown->str);
}

static void check_account_list(const SsCluster *cluster, const char *part, const char *key,
                               char **list, const SsFaults *faults)
{
    for (char **word = list; word != NULL && *word != NULL; word++) {
        if (ss_assoc_find_account(cluster->tree, *word) == SS_ID_NONE)
            ss_fault(faults, SS_FAULT_PART_ACCOUNT, find_place(faults, part, key),
                     "partition %s: there is no account %s", part, *word);
    }
}

static void check_part_qos(const SsCluster *cluster, const SsPartition *part,
                           const SsFaults *faults)
{
    if (part->qos_name == NULL || part->qos != SS_ID_NONE)
        return;
    ss_fault(faults, cluster->tree->n_qos > 0 ? SS_FAULT_PART_QOS : SS_FAULT_PART_QOS_NO_DBD,
             find_place(faults, part->name, "QOS"), "Partition %s has an invalid qos (%s)",
             part->name, part->qos_name);
}

void ss_site_check_accounts(SsCluster *cluster, const SsFaults *faults)
{
    for (uint32_t i = 0; i < cluster->n_parts; i++) {
        SsPartition *part = &cluster->parts[i];

        check_part_qos(cluster, part, faults);
        check_qos_list(cluster, part->name, "AllowQos", &part->allow_qos, faults);
        check_qos_list(cluster, part->name, "DenyQos", &part->deny_qos, faults);
        if (cluster->accounts != NULL) {
            check_account_list(cluster, part->name, "AllowAccounts", part->allow_accounts, faults);
            check_account_list(cluster, part->name, "DenyAccounts", part->deny_accounts, faults);
        }
    }
}
