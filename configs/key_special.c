/* SPDX-License-Identifier: Apache-2.0 */

/*
 * key_special.c - values that are no plain number, word or text, each read into its field.
 *
 * A function here knows one key. It refuses what slurmctld refuses and otherwise writes the field in
 * the unit the scheduler uses; what is only worth a warning (a value that Slurm replaces by another)
 * is replaced silently here and told by slurm_conf.c, which knows line and column.
 *
 * Durations of the priority plugin are kept in whole minutes by Slurm, rounded up, and multiplied by
 * 60 in 32 bits: INFINITE becomes 4294967236 seconds, 136 years, and so it does here.
 */
#include "configs/key_special.h"

#include "sim/base/size.h"
#include "sim/base/span.h"
#include "sim/model/node.h"
#include "sim/model/tres.h"

#include <string.h>

#define MINUTES_FOREVER     UINT32_MAX
#define SPAN_OF_INFINITE    INT64_C(4294967236)
#define DEFAULT_TIME_SLICE  30
#define SMALLEST_TIME_SLICE 5

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean refuse(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, SS_CONF_ERROR, SS_CONF_ERROR_VALUE, text);
    return FALSE;
}

/* A list whose every item must be a known word of `key`. */
static gboolean read_words(const char *key, const char *text, uint32_t *bits, GError **error)
{
    g_autofree char *bad = NULL;

    if (!ss_conf_words_parse(key, text, bits, &bad))
        return refuse(error, "'%s' is not a word of %s", bad, key);
    return TRUE;
}

/* --- accounting -------------------------------------------------------------------------------------- */

SS_SPECIAL_READ(enforce)
{
    SsSettings      *settings = record;
    uint32_t         bits;
    g_autofree char *bad = NULL;

    if (strcmp(text, "1") == 0)
        text = "associations";
    else if (strcmp(text, "2") == 0)
        text = "limits";
    if (!ss_conf_words_parse("AccountingStorageEnforce", text, &bits, &bad))
        return refuse(error,
                      "Invalid parameter for AccountingStorageEnforce: %s; write associations, "
                      "limits, qos, safe, wckeys, nojobs, nosteps or all",
                      bad);
    settings->enforce = bits;
    return TRUE;
}

SS_SPECIAL_TEXT(enforce)
{
    return ss_enforce_text(((const SsSettings *) record)->enforce);
}

SS_SPECIAL_READ(storage)
{
    SsSettings *settings = record;

    (void) error;
    settings->has_dbd = strstr(text, "slurmdbd") != NULL || strstr(text, "mysql") != NULL;
    return TRUE;
}

/* cred_expire=SECONDS among others; a job requeued waits one second more than that. */
SS_SPECIAL_READ(auth_info)
{
    SsSettings *settings = record;
    const char *at = strstr(text, "cred_expire=");

    (void) error;
    if (at != NULL) {
        const int64_t seconds = ss_int_lenient(at + strlen("cred_expire="));
        if (seconds > 0)
            settings->cred_expire = seconds;
    }
    return TRUE;
}

/* --- lists that only a daemon minds ------------------------------------------------------------------ */

static gboolean all_known(const char *key, const char *text, const char *const *words,
                          GError **error)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    for (char **item = items; *item != NULL; item++) {
        bool known = *g_strstrip(*item) == '\0';

        (*item)[strcspn(*item, "=")] = '\0';
        for (size_t i = 0; words[i] != NULL && !known; i++)
            known = g_ascii_strcasecmp(words[i], *item) == 0;
        if (!known)
            return refuse(error, "Invalid %s: %s", key, *item);
    }
    return TRUE;
}

SS_SPECIAL_READ(debug_flags)
{
    static const char *const words[] = {
        "Accrue",         "Agent",         "Backfill",
        "BackfillMap",    "BurstBuffer",   "Cgroup",
        "CPU_Bind",       "CpuFrequency",  "Data",
        "DB_Archive",     "DB_Assoc",      "DB_Event",
        "DB_Job",         "DB_QOS",        "DB_Query",
        "DB_Reservation", "DB_Resource",   "DB_Step",
        "DB_TRES",        "DB_Usage",      "DB_WCKey",
        "Dependency",     "Elasticsearch", "Energy",
        "ExtSensors",     "Federation",    "FrontEnd",
        "Gang",           "Gres",          "Hetjob",
        "Interconnect",   "Jag",           "JobAccountGather",
        "JobContainer",   "License",       "Mpi",
        "Network",        "NetworkRaw",    "NodeFeatures",
        "NO_CONF_HASH",   "Power",         "PowerSave",
        "Priority",       "Profile",       "Protocol",
        "Reservation",    "Route",         "Script",
        "SelectType",     "Steps",         "Switch",
        "Task",           "TimeCray",      "TraceJobs",
        "Triggers",       "WorkQueue",     NULL,
    };

    (void) record;
    return all_known("DebugFlag", text, words, error);
}

SS_SPECIAL_READ(task_param)
{
    static const char *const words[] = { "None",    "Sockets",       "Cores", "Threads",
                                         "Verbose", "SlurmdOffSpec", NULL };
    g_auto(GStrv)            binds = g_strsplit(text, "Autobind=", -1);
    g_autofree char         *rest = g_strjoinv("", binds);

    (void) record;
    return all_known("TaskPluginParam", rest, words, error);
}

SS_SPECIAL_READ(prolog_flags)
{
    static const char *const words[] = { "Alloc",  "Contain", "DeferBatch", "NoHold",
                                         "Serial", "X11",     NULL };

    (void) record;
    return all_known("PrologFlag", text, words, error);
}

/* A word, or a number from 0. */
SS_SPECIAL_READ(debug_level)
{
    static const char *const words[] = { "quiet",  "fatal",  "error",  "info",   "verbose", "debug",
                                         "debug2", "debug3", "debug4", "debug5", NULL };

    (void) record;
    if (ss_int_parse(text, 0, UINT16_MAX, &(int64_t){ 0 }, NULL))
        return TRUE;
    return all_known("debug level", text, words, error);
}

/* Absolute paths, or none. */
SS_SPECIAL_READ(bcast_exclude)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    (void) record;
    for (char **item = items; *item != NULL; item++) {
        if (**item != '\0' && **item != '/' && g_ascii_strcasecmp(*item, "none") != 0)
            return refuse(error, "Invalid path for BcastExclude: %s", *item);
    }
    return TRUE;
}

/* N, or N-M with M above N. */
SS_SPECIAL_READ(port_range)
{
    g_auto(GStrv) ends = g_strsplit(text, "-", 2);
    int64_t       low, high;

    (void) record;
    if (!ss_int_parse(ends[0] != NULL ? ends[0] : "", 1, UINT32_MAX, &low, NULL)
        || (ends[1] != NULL && !ss_int_parse(ends[1], low, UINT32_MAX, &high, NULL)))
        return refuse(error, "Invalid SlurmctldPort %s", text);
    return TRUE;
}

SS_SPECIAL_READ(gather_params)
{
    g_autofree char *lower = g_ascii_strdown(text, -1);

    (void) record;
    if (strstr(lower, "usepss") != NULL && strstr(lower, "noshared") != NULL)
        return refuse(error,
                      "JobAcctGatherParams options UsePSS and NoShared are mutually exclusive");
    return TRUE;
}

/* --- jobs -------------------------------------------------------------------------------------------- */

SS_SPECIAL_READ(dependency)
{
    SsSettings      *settings = record;
    g_autofree char *lower = g_ascii_strdown(text, -1);
    const char      *depth = strstr(lower, "max_depend_depth=");

    (void) error;
    settings->sched.kill_invalid_depend = strstr(lower, "kill_invalid_depend") != NULL;
    settings->sched.max_depend_depth = 10;
    if (depth != NULL) {
        const int64_t value = ss_int_lenient(depth + strlen("max_depend_depth="));
        if (value >= 0 && value <= UINT32_MAX)
            settings->sched.max_depend_depth = (uint32_t) value;
    }
    return TRUE;
}

SS_SPECIAL_READ(part_limits)
{
    static const struct {
        const char  *word;
        SsPartLimits value;
    } words[] = {
        { "NO", SS_PART_LIMITS_NO },    { "FALSE", SS_PART_LIMITS_NO },
        { "DOWN", SS_PART_LIMITS_NO },  { "0", SS_PART_LIMITS_NO },
        { "ANY", SS_PART_LIMITS_ANY },  { "YES", SS_PART_LIMITS_ANY },
        { "TRUE", SS_PART_LIMITS_ANY }, { "UP", SS_PART_LIMITS_ANY },
        { "1", SS_PART_LIMITS_ANY },    { "ALL", SS_PART_LIMITS_ALL },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(words[i].word, text) == 0) {
            ((SsSettings *) record)->part_limits = words[i].value;
            return TRUE;
        }
    }
    return refuse(error, "Bad EnforcePartLimits: %s; write ALL, ANY or NO", text);
}

SS_SPECIAL_TEXT(part_limits)
{
    static const char *const words[] = { "NO", "ANY", "ALL" };

    return g_strdup(words[((const SsSettings *) record)->part_limits]);
}

SS_SPECIAL_READ(job_requeue)
{
    uint64_t value = 0;

    if (*text != '\0' && !ss_uint_parse(text, SS_KILO_REFUSED, UINT16_MAX, &value, NULL))
        return refuse(error, "JobRequeue value \"%s\" is not a valid number; write 0 or 1", text);
    ((SsSettings *) record)->job_requeue = value > 0;
    return TRUE;
}

SS_SPECIAL_TEXT(job_requeue)
{
    return g_strdup(((const SsSettings *) record)->job_requeue ? "1" : "0");
}

/* --- preemption -------------------------------------------------------------------------------------- */

/* Words of PreemptMode: at most one mode, and modifiers. */
static gboolean parse_preempt_mode(const char *text, uint32_t *mode, GError **error)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t      read = 0;

    for (char **item = items; *item != NULL; item++) {
        const SsConfOption *option = ss_conf_option("PreemptMode", g_strstrip(*item));

        if (option == NULL || option->life == SS_LIFE_NEWER)
            return refuse(error,
                          "'%s' is not a PreemptMode; write OFF, CANCEL, REQUEUE or SUSPEND, with "
                          "GANG or WITHIN",
                          *item);
        if ((option->bit & SS_PREEMPT_MASK) && (read & SS_PREEMPT_MASK))
            return refuse(error, "PreemptMode takes one of CANCEL, REQUEUE and SUSPEND, found '%s'",
                          text);
        read |= option->bit;
    }
    *mode = read;
    return TRUE;
}

SS_SPECIAL_READ(preempt_mode)
{
    return parse_preempt_mode(text, &((SsSettings *) record)->preempt_mode, error);
}

SS_SPECIAL_TEXT(preempt_mode)
{
    return ss_preempt_mode_text(((const SsSettings *) record)->preempt_mode);
}

/* --- priority ---------------------------------------------------------------------------------------- */

/* A duration in whole minutes, as seconds. */
static gboolean parse_minutes(const char *key, const char *text, SsSpan *out, GError **error)
{
    g_autoptr(GError) why = NULL;
    SsSpan            span = 0;

    if (!ss_span_parse_limit(text, &span, &why))
        return refuse(error, "Bad value \"%s\" for %s: %s", text, key, why->message);
    if (span / 60 >= MINUTES_FOREVER)
        span = SPAN_OF_INFINITE;
    *out = span;
    return TRUE;
}

static char *text_of_span(SsSpan span)
{
    char text[SS_SPAN_TEXT];

    return g_strdup(ss_span_text(span, text));
}

SS_SPECIAL_READ(calc_period)
{
    SsSpan span = 0;

    if (!parse_minutes("PriorityCalcPeriod", text, &span, error))
        return FALSE;
    if (span < 60 || span == SPAN_OF_INFINITE)
        return refuse(error, "Bad value \"%s\" for PriorityCalcPeriod; write a minute or more",
                      text);
    ((SsSettings *) record)->calc_period = span;
    return TRUE;
}

SS_SPECIAL_TEXT(calc_period)
{
    return text_of_span(((const SsSettings *) record)->calc_period);
}

SS_SPECIAL_READ(half_life)
{
    return parse_minutes("PriorityDecayHalfLife", text, &((SsSettings *) record)->decay_half_life,
                         error);
}

SS_SPECIAL_TEXT(half_life)
{
    return text_of_span(((const SsSettings *) record)->decay_half_life);
}

SS_SPECIAL_READ(max_age)
{
    return parse_minutes("PriorityMaxAge", text, &((SsSettings *) record)->max_age, error);
}

SS_SPECIAL_TEXT(max_age)
{
    return text_of_span(((const SsSettings *) record)->max_age);
}

/* Fair Tree is on unless a word turns it off; the two words that do have no bit of their own there. */
SS_SPECIAL_READ(priority_flags)
{
    g_autofree char *upper = g_ascii_strup(text, -1);
    uint32_t         bits = ss_conf_words_search("PriorityFlags", text);

    (void) error;
    if (!(bits & SS_PRIO_DEPTH_OBLIVIOUS) && strstr(upper, "NO_FAIR_TREE") == NULL)
        bits |= SS_PRIO_FAIR_TREE;
    ((SsSettings *) record)->priority_flags = bits;
    return TRUE;
}

SS_SPECIAL_TEXT(priority_flags)
{
    return ss_priority_flags_text(((const SsSettings *) record)->priority_flags);
}

/* --- scheduler --------------------------------------------------------------------------------------- */

SS_SPECIAL_READ(sched_params)
{
    SsSettings *settings = record;

    (void) error;
    ss_sched_params_parse(text, settings, &settings->sched, NULL, NULL);
    g_free(settings->sched_params_text);
    settings->sched_params_text = g_strdup(text);
    return TRUE;
}

SS_SPECIAL_TEXT(sched_params)
{
    const char *text = ((const SsSettings *) record)->sched_params_text;

    return g_strdup(text != NULL ? text : "(null)");
}

SS_SPECIAL_READ(time_slice)
{
    uint64_t value = 0;

    if (*text != '\0' && !ss_uint_parse(text, SS_KILO_REFUSED, UINT16_MAX, &value, NULL))
        return refuse(error, "SchedulerTimeSlice value \"%s\" is not a valid number", text);
    ((SsSettings *) record)->sched_time_slice =
        value < SMALLEST_TIME_SLICE ? DEFAULT_TIME_SLICE : (uint32_t) value;
    return TRUE;
}

SS_SPECIAL_TEXT(time_slice)
{
    return g_strdup_printf("%u sec", ((const SsSettings *) record)->sched_time_slice);
}

/* At most one word may name the unit that is given out: CR_Core,CR_Memory is refused. */
static bool has_two_units(const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t      n = 0;

    for (char **item = items; *item != NULL; item++) {
        const SsConfOption *option = ss_conf_option("SelectTypeParameters", g_strstrip(*item));
        n += option != NULL
             && (option->bit & (SS_CR_CPU | SS_CR_CORE | SS_CR_SOCKET | SS_CR_MEMORY)) != 0;
    }
    return n > 1;
}

SS_SPECIAL_READ(select_params)
{
    if (has_two_units(text))
        return refuse(error, "Bad SelectTypeParameter: %s; write one word such as CR_Core_Memory",
                      text);
    return read_words("SelectTypeParameters", text, &((SsSettings *) record)->select_params, error);
}

SS_SPECIAL_TEXT(select_params)
{
    return ss_select_params_text(((const SsSettings *) record)->select_params);
}

SS_SPECIAL_READ(topology_param)
{
    (void) error;
    ((SsSettings *) record)->topo_optional = ss_conf_words_search("TopologyParam", text) != 0;
    return TRUE;
}

SS_SPECIAL_TEXT(topology_param)
{
    return g_strdup(((const SsSettings *) record)->topo_optional ? "TopoOptional" : "(null)");
}

SS_SPECIAL_READ(topology)
{
    (void) error;
    ((SsSettings *) record)->topology_tree = strcmp(text, "topology/tree") == 0;
    return TRUE;
}

SS_SPECIAL_TEXT(topology)
{
    return g_strdup(((const SsSettings *) record)->topology_tree ? "topology/tree"
                                                                 : "topology/none");
}

/* --- nodes ------------------------------------------------------------------------------------------- */

/* The start of a state's name is enough for three of them. A node is never UNKNOWN for a simulator. */
SS_SPECIAL_READ(node_state)
{
    static const struct {
        const char *word;
        bool        prefix;
        uint32_t    state;
    } words[] = {
        { "UNKNOWN", false, SS_NODE_IDLE },
        { "DOWN", false, SS_NODE_DOWN },
        { "IDLE", false, SS_NODE_IDLE },
        { "ALLOCATED", false, SS_NODE_IDLE },
        { "ERROR", false, SS_NODE_ERROR },
        { "MIXED", false, SS_NODE_IDLE },
        { "FUTURE", false, SS_NODE_FUTURE },
        { "CLOUD", true, SS_NODE_IDLE | SS_NODE_CLOUD | SS_NODE_POWERED_DOWN },
        { "DRAIN", true, SS_NODE_IDLE | SS_NODE_DRAIN },
        { "FAIL", true, SS_NODE_IDLE | SS_NODE_FAIL },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const size_t n = strlen(words[i].word) + (words[i].prefix ? 0 : 1);

        if (g_ascii_strncasecmp(words[i].word, text, n) == 0) {
            ((SsNode *) record)->state = words[i].state;
            return TRUE;
        }
    }
    return refuse(error, "Invalid state %s", text);
}

/* --- partitions -------------------------------------------------------------------------------------- */

/* NO, EXCLUSIVE, YES[:n], FORCE[:n]; n is 4 when not given. YES needs 2 or more, FORCE 1: else NO. */
SS_SPECIAL_READ(over_subscribe)
{
    SsPartition  *part = record;
    g_auto(GStrv) pieces = g_strsplit(text, ":", 2);
    SsShareMode   mode;
    int64_t       count = 4;

    if (g_ascii_strcasecmp(pieces[0], "NO") == 0)
        mode = SS_SHARE_NO;
    else if (g_ascii_strcasecmp(pieces[0], "EXCLUSIVE") == 0)
        mode = SS_SHARE_EXCLUSIVE;
    else if (g_ascii_strcasecmp(pieces[0], "YES") == 0)
        mode = SS_SHARE_YES;
    else if (g_ascii_strcasecmp(pieces[0], "FORCE") == 0)
        mode = SS_SHARE_FORCE;
    else
        return refuse(
            error, "Bad value \"%s\" for OverSubscribe; write NO, EXCLUSIVE, YES or FORCE", text);
    if (pieces[1] != NULL)
        count = ss_int_lenient(pieces[1]);
    if ((mode == SS_SHARE_YES && count <= 1) || (mode == SS_SHARE_FORCE && count < 1))
        mode = SS_SHARE_NO;
    part->share = mode;
    part->share_count = mode == SS_SHARE_YES || mode == SS_SHARE_FORCE
                            ? (uint32_t) CLAMP(count, 1, UINT16_MAX)
                            : mode == SS_SHARE_NO;
    return TRUE;
}

/* 22.05 takes any text here; what is no number is 0 (told by partition_conf.c). */
SS_SPECIAL_READ(over_time_limit)
{
    SsPartition *part = record;

    (void) error;
    if (g_ascii_strcasecmp(text, "UNLIMITED") == 0 || g_ascii_strcasecmp(text, "INFINITE") == 0)
        part->over_time_limit = SS_NO_LIMIT;
    else
        part->over_time_limit = (uint32_t) CLAMP(ss_int_lenient(text), 0, UINT16_MAX);
    return TRUE;
}

SS_SPECIAL_READ(part_preempt)
{
    uint32_t mode;

    if (!parse_preempt_mode(text, &mode, error))
        return FALSE;
    ((SsPartition *) record)->preempt_mode = mode;
    return TRUE;
}

SS_SPECIAL_READ(part_select)
{
    static const char *const words[] = { "CR_Core", "CR_Core_Memory", "CR_Socket",
                                         "CR_Socket_Memory" };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(words[i], text) == 0)
            return read_words("SelectTypeParameters", text,
                              &((SsPartition *) record)->select_params, error);
    }
    return refuse(error,
                  "Bad value \"%s\" for SelectTypeParameters of a partition; write CR_Core, "
                  "CR_Core_Memory, CR_Socket or CR_Socket_Memory",
                  text);
}

SS_SPECIAL_READ(part_state)
{
    static const struct {
        const char *word;
        uint32_t    state;
    } words[] = {
        { "UP", SS_PART_UP },
        { "DOWN", SS_PART_DOWN },
        { "DRAIN", SS_PART_DRAIN },
        { "INACTIVE", SS_PART_INACTIVE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strncasecmp(words[i].word, text, strlen(words[i].word)) == 0) {
            ((SsPartition *) record)->state = words[i].state;
            return TRUE;
        }
    }
    return refuse(error, "Bad value \"%s\" for State; write UP, DOWN, DRAIN or INACTIVE", text);
}
