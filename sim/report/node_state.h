/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/types.h"

/**
 * node_state - the words for a node's state: base state, flags, and the suffix that sinfo adds.
 *
 * Units     a state is a base number and flag bits, as the accounting database stores it (model/node.h).
 * Source    sinfo(1) "NODE STATE CODES"; seen with 22.05.8.
 */
typedef enum {
    SS_STATE_LONG,     /* "drained", "mixed*", "idle"   : sinfo %T */
    SS_STATE_COMPACT,  /* "drain", "mix*", "idle"       : sinfo %t */
    SS_STATE_COMPLETE, /* "idle+drain"                  : sinfo -O statecomplete */
    SS_STATE_FLAGS,    /* "IDLE+DRAIN"                  : scontrol show node */
} SsStateForm;

/* Into `out` [size]; returns it. */
const char *ss_node_state_text(uint32_t state, SsStateForm form, char *out, size_t size);
#define SS_NODE_STATE_TEXT 160

/* Does a node in `state` belong to what -t asked for: a base state, a flag, or one of the drain words? */
typedef struct {
    uint32_t state, word; /* private */
} SsStateChoice;
bool ss_node_state_choice(const char *word, SsStateChoice *out); /* false: no such word */
bool ss_node_state_is(uint32_t state, const SsStateChoice *choice);

/* "unknown,down,...": what Slurm lists when a word is wrong. */
extern const char ss_node_state_words[];

/* Is it doing work, or could it? What is neither counts as "other". */
bool ss_node_state_busy(uint32_t state);
bool ss_node_state_free(uint32_t state);
