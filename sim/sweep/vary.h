/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/sweep/plan.h"

/**
 * vary - one change of a plan, written PATH=VALUE: what -s takes, what a sweep varies, what what-if asks.
 *
 *   KEY, Partition.P.KEY, Node.LIST.KEY   keys of slurm.conf (configs/site.h)
 *   SchedulerParameters.OPTION            one option of it, the others stay
 *   account.A.LIMIT, user.U.LIMIT, user.U@A.LIMIT, qos.Q.LIMIT
 *                                         what `sacctmgr modify ... set LIMIT=VALUE` sets
 *   Nodes.P=+N, Nodes.P=-N                clones of the partition's nodes, or its last nodes gone
 *   load=FACTOR                           more or fewer jobs, by chance, the same at every run
 *   limits=SPREAD                         time limits of 1 to SPREAD times the run time
 *   policy=NAME, phase=SECONDS
 *   at.TIME=COMMAND                       scontrol, scancel at a date or so many seconds after the start
 *
 * Errors    SS_USAGE_ERROR_VALUE; what the site has to say (no such key, no such account) comes when it
 *           is read.
 */
gboolean ss_vary_apply(SsPlan *plan, const char *change, GError **error);
