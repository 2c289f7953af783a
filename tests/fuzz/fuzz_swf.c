/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_swf - any bytes as Standard Workload Format: read or refused, never a crash; what is read is counted, and
 * written and read again it is as many jobs. */
#include "tests/fuzz/fuzz_trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_trace("swf", data, size);
    return 0;
}
