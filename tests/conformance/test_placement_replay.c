/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_placement_replay.c - would we have given each recorded job the nodes, CPUs and GPUs it got?
 *
 * A recorded case of real Slurm 22.05.8 is followed event by event (the controller's log orders
 * them by the millisecond). Just before each recorded start `place` is asked for that job in the
 * state that the record leaves; then the job is started where the record says, not where we would
 * have put it, so that one disagreement does not make others. Jobs that ended between two snapshots
 * have no CPU ids on record: their nodes are compared, and their cores are taken to be those we
 * would give on these nodes.
 *
 * A job started by backfill was tested on the nodes that plans of jobs before it had left, and
 * these plans are not on record. If such a job disagrees, it is asked for again with some of the
 * other nodes held back; agreement with any such set counts, but is counted apart.
 *
 * The counts below are those reached; they may only grow. Disagreements are listed.
 */
#include "configs/site.h"
#include "scheduler/place.h"
#include "scheduler/request.h"
#include "sim/base/date.h"
#include "sim/base/hostlist.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/ss_test.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *gres_conf; /* what the recording made of Gres=, NULL: the case has a file   */
    uint32_t    jobs;      /* starts on record                                              */
    uint32_t with_cpus, with_gpus; /* of these, with CPU ids or GPU indices on record            */
    uint32_t nodes, cpus, gpus; /* that agree in ...                                             */
    uint32_t requests;          /* whose ReqTRES agree                                           */
    uint32_t held_back;         /* that agree in all if backfill's plans held some nodes back    */
} Case;

typedef struct {
    char  *trace_id;
    char **fields; /* of trace.csv    */
    char **record; /* of jobs.csv     */
    char  *placed; /* of placement.txt, NULL */
    SsJob *job;
    bool   by_backfill;
    bool   running;
} Row;

typedef enum { ENDS, ACTS, STARTS } What;

typedef struct {
    double      when; /* seconds since the epoch, with the log's milliseconds */
    What        what;
    uint32_t    order;
    Row        *row;
    const char *command;
} Event;

typedef struct {
    SsTime     begin, end;
    SsNodeSet *nodes;
    char      *name;
} Reservation;

typedef struct {
    SsBuiltSite site;
    GHashTable *rows;   /* job id -> Row *     */
    GHashTable *traces; /* trace id -> fields  */
    GPtrArray  *all;    /* Row *, owned        */
    GArray     *events; /* Event               */
    GArray     *resv;   /* Reservation         */
    char      **trace_head, **record_head;
    SsTime      t0;
    Case        seen;
    GString    *report;
} Replay;

/* --- reading ---------------------------------------------------------------------------------- */

static char **split_csv(const char *line)
{
    GPtrArray *fields = g_ptr_array_new();
    GString   *field = g_string_new(NULL);
    bool       quoted = false;

    for (const char *p = line;; p++) {
        if (*p == '"') {
            quoted = !quoted;
        } else if (*p == '\0' || (*p == ',' && !quoted)) {
            g_ptr_array_add(fields, g_strdup(field->str));
            g_string_truncate(field, 0);
            if (*p == '\0')
                break;
        } else {
            g_string_append_c(field, *p);
        }
    }
    g_string_free(field, TRUE);
    g_ptr_array_add(fields, NULL);
    return (char **) g_ptr_array_free(fields, FALSE);
}

static const char *field(char **head, char **fields, const char *name)
{
    for (uint32_t i = 0; head[i] != NULL && fields[i] != NULL; i++)
        if (strcmp(head[i], name) == 0)
            return fields[i];
    return "";
}

static char **read_lines(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        text = g_strdup("");
    return g_strsplit(text, "\n", -1);
}

static double when(const char *text)
{
    SsTime               t = 0;
    g_autofree char     *whole = g_strndup(text, strlen("2026-01-01T00:00:00"));
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(whole, NULL);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

    if (date == NULL)
        date = g_date_time_new_from_iso8601(whole, utc);
    if (date != NULL)
        t = g_date_time_to_unix(date);
    return (double) t + (text[19] == '.' ? atof(text + 19) : 0);
}

static SsTime start_of(const char *folder)
{
    g_auto(GStrv) lines = read_lines(folder, "case.env");

    for (char **line = lines; *line != NULL; line++)
        if (g_str_has_prefix(*line, "T0="))
            return (SsTime) when(*line + strlen("T0="));
    return 0;
}

static void read_traces(Replay *r, const char *folder)
{
    g_auto(GStrv) lines = read_lines(folder, "trace.csv");

    r->trace_head = split_csv(lines[0]);
    for (uint32_t i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        char **fields = split_csv(lines[i]);
        g_hash_table_insert(r->traces, g_strdup(fields[0]), fields);
    }
}

static void free_row(gpointer data)
{
    Row *row = data;

    g_strfreev(row->record);
    g_free(row->placed);
    g_free(row);
}

static void read_jobs(Replay *r, const char *folder)
{
    g_auto(GStrv) lines = read_lines(folder, "expected/jobs.csv");

    r->record_head = split_csv(lines[0]);
    for (uint32_t i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        Row *row = g_new0(Row, 1);

        row->record = split_csv(lines[i]);
        row->trace_id = row->record[0];
        g_autofree char *array = g_strndup(row->trace_id, strcspn(row->trace_id, "_"));
        row->fields = g_hash_table_lookup(r->traces, array);
        row->by_backfill =
            strstr(field(r->record_head, row->record, "Flags"), "SchedBackfill") != NULL;
        g_ptr_array_add(r->all, row);
        const char *id = field(r->record_head, row->record, "JobID"); /* "17" or "17_3" */
        if (!g_hash_table_contains(r->rows, id)) /* a requeued job's first run is the one seen */
            g_hash_table_insert(r->rows, g_strdup(id), row);
    }
}

static void read_placements(Replay *r, const char *folder)
{
    g_auto(GStrv) lines = read_lines(folder, "expected/placement.txt");

    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) words = g_strsplit(*line, " ", 3);
        Row          *row = words[0] ? g_hash_table_lookup(r->rows, words[0]) : NULL;

        if (row != NULL && words[1] != NULL && words[2] != NULL)
            row->placed = g_strdup(words[2]);
    }
}

/* --- events ----------------------------------------------------------------------------------- */

static void add_event(Replay *r, double at, What what, Row *row, const char *command)
{
    const Event event = { at, what, r->events->len, row, command };

    g_array_append_val(r->events, event);
}

/* The millisecond of a log line that contains `text` with the job's id, within two seconds of
 * `about`. */
static double log_time(char **log, const char *text, const char *id, double about)
{
    g_autofree char *key = g_strdup_printf("%s%s", text, id);

    for (char **line = log; *line != NULL; line++) {
        const char *found = strstr(*line, key);

        if (found == NULL || g_ascii_isdigit(found[strlen(key)]) || **line != '[')
            continue;
        const double at = when(*line + 1);
        if (at > about - 2 && at < about + 3)
            return at;
    }
    return 0;
}

static void add_job_events(Replay *r, char **log, Row *row)
{
    const char *id = field(r->record_head, row->record, "JobID");
    const char *start_text = field(r->record_head, row->record, "Start");
    const char *end_text = field(r->record_head, row->record, "End");
    if (!g_ascii_isdigit(*start_text) || *field(r->record_head, row->record, "NodeList") == 'N'
        || row->fields == NULL)
        return;
    const double start = when(start_text);
    double       at = log_time(log, "Allocate JobId=", id, start);
    if (at == 0)
        at = log_time(log, "Started JobId=", id, start);
    add_event(r, at != 0 ? at : start + 0.5, STARTS, row, NULL);
    if (!g_ascii_isdigit(*end_text))
        return;
    const double end = when(end_text);
    at = log_time(log, "_job_complete: JobId=", id, end);
    if (at == 0)
        at = log_time(log, "Time limit exhausted for JobId=", id, end);
    add_event(r, at != 0 ? at : end, ENDS, row, NULL); /* victims have no line: they end first */
}

static gint by_time(gconstpointer left, gconstpointer right)
{
    const Event *a = left, *b = right;

    if (a->when < b->when || a->when > b->when)
        return a->when < b->when ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void read_actions(Replay *r, char **actions)
{
    for (uint32_t i = 1; actions[0] != NULL && actions[i] != NULL; i++) {
        const char *comma = strchr(actions[i], ',');

        if (comma != NULL)
            add_event(r, (double) r->t0 + atof(actions[i]), ACTS, NULL, comma + 1);
    }
}

/* --- what administrators did ------------------------------------------------------------------ */

static char *word_of(const char *command, const char *key)
{
    const char *at = strstr(command, key);

    return at ? g_strndup(at + strlen(key), strcspn(at + strlen(key), " ")) : NULL;
}

static SsNodeSet *nodes_of(const Replay *r, const char *list)
{
    SsNodeSet *set = ss_node_set_new(r->site.cluster->n_nodes);

    if (g_ascii_strcasecmp(list, "ALL") == 0)
        ss_node_set_fill(set);
    else
        ss_cluster_node_set(r->site.cluster, list, set, NULL);
    return set;
}

static void set_node_state(Replay *r, const char *command)
{
    g_autofree char     *names = word_of(command, "NodeName=");
    g_autoptr(SsNodeSet) set = nodes_of(r, names);

    for (SsNodeId id = ss_node_set_first(set); id != SS_ID_NONE;
         id = ss_node_set_next(set, id + 1)) {
        if (strstr(command, "State=DRAIN"))
            ss_world_node_set(r->site.world, id, SS_NODE_DRAIN, "test", 0);
        else
            ss_world_node_resume(r->site.world, id);
    }
}

static void reserve(Replay *r, const char *command)
{
    g_autofree char *start = word_of(command, "StartTime=now+"),
                    *minutes = word_of(command, "Duration="), *list = word_of(command, " Nodes=");
    Reservation resv = { .name = word_of(command, "ReservationName=") };

    resv.begin = r->site.world->now + atoi(start);
    resv.end = resv.begin + atoi(minutes) * 60;
    resv.nodes = nodes_of(r, list);
    g_array_append_val(r->resv, resv);
}

static void act(Replay *r, const char *command)
{
    if (strstr(command, "update NodeName="))
        set_node_state(r, command);
    else if (strstr(command, "create reservation"))
        reserve(r, command);
}

/* --- the request ------------------------------------------------------------------------------ */

static void option(GString *out, const Replay *r, const Row *row, const char *name,
                   const char *text)
{
    const char *value = field(r->trace_head, row->fields, name);

    if (*value != '\0')
        g_string_append_printf(out, "%s%s ", text, value);
}

static SsJob *make_job(Replay *r, const Row *row)
{
    g_autoptr(GString) options = g_string_new(NULL);

    option(options, r, row, "nodes", "-N ");
    option(options, r, row, "ntasks", "-n ");
    option(options, r, row, "cpus_per_task", "-c ");
    option(options, r, row, "mem", "--mem=");
    option(options, r, row, "gres", "--gres=");
    option(options, r, row, "partition", "-p ");
    option(options, r, row, "user", "-u ");
    g_string_append(options, field(r->trace_head, row->fields, "extra"));
    SsJob *job = ss_built_job(&r->site, options->str);
    job->time_limit = (uint32_t) atoi(field(r->record_head, row->record, "TimelimitRaw"));
    return job;
}

static SsPartId part_of(const Replay *r, const Row *row)
{
    return ss_cluster_part(r->site.cluster, field(r->record_head, row->record, "Partition"));
}

/* Nodes that are up and not reserved for others while the job would run. */
static SsNodeSet *candidates(const Replay *r, const SsJob *job, SsPartId part)
{
    const SsWorld *world = r->site.world;
    SsNodeSet     *nodes = ss_node_set_dup(world->parts[part].nodes);
    const SsTime   end = world->now + (SsTime) job->time_limit * 60;

    ss_node_set_and(nodes, world->avail);
    for (uint32_t i = 0; i < r->resv->len; i++) {
        const Reservation *resv = &g_array_index(r->resv, Reservation, i);

        if (g_strcmp0(job->spec->reservation, resv->name) == 0)
            ss_node_set_and(nodes, resv->nodes);
        else if (world->now < resv->end && end > resv->begin)
            ss_node_set_and_not(nodes, resv->nodes);
    }
    return nodes;
}

static SsAlloc *ask(const Replay *r, SsJob *job, SsPartId part, const SsNodeSet *nodes,
                    SsPlaceMode mode)
{
    SsReason     reason;
    SsAlloc     *alloc = NULL;
    SsPlaceQuery query = { .world = r->site.world,
                           .use = r->site.world->use,
                           .job = job,
                           .part = part,
                           .nodes = nodes,
                           .mode = mode };

    if (ss_place_node_counts(r->site.world, job, part, &query.min_nodes, &query.req_nodes,
                             &query.max_nodes, &reason))
        ss_place(&query, &alloc);
    return alloc;
}

/* --- the record as an allocation -------------------------------------------------------------- */

static void set_ids(const char *list, uint64_t *bits)
{
    g_auto(GStrv) runs = g_strsplit(list, ",", -1);

    for (char **run = runs; *run != NULL && **run != '\0'; run++) {
        const int   first = atoi(*run);
        const char *dash = strchr(*run, '-');
        const int   last = dash ? atoi(dash + 1) : first;

        for (int i = first; i <= last; i++)
            bits[i / 64] |= UINT64_C(1) << (i % 64);
    }
}

static void add_gres(const Replay *r, SsAllocNode *entry, const char *text)
{
    const SsNode *node = &r->site.cluster->nodes[entry->node];
    const char   *open = strstr(text, "(IDX:");

    for (uint32_t t = 0; node->n_gres && t < node->gres[0].n_type; t++) {
        g_autofree char *key = g_strdup_printf(":%s:", node->gres[0].type[t].name);
        const char      *at = strstr(text, key);

        if (at == NULL)
            continue;
        open = strstr(at, "(IDX:");
        const uint64_t count = g_ascii_strtoull(at + strlen(key), NULL, 10);
        if (count == 0 || open == NULL)
            continue;
        g_autofree char *list = g_strndup(open + 5, strcspn(open + 5, ")"));
        entry->gres = g_renew(SsAllocGres, entry->gres, entry->n_gres + 1);
        entry->gres[entry->n_gres] = (SsAllocGres){ .gres = 0, .type = t, .count = count };
        set_ids(list, &entry->gres[entry->n_gres++].devices);
    }
}

static void fill_entry(const Replay *r, SsAllocNode *entry, const char *text)
{
    const SsNode    *node = &r->site.cluster->nodes[entry->node];
    g_autofree char *ids = word_of(text, "CPU_IDs="), *mem = word_of(text, "Mem="),
                    *gres = word_of(text, "GRES=");

    entry->core_bits = g_new0(uint64_t, node->core_words);
    set_ids(ids, entry->core_bits);
    entry->cores = entry->cpus = ss_bits_count(entry->core_bits, node->core_words);
    entry->mem = g_ascii_strtoull(mem, NULL, 10);
    add_gres(r, entry, gres);
}

static gint by_node(const void *left, const void *right)
{
    const SsAllocNode *a = left, *b = right;

    return (a->node > b->node) - (a->node < b->node);
}

/* "Nodes=s3 CPU_IDs=8-14 Mem=8192 GRES= ; Nodes=s4 ..." */
static SsAlloc *recorded(const Replay *r, const char *text)
{
    g_auto(GStrv)     parts = g_strsplit(text, " ; ", -1);
    g_autoptr(GArray) entries = g_array_new(FALSE, TRUE, sizeof(SsAllocNode));

    for (char **part = parts; *part != NULL; part++) {
        g_autofree char     *list = word_of(*part, "Nodes=");
        g_autoptr(SsNodeSet) set = nodes_of(r, list);

        for (SsNodeId id = ss_node_set_first(set); id != SS_ID_NONE;
             id = ss_node_set_next(set, id + 1)) {
            SsAllocNode entry = { .node = id };

            fill_entry(r, &entry, *part);
            g_array_append_val(entries, entry);
        }
    }
    SsAlloc *alloc = ss_alloc_new(entries->len);
    memcpy(alloc->at, entries->data, entries->len * sizeof(SsAllocNode));
    qsort(alloc->at, alloc->n, sizeof(SsAllocNode), by_node);
    for (uint32_t i = 0; i < alloc->n; i++) {
        alloc->cpus += alloc->at[i].cpus;
        alloc->mem += alloc->at[i].mem;
    }
    return alloc;
}

/* --- comparing -------------------------------------------------------------------------------- */

static bool same_nodes(const Replay *r, const SsAlloc *ours, const char *list)
{
    g_autoptr(SsNodeSet) theirs = nodes_of(r, list);
    g_autoptr(SsNodeSet) set = ss_node_set_new(theirs->n_bits);

    if (ours == NULL)
        return false;
    ss_alloc_nodes(ours, set);
    return ss_node_set_equal(set, theirs);
}

static bool same_cpus(const Replay *r, const SsAlloc *a, const SsAlloc *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const SsNode *node = &r->site.cluster->nodes[a->at[i].node];

        if (a->at[i].node != b->at[i].node || a->at[i].cpus != b->at[i].cpus
            || a->at[i].mem != b->at[i].mem
            || memcmp(a->at[i].core_bits, b->at[i].core_bits, node->core_words * sizeof(uint64_t)))
            return false;
    }
    return true;
}

static uint64_t devices(const SsAllocNode *entry)
{
    uint64_t mask = 0;

    for (uint32_t i = 0; i < entry->n_gres; i++)
        mask |= entry->gres[i].devices;
    return mask;
}

static bool has_gpus(const SsAlloc *alloc)
{
    for (uint32_t i = 0; i < alloc->n; i++)
        if (devices(&alloc->at[i]))
            return true;
    return false;
}

static bool same_gpus(const SsAlloc *a, const SsAlloc *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->at[i].node != b->at[i].node || devices(&a->at[i]) != devices(&b->at[i]))
            return false;
    return true;
}

static void disagree(Replay *r, const Row *row, const char *what, const SsAlloc *ours,
                     const SsAlloc *theirs)
{
    g_autofree char *a = ours ? ss_built_alloc_text(&r->site, ours) : g_strdup("nothing");
    g_autofree char *b = theirs ? ss_built_alloc_text(&r->site, theirs)
                                : g_strdup(field(r->record_head, row->record, "NodeList"));

    g_string_append_printf(r->report,
                           "    job %s%s: other %s\n        ours   %s\n        record %s\n",
                           row->trace_id, row->by_backfill ? " (backfill)" : "", what, a, b);
}

static gint by_bytes(gconstpointer left, gconstpointer right)
{
    return strcmp(*(const char *const *) left, *(const char *const *) right);
}

/* The items of "a=1,b=2" in one order: which order sacct prints is not this test's matter. */
static char *in_order(const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);

    qsort(items, g_strv_length(items), sizeof *items, by_bytes);
    return g_strjoinv(",", items);
}

static void compare_request(Replay *r, const Row *row, const SsJob *job)
{
    g_autofree char *theirs = in_order(field(r->record_head, row->record, "ReqTRES"));
    g_autofree char *text =
        ss_tres_text(r->site.cluster->tres, job->tres_req, SS_TRES_TEXT_CONVERT);
    g_autofree char *ours = in_order(text);

    if (strcmp(ours, theirs) == 0)
        r->seen.requests++;
    else
        g_string_append_printf(r->report, "    job %s: other ReqTRES %s, record %s\n",
                               row->trace_id, ours, theirs);
}

static void compare(Replay *r, const Row *row, const SsAlloc *ours, const SsAlloc *theirs)
{
    const bool nodes = same_nodes(r, ours, field(r->record_head, row->record, "NodeList"));

    r->seen.jobs++;
    r->seen.nodes += nodes;
    if (!nodes)
        disagree(r, row, "nodes", ours, theirs);
    if (theirs == NULL)
        return;
    const bool cpus = nodes && same_cpus(r, ours, theirs);
    r->seen.with_cpus++;
    r->seen.cpus += cpus;
    if (nodes && !cpus)
        disagree(r, row, "CPUs", ours, theirs);
    if (!has_gpus(theirs))
        return;
    const bool gpus = nodes && same_gpus(ours, theirs);
    r->seen.with_gpus++;
    r->seen.gpus += gpus;
    if (nodes && !gpus)
        disagree(r, row, "GPUs", ours, theirs);
}

/* --- following the record --------------------------------------------------------------------- */

/* Where a job without CPU ids on record is taken to be. */
static SsAlloc *guess(Replay *r, const Row *row, SsJob *job, SsPartId part, const SsAlloc *ours)
{
    const char          *list = field(r->record_head, row->record, "NodeList");
    g_autoptr(SsNodeSet) nodes = nodes_of(r, list);

    if (ours != NULL && same_nodes(r, ours, list))
        return ss_alloc_copy(r->site.cluster, ours);
    return ask(r, job, part, nodes, SS_PLACE_NOW);
}

static bool agrees(const Replay *r, const Row *row, const SsAlloc *ours, const SsAlloc *theirs)
{
    return same_nodes(r, ours, field(r->record_head, row->record, "NodeList"))
           && (theirs == NULL || (same_cpus(r, ours, theirs) && same_gpus(ours, theirs)));
}

/* The `k`-th way of holding back some of `nodes` that the record did not use; NULL if there is
 * none. */
static SsNodeSet *hold_back(const SsNodeSet *nodes, const SsNodeSet *used, uint32_t k)
{
    SsNodeSet *left = ss_node_set_dup(nodes);
    uint32_t   i = 0;

    for (SsNodeId id = ss_node_set_first(nodes); id != SS_ID_NONE;
         id = ss_node_set_next(nodes, id + 1))
        if (!ss_node_set_test(used, id) && (k >> i++ & 1))
            ss_node_set_remove(left, id);
    if (k >> i != 0)
        g_clear_pointer(&left, ss_node_set_free);
    return left;
}

/* What place says; for backfill's jobs, if it can be made to agree with the record, that. */
static SsAlloc *ask_as_started(Replay *r, const Row *row, SsJob *job, SsPartId part,
                               const SsAlloc *theirs)
{
    const char          *list = field(r->record_head, row->record, "NodeList");
    g_autoptr(SsNodeSet) nodes = candidates(r, job, part), used = nodes_of(r, list);
    SsAlloc             *ours = ask(r, job, part, nodes, SS_PLACE_NOW);

    for (uint32_t k = 1; row->by_backfill && !agrees(r, row, ours, theirs); k++) {
        g_autoptr(SsNodeSet) left = hold_back(nodes, used, k);

        if (left == NULL)
            return ours;
        g_autoptr(SsAlloc) other = ask(r, job, part, left, SS_PLACE_NOW);
        if (!agrees(r, row, other, theirs))
            continue;
        ss_alloc_free(ours);
        r->seen.held_back++;
        return g_steal_pointer(&other);
    }
    return ours;
}

static void start_row(Replay *r, Row *row)
{
    SsJob             *job = make_job(r, row);
    const SsPartId     part = part_of(r, row);
    SsAlloc           *theirs = row->placed ? recorded(r, row->placed) : NULL;
    g_autoptr(SsAlloc) ours = ask_as_started(r, row, job, part, theirs);

    compare(r, row, ours, theirs);
    compare_request(r, row, job);
    if (theirs == NULL)
        theirs = guess(r, row, job, part, ours);
    if (theirs == NULL) {
        g_string_append_printf(r->report, "    job %s: its place in the record is not free\n",
                               row->trace_id);
        ss_job_free(job);
        return;
    }
    if (ours != NULL)
        theirs->whole = ours->whole;
    ss_world_submit(r->site.world, job);
    ss_world_start(r->site.world, job, part, theirs, SS_STARTER_MAIN);
    row->job = job;
    row->running = true;
}

static void end_row(Replay *r, Row *row)
{
    if (!row->running)
        return;
    ss_world_finish(r->site.world, row->job, SS_JOB_COMPLETED, SS_REASON_NONE, 0);
    ss_world_journal_clear(r->site.world);
    row->running = false;
}

static void follow(Replay *r)
{
    g_array_sort(r->events, by_time);
    for (uint32_t i = 0; i < r->events->len; i++) {
        const Event *event = &g_array_index(r->events, Event, i);

        r->site.world->now = (SsTime) event->when;
        if (event->what == STARTS)
            start_row(r, event->row);
        else if (event->what == ENDS)
            end_row(r, event->row);
        else
            act(r, event->command);
    }
}

/* --- one case --------------------------------------------------------------------------------- */

/* A copy of the site's files, with the gres.conf of the recording. */
static char *copy_site(const char *folder, const Case *known)
{
    g_autofree char *from = g_build_filename(folder, "slurm.conf", NULL);
    g_autofree char *text = ss_test_read(from);
    g_autofree char *gres_from = g_build_filename(folder, "gres.conf", NULL);
    g_autofree char *gres = NULL;
    g_autofree char *conf_name = g_strdup_printf("%s/slurm.conf", known->name);
    g_autofree char *gres_name = g_strdup_printf("%s/gres.conf", known->name);

    if (known->gres_conf == NULL)
        g_file_get_contents(gres_from, &gres, NULL, NULL);
    g_free(ss_test_file(gres_name, known->gres_conf ? known->gres_conf : gres ? gres : ""));
    return ss_test_file(conf_name, text);
}

static bool read_site(Replay *r, const char *folder, const Case *known)
{
    g_autoptr(SsDiag) diag = ss_diag_new();
    g_autoptr(GError) error = NULL;
    g_autofree char  *conf = copy_site(folder, known);
    g_autofree char  *site = g_path_get_dirname(conf);

    if (!ss_site_read(site, NULL, diag, &r->site.cluster, &error)) {
        SS_EXPECT_NO_ERROR(error);
        return false;
    }
    r->site.world = ss_world_new(r->site.cluster, start_of(folder));
    return true;
}

static void free_fields(gpointer data)
{
    g_strfreev(data);
}

static void clear_reservation(gpointer data)
{
    Reservation *resv = data;

    ss_node_set_free(resv->nodes);
    g_free(resv->name);
}

static void replay(const Case *known)
{
    g_autofree char *relative = g_build_filename("oracle/cases", known->name, NULL);
    g_autofree char *folder = ss_test_shared(relative);
    Replay           r = { .report = g_string_new(NULL) };

    if (folder == NULL || !read_site(&r, folder, known)) {
        g_string_free(r.report, TRUE);
        return;
    }
    g_auto(GStrv) actions = read_lines(folder, "actions.csv"),
                  log = read_lines(folder, "expected/sched.log");
    r.t0 = start_of(folder);
    r.rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    r.traces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_fields);
    r.all = g_ptr_array_new_with_free_func(free_row);
    r.events = g_array_new(FALSE, TRUE, sizeof(Event));
    r.resv = g_array_new(FALSE, TRUE, sizeof(Reservation));
    g_array_set_clear_func(r.resv, clear_reservation);
    read_traces(&r, folder);
    read_jobs(&r, folder);
    read_placements(&r, folder);
    read_actions(&r, actions);
    for (uint32_t i = 0; i < r.all->len; i++)
        add_job_events(&r, log, g_ptr_array_index(r.all, i));
    follow(&r);

    g_print("\n  %s: nodes %u/%u, CPUs %u/%u, GPUs %u/%u, ReqTRES %u/%u"
            " (%u with nodes held back by plans)\n%s",
            known->name, r.seen.nodes, r.seen.jobs, r.seen.cpus, r.seen.with_cpus, r.seen.gpus,
            r.seen.with_gpus, r.seen.requests, r.seen.jobs, r.seen.held_back, r.report->str);
    SS_EXPECT_INT(r.seen.jobs, known->jobs);
    SS_EXPECT_INT(r.seen.with_cpus, known->with_cpus);
    SS_EXPECT_INT(r.seen.with_gpus, known->with_gpus);
    SS_EXPECT_TRUE(r.seen.held_back <= known->held_back);
    SS_EXPECT_TRUE(r.seen.nodes >= known->nodes);
    SS_EXPECT_TRUE(r.seen.cpus >= known->cpus);
    SS_EXPECT_TRUE(r.seen.gpus >= known->gpus);
    SS_EXPECT_TRUE(r.seen.requests >= known->requests);

    g_string_free(r.report, TRUE);
    g_array_unref(r.events);
    g_array_unref(r.resv);
    g_ptr_array_unref(r.all);
    g_hash_table_unref(r.rows);
    g_hash_table_unref(r.traces);
    g_strfreev(r.trace_head);
    g_strfreev(r.record_head);
    ss_world_free(r.site.world);
    ss_cluster_unref(r.site.cluster);
}

static void as_recorded(void)
{
    static const Case cases[] = {
        { "replay-backfill-sizes", NULL, 110, 110, 0, 110, 110, 0, 110, 0 },
        { "replay-gpu-placement", NULL, 103, 103, 68, 103, 103, 68, 103, 0 },
        { "replay-maxtres-budget",
          "NodeName=v1 Name=gpu Type=a100 File=/dev/nvidia[0-3]\n"
          "NodeName=v2 Name=gpu Type=v100 File=/dev/nvidia[0-3]\n"
          "NodeName=v2 Name=gpu Type=a100 File=/dev/nvidia[4-5]\n",
          82, 82, 43, 82, 82, 43, 82, 0 },
        { "replay-resv-share-excl", NULL, 82, 82, 0, 82, 82, 0, 82, 8 },
        { "replay-fifo-linear", NULL, 60, 60, 0, 60, 60, 0, 60, 0 },
        { "replay-fairshare-decay", NULL, 150, 150, 0, 150, 150, 0, 150, 4 },
        { "replay-qos-limits", NULL, 120, 120, 0, 120, 120, 0, 120, 1 },
        { "replay-arrays-deps", NULL, 81, 80, 0, 81, 80, 0, 81, 0 },
        { "replay-preempt-partition", NULL, 69, 58, 0, 69, 58, 0, 69, 2 },
        { "replay-preempt-qos", NULL, 86, 69, 0, 86, 69, 0, 86, 1 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        replay(&cases[i]);
}

static const SsTest tests[] = {
    SS_TEST(as_recorded),
};

SS_TEST_MAIN("placement_replay", tests)
