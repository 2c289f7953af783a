/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.c - from sbatch's options to the controller's numbers.
 *
 * Two programs have a say. sbatch fills in what follows from its own options (tasks from nodes,
 * nodes from tasks, CPUs from both) and refuses what contradicts itself. slurmctld then raises
 * minima, fills in the partition's memory and GPU defaults and turns names into numbers. The order
 * matters: DefMemPerGPU only counts if no memory was given, DefCpuPerGPU only without -c, and
 * MaxMemPerCPU multiplies CPUs that the client has already counted. The functions below follow that
 * order and each states one rule.
 *
 * What depends on the partition a job is tried in (exclusive partitions, FORCE sharing, node
 * bounds) is not settled here, since a job may name several: `place` asks the partition at the
 * time. Memory defaults are an exception, as in Slurm: those of the first partition stick.
 *
 * Source: sbatch(1); slurm.conf(5); spec placement 1.1 to 1.5, 7. Tested in
 * tests/unit/test_request.c.
 */
#include "scheduler/request.h"

#include "scheduler/place_internal.h"
#include "sim/base/diag.h"
#include "sim/base/size.h"

#include <string.h>

typedef struct {
    SsWorld           *world;
    SsJob             *job;
    const SsJobSpec   *spec;
    SsRequest         *req;
    const SsPartition *part;
    SsSubmitCode      *code;
    GError           **error;
} Build;

/* One refusal: what sbatch prints. */
static bool refuse(Build *b, SsSubmitCode code)
{
    *b->code = code;
    return false;
}

/* A refusal by the client, which says why in a line of its own. */
static bool refuse_option(Build *b, const char *why)
{
    *b->code = SS_SUBMIT_BAD_OPTION;
    g_set_error_literal(b->error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION, why);
    return false;
}

static uint32_t given(uint32_t value)
{
    return value == SS_UNSET32 ? 0 : value;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool read_nodes(Build *b, const char *list, SsNodeSet **out)
{
    const SsCluster *cluster = b->world->cluster;

    if (list == NULL || *list == '\0')
        return true;
    *out = ss_node_set_new(cluster->n_nodes);
    if (!ss_cluster_node_set(cluster, list, *out, NULL))
        return refuse(b, SS_SUBMIT_NODE_NAME);
    return true;
}

static bool read_node_lists(Build *b)
{
    SsRequest *req = b->req;

    if (!read_nodes(b, b->spec->nodelist, &req->req_nodes)
        || !read_nodes(b, b->spec->exclude, &req->exc_nodes))
        return false;
    req->n_req_nodes = req->req_nodes ? ss_node_set_count(req->req_nodes) : 0;
    if (req->req_nodes && req->exc_nodes && ss_node_set_intersects(req->req_nodes, req->exc_nodes))
        return refuse(b, SS_SUBMIT_NODE_NAME);
    return true;
}

/* "matlab:2,ansys": counts default to 1. */
static bool read_licenses(Build *b)
{
    SsRequest    *req = b->req;
    g_auto(GStrv) parts = g_strsplit(b->spec->licenses ? b->spec->licenses : "", ",", -1);

    for (uint32_t i = 0; parts[i] != NULL; i++) {
        char    *name = g_strstrip(parts[i]);
        char    *colon = strrchr(name, ':');
        uint64_t count = 1;

        if (*name == '\0')
            continue;
        if (colon != NULL) {
            *colon = '\0';
            if (!ss_uint_parse(colon + 1, SS_KILO_REFUSED, UINT32_MAX, &count, NULL))
                return refuse(b, SS_SUBMIT_LICENSES);
        }
        const uint32_t id = ss_cluster_license(b->world->cluster, name);
        if (id == SS_ID_NONE
            || (count > b->world->cluster->licenses[id].total
                && !b->world->settings.sched.allow_zero_lic))
            return refuse(b, SS_SUBMIT_LICENSES);
        req->license = g_realloc_n(req->license, req->n_license + 1, sizeof *req->license);
        req->license[req->n_license].license = id;
        req->license[req->n_license++].count = (uint32_t) count;
    }
    return true;
}

static bool read_features(Build *b)
{
    SsRequest *req = b->req;

    if (!ss_features_parse(b->spec->constraint, &req->feature, &req->n_feature)
        || !ss_features_parse(b->spec->prefer, &req->prefer, &req->n_prefer))
        return refuse(b, SS_SUBMIT_FEATURE);
    return true;
}

/* --- GRES ------------------------------------------------------------------------------------- */

typedef enum { PER_NODE, PER_JOB, PER_SOCKET, PER_TASK } Per;

static SsGresNeed *need_of(SsRequest *req, uint32_t gres, const char *type)
{
    for (uint32_t i = 0; i < req->n_gres; i++)
        if (req->gres[i].gres == gres && g_strcmp0(req->gres[i].type, type) == 0)
            return &req->gres[i];
    req->gres = g_renew(SsGresNeed, req->gres, req->n_gres + 1);
    req->gres[req->n_gres] = (SsGresNeed){ .gres = gres, .type = g_strdup(type) };
    return &req->gres[req->n_gres++];
}

static void add_need(SsGresNeed *need, Per per, uint64_t count)
{
    switch (per) {
    case PER_NODE:
        need->per_node += count;
        break;
    case PER_JOB:
        need->per_job += count;
        break;
    case PER_SOCKET:
        need->per_socket += count;
        break;
    case PER_TASK:
        need->per_task += count;
        break;
    }
}

static bool is_count(const char *text)
{
    uint64_t count;

    return ss_size_parse_count(text, &count, NULL);
}

/* [type][:count] behind a name; `text` is cut up. */
static bool read_type_and_count(char *text, const char **type, uint64_t *count)
{
    char *last = strrchr(text, ':');

    *type = NULL;
    *count = 1;
    if (is_count(text))
        return ss_size_parse_count(text, count, NULL);
    if (last != NULL) {
        *last = '\0';
        if (!ss_size_parse_count(last + 1, count, NULL))
            return false;
    }
    *type = *text != '\0' ? text : NULL;
    return true;
}

/* One item: "gpu", "gpu:2", "gpu:h100:2" of --gres; "2", "h100:2" of --gpus and its kin (name
 * given). */
static bool read_gres_item(Build *b, char *item, const char *name, Per per)
{
    const char *type = NULL;
    uint64_t    count = 1;
    char       *rest = item;

    if (name == NULL) {
        if (g_str_has_prefix(item, "gres:") || g_str_has_prefix(item, "gres/"))
            item += strlen("gres:");
        name = item;
        rest = strchr(item, ':');
        if (rest != NULL)
            *rest++ = '\0';
    }
    const uint32_t gres = ss_cluster_gres(b->world->cluster, name);
    if (gres == SS_ID_NONE && rest != NULL && strcmp(rest, "0") == 0)
        return true; /* nothing of what is not there (recorded: -G 0) */
    if (gres == SS_ID_NONE || (rest != NULL && !read_type_and_count(rest, &type, &count)))
        return refuse(b, SS_SUBMIT_GRES);
    if (count > 0)
        add_need(need_of(b->req, gres, type), per, count);
    return true;
}

static bool read_gres_list(Build *b, const char *text, const char *name, Per per)
{
    if (text == NULL)
        return true;

    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    for (uint32_t i = 0; items[i] != NULL; i++) {
        char *item = g_strstrip(items[i]);

        if (*item == '\0' || (name == NULL && g_ascii_strcasecmp(item, "none") == 0))
            continue;
        if (!read_gres_item(b, item, name, per))
            return false;
    }
    return true;
}

static bool read_gres(Build *b)
{
    const SsJobSpec *spec = b->spec;

    if (!read_gres_list(b, spec->gres, NULL, PER_NODE)
        || !read_gres_list(b, spec->gpus_per_node, "gpu", PER_NODE)
        || !read_gres_list(b, spec->gpus, "gpu", PER_JOB)
        || !read_gres_list(b, spec->gpus_per_socket, "gpu", PER_SOCKET)
        || !read_gres_list(b, spec->gpus_per_task, "gpu", PER_TASK))
        return false;
    b->req->gres_enforce_binding = spec->gres_enforce_binding;
    b->req->gres_disable_binding = spec->gres_disable_binding;
    if (b->world->settings.select_type == SS_SELECT_CONS_TRES)
        return true;
    if (spec->gpus || spec->gpus_per_socket || spec->gpus_per_task || given(spec->cpus_per_gpu)
        || spec->mem_per_gpu >= 0)
        return refuse(b, SS_SUBMIT_GRES); /* only cons_tres knows more than counts per node */
    return true;
}

static uint64_t need_total(const SsRequest *req, const SsGresNeed *need)
{
    const uint64_t nodes = MAX(req->min_nodes, 1);
    const uint64_t tasks = req->ntasks == SS_UNSET32 ? nodes : req->ntasks;

    if (need->per_job)
        return need->per_job;
    if (need->per_node)
        return need->per_node * nodes;
    if (need->per_socket)
        return need->per_socket * MAX(req->sockets_per_node, 1) * nodes;
    return need->per_task * tasks;
}

uint64_t ss_request_gres_total(const SsRequest *req, uint32_t gres)
{
    uint64_t total = 0;

    for (uint32_t i = 0; i < req->n_gres; i++)
        if (req->gres[i].gres == gres)
            total += need_total(req, &req->gres[i]);
    return total;
}

static uint32_t gpu_index(const Build *b)
{
    return ss_cluster_gres(b->world->cluster, "gpu");
}

static uint64_t gpus_of(const SsWorld *world, const SsRequest *req)
{
    const uint32_t gpu = ss_cluster_gres(world->cluster, "gpu");

    return gpu == SS_ID_NONE ? 0 : ss_request_gres_total(req, gpu);
}

static uint64_t total_gpus(const Build *b)
{
    return gpus_of(b->world, b->req);
}

static uint64_t gpus_per_node(const Build *b)
{
    const uint32_t gpu = gpu_index(b);
    uint64_t       sum = 0;

    for (uint32_t i = 0; i < b->req->n_gres; i++)
        if (b->req->gres[i].gres == gpu)
            sum += b->req->gres[i].per_node;
    return sum;
}

static uint64_t gpus_per_task(const Build *b)
{
    const uint32_t gpu = gpu_index(b);
    uint64_t       sum = 0;

    for (uint32_t i = 0; i < b->req->n_gres; i++)
        if (b->req->gres[i].gres == gpu)
            sum += b->req->gres[i].per_task;
    return sum;
}

/* --- the client ------------------------------------------------------------------------------- */

static void copy_plain_options(Build *b)
{
    const SsJobSpec *spec = b->spec;
    SsRequest       *req = b->req;

    req->ntasks_per_node = given(spec->ntasks_per_node);
    req->ntasks_per_socket = given(spec->ntasks_per_socket);
    req->ntasks_per_core = given(spec->ntasks_per_core);
    req->sockets_per_node = given(spec->sockets_per_node);
    req->cores_per_socket = given(spec->cores_per_socket);
    req->threads_per_core = given(spec->threads_per_core);
    /* --hint says nothing beside an option that does (recorded: replay-hints, job 17). */
    const bool plain = !req->ntasks_per_core && !req->threads_per_core;
    req->no_multithread = plain && spec->no_multithread;
    req->multithread = plain && spec->multithread;
    if (req->no_multithread)
        req->threads_per_core = 1;
    req->overcommit = spec->overcommit;
    req->contiguous = spec->contiguous;
    req->spread = spec->spread;
    req->use_min_nodes = spec->use_min_nodes;
    req->dist_node = spec->dist_node;
    req->dist_socket = spec->dist_socket;
    req->plane_size = spec->plane_size;
    req->switches = spec->switches;
    req->switches_wait =
        MIN(spec->switches_wait, (SsSpan) b->world->settings.sched.max_switch_wait);
    req->cpus_per_gpu = given(spec->cpus_per_gpu);
    req->ntasks_per_gpu = given(spec->ntasks_per_gpu);
    req->tmp_disk = spec->tmp_disk > 0 ? (uint64_t) spec->tmp_disk : 0;
}

static bool nodes_are_fixed(const SsJobSpec *spec)
{
    return spec->min_nodes != 0 && spec->min_nodes == spec->max_nodes;
}

/* All nodes of `-w` are wanted, and no more than `-N` allows (replay-nodelist-tasks). */
static bool count_nodes(Build *b)
{
    const SsJobSpec *spec = b->spec;
    SsRequest       *req = b->req;

    req->min_nodes = MAX(MAX(spec->min_nodes, 1), req->n_req_nodes);
    req->max_nodes = spec->max_nodes;
    if (req->max_nodes && req->max_nodes < req->n_req_nodes) {
        g_autofree char *why =
            g_strdup_printf("invalid number of nodes (-N %u-%u)", req->min_nodes, req->max_nodes);
        refuse_option(b, why);
        *b->code = SS_SUBMIT_CLIENT;
        return false;
    }
    if (req->max_nodes && req->max_nodes < req->min_nodes)
        req->max_nodes = req->min_nodes;
    return true;
}

/* Tasks that a fixed number of nodes stands for; *set if the client sends them as a task count. */
static uint32_t tasks_of_nodes(const Build *b, bool *set)
{
    const SsRequest *req = b->req;
    const uint32_t   per_node = req->ntasks_per_node;
    uint32_t         each = 1;

    *set = true;
    if (per_node)
        return req->min_nodes * per_node;
    each = MAX(given(b->spec->sockets_per_node), 1) * MAX(given(b->spec->cores_per_socket), 1)
           * MAX(given(b->spec->threads_per_core), 1);
    *set = req->sockets_per_node || req->cores_per_socket || given(b->spec->threads_per_core);
    return req->min_nodes * each;
}

static void keep_first_nodes(SsRequest *req, uint32_t n)
{
    for (SS_EACH_NODE(id, req->req_nodes)) {
        if (n > 0)
            n--;
        else
            ss_node_set_remove(req->req_nodes, id);
    }
    req->n_req_nodes = ss_node_set_count(req->req_nodes);
}

/* Of `-w`, too, no more than there are tasks, the first ones (replay-nodelist-tasks). */
static void fit_nodes_to_tasks(SsRequest *req, uint32_t ntasks)
{
    if (ntasks < req->min_nodes)
        req->min_nodes = req->max_nodes = ntasks;
    if (ntasks < req->n_req_nodes)
        keep_first_nodes(req, ntasks);
    if (req->max_nodes)
        req->max_nodes = MAX(MIN(req->max_nodes, ntasks), req->min_nodes);
}

static void count_tasks(Build *b)
{
    const SsJobSpec *spec = b->spec;
    SsRequest       *req = b->req;
    uint32_t         ntasks = 1;

    req->ntasks_set = spec->ntasks != SS_UNSET32 && spec->ntasks > 0;
    if (req->ntasks_set) {
        ntasks = spec->ntasks;
        fit_nodes_to_tasks(req, ntasks);
    } else if (nodes_are_fixed(spec)) {
        ntasks = tasks_of_nodes(b, &req->ntasks_set);
    }
    req->cpus_per_task_set = spec->cpus_per_task != SS_UNSET32 && spec->cpus_per_task > 0;
    req->cpus_per_task = req->cpus_per_task_set ? spec->cpus_per_task : 1;
    req->min_cpus_node = given(spec->min_cpus_node);
    req->ntasks = req->ntasks_set ? ntasks : SS_UNSET32;
    req->min_cpus = req->overcommit ? MAX(req->min_nodes, 1) : ntasks * req->cpus_per_task;
    req->max_cpus = SS_UNSET32;
    req->min_cpus_node = MAX(req->min_cpus_node, req->cpus_per_task_set ? req->cpus_per_task : 0);
}

/* --ntasks-per-gpu k: tasks from GPUs, or GPUs from tasks. */
static bool tie_tasks_to_gpus(Build *b)
{
    SsRequest     *req = b->req;
    const uint32_t k = req->ntasks_per_gpu, gpu = gpu_index(b);

    if (k == 0)
        return true;
    if (gpu == SS_ID_NONE)
        return refuse(b, SS_SUBMIT_GRES);
    if (total_gpus(b) > 0) {
        req->ntasks = (uint32_t) total_gpus(b) * k;
        req->ntasks_set = true;
        req->min_cpus = req->overcommit ? req->min_cpus : req->ntasks * req->cpus_per_task;
        return true;
    }
    if (!req->ntasks_set)
        return refuse_option(b, "--ntasks-per-gpu needs either a GPU specification or --ntasks");
    add_need(need_of(req, gpu, NULL), PER_JOB, MAX(req->ntasks / k, 1));
    return true;
}

/* --gpus-per-task with --gpus: the tasks are what the GPUs make them. */
static bool tie_gpus_to_tasks(Build *b)
{
    SsRequest     *req = b->req;
    const uint64_t per_task = gpus_per_task(b);
    uint64_t       per_job = 0;

    if (per_task == 0)
        return true;
    for (uint32_t i = 0; i < req->n_gres; i++)
        if (req->gres[i].gres == gpu_index(b))
            per_job += req->gres[i].per_job;
    if (req->ntasks == SS_UNSET32 && per_job >= per_task) {
        req->ntasks = (uint32_t) (per_job / per_task);
        req->ntasks_set = true;
        req->min_cpus = req->overcommit ? req->min_cpus : req->ntasks * req->cpus_per_task;
    }
    if (req->ntasks == SS_UNSET32 && nodes_are_fixed(b->spec))
        req->ntasks = req->min_nodes; /* one task a node */
    if (req->ntasks == SS_UNSET32)
        return refuse_option(b,
                             "Failed to validate job spec. --gpus-per-task or --tres-per-task used "
                             "without either --gpus or -n/--ntasks is not allowed.");
    return true;
}

static bool check_options(Build *b)
{
    const SsJobSpec *spec = b->spec;

    if ((spec->mem_per_node >= 0) + (spec->mem_per_cpu >= 0) + (spec->mem_per_gpu >= 0) > 1)
        return refuse_option(b, "--mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.");
    if (given(spec->cpus_per_gpu) && spec->cpus_per_task != SS_UNSET32)
        return refuse_option(b, "--cpus-per-task and --cpus-per-gpu are mutually exclusive");
    if (spec->gpus_per_socket && !given(spec->sockets_per_node))
        return refuse_option(b,
                             "--gpus-per-socket option requires --sockets-per-node specification");
    return true;
}

/* --- the server ------------------------------------------------------------------------------- */

static void set_sharing(Build *b)
{
    const SsJobSpec  *spec = b->spec;
    const SsSettings *settings = &b->world->settings;
    SsRequest        *req = b->req;

    req->share = 2;
    if (spec->oversubscribe)
        req->share = 1;
    if (spec->exclusive == SS_EXCLUSIVE_NODE) {
        req->share = 0;
        req->whole = true;
    }
    req->user_exclusive = spec->exclusive == SS_EXCLUSIVE_USER;
    if (settings->select_type == SS_SELECT_LINEAR)
        req->whole = true;
    req->core_spec = SS_UNSET32;
    if ((spec->core_spec != SS_UNSET32 || spec->thread_spec != SS_UNSET32)
        && settings->allow_spec_resources) {
        req->core_spec = spec->core_spec;
        req->share = 0;
        req->whole = true;
    }
}

static void set_task_minima(Build *b)
{
    SsRequest *req = b->req;

    if (req->ntasks == SS_UNSET32 && req->ntasks_per_node)
        req->ntasks = req->ntasks_per_node * MAX(req->min_nodes, 1);
    if (req->ntasks != SS_UNSET32 && !req->overcommit && req->ntasks > req->min_cpus)
        req->min_cpus = req->ntasks * req->cpus_per_task;
    if (req->ntasks != SS_UNSET32 && req->ntasks_per_node && !req->ntasks_set && !req->overcommit)
        req->min_cpus = MAX(req->min_cpus, req->ntasks * req->cpus_per_task);
    req->min_cpus_node = MAX(MAX(req->min_cpus_node, req->cpus_per_task), 1);
    if (req->ntasks != SS_UNSET32 && req->ntasks > 1 && req->ntasks_per_node && !req->overcommit)
        req->min_cpus_node = MAX(req->min_cpus_node, req->cpus_per_task * req->ntasks_per_node);
    req->min_cpus = MAX(req->min_cpus, req->min_nodes);
}

/* DefCpuPerGPU without -c; cpus-per-gpu raises what the job and each node must have. */
static void set_gpu_cpus(Build *b)
{
    SsRequest     *req = b->req;
    const uint64_t fallback =
        b->part->def_cpu_per_gpu ? b->part->def_cpu_per_gpu : b->world->settings.def_cpu_per_gpu;

    if (total_gpus(b) == 0)
        return;
    if (req->cpus_per_gpu == 0 && !req->cpus_per_task_set && fallback)
        req->cpus_per_gpu = (uint32_t) fallback;
    if (req->cpus_per_gpu == 0)
        return;
    req->min_cpus = MAX(req->min_cpus, (uint32_t) (req->cpus_per_gpu * total_gpus(b)));
    req->min_cpus_node = MAX(req->min_cpus_node, (uint32_t) (req->cpus_per_gpu * gpus_per_node(b)));
}

uint64_t ss_request_default_memory(const SsWorld *world, const SsPartition *part, bool *per_cpu)
{
    const bool     own = part->def_mem_per_cpu != 0 || part->def_mem_per_node != 0;
    const uint64_t cpu = own ? part->def_mem_per_cpu : world->settings.def_mem_per_cpu;
    const uint64_t node = own ? part->def_mem_per_node : world->settings.def_mem_per_node;

    *per_cpu = node == 0 && cpu != 0;
    return node != 0 ? node : cpu;
}

/* DefMemPerGPU, which goes before the other defaults; 0: none, or no GPUs. */
static uint64_t default_memory_per_gpu(const SsWorld *world, const SsPartition *part,
                                       const SsRequest *req)
{
    if (gpus_of(world, req) == 0)
        return 0;
    return part->def_mem_per_gpu ? part->def_mem_per_gpu : world->settings.def_mem_per_gpu;
}

/* A cap may have made it another amount (limits_memory.c), which then stays. */
static bool has_default_memory(const SsWorld *world, const SsJob *job)
{
    if (job->req.mem_per_gpu != 0)
        return true;
    for (uint32_t k = 0; k < job->n_parts; k++) {
        bool           per_cpu;
        const uint64_t mem =
            ss_request_default_memory(world, &world->parts[job->parts[k]], &per_cpu);

        if (mem == job->req.mem && per_cpu == job->req.mem_per_cpu)
            return true;
    }
    return false;
}

void ss_request_look_in(const SsWorld *world, SsJob *job, SsPartId part)
{
    SsRequest *req = &job->req;

    if (job->n_parts < 2 || req->mem_set || !has_default_memory(world, job))
        return;
    req->mem_per_gpu = default_memory_per_gpu(world, &world->parts[part], req);
    req->mem = 0;
    req->mem_per_cpu = false;
    if (req->mem_per_gpu == 0)
        req->mem = ss_request_default_memory(world, &world->parts[part], &req->mem_per_cpu);
}

static void set_memory(Build *b)
{
    const SsJobSpec *spec = b->spec;
    SsRequest       *req = b->req;
    const uint64_t   per_gpu = default_memory_per_gpu(b->world, b->part, req);

    req->mem_set = spec->mem_per_node >= 0 || spec->mem_per_cpu >= 0 || spec->mem_per_gpu >= 0;
    if (spec->mem_per_cpu > 0) {
        req->mem_per_cpu = true;
        req->mem = (uint64_t) spec->mem_per_cpu;
    } else if (spec->mem_per_gpu > 0) {
        req->mem_per_gpu = (uint64_t) spec->mem_per_gpu;
    } else if (spec->mem_per_node > 0) {
        req->mem = (uint64_t) spec->mem_per_node;
    } else if (!req->mem_set && per_gpu) {
        req->mem_per_gpu = per_gpu;
        req->mem_before = ss_request_default_memory(b->world, b->part, &req->mem_before_per_cpu);
    } else if (!req->mem_set) {
        req->mem = ss_request_default_memory(b->world, b->part, &req->mem_per_cpu);
    }
}

gboolean ss_request_build(SsWorld *world, SsJob *job, SsSubmitCode *code, GError **error)
{
    Build b = { world, job, job->spec, &job->req, &world->parts[job->part], code, error };

    ss_request_free_fields(&job->req);
    *code = SS_SUBMIT_OK;
    copy_plain_options(&b);
    if (!check_options(&b) || !read_node_lists(&b) || !read_licenses(&b) || !read_features(&b)
        || !read_gres(&b))
        return FALSE;
    if (!count_nodes(&b))
        return FALSE;
    count_tasks(&b);
    if (!tie_tasks_to_gpus(&b) || !tie_gpus_to_tasks(&b))
        return FALSE;
    set_sharing(&b);
    set_task_minima(&b);
    set_gpu_cpus(&b);
    set_memory(&b);
    return TRUE;
}

/* --- features that no node has ------------------------------------------------------------------ */

static bool are_known(const SsWorld *world, const SsFeature *feature, uint32_t n)
{
    g_autoptr(SsNodeSet) having = ss_node_set_new(world->cluster->n_nodes);

    for (uint32_t i = 0; i < n; i++) {
        ss_features_having(world, feature[i].name, having);
        if (ss_node_set_is_empty(having))
            return false;
    }
    return true;
}

bool ss_request_features_known(const SsWorld *world, const SsRequest *req)
{
    return are_known(world, req->feature, req->n_feature)
           && (world->settings.sched.ignore_prefer_validation
               || are_known(world, req->prefer, req->n_prefer));
}

/* --- ReqTRES ---------------------------------------------------------------------------------- */

static uint64_t first_node_memory(const SsWorld *world, const SsPartition *part)
{
    const SsNodeId id = part->nodes ? ss_node_set_first(part->nodes) : SS_ID_NONE;

    if (id == SS_ID_NONE)
        return 0;
    const SsNode *node = &world->cluster->nodes[id];
    return node->real_memory > node->mem_spec ? node->real_memory - node->mem_spec : 0;
}

/* Memory a GPU by default is not counted: the default a CPU or a node is, else the nodes' memory (recorded in
 * static-z-gpulab and static-w-mixed-cards). */
static uint64_t requested_memory(const SsWorld *world, const SsJob *job)
{
    const SsPartition *part = &world->parts[job->part];
    const SsRequest   *req = &job->req;
    const uint32_t     gpu = ss_cluster_gres(world->cluster, "gpu");
    SsRequest          mem = { .mem = req->mem, .mem_per_cpu = req->mem_per_cpu };

    if (req->mem_per_gpu && req->mem_set)
        return gpu == SS_ID_NONE ? 0 : req->mem_per_gpu * ss_request_gres_total(req, gpu);
    if (req->mem_per_gpu)
        mem.mem = ss_request_default_memory(world, part, &mem.mem_per_cpu);
    if (mem.mem == 0)
        return first_node_memory(world, part) * req->min_nodes;
    return mem.mem * (mem.mem_per_cpu ? ss_request_cpus(req) : req->min_nodes);
}

static void request_gres(const SsWorld *world, const SsRequest *req, uint64_t *vec)
{
    const SsTresSet *set = world->cluster->tres;

    for (uint32_t i = 0; i < req->n_gres; i++) {
        const SsGresNeed *need = &req->gres[i];
        const char       *name = world->cluster->gres_names[need->gres];
        const uint64_t    total = need_total(req, need);
        const uint32_t    any = ss_tres_find_gres(set, name, NULL);
        const uint32_t typed = need->type ? ss_tres_find_gres(set, name, need->type) : SS_ID_NONE;

        if (any != SS_ID_NONE)
            vec[any] += total;
        if (typed != SS_ID_NONE)
            vec[typed] += total;
    }
}

static void request_licenses(const SsWorld *world, const SsRequest *req, uint64_t *vec)
{
    for (uint32_t i = 0; i < req->n_license; i++) {
        const SsLicense *license = &world->cluster->licenses[req->license[i].license];
        g_autofree char *name = g_strconcat("license/", license->name, NULL);
        const uint32_t   at = ss_tres_find(world->cluster->tres, name);

        if (at != SS_ID_NONE)
            vec[at] += req->license[i].count;
    }
}

void ss_request_tres(const SsWorld *world, SsJob *job)
{
    const SsTresSet   *set = world->cluster->tres;
    const SsPartition *part = &world->parts[job->part];
    const bool         max_tres = (world->settings.priority_flags & SS_PRIO_MAX_TRES) != 0;

    if (job->tres_req == NULL)
        job->tres_req = g_new0(uint64_t, set->n);
    memset(job->tres_req, 0, sizeof(uint64_t) * set->n);
    job->tres_req[SS_TRES_CPU] = ss_request_cpus(&job->req);
    job->tres_req[SS_TRES_MEM] = requested_memory(world, job);
    job->tres_req[SS_TRES_NODE] = job->req.min_nodes;
    request_gres(world, &job->req, job->tres_req);
    request_licenses(world, &job->req, job->tres_req);
    job->tres_req[SS_TRES_BILLING] =
        (uint64_t) ss_tres_billing(set, job->tres_req, part->billing, max_tres);
}

/* --- the end ---------------------------------------------------------------------------------- */

static void free_features(SsFeature *feature, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        g_free(feature[i].name);
    g_free(feature);
}

void ss_request_free_fields(SsRequest *req)
{
    for (uint32_t i = 0; i < req->n_gres; i++)
        g_free(req->gres[i].type);
    g_free(req->gres);
    free_features(req->feature, req->n_feature);
    free_features(req->prefer, req->n_prefer);
    ss_node_set_free(req->req_nodes);
    ss_node_set_free(req->exc_nodes);
    g_free(req->license);
    *req = (SsRequest){ .min_nodes = 1,
                        .min_cpus = 1,
                        .max_cpus = SS_UNSET32,
                        .ntasks = SS_UNSET32,
                        .cpus_per_task = 1,
                        .core_spec = SS_UNSET32,
                        .share = 2 };
}
