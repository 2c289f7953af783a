/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbatch_print.c - a spec back into the options that make it.
 *
 * The inverse of sbatch_options.c, for `trace convert` and for messages: what is printed here and read
 * again gives the same spec (a test takes every option through it). Options are told from fields, not
 * remembered: -B comes back as three options, a time as absolute. What csv has a column for may be
 * left out.
 */
#include "workloads/sbatch_options.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/span.h"

typedef struct {
    GString *out;
} Print;

/* A word that a shell, ss_sbatch_split and a CSV field read back as it is. */
static void put_word(GString *out, const char *text)
{
    if (*text != '\0' && strpbrk(text, " \t\r\n\"'\\#") == NULL) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '\'');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\'')
            g_string_append(out, "'\\''");
        else
            g_string_append_c(out, *p);
    }
    g_string_append_c(out, '\'');
}

static void put_name(const Print *print, const char *name)
{
    if (print->out->len > 0)
        g_string_append_c(print->out, ' ');
    g_string_append(print->out, "--");
    g_string_append(print->out, name);
}

static void put_text(const Print *print, const char *name, const char *value)
{
    if (value == NULL)
        return;
    put_name(print, name);
    g_string_append_c(print->out, '=');
    put_word(print->out, value);
}

static void put_flag(const Print *print, const char *name, bool value)
{
    if (value)
        put_name(print, name);
}

static void put_number(const Print *print, const char *name, int64_t value)
{
    put_name(print, name);
    g_string_append_printf(print->out, "=%" PRId64, value);
}

static void put_count(const Print *print, const char *name, uint32_t value)
{
    if (value != SS_UNSET32)
        put_number(print, name, value);
}

static void put_memory(const Print *print, const char *name, int64_t value)
{
    if (value >= 0)
        put_number(print, name, value);
}

static void put_moment(const Print *print, const char *name, SsTime value)
{
    if (value == 0)
        return;
    put_name(print, name);
    g_string_append_printf(print->out, "=uts%" PRId64, value);
}

void ss_sbatch_print_nodes(const SsJobSpec *spec, GString *out)
{
    const uint32_t max = spec->max_nodes != 0 ? spec->max_nodes : SS_UNSET32 - 1;

    g_string_append_printf(out, "%u", spec->min_nodes);
    if (max != spec->min_nodes)
        g_string_append_printf(out, "-%u", max);
}

bool ss_sbatch_print_limit(const SsJobSpec *spec, GString *out)
{
    char text[SS_SPAN_TEXT];

    if (spec->time_limit == SS_UNSET32)
        return false;
    if (spec->time_limit == UINT32_MAX || spec->time_limit_secs == SS_SPAN_FOREVER)
        g_string_append(out, "UNLIMITED");
    else if (spec->time_limit_secs > 0)
        g_string_append(out, ss_span_text_conf(spec->time_limit_secs, text));
    else
        g_string_append_printf(out, "%u", spec->time_limit);
    return true;
}

static void put_columns(const Print *print, const SsJobSpec *spec)
{
    g_autoptr(GString) limit = g_string_new(NULL);

    put_text(print, "uid", spec->user);
    put_text(print, "account", spec->account);
    put_text(print, "partition", spec->partition);
    put_text(print, "qos", spec->qos);
    if (spec->min_nodes != 0 || spec->max_nodes != 0) {
        put_name(print, "nodes");
        g_string_append_c(print->out, '=');
        ss_sbatch_print_nodes(spec, print->out);
    }
    put_count(print, "ntasks", spec->ntasks);
    put_count(print, "cpus-per-task", spec->cpus_per_task);
    put_memory(print, "mem", spec->mem_per_node);
    put_text(print, "gres", spec->gres);
    if (ss_sbatch_print_limit(spec, limit))
        put_text(print, "time", limit->str);
}

static void put_size(const Print *print, const SsJobSpec *spec)
{
    put_count(print, "mincpus", spec->min_cpus_node);
    put_count(print, "ntasks-per-node", spec->ntasks_per_node);
    put_count(print, "ntasks-per-socket", spec->ntasks_per_socket);
    put_count(print, "ntasks-per-core", spec->ntasks_per_core);
    put_count(print, "ntasks-per-gpu", spec->ntasks_per_gpu);
    put_count(print, "sockets-per-node", spec->sockets_per_node);
    put_count(print, "cores-per-socket", spec->cores_per_socket);
    put_count(print, "threads-per-core", spec->threads_per_core);
    put_count(print, "core-spec", spec->core_spec);
    put_count(print, "thread-spec", spec->thread_spec);
    put_count(print, "cpus-per-gpu", spec->cpus_per_gpu);
    put_memory(print, "mem-per-cpu", spec->mem_per_cpu);
    put_memory(print, "mem-per-gpu", spec->mem_per_gpu);
    put_memory(print, "tmp", spec->tmp_disk);
    put_text(print, "gpus", spec->gpus);
    put_text(print, "gpus-per-node", spec->gpus_per_node);
    put_text(print, "gpus-per-socket", spec->gpus_per_socket);
    put_text(print, "gpus-per-task", spec->gpus_per_task);
}

static void put_distribution(const Print *print, const SsJobSpec *spec)
{
    static const char *const words[] = {
        [SS_DIST_DEFAULT] = "*",       [SS_DIST_BLOCK] = "block", [SS_DIST_CYCLIC] = "cyclic",
        [SS_DIST_FCYCLIC] = "fcyclic", [SS_DIST_PLANE] = "plane", [SS_DIST_ARBITRARY] = "arbitrary"
    };
    g_autofree char *text = NULL;

    if (spec->dist_node == SS_DIST_DEFAULT && spec->dist_socket == SS_DIST_DEFAULT)
        return;
    if (spec->dist_node == SS_DIST_PLANE)
        text = g_strdup_printf("plane=%u", spec->plane_size);
    else
        text = g_strdup_printf("%s:%s", words[spec->dist_node], words[spec->dist_socket]);
    put_text(print, "distribution", text);
}

static void put_sharing(const Print *print, const SsJobSpec *spec)
{
    static const char *const exclusive[] = {
        [SS_EXCLUSIVE_USER] = "user", [SS_EXCLUSIVE_MCS] = "mcs"
    };

    put_flag(print, "exclusive", spec->exclusive == SS_EXCLUSIVE_NODE);
    if (spec->exclusive == SS_EXCLUSIVE_USER || spec->exclusive == SS_EXCLUSIVE_MCS)
        put_text(print, "exclusive", exclusive[spec->exclusive]);
    put_flag(print, "oversubscribe", spec->oversubscribe);
    put_flag(print, "overcommit", spec->overcommit);
    put_flag(print, "contiguous", spec->contiguous);
    put_flag(print, "spread-job", spec->spread);
    put_flag(print, "use-min-nodes", spec->use_min_nodes);
    if (spec->no_multithread)
        put_text(print, "hint", "nomultithread");
    if (spec->multithread)
        put_text(print, "hint", "multithread");
    put_distribution(print, spec);
}

static void put_place(const Print *print, const SsJobSpec *spec)
{
    put_text(print, "constraint", spec->constraint);
    put_text(print, "prefer", spec->prefer);
    put_text(print, "nodelist", spec->nodelist);
    put_text(print, "exclude", spec->exclude);
    put_text(print, "licenses", spec->licenses);
    put_text(print, "reservation", spec->reservation);
    if (spec->gres_enforce_binding)
        put_text(print, "gres-flags",
                 spec->gres_disable_binding ? "enforce-binding,disable-binding"
                                            : "enforce-binding");
    else if (spec->gres_disable_binding)
        put_text(print, "gres-flags", "disable-binding");
    if (spec->switches != 0) {
        put_number(print, "switches", spec->switches);
        if (spec->switches_wait != SS_SPAN_FOREVER) {
            char text[SS_SPAN_TEXT];

            g_string_append_printf(print->out, "@%s", ss_span_text_conf(spec->switches_wait, text));
        }
    }
}

static void put_when(const Print *print, const SsJobSpec *spec)
{
    if (spec->time_min == UINT32_MAX)
        put_text(print, "time-min", "UNLIMITED");
    else
        put_count(print, "time-min", spec->time_min);
    put_moment(print, "begin", spec->begin);
    put_moment(print, "deadline", spec->deadline);
    put_text(print, "dependency", spec->dependency);
    if (spec->kill_on_invalid_dep_set)
        put_text(print, "kill-on-invalid-dep", spec->kill_on_invalid_dep ? "yes" : "no");
    put_text(print, "array", spec->array);
    put_flag(print, "hold", spec->hold);
    if (spec->priority == SS_UNSET32 - 1)
        put_text(print, "priority", "TOP");
    else
        put_count(print, "priority", spec->priority);
    if (spec->nice != 0)
        put_number(print, "nice", spec->nice);
    put_flag(print, "requeue", spec->requeue == 1);
    put_flag(print, "no-requeue", spec->requeue == 0);
    put_flag(print, "no-kill", spec->no_kill);
    put_flag(print, "test-only", spec->test_only);
    if (spec->signal != 0) {
        put_name(print, "signal");
        g_string_append_printf(print->out, "=%s%s%s%u@%u", spec->warn_flags & 1 ? "R" : "",
                               spec->warn_flags & 2 ? "B" : "", spec->warn_flags ? ":" : "",
                               spec->signal, spec->signal_time);
    }
}

static void put_names(const Print *print, const SsJobSpec *spec)
{
    put_text(print, "job-name", spec->name);
    put_text(print, "comment", spec->comment);
    put_text(print, "wckey", spec->wckey);
    put_text(print, "chdir", spec->work_dir);
    put_text(print, "input", spec->std_in);
    put_text(print, "output", spec->std_out);
    put_text(print, "error", spec->std_err);
    put_text(print, "mail-type", spec->mail_type);
    put_text(print, "mail-user", spec->mail_user);
    put_text(print, "network", spec->network);
    if (spec->delay_boot > 0)
        put_count(print, "delay-boot", spec->delay_boot / 60);
    put_text(print, "gid", spec->group);
}

static void put_fate(const Print *print, const SsJobSpec *spec, SsSbatchPrint what)
{
    static const char *const ends[] = { [SS_FATE_CANCEL_RUNNING] = "cancel",
                                        [SS_FATE_OOM] = "oom",
                                        [SS_FATE_NODE_FAIL] = "node-fail",
                                        [SS_FATE_SLEEP] = "sleep" };

    if (what == SS_SBATCH_ALL && spec->fate != SS_FATE_TO_LIMIT)
        put_number(print, "sim-run", spec->run);
    switch (spec->fate) {
    case SS_FATE_RUN:
        break;
    case SS_FATE_TO_LIMIT:
        put_text(print, "sim-run", "limit");
        break;
    case SS_FATE_CANCEL_PENDING:
        put_number(print, "sim-cancel-after", spec->cancel_after);
        break;
    case SS_FATE_CANCEL_RUNNING:
    case SS_FATE_OOM:
    case SS_FATE_NODE_FAIL:
    case SS_FATE_SLEEP:
        put_text(print, "sim-end", ends[spec->fate]);
        break;
    }
    if (spec->exit_code != 0) {
        put_number(print, "sim-exit", spec->exit_code >> 8);
        if ((spec->exit_code & 0x7f) != 0)
            g_string_append_printf(print->out, ":%u", spec->exit_code & 0x7f);
    }
}

void ss_sbatch_print(const SsJobSpec *spec, SsSbatchPrint what, GString *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const Print        print = { text };

    if (what == SS_SBATCH_ALL)
        put_columns(&print, spec);
    put_size(&print, spec);
    put_sharing(&print, spec);
    put_place(&print, spec);
    put_when(&print, spec);
    put_names(&print, spec);
    put_fate(&print, spec, what);
    g_string_append(out, text->str);
}
