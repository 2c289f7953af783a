/* SPDX-License-Identifier: Apache-2.0 */
/* A program of somebody else: .ci/run builds it from the installed header and slurmsim.pc alone. */
#include <slurmsim.h>

int main(void)
{
    return 0;
}
