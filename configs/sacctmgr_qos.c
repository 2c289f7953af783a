/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_qos.c - add, modify, delete QOS.
 *
 * What is peculiar to QOS beside the limits: flags (replaced with =, joined with +=, taken out with
 * -=), who may be preempted, how, and the factors. Unknown options are told on stdout here, bad
 * numbers are told and passed over, a bad list or time ends the command: all of it as the real tool
 * does it.
 *
 * A QOS that could, by way of others, preempt itself is refused.
 */
#include "configs/sacctmgr_parts.h"

#include "sim/base/span.h"
#include "sim/model/partition.h"

#include <stdlib.h>
#include <string.h>

/* --- tables ----------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    uint32_t    flag; /* SsQosFlag          */
    uint32_t    bit;  /* in the database    */
} FlagName;

static const FlagName flag_names[] = {
    /* in the order in which they are listed */
    { "DenyOnLimit", SS_QOS_DENY_ON_LIMIT, 64 },
    { "EnforceUsageThreshold", SS_QOS_ENFORCE_USAGE_THRESHOLD, 32 },
    { "NoReserve", SS_QOS_NO_RESERVE, 16 },
    { "PartitionMaxNodes", SS_QOS_PART_MAX_NODES, 2 },
    { "PartitionMinNodes", SS_QOS_PART_MIN_NODES, 1 },
    { "OverPartQOS", SS_QOS_OVER_PART_QOS, 128 },
    { "PartitionTimeLimit", SS_QOS_PART_TIME_LIMIT, 4 },
    { "RequiresReservation", SS_QOS_REQUIRES_RESV, 8 },
    { "NoDecay", SS_QOS_NO_DECAY, 256 },
    { "UsageFactorSafe", SS_QOS_USAGE_FACTOR_SAFE, 512 },
};

#define ALL_FLAGS     0x3ffu
#define ALL_FLAG_BITS 2415919103u /* what 22.05 takes out for flags=-1 */

typedef struct {
    const char *name;
    uint32_t    mode; /* SsPreemptMode      */
    uint32_t    bit;  /* in the database    */
} ModeName;

static const ModeName mode_names[] = {
    /* modifiers first, as they are listed */
    { "gang", SS_PREEMPT_GANG, 32768 },   { "within", SS_PREEMPT_WITHIN, 16384 },
    { "cancel", SS_PREEMPT_CANCEL, 8 },   { "requeue", SS_PREEMPT_REQUEUE, 2 },
    { "suspend", SS_PREEMPT_SUSPEND, 1 }, { "off", SS_PREEMPT_CLUSTER, 0 },
    { "cluster", SS_PREEMPT_CLUSTER, 0 },
};

/* --- words ------------------------------------------------------------------------------------ */

typedef struct {
    GPtrArray *names, *descriptions, *ids;
    bool       conditions;
    char      *description;
    bool       flags_given;
    char       flags_op;  /* 0, '+', '-'                                                     */
    uint32_t   flags;     /* SsQosFlag                                                       */
    bool       all_flags; /* flags=-1                                                        */
    uint32_t   grace_time, priority, raw_usage, preempt_exempt; /* SS_KEEP, SS_NO_LIMIT clears   */
    bool       mode_given;
    uint32_t   mode; /* SsPreemptMode                                                   */
    SsQosEdit  preempt;
    bool       usage_factor_given, threshold_given, limit_factor_given;
    double     usage_factor, threshold, limit_factor; /* negative clears                         */
    SsLimits   limits;
    bool       any;
} Words;

static void words_clear(Words *words)
{
    g_ptr_array_unref(words->names);
    g_ptr_array_unref(words->descriptions);
    g_ptr_array_unref(words->ids);
    g_free(words->description);
    ss_qos_edit_clear(&words->preempt);
    ss_limits_clear(&words->limits);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static void words_init(Words *words)
{
    *words = (Words){ .names = ss_cmd_names_new(),
                      .descriptions = ss_cmd_names_new(),
                      .ids = ss_cmd_names_new(),
                      .grace_time = SS_KEEP,
                      .priority = SS_KEEP,
                      .raw_usage = SS_KEEP,
                      .preempt_exempt = SS_KEEP };
    ss_qos_edit_init(&words->preempt);
    ss_limits_edit_init(&words->limits);
}

/* --- flags and modes -------------------------------------------------------------------------- */

char *ss_sacctmgr_qos_flags_text(uint32_t flags)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++) {
        if (flags & flag_names[i].flag)
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", flag_names[i].name);
    }
    return g_string_free(text, FALSE);
}

static uint32_t flag_bits(uint32_t flags)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++)
        bits |= flags & flag_names[i].flag ? flag_names[i].bit : 0;
    return bits;
}

bool ss_sacctmgr_qos_flags_parse(const char *text, uint32_t *flags)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    *flags = 0;
    for (char **item = items; *item != NULL; item++) {
        bool known = false;

        for (size_t i = 0; i < G_N_ELEMENTS(flag_names); i++) {
            if (**item != '\0'
                && g_ascii_strncasecmp(*item, flag_names[i].name, strlen(*item)) == 0) {
                *flags |= flag_names[i].flag;
                known = true;
                break;
            }
        }
        if (!known)
            return false;
    }
    return items[0] != NULL;
}

static SsWordResult take_flags(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);

    words->flags_given = true;
    words->flags_op = word->op;
    if (strcmp(text, "-1") == 0) {
        words->flags_op = '-';
        words->all_flags = true;
        words->flags = ALL_FLAGS;
        return SS_WORD_TAKEN;
    }
    if (ss_sacctmgr_qos_flags_parse(text, &words->flags))
        return SS_WORD_TAKEN;
    g_autofree char *all = ss_sacctmgr_qos_flags_text(ALL_FLAGS);
    ss_sacctmgr_print(run, " Unknown QOS flag used in:\n  '%s'\n Valid QOS flags are\n  '%s'\n",
                      text, all);
    run->code = 1;
    return SS_WORD_FATAL;
}

char *ss_sacctmgr_preempt_mode_text(uint32_t mode)
{
    const uint32_t base = mode & SS_PREEMPT_MASK;
    const bool     plain = base == SS_PREEMPT_CLUSTER || base == SS_PREEMPT_OFF;
    GString       *text = g_string_new(NULL);

    for (size_t i = 0; i < 5; i++) {
        const uint32_t named = mode_names[i].mode;
        const bool has = named > SS_PREEMPT_MASK ? (mode & named) != 0 : !plain && base == named;

        if (has)
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", mode_names[i].name);
    }
    if (text->len == 0)
        g_string_append(text, "cluster");
    return g_string_free(text, FALSE);
}

static uint32_t mode_bits(uint32_t mode)
{
    const uint32_t base = mode & SS_PREEMPT_MASK;
    uint32_t       bits = 0;

    for (size_t i = 0; i < 5; i++) {
        const uint32_t named = mode_names[i].mode;

        if (named > SS_PREEMPT_MASK ? (mode & named) != 0 : base == named)
            bits |= mode_names[i].bit;
    }
    return bits;
}

bool ss_sacctmgr_preempt_mode_parse(const char *text, uint32_t *mode)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    uint32_t      base = SS_PREEMPT_CLUSTER, modifiers = 0;

    for (char **item = items; *item != NULL; item++) {
        bool known = false;

        for (size_t i = 0; i < G_N_ELEMENTS(mode_names); i++) {
            if (g_ascii_strcasecmp(*item, mode_names[i].name) != 0)
                continue;
            known = true;
            if (mode_names[i].mode > SS_PREEMPT_MASK)
                modifiers |= mode_names[i].mode;
            else
                base = mode_names[i].mode;
        }
        if (!known)
            return false;
    }
    *mode = base | modifiers;
    return true;
}

static SsWordResult take_mode(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);

    if (!ss_sacctmgr_preempt_mode_parse(text, &words->mode)) {
        ss_sacctmgr_refuse(run, " Bad Preempt Mode given: %s", word->text);
        return SS_WORD_FATAL;
    }
    words->mode_given = true;
    return SS_WORD_TAKEN;
}

static SsWordResult take_exempt_time(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    g_autofree char *text = ss_cmd_value(word->value);
    SsSpan           span = 0;

    if (text[0] == '-' && g_ascii_isdigit(text[1])) {
        words->preempt_exempt = SS_NO_LIMIT;
        return SS_WORD_TAKEN;
    }
    if (!ss_span_parse(text, &span, NULL)) {
        ss_sacctmgr_refuse(run, " Bad PreemptExemptTime format: %s", word->text);
        return SS_WORD_FATAL;
    }
    words->preempt_exempt = span >= SS_KEEP ? SS_NO_LIMIT : (uint32_t) span;
    return SS_WORD_TAKEN;
}

/* --- reading settings ------------------------------------------------------------------------- */

static SsWordResult number(SsWordResult result)
{
    return result == SS_WORD_UNKNOWN ? SS_WORD_IGNORED : result;
}

static SsWordResult factor(SsSacctmgrRun *run, const SsCmdWord *word, const char *label,
                           double *value, bool *given)
{
    const SsWordResult result = number(ss_cmd_double(run, word->value, label, value));

    *given |= result == SS_WORD_TAKEN;
    return result;
}

static SsWordResult take_preempt(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (ss_qos_edit_word(run, &words->preempt, word) == SS_WORD_TAKEN)
        return SS_WORD_TAKEN;
    run->code = 1;
    return SS_WORD_FATAL;
}

static SsWordResult take_word(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (ss_cmd_word_is(word, "Description", 1)) {
        g_free(words->description);
        words->description = ss_cmd_value(word->value);
        return SS_WORD_TAKEN;
    }
    if (ss_cmd_word_is(word, "Flags", 2))
        return take_flags(run, words, word);
    if (ss_cmd_word_is(word, "GraceTime", 3))
        return number(ss_cmd_uint(run, word->value, "GraceTime", &words->grace_time));
    if (ss_cmd_word_is(word, "LimitFactor", 6))
        return factor(run, word, "LimitFactor", &words->limit_factor, &words->limit_factor_given);
    if (ss_cmd_word_is(word, "Preempt", 7))
        return take_preempt(run, words, word);
    if (ss_cmd_word_is(word, "PreemptMode", 8))
        return take_mode(run, words, word);
    if (ss_cmd_word_is(word, "PreemptExemptTime", 8))
        return take_exempt_time(run, words, word);
    if (ss_cmd_word_is(word, "Priority", 3)) {
        const SsWordResult result = ss_cmd_uint(run, word->value, "Priority", &words->priority);

        if (words->priority > INT32_MAX && words->priority < SS_KEEP)
            words->priority = 0; /* seen with 4000000000 */
        return number(result);
    }
    if (ss_cmd_word_is(word, "RawUsage", 7))
        return number(ss_cmd_uint(run, word->value, "RawUsage", &words->raw_usage));
    if (ss_cmd_word_is(word, "UsageFactor", 6))
        return factor(run, word, "UsageFactor", &words->usage_factor, &words->usage_factor_given);
    if (ss_cmd_word_is(word, "UsageThreshold", 6))
        return factor(run, word, "UsageThreshold", &words->threshold, &words->threshold_given);
    return ss_limits_edit_word(run, &words->limits, SS_LIMITS_OF_QOS, word);
}

static bool is_keyword(const SsCmdWord *word)
{
    return ss_cmd_word_bare(word, "set", 3) || ss_cmd_word_bare(word, "where", 5);
}

/* TRUE: go on with the next word. */
static bool take_setting(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    const SsWordResult result = take_word(run, words, word);

    words->any |= result == SS_WORD_TAKEN;
    if (result == SS_WORD_UNKNOWN) {
        ss_sacctmgr_print(run, " Unknown option: %s\n Use keyword 'where' to modify condition\n",
                          word->text);
        run->code = 1;
    }
    return result == SS_WORD_TAKEN || result == SS_WORD_IGNORED;
}

/* limitfactor=0 and a negative time are taken and then change nothing. */
static bool changes(const Words *words)
{
    return words->description != NULL || words->flags_given || words->grace_time != SS_KEEP
           || words->priority != SS_KEEP || words->preempt_exempt != SS_KEEP || words->mode_given
           || words->preempt.given || words->usage_factor_given || words->threshold_given
           || (words->limit_factor_given && words->limit_factor != 0)
           || ss_limits_edit_changes(&words->limits);
}

/* --- the echo --------------------------------------------------------------------------------- */

static void echo_flags(SsSacctmgrRun *run, const Words *words)
{
    const char      *op = words->flags_op == '+' ? "Add," : words->flags_op == '-' ? "Remove," : "";
    g_autofree char *text = ss_sacctmgr_qos_flags_text(words->flags);

    if (words->flags_given)
        ss_sacctmgr_print(run, "  Flags                    = %s%s\n", op, text);
}

static void echo_count(SsSacctmgrRun *run, const char *label, uint32_t value)
{
    if (value == SS_NO_LIMIT)
        ss_sacctmgr_print(run, "  %-25s= NONE\n", label);
    else if (value != SS_KEEP)
        ss_sacctmgr_print(run, "  %-25s= %u\n", label, value);
}

static void echo_factor(SsSacctmgrRun *run, const char *label, bool given, double value)
{
    if (given && value < 0)
        ss_sacctmgr_print(run, "  %-25s= NONE\n", label);
    else if (given)
        ss_sacctmgr_print(run, "  %-25s= %.4f\n", label, value);
}

static void echo_preemption(SsSacctmgrRun *run, const Words *words)
{
    if (words->preempt.given) {
        g_autofree char *names = ss_qos_edit_text(run->db, &words->preempt);
        ss_sacctmgr_print(run, "  Preempt                  = %s\n", names);
    }
    if (words->mode_given && words->mode != SS_PREEMPT_CLUSTER) {
        g_autofree char *mode = ss_sacctmgr_preempt_mode_text(words->mode);
        g_autofree char *upper = g_ascii_strup(mode, -1);
        ss_sacctmgr_print(run, "  PreemptMode              = %s\n", upper);
    }
    if (words->preempt_exempt == SS_NO_LIMIT) {
        ss_sacctmgr_print(run, "  PreemptExemptTime        = NONE\n");
    } else if (words->preempt_exempt != SS_KEEP) {
        char text[SS_SPAN_TEXT];
        ss_sacctmgr_print(run, "  PreemptExemptTime        = %s\n",
                          ss_span_text(words->preempt_exempt, text));
    }
}

static void echo(SsSacctmgrRun *run, const Words *words, const GPtrArray *names)
{
    ss_sacctmgr_print(run, " Adding QOS(s)\n");
    for (guint i = 0; i < names->len; i++)
        ss_sacctmgr_print(run, "  %s\n", (char *) names->pdata[i]);
    ss_sacctmgr_print(run, " Settings\n  Description    = %s\n",
                      words->description != NULL ? words->description
                                                 : (char *) names->pdata[names->len - 1]);
    echo_flags(run, words);
    echo_count(run, "GraceTime", words->grace_time);
    ss_qos_limits_echo(run, &words->limits);
    echo_preemption(run, words);
    echo_count(run, "Priority", words->priority);
    echo_factor(run, "UsageFactor", words->usage_factor_given, words->usage_factor);
    echo_factor(run, "UsageThreshold", words->threshold_given, words->threshold);
    echo_factor(run, "LimitFactor", words->limit_factor_given, words->limit_factor);
}

/* --- applying --------------------------------------------------------------------------------- */

static void apply_flags(SsQosRecord *qos, const Words *words)
{
    if (!words->flags_given)
        return;
    if (words->flags_op == '+')
        qos->flags |= words->flags;
    else if (words->flags_op == '-')
        qos->flags &= ~words->flags;
    else
        qos->flags = words->flags;
}

static void apply(SsSacctmgrRun *run, SsQosRecord *qos, const Words *words)
{
    if (words->description != NULL) {
        g_free(qos->description);
        qos->description = g_strdup(words->description);
    }
    apply_flags(qos, words);
    if (words->grace_time != SS_KEEP)
        qos->grace_time = words->grace_time == SS_NO_LIMIT ? 0 : words->grace_time;
    if (words->priority != SS_KEEP)
        qos->priority = words->priority == SS_NO_LIMIT ? 0 : words->priority;
    if (words->preempt_exempt != SS_KEEP)
        qos->preempt_exempt_time = words->preempt_exempt;
    if (words->mode_given)
        qos->preempt_mode = words->mode;
    if (words->preempt.given)
        ss_qos_ids_apply(qos->preempt, &words->preempt);
    if (words->usage_factor_given)
        qos->usage_factor = words->usage_factor < 0 ? 1.0 : words->usage_factor;
    if (words->threshold_given)
        qos->usage_threshold = words->threshold < 0 ? -1.0 : words->threshold;
    if (words->limit_factor_given && words->limit_factor != 0)
        qos->limit_factor = words->limit_factor < 0 ? -1.0 : words->limit_factor;
    ss_limits_edit_apply(run->db, &qos->limits, &words->limits);
}

/* --- transactions ----------------------------------------------------------------------------- */

static void info_factor(GString *info, const char *column, bool given, double value,
                        const char *cleared)
{
    if (given && value < 0)
        ss_info_add(info, "%s=%s", column, cleared);
    else if (given)
        ss_info_add(info, "%s=%f", column, value);
}

static void info_flags(GString *info, const Words *words)
{
    const uint32_t bits = words->all_flags ? ALL_FLAG_BITS : flag_bits(words->flags);

    if (words->flags_op == '+')
        ss_info_add(info, "flags=(flags | %u)", bits);
    else if (words->flags_op == '-')
        ss_info_add(info, "flags=(flags & ~%u)", bits);
    else
        ss_info_add(info, "flags=%u", bits);
}

/* The nest of replace() that takes an id out of the column's list or puts it in. */
static void nest(char **expression, const GArray *ids, bool put_in)
{
    for (guint i = 0; i < ids->len; i++) {
        const uint32_t   id = g_array_index(ids, uint32_t, i);
        g_autofree char *inner = *expression;

        *expression = put_in ? g_strdup_printf("replace(concat(replace(%s, ',%u,', ''), ',%u,'), "
                                               "',,', ',')",
                                               inner, id, id)
                             : g_strdup_printf("replace(%s, ',%u,', ',')", inner, id);
    }
}

static void info_preempt(GString *info, const SsQosEdit *preempt)
{
    if (preempt->whole) {
        g_autoptr(GString) ids = g_string_new(preempt->set->len > 0 ? "," : "");
        for (guint i = 0; i < preempt->set->len; i++)
            g_string_append_printf(ids, "%u,", g_array_index(preempt->set, uint32_t, i));
        ss_info_add(info, "preempt='%s'", ids->str);
        return;
    }
    g_autofree char *expression = g_strdup("preempt");
    nest(&expression, preempt->add, true);
    nest(&expression, preempt->del, false);
    ss_info_add(info, "preempt=if(%s=',', '', %s)", expression, expression);
}

static char *info_of_change(SsSacctmgrRun *run, const Words *words, const GPtrArray *list)
{
    GString                  *info = g_string_new(NULL);
    g_autofree SsLimitsOwner *owners = g_new(SsLimitsOwner, list->len);
    SsLimitsInfo              how = { SS_LIMITS_OF_QOS, false, owners, list->len };

    for (guint i = 0; i < list->len; i++) {
        const SsQosRecord *qos = list->pdata[i];
        owners[i] = (SsLimitsOwner){ qos->id, &qos->limits };
    }

    if (words->description != NULL)
        ss_info_add(info, "description='%s'", words->description);
    if (words->flags_given)
        info_flags(info, words);
    ss_info_number(info, "grace_time", words->grace_time, false);
    ss_limits_info(run->db, &words->limits, &how, info);
    if (words->preempt.given)
        info_preempt(info, &words->preempt);
    ss_info_number(info, "preempt_exempt_time", words->preempt_exempt, false);
    if (words->mode_given)
        ss_info_add(info, "preempt_mode=%u", mode_bits(words->mode));
    ss_info_number(info, "priority", words->priority, false);
    info_factor(info, "usage_factor", words->usage_factor_given, words->usage_factor, "1");
    info_factor(info, "usage_thres", words->threshold_given, words->threshold, "NULL");
    info_factor(info, "limit_factor", words->limit_factor_given && words->limit_factor != 0,
                words->limit_factor, "NULL");
    how.tres = true;
    ss_limits_info(run->db, &words->limits, &how, info);
    return g_string_free(info, FALSE);
}

static char *info_of_new(SsSacctmgrRun *run, const Words *words, const SsQosRecord *qos)
{
    GString     *info = g_string_new(NULL);
    SsLimitsInfo how = { SS_LIMITS_OF_QOS, false, NULL, 0 };

    ss_info_add(info, "mod_time=%" G_GINT64_FORMAT ", description='%s', flags=%u, grace_time=%u",
                run->ctx->now, qos->description, flag_bits(qos->flags), qos->grace_time);
    ss_limits_info(run->db, &words->limits, &how, info);
    if (words->preempt.given)
        info_preempt(info, &words->preempt);
    ss_info_number(info, "preempt_exempt_time", words->preempt_exempt, true);
    ss_info_add(info, "preempt_mode=%u, priority=%u, usage_factor=%f", mode_bits(qos->preempt_mode),
                qos->priority, qos->usage_factor);
    info_factor(info, "usage_thres", true, qos->usage_threshold, "NULL");
    info_factor(info, "limit_factor", true, qos->limit_factor, "NULL");
    how.tres = true;
    ss_limits_info(run->db, &words->limits, &how, info);
    return g_string_free(info, FALSE);
}

/* --- add -------------------------------------------------------------------------------------- */

static bool read_addition(SsSacctmgrRun *run, Words *words, char **argv)
{
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            continue;
        if (word.value == NULL || ss_cmd_word_is(&word, "Names", 1))
            ss_cmd_names(words->names, word.value != NULL ? word.value : word.text);
        else if (!take_setting(run, words, &word))
            return false;
    }
    return true;
}

void ss_sacctmgr_add_qos(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)        words = { 0 };
    g_autoptr(GPtrArray) names = ss_cmd_names_new(); /* element-type: char * */

    words_init(&words);
    if (!read_addition(run, &words, argv))
        return;
    if (words.names->len == 0) {
        ss_sacctmgr_refuse(run, " Need name of qos to add.");
        return;
    }
    for (guint i = 0; i < words.names->len; i++) {
        const char *name = words.names->pdata[i];

        if (name[0] == '\0')
            ss_sacctmgr_refuse(run, " No blank names are allowed when adding.");
        else if (ss_accounts_qos(run->db, name) == NULL)
            g_ptr_array_add(names, g_strdup(name));
    }
    if (names->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing new added.");
        return;
    }
    echo(run, &words, names);
    if (!ss_sacctmgr_commit(run))
        return;
    for (guint i = 0; i < names->len; i++) {
        SsQosRecord *qos = ss_accounts_qos_add(run->db, names->pdata[i], run->ctx->now);

        apply(run, qos, &words);
        g_autofree char *info = info_of_new(run, &words, qos);
        ss_sacctmgr_txn(run, "Add QOS", qos->name, info);
    }
}

/* --- conditions ------------------------------------------------------------------------------- */

static bool take_condition(SsSacctmgrRun *run, Words *words, const SsCmdWord *word)
{
    if (is_keyword(word))
        return true;
    words->conditions = true;
    if (word->value == NULL || ss_cmd_word_is(word, "Names", 1))
        ss_cmd_names(words->names, word->value != NULL ? word->value : word->text);
    else if (ss_cmd_word_is(word, "Descriptions", 1))
        ss_cmd_names(words->descriptions, word->value);
    else if (ss_cmd_word_is(word, "Ids", 1))
        ss_cmd_names(words->ids, word->value);
    else if (ss_cmd_word_is(word, "PreemptMode", 8))
        return take_mode(run, words, word) == SS_WORD_TAKEN;
    else {
        ss_sacctmgr_refuse(run,
                           " Unknown condition: %s\n Use keyword 'set' to modify "
                           "SLURM_PRINT_VALUE",
                           word->text);
        return false;
    }
    return true;
}

static bool wants(const GPtrArray *list, const char *text)
{
    return list->len == 0 || ss_cmd_names_have(list, text);
}

static GPtrArray *matching(const SsAccounts *db, const Words *words)
{
    GPtrArray *list = g_ptr_array_new(); /* element-type: SsQosRecord * */

    for (guint i = 0; i < db->qos->len; i++) {
        SsQosRecord     *qos = db->qos->pdata[i];
        g_autofree char *id = g_strdup_printf("%u", qos->id);

        if (!qos->deleted && wants(words->names, qos->name) && wants(words->ids, id)
            && wants(words->descriptions, qos->description))
            g_ptr_array_add(list, qos);
    }
    return list;
}

static void print_list(SsSacctmgrRun *run, const char *title, const GPtrArray *list)
{
    ss_sacctmgr_print(run, " %s...\n", title);
    for (guint i = 0; i < list->len; i++)
        ss_sacctmgr_print(run, "  %s\n", ((SsQosRecord *) list->pdata[i])->name);
}

/* --- modify ----------------------------------------------------------------------------------- */

/* Can `at` preempt `target`, itself or through others? Each QOS is entered once. */
static bool preempts(const SsAccounts *db, const SsQosRecord *at, uint32_t target, GArray *seen)
{
    for (guint i = 0; i < at->preempt->len; i++) {
        const uint32_t     id = g_array_index(at->preempt, uint32_t, i);
        const SsQosRecord *next = ss_accounts_qos_id(db, id);

        if (id == target)
            return true;
        if (next == NULL || ss_qos_ids_have(seen, id))
            continue;
        ss_qos_ids_add(seen, id);
        if (preempts(db, next, target, seen))
            return true;
    }
    return false;
}

static bool makes_loop(SsSacctmgrRun *run, GPtrArray *list, const Words *words)
{
    bool loop = false;

    for (guint i = 0; words->preempt.given && i < list->len && !loop; i++) {
        SsQosRecord      *qos = list->pdata[i];
        g_autoptr(GArray) before = g_array_copy(qos->preempt); /* element-type: uint32_t */
        g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(uint32_t));

        ss_qos_ids_apply(qos->preempt, &words->preempt);
        loop = preempts(run->db, qos, qos->id, seen);
        g_array_set_size(qos->preempt, 0);
        if (before->len > 0)
            g_array_append_vals(qos->preempt, before->data, before->len);
    }
    return loop;
}

static void reset_usage(SsSacctmgrRun *run, const Words *words)
{
    if (words->raw_usage != 0) {
        ss_sacctmgr_error(run, "Raw usage can only be set to 0 (zero)");
        run->code = 1;
        return;
    }
    ss_sacctmgr_print(run, "No cluster specified, resetting on local cluster %s\n",
                      run->db->cluster);
    for (guint i = 0; i < words->names->len && run->ctx->reset_usage != NULL; i++)
        run->ctx->reset_usage(run->ctx->reset_usage_data, NULL, NULL, words->names->pdata[i]);
}

static void modify(SsSacctmgrRun *run, const Words *words)
{
    g_autoptr(GPtrArray) list = matching(run->db, words); /* element-type: SsQosRecord * */
    g_autoptr(GPtrArray) names = g_ptr_array_new();       /* element-type: char *, borrowed */

    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        return;
    }
    if (!changes(words)) {
        ss_sacctmgr_nothing(run, " Nothing modified");
        ss_sacctmgr_no_effect(run, "acct_storage_p_modify_qos");
        return;
    }
    if (makes_loop(run, list, words)) {
        ss_sacctmgr_error(run, "QOS Preemption loop detected");
        ss_sacctmgr_refuse(run, " Error with request: QOS Preemption loop detected");
        return;
    }
    print_list(run, "Modified qos", list);
    if (!ss_sacctmgr_commit(run))
        return;
    g_autofree char *info = info_of_change(run, words, list);
    for (guint i = 0; i < list->len; i++) {
        apply(run, list->pdata[i], words);
        g_ptr_array_add(names, ((SsQosRecord *) list->pdata[i])->name);
    }
    g_autofree char *where = ss_names_where("name", names);
    ss_sacctmgr_txn(run, "Modify QOS", where, info);
}

void ss_sacctmgr_modify_qos(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words) words = { 0 };
    bool          setting = false;

    words_init(&words);
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (is_keyword(&word))
            setting = ss_cmd_word_bare(&word, "set", 3);
        else if (!setting && !take_condition(run, &words, &word))
            return;
        else if (setting && word.value != NULL && !ss_cmd_word_is(&word, "Names", 1)
                 && !take_setting(run, &words, &word))
            return;
    }
    if (words.raw_usage != SS_KEEP)
        reset_usage(run, &words);
    else if (!words.any)
        ss_sacctmgr_refuse(run, " You didn't give me anything to set");
    else
        modify(run, &words);
}

/* --- delete ----------------------------------------------------------------------------------- */

void ss_sacctmgr_delete_qos(SsSacctmgrRun *run, char **argv)
{
    g_auto(Words)      words = { 0 };
    g_autoptr(GString) where = g_string_new(NULL);

    words_init(&words);
    for (; *argv != NULL; argv++) {
        const SsCmdWord word = ss_cmd_word(*argv);

        if (!take_condition(run, &words, &word)) {
            ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
            return;
        }
    }
    if (!words.conditions) {
        ss_sacctmgr_refuse(run, " No conditions given to remove, not executing.");
        return;
    }
    g_autoptr(GPtrArray) list = matching(run->db, &words); /* element-type: SsQosRecord * */
    if (list->len == 0) {
        ss_sacctmgr_nothing(run, " Nothing deleted");
        return;
    }
    print_list(run, "Deleting QOS(s)", list);
    if (!ss_sacctmgr_commit(run))
        return;
    for (guint i = 0; i < list->len; i++) {
        SsQosRecord *qos = list->pdata[i];

        g_string_append_printf(where, "%sid='%u'", i > 0 ? " || " : "", qos->id);
        ss_accounts_qos_remove(run->db, qos);
    }
    ss_sacctmgr_txn(run, "Remove QOS", where->str, "");
}
