/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_anonymise.c - anonymise: a site and its workload for somebody else's eyes.
 *
 * Names are known only when everything that names them was read, so the workload is read twice.
 */
#include "sim/cli/command.h"
#include "sim/cli/commands.h"
#include "sim/cli/reply.h"
#include "sim/cli/runopt.h"
#include "sim/cli/watched.h"
#include "sim/sweep/anonymise.h"

#include "configs/site.h"
#include "workloads/convert.h"
#include "workloads/trace.h"

#include <stdio.h>

const SsOption ss_anonymise_options[] = {
    { "output", 'o', "DIR", "Result",
      "gets site/ and workload.csv; must not be there; of --qos site/qos.txt, for the same option" },
    { "quiet", 'q', NULL, "Result", "no progress line, not a word about what was replaced" },
    { "json", 0, NULL, "Result", "what was replaced as one JSON object (slurmsim.anonymise.v1)" },
    SS_OPTION_SITE_FILES,
    SS_OPTION_TRACE,
    { "help", 'h', NULL, "Help", "this text" },
    { 0 },
};

typedef struct {
    const SsOptions *options;
    SsAnonymousSite  site;
    SsTraceOptions   trace;
    SsCluster       *cluster;
    SsAnonymous     *names;
    SsProgress      *progress;
} Work;

static SsJobSource *open_workload(const Work *work, SsDiag *diag, GError **error)
{
    SsTraceOptions trace = work->trace;

    trace.cluster = work->cluster;
    return ss_watched_new(ss_trace_open_all(work->options->rest + 1, &trace, diag, error),
                          work->progress);
}

static gboolean collect(const Work *work, SsDiag *diag, GError **error)
{
    g_autoptr(SsJobSource) source = open_workload(work, diag, error);
    g_autoptr(GError)      failure = NULL;
    SsJobSpec              spec;

    if (!source)
        return FALSE;
    if (!ss_anonymous_add_site(work->names, &work->site, error))
        return FALSE;
    ss_job_spec_init(&spec);
    while (source->next(source, &spec, &failure))
        ss_anonymous_add_job(work->names, &spec);
    ss_job_spec_clear(&spec);
    ss_anonymous_seal(work->names);
    if (failure)
        g_propagate_error(error, g_steal_pointer(&failure));
    return failure == NULL && (!error || !*error);
}

typedef struct {
    SsJobSource        source;
    SsJobSource       *inner;
    const SsAnonymous *names;
} Renamed;

static gboolean next_renamed(SsJobSource *source, SsJobSpec *spec, GError **error)
{
    const Renamed *renamed = (const Renamed *) (const void *) source;

    if (!renamed->inner->next(renamed->inner, spec, error))
        return FALSE;
    ss_anonymous_job(renamed->names, spec);
    return TRUE;
}

static gboolean write_workload(const Work *work, const char *folder, uint64_t *n, GError **error)
{
    g_autofree char       *path = g_build_filename(folder, "workload.csv", NULL);
    g_autoptr(SsJobSource) inner = open_workload(work, NULL, error);
    g_autoptr(SsWriter)    w = inner ? ss_writer_new_path(path, error) : NULL;
    Renamed renamed = { .source = { .next = next_renamed }, .inner = inner, .names = work->names };

    return w && ss_convert_csv(&renamed.source, 0, NULL, w, n, error) && ss_writer_close(w, error);
}

static gboolean anonymise(Work *work, const char *folder, uint64_t *n, SsDiag *diag, GError **error)
{
    const SsSiteOptions site = { .accounts_file = work->site.accounts, .qos_file = work->site.qos };
    g_autofree char    *to = g_build_filename(folder, "site", NULL);

    if (!ss_site_read(work->site.site, &site, diag, &work->cluster, error)
        || !collect(work, diag, error))
        return FALSE;
    if (g_mkdir_with_parents(to, 0777) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: cannot be made", to);
        return FALSE;
    }
    return ss_anonymous_site(work->names, &work->site, to, error)
           && write_workload(work, folder, n, error);
}

/* What was replaced: the words of the line on stderr and the keys of the JSON object. */
static const struct {
    SsAnonymousKind kind;
    const char     *key, *one, *many;
} told[] = {
    { SS_ANONYMOUS_USER, "users", "user", "users" },
    { SS_ANONYMOUS_ACCOUNT, "accounts", "account", "accounts" },
    { SS_ANONYMOUS_QOS, "qos", "QOS", "QOS" },
    { SS_ANONYMOUS_PARTITION, "partitions", "partition", "partitions" },
    { SS_ANONYMOUS_NODE, "node_names", "name of nodes", "names of nodes" },
    { SS_ANONYMOUS_NODESET, "node_sets", "node set", "node sets" },
    { SS_ANONYMOUS_SWITCH, "switch_names", "name of switches", "names of switches" },
    { SS_ANONYMOUS_FEATURE, "features", "feature", "features" },
    { SS_ANONYMOUS_LICENSE, "licenses", "license", "licenses" },
    { SS_ANONYMOUS_GRES, "gres", "GRES", "GRES" },
    { SS_ANONYMOUS_GRES_TYPE, "gres_types", "type of GRES", "types of GRES" },
    { SS_ANONYMOUS_GROUP, "groups", "group", "groups" },
    { SS_ANONYMOUS_RESERVATION, "reservations", "reservation", "reservations" },
};

static void tell_people(const SsAnonymous *names, uint64_t jobs, const char *folder)
{
    fprintf(stderr, "slurmsim: %" G_GUINT64_FORMAT " job%s written to %s; replaced:", jobs,
            ss_plural(jobs), folder);
    for (size_t i = 0, shown = 0; i < G_N_ELEMENTS(told); i++) {
        const uint32_t n = ss_anonymous_count(names, told[i].kind);

        if (n > 0)
            fprintf(stderr, "%s %u %s", shown++ ? "," : "", n, n == 1 ? told[i].one : told[i].many);
    }
    fputc('\n', stderr);
}

static int tell_programs(const SsAnonymous *names, uint64_t jobs, const char *folder)
{
    SsReply reply = ss_reply_begin("slurmsim.anonymise.v1");
    ss_json_key_text(reply.json, "output", folder);
    ss_json_key_uint(reply.json, "jobs", jobs);
    ss_json_key(reply.json, "replaced");
    ss_json_begin_object(reply.json);
    for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
        ss_json_key_uint(reply.json, told[i].key, ss_anonymous_count(names, told[i].kind));
    ss_json_end_object(reply.json);
    return ss_reply_end(&reply);
}

int ss_cmd_anonymise(int argc, char **argv)
{
    g_autoptr(SsOptions) options =
        ss_options_parse(ss_anonymise_options, "slurmsim anonymise", argc, argv);
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsDiag)      diag = ss_diag_new();
    g_autoptr(SsAnonymous) names = ss_anonymous_new();
    uint64_t               n = 0;

    if (!options)
        return SS_EXIT_USAGE;
    const char *folder = ss_option_get(options, "output");
    if (options->n_rest < 2 || !folder)
        return ss_fail(SS_EXIT_USAGE,
                       "anonymise: name a site, a workload and -o DIR (a workload alone: "
                       "slurmsim trace convert FILE --anonymise); "
                       "see slurmsim anonymise --help");
    Work work = { .options = options,
                  .site = { options->rest[0], ss_option_get(options, "accounts"),
                            ss_option_get(options, "qos") },
                  .names = names };
    if (!ss_runopt_trace_options(options, "slurmsim anonymise", &work.trace))
        return SS_EXIT_USAGE;
    if (g_file_test(folder, G_FILE_TEST_EXISTS))
        return ss_fail(SS_EXIT_IO, "anonymise: %s is there already", folder);
    work.progress = ss_progress_new(ss_option_given(options, "quiet"));
    const bool ok = anonymise(&work, folder, &n, diag, &error);
    ss_progress_free(work.progress);
    if (work.cluster)
        ss_cluster_unref(work.cluster);
    if (!ok)
        return ss_fail(ss_exit_of(error), "anonymise: %s", error->message);
    if (!ss_option_given(options, "quiet"))
        tell_people(names, n, folder);
    return ss_option_given(options, "json") ? tell_programs(names, n, folder) : SS_EXIT_DONE;
}
