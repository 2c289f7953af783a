/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_config_corpus.c - 47 real sites, read by us and by slurmctld 22.05.8.
 *
 * Each folder of ../shared/corpus/config has a site's files and REAL-22.05.txt: what slurmctld made of
 * a copy in which host names, paths, plugins of the daemon side and removed keys were neutralised. Four
 * things are compared: the node table as runs of equal records, the partitions word by word, the
 * scheduling settings, and whether the site starts at all when read strictly.
 *
 * What was neutralised is taken out of the comparison by name, not by luck: GRES terms of weight lists
 * (they need slurmdbd, which the copy had not), and for the strict verdict the faults that the copy no
 * longer had (`neutralised`). A node that has not registered is UNKNOWN there and IDLE to a simulator.
 *
 * Known differences are listed with their reason. The list may only shrink: an entry that has become
 * equal is a failure, too.
 */
#include "configs/faults.h"
#include "configs/keys.h"
#include "configs/sched_params.h"
#include "configs/site.h"
#include "sim/base/hostlist.h"
#include "sim/base/span.h"
#include "tests/support/ss_test.h"

#include <stdio.h>
#include <string.h>

enum { NODES, PARTITIONS, SETTINGS, VERDICT, N_ASPECTS };
static const char *const aspect_names[N_ASPECTS] = { "nodes", "partitions", "settings", "verdict" };

static const struct {
    const char *site;
    int         aspect;
    const char *why;
} known[] = {
    { NULL, 0, NULL },
};

/* Faults that the neutralised copy did not have. */
static const SsFault neutralised[] = {
    SS_FAULT_REMOVED_KEY,    SS_FAULT_NEWER_KEY,
    SS_FAULT_PLUGIN_UNKNOWN, SS_FAULT_TRES_WITHOUT_DBD,
    SS_FAULT_TRES_NO_GRES,   SS_FAULT_ENFORCE_WORD,
    SS_FAULT_MYSQL,          SS_FAULT_NO_CONTROLLER,
    SS_FAULT_DAEMON_VALUE,   SS_FAULT_SCHED_PARAM_REMOVED,
};

/* --- the record of real Slurm ----------------------------------------------------------------------- */

typedef struct {
    bool       ran;
    GPtrArray *lines[3]; /* char *: nodes, partitions, settings */
} Real;

static Real read_real(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "REAL-22.05.txt", NULL);
    g_autofree char *text = ss_test_read(path);
    g_auto(GStrv)    lines = g_strsplit(text != NULL ? text : "", "\n", -1);
    Real             real = { .ran = true };
    int              section = -1;

    for (int i = 0; i < 3; i++)
        real.lines[i] = g_ptr_array_new_with_free_func(g_free);
    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_prefix(*line, "# nodes"))
            section = NODES;
        else if (g_str_has_prefix(*line, "# partitions"))
            section = PARTITIONS;
        else if (g_str_has_prefix(*line, "# selected settings"))
            section = SETTINGS;
        else if (g_str_has_prefix(*line, "# did not reach"))
            real.ran = false;
        else if (section >= 0 && **line != '\0')
            g_ptr_array_add(real.lines[section], g_strdup(*line));
    }
    return real;
}

static void free_real(Real *real)
{
    for (int i = 0; i < 3; i++)
        g_ptr_array_unref(real->lines[i]);
}

/* --- what we made of it, in the same words ---------------------------------------------------------- */

static char *or_null(const char *text)
{
    return g_strdup(text != NULL && *text != '\0' ? text : "(null)");
}

/* A weight list without its GRES terms; their commas stay. */
static char *without_gres(const char *text)
{
    g_auto(GStrv)      items = g_strsplit(text, ",", -1);
    g_autoptr(GString) out = g_string_new(NULL);

    for (char **item = items; *item != NULL; item++) {
        if (item != items)
            g_string_append_c(out, ',');
        if (g_ascii_strncasecmp(*item, "gres/", 5) != 0)
            g_string_append(out, *item);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static const char *node_state(uint32_t state)
{
    if (state & SS_NODE_POWERED_DOWN)
        return "IDLE+CLOUD+POWERED_DOWN";
    if (state & SS_NODE_DRAIN)
        return "UNKNOWN+DRAIN";
    if ((state & SS_NODE_BASE) == SS_NODE_DOWN)
        return "DOWN";
    return "UNKNOWN";
}

static char *node_text(const SsNode *node)
{
    g_autofree char *features = or_null(node->features);
    g_autofree char *gres = or_null(node->gres_text);

    return g_strdup_printf("CPUs=%u Boards=%u Sockets=%u CoresPerSocket=%u ThreadsPerCore=%u "
                           "RealMemory=%" G_GUINT64_FORMAT " TmpDisk=%" G_GUINT64_FORMAT
                           " Weight=%u Features=%s Gres=%s CoreSpec= MemSpecLimit= State=%s",
                           node->cpus, node->boards, node->sockets, node->cores_per_socket,
                           node->threads_per_core, node->real_memory, node->tmp_disk, node->weight,
                           features, gres, node_state(node->state));
}

static GPtrArray *our_nodes(const SsCluster *cluster)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    for (uint32_t i = 0; i < cluster->n_nodes;) {
        g_autoptr(SsHostlist) names = ss_hostlist_new();
        g_autofree char      *text = node_text(&cluster->nodes[i]);
        uint32_t              n = 0;

        for (; i < cluster->n_nodes; i++, n++) {
            g_autofree char *next = node_text(&cluster->nodes[i]);
            if (strcmp(next, text) != 0)
                break;
            ss_hostlist_push(names, cluster->nodes[i].name);
        }
        g_autofree char *list = ss_hostlist_text(names);
        g_ptr_array_add(lines, g_strdup_printf("%s count=%u %s", list, n, text));
    }
    return lines;
}

static const char *yes_no(bool value)
{
    return value ? "YES" : "NO";
}

static char *count_text(uint32_t value)
{
    return value == SS_NO_LIMIT ? g_strdup("UNLIMITED") : g_strdup_printf("%u", value);
}

static char *minutes_text(uint32_t minutes, const char *none)
{
    char text[SS_SPAN_TEXT];

    return g_strdup(minutes == SS_NO_LIMIT ? none : ss_span_text((SsSpan) minutes * 60, text));
}

static char *list_text(char **list)
{
    return list == NULL ? g_strdup("ALL") : g_strjoinv(",", list);
}

static void append_lists(GString *out, const char *name, char **allow, char **deny)
{
    g_autofree char *text = list_text(deny != NULL ? deny : allow);

    g_string_append_printf(out, " %s%s=%s", deny != NULL ? "Deny" : "Allow", name, text);
}

static void append_share(GString *out, const SsPartition *part)
{
    static const char *const names[] = { "NO", "EXCLUSIVE", "YES", "FORCE" };

    g_string_append_printf(out, " OverSubscribe=%s", names[part->share]);
    if (part->share == SS_SHARE_YES || part->share == SS_SHARE_FORCE)
        g_string_append_printf(out, ":%u", part->share_count);
}

static void append_memory(GString *out, const char *name, uint64_t per_cpu, uint64_t per_node)
{
    if (per_cpu > 0)
        g_string_append_printf(out, " %sMemPerCPU=%" G_GUINT64_FORMAT, name, per_cpu);
    else if (per_node > 0)
        g_string_append_printf(out, " %sMemPerNode=%" G_GUINT64_FORMAT, name, per_node);
    else
        g_string_append_printf(out, " %sMemPerNode=UNLIMITED", name);
}

static void append_job_defaults(GString *out, const SsPartition *part)
{
    g_string_append(out, " JobDefaults=");
    if (part->def_cpu_per_gpu > 0)
        g_string_append_printf(out, "DefCpuPerGPU=%" G_GUINT64_FORMAT, part->def_cpu_per_gpu);
    if (part->def_mem_per_gpu > 0)
        g_string_append_printf(out, "%sDefMemPerGPU=%" G_GUINT64_FORMAT,
                               part->def_cpu_per_gpu > 0 ? "," : "", part->def_mem_per_gpu);
    if (part->def_cpu_per_gpu == 0 && part->def_mem_per_gpu == 0)
        g_string_append(out, "(null)");
}

static void append_tres(GString *out, const SsCluster *cluster, const SsPartition *part)
{
    g_autofree uint64_t *vec = g_new0(uint64_t, cluster->tres->n);
    g_autofree char *weights = part->billing_text != NULL ? without_gres(part->billing_text) : NULL;

    vec[SS_TRES_CPU] = part->total_cpus;
    vec[SS_TRES_NODE] = part->n_nodes;
    for (uint32_t id = ss_node_set_first(part->nodes); id != SS_ID_NONE;
         id = ss_node_set_next(part->nodes, id + 1))
        vec[SS_TRES_MEM] += cluster->nodes[id].real_memory;
    vec[SS_TRES_BILLING] = (uint64_t) ss_tres_billing(
        cluster->tres, vec, part->billing, cluster->settings.priority_flags & SS_PRIO_MAX_TRES);
    g_autofree char *text = ss_tres_text(cluster->tres, vec, SS_TRES_TEXT_CONVERT);
    g_string_append_printf(out, " TRES=%s", *text != '\0' ? text : "(null)");
    if (weights != NULL)
        g_string_append_printf(out, " TRESBillingWeights=%s", weights);
}

static char *part_text(const SsCluster *cluster, const SsPartition *part)
{
    const SsSettings *settings = &cluster->settings;
    GString          *out = g_string_new(NULL);
    g_autofree char  *groups = list_text(part->allow_groups);
    g_autofree char  *def_time = minutes_text(part->default_time, "NONE");
    g_autofree char  *max_time = minutes_text(part->max_time, "UNLIMITED");
    g_autofree char  *max_nodes = count_text(part->max_nodes);
    g_autofree char  *max_cpus = count_text(part->max_cpus_per_node);
    g_autofree char  *nodes = ss_cluster_node_list(cluster, part->nodes);
    g_autofree char  *shown_nodes = or_null(nodes);
    g_autofree char  *mode = ss_preempt_mode_text(
         part->preempt_mode == SS_PREEMPT_CLUSTER ? settings->preempt_mode : part->preempt_mode);
    g_autofree char *select = ss_select_params_text(part->select_params);

    g_string_printf(out, "PartitionName=%s AllowGroups=%s", part->name, groups);
    append_lists(out, "Accounts", part->allow_accounts, part->deny_accounts);
    if (part->deny_qos_shown != NULL)
        g_string_append_printf(out, " DenyQos=%s", part->deny_qos_shown);
    else
        g_string_append_printf(out, " AllowQos=%s",
                               part->allow_qos_shown ? part->allow_qos_shown : "ALL");
    g_string_append_printf(out, " AllocNodes=%s", part->alloc_nodes ? part->alloc_nodes : "ALL");
    if (part->alternate != NULL)
        g_string_append_printf(out, " Alternate=%s", part->alternate);
    g_string_append_printf(out,
                           " Default=%s QoS=%s DefaultTime=%s DisableRootJobs=%s ExclusiveUser=%s "
                           "GraceTime=%u Hidden=%s MaxNodes=%s MaxTime=%s MinNodes=%u LLN=%s "
                           "MaxCPUsPerNode=%s",
                           yes_no(part->is_default), part->qos_name ? part->qos_name : "N/A",
                           def_time, yes_no(part->disable_root_jobs), yes_no(part->exclusive_user),
                           part->grace_time, yes_no(part->hidden), max_nodes, max_time,
                           part->min_nodes,
                           yes_no(part->lln || (settings->select_params & SS_CR_LLN)), max_cpus);
    if (part->node_sets != NULL)
        g_string_append_printf(out, " NodeSets=%s", part->node_sets);
    g_string_append_printf(out,
                           " Nodes=%s PriorityJobFactor=%u PriorityTier=%u RootOnly=%s "
                           "ReqResv=%s",
                           shown_nodes, part->job_factor, part->priority_tier,
                           yes_no(part->root_only), yes_no(part->req_resv));
    append_share(out, part);
    if (part->over_time_limit == SS_UNSET32)
        g_string_append(out, " OverTimeLimit=NONE");
    else
        g_string_append_printf(out, " OverTimeLimit=%u", part->over_time_limit);
    g_string_append_printf(out,
                           " PreemptMode=%s State=%s TotalCPUs=%u TotalNodes=%u "
                           "SelectTypeParameters=%s",
                           mode, ss_part_state_text(part->state), part->total_cpus, part->n_nodes,
                           select);
    append_job_defaults(out, part);
    append_memory(out, "Def", part->def_mem_per_cpu, part->def_mem_per_node);
    append_memory(out, "Max", part->max_mem_per_cpu, part->max_mem_per_node);
    append_tres(out, cluster, part);
    return g_string_free(out, FALSE);
}

static GPtrArray *our_parts(const SsCluster *cluster)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    for (uint32_t i = 0; i < cluster->n_parts; i++)
        g_ptr_array_add(lines, part_text(cluster, &cluster->parts[i]));
    return lines;
}

/* A key that no field keeps, as the file gave it. */
static char *raw_text(const SsCluster *cluster, const char *key)
{
    for (guint i = 0; i < cluster->conf->len; i++) {
        const SsConfPair *pair = &g_array_index(cluster->conf, SsConfPair, i);
        if (g_ascii_strcasecmp(pair->key, key) == 0)
            return or_null(pair->value);
    }
    return g_strdup("(null)");
}

/* Our value of each setting that the record has. */
static GPtrArray *our_settings(const SsCluster *cluster, const GPtrArray *real)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < real->len; i++) {
        g_auto(GStrv)    pair = g_strsplit(g_ptr_array_index(real, i), "=", 2);
        g_autofree char *text = ss_settings_text(&cluster->settings, pair[0]);

        if (text == NULL)
            text = raw_text(cluster, pair[0]);
        if (strcmp(pair[0], "PriorityWeightTRES") == 0) {
            g_autofree char *stripped = without_gres(text);
            g_ptr_array_add(lines, g_strdup_printf("%s=%s", pair[0], stripped));
            continue;
        }
        if (strstr(text, "max_job_bf") != NULL) { /* the copy says what it was renamed to */
            g_auto(GStrv) parts = g_strsplit(text, "max_job_bf", -1);
            g_free(text);
            text = g_strjoinv("bf_max_job_test", parts);
        }
        g_ptr_array_add(lines, g_strdup_printf("%s=%s", pair[0], text));
    }
    return lines;
}

/* --- comparing -------------------------------------------------------------------------------------- */

static bool same_word(const char *ours, const char *real)
{
    return strcmp(ours, real) == 0
           || (strcmp(ours, "State=UNKNOWN") == 0 && strcmp(real, "State=IDLE") == 0);
}

/* Shows the first word in which two lines differ; long lists are cut. */
static bool same_line(const char *site, int aspect, const char *ours, const char *real)
{
    g_auto(GStrv) a = g_strsplit(ours, " ", -1);
    g_auto(GStrv) b = g_strsplit(real, " ", -1);
    guint         i = 0;

    while (a[i] != NULL && b[i] != NULL && same_word(a[i], b[i]))
        i++;
    if (a[i] == NULL && b[i] == NULL)
        return true;
    printf("  %s, %s: %.60s: ours %.200s, real %.200s\n", site, aspect_names[aspect], b[0],
           a[i] != NULL ? a[i] : "(end)", b[i] != NULL ? b[i] : "(end)");
    return false;
}

static bool same_lines(const char *site, int aspect, const GPtrArray *ours, const GPtrArray *real)
{
    bool same = ours->len == real->len;

    for (guint i = 0; i < MIN(ours->len, real->len); i++) {
        same &= same_line(site, aspect, g_ptr_array_index(ours, i), g_ptr_array_index(real, i));
    }
    if (ours->len != real->len)
        printf("  %s: %u lines of %s, real has %u\n", site, ours->len, aspect_names[aspect],
               real->len);
    return same;
}

static bool was_neutralised(const SsFinding *finding)
{
    for (size_t i = 0; i < G_N_ELEMENTS(neutralised); i++) {
        if (strcmp(ss_fault_row(neutralised[i])->code, finding->code) == 0)
            return true;
    }
    return false;
}

/* Would the neutralised copy have been refused? */
static bool is_refused(const char *folder)
{
    const SsSiteOptions  strict = { .strict = true };
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;

    ss_site_read(folder, &strict, diag, &cluster, NULL);
    for (uint32_t i = 0; i < ss_diag_total(diag); i++) {
        const SsFinding *finding = ss_diag_at(diag, i);
        if (finding->severity == SS_SEVERITY_ERROR && !was_neutralised(finding))
            return true;
    }
    return false;
}

static bool is_known(const char *site, int aspect)
{
    for (size_t i = 0; known[i].site != NULL; i++) {
        if (known[i].aspect == aspect && strcmp(known[i].site, site) == 0)
            return true;
    }
    return false;
}

/* Compares one site; the answers go into `same`, -1 where there is nothing to compare. */
static void compare_site(const char *site, const char *folder, int same[N_ASPECTS])
{
    g_autoptr(SsDiag)    diag = ss_diag_new();
    g_autoptr(SsCluster) cluster = NULL;
    Real                 real = read_real(folder);

    for (int i = 0; i < N_ASPECTS; i++)
        same[i] = real.ran ? 0 : -1;
    same[VERDICT] = is_refused(folder) == !real.ran;
    if (real.ran && ss_site_read(folder, NULL, diag, &cluster, NULL)) {
        g_autoptr(GPtrArray) nodes = our_nodes(cluster);
        g_autoptr(GPtrArray) parts = our_parts(cluster);
        g_autoptr(GPtrArray) settings = our_settings(cluster, real.lines[SETTINGS]);

        same[NODES] = same_lines(site, NODES, nodes, real.lines[NODES]);
        same[PARTITIONS] = same_lines(site, PARTITIONS, parts, real.lines[PARTITIONS]);
        same[SETTINGS] = same_lines(site, SETTINGS, settings, real.lines[SETTINGS]);
    }
    free_real(&real);
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

static GPtrArray *site_names(const char *corpus)
{
    GPtrArray      *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(corpus, 0, NULL);
    const char     *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_text);
    return names;
}

static void sites_come_out_as_in_real_slurm(void)
{
    static const char *const words[] = { "-", "different", "same" };
    g_autofree char         *corpus = ss_test_shared("corpus/config");
    g_autoptr(GPtrArray)     names = NULL;
    g_autoptr(GString)       table = g_string_new(NULL);
    uint32_t                 count[N_ASPECTS][3] = { 0 };

    if (corpus == NULL)
        return;
    names = site_names(corpus);
    SS_EXPECT_UINT(names->len, 47);
    for (guint i = 0; i < names->len; i++) {
        const char      *site = g_ptr_array_index(names, i);
        g_autofree char *folder = g_build_filename(corpus, site, NULL);
        int              same[N_ASPECTS];

        compare_site(site, folder, same);
        g_string_append_printf(table, "%-22s", site);
        for (int j = 0; j < N_ASPECTS; j++) {
            g_string_append_printf(table, " %-10s", words[same[j] + 1]);
            count[j][same[j] + 1]++;
            ss_expect(same[j]
                          == (is_known(site, j) ? 0
                              : same[j] < 0     ? -1
                                                : 1),
                      __FILE__, __LINE__, "%s: %s %s", site, aspect_names[j],
                      same[j] ? "are equal now: take it off the list" : "differ");
        }
        g_string_append_c(table, '\n');
    }
    printf("\n%-22s %-10s %-10s %-10s %-10s\n%s", "site", "nodes", "partitions", "settings",
           "verdict", table->str);
    for (int i = 1; i <= 2; i++)
        printf("%-22s %-10u %-10u %-10u %-10u\n", words[i], count[NODES][i], count[PARTITIONS][i],
               count[SETTINGS][i], count[VERDICT][i]);
}

/* --- the recorded cases ------------------------------------------------------------------------------ */

static char *tres_names(const SsTresSet *set)
{
    GString *out = g_string_new(NULL);

    for (uint32_t i = 0; i < set->n; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? "," : "", set->at[i].text);
    return g_string_free(out, FALSE);
}

/* Our value of a key of `scontrol show config`; NULL if the simulator keeps none. */
static char *config_text(const SsCluster *cluster, const char *key)
{
    const SsConfKey *row = ss_conf_key(SS_SCOPE_GLOBAL, key);

    if (row == NULL || row->effect != SS_KEY_SIMULATED)
        return NULL;
    if (strcmp(row->name, "AccountingStorageTRES") == 0)
        return tres_names(cluster->tres);
    return ss_settings_text(&cluster->settings, key);
}

/* Lines "Key = value" of a recorded `scontrol show config`; how many were compared. */
static uint32_t compare_config(const char *name, const SsCluster *cluster, const char *text)
{
    static const char *const oracles_own[] = { "MessageTimeout", "ReturnToService", NULL };
    g_auto(GStrv)            lines = g_strsplit(text, "\n", -1);
    uint32_t                 n = 0;

    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) pair = g_strsplit(*line, "=", 2);

        if (g_strv_length(pair) != 2)
            continue;
        g_autofree char *ours = config_text(cluster, g_strstrip(pair[0]));
        const char      *real = g_strstrip(pair[1]);
        if (ours == NULL || g_strv_contains(oracles_own, pair[0]))
            continue;
        ss_expect(strcmp(ours, real) == 0, __FILE__, __LINE__, "%s: %s is '%s', real '%s'", name,
                  pair[0], ours, real);
        n++;
    }
    return n;
}

static void recorded_cases_have_the_recorded_settings(void)
{
    g_autofree char     *cases = ss_test_shared("oracle/cases");
    g_autoptr(GPtrArray) names = NULL;
    uint32_t             n = 0;

    if (cases == NULL)
        return;
    names = site_names(cases);
    for (guint i = 0; i < names->len; i++) {
        const char      *name = g_ptr_array_index(names, i);
        g_autofree char *folder = g_build_filename(cases, name, NULL);
        g_autofree char *file = g_build_filename(
            folder, "expected",
            g_str_has_prefix(name, "replay") ? "final_config.txt" : "scontrol_config.txt", NULL);
        g_autoptr(SsDiag)    diag = ss_diag_new();
        g_autoptr(GError)    error = NULL;
        g_autoptr(SsCluster) cluster = NULL;
        g_autofree char     *text = NULL;

        if (!g_file_get_contents(file, &text, NULL, NULL))
            continue;
        ss_site_read(folder, NULL, diag, &cluster, &error);
        SS_EXPECT_NO_ERROR(error);
        if (cluster != NULL)
            n += compare_config(name, cluster, text);
    }
    printf("%u settings of %u recorded cases are equal\n", n, names->len);
    SS_EXPECT_TRUE(n > 500);
}

static const SsTest tests[] = {
    SS_TEST(sites_come_out_as_in_real_slurm),
    SS_TEST(recorded_cases_have_the_recorded_settings),
};
SS_TEST_MAIN("config_corpus", tests)
