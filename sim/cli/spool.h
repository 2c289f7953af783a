/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/**
 * spool - input that can be read once (a pipe, <(command), the terminal) becomes a file that can be read again.
 *
 * Readers go through a workload twice, and its bytes are kept beside the run. So what a pipe holds is copied,
 * before anything else, into a file without a name (TMPDIR) that stands behind the same descriptor: the path
 * stays as it was typed, and the same command has the same result.
 */

/* `path` as it is to be used (the caller's, may be `path` itself): "-" is /dev/stdin. Files, folders and words
 * that are no path at all are left alone. NULL and an error if the pipe cannot be read. */
char *ss_spool(const char *path, GError **error);
