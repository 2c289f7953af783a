/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cluster_builder.c - sites for tests of placement, read by the real readers.
 *
 * A test writes the lines of slurm.conf it is about; the rest is added so that the site is
 * complete. Jobs are written as on sbatch's command line, since that is how the rules under test
 * are stated.
 */
#include "tests/support/cluster_builder.h"

#include "configs/site.h"
#include "scheduler/place.h"
#include "scheduler/request.h"
#include "sim/base/size.h"
#include "tests/support/ss_test.h"

#include <stdlib.h>
#include <string.h>

#define START 1767225600 /* 2026-01-01T00:00:00Z */

static void G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN die(const char *format, ...)
{
    va_list          args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_printerr("cluster builder: %s\n", text);
    abort();
}

/* --- the site --------------------------------------------------------------------------------- */

static void add_default(GString *text, const char *key, const char *value)
{
    g_autofree char *assignment = g_strconcat(key, "=", NULL);

    if (strstr(text->str, assignment) == NULL)
        g_string_append_printf(text, "%s%s\n", assignment, value);
}

static char *complete(const char *conf)
{
    GString *text = g_string_new(conf);

    g_string_append_c(text, '\n');
    add_default(text, "ClusterName", "t");
    add_default(text, "SlurmctldHost", "ctl");
    add_default(text, "SelectType", "select/cons_tres");
    if (strstr(text->str, "select/linear") == NULL)
        add_default(text, "SelectTypeParameters", "CR_Core_Memory");
    if (strstr(text->str, "PartitionName") == NULL)
        g_string_append(text, "PartitionName=p Nodes=ALL Default=YES MaxTime=4:00:00\n");
    return g_string_free(text, FALSE);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    if (text != NULL && !g_file_set_contents(path, text, -1, NULL))
        die("cannot write %s", path);
}

SsBuiltSite *ss_built_site(const char *slurm_conf, const char *gres_conf, const char *topology_conf)
{
    g_autofree char  *folder = g_build_filename(ss_test_tmp(), "site-XXXXXX", NULL);
    g_autofree char  *text = complete(slurm_conf);
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    SsBuiltSite      *site = g_new0(SsBuiltSite, 1);

    if (g_mkdtemp(folder) == NULL)
        die("cannot make %s", folder);
    write_file(folder, "slurm.conf", text);
    write_file(folder, "gres.conf", gres_conf);
    write_file(folder, "topology.conf", topology_conf);
    if (!ss_site_read(folder, NULL, diag, &site->cluster, &error)) {
        g_autoptr(GString) findings = g_string_new(NULL);

        ss_diag_print(diag, SS_DIAG_AS_FOUND, findings);
        die("%s\n%s", error->message, findings->str);
    }
    site->world = ss_world_new(site->cluster, START);
    return site;
}

void ss_built_site_free(SsBuiltSite *site)
{
    if (site == NULL)
        return;
    ss_world_free(site->world);
    ss_cluster_unref(site->cluster);
    g_free(site);
}

/* --- options ---------------------------------------------------------------------------------- */

typedef enum {
    TEXT,
    NUMBER,
    NODES,
    MEMORY,
    EXCLUSIVE,
    HINT,
    SWITCHES,
    DISTRIBUTION,
    FLAG,
    GRES_FLAGS,
    IGNORED, /* says nothing about placement */
    IGNORED_FLAG,
} Kind;

typedef struct {
    const char *name; /* long, or one letter */
    Kind        kind;
    size_t      at;
} Option;

#define AT(field) offsetof(SsJobSpec, field)

static const Option options_known[] = {
    { "A", TEXT, AT(account) },
    { "C", TEXT, AT(constraint) },
    { "G", TEXT, AT(gpus) },
    { "L", TEXT, AT(licenses) },
    { "N", NODES, 0 },
    { "O", FLAG, AT(overcommit) },
    { "S", NUMBER, AT(core_spec) },
    { "array", IGNORED, 0 },
    { "begin", IGNORED, 0 },
    { "c", NUMBER, AT(cpus_per_task) },
    { "constraint", TEXT, AT(constraint) },
    { "contiguous", FLAG, AT(contiguous) },
    { "core-spec", NUMBER, AT(core_spec) },
    { "cores-per-socket", NUMBER, AT(cores_per_socket) },
    { "cpus-per-gpu", NUMBER, AT(cpus_per_gpu) },
    { "deadline", IGNORED, 0 },
    { "dependency", IGNORED, 0 },
    { "distribution", DISTRIBUTION, 0 },
    { "exclude", TEXT, AT(exclude) },
    { "exclusive", EXCLUSIVE, 0 },
    { "gpus", TEXT, AT(gpus) },
    { "gpus-per-node", TEXT, AT(gpus_per_node) },
    { "gpus-per-socket", TEXT, AT(gpus_per_socket) },
    { "gpus-per-task", TEXT, AT(gpus_per_task) },
    { "gres", TEXT, AT(gres) },
    { "gres-flags", GRES_FLAGS, 0 },
    { "hint", HINT, 0 },
    { "hold", IGNORED_FLAG, 0 },
    { "job-name", IGNORED, 0 },
    { "kill-on-invalid-dep", IGNORED, 0 },
    { "m", DISTRIBUTION, 0 },
    { "mem", MEMORY, AT(mem_per_node) },
    { "mem-per-cpu", MEMORY, AT(mem_per_cpu) },
    { "mem-per-gpu", MEMORY, AT(mem_per_gpu) },
    { "mincpus", NUMBER, AT(min_cpus_node) },
    { "n", NUMBER, AT(ntasks) },
    { "nice", IGNORED, 0 },
    { "nodelist", TEXT, AT(nodelist) },
    { "ntasks-per-core", NUMBER, AT(ntasks_per_core) },
    { "ntasks-per-gpu", NUMBER, AT(ntasks_per_gpu) },
    { "ntasks-per-node", NUMBER, AT(ntasks_per_node) },
    { "ntasks-per-socket", NUMBER, AT(ntasks_per_socket) },
    { "overcommit", FLAG, AT(overcommit) },
    { "p", TEXT, AT(partition) },
    { "prefer", TEXT, AT(prefer) },
    { "reservation", TEXT, AT(reservation) },
    { "s", FLAG, AT(oversubscribe) },
    { "sockets-per-node", NUMBER, AT(sockets_per_node) },
    { "spread-job", FLAG, AT(spread) },
    { "switches", SWITCHES, 0 },
    { "t", IGNORED, 0 },
    { "threads-per-core", NUMBER, AT(threads_per_core) },
    { "tmp", MEMORY, AT(tmp_disk) },
    { "u", TEXT, AT(user) },
    { "use-min-nodes", FLAG, AT(use_min_nodes) },
    { "w", TEXT, AT(nodelist) },
    { "x", TEXT, AT(exclude) },
};

static const Option *find_option(const char *name, size_t length)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options_known); i++)
        if (strlen(options_known[i].name) == length
            && strncmp(options_known[i].name, name, length) == 0)
            return &options_known[i];
    die("no option '%.*s'", (int) length, name);
}

static bool takes_value(const Option *option)
{
    return option->kind != FLAG && option->kind != EXCLUSIVE && option->kind != IGNORED_FLAG;
}

static void set_text(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

static SsDist distribution(const char *word)
{
    if (strcmp(word, "block") == 0)
        return SS_DIST_BLOCK;
    if (strcmp(word, "cyclic") == 0)
        return SS_DIST_CYCLIC;
    if (strcmp(word, "fcyclic") == 0)
        return SS_DIST_FCYCLIC;
    return SS_DIST_DEFAULT;
}

static void set_distribution(SsJobSpec *spec, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, ":", 2);

    if (g_str_has_prefix(parts[0], "plane=")) {
        spec->dist_node = SS_DIST_PLANE;
        spec->plane_size = (uint32_t) atoi(parts[0] + strlen("plane="));
        return;
    }
    spec->dist_node = distribution(parts[0]);
    if (parts[1] != NULL)
        spec->dist_socket = distribution(parts[1]);
}

static void set_switches(SsJobSpec *spec, const char *value)
{
    const char *wait = strchr(value, '@');

    spec->switches = (uint32_t) atoi(value);
    if (wait != NULL)
        spec->switches_wait = (SsSpan) atoi(wait + 1) * 60;
}

static void set_option(SsJobSpec *spec, const Option *option, const char *value)
{
    void    *field = (char *) spec + option->at;
    uint64_t mib = 0;

    switch (option->kind) {
    case TEXT:
        set_text(field, value);
        break;
    case NUMBER:
        *(uint32_t *) field = (uint32_t) atoi(value);
        break;
    case NODES:
        if (!ss_size_parse_nodes(value, &spec->min_nodes, &spec->max_nodes, NULL))
            die("-N '%s'", value);
        break;
    case MEMORY:
        if (!ss_size_parse_memory(value, &mib, NULL))
            die("memory '%s'", value);
        *(int64_t *) field = (int64_t) mib;
        break;
    case EXCLUSIVE:
        spec->exclusive = g_strcmp0(value, "user") == 0 ? SS_EXCLUSIVE_USER : SS_EXCLUSIVE_NODE;
        break;
    case HINT:
        spec->multithread = strcmp(value, "multithread") == 0;
        spec->no_multithread = !spec->multithread;
        break;
    case SWITCHES:
        set_switches(spec, value);
        break;
    case DISTRIBUTION:
        set_distribution(spec, value);
        break;
    case GRES_FLAGS:
        spec->gres_enforce_binding = strcmp(value, "enforce-binding") == 0;
        spec->gres_disable_binding = strcmp(value, "disable-binding") == 0;
        break;
    case FLAG:
        *(bool *) field = true;
        break;
    case IGNORED:
    case IGNORED_FLAG:
        break;
    }
}

void ss_built_options(SsJobSpec *spec, const char *options)
{
    g_auto(GStrv) words = NULL;

    if (*options == '\0')
        return;
    if (!g_shell_parse_argv(options, NULL, &words, NULL))
        die("options '%s'", options);
    for (char **word = words; *word != NULL; word++) {
        const bool    is_long = g_str_has_prefix(*word, "--");
        const char   *name = *word + (is_long ? 2 : 1);
        const size_t  length = is_long ? strcspn(name, "=") : 1;
        const Option *option = find_option(name, length);
        const char   *value = name + length;

        if (*value == '=')
            value++;
        if (takes_value(option) && *value == '\0' && word[1] != NULL)
            value = *++word;
        set_option(spec, option, value);
    }
}

/* --- jobs ------------------------------------------------------------------------------------- */

static void set_parts(SsBuiltSite *site, SsJob *job)
{
    const char   *list = job->spec->partition;
    g_auto(GStrv) names = g_strsplit(list ? list : "", ",", -1);

    job->n_parts = MAX(g_strv_length(names), 1);
    job->parts = g_new0(SsPartId, job->n_parts);
    for (uint32_t i = 0; i < job->n_parts; i++) {
        job->parts[i] =
            list ? ss_cluster_part(site->cluster, names[i]) : site->cluster->default_part;
        if (job->parts[i] == SS_ID_NONE)
            job->parts[i] = 0;
    }
    job->part = job->parts[0];
}

SsJob *ss_built_job(SsBuiltSite *site, const char *options)
{
    SsJob            *job = ss_job_new();
    SsSubmitCode      code = SS_SUBMIT_OK;
    g_autoptr(GError) error = NULL;

    job->spec = g_new0(SsJobSpec, 1);
    job->spec_refs = g_new0(int, 1);
    *job->spec_refs = 1;
    ss_job_spec_init(job->spec);
    ss_built_options(job->spec, options);
    job->user = g_strdup(job->spec->user ? job->spec->user : "ann");
    job->uid = ss_cluster_uid(site->cluster, job->user);
    job->submit = job->eligible = site->world->now;
    job->time_limit = 60;
    set_parts(site, job);
    if (!ss_request_build(site->world, job, &code, &error))
        die("'%s' is refused: code %d, %s", options, (int) code, error ? error->message : "");
    ss_request_tres(site->world, job);
    return job;
}

static bool place_in(SsBuiltSite *site, SsJob *job, SsPartId part, SsAlloc **alloc)
{
    SsReason             reason = SS_REASON_NONE;
    SsPlaceQuery         query = { .world = site->world,
                                   .use = site->world->use,
                                   .job = job,
                                   .part = part,
                                   .mode = SS_PLACE_NOW };
    g_autoptr(SsNodeSet) nodes = ss_node_set_dup(site->world->parts[part].nodes);

    ss_node_set_and(nodes, site->world->avail);
    query.nodes = nodes;
    return ss_place_node_counts(site->world, job, part, &query.min_nodes, &query.req_nodes,
                                &query.max_nodes, &reason)
           && ss_place(&query, alloc) == SS_PLACED;
}

const char *ss_built_start(SsBuiltSite *site, const char *options)
{
    SsJob   *job = ss_built_job(site, options);
    SsAlloc *alloc = NULL;

    if (!place_in(site, job, job->part, &alloc)) {
        ss_job_free(job);
        return NULL;
    }
    ss_world_submit(site->world, job);
    ss_world_start(site->world, job, job->part, alloc, SS_STARTER_MAIN);
    return job->nodes;
}

SsJob *ss_built_nth(SsBuiltSite *site, uint32_t nth)
{
    SsJob *job = site->world->first;

    for (; job != NULL && nth > 0; nth--)
        job = job->next;
    return job;
}

void ss_built_end_any(SsBuiltSite *site, SsRng *rng)
{
    SsWorld       *world = site->world;
    const uint32_t n = world->n_running;
    uint32_t       pick = n ? (uint32_t) ss_rng_below(rng, n) : 0;

    for (SsJob *job = world->first; job != NULL; job = job->next)
        if (job->state == SS_JOB_RUNNING && pick-- == 0) {
            ss_world_finish(world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
            break;
        }
    ss_world_journal_clear(world);
    world->now += 1000; /* past MinJobAge */
    ss_world_purge(world);
}

bool ss_built_query(const SsBuiltSite *site, const SsJob *job, SsPlaceQuery *query)
{
    const SsWorld *world = site->world;
    SsReason       reason = SS_REASON_NONE;

    *query = (SsPlaceQuery){ .world = world,
                             .use = world->use,
                             .job = job,
                             .part = job->part,
                             .nodes = world->parts[job->part].nodes };
    return ss_place_node_counts(world, job, job->part, &query->min_nodes, &query->req_nodes,
                                &query->max_nodes, &reason);
}

void ss_built_end(SsBuiltSite *site, uint32_t nth)
{
    ss_world_finish(site->world, ss_built_nth(site, nth), SS_JOB_COMPLETED, SS_REASON_NONE, 0);
}

char *ss_built_alloc_text(const SsBuiltSite *site, const SsAlloc *alloc)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < alloc->n; i++) {
        const SsAllocNode *at = &alloc->at[i];
        const SsNode      *node = &site->cluster->nodes[at->node];
        const char        *comma = "";

        g_string_append_printf(text, "%s%s cpus=%u cores=", i ? "; " : "", node->name, at->cpus);
        for (uint32_t c = 0; c < node->cores; c++)
            if (at->core_bits[c / 64] >> (c % 64) & 1) {
                g_string_append_printf(text, "%s%u", comma, c);
                comma = ",";
            }
        g_string_append_printf(text, " mem=%" G_GUINT64_FORMAT, at->mem);
        if (at->n_gres > 0) {
            g_autofree char *gres = ss_place_gres_text(site->cluster, at);
            g_string_append_printf(text, " gres=%s", gres);
        }
    }
    return g_string_free(text, FALSE);
}
