/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submit_line.c - a line as it was typed, onto a job of the accounting.
 */
#include "workloads/submit_line.h"

#include <string.h>

#include "workloads/reader.h"
#include "workloads/sbatch_options.h"

static bool command_of(const char *word, SsSbatchFor *command)
{
    g_autofree char *name = g_path_get_basename(word);

    for (int c = SS_SBATCH; c <= SS_SALLOC; c++) {
        *command = (SsSbatchFor) c;
        if (strcmp(name, ss_sbatch_name(*command)) == 0)
            return true;
    }
    return false;
}

/* The words, without the empty ones that several blanks make. */
static char **words_of(const char *line)
{
    char **words = g_strsplit_set(line, " \t", -1);
    guint  n = 0;

    for (guint i = 0; words[i] != NULL; i++) {
        if (*words[i] == '\0')
            g_free(words[i]);
        else
            words[n++] = words[i];
    }
    words[n] = NULL;
    return words;
}

static uint32_t given(uint32_t count, uint32_t otherwise)
{
    return count != SS_UNSET32 ? count : otherwise;
}

/* As many CPUs as the controller reckons at submission. */
static uint64_t cpus_of(const SsJobSpec *typed)
{
    const uint32_t nodes = MAX(typed->min_nodes, 1);
    const uint64_t tasks =
        typed->ntasks_per_node != SS_UNSET32 ? (uint64_t) nodes * typed->ntasks_per_node : nodes;

    return (typed->ntasks != SS_UNSET32 ? typed->ntasks : tasks)
           * (uint64_t) given(typed->cpus_per_task, 1);
}

/* An operator may have changed the request since: then the record's numbers are all there is. */
static void take_size(const SsJobSpec *typed, SsJobSpec *spec)
{
    if (cpus_of(typed) != spec->ntasks)
        return;
    spec->min_nodes = typed->min_nodes;
    spec->max_nodes = typed->max_nodes;
    spec->ntasks = typed->ntasks;
    spec->cpus_per_task = typed->cpus_per_task;
    spec->ntasks_per_node = typed->ntasks_per_node;
    spec->use_min_nodes = typed->use_min_nodes;
}

static void take_shape(const SsJobSpec *typed, SsJobSpec *spec)
{
    spec->min_cpus_node = typed->min_cpus_node;
    spec->ntasks_per_socket = typed->ntasks_per_socket;
    spec->ntasks_per_core = typed->ntasks_per_core;
    spec->sockets_per_node = typed->sockets_per_node;
    spec->cores_per_socket = typed->cores_per_socket;
    spec->threads_per_core = typed->threads_per_core;
    spec->core_spec = typed->core_spec;
    spec->thread_spec = typed->thread_spec;
    spec->overcommit = typed->overcommit;
    spec->no_multithread = typed->no_multithread;
    spec->multithread = typed->multithread;
    spec->dist_node = typed->dist_node;
    spec->dist_socket = typed->dist_socket;
    spec->plane_size = typed->plane_size;
}

static void take_memory(const SsJobSpec *typed, SsJobSpec *spec)
{
    if (typed->mem_per_node < 0 && typed->mem_per_cpu < 0 && typed->mem_per_gpu < 0)
        return;
    spec->mem_per_node = typed->mem_per_node;
    spec->mem_per_cpu = typed->mem_per_cpu;
    spec->mem_per_gpu = typed->mem_per_gpu;
}

static void take_text(char **to, const char *from)
{
    if (from != NULL)
        ss_trace_text(to, from);
}

static void take_devices(const SsJobSpec *typed, SsJobSpec *spec)
{
    if (typed->gres == NULL && typed->gpus == NULL && typed->gpus_per_node == NULL
        && typed->gpus_per_socket == NULL && typed->gpus_per_task == NULL)
        return;
    g_clear_pointer(&spec->gres, g_free);
    g_clear_pointer(&spec->gpus, g_free);
    take_text(&spec->gres, typed->gres);
    take_text(&spec->gpus, typed->gpus);
    take_text(&spec->gpus_per_node, typed->gpus_per_node);
    take_text(&spec->gpus_per_socket, typed->gpus_per_socket);
    take_text(&spec->gpus_per_task, typed->gpus_per_task);
    spec->cpus_per_gpu = typed->cpus_per_gpu;
    spec->ntasks_per_gpu = typed->ntasks_per_gpu;
    spec->gres_enforce_binding = typed->gres_enforce_binding;
    spec->gres_disable_binding = typed->gres_disable_binding;
}

static void take_place(const SsJobSpec *typed, SsJobSpec *spec)
{
    spec->exclusive = typed->exclusive;
    spec->oversubscribe = typed->oversubscribe;
    spec->contiguous = typed->contiguous;
    spec->spread = typed->spread;
    spec->switches = typed->switches;
    spec->switches_wait = typed->switches_wait;
    spec->tmp_disk = typed->tmp_disk;
    take_text(&spec->nodelist, typed->nodelist);
    take_text(&spec->exclude, typed->exclude);
    take_text(&spec->prefer, typed->prefer);
    take_text(&spec->constraint, typed->constraint);
    take_text(&spec->licenses, typed->licenses);
    if (typed->partition != NULL && strchr(typed->partition, ',') != NULL)
        take_text(&spec->partition, typed->partition); /* the record has the one it ran in */
}

void ss_submit_line_apply(const char *line, const SsZone *zone, SsJobSpec *spec)
{
    const SsSbatchContext context = {
        .now = spec->submit, .zone = zone, .no_files = true, .plugins = true
    };
    g_auto(GStrv)          words = words_of(line);
    g_auto(SsSbatchClient) client;
    SsSbatchFor            command;
    SsJobSpec              typed;

    ss_sbatch_client_init(&client); /* what stands behind the options is its script */
    if (words[0] == NULL || !command_of(words[0], &command))
        return;
    ss_job_spec_init(&typed);
    if (ss_sbatch_parse(words + 1, command, &context, &typed, &client, NULL)) {
        take_size(&typed, spec);
        take_shape(&typed, spec);
        take_memory(&typed, spec);
        take_devices(&typed, spec);
        take_place(&typed, spec);
        spec->nice = typed.nice;
        spec->time_min = typed.time_min;
        spec->deadline = typed.deadline;
    }
    ss_job_spec_clear(&typed);
}
