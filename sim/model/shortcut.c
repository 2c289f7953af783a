/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shortcut.c - the table of shortcuts.
 */
#include "sim/model/shortcut.h"

#define ROW(name, option, counter, doc) [SS_SHORTCUT_##name] = { option, counter, doc },

const SsShortcutRow ss_shortcuts[SS_SHORTCUTS] = { SS_SHORTCUT_TABLE(ROW) };
