/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "configs/keys.h"

/* The registry's rows, by scope, then name without regard to case. */
extern const SsConfKey ss_key_rows[];
extern const size_t    ss_n_key_rows;
