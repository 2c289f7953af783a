/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jobspec.c - a submission as the submitter wrote it.
 *
 * The struct is wide and flat because sbatch's options are. What needs care is only the texts: one table
 * of their offsets serves clearing and copying, so a new option cannot be forgotten in one of the two.
 * Zero is a meaningful value for many numbers (--mem=0, priority 0, core_spec 0); `init` therefore sets
 * every "not given" explicitly and nothing may rely on zeroed memory.
 */
#include "sim/model/jobspec.h"

#include <stddef.h>
#include <string.h>

#define AT(field) offsetof(SsJobSpec, field)

static const size_t texts[] = {
    AT(trace_id),      AT(where),      AT(user),    AT(group),         AT(account),
    AT(partition),     AT(qos),        AT(wckey),   AT(name),          AT(reservation),
    AT(work_dir),      AT(command),    AT(comment), AT(admin_comment), AT(submit_line),
    AT(std_in),        AT(std_out),    AT(std_err), AT(mail_user),     AT(mail_type),
    AT(network),       AT(gres),       AT(gpus),    AT(gpus_per_node), AT(gpus_per_socket),
    AT(gpus_per_task), AT(constraint), AT(prefer),  AT(nodelist),      AT(exclude),
    AT(licenses),      AT(dependency), AT(array),   AT(rec_nodes),     AT(rec_state),
};

static char **text_at(SsJobSpec *spec, size_t i)
{
    return (char **) (void *) ((char *) spec + texts[i]);
}

void ss_job_spec_init(SsJobSpec *spec)
{
    *spec = (SsJobSpec){
        .uid = SS_UNSET32,
        .gid = SS_UNSET32,
        .ntasks = SS_UNSET32,
        .cpus_per_task = SS_UNSET32,
        .min_cpus_node = SS_UNSET32,
        .ntasks_per_node = SS_UNSET32,
        .ntasks_per_socket = SS_UNSET32,
        .ntasks_per_core = SS_UNSET32,
        .sockets_per_node = SS_UNSET32,
        .cores_per_socket = SS_UNSET32,
        .threads_per_core = SS_UNSET32,
        .core_spec = SS_UNSET32,
        .thread_spec = SS_UNSET32,
        .mem_per_node = -1,
        .mem_per_cpu = -1,
        .mem_per_gpu = -1,
        .tmp_disk = -1,
        .cpus_per_gpu = SS_UNSET32,
        .ntasks_per_gpu = SS_UNSET32,
        .switches_wait = SS_SPAN_FOREVER,
        .time_limit = SS_UNSET32,
        .time_min = SS_UNSET32,
        .priority = SS_UNSET32,
        .requeue = -1,
        .fate = SS_FATE_RUN,
    };
}

void ss_job_spec_clear(SsJobSpec *spec)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(*text_at(spec, i));
    ss_job_spec_init(spec);
}

void ss_job_spec_copy(SsJobSpec *to, const SsJobSpec *from)
{
    *to = *from;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *text_at(to, i) = g_strdup(*text_at(to, i));
}

/* In the order in which they are shown (recorded). */
static const struct {
    const char *word;
    bool        in_all;
} mail_types[] = {
    { "ARRAY_TASKS", false },   { "INVALID_DEPEND", true },
    { "BEGIN", true },          { "END", true },
    { "FAIL", true },           { "REQUEUE", true },
    { "STAGE_OUT", true },      { "TIME_LIMIT_50", false },
    { "TIME_LIMIT_80", false }, { "TIME_LIMIT_90", false },
    { "TIME_LIMIT", false },
};

static bool add_mail_type(const char *word, uint32_t *bits)
{
    const bool none = g_ascii_strcasecmp(word, "NONE") == 0;
    const bool all = g_ascii_strcasecmp(word, "ALL") == 0;
    bool       known = none || all;

    if (none)
        *bits = 0;
    for (uint32_t i = 0; i < G_N_ELEMENTS(mail_types); i++)
        if ((all && mail_types[i].in_all) || g_ascii_strcasecmp(word, mail_types[i].word) == 0) {
            *bits |= 1u << i;
            known = true;
        }
    return known;
}

bool ss_mail_types_parse(const char *text, char **out)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);
    uint32_t      bits = 0;

    for (char **word = words; *word; word++)
        if (!add_mail_type(*word, &bits))
            return false;
    GString *shown = g_string_new(NULL);
    for (uint32_t i = 0; i < G_N_ELEMENTS(mail_types); i++)
        if (bits >> i & 1)
            g_string_append_printf(shown, "%s%s", shown->len ? "," : "", mail_types[i].word);
    *out = g_string_free(shown, bits == 0);
    return true;
}
