/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timeline.c - operations from outside, kept as words.
 *
 * An operation is what somebody would have typed; the controller reads it as the real command does, with
 * the real messages. There is no second language for "node down" or "limit changed": files that list
 * node failures or reservations become the scontrol lines that say the same.
 *
 * A node's row becomes two operations. Reservations of a file are made when the timeline begins, since the
 * file does not say when somebody made them and a plan is only a plan if it is known before.
 *
 * Sorted on first use; a stable sort, so that the order of one second is the order of the file.
 */
#include "sim/engine/timeline.h"

#include "sim/base/date.h"
#include "sim/base/diag.h"

#include <csv.h>
#include <string.h>

#define LEAST_EPOCH 100000000 /* below it a number is an offset */

struct SsTimeline {
    GPtrArray *at; /* SsTimelineEntry * */
    guint      next;
    bool       sorted;
};

static void free_operation(gpointer data)
{
    SsTimelineEntry *op = data;

    g_free(op->user);
    g_strfreev(op->words);
    g_free(op->where);
    if (op->job != NULL)
        ss_job_spec_clear(op->job);
    g_free(op->job);
    g_free(op);
}

SsTimeline *ss_timeline_new(void)
{
    SsTimeline *timeline = g_new0(SsTimeline, 1);

    timeline->at = g_ptr_array_new_with_free_func(free_operation);
    return timeline;
}

void ss_timeline_free(SsTimeline *timeline)
{
    if (timeline == NULL)
        return;
    g_ptr_array_unref(timeline->at);
    g_free(timeline);
}

/* `words` taken. */
static void add(SsTimeline *timeline, SsTime at, const char *user, char **words, const char *where)
{
    SsTimelineEntry *op = g_new0(SsTimelineEntry, 1);

    op->at = at;
    op->user = g_strdup(user != NULL ? user : "root");
    op->words = words;
    op->where = g_strdup(where);
    g_ptr_array_add(timeline->at, op);
    timeline->sorted = false;
}

void ss_timeline_add_job(SsTimeline *timeline, SsTime at, SsJobSpec *job)
{
    static const char *const words[] = { "sbatch", NULL };

    add(timeline, at, job->user, g_strdupv((char **) words), job->trace_id);
    ((SsTimelineEntry *) timeline->at->pdata[timeline->at->len - 1])->job = job;
}

void ss_timeline_add(SsTimeline *timeline, SsTime at, const char *user, const char *const *words,
                     const char *where)
{
    add(timeline, at, user, g_strdupv((char **) words), where);
}

gboolean ss_timeline_add_command(SsTimeline *timeline, SsTime at, const char *user,
                                 const char *command, const char *where, GError **error)
{
    g_autoptr(GError) found = NULL;
    char            **words = NULL;

    if (!g_shell_parse_argv(command, NULL, &words, &found)) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX, "command '%s': %s", command,
                    found->message);
        return FALSE;
    }
    add(timeline, at, user, words, where);
    return TRUE;
}

/* --- files ------------------------------------------------------------------------------------------ */

typedef struct {
    GPtrArray *rows; /* GPtrArray * of char * */
    GPtrArray *row;
    GArray    *line; /* guint: first line of each row */
    guint      at_line;
} Table;

static void take_field(void *text, size_t length, void *data)
{
    Table *table = data;
    char  *field = g_strndup(text, length);

    g_ptr_array_add(table->row, g_strstrip(field));
}

static void take_row(int end, void *data)
{
    Table *table = data;

    (void) end;
    table->at_line++;
    g_ptr_array_add(table->rows, table->row);
    g_array_append_val(table->line, table->at_line);
    table->row = g_ptr_array_new_with_free_func(g_free);
}

static void clear_table(Table *table)
{
    g_ptr_array_unref(table->rows);
    g_ptr_array_unref(table->row);
    g_array_unref(table->line);
}

static gboolean read_table(const char *path, Table *table, GError **error)
{
    g_autofree char  *text = NULL;
    gsize             length;
    struct csv_parser parser;

    *table = (Table){
        .rows = g_ptr_array_new_with_free_func((GDestroyNotify) g_ptr_array_unref),
        .row = g_ptr_array_new_with_free_func(g_free),
        .line = g_array_new(FALSE, FALSE, sizeof(guint)),
    };
    if (!g_file_get_contents(path, &text, &length, error))
        return FALSE;
    csv_init(&parser, CSV_APPEND_NULL | CSV_REPALL_NL);
    if (memchr(text, '|', strcspn(text, "\n")) != NULL)
        csv_set_delim(&parser, '|'); /* sacctmgr -P */
    const bool read = csv_parse(&parser, text, length, take_field, take_row, table) == length
                      && csv_fini(&parser, take_field, take_row, table) == 0;
    csv_free(&parser);
    if (!read || table->rows->len == 0) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "%s: not a list of operations: write a header line, for example time,command",
                    path);
        return FALSE;
    }
    return TRUE;
}

/* Is a column of that title the one called `name`? What sacctmgr calls otherwise is known. */
static bool is_called(const char *title, const char *name)
{
    static const char *const others[][2] = { { "node", "NodeName" },
                                             { "start", "TimeStart" },
                                             { "end", "TimeEnd" } };

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (strcmp(name, others[i][0]) == 0 && g_ascii_strcasecmp(title, others[i][1]) == 0)
            return true;
    }
    return g_ascii_strcasecmp(title, name) == 0;
}

static const char *field(const Table *table, guint row, const char *name)
{
    const GPtrArray *header = g_ptr_array_index(table->rows, 0);
    const GPtrArray *fields = g_ptr_array_index(table->rows, row);

    for (guint i = 0; i < header->len && i < fields->len; i++) {
        if (is_called(g_ptr_array_index(header, i), name))
            return g_ptr_array_index(fields, i);
    }
    return "";
}

static bool has_column(const Table *table, const char *name)
{
    const GPtrArray *header = g_ptr_array_index(table->rows, 0);

    for (guint i = 0; i < header->len; i++) {
        if (is_called(g_ptr_array_index(header, i), name))
            return true;
    }
    return false;
}

/* What all readers of one file share. */
typedef struct {
    SsTimeline  *timeline; /* of its own until the file is read */
    const Table *table;
    SsTime       zero;
    SsDateReader dates;
    char        *where;
} Reader;

/* A Z behind a date means UTC. */
static gboolean read_date(Reader *reader, const char *text, SsTime *out, GError **error)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsDateReader      in_utc = { .now = reader->zero, .zone = utc };

    if (!g_str_has_suffix(text, "Z"))
        return ss_date_parse(&reader->dates, text, SS_DATE_LOOKS_AHEAD, out, error);
    g_autofree char *date = g_strndup(text, strlen(text) - 1);

    return ss_date_parse(&in_utc, date, SS_DATE_LOOKS_AHEAD, out, error);
}

/* "", 0 and Unknown are 0: no such time. */
static gboolean read_time(Reader *reader, const char *text, SsTime *out, GError **error)
{
    char        *end;
    const gint64 number = g_ascii_strtoll(text, &end, 10);

    if (*text == '\0' || g_ascii_strcasecmp(text, "Unknown") == 0
        || g_ascii_strcasecmp(text, "None") == 0) {
        *out = 0;
        return TRUE;
    }
    if (*end == '\0' && end != text) {
        *out = number < LEAST_EPOCH ? reader->zero + number : number;
        return TRUE;
    }
    return read_date(reader, text, out, error);
}

/* The column's text; where it is the last one, with the commas that a writer forgot to quote. */
static char *command_of(const Table *table, guint row)
{
    const GPtrArray *header = g_ptr_array_index(table->rows, 0);
    const GPtrArray *fields = g_ptr_array_index(table->rows, row);
    GString         *text = g_string_new(field(table, row, "command"));

    if (g_ascii_strcasecmp(g_ptr_array_index(header, header->len - 1), "command") == 0) {
        for (guint i = header->len; i < fields->len; i++)
            g_string_append_printf(text, ",%s", (const char *) g_ptr_array_index(fields, i));
    }
    return g_string_free(text, FALSE);
}

static gboolean read_command(Reader *reader, guint row, GError **error)
{
    const Table     *table = reader->table;
    g_autofree char *command = command_of(table, row);
    const char      *time = field(table, row, has_column(table, "offset") ? "offset" : "time");
    const char      *user = field(table, row, "user");
    SsTime           at;

    if (*time == '\0') {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "no time; write seconds or a date");
        return FALSE;
    }
    return read_time(reader, time, &at, error)
           && ss_timeline_add_command(reader->timeline, at, *user != '\0' ? user : NULL, command,
                                      reader->where, error);
}

static void add_words(Reader *reader, SsTime at, GPtrArray *words)
{
    g_ptr_array_add(words, NULL);
    add(reader->timeline, at, NULL, (char **) g_ptr_array_free(words, FALSE), reader->where);
}

static GPtrArray *scontrol(const char *verb)
{
    GPtrArray *words = g_ptr_array_new();

    g_ptr_array_add(words, g_strdup("scontrol"));
    g_ptr_array_add(words, g_strdup(verb));
    return words;
}

static void add_word(GPtrArray *words, const char *key, const char *value)
{
    if (*value != '\0')
        g_ptr_array_add(words, g_strdup_printf("%s=%s", key, value));
}

/* Both ends of a row's time; it may be open, but not end before it begins. */
static gboolean read_times(Reader *reader, guint row, SsTime *start, SsTime *end, GError **error)
{
    const Table *table = reader->table;

    if (!read_time(reader, field(table, row, "start"), start, error)
        || !read_time(reader, field(table, row, "end"), end, error))
        return FALSE;
    if (*end == 0 || *end >= *start)
        return TRUE;
    g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_RANGE, "end %s is before start %s",
                field(table, row, "end"), field(table, row, "start"));
    return FALSE;
}

static gboolean read_node(Reader *reader, guint row, GError **error)
{
    const Table *table = reader->table;
    const char  *reason = field(table, row, "reason");
    SsTime       start, end;
    GPtrArray   *words;

    if (!read_times(reader, row, &start, &end, error))
        return FALSE;
    if (*field(table, row, "node") == '\0' || (end != 0 && end <= reader->zero))
        return TRUE; /* the accounting's business: the cluster's size, or over before we begin */
    start = MAX(start, reader->zero);
    words = scontrol("update");
    add_word(words, "NodeName", field(table, row, "node"));
    add_word(words, "State", field(table, row, "state"));
    add_word(words, "Reason", *reason != '\0' ? reason : "unknown");
    add_words(reader, start, words);
    if (end == 0)
        return TRUE;
    words = scontrol("update");
    add_word(words, "NodeName", field(table, row, "node"));
    add_word(words, "State", "RESUME");
    add_words(reader, end, words);
    return TRUE;
}

static const struct {
    uint64_t    bit;
    const char *word;
} resv_flags[] = {
    { 1, "MAINT" },
    { 1 << 2, "DAILY" },
    { 1 << 4, "WEEKLY" },
    { 1 << 6, "IGNORE_JOBS" },
    { 1 << 8, "ANY_NODES" },
    { 1 << 10, "STATIC_ALLOC" },
    { 1 << 12, "PART_NODES" },
    { 1 << 14, "OVERLAP" },
    { 1 << 18, "REPLACE" },
    { 1 << 21, "WEEKDAY" },
    { 1 << 23, "WEEKEND" },
    { 1 << 25, "FLEX" },
    { 1 << 28, "REPLACE_DOWN" },
    { 1 << 29, "MAGNETIC" },
};

/* Words as they are; a number is the accounting's bits. */
static char *flag_words(const char *text)
{
    char          *end;
    const uint64_t bits = g_ascii_strtoull(text, &end, 10);
    GString       *words = g_string_new(NULL);

    if (*end != '\0')
        return g_string_free(g_string_append(words, text), FALSE);
    for (size_t i = 0; i < G_N_ELEMENTS(resv_flags); i++) {
        if (bits & resv_flags[i].bit)
            g_string_append_printf(words, "%s%s", words->len > 0 ? "," : "", resv_flags[i].word);
    }
    return g_string_free(words, FALSE);
}

/* "ann@physics+ben" is ann,ben. */
static char *names_of(const char *text)
{
    g_auto(GStrv) names = g_strsplit_set(text, "+,", -1);

    for (char **name = names; *name != NULL; name++)
        (*name)[strcspn(*name, "@")] = '\0';
    return g_strjoinv(",", names);
}

static gboolean read_reservation(Reader *reader, guint row, GError **error)
{
    const Table     *table = reader->table;
    g_autofree char *flags = flag_words(field(table, row, "flags"));
    g_autofree char *users = names_of(field(table, row, "users"));
    g_autofree char *accounts = names_of(field(table, row, "accounts"));
    SsTime           start, end;
    char             text[SS_DATE_TEXT];

    if (!read_times(reader, row, &start, &end, error))
        return FALSE;
    if (end != 0 && end <= reader->zero)
        return TRUE; /* over before we begin */
    GPtrArray *words = scontrol("create");
    g_ptr_array_add(words, g_strdup("reservation"));
    add_word(words, "ReservationName", field(table, row, "name"));
    add_word(words, "StartTime", ss_date_text(MAX(start, reader->zero), reader->dates.zone, text));
    if (end != 0)
        add_word(words, "EndTime", ss_date_text(end, reader->dates.zone, text));
    add_word(words, "Nodes", field(table, row, "nodelist"));
    add_word(words, "Users", *users == '\0' && *accounts == '\0' ? "root" : users);
    add_word(words, "Accounts", accounts);
    add_word(words, "Flags", flags);
    add_words(reader, reader->zero, words);
    return TRUE;
}

typedef gboolean (*ReadRow)(Reader *reader, guint row, GError **error);

static ReadRow row_reader(const Table *table)
{
    if (has_column(table, "command") && (has_column(table, "time") || has_column(table, "offset")))
        return read_command;
    if (has_column(table, "node") && has_column(table, "start") && has_column(table, "state"))
        return read_node;
    if (has_column(table, "name") && has_column(table, "start") && has_column(table, "nodelist"))
        return read_reservation;
    return NULL;
}

static gboolean read_rows(Reader *reader, const char *path, GError **error)
{
    const ReadRow read = row_reader(reader->table);

    if (read == NULL) {
        g_set_error(error, SS_PARSE_ERROR, SS_PARSE_ERROR_SYNTAX,
                    "%s:1: unknown columns; write time,command or node,start,end,state,reason",
                    path);
        return FALSE;
    }
    for (guint row = 1; row < reader->table->rows->len; row++) {
        const guint line = g_array_index(reader->table->line, guint, row);

        g_free(reader->where);
        reader->where = g_strdup_printf("%s:%u", path, line);
        if (!read(reader, row, error)) {
            g_prefix_error(error, "%s: ", reader->where);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean ss_timeline_read(SsTimeline *timeline, const char *path, SsTime zero, const SsZone *zone,
                          GError **error)
{
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    Table             table;
    gboolean          ok = read_table(path, &table, error);
    Reader            reader = {
                   .timeline = ss_timeline_new(),
                   .table = &table,
                   .zero = zero,
                   .dates = { .now = zero, .zone = zone != NULL ? zone : utc },
    };

    ok = ok && read_rows(&reader, path, error);
    if (ok)
        ss_timeline_merge(timeline, reader.timeline);
    else
        ss_timeline_free(reader.timeline);
    g_free(reader.where);
    clear_table(&table);
    return ok;
}

/* --- in order --------------------------------------------------------------------------------------- */

void ss_timeline_merge(SsTimeline *timeline, SsTimeline *from)
{
    g_assert(from->next == 0);
    g_ptr_array_extend_and_steal(timeline->at, g_steal_pointer(&from->at));
    timeline->sorted = false;
    g_free(from);
}

uint32_t ss_timeline_count(const SsTimeline *timeline)
{
    return timeline->at->len - timeline->next;
}

static gint by_time(gconstpointer a, gconstpointer b)
{
    const SsTimelineEntry *left = *(SsTimelineEntry *const *) a,
                          *right = *(SsTimelineEntry *const *) b;

    return left->at < right->at ? -1 : left->at > right->at;
}

const SsTimelineEntry *ss_timeline_peek(SsTimeline *timeline)
{
    if (!timeline->sorted) {
        g_assert(timeline->next == 0);
        g_ptr_array_sort(timeline->at, by_time); /* GLib's is stable */
        timeline->sorted = true;
    }
    return timeline->next < timeline->at->len ? g_ptr_array_index(timeline->at, timeline->next)
                                              : NULL;
}

void ss_timeline_next(SsTimeline *timeline)
{
    g_assert(timeline->next < timeline->at->len);
    timeline->next++;
}

SsTime ss_timeline_next_time(SsTimeline *timeline)
{
    const SsTimelineEntry *op = ss_timeline_peek(timeline);

    return op != NULL ? op->at : SS_TIME_NEVER;
}
