/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.c - the small readers that tests of recorded cases share. The formats are those of the scripts
 * that made the recordings, not of the workloads room: a test must not need what it tests.
 */
#include "tests/support/record.h"

#include "sim/base/size.h"
#include "sim/base/zone.h"

#include <stdio.h>
#include <string.h>

char *ss_record_file(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char            *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

SsTime ss_record_time(const char *text)
{
    int y, mo, d, h = 0, mi = 0, s = 0;

    if (text == NULL || sscanf(text, "%d-%d-%dT%d:%d:%d", &y, &mo, &d, &h, &mi, &s) < 3)
        return 0;
    return ss_civil_days(y, mo, d) * 86400 + h * 3600 + mi * 60 + s;
}

/* One line's fields; quotes protect the separator. */
static GPtrArray *split(const char *line, char separator)
{
    GPtrArray         *fields = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) field = g_string_new(NULL);
    bool               quoted = false;

    for (; *line && *line != '\n' && *line != '\r'; line++) {
        if (*line == '"')
            quoted = !quoted;
        else if (*line == separator && !quoted) {
            g_ptr_array_add(fields, g_strdup(field->str));
            g_string_truncate(field, 0);
        } else
            g_string_append_c(field, *line);
    }
    g_ptr_array_add(fields, g_strdup(field->str));
    return fields;
}

SsRecordTable ss_record_table(const char *text, char separator)
{
    SsRecordTable table = { NULL,
                            g_ptr_array_new_with_free_func((GDestroyNotify) g_ptr_array_unref) };
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

    for (char **line = lines; *line; line++) {
        if (**line == '\0')
            continue;
        if (table.head == NULL)
            table.head = split(*line, separator);
        else
            g_ptr_array_add(table.rows, split(*line, separator));
    }
    return table;
}

void ss_record_table_clear(SsRecordTable *table)
{
    g_clear_pointer(&table->head, g_ptr_array_unref);
    g_clear_pointer(&table->rows, g_ptr_array_unref);
}

const char *ss_record_get(const SsRecordTable *table, guint row, const char *column)
{
    const GPtrArray *fields = table->rows->pdata[row];

    for (guint i = 0; i < table->head->len && i < fields->len; i++) {
        if (strcmp(table->head->pdata[i], column) == 0)
            return fields->pdata[i];
    }
    return "";
}

char *ss_record_tres(const SsTresSet *tres, const char *text)
{
    g_autofree uint64_t *vec = g_new0(uint64_t, tres->n);
    g_auto(GStrv)        terms = g_strsplit(text, ",", -1);

    for (char **term = terms; *term; term++) {
        char    *equals = strchr(*term, '=');
        uint64_t count;

        if (equals == NULL)
            continue;
        *equals = '\0';
        uint32_t at = ss_tres_find(tres, *term);
        SsUnit   unit = at == SS_TRES_MEM ? SS_UNIT_MEGA : SS_UNIT_ONE;

        if (at != SS_ID_NONE && ss_size_parse(equals + 1, unit, &count, NULL))
            vec[at] = count;
        else
            printf("TRES '%s' not understood\n", text);
    }
    return ss_tres_text(tres, vec, SS_TRES_TEXT_IDS);
}

GHashTable *ss_record_env(const char *text)
{
    GHashTable   *env = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

    for (char **line = lines; *line; line++) {
        char *equals = strchr(*line, '=');

        if (equals)
            g_hash_table_insert(env, g_strndup(*line, (gsize) (equals - *line)),
                                g_strdup(equals + 1));
    }
    return env;
}
