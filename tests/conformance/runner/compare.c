/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/conformance/runner/compare.h"

#include <string.h>

/* Only the machine that recorded knows these. A row is one field of one command; never a whole line. */
static const struct {
    const char *command, *field, *reason;
} masks[] = {
    { "scontrol show node", "OS", "kernel of the recording machine" },
    { "scontrol show node", "BootTime", "when the recording machine was started" },
    { "scontrol show node", "SlurmdStartTime", "the second in which slurmd came up" },
    { "scontrol show node", "LastBusyTime", "the second in which slurmd registered" },
    { "scontrol show node", "CPULoad", "measured by slurmd" },
    { "scontrol show node", "FreeMem", "measured by slurmd" },
    { "scontrol show job", "AllocNode:Sid", "process id of the submitting shell" },
};

/* The same in tables, by the title of a column. */
static const struct {
    const char *command, *title, *reason;
} columns[] = {
    { "sinfo", "FREE_MEM", "measured by slurmd" },
    { "sinfo", "CPU_LOAD", "measured by slurmd" },
    { "squeue", "ALLOC_NODES", "name of the submitting machine" },
    { "squeue", "ALLOC_SID", "process id of the submitting shell" },
};

static const struct {
    const char *command, *reason;
} not_simulated[] = {
    { "sdiag", "microseconds, threads and messages of a daemon" },
};

/* The words of a command without its options: "scontrol -o show node g1" is "scontrol show node g1". */
static char *bare(const char *command)
{
    g_auto(GStrv)      words = g_strsplit(command, " ", -1);
    g_autoptr(GString) text = g_string_new(NULL);

    for (char **word = words; *word; word++)
        if (**word && **word != '-')
            g_string_append_printf(text, "%s%s", text->len ? " " : "", *word);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool is_about(const char *command, const char *what)
{
    g_autofree char *words = bare(command);
    const size_t     n = strlen(what);

    return strncmp(words, what, n) == 0 && (words[n] == '\0' || words[n] == ' ');
}

const char *ss_not_simulated(const char *command)
{
    for (size_t i = 0; i < G_N_ELEMENTS(not_simulated); i++)
        if (is_about(command, not_simulated[i].command))
            return not_simulated[i].reason;
    return NULL;
}

/* Where a value ends: at the end of the line, or before the next " Key=". */
static const char *value_end(const char *value)
{
    const char *end = value + strcspn(value, "\n");

    for (const char *p = value; p < end; p++) {
        const char *key = p + 1;

        if (*p != ' ')
            continue;
        while (g_ascii_isalnum(*key) || *key == ':' || *key == '_')
            key++;
        if (key > p + 1 && *key == '=')
            return p;
    }
    while (end > value && end[-1] == ' ')
        end--;
    return end;
}

static char *mask_field(const char *text, const char *field, uint32_t *masked)
{
    GString     *out = g_string_new(NULL);
    const size_t n = strlen(field);

    while (*text) {
        const char *at = strstr(text, field);

        while (at && (at[n] != '=' || (at > text && at[-1] != ' ' && at[-1] != '\n')))
            at = strstr(at + 1, field);
        if (!at)
            break;
        const char *end = value_end(at + n + 1);

        g_string_append_len(out, text, at + n + 1 - text);
        g_string_append_c(out, '*');
        *masked += (uint32_t) (end - (at + n + 1));
        text = end;
    }
    g_string_append(out, text);
    return g_string_free(out, FALSE);
}

/* Where the column begins in a line: behind as many bars (or single blanks, where nothing is padded) as in the
 * title line, or where the title stands. */
static const char *column_start(const char *line, char bar, size_t bars, size_t offset)
{
    for (; bars > 0 && line; bars--)
        line = strchr(line, bar) ? strchr(line, bar) + 1 : NULL;
    return line && strlen(line) > offset ? line + offset : NULL;
}

static char *mask_column(const char *text, const char *title, uint32_t *masked)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    char        **head = lines; /* messages may stand before it */
    size_t        bars = 0;

    while (*head && !strstr(*head, title))
        head++;
    if (!*head)
        return g_strdup(text);
    const char *at = strstr(*head, title);

    const char bar = strchr(*head, '|') || strstr(text, "  ") ? '|' : ' ';
    for (const char *p = *head; p < at; p++)
        bars += *p == bar;
    const size_t offset = bars > 0 ? 0 : (size_t) (at - *head);

    for (char **line = head + 1; *line; line++) {
        const char *value = column_start(*line, bar, bars, offset);
        size_t      size = value ? strcspn(value, " |") : 0;

        if (size == 0)
            continue;
        /* what stands behind it keeps its place */
        const int        width = bars > 0 ? 0 : (int) (size + strspn(value + size, " "));
        g_autofree char *whole = *line;

        *masked += (uint32_t) size;
        *line = g_strdup_printf("%.*s%-*s%s", (int) (value - whole), whole, width, "*",
                                value + MAX((size_t) width, size));
    }
    return g_strjoinv("\n", lines);
}

char *ss_masked(const char *command, const char *text, uint32_t *masked)
{
    char    *result = g_strdup(text);
    uint32_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(masks); i++) {
        if (!is_about(command, masks[i].command))
            continue;
        g_autofree char *before = result;

        result = mask_field(before, masks[i].field, &count);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (!is_about(command, columns[i].command))
            continue;
        g_autofree char *before = result;

        result = mask_column(before, columns[i].title, &count);
    }
    if (masked)
        *masked = count;
    return result;
}

/* A paragraph that is there or not with the packages of the recording machine: a site without PMIx. */
static char *without_paragraph(const char *text, const char *title)
{
    const char *at = strstr(text, title);
    const char *end = at ? strstr(at, "\n\n") : NULL;

    if (end == NULL)
        return g_strdup(text);
    g_autofree char *before = g_strndup(text, (gsize) (at - text));

    return g_strconcat(before, end + 2, NULL);
}

/* Ours always has the paragraph: Debian's slurm packages bring PMIx. */
static char *as_installed_there(const SsCell *cell)
{
    static const char pmix[] = "MPI Plugins Configuration:\n";
    const char       *own = cell->own_text ? cell->own_text : "";

    return strstr(cell->text, pmix) ? g_strdup(own) : without_paragraph(own, pmix);
}

static void compare_cell(SsCell *cell)
{
    if (ss_not_simulated(cell->command)) {
        cell->result = SS_CELL_NOT_SIMULATED;
        return;
    }
    g_autofree char *theirs = ss_masked(cell->command, cell->text, &cell->masked);
    g_autofree char *there = as_installed_there(cell);
    g_autofree char *ours = ss_masked(cell->command, there, NULL);

    cell->result = cell->own_text && strcmp(theirs, ours) == 0 && cell->code == cell->own_code
                       ? SS_CELL_SAME
                       : SS_CELL_DIFFERENT;
}

void ss_case_compare(SsCase *c)
{
    for (guint i = 0; i < c->cells->len; i++)
        compare_cell(c->cells->pdata[i]);
}
