/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_limits.c - the limits: their keys, their labels, their columns, what setting them
 * changes.
 *
 * One row says all that is to be known of a limit: where it is kept, how the echo of an association
 * and of a QOS calls it, how the database's columns are called (transactions show them), how a dump
 * writes it. A second table has the keys, with the letters each must be given at least; old names
 * (GrpCPUs, MaxNodes, ...) are keys that set one TRES of a vector. Slurm tries keys in a fixed
 * order and takes the first that fits, so the order of the table counts: MaxJobs before
 * MaxJobsAccrue.
 *
 * A change is gathered first, in an SsLimits of its own: SS_KEEP where nothing was said,
 * SS_NO_LIMIT where the limit is to be cleared. TRES limits change entry by entry: GrpTRES=cpu=4
 * leaves a limit on memory as it is.
 *
 * Messages, labels and orders as recorded from 22.05.8: tests/unit/data/sacctmgr/.
 */
#include "configs/sacctmgr_parts.h"

#include <stdarg.h>
#include <string.h>

/* --- tables ----------------------------------------------------------------------------------- */

typedef enum { /* in the order in which an association's echo lists them */
               L_GRP_JOBS,
               L_GRP_JOBS_ACCRUE,
               L_GRP_SUBMIT,
               L_GRP_TRES,
               L_GRP_TRES_MINS,
               L_GRP_TRES_RUN_MINS,
               L_GRP_WALL,
               L_MAX_JOBS,
               L_MAX_JOBS_ACCRUE,
               L_MAX_SUBMIT,
               L_MAX_TRES,
               L_MAX_TRES_PN,
               L_MAX_TRES_MINS,
               L_MAX_TRES_RUN_MINS,
               L_MAX_WALL,
               L_MIN_PRIO,
               N_ASSOC_LIMITS,

               L_MAX_JOBS_PA = N_ASSOC_LIMITS,
               L_MAX_JOBS_ACCRUE_PA,
               L_MAX_SUBMIT_PA,
               L_MAX_TRES_PA,
               L_MAX_TRES_PU,
               L_MAX_TRES_RUN_MINS_PA,
               L_MIN_TRES,
               N_LIMITS,
} LimitId;

typedef struct {
    SsLimitKind kind;
    size_t      at;
    bool        inherited;   /* users below feel a change                                       */
    const char *assoc_label; /* with its padding                                                */
    const char *qos_label;
    const char *assoc_column, *qos_column;
    const char *dump; /* NULL: a dump does not write it                                  */
} Limit;

#define COUNT(field) .kind = SS_LIMIT_COUNT, .at = offsetof(SsLimits, field)
#define WALL(field)  .kind = SS_LIMIT_WALL, .at = offsetof(SsLimits, field)
#define TRES(field)  .kind = SS_LIMIT_TRES, .at = offsetof(SsLimits, field)

static const Limit table[N_LIMITS] = {
    [L_GRP_JOBS] = { COUNT(grp_jobs), false, "GrpJobs       ", "GrpJobs                  ",
                     "grp_jobs", "grp_jobs", "GrpJobs" },
    [L_GRP_JOBS_ACCRUE] = { COUNT(grp_jobs_accrue), false, "GrpJobsAccrue            ",
                            "GrpJobsAccrue            ", "grp_jobs_accrue", "grp_jobs_accrue",
                            "GrpJobsAccrue" },
    [L_GRP_SUBMIT] = { COUNT(grp_submit), false, "GrpSubmitJobs ", "GrpSubmitJobs            ",
                       "grp_submit_jobs", "grp_submit_jobs", "GrpSubmitJobs" },
    [L_GRP_TRES] = { TRES(grp_tres), false, "GrpTRES       ", "GrpTRES                  ",
                     "grp_tres", "grp_tres", "GrpTRES" },
    [L_GRP_TRES_MINS] = { TRES(grp_tres_mins), false, "GrpTRESMins   ", "GrpTRESMins              ",
                          "grp_tres_mins", "grp_tres_mins", "GrpTRESMins" },
    [L_GRP_TRES_RUN_MINS] = { TRES(grp_tres_run_mins), false, "GrpTRESRunMins",
                              "GrpTRESRunMins           ", "grp_tres_run_mins", "grp_tres_run_mins",
                              "GrpTRESRunMins" },
    [L_GRP_WALL] = { WALL(grp_wall), false, "GrpWall       ", "GrpWall                  ",
                     "grp_wall", "grp_wall", "GrpWall" },
    [L_MAX_JOBS] = { COUNT(max_jobs), true, "MaxJobs       ", "MaxJobsPerUser ", "max_jobs",
                     "max_jobs_per_user", "MaxJobs" },
    [L_MAX_JOBS_ACCRUE] = { COUNT(max_jobs_accrue), true, "MaxJobsPrioAcc",
                            "MaxJobsAccruePerUser     ", "max_jobs_accrue", "max_jobs_accrue_pu",
                            "MaxJobsAccrue" },
    [L_MAX_SUBMIT] = { COUNT(max_submit), true, "MaxSubmitJobs ", "MaxSubmitJobsPerUser     ",
                       "max_submit_jobs", "max_submit_jobs_per_user", "MaxSubmitJobs" },
    [L_MAX_TRES] = { TRES(max_tres_pj), true, "MaxTRES       ", "MaxTRESPerJob            ",
                     "max_tres_pj", "max_tres_pj", "MaxTRESPerJob" },
    [L_MAX_TRES_PN] = { TRES(max_tres_pn), true, "MaxTRESPerNode", "MaxTRESPerNode           ",
                        "max_tres_pn", "max_tres_pn", "MaxTRESPerNode" },
    [L_MAX_TRES_MINS] = { TRES(max_tres_mins_pj), true, "MaxTRESMins   ",
                          "MaxTRESMins              ", "max_tres_mins_pj", "max_tres_mins_pj",
                          "MaxTRESMinsPerJob" },
    [L_MAX_TRES_RUN_MINS] = { TRES(max_tres_run_mins), true, "MaxTRESRUNMins",
                              "MaxTRESRUNMinsPerUser    ", "max_tres_run_mins",
                              "max_tres_run_mins_pu", "MaxTRESRunMins" },
    [L_MAX_WALL] = { WALL(max_wall), true, "MaxWall       ", "MaxWall                  ",
                     "max_wall_pj", "max_wall_duration_per_job", "MaxWallDurationPerJob" },
    [L_MIN_PRIO] = { COUNT(min_prio_thresh), true, "MinPrioThresh ", "MinPrioThresh            ",
                     "min_prio_thresh", "min_prio_thresh", NULL },
    [L_MAX_JOBS_PA] = { COUNT(max_jobs_pa), false, NULL, "MaxJobsPerAccount        ", NULL,
                        "max_jobs_pa", NULL },
    [L_MAX_JOBS_ACCRUE_PA] = { COUNT(max_jobs_accrue_pa), false, NULL, "MaxJobsAccruePerAccount  ",
                               NULL, "max_jobs_accrue_pa", NULL },
    [L_MAX_SUBMIT_PA] = { COUNT(max_submit_pa), false, NULL, "MaxSubmitJobsPerAccount  ", NULL,
                          "max_submit_jobs_pa", NULL },
    [L_MAX_TRES_PA] = { TRES(max_tres_pa), false, NULL, "MaxTRESPerAccount        ", NULL,
                        "max_tres_pa", NULL },
    [L_MAX_TRES_PU] = { TRES(max_tres_pu), false, NULL, "MaxTRESPerUser           ", NULL,
                        "max_tres_pu", NULL },
    [L_MAX_TRES_RUN_MINS_PA] = { TRES(max_tres_run_mins_pa), false, NULL,
                                 "MaxTRESRUNMinsPerAccount ", NULL, "max_tres_run_mins_pa", NULL },
    [L_MIN_TRES] = { TRES(min_tres_pj), false, NULL, "MinTRESPerJob            ", NULL,
                     "min_tres_pj", NULL },
};

static const LimitId qos_echo[] = {
    L_GRP_JOBS,          L_GRP_JOBS_ACCRUE,    L_GRP_SUBMIT,
    L_GRP_TRES,          L_GRP_TRES_MINS,      L_GRP_TRES_RUN_MINS,
    L_GRP_WALL,          L_MAX_JOBS_ACCRUE_PA, L_MAX_JOBS_ACCRUE,
    L_MAX_JOBS_PA,       L_MAX_JOBS,           L_MAX_SUBMIT_PA,
    L_MAX_SUBMIT,        L_MAX_TRES_PA,        L_MAX_TRES,
    L_MAX_TRES_PN,       L_MAX_TRES_PU,        L_MIN_PRIO,
    L_MIN_TRES,          L_MAX_TRES_MINS,      L_MAX_TRES_RUN_MINS_PA,
    L_MAX_TRES_RUN_MINS, L_MAX_WALL,
};

/* The database's order: counts first, TRES behind the record's other columns. */
static const LimitId assoc_columns[] = {
    L_GRP_JOBS, L_GRP_JOBS_ACCRUE, L_GRP_SUBMIT,    L_GRP_WALL,
    L_MAX_JOBS, L_MAX_JOBS_ACCRUE, L_MIN_PRIO,      L_MAX_SUBMIT,
    L_MAX_WALL, L_GRP_TRES,        L_GRP_TRES_MINS, L_GRP_TRES_RUN_MINS,
    L_MAX_TRES, L_MAX_TRES_PN,     L_MAX_TRES_MINS, L_MAX_TRES_RUN_MINS,
};

static const LimitId qos_columns[] = {
    L_GRP_JOBS,           L_GRP_JOBS_ACCRUE, L_GRP_SUBMIT,
    L_GRP_WALL,           L_MAX_JOBS_PA,     L_MAX_JOBS,
    L_MAX_JOBS_ACCRUE_PA, L_MAX_JOBS_ACCRUE, L_MIN_PRIO,
    L_MAX_SUBMIT_PA,      L_MAX_SUBMIT,      L_MAX_WALL,
    L_GRP_TRES,           L_GRP_TRES_MINS,   L_GRP_TRES_RUN_MINS,
    L_MAX_TRES_PA,        L_MAX_TRES,        L_MAX_TRES_PN,
    L_MAX_TRES_PU,        L_MAX_TRES_MINS,   L_MAX_TRES_RUN_MINS_PA,
    L_MAX_TRES_RUN_MINS,  L_MIN_TRES,
};

static const LimitId dump_order[] = {
    L_GRP_TRES_MINS, L_GRP_TRES_RUN_MINS, L_GRP_TRES,        L_GRP_JOBS,          L_GRP_JOBS_ACCRUE,
    L_GRP_SUBMIT,    L_GRP_WALL,          L_MAX_TRES_MINS,   L_MAX_TRES_RUN_MINS, L_MAX_TRES,
    L_MAX_TRES_PN,   L_MAX_JOBS,          L_MAX_JOBS_ACCRUE, L_MAX_SUBMIT,        L_MAX_WALL,
};

enum { WHOLE = -1 }; /* the key names the vector, not one TRES of it */

typedef struct {
    const char *name;
    uint8_t     min;
    LimitId     limit;
    int         tres;  /* SsTresPos of an old name, or WHOLE                                      */
    const char *label; /* in messages about a bad value                                           */
} Key;

static const Key assoc_keys[] = {
    { "GrpCPUMins", 7, L_GRP_TRES_MINS, SS_TRES_CPU, "GrpCPUMins" },
    { "GrpCPURunMins", 7, L_GRP_TRES_RUN_MINS, SS_TRES_CPU, "GrpCPURunMins" },
    { "GrpCpus", 7, L_GRP_TRES, SS_TRES_CPU, "GrpCpus" },
    { "GrpJobs", 4, L_GRP_JOBS, WHOLE, "GrpJobs" },
    { "GrpJobsAccrue", 8, L_GRP_JOBS_ACCRUE, WHOLE, "GrpJobsAccrue" },
    { "GrpMemory", 4, L_GRP_TRES, SS_TRES_MEM, "GrpMemory" },
    { "GrpNodes", 4, L_GRP_TRES, SS_TRES_NODE, "GrpNodes" },
    { "GrpSubmitJobs", 4, L_GRP_SUBMIT, WHOLE, "GrpSubmitJobs" },
    { "GrpTRES", 7, L_GRP_TRES, WHOLE, NULL },
    { "GrpTRESMins", 8, L_GRP_TRES_MINS, WHOLE, NULL },
    { "GrpTRESRunMins", 8, L_GRP_TRES_RUN_MINS, WHOLE, NULL },
    { "GrpWall", 4, L_GRP_WALL, WHOLE, "GrpWall" },
    { "MaxCPUMinsPerJob", 7, L_MAX_TRES_MINS, SS_TRES_CPU, "MaxCPUMinsPerJob" },
    { "MaxCPURunMins", 7, L_MAX_TRES_RUN_MINS, SS_TRES_CPU, "MaxCPURunMins" },
    { "MaxCpusPerJob", 7, L_MAX_TRES, SS_TRES_CPU, "MaxCpusPerJob" },
    { "MaxJobs", 4, L_MAX_JOBS, WHOLE, "MaxJobs" },
    { "MaxJobsAccrue", 8, L_MAX_JOBS_ACCRUE, WHOLE, "MaxJobsAccrue" },
    { "MaxNodesPerJob", 4, L_MAX_TRES, SS_TRES_NODE, "MaxNodes" },
    { "MinPrioThresh", 4, L_MIN_PRIO, WHOLE, "MinPrioThresh" },
    { "MaxSubmitJobs", 4, L_MAX_SUBMIT, WHOLE, "MaxSubmitJobs" },
    { "MaxTRESPerJob", 7, L_MAX_TRES, WHOLE, NULL },
    { "MaxTRESPerNode", 11, L_MAX_TRES_PN, WHOLE, NULL },
    { "MaxTRESMinsPerJob", 8, L_MAX_TRES_MINS, WHOLE, NULL },
    { "MaxTRESRunMins", 8, L_MAX_TRES_RUN_MINS, WHOLE, NULL },
    { "MaxWallDurationPerJob", 4, L_MAX_WALL, WHOLE, "MaxWall" },
};

static const Key qos_keys[] = {
    { "GrpCPUMins", 7, L_GRP_TRES_MINS, SS_TRES_CPU, "GrpCPUMins" },
    { "GrpCPURunMins", 7, L_GRP_TRES_RUN_MINS, SS_TRES_CPU, "GrpCPURunMins" },
    { "GrpCPUs", 7, L_GRP_TRES, SS_TRES_CPU, "GrpCPUs" },
    { "GrpJobs", 4, L_GRP_JOBS, WHOLE, "GrpJobs" },
    { "GrpJobsAccrue", 8, L_GRP_JOBS_ACCRUE, WHOLE, "GrpJobsAccrue" },
    { "GrpMemory", 4, L_GRP_TRES, SS_TRES_MEM, "GrpMemory" },
    { "GrpNodes", 4, L_GRP_TRES, SS_TRES_NODE, "GrpNodes" },
    { "GrpSubmitJobs", 4, L_GRP_SUBMIT, WHOLE, "GrpSubmitJobs" },
    { "GrpTRES", 7, L_GRP_TRES, WHOLE, NULL },
    { "GrpTRESMins", 8, L_GRP_TRES_MINS, WHOLE, NULL },
    { "GrpTRESRunMins", 8, L_GRP_TRES_RUN_MINS, WHOLE, NULL },
    { "GrpWall", 4, L_GRP_WALL, WHOLE, "GrpWall" },
    { "MaxCPUMinsPerJob", 7, L_MAX_TRES_MINS, SS_TRES_CPU, "MaxCPUMins" },
    { "MaxCPUsPerJob", 7, L_MAX_TRES, SS_TRES_CPU, "MaxCPUs" },
    { "MaxCPUsPerUser", 11, L_MAX_TRES_PU, SS_TRES_CPU, "MaxCPUsPerUser" },
    { "MaxCPUsPU", 9, L_MAX_TRES_PU, SS_TRES_CPU, "MaxCPUsPerUser" },
    { "MaxJobsAccruePerAccount", 17, L_MAX_JOBS_ACCRUE_PA, WHOLE, "MaxJobsAccruePA" },
    { "MaxJobsAccruePerAcct", 17, L_MAX_JOBS_ACCRUE_PA, WHOLE, "MaxJobsAccruePA" },
    { "MaxJobsAccruePA", 15, L_MAX_JOBS_ACCRUE_PA, WHOLE, "MaxJobsAccruePA" },
    { "MaxJobsAccruePerUser", 17, L_MAX_JOBS_ACCRUE, WHOLE, "MaxJobsAccruePU" },
    { "MaxJobsAccruePU", 15, L_MAX_JOBS_ACCRUE, WHOLE, "MaxJobsAccruePU" },
    { "MaxJobsPerAccount", 11, L_MAX_JOBS_PA, WHOLE, "MaxJobsPA" },
    { "MaxJobsPerAcct", 11, L_MAX_JOBS_PA, WHOLE, "MaxJobsPA" },
    { "MaxJobsPA", 9, L_MAX_JOBS_PA, WHOLE, "MaxJobsPA" },
    { "MaxJobsPerUser", 4, L_MAX_JOBS, WHOLE, "MaxJobsPU" },
    { "MaxJobsPU", 9, L_MAX_JOBS, WHOLE, "MaxJobsPU" },
    { "MaxNodesPerJob", 4, L_MAX_TRES, SS_TRES_NODE, "MaxNodes" },
    { "MaxNodesPerUser", 12, L_MAX_TRES_PU, SS_TRES_NODE, "MaxNodesPerUser" },
    { "MaxNodesPU", 10, L_MAX_TRES_PU, SS_TRES_NODE, "MaxNodesPerUser" },
    { "MaxSubmitJobsPerAccount", 17, L_MAX_SUBMIT_PA, WHOLE, "MaxSubmitJobsPA" },
    { "MaxSubmitJobsPerAcct", 17, L_MAX_SUBMIT_PA, WHOLE, "MaxSubmitJobsPA" },
    { "MaxSubmitJobsPA", 15, L_MAX_SUBMIT_PA, WHOLE, "MaxSubmitJobsPA" },
    { "MaxSubmitJobsPerUser", 4, L_MAX_SUBMIT, WHOLE, "MaxSubmitJobsPU" },
    { "MaxSubmitJobsPU", 15, L_MAX_SUBMIT, WHOLE, "MaxSubmitJobsPU" },
    { "MaxTRESPerAccount", 11, L_MAX_TRES_PA, WHOLE, NULL },
    { "MaxTRESPerAcct", 11, L_MAX_TRES_PA, WHOLE, NULL },
    { "MaxTRESPA", 9, L_MAX_TRES_PA, WHOLE, NULL },
    { "MaxTRESPerJob", 7, L_MAX_TRES, WHOLE, NULL },
    { "MaxTRESPerNode", 11, L_MAX_TRES_PN, WHOLE, NULL },
    { "MaxTRESPerUser", 11, L_MAX_TRES_PU, WHOLE, NULL },
    { "MaxTRESPU", 9, L_MAX_TRES_PU, WHOLE, NULL },
    { "MaxTRESMinsPerJob", 8, L_MAX_TRES_MINS, WHOLE, NULL },
    { "MaxTRESRunMinsPerAccount", 18, L_MAX_TRES_RUN_MINS_PA, WHOLE, NULL },
    { "MaxTRESRunMinsPerAcct", 18, L_MAX_TRES_RUN_MINS_PA, WHOLE, NULL },
    { "MaxTRESRunMinsPA", 16, L_MAX_TRES_RUN_MINS_PA, WHOLE, NULL },
    { "MaxTRESRunMinsPerUser", 8, L_MAX_TRES_RUN_MINS, WHOLE, NULL },
    { "MaxTRESRunMinsPU", 16, L_MAX_TRES_RUN_MINS, WHOLE, NULL },
    { "MaxWallDurationPerJob", 4, L_MAX_WALL, WHOLE, "MaxWall" },
    { "MinPrioThreshold", 4, L_MIN_PRIO, WHOLE, "MinPrioThresh" },
    { "MinCPUsPerJob", 7, L_MIN_TRES, SS_TRES_CPU, "MinCPUs" },
    { "MinTRESPerJob", 7, L_MIN_TRES, WHOLE, NULL },
};

/* --- reading ---------------------------------------------------------------------------------- */

static uint32_t *count_of(const SsLimits *limits, LimitId id)
{
    return (uint32_t *) (void *) ((char *) (uintptr_t) limits + table[id].at);
}

static uint64_t **vector_of(const SsLimits *limits, LimitId id)
{
    return (uint64_t **) (void *) ((char *) (uintptr_t) limits + table[id].at);
}

void ss_limits_edit_init(SsLimits *limits)
{
    ss_limits_init(limits);
    for (LimitId id = 0; id < N_LIMITS; id++) {
        if (table[id].kind != SS_LIMIT_TRES)
            *count_of(limits, id) = SS_KEEP;
    }
}

/* An old name: GrpCPUs=4 is GrpTRES=cpu=4. */
static SsWordResult take_one_tres(SsSacctmgrRun *run, uint64_t **vec, const Key *key,
                                  const char *value)
{
    const uint32_t n = run->db->tres->n;
    uint32_t       number = 0;
    SsWordResult   result = ss_cmd_uint(run, value, key->label, &number);

    if (result != SS_WORD_TAKEN)
        return result;
    if (*vec == NULL) {
        *vec = g_new(uint64_t, n);
        for (uint32_t i = 0; i < n; i++)
            (*vec)[i] = SS_KEEP64;
    }
    (*vec)[key->tres] = number == SS_NO_LIMIT ? SS_NO_LIMIT64 : number;
    return SS_WORD_TAKEN;
}

static SsWordResult take(SsSacctmgrRun *run, SsLimits *limits, const Key *key,
                         const SsCmdWord *word)
{
    switch (table[key->limit].kind) {
    case SS_LIMIT_COUNT:
        return ss_cmd_uint(run, word->value, key->label, count_of(limits, key->limit));
    case SS_LIMIT_WALL:
        return ss_cmd_wall(run, word, key->label, count_of(limits, key->limit));
    case SS_LIMIT_TRES:
        break;
    }
    if (key->tres != WHOLE)
        return take_one_tres(run, vector_of(limits, key->limit), key, word->value);
    return ss_cmd_tres(run, word->value, vector_of(limits, key->limit));
}

/* A QOS goes on after a bad number; a bad time or TRES ends the command without a word more. */
static SsWordResult soften(SsSacctmgrRun *run, const Key *key, SsWordResult result)
{
    const bool number = key->tres != WHOLE || table[key->limit].kind == SS_LIMIT_COUNT;

    if (result != SS_WORD_UNKNOWN)
        return result;
    if (number)
        return SS_WORD_IGNORED;
    run->code = 1;
    return SS_WORD_FATAL;
}

SsWordResult ss_limits_edit_word(SsSacctmgrRun *run, SsLimits *limits, SsLimitsOf of,
                                 const SsCmdWord *word)
{
    const bool   assoc = of == SS_LIMITS_OF_ASSOC;
    const Key   *keys = assoc ? assoc_keys : qos_keys;
    const size_t n = assoc ? G_N_ELEMENTS(assoc_keys) : G_N_ELEMENTS(qos_keys);

    for (size_t i = 0; i < n; i++) {
        if (!ss_cmd_word_is(word, keys[i].name, keys[i].min))
            continue;
        const SsWordResult result = take(run, limits, &keys[i], word);
        return assoc ? result : soften(run, &keys[i], result);
    }
    return SS_WORD_UNKNOWN;
}

bool ss_limits_edit_changes(const SsLimits *edit)
{
    for (LimitId id = 0; id < N_LIMITS; id++) {
        if (table[id].kind == SS_LIMIT_TRES ? *vector_of(edit, id) != NULL
                                            : *count_of(edit, id) != SS_KEEP)
            return true;
    }
    return false;
}

/* --- applying --------------------------------------------------------------------------------- */

static void apply_vector(const SsAccounts *db, uint64_t **to, const uint64_t *edit)
{
    bool any = false;

    if (edit == NULL)
        return;
    uint64_t *vec = ss_limits_vector(to, db->tres->n);
    for (uint32_t i = 0; i < db->tres->n; i++) {
        if (edit[i] != SS_KEEP64)
            vec[i] = edit[i];
        any |= vec[i] != SS_NO_LIMIT64;
    }
    if (!any)
        g_clear_pointer(to, g_free);
}

void ss_limits_edit_apply(const SsAccounts *db, SsLimits *limits, const SsLimits *edit)
{
    for (LimitId id = 0; id < N_LIMITS; id++) {
        if (table[id].kind == SS_LIMIT_TRES)
            apply_vector(db, vector_of(limits, id), *vector_of(edit, id));
        else if (*count_of(edit, id) != SS_KEEP)
            *count_of(limits, id) = *count_of(edit, id);
    }
}

bool ss_limits_edit_reaches(const SsLimits *edit, const SsLimits *own)
{
    for (LimitId id = 0; id < N_LIMITS; id++) {
        if (!table[id].inherited)
            continue;
        if (table[id].kind == SS_LIMIT_TRES) {
            if (*vector_of(edit, id) != NULL)
                return true; /* TRES by TRES: one more may come through */
        } else if (*count_of(edit, id) != SS_KEEP && *count_of(own, id) == SS_NO_LIMIT) {
            return true;
        }
    }
    return false;
}

void ss_limits_block(SsLimits *edit, const SsLimits *between)
{
    for (LimitId id = 0; id < N_LIMITS; id++) {
        if (table[id].kind != SS_LIMIT_TRES && *count_of(between, id) != SS_NO_LIMIT)
            *count_of(edit, id) = SS_KEEP;
    }
}

/* --- showing ---------------------------------------------------------------------------------- */

static char *count_text(const Limit *limit, uint32_t value)
{
    if (value == SS_NO_LIMIT)
        return g_strdup("NONE");
    if (limit->kind == SS_LIMIT_WALL)
        return ss_minutes_text(value);
    return g_strdup_printf("%u", value);
}

static void echo(SsSacctmgrRun *run, const SsLimits *limits, LimitId id, const char *label)
{
    g_autofree char *text = NULL;

    if (table[id].kind == SS_LIMIT_TRES) {
        if (*vector_of(limits, id) != NULL)
            text = ss_tres_edit_text(run->db, *vector_of(limits, id));
    } else if (*count_of(limits, id) != SS_KEEP) {
        text = count_text(&table[id], *count_of(limits, id));
    }
    if (text != NULL)
        g_string_append_printf(run->out, "  %s= %s\n", label, text);
}

void ss_assoc_limits_echo(SsSacctmgrRun *run, const SsLimits *limits)
{
    for (LimitId id = 0; id < N_ASSOC_LIMITS; id++)
        echo(run, limits, id, table[id].assoc_label);
}

void ss_qos_limits_echo(SsSacctmgrRun *run, const SsLimits *limits)
{
    for (size_t i = 0; i < G_N_ELEMENTS(qos_echo); i++)
        echo(run, limits, qos_echo[i], table[qos_echo[i]].qos_label);
}

void ss_limits_dump(const SsAccounts *db, const SsLimits *limits, GString *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dump_order); i++) {
        const Limit *limit = &table[dump_order[i]];

        if (limit->kind == SS_LIMIT_TRES) {
            g_autofree char *text = ss_sacctmgr_tres_text(db, *vector_of(limits, dump_order[i]));
            if (text[0] != '\0')
                g_string_append_printf(out, ":%s=%s", limit->dump, text);
        } else if (*count_of(limits, dump_order[i]) != SS_NO_LIMIT) {
            g_string_append_printf(out, ":%s=%u", limit->dump, *count_of(limits, dump_order[i]));
        }
    }
}

/* --- the database's words, for transactions --------------------------------------------------- */

/* "1=4,1001=2": what a vector is after `edit`, by database id. */
static char *ids_text(const SsAccounts *db, const uint64_t *before, const uint64_t *edit)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; i < db->tres->n; i++) {
        uint64_t value = before != NULL ? before[i] : SS_NO_LIMIT64;

        if (edit[i] != SS_KEEP64)
            value = edit[i];
        if (value != SS_NO_LIMIT64)
            g_string_append_printf(text, "%s%u=%" G_GUINT64_FORMAT, text->len > 0 ? "," : "",
                                   db->tres->at[i].id, value);
    }
    return g_string_free(text, FALSE);
}

void ss_info_add(GString *info, const char *format, ...)
{
    va_list args;

    g_string_append(info, info->len > 0 ? ", " : "");
    va_start(args, format);
    g_string_append_vprintf(info, format, args);
    va_end(args);
}

void ss_info_number(GString *info, const char *column, uint32_t value, bool all)
{
    if (value == SS_KEEP && !all)
        return;
    if (value == SS_KEEP || value == SS_NO_LIMIT)
        ss_info_add(info, "%s=NULL", column);
    else
        ss_info_add(info, "%s=%u", column, value);
}

static void tres_column(const SsAccounts *db, const SsLimits *edit, const SsLimitsInfo *how,
                        LimitId id, GString *info)
{
    const bool  assoc = how->of == SS_LIMITS_OF_ASSOC;
    const char *column = assoc ? table[id].assoc_column : table[id].qos_column;

    if (how->owners == NULL) {
        g_autofree char *text = ids_text(db, NULL, *vector_of(edit, id));
        ss_info_add(info, "%s='%s'", column, text);
    }
    for (size_t i = 0; i < how->n; i++) {
        const SsLimitsOwner *owner = &how->owners[i];
        g_autofree char *text = ids_text(db, *vector_of(owner->limits, id), *vector_of(edit, id));

        ss_info_add(info, "%s = if (%s=%u, '%s', %s)", column, assoc ? "id_assoc" : "id", owner->id,
                    text, column);
    }
}

void ss_limits_info(const SsAccounts *db, const SsLimits *edit, const SsLimitsInfo *how,
                    GString *info)
{
    const bool     assoc = how->of == SS_LIMITS_OF_ASSOC;
    const LimitId *order = assoc ? assoc_columns : qos_columns;
    const size_t   n = assoc ? G_N_ELEMENTS(assoc_columns) : G_N_ELEMENTS(qos_columns);

    for (size_t i = 0; i < n; i++) {
        const LimitId id = order[i];
        const Limit  *limit = &table[id];

        if ((limit->kind == SS_LIMIT_TRES) != how->tres)
            continue;
        if (limit->kind != SS_LIMIT_TRES)
            ss_info_number(info, assoc ? limit->assoc_column : limit->qos_column,
                           *count_of(edit, id), how->owners == NULL);
        else if (*vector_of(edit, id) != NULL)
            tres_column(db, edit, how, id, info);
    }
}
