/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recorded.c - replays a file of recorded answers.
 *
 * The commands of a file build on one another, so they are all run, also those whose answer is not
 * compared. A difference is shown whole: wanted and got, since most answers are a few lines.
 */
#include "tests/support/recorded.h"

#include "tests/support/ss_test.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *file;
    int         line;
    char       *command;
    GString    *out, *err;
    int         code;
} Block;

static void block_clear(Block *block)
{
    g_clear_pointer(&block->command, g_free);
    g_string_truncate(block->out, 0);
    g_string_truncate(block->err, 0);
    block->code = 0;
}

static uint32_t compare(const Block *block, SsRecordedRun run, void *data)
{
    g_autoptr(GString) out = g_string_new(NULL), err = g_string_new(NULL);
    g_autoptr(GError)  error = NULL;
    g_auto(GStrv)      words = NULL;

    if (block->command == NULL)
        return 0;
    if (!g_shell_parse_argv(block->command, NULL, &words, &error)) {
        ss_expect(false, block->file, block->line, "%s: %s", block->command, error->message);
        return 0;
    }
    const int code = run(data, words + 1, out, err);
    if (code == SS_RECORDED_SKIP)
        return 0;
    ss_expect(code == block->code && strcmp(out->str, block->out->str) == 0
                  && strcmp(err->str, block->err->str) == 0,
              block->file, block->line, "%s\nwanted, exit code %d:\n%s%sgot, exit code %d:\n%s%s",
              block->command, block->code, block->out->str, block->err->str, code, out->str,
              err->str);
    return 1;
}

static void take_line(Block *block, const char *line)
{
    const char *text = line[0] != '\0' && line[1] == ' ' ? line + 2 : line + strlen(line);

    if (line[0] == '|')
        g_string_append_printf(block->out, "%s\n", text);
    else if (line[0] == '!')
        g_string_append_printf(block->err, "%s\n", text);
    else if (line[0] == '=')
        block->code = atoi(text);
}

uint32_t ss_recorded_replay(const char *path, SsRecordedRun run, void *data)
{
    g_autofree char *text = ss_test_read(path);
    g_auto(GStrv)    lines = g_strsplit(text != NULL ? text : "", "\n", -1);
    Block            block = { path, 0, NULL, g_string_new(NULL), g_string_new(NULL), 0 };
    uint32_t         n = 0;

    for (int i = 0; lines[i] != NULL; i++) {
        if (g_str_has_prefix(lines[i], "$ ")) {
            n += compare(&block, run, data);
            block_clear(&block);
            block.command = g_strdup(lines[i] + 2);
            block.line = i + 1;
        } else {
            take_line(&block, lines[i]);
        }
    }
    n += compare(&block, run, data);
    block_clear(&block);
    g_string_free(block.out, TRUE);
    g_string_free(block.err, TRUE);
    return n;
}
