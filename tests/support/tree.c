/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.c - association trees for tests, in a line of text.
 *
 * The accounting database is made with its own verbs and turned into a tree by the model, so links,
 * levels and the order of siblings are the real ones; only limits are written into the world's copy
 * directly, because tests want them exactly where they say.
 */
#include "tests/support/tree.h"

#include "scheduler/fairshare.h"
#include "scheduler/limits.h"
#include "scheduler/priority.h"
#include "tests/support/small_cluster.h"

#include <stdlib.h>
#include <string.h>

#define YEAR (365 * 24 * 60)

static void G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN die(const char *format, ...)
{
    va_list          args;
    g_autofree char *text = NULL;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_printerr("tree: %s\n", text);
    abort();
}

/* --- the accounting ------------------------------------------------------------------------------- */

static char **words_of(const char *text)
{
    g_auto(GStrv) all = g_strsplit_set(text, " \n\t", -1);
    GPtrArray    *words = g_ptr_array_new();

    for (char **word = all; *word != NULL; word++) {
        if (**word != '\0')
            g_ptr_array_add(words, g_strdup(*word));
    }
    g_ptr_array_add(words, NULL);
    return (char **) g_ptr_array_free(words, FALSE);
}

static uint32_t shares_of(const char *word)
{
    return strcmp(word, "parent") == 0 ? SS_SHARES_PARENT : (uint32_t) strtoul(word, NULL, 10);
}

static void add_account(SsAccounts *db, char **words)
{
    const SsAssocRecord *parent = ss_accounts_assoc(db, words[0], "", "");

    if (parent == NULL || words[2] == NULL || words[3] == NULL)
        die("account '%s': write PARENT > NAME SHARES", words[0]);
    ss_accounts_account_add(db, words[2], 0);
    ss_accounts_assoc_add(db, parent->id, words[2], "", "", 0)->shares = shares_of(words[3]);
}

static void add_user(SsAccounts *db, char **words)
{
    const SsAssocRecord *account = ss_accounts_assoc(db, words[0], "", "");
    SsAssocRecord       *assoc;

    if (account == NULL || words[2] == NULL || words[3] == NULL)
        die("user of '%s': write ACCOUNT : NAME SHARES [USAGE]", words[0]);
    if (ss_accounts_user(db, words[2]) == NULL)
        ss_accounts_user_add(db, words[2], 0);
    assoc = ss_accounts_assoc_add(db, account->id, words[0], words[2], "", 0);
    assoc->shares = shares_of(words[3]);
    assoc->is_default = ss_accounts_default(db, words[2]) == NULL;
}

static void add_item(SsAccounts *db, const char *item)
{
    g_auto(GStrv) words = words_of(item);

    if (words[0] == NULL)
        return;
    if (strcmp(words[0], "qos") == 0 && words[1] != NULL)
        ss_accounts_qos_add(db, words[1], 0);
    else if (g_strcmp0(words[1], ">") == 0)
        add_account(db, words);
    else if (g_strcmp0(words[1], ":") == 0)
        add_user(db, words);
    else
        die("'%s' is no item", item);
}

static void allow_all_qos(SsAccounts *db)
{
    SsAssocRecord *root = ss_accounts_root(db);

    root->qos_set = true;
    for (guint i = 0; i < db->qos->len; i++)
        ss_qos_ids_add(root->qos, ((SsQosRecord *) db->qos->pdata[i])->id);
}

static void make_accounts(SsCluster *cluster, char **items)
{
    SsAccounts    *db = ss_accounts_new("small", cluster->tres, 0);
    SsAssocRecord *root_user = ss_accounts_assoc(db, "root", "root", "");

    if (root_user != NULL)
        ss_accounts_assoc_remove(db, root_user);
    for (char **item = items; *item != NULL; item++)
        add_item(db, *item);
    allow_all_qos(db);
    cluster->accounts = db;
    ss_assoc_tree_free(cluster->tree);
    cluster->tree = NULL;
    ss_cluster_seal(cluster);
}

static void seed(SsWorld *world, const char *item)
{
    g_auto(GStrv) words = words_of(item);

    if (words[0] == NULL || g_strcmp0(words[1], ":") != 0 || words[4] == NULL)
        return;
    ss_fairshare_seed(world, ss_assoc_find(world->tree, words[2], words[0], NULL),
                      strtold(words[4], NULL), 0, NULL);
}

SsWorld *ss_tree_world(const char *text, const char *tree, SsTime start)
{
    g_autofree char     *with_defaults = g_strdup_printf("%s; priority/multifactor", text);
    g_autoptr(SsCluster) cluster = ss_small_cluster(with_defaults);
    g_auto(GStrv)        items = g_strsplit(tree, ";", -1);
    SsWorld             *world;

    cluster->settings.has_dbd = true;
    if (cluster->settings.enforce == 0)
        cluster->settings.enforce = SS_ENFORCE_ASSOCS | SS_ENFORCE_LIMITS;
    make_accounts(cluster, items);
    world = ss_world_new(cluster, start);
    ss_priority_normalise(world);
    ss_fairshare_shares(world);
    for (char **item = items; *item != NULL; item++)
        seed(world, *item);
    return world;
}

/* --- settings ------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    size_t      at;
} counts[] = {
    { "GrpJobs", offsetof(SsLimits, grp_jobs) },
    { "GrpJobsAccrue", offsetof(SsLimits, grp_jobs_accrue) },
    { "GrpSubmitJobs", offsetof(SsLimits, grp_submit) },
    { "GrpWall", offsetof(SsLimits, grp_wall) },
    { "MaxJobs", offsetof(SsLimits, max_jobs) },
    { "MaxJobsPU", offsetof(SsLimits, max_jobs) },
    { "MaxJobsPA", offsetof(SsLimits, max_jobs_pa) },
    { "MaxJobsAccrue", offsetof(SsLimits, max_jobs_accrue) },
    { "MaxJobsAccruePU", offsetof(SsLimits, max_jobs_accrue) },
    { "MaxJobsAccruePA", offsetof(SsLimits, max_jobs_accrue_pa) },
    { "MaxSubmitJobs", offsetof(SsLimits, max_submit) },
    { "MaxSubmitJobsPU", offsetof(SsLimits, max_submit) },
    { "MaxSubmitJobsPA", offsetof(SsLimits, max_submit_pa) },
    { "MaxWall", offsetof(SsLimits, max_wall) },
};

static const struct {
    const char *name;
    size_t      at;
} vectors[] = {
    { "GrpTRES", offsetof(SsLimits, grp_tres) },
    { "GrpTRESMins", offsetof(SsLimits, grp_tres_mins) },
    { "GrpTRESRunMins", offsetof(SsLimits, grp_tres_run_mins) },
    { "MaxTRES", offsetof(SsLimits, max_tres_pj) },
    { "MaxTRESPerNode", offsetof(SsLimits, max_tres_pn) },
    { "MaxTRESMins", offsetof(SsLimits, max_tres_mins_pj) },
    { "MaxTRESPU", offsetof(SsLimits, max_tres_pu) },
    { "MaxTRESPA", offsetof(SsLimits, max_tres_pa) },
    { "MinTRES", offsetof(SsLimits, min_tres_pj) },
};

static const struct {
    const char *name;
    SsQosFlag   flag;
} flags[] = {
    { "DenyOnLimit", SS_QOS_DENY_ON_LIMIT },
    { "EnforceUsageThreshold", SS_QOS_ENFORCE_USAGE_THRESHOLD },
    { "NoDecay", SS_QOS_NO_DECAY },
    { "OverPartQOS", SS_QOS_OVER_PART_QOS },
    { "PartitionMinNodes", SS_QOS_PART_MIN_NODES },
    { "PartitionMaxNodes", SS_QOS_PART_MAX_NODES },
    { "PartitionTimeLimit", SS_QOS_PART_TIME_LIMIT },
    { "UsageFactorSafe", SS_QOS_USAGE_FACTOR_SAFE },
};

static bool set_limit(const SsWorld *world, SsLimits *limits, const char *name, const char *value)
{
    const SsTresSet *tres = world->cluster->tres;

    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        if (strcmp(counts[i].name, name) == 0) {
            *(uint32_t *) (void *) ((char *) limits + counts[i].at) =
                (uint32_t) strtoul(value, NULL, 10);
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
        if (strcmp(vectors[i].name, name) == 0) {
            uint64_t       **slot = (uint64_t **) (void *) ((char *) limits + vectors[i].at);
            g_autofree char *list = g_strdelimit(g_strdup(value), "/", ',');

            /* gres/gpu is written gres:gpu here, since '/' is taken */
            char *gres = strstr(list, "gres:");
            if (gres != NULL)
                gres[4] = '/';
            if (!ss_tres_parse(tres, list, ss_limits_vector(slot, tres->n), NULL))
                die("%s=%s", name, value);
            return true;
        }
    }
    return false;
}

static bool set_of_qos(SsQos *qos, const char *name, const char *value)
{
    for (size_t i = 0; value == NULL && i < G_N_ELEMENTS(flags); i++) {
        if (strcmp(flags[i].name, name) == 0) {
            qos->flags |= flags[i].flag;
            return true;
        }
    }
    if (value == NULL)
        return false;
    if (strcmp(name, "UsageFactor") == 0)
        qos->usage_factor = g_ascii_strtod(value, NULL);
    else if (strcmp(name, "UsageThreshold") == 0)
        qos->usage_threshold = g_ascii_strtod(value, NULL);
    else if (strcmp(name, "LimitFactor") == 0)
        qos->limit_factor = g_ascii_strtod(value, NULL);
    else if (strcmp(name, "Priority") == 0)
        qos->priority = (uint32_t) strtoul(value, NULL, 10);
    else
        return false;
    return true;
}

SsQosId ss_tree_qos(const SsWorld *world, const char *name)
{
    const SsQosId qos = ss_qos_find(world->tree, name);

    if (qos == SS_ID_NONE)
        die("no QOS %s", name);
    return qos;
}

SsAssocId ss_tree_find(const SsWorld *world, const char *entity)
{
    g_auto(GStrv) words = g_strsplit(entity, " ", 2);
    g_auto(GStrv) names = g_strsplit(words[1], "@", 2);
    SsAssocId     found;

    if (strcmp(words[0], "account") == 0)
        found = ss_assoc_find_account(world->tree, names[0]);
    else
        found = ss_assoc_find(world->tree, names[0], names[1], NULL);
    if (found == SS_ID_NONE)
        die("no association %s", entity);
    return found;
}

void ss_tree_set(SsWorld *world, const char *entity, const char *settings)
{
    g_auto(GStrv) words = words_of(settings);
    const bool    of_qos = g_str_has_prefix(entity, "qos ");
    SsQos        *qos = of_qos ? &world->tree->qos[ss_tree_qos(world, entity + 4)] : NULL;
    SsAssoc      *assoc = of_qos ? NULL : &world->tree->at[ss_tree_find(world, entity)];

    for (char **word = words; *word != NULL; word++) {
        char *value = strchr(*word, '=');

        if (value != NULL)
            *value++ = '\0';
        if (qos != NULL && set_of_qos(qos, *word, value))
            continue;
        if (assoc != NULL && value != NULL && strcmp(*word, "Priority") == 0) {
            assoc->priority = (uint32_t) strtoul(value, NULL, 10);
            continue;
        }
        if (value == NULL
            || !set_limit(world, qos != NULL ? &qos->limits : &assoc->limits, *word, value))
            die("%s: '%s' is no setting", entity, *word);
    }
}

/* --- jobs ----------------------------------------------------------------------------------------- */

SsJob *ss_tree_job(SsWorld *world, const char *user, uint32_t nodes, uint32_t cpus, uint64_t mem)
{
    g_autofree char *entity = g_strdup_printf("user %s", user);
    SsJob           *job = ss_job_new();

    job->assoc = ss_tree_find(world, entity);
    job->account = g_strdup(world->tree->at[job->assoc].account);
    job->user = g_strdup(world->tree->at[job->assoc].user);
    job->uid = ss_cluster_uid(world->cluster, job->user);
    job->name = g_strdup("job");
    job->qos = ss_qos_find(world->tree, "normal");
    job->parts = g_new0(SsPartId, 1);
    job->n_parts = 1;
    job->part = 0;
    job->priority = 1;
    job->submit = job->eligible = world->now;
    job->req.min_nodes = nodes;
    job->req.min_cpus = cpus;
    job->tres_req = g_new0(uint64_t, world->cluster->tres->n);
    job->tres_req[SS_TRES_CPU] = cpus;
    job->tres_req[SS_TRES_MEM] = mem;
    job->tres_req[SS_TRES_NODE] = nodes;
    job->tres_req[SS_TRES_BILLING] = cpus;
    ss_world_submit(world, job);
    return job;
}

/* The first `cpus` free cores of a node. */
static void fill_entry(const SsWorld *world, SsAllocNode *entry, SsNodeId node, uint32_t cpus,
                       uint64_t mem)
{
    const SsNode   *site = &world->cluster->nodes[node];
    const uint64_t *used = ss_use_cores(world->use, node);

    *entry = (SsAllocNode){ .node = node, .cpus = cpus, .cores = cpus, .mem = mem };
    entry->core_bits = g_new0(uint64_t, site->core_words);
    for (uint32_t core = 0; core < site->cores && cpus > 0; core++) {
        if (used[core / 64] >> (core % 64) & 1)
            continue;
        entry->core_bits[core / 64] |= UINT64_C(1) << (core % 64);
        cpus--;
    }
    if (cpus > 0)
        die("%s has too few free cores", site->name);
}

void ss_tree_start(SsWorld *world, SsJob *job, SsNodeId first)
{
    const uint32_t nodes = MAX(job->req.min_nodes, 1), cpus = job->req.min_cpus;
    const uint64_t mem = job->tres_req[SS_TRES_MEM];
    SsAlloc       *alloc = ss_alloc_new(nodes);

    for (uint32_t i = 0; i < nodes; i++) {
        const uint32_t mine = cpus / nodes + (i < cpus % nodes);

        fill_entry(world, &alloc->at[i], first + i, mine, mem / nodes);
        alloc->cpus += mine;
        alloc->mem += mem / nodes;
    }
    if (job->time_limit == SS_UNSET32)
        job->time_limit = YEAR;
    ss_world_start(world, job, job->part, alloc, SS_STARTER_MAIN);
    ss_limits_started(world, job);
}

SsJob *ss_tree_running(SsWorld *world, const char *user, uint32_t nodes, uint32_t cpus,
                       uint32_t time_limit)
{
    SsJob *job = ss_tree_job(world, user, nodes, cpus, 0);

    job->time_limit = time_limit;
    ss_limits_submitted(world, job, 1);
    ss_tree_start(world, job, 0);
    return job;
}

void ss_tree_finish(SsWorld *world, SsJob *job)
{
    ss_world_finish(world, job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    ss_fairshare_job_end(world, job);
    ss_limits_ended(world, job);
    ss_world_journal_clear(world);
}
