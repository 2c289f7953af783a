/* SPDX-License-Identifier: Apache-2.0 */
/*
 * node_state.c - what Slurm calls a node's state.
 *
 * A state is one number: a base state and flags. Which word is shown follows from the first rule that
 * holds, in the order of the table below; a drained node that works is "draining", one that does not is
 * "drained". One suffix at most, the first that applies.
 */
#include "sim/report/node_state.h"

#include "sim/model/node.h"

#include <string.h>

bool ss_node_state_busy(uint32_t state)
{
    uint32_t base = state & SS_NODE_BASE;

    return base == SS_NODE_ALLOCATED || base == SS_NODE_MIXED || (state & SS_NODE_COMPLETING);
}

bool ss_node_state_free(uint32_t state)
{
    return (state & SS_NODE_BASE) == SS_NODE_IDLE && !(state & (SS_NODE_DRAIN | SS_NODE_COMPLETING))
           && !(state & SS_NODE_FAIL);
}

/* --- words -------------------------------------------------------------------------------------------- */

typedef enum { WHEN_ANY, WHEN_BUSY, WHEN_FULL, WHEN_IDLE, WHEN_RESTING } When;

typedef struct {
    uint32_t    flag, base; /* flag 0: the base state decides */
    When        when;
    const char *word, *brief;
} Rule;

static const Rule rules[] = {
    { SS_NODE_MAINT, 0, WHEN_RESTING, "maint", "maint" },
    { SS_NODE_DRAIN, 0, WHEN_BUSY, "draining", "drng" },
    { SS_NODE_DRAIN, 0, WHEN_ANY, "drained", "drain" },
    { SS_NODE_FAIL, 0, WHEN_FULL, "failing", "failg" },
    { SS_NODE_FAIL, 0, WHEN_ANY, "fail", "fail" },
    { 0, SS_NODE_DOWN, WHEN_ANY, "down", "down" },
    { 0, SS_NODE_ALLOCATED, WHEN_ANY, "allocated", "alloc" },
    { SS_NODE_COMPLETING, 0, WHEN_ANY, "completing", "comp" },
    { SS_NODE_RES, 0, WHEN_IDLE, "reserved", "resv" },
    { SS_NODE_PLANNED, 0, WHEN_IDLE, "planned", "plnd" },
    { 0, SS_NODE_IDLE, WHEN_ANY, "idle", "idle" },
    { 0, SS_NODE_MIXED, WHEN_ANY, "mixed", "mix" },
    { 0, SS_NODE_FUTURE, WHEN_ANY, "future", "futr" },
    { 0, SS_NODE_ERROR, WHEN_ANY, "error", "err" },
    { 0, SS_NODE_UNKNOWN, WHEN_ANY, "unknown", "unk" },
};

static bool holds(const Rule *rule, uint32_t state)
{
    uint32_t base = state & SS_NODE_BASE;
    bool     resting = base == SS_NODE_IDLE || base == SS_NODE_UNKNOWN;

    if (rule->flag ? !(state & rule->flag) : base != rule->base)
        return false;
    if (rule->when == WHEN_BUSY)
        return ss_node_state_busy(state);
    if (rule->when == WHEN_FULL)
        return base == SS_NODE_ALLOCATED || (state & SS_NODE_COMPLETING);
    if (rule->when == WHEN_IDLE)
        return base == SS_NODE_IDLE;
    return rule->when == WHEN_ANY || (resting && !(state & SS_NODE_DRAIN));
}

static const char *suffix(uint32_t state)
{
    if ((state & SS_NODE_MAINT) && !holds(&rules[0], state))
        return "$";
    if (state & SS_NODE_POWERED_DOWN)
        return "~";
    if (state & SS_NODE_NO_RESPOND)
        return "*";
    if ((state & SS_NODE_COMPLETING) && (state & SS_NODE_BASE) == SS_NODE_ALLOCATED)
        return "+";
    if ((state & SS_NODE_PLANNED) && (state & SS_NODE_BASE) == SS_NODE_MIXED)
        return "-";
    return "";
}

static const char *const base_words[] = {
    [SS_NODE_UNKNOWN] = "UNKNOWN",     [SS_NODE_DOWN] = "DOWN",   [SS_NODE_IDLE] = "IDLE",
    [SS_NODE_ALLOCATED] = "ALLOCATED", [SS_NODE_ERROR] = "ERROR", [SS_NODE_MIXED] = "MIXED",
    [SS_NODE_FUTURE] = "FUTURE",
};

static const struct {
    uint32_t    flag;
    const char *word;
} flags[] = {
    /* in the order in which scontrol lists them */
    { SS_NODE_CLOUD, "CLOUD" },
    { SS_NODE_COMPLETING, "COMPLETING" },
    { SS_NODE_DRAIN, "DRAIN" },
    { SS_NODE_FAIL, "FAIL" },
    { SS_NODE_MAINT, "MAINTENANCE" },
    { SS_NODE_POWERED_DOWN, "POWERED_DOWN" },
    { SS_NODE_NO_RESPOND, "NOT_RESPONDING" },
    { SS_NODE_RES, "RESERVED" },
    { SS_NODE_PLANNED, "PLANNED" },
};

static void append_flags(uint32_t state, char *out, size_t size)
{
    uint32_t base = state & SS_NODE_BASE;

    g_strlcpy(out, base < G_N_ELEMENTS(base_words) ? base_words[base] : "?", size);
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (!(state & flags[i].flag))
            continue;
        g_strlcat(out, "+", size);
        g_strlcat(out, flags[i].word, size);
    }
}

const char *ss_node_state_text(uint32_t state, SsStateForm form, char *out, size_t size)
{
    if (form == SS_STATE_FLAGS || form == SS_STATE_COMPLETE) {
        append_flags(state, out, size);
        for (char *p = out; form == SS_STATE_COMPLETE && *p; p++)
            *p = g_ascii_tolower(*p);
        return out;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (!holds(&rules[i], state))
            continue;
        g_snprintf(out, size, "%s%s", form == SS_STATE_LONG ? rules[i].word : rules[i].brief,
                   suffix(state));
        return out;
    }
    g_strlcpy(out, "?", size);
    return out;
}

/* --- choices ------------------------------------------------------------------------------------------ */

typedef enum { IS_BASE, IS_FLAG, IS_ALLOCATED, IS_DRAINED, IS_DRAINING } Word;

static const struct {
    const char *word;
    Word        kind;
    uint32_t    state;
} choices[] = {
    { "unknown", IS_BASE, SS_NODE_UNKNOWN },
    { "unk", IS_BASE, SS_NODE_UNKNOWN },
    { "down", IS_BASE, SS_NODE_DOWN },
    { "idle", IS_BASE, SS_NODE_IDLE },
    { "allocated", IS_ALLOCATED, 0 },
    { "alloc", IS_ALLOCATED, 0 },
    { "error", IS_BASE, SS_NODE_ERROR },
    { "mixed", IS_BASE, SS_NODE_MIXED },
    { "mix", IS_BASE, SS_NODE_MIXED },
    { "future", IS_BASE, SS_NODE_FUTURE },
    { "futr", IS_BASE, SS_NODE_FUTURE },
    { "drain", IS_FLAG, SS_NODE_DRAIN },
    { "drained", IS_DRAINED, 0 },
    { "draining", IS_DRAINING, 0 },
    { "drng", IS_DRAINING, 0 },
    { "no_respond", IS_FLAG, SS_NODE_NO_RESPOND },
    { "reserved", IS_FLAG, SS_NODE_RES },
    { "resv", IS_FLAG, SS_NODE_RES },
    { "planned", IS_FLAG, SS_NODE_PLANNED },
    { "plnd", IS_FLAG, SS_NODE_PLANNED },
    { "perfctrs", IS_FLAG, 1 << 6 },
    { "npc", IS_FLAG, 1 << 6 },
    { "cloud", IS_FLAG, SS_NODE_CLOUD },
    { "completing", IS_FLAG, SS_NODE_COMPLETING },
    { "comp", IS_FLAG, SS_NODE_COMPLETING },
    { "powering_down", IS_FLAG, 1 << 17 },
    { "powered_down", IS_FLAG, SS_NODE_POWERED_DOWN },
    { "power_down", IS_FLAG, 1 << 18 },
    { "powering_up", IS_FLAG, 1 << 14 },
    { "fail", IS_FLAG, SS_NODE_FAIL },
    { "maint", IS_FLAG, SS_NODE_MAINT },
    { "reboot", IS_FLAG, 1 << 16 },
    { "reboot^", IS_FLAG, 1 << 19 },
};

const char ss_node_state_words[] =
    "unknown,down,idle,allocated,?,mixed,future,drain,drained,draining,no_respond,"
    "reserved,perfctrs,cloud,completing,powering_down,powered_down,power_down,"
    "powering_up,fail,maint,reboot,reboot^,unknown";

bool ss_node_state_choice(const char *word, SsStateChoice *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
        if (g_ascii_strcasecmp(word, choices[i].word) == 0) {
            *out = (SsStateChoice){ choices[i].state, choices[i].kind };
            return true;
        }
    }
    return false;
}

bool ss_node_state_is(uint32_t state, const SsStateChoice *choice)
{
    uint32_t base = state & SS_NODE_BASE;

    switch ((Word) choice->word) {
    case IS_BASE:
        return base == choice->state;
    case IS_FLAG:
        return state & choice->state;
    case IS_ALLOCATED:
        return base == SS_NODE_ALLOCATED || base == SS_NODE_MIXED;
    case IS_DRAINED:
        return (state & SS_NODE_DRAIN) && !ss_node_state_busy(state);
    case IS_DRAINING:
        return (state & SS_NODE_DRAIN) && ss_node_state_busy(state);
    }
    return false;
}
