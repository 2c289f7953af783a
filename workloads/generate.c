/* SPDX-License-Identifier: Apache-2.0 */
/*
 * generate.c - a GPU cluster's year, made up.
 *
 * What makes such a workload hard for a scheduler is in it: sizes are powers of two with a few jobs of
 * many nodes; run times are lognormal over four decades; a few users submit most jobs, each with tastes
 * of his own; submissions come in bursts of look-alikes and as arrays; days and weeks have their rhythm;
 * limits are wrong, mostly far too long, in each user's own way; some jobs fail early, are cancelled, or
 * hit their limit.
 *
 * Exactly `jobs` jobs fall into exactly `days` days. Sessions (one job or a burst) are uniform in the
 * cluster's own time, in which every hour is equally busy, and that time is bent to the calendar by the
 * weekly rhythm. Their order needs no sorting: the k-th of n uniform times follows from the one before
 * (1 - (1 - u) v^(1/left)), so a stream of ten million jobs needs no memory. Without `jobs` the number
 * follows from the load wanted; with both, run times are scaled. The load is first guessed from the mean
 * cost of some jobs drawn from a stream of their own, then measured on the jobs themselves.
 *
 * With `lognormal` there are no kinds: sizes (1 to 4 096 CPUs), run times (a minute to two days) and the
 * factor from run time to limit are lognormal, and `jobs` counts the tasks of arrays. That is the deep
 * queue of a large machine, for measuring: what decides is how many wait, not what they are.
 *
 * On a site, people are its user associations and machines its nodes and partitions: a job asks for
 * nothing that no node has. Numbers come from streams by purpose, so that a change to limits does not
 * change the arrivals.
 */
#include "workloads/generate.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/rng.h"
#include "sim/base/size.h"
#include "workloads/transform.h"

typedef enum {
    JOBS,
    DAYS,
    LOAD,
    SEED,
    USERS,
    ACCOUNTS,
    NODES,
    CPUS,
    MEMORY,
    GPUS,
    GPU_SHARE,
    HOURS,
    ARRAYS,
    BURSTS,
    DEPEND,
    EXACT,
    OVERRUN,
    FAIL,
    CANCEL,
    NIGHT,
    WEEKEND,
    LOGNORMAL,
    PEAKS,
    PEAK_SHARE,
    N_KEYS
} Key;

/* clang-format off */
static const SsGenerateKey keys[N_KEYS] = {
    [JOBS] = { "jobs", "jobs", "0", 0, 1e9, "How many; 0: as many as `load` needs." },
    [DAYS] = { "days", "days", "30", 1, 36500, "Over how long." },
    [LOAD] = { "load", "share", "0", 0, 10,
               "Work asked for over what the machine can do; 0: 0.8, or what comes of `jobs`." },
    [SEED] = { "seed", NULL, "1", 0, 4294967295.0, "Another seed, another workload." },
    [USERS] = { "users", "users", "24", 1, 100000, "Users, where no site tells." },
    [ACCOUNTS] = { "accounts", "accounts", "4", 1, 10000, "Accounts, where no site tells." },
    [NODES] = { "nodes", "nodes", "10", 1, 100000, "Nodes, where no site tells." },
    [CPUS] = { "cpus", "CPUs", "64", 1, 4096, "CPUs of a node, where no site tells." },
    [MEMORY] = { "mem", "MB", "256000", 64, 1e9, "Memory of a node, where no site tells." },
    [GPUS] = { "gpus", "GPUs", "8", 0, 64, "GPUs of a node, where no site tells." },
    [GPU_SHARE] = { "gpu_share", "share", "0.7", 0, 1, "Share of jobs that ask for GPUs." },
    [HOURS] = { "hours", "hours", "1.5", 0.01, 1000, "Median run time of a training job." },
    [ARRAYS] = { "arrays", "share", "0.06", 0, 1, "Share of jobs that are arrays." },
    [BURSTS] = { "bursts", "share", "0.15", 0, 1, "Share of sessions that submit many alike." },
    [DEPEND] = { "depend", "share", "0.02", 0, 1, "Share of jobs that wait for the user's last." },
    [EXACT] = { "exact", "share", "0.1", 0, 1, "Share of jobs whose limit is about right." },
    [OVERRUN] = { "overrun", "share", "0.04", 0, 1, "Share of jobs that need more than they said." },
    [FAIL] = { "fail", "share", "0.08", 0, 1, "Share of jobs that fail." },
    [CANCEL] = { "cancel", "share", "0.05", 0, 1, "Share of jobs that are cancelled." },
    [NIGHT] = { "night", "share", "0.25", 0.001, 1, "Activity at four in the morning over noon." },
    [WEEKEND] = { "weekend", "share", "0.4", 0.001, 1, "Activity of a Sunday over a Wednesday." },
    [LOGNORMAL] = { "lognormal", "CPU-h", "0", 0, 1e6,
                    "Mean CPU hours of a job, all of it lognormal; 0: kinds of jobs as above." },
    [PEAKS] = { "peaks", "peaks", "0", 0, 1000, "Times at which far more is submitted." },
    [PEAK_SHARE] = { "peak_share", "share", "0.05", 0, 0.9, "Share of jobs that peaks submit." },
};
/* clang-format on */

const SsGenerateKey *ss_generate_keys(uint32_t *n)
{
    *n = N_KEYS;
    return keys;
}

/* What people do. Weights within GPU kinds and within CPU kinds. */
typedef struct {
    const char *name;
    double      weight;
    double      median; /* run time, in medians of a training job */
    double      sigma;
    double      arrays; /* how much oftener an array              */
    bool        gpu;
    bool        small; /* one or two devices, or CPUs of a node  */
} Kind;

static const Kind kinds[] = {
    { "debug", 0.30, 0.04, 1.0, 0.7, true, true },
    { "train", 0.45, 1.00, 1.5, 0.0, true, false },
    { "sweep", 0.15, 0.45, 1.0, 3.0, true, true },
    { "eval", 0.10, 0.20, 0.9, 0.7, true, true },
    { "preproc", 0.50, 0.25, 1.3, 3.0, false, true },
    { "simulate", 0.30, 1.20, 1.4, 0.0, false, false },
    { "notebook", 0.20, 0.80, 1.0, 0.7, false, true },
};
#define N_KINDS ((uint32_t) G_N_ELEMENTS(kinds))

typedef enum { HABIT_USUAL, HABIT_DAY, HABIT_MAX, N_HABITS } Habit; /* how a user writes limits */

typedef struct {
    char    *user, *account; /* account NULL: the default one */
    double   weight;
    double   taste[N_KINDS];
    Habit    habit;
    uint64_t last_job; /* number of the user's last job, 0 */
} Person;

/* Where jobs of a kind go. */
typedef struct {
    char    *partition; /* NULL: the default one */
    char    *type;      /* of GPUs, NULL         */
    uint32_t nodes, cpus, gpus;
    uint64_t memory;  /* MiB a node            */
    SsSpan   longest; /* seconds               */
} Place;

typedef struct {
    uint32_t kind, nodes, tasks, cpus; /* cpus: of a task     */
    uint32_t gpus;                     /* of a node           */
    uint64_t memory;                   /* MiB a node          */
    uint32_t array;                    /* tasks, 0: no array  */
    SsSpan   run;
} Shape;

typedef struct {
    SsTime   at;
    uint32_t person;
    Shape    shape;
} Planned;

typedef struct {
    SsJobSource base;
    double      value[N_KEYS];
    Place       gpu_place, cpu_place;
    GArray     *people;  /* element-type: Person    */
    double     *weights; /* [people] of being busy  */
    double     *busy;    /* [hours + 1] activity up to that hour, growing */
    uint32_t    hours, hour;
    SsTime      start;
    SsRng       arrivals, sessions, who, shapes, limits, fates;
    double      u; /* the last session's time, of [0, 1) */
    uint64_t    jobs, given, sessions_left;
    double      scale;   /* of run times            */
    GQueue      pending; /* Planned *, by time      */
    SsTime      reached; /* when the last session began */
} Generator;

/* --- the spec ----------------------------------------------------------------------------------- */

static gboolean bad_spec(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean bad_spec(GError **error, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list          args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, "generate: %s", text);
    return FALSE;
}

static gboolean unknown_key(const char *name, GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (int i = 0; i < N_KEYS; i++)
        g_string_append_printf(all, "%s%s", i > 0 ? ", " : "", keys[i].key);
    return bad_spec(error, "key '%s' is not known; keys are %s", name, all->str);
}

static gboolean take_pair(Generator *gen, const char *pair, GError **error)
{
    const char      *equals = strchr(pair, '=');
    g_autofree char *name = equals != NULL ? g_strndup(pair, (gsize) (equals - pair)) : NULL;
    double           number;

    if (equals == NULL)
        return bad_spec(error, "'%s' is not of the form key=value", pair);
    for (int i = 0; i < N_KEYS; i++) {
        if (strcmp(keys[i].key, name) != 0)
            continue;
        if (!ss_double_parse(equals + 1, &number, NULL) || number < keys[i].least
            || number > keys[i].most)
            return bad_spec(error, "%s '%s': write a number from %g to %g", name, equals + 1,
                            keys[i].least, keys[i].most);
        gen->value[i] = number;
        return TRUE;
    }
    return unknown_key(name, error);
}

static gboolean take_spec(Generator *gen, const char *spec, GError **error)
{
    g_auto(GStrv) pairs = g_strsplit(spec, ",", -1);

    for (int i = 0; i < N_KEYS; i++) {
        if (!ss_double_parse(keys[i].fallback, &gen->value[i], error))
            return FALSE;
    }
    for (guint i = 0; pairs[i] != NULL; i++) {
        if (*g_strstrip(pairs[i]) != '\0' && !take_pair(gen, pairs[i], error))
            return FALSE;
    }
    return TRUE;
}

/* --- the machine -------------------------------------------------------------------------------- */

static void place_clear(Place *place)
{
    g_free(place->partition);
    g_free(place->type);
}

static void made_up_place(const Generator *gen, Place *place, bool gpu)
{
    place->nodes = (uint32_t) gen->value[NODES];
    place->cpus = (uint32_t) gen->value[CPUS];
    place->memory = (uint64_t) gen->value[MEMORY];
    place->gpus = gpu ? (uint32_t) gen->value[GPUS] : 0;
    place->longest = 7 * 86400;
}

/* The GPUs of a node, and the type most of them have. */
static uint32_t gpus_of(const SsCluster *cluster, const SsNode *node, const char **type)
{
    const uint32_t    gpu = ss_cluster_gres(cluster, "gpu");
    const SsNodeGres *gres = gpu != SS_ID_NONE ? ss_node_gres(node, gpu) : NULL;
    uint64_t          most = 0;

    *type = NULL;
    if (gres == NULL)
        return 0;
    for (uint32_t i = 0; i < gres->n_type; i++) {
        if (gres->type[i].count > most) {
            most = gres->type[i].count;
            *type = gres->type[i].name;
        }
    }
    return (uint32_t) MIN(gres->n_type > 0 ? most : gres->count, 1024);
}

/* Nodes of the partition that are like its first one (with GPUs, if any has). */
static bool look_at(const SsCluster *cluster, const SsPartition *part, bool gpu, Place *place)
{
    Place found = { 0 };

    for (uint32_t i = 0; i < cluster->n_nodes; i++) {
        const SsNode *node = &cluster->nodes[i];
        const char   *type;
        uint32_t      gpus;

        if (part->nodes == NULL || !ss_node_set_test(part->nodes, i))
            continue;
        gpus = gpus_of(cluster, node, &type);
        if (gpu && gpus == 0)
            continue;
        if (found.nodes == 0) {
            found.cpus = ss_node_usable_cpus(node);
            found.memory = node->real_memory;
            found.gpus = gpu ? gpus : 0;
            found.type = (char *) type;
        }
        found.nodes += ss_node_usable_cpus(node) >= found.cpus && gpus >= found.gpus
                       && g_strcmp0(type, found.type) == 0;
    }
    if (found.nodes == 0)
        return false;
    found.type = g_strdup(found.type);
    found.partition = g_strdup(part->name);
    found.longest = part->max_time == SS_NO_LIMIT ? 14 * 86400 : (SsSpan) part->max_time * 60;
    *place = found;
    return true;
}

static bool is_open(const SsPartition *part)
{
    return part->state == SS_PART_UP && !part->root_only && !part->req_resv
           && part->allow_accounts == NULL && part->allow_groups == NULL && part->allow_qos == NULL;
}

/* The default partition if it will do, else the one with most to give: nodes times the longest run. */
static bool find_place(const SsCluster *cluster, bool gpu, Place *place)
{
    double best = 0;

    if (cluster->default_part != SS_ID_NONE
        && look_at(cluster, &cluster->parts[cluster->default_part], gpu, place))
        return true;
    for (uint32_t i = 0; i < cluster->n_parts; i++) {
        Place  found = { 0 };
        double worth;

        if (!is_open(&cluster->parts[i]) || !look_at(cluster, &cluster->parts[i], gpu, &found))
            continue;
        worth = (double) found.nodes * (double) MIN(found.longest, 2 * 86400);
        if (worth > best) {
            place_clear(place);
            *place = found;
            best = worth;
        } else {
            place_clear(&found);
        }
    }
    return best > 0;
}

static gboolean find_machine(Generator *gen, const SsCluster *cluster, GError **error)
{
    if (cluster == NULL) {
        made_up_place(gen, &gen->gpu_place, true);
        made_up_place(gen, &gen->cpu_place, false);
        return TRUE;
    }
    if (!find_place(cluster, false, &gen->cpu_place))
        return bad_spec(error, "the site has no partition that everybody may use");
    if (!find_place(cluster, true, &gen->gpu_place))
        gen->value[GPU_SHARE] = 0;
    return TRUE;
}

/* --- people ------------------------------------------------------------------------------------- */

static void add_person(Generator *gen, const char *user, const char *account, SsRng *rng)
{
    static const double habits[N_HABITS] = { 0.6, 0.25, 0.15 };
    Person              person = { .user = g_strdup(user), .account = g_strdup(account) };

    person.weight = ss_rng_lognormal(rng, 0.0, 1.3); /* the busiest tenth submits about half */
    person.habit = (Habit) ss_rng_pick(rng, habits, N_HABITS);
    for (uint32_t i = 0; i < N_KINDS; i++)
        person.taste[i] = ss_rng_lognormal(rng, 0.0, 0.8);
    g_array_append_val(gen->people, person);
}

static bool add_people_of(Generator *gen, const SsCluster *cluster, SsRng *rng)
{
    if (cluster == NULL || cluster->tree == NULL)
        return false;
    for (uint32_t i = 0; i < cluster->tree->n; i++) {
        const SsAssoc *assoc = &cluster->tree->at[i];

        if (assoc->is_user && strcmp(assoc->user, "root") != 0 && *assoc->partition == '\0')
            add_person(gen, assoc->user, assoc->account, rng);
    }
    return gen->people->len > 0;
}

static void find_people(Generator *gen, const SsCluster *cluster)
{
    const uint32_t users = (uint32_t) gen->value[USERS], accounts = (uint32_t) gen->value[ACCOUNTS];
    SsRng          rng;

    ss_rng_init(&rng, (uint64_t) gen->value[SEED], "people");
    if (!add_people_of(gen, cluster, &rng)) {
        for (uint32_t i = 0; i < users; i++) {
            g_autofree char *user = g_strdup_printf("user%02u", i + 1);
            g_autofree char *account = g_strdup_printf("acct%u", i % accounts + 1);

            add_person(gen, user, account, &rng);
        }
    }
    gen->weights = g_new(double, gen->people->len);
    for (guint i = 0; i < gen->people->len; i++)
        gen->weights[i] = g_array_index(gen->people, Person, i).weight;
}

static void person_clear(gpointer data)
{
    Person *person = data;

    g_free(person->user);
    g_free(person->account);
}

/* --- the calendar ------------------------------------------------------------------------------- */

/* Busy between ten and eighteen, quiet at four; weekends as the key says, Saturday a little more. */
static double activity(const Generator *gen, int weekday, int hour)
{
    static const double hours[24] = { 0.20, 0.12, 0.06, 0.02, 0.00, 0.02, 0.06, 0.16,
                                      0.40, 0.70, 0.90, 1.00, 0.85, 0.90, 1.00, 0.98,
                                      0.92, 0.85, 0.70, 0.55, 0.48, 0.42, 0.36, 0.28 };
    const double        day = gen->value[NIGHT] + (1 - gen->value[NIGHT]) * hours[hour];

    if (weekday == 0)
        return day * gen->value[WEEKEND];
    if (weekday == 6)
        return day * (0.8 * gen->value[WEEKEND] + 0.2);
    return weekday == 5 ? day * 0.9 : day;
}

/* Peaks of three hours each, spread evenly; busy[i + 1] holds the activity of hour i. */
static void add_peaks(Generator *gen)
{
    const uint32_t n = (uint32_t) gen->value[PEAKS], length = 3;
    const double   share = gen->value[PEAK_SHARE];
    double         sum = 0;

    for (uint32_t i = 1; i <= gen->hours; i++)
        sum += gen->busy[i];
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t at = (uint32_t) ((double) gen->hours * (k + 0.5) / n);

        for (uint32_t i = at; i < MIN(at + length, gen->hours); i++)
            gen->busy[i + 1] += sum * share / (1 - share) / n / length;
    }
}

static void make_calendar(Generator *gen, const SsZone *zone)
{
    SsCivil civil;

    gen->hours = (uint32_t) (gen->value[DAYS] * 24 + 0.5);
    gen->busy = g_new(double, gen->hours + 1);
    gen->busy[0] = 0;
    for (uint32_t i = 0; i < gen->hours; i++) {
        ss_zone_local(zone, gen->start + (SsTime) i * 3600, &civil);
        gen->busy[i + 1] = activity(gen, civil.weekday, civil.hour);
    }
    if (gen->value[PEAKS] > 0)
        add_peaks(gen);
    for (uint32_t i = 0; i < gen->hours; i++)
        gen->busy[i + 1] += gen->busy[i];
}

/* The cluster's time `u` in [0, 1) on the calendar; calls come with growing `u`. */
static SsTime bend(Generator *gen, double u)
{
    const double at = u * gen->busy[gen->hours];

    while (gen->hour + 1 < gen->hours && gen->busy[gen->hour + 1] <= at)
        gen->hour++;
    return gen->start
           + (SsTime) (((double) gen->hour
                        + (at - gen->busy[gen->hour])
                              / (gen->busy[gen->hour + 1] - gen->busy[gen->hour]))
                       * 3600);
}

/* --- shapes ------------------------------------------------------------------------------------- */

static uint32_t draw_kind(const Generator *gen, const Person *person, SsRng *rng)
{
    const bool gpu = ss_rng_chance(rng, gen->value[GPU_SHARE]);
    double     weights[N_KINDS];

    for (uint32_t i = 0; i < N_KINDS; i++)
        weights[i] = kinds[i].gpu == gpu ? kinds[i].weight * person->taste[i] : 0;
    return ss_rng_pick(rng, weights, N_KINDS);
}

static void draw_gpu_size(const Generator *gen, const Kind *kind, Shape *shape, SsRng *rng)
{
    static const double weights[] = { 0.46, 0.17, 0.13, 0.16, 0.05, 0.02, 0.01 }; /* 1, 2, 4, .. */
    const Place        *place = &gen->gpu_place;
    const uint32_t      has = MAX(place->gpus, 1); /* a node */
    const uint32_t      most = has * MAX(place->nodes / 2, 1);
    uint32_t gpus = 1u << ss_rng_pick(rng, weights, kind->small ? 2 : G_N_ELEMENTS(weights));
    uint32_t each = MAX(place->cpus / has, 1); /* CPUs that belong to a GPU */

    gpus = MIN(gpus, most);
    shape->nodes = MAX((gpus + has - 1) / has, 1);
    shape->gpus = gpus / shape->nodes;
    shape->tasks = shape->gpus * shape->nodes;
    each >>= ss_rng_below(rng, 3);
    shape->cpus = MAX(each, 1);
    shape->memory = (place->memory / has * shape->gpus) >> ss_rng_below(rng, 3);
}

static void draw_cpu_size(const Generator *gen, const Kind *kind, Shape *shape, SsRng *rng)
{
    const Place   *place = &gen->cpu_place;
    const uint32_t wished = 1u << ss_rng_below(rng, 6);
    const uint32_t cpus = MIN(wished, place->cpus);
    const uint64_t per_cpu = MAX(place->memory / place->cpus, 1);

    shape->nodes = shape->tasks = 1;
    shape->cpus = cpus;
    if (!kind->small && ss_rng_chance(rng, 0.4)) { /* MPI: a task a CPU, some nodes */
        shape->nodes = (uint32_t) ss_rng_between(rng, 1, (int64_t) CLAMP(place->nodes / 3, 1, 4));
        shape->tasks = cpus * shape->nodes;
        shape->cpus = 1;
    }
    shape->memory = (per_cpu * cpus) >> ss_rng_below(rng, 2);
}

static SsSpan draw_run(const Generator *gen, const Kind *kind, SsRng *rng)
{
    const Place *place = kind->gpu ? &gen->gpu_place : &gen->cpu_place;
    const double median = gen->value[HOURS] * 3600 * kind->median * gen->scale;
    const double run = median * ss_rng_lognormal(rng, 0.0, kind->sigma);

    return (SsSpan) CLAMP(run, 5.0, (double) place->longest * 0.97);
}

static bool is_lognormal(const Generator *gen)
{
    return gen->value[LOGNORMAL] > 0;
}

/* GPUs go with CPUs: a job of part of a node takes one, two or four, a larger one all of its nodes'. */
static void draw_lognormal_gpus(const Generator *gen, uint32_t cpus, Shape *shape, SsRng *rng)
{
    const Place   *place = &gen->gpu_place;
    const uint32_t some = 1u << ss_rng_below(rng, 3);

    if (!ss_rng_chance(rng, gen->value[GPU_SHARE]))
        return;
    shape->gpus = shape->nodes > 1 || cpus == place->cpus ? place->gpus : MIN(some, place->gpus);
}

/* All of a shape but how long it runs; of that what is drawn. */
static Shape draw_lognormal_size(const Generator *gen, SsRng *rng, double *length)
{
    const Place   *place = &gen->cpu_place;
    const double   wished = 32 * ss_rng_lognormal(rng, 0.0, 1.7);
    const double   most = MIN(4096.0, (double) place->cpus * place->nodes / 2);
    const uint32_t cpus = (uint32_t) CLAMP(wished, 1.0, MAX(most, 1.0));
    Shape          shape = { .tasks = cpus, .cpus = 1 };

    *length = ss_rng_lognormal(rng, 0.0, 1.4);
    shape.nodes = (cpus + place->cpus - 1) / place->cpus;
    draw_lognormal_gpus(gen, cpus, &shape, rng);
    shape.kind = shape.gpus > 0 ? 1 : 5; /* train, simulate: names only */
    return shape;
}

static SsSpan lognormal_run(const Generator *gen, double length)
{
    return (SsSpan) CLAMP(4320 * gen->scale * length, 60.0, 172800.0);
}

static Shape draw_lognormal_shape(const Generator *gen, SsRng *rng)
{
    double length;
    Shape  shape = draw_lognormal_size(gen, rng, &length);

    shape.run = lognormal_run(gen, length);
    return shape;
}

static Shape draw_shape(const Generator *gen, const Person *person, SsRng *rng)
{
    if (is_lognormal(gen))
        return draw_lognormal_shape(gen, rng);

    Shape       shape = { .kind = draw_kind(gen, person, rng) };
    const Kind *kind = &kinds[shape.kind];

    if (kind->gpu)
        draw_gpu_size(gen, kind, &shape, rng);
    else
        draw_cpu_size(gen, kind, &shape, rng);
    shape.memory = MAX(shape.memory / 100 * 100, 100);
    shape.run = draw_run(gen, kind, rng);
    if (ss_rng_chance(rng, kind->small ? MIN(gen->value[ARRAYS] * kind->arrays, 1.0) : 0)) {
        const double tasks = ss_rng_exponential(rng, 16.0) + 2;

        shape.array = (uint32_t) MIN(tasks, 100.0);
        shape.run = MAX(shape.run / 2, 1);
    }
    return shape;
}

/* --- how many, how long ------------------------------------------------------------------------- */

/* CPU-seconds and GPU-seconds as seconds of the whole machine, by the scarcer of the two. */
static double machine_seconds(const Generator *gen, double cpu, double gpu)
{
    const Place *a = &gen->gpu_place, *b = &gen->cpu_place;
    const double with_gpus = (double) a->cpus * a->nodes, others = (double) b->cpus * b->nodes;
    const double gpus = (double) a->gpus * a->nodes;
    const bool   apart = g_strcmp0(a->partition, b->partition) != 0;

    cpu /= apart ? with_gpus + others : MAX(with_gpus, others);
    return gpus > 0 ? MAX(cpu, gpu / gpus) : cpu;
}

/* What a mean job uses, in seconds of the whole machine. */
static double mean_cost(const Generator *gen)
{
    const int samples = 8192;
    double    cpu = 0, gpu = 0;
    SsRng     rng;

    ss_rng_init(&rng, (uint64_t) gen->value[SEED], "pilot");
    for (int i = 0; i < samples; i++) {
        const uint32_t who = ss_rng_pick(&rng, gen->weights, gen->people->len);
        const Shape    shape = draw_shape(gen, &g_array_index(gen->people, Person, who), &rng);
        const double   seconds = (double) shape.run * MAX(shape.array, 1);

        cpu += seconds * shape.tasks * shape.cpus;
        gpu += seconds * shape.gpus * shape.nodes;
    }
    return machine_seconds(gen, cpu, gpu) / samples;
}

/* One job, or an array: so many of them that their tasks are the share wanted of all jobs. */
static uint32_t lognormal_session(const Generator *gen, SsRng *rng)
{
    const double share = gen->value[ARRAYS], mean = 20;
    const double arrays = share / (share + (1 - share) * mean);
    double       size = 1;

    if (ss_rng_chance(rng, arrays))
        size = ss_rng_exponential(rng, mean - 2) + 2;
    return (uint32_t) MIN(size, 1000.0);
}

static uint32_t session_size(const Generator *gen, SsRng *rng)
{
    double size = 1;

    if (is_lognormal(gen))
        return lognormal_session(gen, rng);
    if (ss_rng_chance(rng, gen->value[BURSTS]))
        size = ss_rng_exponential(rng, 7.0) + 2;
    return (uint32_t) MIN(size, 80.0);
}

/* How many sessions have `jobs` jobs: their sizes are drawn once ahead. */
static uint64_t count_sessions(const Generator *gen)
{
    SsRng    rng = gen->sessions;
    uint64_t jobs = 0, n = 0;

    for (; jobs < gen->jobs; n++)
        jobs += session_size(gen, &rng);
    return n;
}

/* --- jobs --------------------------------------------------------------------------------------- */

static int compare_planned(const void *a, const void *b, void *data)
{
    const Planned *x = a, *y = b;

    (void) data;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The next session's jobs into the queue. */
static void plan_session(Generator *gen)
{
    const double   v = 1 - ss_rng_unit(&gen->arrivals); /* (0, 1] */
    const uint32_t size = session_size(gen, &gen->sessions);
    Planned        planned;

    gen->u = 1 - (1 - gen->u) * ss_rng_exp(ss_rng_log(v) / (double) gen->sessions_left);
    gen->sessions_left--;
    planned.at = gen->reached = bend(gen, MIN(gen->u, 0x1.fffffffffffffp-1));
    planned.person = ss_rng_pick(&gen->who, gen->weights, gen->people->len);
    planned.shape =
        draw_shape(gen, &g_array_index(gen->people, Person, planned.person), &gen->shapes);
    if (is_lognormal(gen)) {
        planned.shape.array = size > 1 ? size : 0;
        g_queue_push_tail(&gen->pending, g_memdup2(&planned, sizeof planned));
        return;
    }
    for (uint32_t i = 0; i < size; i++) {
        Planned job = planned;

        if (i > 0) {
            const double jitter = ss_rng_uniform(&gen->shapes, 0.7, 1.3);

            planned.at += (SsSpan) ss_rng_exponential(&gen->arrivals, 15.0);
            job.at = planned.at;
            job.shape.run = MAX((SsSpan) ((double) planned.shape.run * jitter), 1);
        }
        g_queue_insert_sorted(&gen->pending, g_memdup2(&job, sizeof job), compare_planned, NULL);
    }
}

/* The earliest planned job. Sessions come in order of their first jobs, so what lies not behind the last
 * one's beginning is certain to be next. */
static Planned *next_planned(Generator *gen)
{
    for (;;) {
        const Planned *head = g_queue_peek_head(&gen->pending);

        if (gen->sessions_left == 0 || (head != NULL && head->at <= gen->reached))
            return g_queue_pop_head(&gen->pending);
        plan_session(gen);
    }
}

/* A multiple of the run time, in whole minutes; about one in sixteen is too short. */
static SsSpan draw_lognormal_limit(Generator *gen, const Shape *shape)
{
    const double limit = (double) shape->run * ss_rng_lognormal(&gen->limits, 0.9, 0.6);

    return (SsSpan) CLAMP(limit, 60.0, MIN((double) gen->cpu_place.longest, 432000.0)) / 60 * 60;
}

static SsSpan draw_limit(Generator *gen, const Person *person, const Shape *shape)
{
    const Place *place = kinds[shape->kind].gpu ? &gen->gpu_place : &gen->cpu_place;

    if (is_lognormal(gen))
        return draw_lognormal_limit(gen, shape);

    const bool   overrun = ss_rng_chance(&gen->limits, gen->value[OVERRUN]);
    const bool   exact = ss_rng_chance(&gen->limits, gen->value[EXACT]);
    const double factor = ss_rng_uniform(&gen->limits, 1.1, 5.0);
    SsSpan       limit;

    if (overrun)
        limit = (SsSpan) ((double) shape->run * ss_rng_uniform(&gen->limits, 0.4, 0.95)) / 60 * 60;
    else if (exact)
        limit = (shape->run + 119) / 60 * 60;
    else if (person->habit == HABIT_MAX)
        limit = place->longest;
    else if (person->habit == HABIT_DAY)
        limit = MAX(86400, ss_transform_usual_limit(shape->run));
    else
        limit = ss_transform_usual_limit((SsSpan) ((double) shape->run * factor));
    return CLAMP(limit, 60, place->longest);
}

static void draw_fate(Generator *gen, SsJobSpec *spec)
{
    const double at = ss_rng_unit(&gen->fates), part = ss_rng_unit(&gen->fates);
    const double fail = gen->value[FAIL], cancel = gen->value[CANCEL];

    if (at < fail) { /* most failures come early */
        spec->exit_code = part < 0.9 ? 1u << 8 : 9u;
        spec->run = MAX((SsSpan) ((double) spec->run * part * part), 1);
        spec->fate = part > 0.85 && part < 0.9 ? SS_FATE_OOM : SS_FATE_RUN;
    } else if (at < fail + cancel * 0.4) {
        spec->fate = SS_FATE_CANCEL_PENDING;
        spec->cancel_after = (SsSpan) ss_rng_lognormal(&gen->fates, 7.5, 1.2);
    } else if (at < fail + cancel) {
        spec->fate = SS_FATE_CANCEL_RUNNING;
        spec->run = MAX((SsSpan) ((double) spec->run * part), 1);
    }
}

static void put_gres(const Place *place, const Shape *shape, SsJobSpec *spec)
{
    if (shape->gpus == 0)
        return;
    spec->gres = place->type != NULL ? g_strdup_printf("gpu:%s:%u", place->type, shape->gpus)
                                     : g_strdup_printf("gpu:%u", shape->gpus);
}

static void put_job(Generator *gen, const Planned *planned, SsJobSpec *spec)
{
    Person      *person = &g_array_index(gen->people, Person, planned->person);
    const Shape *shape = &planned->shape;
    const Place *place = kinds[shape->kind].gpu ? &gen->gpu_place : &gen->cpu_place;

    spec->submit = planned->at;
    spec->trace_id = g_strdup_printf("%" PRIu64, gen->given);
    spec->user = g_strdup(person->user);
    spec->account = g_strdup(person->account);
    spec->partition = g_strdup(place->partition);
    spec->name = g_strdup(kinds[shape->kind].name);
    spec->min_nodes = spec->max_nodes = shape->nodes;
    spec->ntasks = shape->tasks;
    spec->cpus_per_task = shape->cpus;
    if (shape->memory > 0)
        spec->mem_per_node = (int64_t) shape->memory;
    put_gres(place, shape, spec);
    if (shape->array > 0)
        spec->array = g_strdup_printf("0-%u", shape->array - 1);
    spec->run = shape->run;
    spec->time_limit_secs = draw_limit(gen, person, shape);
    spec->time_limit = (uint32_t) ((spec->time_limit_secs + 59) / 60);
    draw_fate(gen, spec);
    if (ss_rng_chance(&gen->fates, gen->value[DEPEND]) && person->last_job != 0)
        spec->dependency = g_strdup_printf("afterany:@%" PRIu64, person->last_job);
    person->last_job = gen->given;
}

/* --- the source --------------------------------------------------------------------------------- */

static gboolean generate_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Generator          *gen = (Generator *) (void *) base;
    g_autofree Planned *planned = NULL;

    (void) error;
    ss_job_spec_clear(spec);
    if (gen->given == gen->jobs)
        return FALSE;
    planned = next_planned(gen);
    if (is_lognormal(gen) && planned->shape.array > 0) {
        planned->shape.array = (uint32_t) MIN(planned->shape.array, gen->jobs - gen->given);
        gen->given += planned->shape.array - 1;
    }
    gen->given++;
    put_job(gen, planned, spec);
    return TRUE;
}

static double generate_progress(SsJobSource *base)
{
    const Generator *gen = (Generator *) (void *) base;

    return (double) gen->given / (double) gen->jobs;
}

static void generate_free(SsJobSource *base)
{
    Generator *gen = (Generator *) (void *) base;

    place_clear(&gen->gpu_place);
    place_clear(&gen->cpu_place);
    g_array_unref(gen->people);
    g_free(gen->weights);
    g_free(gen->busy);
    g_queue_clear_full(&gen->pending, g_free);
    g_free(gen);
}

static Generator *generator_new(void)
{
    Generator *gen = g_new0(Generator, 1);

    gen->base.next = generate_next;
    gen->base.progress = generate_progress;
    gen->base.free = generate_free;
    gen->people = g_array_new(FALSE, TRUE, sizeof(Person));
    g_array_set_clear_func(gen->people, person_clear);
    g_queue_init(&gen->pending);
    return gen;
}

static void seed_streams(Generator *gen)
{
    const uint64_t seed = (uint64_t) gen->value[SEED];

    ss_rng_init(&gen->arrivals, seed, "arrivals");
    ss_rng_init(&gen->sessions, seed, "sessions");
    ss_rng_init(&gen->who, seed, "who");
    ss_rng_init(&gen->shapes, seed, "shapes");
    ss_rng_init(&gen->limits, seed, "limits");
    ss_rng_init(&gen->fates, seed, "fates");
}

static void fill_tally(const Generator *gen, SsTraceTally *tally)
{
    *tally = (SsTraceTally){ .records = gen->jobs, .jobs = gen->jobs };
    g_strlcpy(tally->format, "generate", sizeof tally->format);
    tally->first_submit = gen->start;
    tally->last_submit = gen->start + (SsTime) gen->hours * 3600;
}

/* A generator that knows its site and people, but not yet how many jobs to make. */
static Generator *prepare(const char *spec, const SsTraceOptions *options, GError **error)
{
    g_autoptr(SsZone)      utc = ss_zone_new_utc();
    const SsCluster       *cluster = options != NULL ? options->cluster : NULL;
    const SsZone          *zone = options != NULL && options->zone != NULL ? options->zone : utc;
    Generator             *gen = generator_new();
    g_autoptr(SsJobSource) source = &gen->base;

    gen->start = options != NULL && options->start != 0 ? options->start : SS_TRACE_START;
    if (!take_spec(gen, spec, error) || !find_machine(gen, cluster, error))
        return NULL;
    if (gen->gpu_place.gpus == 0)
        gen->value[GPU_SHARE] = 0;
    find_people(gen, cluster);
    make_calendar(gen, zone);
    seed_streams(gen);
    g_steal_pointer(&source);
    return gen;
}

static void aim(Generator *gen, uint64_t jobs, double scale)
{
    gen->jobs = jobs;
    gen->scale = scale;
    gen->sessions_left = count_sessions(gen);
}

/* What the jobs would use of the machine, in seconds of all of it: made once and thrown away. */
static double measured(const char *spec, const SsTraceOptions *options, uint64_t jobs, double scale)
{
    Generator             *gen = prepare(spec, options, NULL);
    g_autoptr(SsJobSource) source = &gen->base;
    double                 cpu = 0, gpu = 0;
    SsJobSpec              job;

    aim(gen, jobs, scale);
    ss_job_spec_init(&job);
    while (generate_next(source, &job, NULL)) {
        const SsSpan run = MIN(job.run, job.time_limit_secs);
        const double seconds = (double) run * (double) ss_trace_tasks(&job);

        cpu += seconds * (double) ss_trace_cpus(&job);
        gpu += seconds * (double) ss_trace_gpus(&job);
    }
    ss_job_spec_clear(&job);
    return machine_seconds(gen, cpu, gpu);
}

/* The scale of run times that gives the mean of CPU hours wanted; clipped ends bend it, so in steps, over jobs
 * that are drawn once. */
static void settle_mean(Generator *gen)
{
    enum { SAMPLES = 65536 };
    g_autofree double   *lengths = g_new(double, SAMPLES);
    g_autofree uint32_t *tasks = g_new(uint32_t, SAMPLES);
    SsRng                rng;

    ss_rng_init(&rng, (uint64_t) gen->value[SEED], "pilot");
    for (int k = 0; k < SAMPLES; k++)
        tasks[k] = draw_lognormal_size(gen, &rng, &lengths[k]).tasks;
    for (int i = 0; i < 6; i++) {
        double hours = 0;

        for (int k = 0; k < SAMPLES; k++)
            hours += (double) lognormal_run(gen, lengths[k]) * tasks[k] / 3600;
        gen->scale *= CLAMP(gen->value[LOGNORMAL] / (hours / SAMPLES), 0.1, 10);
    }
}

/* The number of jobs, or the scale of their run times, that gives the load. A few heavy jobs decide
 * about a small workload, so it is measured; a large one is what its mean says. */
static void settle_load(Generator *gen, const char *spec, const SsTraceOptions *options)
{
    const bool   counted = gen->value[JOBS] > 0;
    const bool   exact = is_lognormal(gen);
    const double load = gen->value[LOAD] > 0 ? gen->value[LOAD] : 0.8;
    const double wanted = load * gen->value[DAYS] * 86400;
    double       jobs = gen->value[JOBS], scale = 1;

    gen->scale = 1;
    if (exact)
        settle_mean(gen);
    scale = gen->scale;
    if (!counted)
        jobs = wanted / mean_cost(gen) + 1;
    for (int i = 0; i < 4 && !exact && jobs < 2e5 && (!counted || gen->value[LOAD] > 0); i++) {
        const double ratio = wanted / MAX(measured(spec, options, (uint64_t) jobs, scale), 1);

        if (counted)
            scale *= CLAMP(ratio, 0.01, 100);
        else
            jobs = jobs * CLAMP(ratio, 0.1, 10) + 1;
    }
    if (counted && gen->value[LOAD] > 0 && jobs >= 2e5 && !exact)
        scale = wanted / (mean_cost(gen) * jobs);
    aim(gen, (uint64_t) jobs, scale);
}

SsJobSource *ss_generate_open(const char *spec, const SsTraceOptions *options, GError **error)
{
    Generator *gen = prepare(spec, options, error);

    if (gen == NULL)
        return NULL;
    settle_load(gen, spec, options);
    if (options != NULL && options->tally != NULL)
        fill_tally(gen, options->tally);
    return &gen->base;
}

SsJobSource *ss_generate_open_path(const char *path, const SsTraceOptions *options, SsDiag *diag,
                                   GError **error)
{
    (void) diag;
    if (g_str_has_prefix(path, "generate:"))
        path += strlen("generate:");
    return ss_generate_open(path, options, error);
}
