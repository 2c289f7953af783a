/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/** formats - defines ss_trace_formats (trace.h): one row a format, in the order in which help lists. */
#include "workloads/trace.h"
