/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_timeline - any text as a list of operations: read, and then in order of time, or refused with nothing
 * added. */
#include "fuzz_file.h"
#include "sim/engine/timeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char       *path = fuzz_file(data, size);
    g_autoptr(GError)      error = NULL;
    g_autoptr(SsTimeline)  timeline = ss_timeline_new();
    const SsTimelineEntry *op;
    SsTime                 last = G_MININT64;

    if (!ss_timeline_read(timeline, path, 1767225600, NULL, &error))
        g_assert(error != NULL && ss_timeline_count(timeline) == 0);
    for (; (op = ss_timeline_peek(timeline)) != NULL; ss_timeline_next(timeline)) {
        g_assert(op->at >= last && op->words != NULL && op->words[0] != NULL);
        last = op->at;
    }
    g_unlink(path);
    return 0;
}
