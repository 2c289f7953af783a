/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transform.c - a source around a source.
 *
 * All but one are of the same kind: look at a job, change it, let it pass or not; they share one frame
 * and are a function each. Repeating jobs (SS_SCALE_JOBS) hands out one job several times and has a
 * frame of its own. None of them breaks the order: shifts and shrunk gaps are monotonous.
 *
 * Chance is drawn per job from a stream named by purpose and trace id. So the same job meets the same
 * fate whatever is filtered out before it, and two transformations do not disturb each other.
 */
#include "workloads/transform.h"

#include <inttypes.h>
#include <string.h>

#include "sim/base/intern.h"
#include "sim/base/rng.h"

/* --- the frame ---------------------------------------------------------------------------------- */

typedef struct Chain Chain;

/* Changes the job; false: it is left out. */
typedef bool (*Apply)(Chain *chain, SsJobSpec *spec);

struct Chain {
    SsJobSource    base;
    SsJobSource   *source; /* ours */
    Apply          apply;
    void          *state;
    GDestroyNotify free_state;
    uint64_t       seen; /* jobs let pass */
    bool           over; /* no more is wanted */
};

static gboolean chain_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Chain *chain = (Chain *) (void *) base;

    while (!chain->over && chain->source->next(chain->source, spec, error)) {
        if (chain->apply(chain, spec)) {
            chain->seen++;
            return TRUE;
        }
    }
    ss_job_spec_clear(spec);
    return FALSE;
}

static double chain_progress(SsJobSource *base)
{
    const Chain *chain = (Chain *) (void *) base;

    return chain->source->progress(chain->source);
}

static void chain_free(SsJobSource *base)
{
    Chain *chain = (Chain *) (void *) base;

    ss_job_source_free(chain->source);
    if (chain->free_state != NULL)
        chain->free_state(chain->state);
    g_free(chain);
}

static SsJobSource *chain_new(SsJobSource *source, Apply apply, void *state,
                              GDestroyNotify free_state)
{
    Chain *chain = g_new0(Chain, 1);

    chain->base.next = chain_next;
    chain->base.progress = source->progress != NULL ? chain_progress : NULL;
    chain->base.free = chain_free;
    chain->source = source;
    chain->apply = apply;
    chain->state = state;
    chain->free_state = free_state;
    return &chain->base;
}

/* The stream of one job for one purpose. */
static SsRng stream_of(const SsJobSpec *spec, const char *purpose, uint64_t seed)
{
    g_autofree char *name =
        g_strdup_printf("%s/%s", purpose, spec->trace_id != NULL ? spec->trace_id : spec->where);
    SsRng rng;

    ss_rng_init(&rng, seed, name);
    return rng;
}

/* --- filter ------------------------------------------------------------------------------------- */

void ss_filter_init(SsFilter *filter)
{
    *filter = (SsFilter){ 0 };
}

static bool is_among(char **names, const char *name)
{
    return names == NULL || (name != NULL && g_strv_contains((const char *const *) names, name));
}

static bool has_size(const SsFilter *filter, const SsJobSpec *spec)
{
    const uint64_t cpus = ss_trace_cpus(spec);

    return cpus >= filter->min_cpus && (filter->max_cpus == 0 || cpus <= filter->max_cpus)
           && spec->run >= filter->min_run && (filter->max_run == 0 || spec->run <= filter->max_run)
           && (!filter->gpu_only || ss_trace_gpus(spec) > 0);
}

static bool is_drawn(const SsFilter *filter, const SsJobSpec *spec)
{
    SsRng rng;

    if (filter->sample <= 0)
        return true;
    rng = stream_of(spec, "sample", filter->seed);
    return ss_rng_chance(&rng, filter->sample);
}

static bool apply_filter(Chain *chain, SsJobSpec *spec)
{
    const SsFilter *filter = chain->state;

    chain->over = (filter->until != 0 && spec->submit >= filter->until)
                  || (filter->first != 0 && chain->seen >= filter->first);
    return !chain->over && spec->submit >= filter->from && is_among(filter->users, spec->user)
           && is_among(filter->accounts, spec->account)
           && is_among(filter->partitions, spec->partition) && is_among(filter->qos, spec->qos)
           && has_size(filter, spec) && is_drawn(filter, spec);
}

static void filter_free(gpointer data)
{
    SsFilter *filter = data;

    g_strfreev(filter->users);
    g_strfreev(filter->accounts);
    g_strfreev(filter->partitions);
    g_strfreev(filter->qos);
    g_free(filter);
}

SsJobSource *ss_transform_filter(SsJobSource *source, const SsFilter *filter)
{
    SsFilter *copy = g_memdup2(filter, sizeof *filter);

    copy->users = g_strdupv(filter->users);
    copy->accounts = g_strdupv(filter->accounts);
    copy->partitions = g_strdupv(filter->partitions);
    copy->qos = g_strdupv(filter->qos);
    return chain_new(source, apply_filter, copy, filter_free);
}

/* --- time --------------------------------------------------------------------------------------- */

static void move_time(SsTime *time, SsSpan by)
{
    if (*time != 0)
        *time += by;
}

static void move_job(SsJobSpec *spec, SsSpan by)
{
    spec->submit += by;
    move_time(&spec->begin, by);
    move_time(&spec->deadline, by);
    move_time(&spec->rec_eligible, by);
    move_time(&spec->rec_start, by);
    move_time(&spec->rec_end, by);
}

typedef struct {
    bool   known;
    SsSpan by;
    SsTime to; /* 0: `by` is given */
} Shift;

static bool apply_shift(Chain *chain, SsJobSpec *spec)
{
    Shift *shift = chain->state;

    if (!shift->known)
        shift->by = shift->to - spec->submit;
    shift->known = true;
    move_job(spec, shift->by);
    return true;
}

SsJobSource *ss_transform_shift(SsJobSource *source, SsSpan by)
{
    const Shift shift = { .known = true, .by = by };

    return chain_new(source, apply_shift, g_memdup2(&shift, sizeof shift), g_free);
}

SsJobSource *ss_transform_start_at(SsJobSource *source, SsTime to)
{
    const Shift shift = { .to = to };

    return chain_new(source, apply_shift, g_memdup2(&shift, sizeof shift), g_free);
}

/* --- load --------------------------------------------------------------------------------------- */

typedef struct {
    double   factor;
    uint64_t seed;
    SsTime   first; /* submission */
    /* of repeated jobs */
    SsJobSpec spec;
    uint64_t  copies, copy; /* to be made of it, made */
} Load;

static void load_free(gpointer data)
{
    Load *load = data;

    ss_job_spec_clear(&load->spec);
    g_free(load);
}

static bool apply_gaps(Chain *chain, SsJobSpec *spec)
{
    Load  *load = chain->state;
    SsSpan since;

    if (chain->seen == 0)
        load->first = spec->submit;
    since = spec->submit - load->first;
    move_job(spec, (SsSpan) ((double) since / load->factor) - since);
    spec->rec_eligible = spec->rec_start = spec->rec_end = 0; /* of another queue */
    return true;
}

static SsSpan times(SsSpan span, double factor)
{
    const double product = (double) span * factor + 0.5;

    return product < (double) ((int64_t) 1 << 52) ? (SsSpan) product : (int64_t) 1 << 52;
}

static bool apply_runs(Chain *chain, SsJobSpec *spec)
{
    const Load *load = chain->state;

    spec->run = times(spec->run, load->factor);
    if (spec->time_limit != SS_UNSET32 && spec->time_limit != UINT32_MAX) {
        if (spec->time_limit_secs == 0)
            spec->time_limit_secs = (SsSpan) spec->time_limit * 60;
        spec->time_limit_secs = MAX(times(spec->time_limit_secs, load->factor), 1);
        spec->time_limit = (uint32_t) MIN((spec->time_limit_secs + 59) / 60, SS_UNSET32 - 1);
    }
    spec->rec_eligible = spec->rec_start = spec->rec_end = 0;
    return true;
}

static gboolean repeat_next(SsJobSource *base, SsJobSpec *spec, GError **error)
{
    Chain *chain = (Chain *) (void *) base;
    Load  *load = chain->state;

    while (load->copy == load->copies) {
        SsRng rng;

        if (!chain->source->next(chain->source, &load->spec, error)) {
            ss_job_spec_clear(spec);
            return FALSE;
        }
        rng = stream_of(&load->spec, "repeat", load->seed);
        load->copies = (uint64_t) load->factor;
        load->copies += ss_rng_chance(&rng, load->factor - (double) load->copies);
        load->copy = 0;
    }
    ss_job_spec_clear(spec);
    ss_job_spec_copy(spec, &load->spec);
    if (load->copy > 0) {
        g_free(spec->trace_id);
        spec->trace_id = g_strdup_printf("%s+%" PRIu64, load->spec.trace_id, load->copy);
    }
    load->copy++;
    return TRUE;
}

SsJobSource *ss_transform_scale(SsJobSource *source, SsScale what, double factor, uint64_t seed)
{
    static const Apply applies[] = { [SS_SCALE_GAPS] = apply_gaps, [SS_SCALE_RUNS] = apply_runs };
    Load              *load = g_new0(Load, 1);
    SsJobSource       *scaled = NULL;

    g_assert(factor > 0);
    load->factor = factor;
    load->seed = seed;
    ss_job_spec_init(&load->spec);
    if (what != SS_SCALE_JOBS)
        return chain_new(source, applies[what], load, load_free);
    scaled = chain_new(source, NULL, load, load_free);
    scaled->next = repeat_next;
    return scaled;
}

/* --- limits ------------------------------------------------------------------------------------- */

typedef struct {
    double   spread, exact;
    uint64_t seed;
} Limits;

SsSpan ss_transform_usual_limit(SsSpan span)
{
    static const uint32_t usual[] = { 5,   10,  15,   30,   60,   120,   240,
                                      480, 720, 1440, 2880, 4320, 10080, 20160 };

    for (size_t i = 0; i < G_N_ELEMENTS(usual); i++) {
        if (span <= (SsSpan) usual[i] * 60)
            return (SsSpan) usual[i] * 60;
    }
    return (span + 86399) / 86400 * 86400;
}

static bool apply_limits(Chain *chain, SsJobSpec *spec)
{
    const Limits *limits = chain->state;
    SsRng         rng = stream_of(spec, "limits", limits->seed);
    const bool    exact = ss_rng_chance(&rng, limits->exact);
    const double  factor = ss_rng_uniform(&rng, 1.0, limits->spread);
    SsSpan        limit;

    if (spec->fate == SS_FATE_TO_LIMIT)
        return true;
    limit = exact ? (spec->run + 59) / 60 * 60 : ss_transform_usual_limit(times(spec->run, factor));
    limit = MAX(limit, 60);
    spec->time_limit_secs = limit;
    spec->time_limit = (uint32_t) MIN(limit / 60, SS_UNSET32 - 1);
    return true;
}

SsJobSource *ss_transform_limits(SsJobSource *source, double spread, double exact, uint64_t seed)
{
    const Limits limits = { .spread = MAX(spread, 1.0), .exact = exact, .seed = seed };

    return chain_new(source, apply_limits, g_memdup2(&limits, sizeof limits), g_free);
}

/* --- names -------------------------------------------------------------------------------------- */

typedef struct {
    SsIntern *users, *accounts, *groups, *wckeys;
} Names;

static void names_free(gpointer data)
{
    Names *names = data;

    ss_intern_free(names->users);
    ss_intern_free(names->accounts);
    ss_intern_free(names->groups);
    ss_intern_free(names->wckeys);
    g_free(names);
}

static void number_name(SsIntern *known, char **name, char letter)
{
    uint32_t id;

    if (*name == NULL)
        return;
    id = ss_intern_id(known, *name);
    g_free(*name);
    *name = g_strdup_printf("%c%u", letter, id + 1);
}

static bool apply_anonymise(Chain *chain, SsJobSpec *spec)
{
    Names *names = chain->state;
    char **gone[] = { &spec->work_dir, &spec->command, &spec->comment, &spec->admin_comment,
                      &spec->submit_line };

    number_name(names->users, &spec->user, 'u');
    number_name(names->accounts, &spec->account, 'a');
    number_name(names->groups, &spec->group, 'g');
    number_name(names->wckeys, &spec->wckey, 'w');
    spec->uid = spec->gid = SS_UNSET32;
    g_free(spec->name);
    spec->name = g_strdup("j");
    for (size_t i = 0; i < G_N_ELEMENTS(gone); i++)
        g_clear_pointer(gone[i], g_free);
    return true;
}

SsJobSource *ss_transform_anonymise(SsJobSource *source)
{
    Names *names = g_new0(Names, 1);

    names->users = ss_intern_new();
    names->accounts = ss_intern_new();
    names->groups = ss_intern_new();
    names->wckeys = ss_intern_new();
    return chain_new(source, apply_anonymise, names, names_free);
}

typedef struct {
    uint32_t n;
    uint64_t seed;
    char    *unknown; /* the name of those without one */
    double  *weight;  /* [n] */
} Draw;

static void draw_free(gpointer data)
{
    Draw *draw = data;

    g_free(draw->unknown);
    g_free(draw->weight);
    g_free(draw);
}

static bool apply_draw(Chain *chain, SsJobSpec *spec)
{
    const Draw *draw = chain->state;
    SsRng       rng;

    if (spec->user != NULL && strcmp(spec->user, draw->unknown) != 0)
        return true;
    rng = stream_of(spec, "users", draw->seed);
    g_free(spec->user);
    spec->user = g_strdup_printf("user%u", ss_rng_pick(&rng, draw->weight, draw->n) + 1);
    return true;
}

SsJobSource *ss_transform_draw_users(SsJobSource *source, uint32_t n, uint64_t seed)
{
    Draw *draw = g_new0(Draw, 1);

    draw->n = MAX(n, 1);
    draw->seed = seed;
    draw->unknown = g_strdup("nobody");
    draw->weight = g_new(double, draw->n);
    for (uint32_t i = 0; i < draw->n; i++)
        draw->weight[i] = 1.0 / (i + 1);
    return chain_new(source, apply_draw, draw, draw_free);
}

/* --- recorded run times ------------------------------------------------------------------------- */

typedef struct {
    const SsRecordSet *set;
    uint64_t          *missing;
} Recorded;

/* Ended by itself: only then does the elapsed time tell how long the job wanted to run. */
static bool ended_by_itself(const SsRecordedJob *row)
{
    return row->start != 0 && row->elapsed >= 0
           && (g_str_has_prefix(row->state, "COMPLETED") || g_str_has_prefix(row->state, "FAILED"));
}

/* A client that submits for a trace may be a few seconds late. */
enum { LATE_MOST = 10 };

/* The accounting has neither holds nor dependencies, but it knows when a job could start for all of them. */
static void wait_as_recorded(const SsRecordedJob *row, SsJobSpec *spec)
{
    const bool from_accounting = spec->rec_eligible != 0;

    if (from_accounting && spec->begin == 0 && row->eligible > spec->submit)
        spec->begin = row->eligible;
}

static bool apply_recorded(Chain *chain, SsJobSpec *spec)
{
    const Recorded      *recorded = chain->state;
    const SsRecordedJob *row = NULL;

    if (spec->trace_id != NULL) {
        row = ss_record_set_find(recorded->set, spec->trace_id);
        if (row == NULL && spec->array != NULL)
            row = ss_record_set_find_task(recorded->set, spec->trace_id);
    }
    if (row == NULL) {
        if (recorded->missing != NULL)
            (*recorded->missing)++;
        return true;
    }
    if (ended_by_itself(row) && spec->fate == SS_FATE_RUN)
        spec->run = row->elapsed;
    const SsRecordedJob *first = ss_record_set_first(recorded->set, spec->trace_id);
    wait_as_recorded(first != NULL ? first : row, spec);
    if (first != NULL && first->submit > spec->submit && first->submit - spec->submit <= LATE_MOST)
        spec->submit = first->submit;
    return true;
}

SsJobSource *ss_transform_recorded_runs(SsJobSource *source, const SsRecordSet *set,
                                        uint64_t *missing)
{
    const Recorded recorded = { .set = set, .missing = missing };

    if (missing != NULL)
        *missing = 0;
    return chain_new(source, apply_recorded, g_memdup2(&recorded, sizeof recorded), g_free);
}
