/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prio.c - sprio.
 *
 * The controller hands out a row a job and partition with factors already multiplied by their weights;
 * sprio divides again where normalised ones are asked for, rounds each for itself, and cuts the sum:
 * FAIRSHARE 71429 stands beside PRIORITY 71428. The columns of the default format are those whose
 * weight is not zero, so the format is built when the site's settings are known.
 *
 * A job that an operator gave a priority shows that, and zeros.
 *
 * Tested in tests/unit/test_prio.c with recorded outputs.
 */
#include "sim/report/prio.h"

#include "sim/base/size.h"
#include "sim/ledger/query.h"
#include "sim/report/tools.h"
#include "sim/report/format.h"
#include "sim/report/names.h"
#include "sim/report/order.h"

#include <string.h>

typedef struct {
    SsLedger              *ledger;
    const SsReportContext *context;
    GString               *err;
    SsSettings             settings;
    SsTresSet             *tres;
    double                *tres_weight; /* [tres->n] */
    bool                   no_header, normalised, longer, weights, by_user, by_job;
    const char            *format, *sort;
    char                 **partitions, **jobs; /* NULL = all */
    SsUserFilter           users;
    SsShow                 show;
} Tool;

typedef struct {
    const SsPrioRow    *prio; /* NULL: the row of weights */
    const SsRequestRow *ask;
} Line;

/* --- values ------------------------------------------------------------------------------------------- */

typedef struct {
    size_t factor; /* offset in SsPrioRow    */
    size_t weight; /* offset in SsSettings   */
} Factor;

enum { AGE, ASSOC, FAIRSHARE, JOBSIZE, PARTITION, QOS };

static const Factor factors[] = {
    [AGE] = { offsetof(SsPrioRow, age), offsetof(SsSettings, weight_age) },
    [ASSOC] = { offsetof(SsPrioRow, assoc), offsetof(SsSettings, weight_assoc) },
    [FAIRSHARE] = { offsetof(SsPrioRow, fs), offsetof(SsSettings, weight_fairshare) },
    [JOBSIZE] = { offsetof(SsPrioRow, js), offsetof(SsSettings, weight_jobsize) },
    [PARTITION] = { offsetof(SsPrioRow, part), offsetof(SsSettings, weight_part) },
    [QOS] = { offsetof(SsPrioRow, qos), offsetof(SsSettings, weight_qos) },
};

static uint32_t weight_of(const Tool *tool, size_t which)
{
    return *(const uint32_t *) (const void *) ((const char *) &tool->settings
                                               + factors[which].weight);
}

static double factor_of(const Line *line, size_t which)
{
    if (line->prio->direct_prio)
        return 0;
    return *(const double *) (const void *) ((const char *) line->prio + factors[which].factor);
}

static SsValue get_weighted(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;
    const Tool *tool = show->tool;
    size_t      which = field->tag;

    if (line->prio == NULL)
        return ss_value_uint(weight_of(tool, which));
    double factor = factor_of(line, which);

    return ss_value_as(ss_value_double(factor), ss_show_printf(show, "%.0f", factor));
}

static SsValue get_normalised(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;
    const Tool *tool = show->tool;
    size_t      which = field->tag;

    if (line->prio == NULL)
        return ss_value_uint(weight_of(tool, which));
    uint32_t weight = weight_of(tool, which);
    double   factor = weight ? factor_of(line, which) / weight : 0;

    return ss_value_as(ss_value_double(factor), ss_show_printf(show, "%.7f", factor));
}

static SsValue get_job(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    return line->prio ? ss_value_uint(line->prio->id_job) : ss_value_text("Weights");
}

static SsValue get_part_name(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    return ss_value_text(line->prio ? line->prio->partition : "");
}

static SsValue get_user(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    return ss_value_text(line->prio && line->ask->user ? line->ask->user : "");
}

static SsValue get_cluster(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    return ss_value_text(line->prio ? NULL : ""); /* only with several clusters */
}

/* The sum as Slurm prints it: cut, at least 1. */
static double sum_of(const Line *line)
{
    return line->prio->direct_prio ? line->prio->direct_prio : line->prio->priority;
}

static SsValue get_priority(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    if (line->prio == NULL)
        return ss_value_text("");
    return ss_value_uint((uint64_t) MAX(sum_of(line), 1.0));
}

static SsValue get_priority_norm(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    if (line->prio == NULL)
        return ss_value_text("");
    double sum = sum_of(line);

    if (line->prio->direct_prio == 0)
        sum = MAX(sum, 1.0) / (double) UINT32_MAX;
    return ss_value_as(ss_value_double(sum), ss_show_printf(show, "%16.14f", sum));
}

static SsValue get_site(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    if (line->prio == NULL)
        return ss_value_int(1);
    double site = line->prio->direct_prio ? 0 : line->prio->site;

    return ss_value_as(ss_value_double(site), ss_show_printf(show, "%.0f", site));
}

static SsValue get_nice(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    (void) show;
    if (line->prio == NULL)
        return ss_value_text("");
    return ss_value_int(line->prio->direct_prio ? 0 : line->prio->nice);
}

/* "cpu=2,mem=7" of the terms that are not zero; divided by their weights if `norm`. */
static const char *tres_terms(const Line *line, const SsShow *show, bool norm)
{
    const Tool        *tool = show->tool;
    g_autofree double *terms = g_new0(double, tool->tres->n);
    g_autoptr(GString) text = g_string_new(NULL);

    if (line->prio->direct_prio == 0)
        ss_tres_vector(tool->tres, line->prio->tres, terms);
    for (uint32_t i = 0; i < tool->tres->n; i++) {
        if (terms[i] == 0)
            continue;
        double term =
            norm && tool->tres_weight[i] != 0 ? terms[i] / tool->tres_weight[i] : terms[i];

        g_string_append_printf(text, norm ? "%s%s=%.2f" : "%s%s=%.0f", text->len ? "," : "",
                               tool->tres->at[i].text, term);
    }
    return g_string_chunk_insert(show->texts, text->str);
}

static SsValue get_tres(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;
    const Tool *tool = show->tool;
    const char *weights = tool->settings.weight_tres_text;

    (void) field;
    if (line->prio == NULL)
        return ss_value_text(weights ? weights : "(null)");
    return ss_value_text(tres_terms(line, show, false));
}

static SsValue get_tres_norm(const void *row, const SsFormatField *field, const SsShow *show)
{
    const Line *line = row;

    (void) field;
    return ss_value_text(line->prio ? tres_terms(line, show, true) : "");
}

const SsFormatField ss_prio_fields[] = {
    { NULL, 'a', "AGE", 0, get_normalised, AGE, "Age factor, 0 to 1." },
    { NULL, 'A', "AGE", 0, get_weighted, AGE, "Age factor, weighted." },
    { NULL, 'b', "ASSOC", 0, get_normalised, ASSOC, "Association factor, 0 to 1." },
    { NULL, 'B', "ASSOC", 0, get_weighted, ASSOC, "Association factor, weighted." },
    { NULL, 'c', "CLUSTER", 0, get_cluster, 0, "Cluster, where several are asked." },
    { NULL, 'f', "FAIRSHARE", 0, get_normalised, FAIRSHARE, "Fair-share factor, 0 to 1." },
    { NULL, 'F', "FAIRSHARE", 0, get_weighted, FAIRSHARE, "Fair-share factor, weighted." },
    { NULL, 'i', "JOBID", 0, get_job, 0, "Job id." },
    { NULL, 'j', "JOBSIZE", 0, get_normalised, JOBSIZE, "Job size factor, 0 to 1." },
    { NULL, 'J', "JOBSIZE", 0, get_weighted, JOBSIZE, "Job size factor, weighted." },
    { NULL, 'N', "NICE", 0, get_nice, 0, "What the user took off the priority." },
    { NULL, 'p', "PARTITION", 0, get_normalised, PARTITION, "Partition factor, 0 to 1." },
    { NULL, 'P', "PARTITION", 0, get_weighted, PARTITION, "Partition factor, weighted." },
    { NULL, 'q', "QOS", 0, get_normalised, QOS, "Quality of service factor, 0 to 1." },
    { NULL, 'Q', "QOS", 0, get_weighted, QOS, "Quality of service factor, weighted." },
    { NULL, 'r', "PARTITION", 0, get_part_name, 0, "Partition." },
    { NULL, 'S', "SITE", 0, get_site, 0, "Site factor." },
    { NULL, 't', "TRES", 0, get_tres_norm, 0, "TRES factors, 0 to 1." },
    { NULL, 'T', "TRES", 0, get_tres, 0, "TRES factors, weighted." },
    { NULL, 'u', "USER", 0, get_user, 0, "User." },
    { NULL, 'y', "PRIORITY", 0, get_priority_norm, 0, "Priority, 0 to 1." },
    { NULL, 'Y', "PRIORITY", 0, get_priority, 0, "Priority." },
};
const size_t ss_n_prio_fields = G_N_ELEMENTS(ss_prio_fields);

/* --- sorting ------------------------------------------------------------------------------------------ */

static int by_job(const void *a, const void *b)
{
    const Line *x = a, *y = b;

    return ss_compare_numbers(x->prio->id_job, y->prio->id_job);
}

static int by_part_name(const void *a, const void *b)
{
    const Line *x = a, *y = b;

    return ss_compare_texts(x->prio->partition, y->prio->partition);
}

static int by_user(const void *a, const void *b)
{
    const Line *x = a, *y = b;

    return ss_compare_texts(x->ask->user, y->ask->user);
}

/* Slurm compares with its offset in it, and a direct priority has neither. */
static int64_t nice_of(const Line *line)
{
    return line->prio->direct_prio ? INT64_MIN : line->prio->nice;
}

static int by_nice(const void *a, const void *b)
{
    const Line *x = a, *y = b;

    return ss_compare_numbers(nice_of(x), nice_of(y));
}

static int compare_doubles(double a, double b)
{
    return a < b ? -1 : a > b;
}

#define BY_FACTOR(word, which)                                                                     \
    static int by_##word(const void *a, const void *b)                                             \
    {                                                                                              \
        return compare_doubles(factor_of(a, which), factor_of(b, which));                          \
    }
BY_FACTOR(age, AGE)
BY_FACTOR(fairshare, FAIRSHARE)
BY_FACTOR(jobsize, JOBSIZE)
BY_FACTOR(partition, PARTITION)
BY_FACTOR(qos, QOS)

static int by_priority(const void *a, const void *b)
{
    return compare_doubles(sum_of(a), sum_of(b));
}

/* The terms' sum. */
static double tres_sum(const Line *line)
{
    double sum = 0;

    for (const char *p = line->prio->direct_prio ? NULL : line->prio->tres; p; p = strchr(p, ',')) {
        p = strchr(p, '=');
        if (p == NULL)
            break;
        sum += g_ascii_strtod(p + 1, NULL);
    }
    return sum;
}

static int by_tres(const void *a, const void *b)
{
    return compare_doubles(tres_sum(a), tres_sum(b));
}

static int by_nothing(const void *a, const void *b)
{
    (void) a;
    (void) b;
    return 0;
}

static const SsSortKey sort_keys[] = {
    { 'c', by_nothing, NULL },   { 'i', by_job, NULL },       { 'N', by_nice, NULL },
    { 'r', by_part_name, NULL }, { 'u', by_user, NULL },      { 'a', by_age, NULL },
    { 'A', by_age, NULL },       { 'f', by_fairshare, NULL }, { 'F', by_fairshare, NULL },
    { 'j', by_jobsize, NULL },   { 'J', by_jobsize, NULL },   { 'p', by_partition, NULL },
    { 'P', by_partition, NULL }, { 'q', by_qos, NULL },       { 'Q', by_qos, NULL },
    { 't', by_tres, NULL },      { 'T', by_tres, NULL },      { 'y', by_priority, NULL },
    { 'Y', by_priority, NULL },
};

/* --- options ------------------------------------------------------------------------------------------ */

static int take_no_header(void *data, const char *value)
{
    (void) value;
    ((Tool *) data)->no_header = true;
    return SS_FLAGS_GO;
}

static int take_long(void *data, const char *value)
{
    (void) value;
    ((Tool *) data)->longer = true;
    return SS_FLAGS_GO;
}

static int take_norm(void *data, const char *value)
{
    (void) value;
    ((Tool *) data)->normalised = true;
    return SS_FLAGS_GO;
}

static int take_weights(void *data, const char *value)
{
    (void) value;
    ((Tool *) data)->weights = true;
    return SS_FLAGS_GO;
}

static int take_format(void *data, const char *value)
{
    ((Tool *) data)->format = value;
    return SS_FLAGS_GO;
}

static int take_sort(void *data, const char *value)
{
    ((Tool *) data)->sort = value;
    return SS_FLAGS_GO;
}

static int take_partitions(void *data, const char *value)
{
    Tool *tool = data;

    g_strfreev(tool->partitions);
    tool->partitions = g_strsplit(value, ",", -1);
    return SS_FLAGS_GO;
}

static int read_jobs(Tool *tool, const char *list)
{
    g_strfreev(tool->jobs);
    tool->jobs = g_strsplit(list, ",", -1);
    for (char **job = tool->jobs; *job; job++) {
        if (!ss_is_digits(*job) || g_ascii_strtoull(*job, NULL, 10) == 0) {
            g_string_append_printf(tool->err, "sprio: error: Invalid job id: %s\n", *job);
            return 1;
        }
    }
    return SS_FLAGS_GO;
}

static int take_jobs(void *data, const char *value)
{
    ((Tool *) data)->by_job = true;
    return value ? read_jobs(data, value) : SS_FLAGS_GO;
}

static int take_users(void *data, const char *value)
{
    Tool *tool = data;

    tool->by_user = true;
    ss_user_filter_read(&tool->users, tool->ledger, "sprio", value, tool->err);
    return SS_FLAGS_GO;
}

static const SsFlag flag_rows[] = {
    { "noheader", 'h', SS_ARG_NONE, take_no_header, "no headers on output" },
    { "jobs", 'j', SS_ARG_OPTIONAL, take_jobs, "=job_ids  only these jobs" },
    { "long", 'l', SS_ARG_NONE, take_long, "all factors" },
    { "cluster", 'M', SS_ARG_NEEDED, NULL, NULL },
    { "clusters", 'M', SS_ARG_NEEDED, NULL, "=names  clusters to ask" },
    { "norm", 'n', SS_ARG_NONE, take_norm, "factors from 0 to 1" },
    { "format", 'o', SS_ARG_NEEDED, take_format, "=format  the fields to show" },
    { "partition", 'p', SS_ARG_NEEDED, take_partitions, "=names  only these partitions" },
    { "sort", 'S', SS_ARG_NEEDED, take_sort, "=fields  the order of the lines" },
    { "user", 'u', SS_ARG_NEEDED, take_users, "=names  only these users" },
    { "users", 'u', SS_ARG_NEEDED, take_users, NULL },
    { "verbose", 'v', SS_ARG_NONE, NULL, "tell more" },
    { "weights", 'w', SS_ARG_NONE, take_weights, "the weights of the factors" },
    { "federation", '\0', SS_ARG_NONE, NULL, NULL },
    { "local", '\0', SS_ARG_NONE, NULL, NULL },
    { "sibling", '\0', SS_ARG_NONE, NULL, NULL },
};

const SsFlags ss_sprio_flags = {
    flag_rows,
    G_N_ELEMENTS(flag_rows),
    "Usage: sprio [-j jid[s]] [-u user_name[s]] [-o format] [-p partitions]\n"
    "   [--federation] [--local] [--sibling] [--usage] [-hlnvVw]\n",
};

/* --- the format --------------------------------------------------------------------------------------- */

static char *default_format(const Tool *tool)
{
    static const struct {
        size_t      which;
        const char *weighted, *normalised;
    } groups[] = {
        { AGE, " %.10A", " %10a" },       { ASSOC, " %.10B", " %10b" },
        { FAIRSHARE, " %.10F", " %10f" }, { JOBSIZE, " %.10J", " %10j" },
        { PARTITION, " %.10P", " %10p" }, { QOS, " %.10Q", " %10q" },
    };
    GString *text = g_string_new("%.15i %9r");

    if (tool->by_user)
        g_string_append(text, " %.8u");
    g_string_append(text, tool->normalised ? " %10y" : " %.10Y %.10S");
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (weight_of(tool, groups[i].which))
            g_string_append(text, tool->normalised ? groups[i].normalised : groups[i].weighted);
    }
    if (tool->settings.weight_tres_text)
        g_string_append(text, tool->normalised ? " %20t" : " %.20T");
    return g_string_free(text, FALSE);
}

static char *choose_format(const Tool *tool)
{
    const char *variable = ss_report_env(tool->context, "SPRIO_FORMAT");

    if (tool->format)
        return g_strdup(tool->format);
    if (tool->longer && tool->normalised)
        return g_strdup("%.15i %9r %.8u %10y %10a %10b %10f %10j %10p %10q %20t");
    if (tool->longer)
        return g_strdup(
            "%.15i %9r %.8u %.10Y %.10S %.10A %.10B %.10F %.10J %.10P %.10Q %.11N %.20T");
    return variable ? g_strdup(variable) : default_format(tool);
}

static SsFormat *make_format(const Tool *tool)
{
    g_autofree char *text = choose_format(tool);
    SsFormat        *format =
        ss_format_letters(ss_prio_fields, ss_n_prio_fields, text, NULL, SS_WRONG_DROPPED);

    for (guint i = 0; i < format->wrong->len; i++)
        g_string_append_printf(tool->err, "sprio: error: Invalid job format specification: %s\n",
                               (const char *) format->wrong->pdata[i]);
    return format;
}

/* --- the report --------------------------------------------------------------------------------------- */

static bool wanted(const Tool *tool, const Line *line)
{
    char id[16];

    g_snprintf(id, sizeof id, "%u", line->prio->id_job);
    return ss_names_have(tool->partitions, line->prio->partition) && ss_names_have(tool->jobs, id)
           && (!tool->by_user
               || ss_user_filter_has(&tool->users, line->ask->id_user, line->ask->user));
}

static const SsRequestRow *request_of(const SsRows *requests, uint32_t id)
{
    static const SsRequestRow nothing;
    const SsRequestRow       *rows = requests->at;
    uint32_t                  low = 0, high = requests->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (rows[middle].id_job < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < requests->n && rows[low].id_job == id ? &rows[low] : &nothing;
}

static void print_weights(Tool *tool, const SsFormat *format, GString *out)
{
    const Line line = { NULL, NULL };

    if (!tool->no_header)
        ss_format_header(format, out);
    ss_format_row(format, &line, &tool->show, out);
}

static int print_lines(Tool *tool, const SsFormat *format, GPtrArray *lines, GString *out)
{
    char wrong;

    if (!tool->no_header)
        ss_format_header(format, out);
    if (!ss_sort_rows(lines, sort_keys, G_N_ELEMENTS(sort_keys), tool->sort ? tool->sort : "i",
                      &wrong)) {
        g_string_append_printf(tool->err, "sprio: error: Invalid sort specification: %c\n", wrong);
        return 1;
    }
    for (guint i = 0; i < lines->len; i++) {
        ss_format_row(format, lines->pdata[i], &tool->show, out);
        g_string_chunk_clear(tool->show.texts);
    }
    return 0;
}

static int print_jobs(Tool *tool, const SsFormat *format, const SsRows *prios,
                      const SsRows *requests, GString *out)
{
    g_autofree Line     *all = g_new0(Line, MAX(prios->n, 1));
    g_autoptr(GPtrArray) lines = g_ptr_array_new(); /* element-type: Line *, in `all` */
    const SsPrioRow     *rows = prios->at;

    for (uint32_t i = 0; i < prios->n; i++) {
        all[i] = (Line){ &rows[i], request_of(requests, rows[i].id_job) };
        if (wanted(tool, &all[i]))
            g_ptr_array_add(lines, &all[i]);
    }
    if (tool->jobs && lines->len == 0) {
        g_string_append(out, "Unable to find jobs matching user/id(s) specified\n");
        return 0;
    }
    return print_lines(tool, format, lines, out);
}

static int print(Tool *tool, GString *out, GError **error)
{
    SsTime              sample = ss_ledger_sample_at(tool->ledger, tool->context->now);
    g_autoptr(SsRows)   prios = ss_ledger_prios(tool->ledger, sample, error);
    g_autoptr(SsRows)   requests = prios ? ss_ledger_requests(tool->ledger, sample, error) : NULL;
    g_autoptr(SsFormat) format = NULL;

    if (requests == NULL)
        return -1;
    format = make_format(tool);
    if (!tool->weights)
        return print_jobs(tool, format, prios, requests, out);
    print_weights(tool, format, out);
    return 0;
}

static bool read_weights(Tool *tool, GError **error)
{
    if (!ss_ledger_settings_read(tool->ledger, &tool->settings, error))
        return false;
    tool->tres = ss_ledger_tres_of_controller(tool->ledger, error);
    if (tool->tres == NULL)
        return false;
    tool->tres_weight = g_new0(double, tool->tres->n);
    return tool->settings.weight_tres_text == NULL
           || ss_tres_weights_parse(tool->tres, tool->settings.weight_tres_text, tool->tres_weight,
                                    error);
}

static int run(Tool *tool, char **argv, GString *out, GError **error)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    int                  code = ss_flags_read(&ss_sprio_flags, tool, argv, rest, out, tool->err);
    guint                used = tool->by_job && tool->jobs == NULL && rest->len ? 1 : 0; /* -j 17 */

    if (code == SS_FLAGS_GO && used)
        code = read_jobs(tool, rest->pdata[0]);
    if (code == SS_FLAGS_GO && rest->len > used)
        code = ss_flags_refuse(&ss_sprio_flags, "sprio", rest->pdata[used], out, tool->err);
    if (code != SS_FLAGS_GO)
        return code;
    if (tool->format && tool->longer) {
        g_string_append(tool->err, "sprio: fatal: Options -o(--format) and -l(--long) are mutually "
                                   "exclusive. Please remove one and retry.\n");
        return 1;
    }
    if (!read_weights(tool, error))
        return -1;
    if (tool->settings.priority_type != SS_PRIORITY_MULTIFACTOR) {
        g_string_append(tool->err, "You are not running a supported priority plugin\n"
                                   "(priority/basic).\n"
                                   "Only 'priority/multifactor' is supported.\n");
        return 1;
    }
    return print(tool, out, error);
}

int ss_report_sprio(SsLedger *ledger, const SsReportContext *context, int argc, char **argv,
                    GString *out, GString *err)
{
    Tool              tool = { .ledger = ledger, .context = context, .err = err };
    g_autoptr(GError) error = NULL;

    (void) argc;
    ss_settings_init(&tool.settings);
    tool.show = (SsShow){ context->zone, context->now, context->time_format,
                          g_string_chunk_new(1024), &tool };
    int code = run(&tool, argv, out, &error);

    if (error) {
        g_string_append_printf(err, "sprio: error: %s\n", error->message);
        code = 1;
    }
    ss_settings_clear(&tool.settings);
    g_clear_pointer(&tool.tres, ss_tres_set_free);
    g_free(tool.tres_weight);
    g_strfreev(tool.partitions);
    g_strfreev(tool.jobs);
    ss_user_filter_clear(&tool.users);
    g_string_chunk_free(tool.show.texts);
    return code;
}
