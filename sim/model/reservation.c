/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reservation.c - owning what a reservation points to.
 *
 * What reservations mean for jobs is the scheduler's (scheduler/resv.c), when they begin the engine's.
 */
#include "sim/model/reservation.h"

void ss_reservation_free(SsReservation *resv)
{
    if (resv == NULL)
        return;
    g_free(resv->name);
    ss_node_set_free(resv->nodes);
    g_free(resv->nodes_text);
    g_free(resv->cores);
    g_strfreev(resv->users);
    g_strfreev(resv->accounts);
    g_free(resv->features);
    g_free(resv->licenses);
    g_free(resv->tres_text);
    g_clear_pointer(&resv->assocs, g_array_unref);
    g_free(resv);
}
