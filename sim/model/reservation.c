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
    g_strfreev(resv->groups);
    g_strfreev(resv->accounts);
    g_free(resv->features);
    g_free(resv->licenses);
    g_free(resv->license);
    g_free(resv->tres_text);
    g_clear_pointer(&resv->assocs, g_array_unref);
    g_free(resv);
}

SsReservation *ss_reservation_copy(const SsReservation *resv, uint32_t core_words)
{
    SsReservation *copy = g_memdup2(resv, sizeof *resv);

    copy->name = g_strdup(resv->name);
    copy->nodes = resv->nodes ? ss_node_set_dup(resv->nodes) : NULL;
    copy->nodes_text = g_strdup(resv->nodes_text);
    copy->cores = g_memdup2(resv->cores, core_words * sizeof *resv->cores);
    copy->users = g_strdupv(resv->users);
    copy->groups = g_strdupv(resv->groups);
    copy->accounts = g_strdupv(resv->accounts);
    copy->features = g_strdup(resv->features);
    copy->licenses = g_strdup(resv->licenses);
    copy->license = g_memdup2(resv->license, resv->n_license * sizeof *resv->license);
    copy->tres_text = g_strdup(resv->tres_text);
    copy->assocs = resv->assocs ? g_array_copy(resv->assocs) : NULL;
    return copy;
}

SsSpan ss_reservation_period(const SsReservation *resv)
{
    static const struct {
        uint64_t flag;
        SsSpan   period;
    } periods[] = {
        { SS_RESV_HOURLY, 60 * 60 },           { SS_RESV_DAILY, 24 * 60 * 60 },
        { SS_RESV_WEEKDAY, 3 * 24 * 60 * 60 }, { SS_RESV_WEEKEND, 6 * 24 * 60 * 60 },
        { SS_RESV_WEEKLY, 7 * 24 * 60 * 60 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(periods); i++)
        if (resv->flags & periods[i].flag)
            return periods[i].period;
    return 0;
}
