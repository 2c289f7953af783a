/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduler/operate_replies.h"

#include <string.h>

enum { MOST_TASKS = 4000001 }; /* MaxArraySize's maximum */

static void free_tasks(gpointer data)
{
    g_array_unref(data);
}

void ss_replies_init(SsReplies *replies)
{
    *replies = (SsReplies){ .text = g_ptr_array_new_with_free_func(g_free),
                            .tasks = g_ptr_array_new_with_free_func(free_tasks),
                            .noted = g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
}

void ss_replies_clear(SsReplies *replies)
{
    g_ptr_array_unref(replies->text);
    g_ptr_array_unref(replies->tasks);
    g_array_unref(replies->noted);
}

void ss_replies_note(SsReplies *replies, const SsJob *job)
{
    g_array_set_size(replies->noted, 0);
    if (job->array.job_id == 0)
        return;
    replies->array = job->array.job_id;
    if (job->array.task != SS_UNSET32)
        g_array_append_val(replies->noted, job->array.task);
    else
        g_array_append_vals(replies->noted, job->array.pending, job->array.n_pending);
}

void ss_replies_answer(SsReplies *replies, const char *text)
{
    uint32_t at = 0;

    while (at < replies->text->len && g_strcmp0(replies->text->pdata[at], text) != 0)
        at++;
    if (at == replies->text->len) {
        g_ptr_array_add(replies->text, g_strdup(text));
        g_ptr_array_add(replies->tasks, g_array_new(FALSE, FALSE, sizeof(uint32_t)));
    }
    g_array_append_vals(replies->tasks->pdata[at], replies->noted->data, replies->noted->len);
    if (text && !replies->first_error)
        replies->first_error = replies->text->pdata[at];
}

static bool is_known(const SsReplies *replies, uint32_t task)
{
    for (uint32_t i = 0; i < replies->tasks->len; i++) {
        const GArray *tasks = replies->tasks->pdata[i];

        for (uint32_t t = 0; t < tasks->len; t++)
            if (g_array_index(tasks, uint32_t, t) == task)
                return true;
    }
    return false;
}

/* "3", "[1-4,7]"; what is no number ends it. */
void ss_replies_unknown(SsReplies *replies, const char *id)
{
    static const char unknown[] = "Invalid job id specified";
    const char       *p = strchr(id, '_');
    char             *end = NULL;

    for (p = p ? p + 1 + (p[1] == '[') : ""; g_ascii_isdigit(*p); p = end + (*end == ',')) {
        const uint64_t first = g_ascii_strtoull(p, &end, 10);
        const uint64_t last = *end == '-' ? g_ascii_strtoull(end + 1, &end, 10) : first;

        for (uint64_t task = first; task <= last && task < MOST_TASKS; task++) {
            const uint32_t number = (uint32_t) task;

            if (is_known(replies, number))
                continue;
            g_array_set_size(replies->noted, 0);
            g_array_append_val(replies->noted, number);
            ss_replies_answer(replies, unknown);
        }
    }
}

bool ss_replies_by_task(const SsReplies *replies, const char *id)
{
    g_autofree char *array = g_strdup_printf("%u", replies->array);

    return replies->array != 0 && (strchr(id, '_') != NULL || strcmp(id, array) == 0);
}

static int by_number(gconstpointer a, gconstpointer b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* "0,2-4" */
static void add_ranges(GString *text, GArray *tasks)
{
    g_array_sort(tasks, by_number);
    for (uint32_t i = 0, last; i < tasks->len; i = last + 1) {
        const uint32_t first = g_array_index(tasks, uint32_t, i);

        last = i;
        while (last + 1 < tasks->len
               && g_array_index(tasks, uint32_t, last + 1) == first + (last + 1 - i))
            last++;
        g_string_append_printf(text, last > i ? "%s%u-%u" : "%s%u", i ? "," : "", first,
                               first + (last - i));
    }
}

int ss_replies_print(SsOperation *op, SsReplies *replies)
{
    if (!replies->first_error)
        return 0;
    for (uint32_t i = 0; i < replies->text->len; i++) {
        const char        *text = replies->text->pdata[i];
        g_autoptr(GString) tasks = g_string_new(NULL);

        add_ranges(tasks, replies->tasks->pdata[i]);
        ss_operate_fail(op, "%u_%s: %s", replies->array, tasks->str, text ? text : "No error");
    }
    return 1;
}
