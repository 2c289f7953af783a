/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_events - any bytes as event lists: read or refused, never a crash; what is read is counted, and
 * written and read again it is as many jobs. */
#include "tests/fuzz/fuzz_trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_trace("events", data, size);
    return 0;
}
