/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbatch_options.c - what each option of sbatch, srun and salloc means.
 *
 * A row a name: its forms, how far it is simulated, its environment variable, one sentence, the
 * function that reads its value and the field it goes to. Help, manual and completion come from the
 * same rows, and so do the csv reader's columns: a trace says nothing that sbatch could not say.
 *
 * Messages and exit codes were recorded from 22.05.8 (its client reads options before it asks anybody):
 * a value that is no number is `Invalid numeric value "x" for --ntasks.` and exit 1, a value of another
 * form is "Invalid --time specification" and exit 255. The code of the GError tells the two apart, see
 * ss_sbatch_exit_code. Kept from the recording: --exclusive and --oversubscribe are one setting, the
 * later word wins; --nice=x is 0; --priority takes any text that does not start with a minus; "-N -8"
 * is one to eight nodes but "-N 2-" is refused.
 * Left out: numbers beyond 32 bits, which the real one cuts without a word, are refused as invalid.
 *
 * Options that hold only in newer releases are unknown here, as they are to 22.05. Own options begin
 * with sim-: they tell what becomes of a job, which real sbatch learns by running it.
 */
#include "workloads/sbatch_options.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "sim/base/date.h"
#include "sim/base/size.h"
#include "sim/base/span.h"

typedef struct Row Row;

/* One value on its way into the spec. */
typedef struct {
    const Row             *row;
    const char            *value; /* never NULL; "" if none was given */
    bool                   given; /* a value was given                */
    SsSbatchFor            command;
    const SsSbatchContext *context;
    SsJobSpec             *spec;
    SsSbatchClient        *client; /* never NULL */
} Setting;

typedef gboolean (*Set)(const Setting *s, GError **error);

struct Row {
    SsSbatchOption option;
    Set            set; /* NULL: nothing to do */
    size_t         at;  /* offset in SsJobSpec or SsSbatchClient */
};

static const char *const command_names[] = {
    [SS_SBATCH] = "sbatch",
    [SS_SRUN] = "srun",
    [SS_SALLOC] = "salloc",
};

const char *ss_sbatch_name(SsSbatchFor command)
{
    return command_names[command];
}

static void *spec_at(const Setting *s)
{
    return (char *) s->spec + s->row->at;
}

static void *client_at(const Setting *s)
{
    return (char *) s->client + s->row->at;
}

static gboolean invalid(const Setting *s, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "%s: error: Invalid --%s specification", ss_sbatch_name(s->command),
                s->row->option.name);
    return FALSE;
}

static gboolean invalid_number(const Setting *s, const char *text, const char *what, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "%s: error: Invalid numeric value \"%s\" for %s.", ss_sbatch_name(s->command), text,
                what);
    return FALSE;
}

static void put_text(char **to, const char *text)
{
    char *copy = g_strdup(text); /* `text` may lie in `*to` */

    g_free(*to);
    *to = copy;
}

/* A whole number as sbatch takes it: leading blanks, a plus, then digits only. */
static bool take_whole(const char *text, uint32_t least, uint32_t *out)
{
    int64_t number;

    text += strspn(text, " \t\n\v\f\r");
    if (*text == '+')
        text++;
    if (!g_ascii_isdigit(*text) || !ss_int_parse(text, least, SS_UNSET32 - 1, &number, NULL))
        return false;
    *out = (uint32_t) number;
    return true;
}

/* --- kinds of values ---------------------------------------------------------------------------- */

static gboolean set_text(const Setting *s, GError **error)
{
    (void) error;
    put_text(spec_at(s), s->value);
    return TRUE;
}

static gboolean set_account(const Setting *s, GError **error)
{
    g_autofree char *lower = g_ascii_strdown(s->value, -1);

    (void) error;
    put_text(&s->spec->account, lower);
    return TRUE;
}

static gboolean set_flag(const Setting *s, GError **error)
{
    (void) error;
    *(bool *) spec_at(s) = true;
    return TRUE;
}

static gboolean set_client_flag(const Setting *s, GError **error)
{
    (void) error;
    *(bool *) client_at(s) = true;
    return TRUE;
}

static gboolean set_client_text(const Setting *s, GError **error)
{
    (void) error;
    put_text(client_at(s), s->value);
    return TRUE;
}

static gboolean set_verbose(const Setting *s, GError **error)
{
    (void) error;
    s->client->verbose++;
    return TRUE;
}

static gboolean whole(const Setting *s, uint32_t least, GError **error)
{
    g_autofree char *what = g_strconcat("--", s->row->option.name, NULL);

    return take_whole(s->value, least, spec_at(s)) || invalid_number(s, s->value, what, error);
}

static gboolean set_count(const Setting *s, GError **error)
{
    return whole(s, 1, error);
}

static gboolean set_count_or_zero(const Setting *s, GError **error)
{
    return whole(s, 0, error);
}

static gboolean set_memory(const Setting *s, GError **error)
{
    uint64_t mib;

    if (!ss_size_parse_memory(s->value, &mib, NULL) || mib > INT64_MAX)
        return invalid(s, error);
    *(int64_t *) spec_at(s) = (int64_t) mib;
    return TRUE;
}

/* A limit in whole minutes; 0 asks for no limit. */
static bool take_minutes(const char *text, uint32_t *minutes, SsSpan *seconds)
{
    SsSpan span, up;

    if (!ss_span_parse(text, &span, NULL))
        return false;
    up = ss_span_round_up_minute(span);
    if (span == SS_SPAN_FOREVER || span == 0 || up / 60 >= SS_UNSET32) {
        *minutes = UINT32_MAX;
        *seconds = SS_SPAN_FOREVER;
        return true;
    }
    *minutes = (uint32_t) (up / 60);
    *seconds = span;
    return true;
}

static gboolean set_time(const Setting *s, GError **error)
{
    return take_minutes(s->value, &s->spec->time_limit, &s->spec->time_limit_secs)
           || invalid(s, error);
}

static gboolean set_time_min(const Setting *s, GError **error)
{
    SsSpan seconds;

    return take_minutes(s->value, &s->spec->time_min, &seconds) || invalid(s, error);
}

static gboolean set_moment(const Setting *s, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(SsZone) utc = ss_zone_new_utc();
    SsDateReader      reader = { .now = s->context->now,
                                 .zone = s->context->zone != NULL ? s->context->zone : utc };

    if (ss_date_parse(&reader, s->value, SS_DATE_LOOKS_AHEAD, spec_at(s), &why))
        return TRUE;
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "%s\n%s: error: Invalid --%s specification", why->message,
                ss_sbatch_name(s->command), s->row->option.name);
    return FALSE;
}

/* --- single options ----------------------------------------------------------------------------- */

static gboolean bad_nodes(const Setting *s, const char *text, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "%s: error: \"%s\" is not a valid node count", ss_sbatch_name(s->command), text);
    return FALSE;
}

/* "8", "2k", "1M"; no digits at all give `empty`. */
static gboolean node_count(const Setting *s, const char *text, int64_t empty, int64_t *out,
                           GError **error)
{
    const char      *p = text + strspn(text, " ");
    const char      *digits = p;
    g_autofree char *number = NULL;
    int64_t          factor = 1;

    p += strspn(p, "0123456789");
    number = g_strndup(digits, (gsize) (p - digits));
    if (*p == 'k' || *p == 'K')
        factor = 1024;
    else if (*p == 'm' || *p == 'M')
        factor = 1024 * 1024;
    if (factor != 1)
        p++;
    if (*p != '\0' || (factor != 1 && *number == '\0'))
        return bad_nodes(s, text, error);
    if (*number == '\0') {
        *out = empty;
        return TRUE;
    }
    if (!ss_int_parse(number, 0, UINT32_MAX, out, NULL) || *out * factor >= SS_UNSET32)
        return bad_nodes(s, text, error);
    *out *= factor;
    return TRUE;
}

static gboolean set_nodes(const Setting *s, GError **error)
{
    const char      *dash = strchr(s->value, '-');
    g_autofree char *low =
        dash != NULL ? g_strndup(s->value, (gsize) (dash - s->value)) : g_strdup(s->value);
    int64_t min, max;

    if (*s->value == '\0')
        return bad_nodes(s, s->value, error);
    if (!node_count(s, low, 1, &min, error))
        return FALSE;
    max = min;
    if (dash != NULL && !node_count(s, dash + 1, -1, &max, error))
        return FALSE;
    if (max < min) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                    "%s: error: Maximum node count %" PRId64
                    " is less than minimum node count %" PRId64,
                    ss_sbatch_name(s->command), max, min);
        return FALSE;
    }
    s->spec->min_nodes = (uint32_t) min;
    s->spec->max_nodes = (uint32_t) max;
    return TRUE;
}

static gboolean set_exclusive(const Setting *s, GError **error)
{
    if (*s->value == '\0')
        s->spec->exclusive = SS_EXCLUSIVE_NODE;
    else if (g_ascii_strcasecmp(s->value, "user") == 0)
        s->spec->exclusive = SS_EXCLUSIVE_USER;
    else if (g_ascii_strcasecmp(s->value, "mcs") == 0)
        s->spec->exclusive = SS_EXCLUSIVE_MCS;
    else
        return invalid(s, error);
    s->spec->oversubscribe = false;
    return TRUE;
}

static gboolean set_oversubscribe(const Setting *s, GError **error)
{
    (void) error;
    s->spec->exclusive = SS_EXCLUSIVE_NO;
    s->spec->oversubscribe = true;
    return TRUE;
}

static gboolean bad_plane(const Setting *s, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                "%s: error: Invalid plane size or size not specified\n"
                "%s: error: Invalid --distribution specification",
                ss_sbatch_name(s->command), ss_sbatch_name(s->command));
    return FALSE;
}

static bool take_dist(const char *word, SsDist *out)
{
    static const struct {
        const char *word;
        SsDist      dist;
    } words[] = { { "*", SS_DIST_DEFAULT },
                  { "block", SS_DIST_BLOCK },
                  { "cyclic", SS_DIST_CYCLIC },
                  { "fcyclic", SS_DIST_FCYCLIC },
                  { "arbitrary", SS_DIST_ARBITRARY } };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(word, words[i].word) == 0) {
            *out = words[i].dist;
            return true;
        }
    }
    return false;
}

static bool is_pack_word(const char *word)
{
    return g_ascii_strcasecmp(word, "pack") == 0 || g_ascii_strcasecmp(word, "nopack") == 0;
}

static gboolean set_distribution(const Setting *s, GError **error)
{
    g_auto(GStrv) halves = g_strsplit(s->value, ",", 2);
    g_auto(GStrv) levels = NULL;
    SsDist        dist[3] = { SS_DIST_DEFAULT, SS_DIST_DEFAULT, SS_DIST_DEFAULT };
    uint32_t      plane = 0;

    if (halves[0] == NULL || (halves[1] != NULL && !is_pack_word(halves[1])))
        return invalid(s, error);
    if (is_pack_word(halves[0]))
        return halves[1] == NULL ? TRUE : invalid(s, error);
    levels = g_strsplit(halves[0], ":", 4);
    if (g_ascii_strncasecmp(halves[0], "plane", 5) == 0) {
        if (halves[0][5] != '=' || !take_whole(halves[0] + 6, 1, &plane))
            return bad_plane(s, error);
        dist[0] = SS_DIST_PLANE;
    } else {
        for (guint i = 0; levels[i] != NULL; i++) {
            if (i > 2 || !take_dist(levels[i], &dist[i]))
                return invalid(s, error);
        }
    }
    s->spec->dist_node = dist[0];
    s->spec->dist_socket = dist[1];
    s->spec->plane_size = plane;
    return TRUE;
}

static gboolean set_hint(const Setting *s, GError **error)
{
    static const char *const words[] = { "compute_bound", "memory_bound", "multithread",
                                         "nomultithread" };

    if (strcmp(s->value, "help") == 0) {
        s->client->help = true;
        return TRUE;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(s->value, words[i]) == 0) {
            s->spec->multithread = i == 2;
            s->spec->no_multithread =
                i != 2; /* compute_bound and memory_bound: likewise (recorded) */
            return TRUE;
        }
    }
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "%s: error: unrecognized --hint argument \"%s\", see --hint=help",
                ss_sbatch_name(s->command), s->value);
    return FALSE;
}

/* -B sockets[:cores[:threads]]; an asterisk or nothing is "any". */
static gboolean set_extra_node_info(const Setting *s, GError **error)
{
    static const char *const which[] = { "first arg of -B", "second arg of -B", "third arg of -B" };
    g_auto(GStrv)            parts = g_strsplit(s->value, ":", 4);
    uint32_t                *to[] = { &s->spec->sockets_per_node, &s->spec->cores_per_socket,
                                      &s->spec->threads_per_core };

    for (guint i = 0; i < G_N_ELEMENTS(to) && parts[i] != NULL; i++) {
        if (*parts[i] == '\0' || strcmp(parts[i], "*") == 0)
            continue;
        if (!take_whole(parts[i], 1, to[i]))
            return invalid_number(s, parts[i], which[i], error);
    }
    return TRUE;
}

static gboolean bad_gres(const Setting *s, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE,
                "%s: error: Invalid generic resource (gres) specification",
                ss_sbatch_name(s->command));
    return FALSE;
}

/* Items of at most `parts` words joined by colons, the last of which is not empty. The names are the
 * site's business. */
static bool gres_holds(const char *list, guint parts)
{
    g_auto(GStrv) items = g_strsplit(list, ",", -1);

    for (guint i = 0; items[i] != NULL; i++) {
        g_auto(GStrv) words = g_strsplit(items[i], ":", -1);
        guint         n = g_strv_length(words);

        if (n > parts || (n > 1 && *words[n - 1] == '\0'))
            return false;
    }
    return true;
}

static gboolean set_gres(const Setting *s, GError **error)
{
    const char *list = g_str_has_prefix(s->value, "gres:") ? s->value + 5 : s->value;

    if (strcmp(list, "help") == 0) {
        s->client->help = true;
        return TRUE;
    }
    if (!gres_holds(list, 3))
        return bad_gres(s, error);
    put_text(&s->spec->gres, g_ascii_strcasecmp(list, "none") == 0 || *list == '\0' ? NULL : list);
    return TRUE;
}

static gboolean set_gpus(const Setting *s, GError **error)
{
    if (!gres_holds(s->value, 2))
        return bad_gres(s, error);
    put_text(spec_at(s), s->value);
    return TRUE;
}

static gboolean set_gres_flags(const Setting *s, GError **error)
{
    g_auto(GStrv) words = g_strsplit(s->value, ",", -1);
    bool          enforce = false, disable = false;

    for (guint i = 0; words[i] != NULL; i++) {
        if (g_ascii_strcasecmp(words[i], "enforce-binding") == 0)
            enforce = true;
        else if (g_ascii_strcasecmp(words[i], "disable-binding") == 0)
            disable = true;
        else
            return invalid(s, error);
    }
    s->spec->gres_enforce_binding = enforce;
    s->spec->gres_disable_binding = disable;
    return TRUE;
}

/* "10", "USR1", "SIGUSR1"; 0 if it is none. */
static uint32_t signal_number(const char *text)
{
    static const struct {
        const char *name;
        uint32_t    number;
    } names[] = { { "HUP", 1 },   { "INT", 2 },   { "QUIT", 3 },  { "ABRT", 6 },  { "KILL", 9 },
                  { "USR1", 10 }, { "USR2", 12 }, { "ALRM", 14 }, { "TERM", 15 }, { "STKFLT", 16 },
                  { "CHLD", 17 }, { "CONT", 18 }, { "STOP", 19 }, { "TSTP", 20 }, { "TTIN", 21 },
                  { "TTOU", 22 }, { "URG", 23 },  { "XCPU", 24 }, { "XFSZ", 25 } };
    uint32_t    number;
    const char *name = g_ascii_strncasecmp(text, "SIG", 3) == 0 ? text + 3 : text;

    if (take_whole(text, 1, &number) && number < 0xfff)
        return number;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(name, names[i].name) == 0)
            return names[i].number;
    }
    return 0;
}

/* [{R|B}:]signal[@seconds]; without a time one minute before the end. */
static gboolean set_signal(const Setting *s, GError **error)
{
    const char      *colon = strchr(s->value, ':');
    const char      *text = colon != NULL ? colon + 1 : s->value;
    const char      *at = strchr(text, '@');
    g_autofree char *name = at != NULL ? g_strndup(text, (gsize) (at - text)) : g_strdup(text);
    uint32_t         flags = 0, seconds = 60, number = signal_number(name);

    for (const char *p = s->value; colon != NULL && p < colon; p++) {
        if (g_ascii_toupper(*p) != 'R' && g_ascii_toupper(*p) != 'B')
            return invalid(s, error);
        flags |= g_ascii_toupper(*p) == 'R' ? 1u : 2u;
    }
    if (at != NULL && at[1] == '\0')
        seconds = 0;
    else if (at != NULL && !take_whole(at + 1, 0, &seconds))
        return invalid(s, error);
    if (number == 0 || seconds > UINT16_MAX)
        return invalid(s, error);
    s->spec->signal = number;
    s->spec->signal_time = seconds;
    s->spec->warn_flags = flags;
    return TRUE;
}

static gboolean set_nice(const Setting *s, GError **error)
{
    const int64_t most = 2147483645;
    const int64_t nice = s->given ? ss_int_lenient(s->value) : 100;

    if (nice > most || nice < -most) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                    "%s: error: Invalid --nice value, out of range (+/- 2147483645)",
                    ss_sbatch_name(s->command));
        return FALSE;
    }
    s->spec->nice = (int32_t) nice;
    return TRUE;
}

static gboolean set_priority(const Setting *s, GError **error)
{
    const int64_t number = ss_int_lenient(s->value);

    if (g_ascii_strcasecmp(s->value, "TOP") == 0) {
        s->spec->priority = SS_UNSET32 - 1;
        return TRUE;
    }
    if (number < 0) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                    "%s: error: Priority must be >= 0", ss_sbatch_name(s->command));
        return FALSE;
    }
    if (number >= SS_UNSET32) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                    "%s: error: Priority must be < %u", ss_sbatch_name(s->command), SS_UNSET32);
        return FALSE;
    }
    s->spec->priority = (uint32_t) number;
    return TRUE;
}

static gboolean set_kill_on_invalid_dep(const Setting *s, GError **error)
{
    if (g_ascii_strcasecmp(s->value, "yes") != 0 && g_ascii_strcasecmp(s->value, "no") != 0)
        return invalid(s, error);
    s->spec->kill_on_invalid_dep_set = true;
    s->spec->kill_on_invalid_dep = g_ascii_strcasecmp(s->value, "yes") == 0;
    return TRUE;
}

static gboolean set_switches(const Setting *s, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(s->value, "@", 2);
    uint32_t      n;
    SsSpan        wait = SS_SPAN_FOREVER;

    if (parts[0] == NULL || !take_whole(parts[0], 1, &n))
        return invalid_number(s, parts[0] != NULL ? parts[0] : "", "--switches", error);
    if (parts[1] != NULL && *parts[1] != '\0' && !ss_span_parse(parts[1], &wait, NULL))
        return invalid(s, error);
    s->spec->switches = n;
    s->spec->switches_wait = wait;
    return TRUE;
}

static gboolean set_requeue(const Setting *s, GError **error)
{
    (void) error;
    s->spec->requeue = 1;
    return TRUE;
}

static gboolean set_no_requeue(const Setting *s, GError **error)
{
    (void) error;
    s->spec->requeue = 0;
    return TRUE;
}

static gboolean set_no_kill(const Setting *s, GError **error)
{
    if (s->given && strcmp(s->value, "off") != 0)
        return invalid(s, error);
    s->spec->no_kill = !s->given;
    return TRUE;
}

static gboolean set_immediate(const Setting *s, GError **error)
{
    uint32_t seconds;

    if (s->given && !take_whole(s->value, 0, &seconds))
        return invalid_number(s, s->value, "--immediate", error);
    s->spec->immediate = true;
    return TRUE;
}

/* A user or group by name or number. */
static gboolean set_identity(const Setting *s, char **name, uint32_t *number, GError **error)
{
    if (*s->value == '\0')
        return invalid(s, error);
    *number = SS_UNSET32;
    if (take_whole(s->value, 0, number) && *number == 0) {
        put_text(name, "root");
        return TRUE;
    }
    put_text(name, s->value);
    return TRUE;
}

static gboolean set_uid(const Setting *s, GError **error)
{
    return set_identity(s, &s->spec->user, &s->spec->uid, error);
}

static gboolean set_gid(const Setting *s, GError **error)
{
    return set_identity(s, &s->spec->group, &s->spec->gid, error);
}

/* The hosts that a file names, one or several a line, joined by commas; NULL if it cannot be read. */
static char *hosts_of_file(const Setting *s, const char *path)
{
    g_autofree char *full = NULL, *text = NULL;
    g_auto(GStrv)    words = NULL;
    GString         *hosts = NULL;

    if (s->context->dir != NULL && !g_path_is_absolute(path))
        full = g_build_filename(s->context->dir, path, NULL);
    if (s->context->no_files || !g_file_get_contents(full != NULL ? full : path, &text, NULL, NULL))
        return NULL;
    hosts = g_string_new(NULL);
    words = g_strsplit_set(text, " \t\r\n", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        if (*words[i] == '\0' || *words[i] == '#')
            continue;
        g_string_append_printf(hosts, "%s%s", hosts->len > 0 ? "," : "", words[i]);
    }
    return g_string_free(hosts, FALSE);
}

#define NO_HOSTS_FILE                                                                              \
    "%s: error: slurm_allocate_resources error opening file %s, No such file or directory"

static gboolean set_hosts(const Setting *s, GError **error)
{
    g_autofree char *hosts = NULL;

    if (strchr(s->value, '/') == NULL)
        return set_text(s, error);
    hosts = hosts_of_file(s, s->value);
    if (hosts == NULL) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, NO_HOSTS_FILE,
                    ss_sbatch_name(s->command), s->value);
        return FALSE;
    }
    put_text(spec_at(s), hosts);
    return TRUE;
}

static gboolean set_nodefile(const Setting *s, GError **error)
{
    g_autofree char *hosts = hosts_of_file(s, s->value);
    const char      *name = ss_sbatch_name(s->command);

    if (hosts == NULL) {
        g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION,
                    NO_HOSTS_FILE "\n%s: error: Invalid --nodefile node file", name, s->value,
                    name);
        return FALSE;
    }
    put_text(&s->spec->nodelist, hosts);
    return TRUE;
}

static gboolean set_wait_all_nodes(const Setting *s, GError **error)
{
    uint32_t number;

    if (!take_whole(s->value, 0, &number))
        return invalid_number(s, s->value, "--wait-all-nodes", error);
    return number <= 1 || invalid(s, error);
}

static gboolean set_open_mode(const Setting *s, GError **error)
{
    const char mode = g_ascii_tolower(*s->value);

    return mode == 'a' || mode == 't' || invalid(s, error);
}

static gboolean set_delay_boot(const Setting *s, GError **error)
{
    SsSpan span;

    if (!ss_span_parse(s->value, &span, NULL))
        return invalid(s, error);
    s->spec->delay_boot = (uint32_t) MIN(span, UINT32_MAX);
    return TRUE;
}

static gboolean set_mail_type(const Setting *s, GError **error)
{
    char *types = NULL;

    if (!ss_mail_types_parse(s->value, &types))
        return invalid(s, error);
    g_free(s->spec->mail_type);
    s->spec->mail_type = types;
    return TRUE;
}

/* --- own options -------------------------------------------------------------------------------- */

static gboolean bad_sim(const Setting *s, const char *right, GError **error)
{
    g_set_error(error, SS_USAGE_ERROR, SS_USAGE_ERROR_OPTION, "%s: error: --%s '%s': write %s",
                ss_sbatch_name(s->command), s->row->option.name, s->value, right);
    return FALSE;
}

static bool take_seconds(const char *text, SsSpan *out)
{
    int64_t seconds;

    if (ss_int_parse(text, 0, INT64_MAX / 2, &seconds, NULL)) {
        *out = seconds;
        return true;
    }
    return strpbrk(text, ":-") != NULL && *text != '-' && ss_span_parse(text, out, NULL);
}

static gboolean set_sim_run(const Setting *s, GError **error)
{
    if (strcmp(s->value, "limit") == 0) {
        s->spec->fate = SS_FATE_TO_LIMIT;
    } else {
        if (!take_seconds(s->value, &s->spec->run))
            return bad_sim(s, "seconds, [D-]HH:MM:SS or limit", error);
        if (s->spec->fate == SS_FATE_TO_LIMIT)
            s->spec->fate = SS_FATE_RUN;
    }
    s->client->run_given = true;
    return TRUE;
}

static gboolean set_sim_end(const Setting *s, GError **error)
{
    static const struct {
        const char *word;
        SsFate      fate;
    } words[] = { { "run", SS_FATE_RUN },
                  { "limit", SS_FATE_TO_LIMIT },
                  { "cancel", SS_FATE_CANCEL_RUNNING },
                  { "oom", SS_FATE_OOM },
                  { "node-fail", SS_FATE_NODE_FAIL },
                  { "sleep", SS_FATE_SLEEP } };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(s->value, words[i].word) == 0) {
            s->spec->fate = words[i].fate;
            s->client->run_given = s->client->run_given || words[i].fate == SS_FATE_TO_LIMIT;
            return TRUE;
        }
    }
    return bad_sim(s, "run, limit, cancel, oom, node-fail or sleep", error);
}

static gboolean set_sim_cancel_after(const Setting *s, GError **error)
{
    if (!take_seconds(s->value, &s->spec->cancel_after))
        return bad_sim(s, "seconds", error);
    s->spec->fate = SS_FATE_CANCEL_PENDING;
    s->client->run_given = true;
    return TRUE;
}

/* Status, or status:signal as sacct's ExitCode. */
static gboolean set_sim_exit(const Setting *s, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(s->value, ":", 2);
    uint32_t      status = 0, number = 0;

    if (parts[0] == NULL || !take_whole(parts[0], 0, &status) || status > 255
        || (parts[1] != NULL && (!take_whole(parts[1], 0, &number) || number > 127)))
        return bad_sim(s, "STATUS or STATUS:SIGNAL", error);
    s->spec->exit_code = status << 8 | number;
    return TRUE;
}

/* --- the table ---------------------------------------------------------------------------------- */

#define SB  (1u << SS_SBATCH)
#define SR  (1u << SS_SRUN)
#define SA  (1u << SS_SALLOC)
#define ALL (SB | SR | SA)

#define SPEC(field)   offsetof(SsJobSpec, field)
#define CLIENT(field) offsetof(SsSbatchClient, field)

#define SIM   SS_OPTION_SIMULATED
#define INERT SS_OPTION_INERT
#define NOT   SS_OPTION_UNSUPPORTED
#define NONE  SS_ARGUMENT_NONE
#define REQ   SS_ARGUMENT_REQUIRED
#define OPT   SS_ARGUMENT_OPTIONAL

/* clang-format off */
static const Row rows[] = { /* sorted by name; a test checks it */
    { { "account", 'A', REQ, ALL, SIM, "SBATCH_ACCOUNT", "NAME",
        "Account to charge; the user's default account if not given." }, set_account, 0 },
    { { "acctg-freq", 0, REQ, ALL, INERT, "SBATCH_ACCTG_FREQ", "LIST",
        "How often the accounting samples a job." }, NULL, 0 },
    { { "array", 'a', REQ, SB, SIM, "SBATCH_ARRAY_INX", "INDEXES",
        "Many jobs of one script: 0-15, 1,3,5-9:2; %N lets at most N run at once." },
      set_text, SPEC(array) },
    { { "batch", 0, REQ, SB, INERT, NULL, "FEATURES",
        "Features of the node that runs the script." }, NULL, 0 },
    { { "bb", 0, REQ, ALL, NOT, "SBATCH_BURST_BUFFER", "SPEC", "Burst buffer." }, NULL, 0 },
    { { "bbf", 0, REQ, ALL, NOT, NULL, "FILE", "Burst buffer, described in a file." }, NULL, 0 },
    { { "bcast", 0, OPT, SR, INERT, NULL, "DEST", "Copies the program to the nodes." }, NULL, 0 },
    { { "bcast-exclude", 0, REQ, SR, INERT, NULL, "PATHS", "Libraries not to copy." }, NULL, 0 },
    { { "begin", 'b', REQ, ALL, SIM, NULL, "TIME",
        "Not before this time: now+2hours, 16:00, 2026-01-20T12:34." }, set_moment, SPEC(begin) },
    { { "bell", 0, NONE, SA, INERT, NULL, NULL, "Rings when the allocation is there." }, NULL, 0 },
    { { "chdir", 'D', REQ, ALL, INERT, NULL, "PATH", "Working directory." },
      set_text, SPEC(work_dir) },
    { { "cluster", 0, REQ, SB, NOT, NULL, "NAMES", "The same as --clusters." },
      set_client_text, CLIENT(clusters) },
    { { "cluster-constraint", 0, REQ, ALL, NOT, "SBATCH_CLUSTER_CONSTRAINT", "LIST",
        "Features of clusters in a federation." }, NULL, 0 },
    { { "clusters", 'M', REQ, ALL, NOT, "SBATCH_CLUSTERS", "NAMES",
        "Other clusters to submit to; a simulation has one." },
      set_client_text, CLIENT(clusters) },
    { { "comment", 0, REQ, ALL, SIM, NULL, "TEXT", "Text kept with the job." },
      set_text, SPEC(comment) },
    { { "compress", 0, OPT, SR, INERT, NULL, "LIBRARY", "Compression for --bcast." }, NULL, 0 },
    { { "constraint", 'C', REQ, ALL, SIM, "SBATCH_CONSTRAINT", "FEATURES",
        "Node features: a, a&b, a|b, a*2, [rack1|rack2]." }, set_text, SPEC(constraint) },
    { { "container", 0, REQ, ALL, INERT, "SBATCH_CONTAINER", "PATH", "OCI container." }, NULL, 0 },
    { { "context", 0, REQ, ALL, INERT, NULL, "TEXT", "Security context." }, NULL, 0 },
    { { "contiguous", 0, NONE, ALL, SIM, NULL, NULL, "Nodes that are neighbours." },
      set_flag, SPEC(contiguous) },
    { { "core-spec", 'S', REQ, ALL, SIM, "SBATCH_CORE_SPEC", "N",
        "Cores of each node that are kept for the system." },
      set_count_or_zero, SPEC(core_spec) },
    { { "cores-per-socket", 0, REQ, ALL, SIM, NULL, "N",
        "Nodes with at least so many cores in a socket." }, set_count, SPEC(cores_per_socket) },
    { { "cpu-bind", 0, REQ, SR, INERT, NULL, "TYPE", "Binding of tasks to CPUs." }, NULL, 0 },
    { { "cpu-freq", 0, REQ, ALL, INERT, "SBATCH_CPU_FREQ_REQ", "RANGE", "CPU frequency." },
      NULL, 0 },
    { { "cpus-per-gpu", 0, REQ, ALL, SIM, "SBATCH_CPUS_PER_GPU", "N", "CPUs with each GPU." },
      set_count, SPEC(cpus_per_gpu) },
    { { "cpus-per-task", 'c', REQ, ALL, SIM, NULL, "N", "CPUs of each task." },
      set_count, SPEC(cpus_per_task) },
    { { "deadline", 0, REQ, ALL, SIM, NULL, "TIME",
        "The job is removed if it cannot end by then." }, set_moment, SPEC(deadline) },
    { { "delay-boot", 0, REQ, ALL, INERT, "SBATCH_DELAY_BOOT", "MINUTES",
        "How long to wait before nodes are booted for a feature." }, set_delay_boot, 0 },
    { { "dependency", 'd', REQ, ALL, SIM, NULL, "LIST",
        "Waits for other jobs: afterok:17, afterany:17:18, after:17+5, singleton; comma is and, "
        "question mark is or." }, set_text, SPEC(dependency) },
    { { "disable-status", 'X', NONE, SR, INERT, NULL, NULL, "Ctrl-C ends srun at once." },
      NULL, 0 },
    { { "distribution", 'm', REQ, ALL, SIM, "SBATCH_DISTRIBUTION", "TYPE",
        "How tasks are laid on nodes and sockets: block, cyclic, plane=N, arbitrary." },
      set_distribution, 0 },
    { { "epilog", 0, REQ, SR, INERT, NULL, "PROGRAM", "Runs after the step." }, NULL, 0 },
    { { "error", 'e', REQ, SB | SR, INERT, "SBATCH_ERROR", "FILE", "Where stderr goes." },
      set_text, SPEC(std_err) },
    { { "exact", 0, NONE, SR, INERT, NULL, NULL, "A step takes only what it asks for." },
      NULL, 0 },
    { { "exclude", 'x', REQ, ALL, SIM, NULL, "NODES", "Nodes that must not be used." },
      set_hosts, SPEC(exclude) },
    { { "exclusive", 0, OPT, ALL, SIM, "SBATCH_EXCLUSIVE", "user|mcs",
        "Whole nodes, or nodes shared with the same user (MCS label) only." }, set_exclusive, 0 },
    { { "export", 0, REQ, SB | SR, INERT, "SBATCH_EXPORT", "LIST", "Environment of the job." },
      NULL, 0 },
    { { "export-file", 0, REQ, SB, INERT, NULL, "FILE", "Environment from a file." }, NULL, 0 },
    { { "extra-node-info", 'B', REQ, ALL, SIM, NULL, "S[:C[:T]]",
        "Sockets, cores and threads that a node must have." }, set_extra_node_info, 0 },
    { { "get-user-env", 0, OPT, SB | SA, INERT, "SBATCH_GET_USER_ENV", "TIME",
        "Environment of the user's login." }, NULL, 0 },
    { { "gid", 0, REQ, SB | SA, SIM, NULL, "GROUP", "Submits with this group." }, set_gid, 0 },
    { { "gpu-bind", 0, REQ, ALL, INERT, "SBATCH_GPU_BIND", "TYPE", "Binding of tasks to GPUs." },
      NULL, 0 },
    { { "gpu-freq", 0, REQ, ALL, INERT, "SBATCH_GPU_FREQ", "SPEC", "GPU clocks." }, NULL, 0 },
    { { "gpus", 'G', REQ, ALL, SIM, "SBATCH_GPUS", "[TYPE:]N", "GPUs of the whole job." },
      set_gpus, SPEC(gpus) },
    { { "gpus-per-node", 0, REQ, ALL, SIM, "SBATCH_GPUS_PER_NODE", "[TYPE:]N",
        "GPUs on each node." }, set_gpus, SPEC(gpus_per_node) },
    { { "gpus-per-socket", 0, REQ, ALL, SIM, "SBATCH_GPUS_PER_SOCKET", "[TYPE:]N",
        "GPUs on each socket." }, set_gpus, SPEC(gpus_per_socket) },
    { { "gpus-per-task", 0, REQ, ALL, SIM, "SBATCH_GPUS_PER_TASK", "[TYPE:]N",
        "GPUs for each task." }, set_gpus, SPEC(gpus_per_task) },
    { { "gres", 0, REQ, ALL, SIM, "SBATCH_GRES", "NAME[[:TYPE]:N]",
        "Generic resources on each node: gpu:2, gpu:h100:4." }, set_gres, 0 },
    { { "gres-flags", 0, REQ, ALL, SIM, "SBATCH_GRES_FLAGS", "FLAGS",
        "enforce-binding: only cores close to the devices; disable-binding: any." },
      set_gres_flags, 0 },
    { { "help", 'h', NONE, ALL, SIM, NULL, NULL, "Prints the options." },
      set_client_flag, CLIENT(help) },
    { { "het-group", 0, REQ, SR, NOT, NULL, "LIST", "Parts of a heterogeneous job." }, NULL, 0 },
    { { "hint", 0, REQ, ALL, SIM, "SBATCH_HINT", "WORD",
        "compute_bound, memory_bound, multithread; nomultithread takes one thread of a core." },
      set_hint, 0 },
    { { "hold", 'H', NONE, ALL, SIM, NULL, NULL, "Submits held: waits until released." },
      set_flag, SPEC(hold) },
    { { "ignore-pbs", 0, NONE, SB, INERT, "SBATCH_IGNORE_PBS", NULL,
        "#PBS lines are not read (they never are here)." },
      set_client_flag, CLIENT(ignore_pbs) },
    { { "immediate", 'I', OPT, SR | SA, SIM, "SBATCH_IMMEDIATE", "SECONDS",
        "Starts at once or not at all." }, set_immediate, 0 },
    { { "input", 'i', REQ, SB | SR, INERT, "SBATCH_INPUT", "FILE", "Where stdin comes from." },
      set_text, SPEC(std_in) },
    { { "job-name", 'J', REQ, ALL, SIM, "SBATCH_JOB_NAME", "NAME", "Name of the job." },
      set_text, SPEC(name) },
    { { "jobid", 0, REQ, SR, NOT, NULL, "ID", "Runs in an allocation that is there." }, NULL, 0 },
    { { "kill-command", 'K', OPT, SA, INERT, NULL, "SIGNAL",
        "Signal to the command when the time is over." }, NULL, 0 },
    { { "kill-on-bad-exit", 'K', OPT, SR, INERT, NULL, "0|1", "One bad task ends the step." },
      NULL, 0 },
    { { "kill-on-invalid-dep", 0, REQ, SB, SIM, NULL, "yes|no",
        "Cancels the job when its dependency can never be met." }, set_kill_on_invalid_dep, 0 },
    { { "label", 'l', NONE, SR, INERT, NULL, NULL, "Task number before each line." }, NULL, 0 },
    { { "licenses", 'L', REQ, ALL, SIM, NULL, "NAME[:N]", "Licenses the job holds." },
      set_text, SPEC(licenses) },
    { { "mail-type", 0, REQ, ALL, INERT, NULL, "LIST", "When to send mail." },
      set_mail_type, 0 },
    { { "mail-user", 0, REQ, ALL, INERT, NULL, "ADDRESS", "To whom." },
      set_text, SPEC(mail_user) },
    { { "mcs-label", 0, REQ, ALL, NOT, NULL, "LABEL", "Label of the MCS plugin." }, NULL, 0 },
    { { "mem", 0, REQ, ALL, SIM, "SBATCH_MEM_PER_NODE", "SIZE",
        "Memory of each node, in MB unless K, M, G or T follows; 0 is all of it." },
      set_memory, SPEC(mem_per_node) },
    { { "mem-bind", 0, REQ, ALL, INERT, "SBATCH_MEM_BIND", "TYPE", "Binding to NUMA nodes." },
      NULL, 0 },
    { { "mem-per-cpu", 0, REQ, ALL, SIM, "SBATCH_MEM_PER_CPU", "SIZE", "Memory of each CPU." },
      set_memory, SPEC(mem_per_cpu) },
    { { "mem-per-gpu", 0, REQ, ALL, SIM, "SBATCH_MEM_PER_GPU", "SIZE", "Memory with each GPU." },
      set_memory, SPEC(mem_per_gpu) },
    { { "mincpus", 0, REQ, ALL, SIM, NULL, "N", "At least so many CPUs of each node." },
      set_count, SPEC(min_cpus_node) },
    { { "mpi", 0, REQ, SR, INERT, NULL, "TYPE", "How MPI is started." }, NULL, 0 },
    { { "multi-prog", 0, NONE, SR, INERT, NULL, NULL, "Several programs in one step." }, NULL, 0 },
    { { "network", 0, REQ, ALL, INERT, "SBATCH_NETWORK", "TEXT", "Interconnect." },
      set_text, SPEC(network) },
    { { "nice", 0, OPT, ALL, SIM, NULL, "N",
        "Lowers the priority by N (100 without); a negative number raises it." }, set_nice, 0 },
    { { "no-allocate", 'Z', NONE, SR, NOT, NULL, NULL, "Runs without an allocation." }, NULL, 0 },
    { { "no-bell", 0, NONE, SA, INERT, NULL, NULL, "Never rings." }, NULL, 0 },
    { { "no-kill", 'k', OPT, ALL, SIM, "SBATCH_NO_KILL", "off",
        "The job goes on when one of its nodes fails." }, set_no_kill, 0 },
    { { "no-requeue", 0, NONE, SB, SIM, "SBATCH_NO_REQUEUE", NULL, "Never put back in the queue." },
      set_no_requeue, 0 },
    { { "no-shell", 0, NONE, SA, INERT, NULL, NULL, "Leaves the allocation without a shell." },
      NULL, 0 },
    { { "nodefile", 'F', REQ, SB | SA, SIM, NULL, "FILE", "--nodelist, from a file." },
      set_nodefile, 0 },
    { { "nodelist", 'w', REQ, ALL, SIM, NULL, "NODES", "Nodes that must be among the job's." },
      set_hosts, SPEC(nodelist) },
    { { "nodes", 'N', REQ, ALL, SIM, NULL, "MIN[-MAX]", "How many nodes." }, set_nodes, 0 },
    { { "ntasks", 'n', REQ, ALL, SIM, NULL, "N", "How many tasks; one a node if not given." },
      set_count, SPEC(ntasks) },
    { { "ntasks-per-core", 0, REQ, ALL, SIM, NULL, "N", "At most so many tasks on a core." },
      set_count, SPEC(ntasks_per_core) },
    { { "ntasks-per-gpu", 0, REQ, ALL, SIM, NULL, "N", "Tasks with each GPU." },
      set_count, SPEC(ntasks_per_gpu) },
    { { "ntasks-per-node", 0, REQ, ALL, SIM, NULL, "N",
        "Tasks on each node; with --ntasks at most so many." },
      set_count, SPEC(ntasks_per_node) },
    { { "ntasks-per-socket", 0, REQ, ALL, SIM, NULL, "N", "At most so many tasks on a socket." },
      set_count, SPEC(ntasks_per_socket) },
    { { "ntasks-per-tres", 0, REQ, ALL, SIM, NULL, "N", "The same as --ntasks-per-gpu." },
      set_count, SPEC(ntasks_per_gpu) },
    { { "open-mode", 0, REQ, SB | SR, INERT, "SBATCH_OPEN_MODE", "append|truncate",
        "What becomes of old output files." }, set_open_mode, 0 },
    { { "output", 'o', REQ, SB | SR, INERT, "SBATCH_OUTPUT", "FILE", "Where stdout goes." },
      set_text, SPEC(std_out) },
    { { "overcommit", 'O', NONE, ALL, SIM, "SBATCH_OVERCOMMIT", NULL,
        "Tasks share CPUs: one a node is enough." }, set_flag, SPEC(overcommit) },
    { { "overlap", 0, NONE, SR, INERT, NULL, NULL, "Steps share resources." }, NULL, 0 },
    { { "oversubscribe", 's', NONE, ALL, SIM, NULL, NULL,
        "Resources may be shared, where the partition leaves that to the job." },
      set_oversubscribe, 0 },
    { { "parsable", 0, NONE, SB, SIM, NULL, NULL, "Prints the job id only." },
      set_client_flag, CLIENT(parsable) },
    { { "partition", 'p', REQ, ALL, SIM, "SBATCH_PARTITION", "NAMES",
        "Partition; of several the one with the earliest start." }, set_text, SPEC(partition) },
    { { "power", 0, REQ, ALL, INERT, "SBATCH_POWER", "FLAGS", "Power management." }, NULL, 0 },
    { { "prefer", 0, REQ, ALL, SIM, NULL, "FEATURES",
        "Features that are wished for, as --constraint writes them." }, set_text, SPEC(prefer) },
    { { "preserve-env", 'E', NONE, SR, INERT, NULL, NULL, "Passes task counts on." }, NULL, 0 },
    { { "priority", 0, REQ, ALL, SIM, NULL, "N|TOP",
        "A fixed priority; needs an operator." }, set_priority, 0 },
    { { "profile", 0, REQ, ALL, INERT, "SBATCH_PROFILE", "LIST", "Profiling data." }, NULL, 0 },
    { { "prolog", 0, REQ, SR, INERT, NULL, "PROGRAM", "Runs before the step." }, NULL, 0 },
    { { "propagate", 0, OPT, SB | SR, INERT, NULL, "LIMITS", "Resource limits of the shell." },
      NULL, 0 },
    { { "pty", 0, NONE, SR, INERT, NULL, NULL, "A terminal for the first task." }, NULL, 0 },
    { { "qos", 'q', REQ, ALL, SIM, "SBATCH_QOS", "NAME", "Quality of service." },
      set_text, SPEC(qos) },
    { { "quiet", 'Q', NONE, ALL, SIM, NULL, NULL, "Says less." },
      set_client_flag, CLIENT(quiet) },
    { { "quit-on-interrupt", 0, NONE, SR, INERT, NULL, NULL, "One Ctrl-C ends srun." }, NULL, 0 },
    { { "reboot", 0, NONE, ALL, NOT, NULL, NULL, "Boots the nodes first." }, NULL, 0 },
    { { "relative", 'r', REQ, SR, INERT, NULL, "N", "First node of the step." }, NULL, 0 },
    { { "requeue", 0, NONE, SB, SIM, "SBATCH_REQUEUE", NULL,
        "May be put back in the queue after a failure or preemption." }, set_requeue, 0 },
    { { "reservation", 0, REQ, ALL, SIM, "SBATCH_RESERVATION", "NAMES",
        "Runs in a reservation." }, set_text, SPEC(reservation) },
    { { "resv-ports", 0, OPT, SR, INERT, NULL, "N", "Communication ports." }, NULL, 0 },
    { { "send-libs", 0, OPT, SR, INERT, NULL, "yes|no", "Copies libraries, too." }, NULL, 0 },
    { { "signal", 0, REQ, ALL, SIM, "SBATCH_SIGNAL", "[R|B:]SIG[@S]",
        "A signal so many seconds (60) before the end." }, set_signal, 0 },
    { { "sim-cancel-after", 0, REQ, ALL, SIM, NULL, "SECONDS",
        "Cancelled at this age unless it has started (simulation only)." },
      set_sim_cancel_after, 0 },
    { { "sim-end", 0, REQ, ALL, SIM, NULL, "WORD",
        "How it ends: run, limit, cancel, oom, node-fail, sleep (simulation only)." }, set_sim_end, 0 },
    { { "sim-exit", 0, REQ, ALL, SIM, NULL, "STATUS[:SIGNAL]",
        "Its exit code (simulation only)." }, set_sim_exit, 0 },
    { { "sim-run", 0, REQ, ALL, SIM, NULL, "SECONDS|limit",
        "How long it runs, or that it needs more than any limit (simulation only)." },
      set_sim_run, 0 },
    { { "sim-submit-line", 0, REQ, ALL, SIM, NULL, "TEXT",
        "The line that submitted it, for sacct (simulation only)." },
      set_text, SPEC(submit_line) },
    { { "slurmd-debug", 0, REQ, SR, INERT, NULL, "LEVEL", "Messages of the node." }, NULL, 0 },
    { { "sockets-per-node", 0, REQ, ALL, SIM, NULL, "N",
        "Nodes with at least so many sockets." }, set_count, SPEC(sockets_per_node) },
    { { "spread-job", 0, NONE, ALL, SIM, "SBATCH_SPREAD_JOB", NULL,
        "Many nodes with few tasks each." }, set_flag, SPEC(spread) },
    { { "switches", 0, REQ, ALL, SIM, "SBATCH_REQ_SWITCH", "N[@TIME]",
        "Nodes below at most N leaf switches, for which the job waits at most TIME." },
      set_switches, 0 },
    { { "task-epilog", 0, REQ, SR, INERT, NULL, "PROGRAM", "Runs after each task." }, NULL, 0 },
    { { "task-prolog", 0, REQ, SR, INERT, NULL, "PROGRAM", "Runs before each task." }, NULL, 0 },
    { { "tasks-per-node", 0, REQ, ALL, SIM, NULL, "N", "The same as --ntasks-per-node." },
      set_count, SPEC(ntasks_per_node) },
    { { "test-only", 0, NONE, SB | SR, SIM, NULL, NULL,
        "Submits nothing; tells when the job would start." },
      set_flag, SPEC(test_only) },
    { { "thread-spec", 0, REQ, ALL, SIM, "SBATCH_THREAD_SPEC", "N",
        "Threads of each node that are kept for the system: the job has whole nodes." },
      set_count_or_zero, SPEC(thread_spec) },
    { { "threads", 'T', REQ, SR, INERT, NULL, "N", "Threads that start the step." }, NULL, 0 },
    { { "threads-per-core", 0, REQ, ALL, SIM, "SBATCH_THREADS_PER_CORE", "N",
        "Uses so many threads of a core." }, set_count, SPEC(threads_per_core) },
    { { "time", 't', REQ, ALL, SIM, "SBATCH_TIMELIMIT", "TIME",
        "Time limit: 90 (minutes), 1:30:00, 2-12:00; 0 is none." }, set_time, 0 },
    { { "time-min", 0, REQ, ALL, SIM, NULL, "TIME",
        "The limit may be lowered to this for an earlier start." }, set_time_min, 0 },
    { { "tmp", 0, REQ, ALL, SIM, NULL, "SIZE", "Nodes with so much temporary disk." },
      set_memory, SPEC(tmp_disk) },
    { { "uid", 0, REQ, SB | SA, SIM, NULL, "USER", "Submits for this user." }, set_uid, 0 },
    { { "unbuffered", 'u', NONE, SR, INERT, NULL, NULL, "Output at once." }, NULL, 0 },
    { { "usage", 0, NONE, ALL, SIM, NULL, NULL, "Prints a short help." },
      set_client_flag, CLIENT(usage) },
    { { "use-min-nodes", 0, NONE, ALL, SIM, "SBATCH_USE_MIN_NODES", NULL,
        "Of a range of node counts prefers the lower end." }, set_flag, SPEC(use_min_nodes) },
    { { "verbose", 'v', NONE, ALL, SIM, NULL, NULL, "Says more." }, set_verbose, 0 },
    { { "version", 'V', NONE, ALL, SIM, NULL, NULL, "Prints the version." },
      set_client_flag, CLIENT(version) },
    { { "wait", 'W', NONE, SB, INERT, "SBATCH_WAIT", NULL, "Returns when the job has ended." },
      set_client_flag, CLIENT(wait) },
    { { "wait", 'W', REQ, SR, INERT, NULL, "SECONDS", "How long other tasks may go on." },
      NULL, 0 },
    { { "wait-all-nodes", 0, REQ, SB | SA, INERT, "SBATCH_WAIT_ALL_NODES", "0|1",
        "Starts when all nodes are booted." }, set_wait_all_nodes, 0 },
    { { "wckey", 0, REQ, ALL, SIM, "SBATCH_WCKEY", "NAME", "Workload characterisation key." },
      set_text, SPEC(wckey) },
    { { "wrap", 0, REQ, SB, SIM, NULL, "COMMAND", "Makes a script of one line." },
      set_client_text, CLIENT(wrap) },
};
/* clang-format on */

#define N_ROWS ((uint32_t) G_N_ELEMENTS(rows))

const SsSbatchOption *ss_sbatch_option(uint32_t i)
{
    return i < N_ROWS ? &rows[i].option : NULL;
}

/* The same thing under two names is not ambiguous. */
static bool same_meaning(const Row *a, const Row *b)
{
    return a->set == b->set && a->at == b->at && a->set != NULL
           && a->option.argument == b->option.argument && a->at != 0;
}

/* The first row that does not sort before `word`. */
static uint32_t first_row(const char *word, size_t length)
{
    uint32_t low = 0, high = N_ROWS;

    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (strncmp(rows[middle].option.name, word, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const SsSbatchOption *ss_sbatch_option_named(const char *word, size_t length, SsSbatchFor command,
                                             bool *ambiguous)
{
    const Row *found = NULL;
    bool       several = false;

    for (uint32_t i = first_row(word, length); i < N_ROWS; i++) {
        const Row *row = &rows[i];

        if (strncmp(row->option.name, word, length) != 0)
            break;
        if ((row->option.commands & (1u << command)) == 0)
            continue;
        if (row->option.name[length] == '\0') {
            found = row;
            several = false;
            break;
        }
        several = several || (found != NULL && !same_meaning(found, row));
        if (found == NULL)
            found = row;
    }
    if (ambiguous != NULL)
        *ambiguous = several;
    return found == NULL || several ? NULL : &found->option;
}

const SsSbatchOption *ss_sbatch_option_lettered(char letter, SsSbatchFor command)
{
    for (uint32_t i = 0; i < N_ROWS; i++) {
        const SsSbatchOption *option = &rows[i].option;

        if (option->letter == letter && (option->commands & (1u << command)) != 0)
            return option;
    }
    return NULL;
}

gboolean ss_sbatch_set(const SsSbatchOption *option, const char *value, SsSbatchFor command,
                       const SsSbatchContext *context, SsJobSpec *spec, SsSbatchClient *client,
                       GError **error)
{
    g_auto(SsSbatchClient) unheard = { 0 };
    const Row             *row = (const Row *) (const void *) option; /* its first member */
    const Setting          setting = {
                 .row = row,
                 .value = value != NULL ? value : "",
                 .given = value != NULL,
                 .command = command,
                 .context = context,
                 .spec = spec,
                 .client = client != NULL ? client : &unheard,
    };

    return row->set == NULL || row->set(&setting, error);
}

/* --- all of them together ----------------------------------------------------------------------- */

/* `text` with the command's name for each @. */
static gboolean clash(SsSbatchFor command, const char *text, GError **error)
{
    g_auto(GStrv)    lines = g_strsplit(text, "@", -1);
    g_autofree char *joined = g_strjoinv(ss_sbatch_name(command), lines);

    g_set_error_literal(error, SS_USAGE_ERROR, SS_USAGE_ERROR_VALUE, joined);
    return FALSE;
}

gboolean ss_sbatch_check(const SsJobSpec *spec, SsSbatchFor command, GError **error)
{
    const int memories =
        (spec->mem_per_node >= 0) + (spec->mem_per_cpu >= 0) + (spec->mem_per_gpu >= 0);
    const bool no_tasks = spec->ntasks == SS_UNSET32;

    if (memories > 1)
        return clash(command,
                     "@: fatal: --mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.",
                     error);
    if (spec->begin != 0 && spec->deadline != 0 && spec->deadline < spec->begin)
        return clash(command, "@: error: Incompatible begin and deadline time specification",
                     error);
    if (spec->cpus_per_gpu != SS_UNSET32 && spec->cpus_per_task != SS_UNSET32)
        return clash(command,
                     "@: error: --cpus-per-gpu is mutually exclusive with --cpus-per-task\n"
                     "@: error: Invalid generic resource (gres) specification",
                     error);
    if (spec->gpus_per_socket != NULL && spec->sockets_per_node == SS_UNSET32)
        return clash(command,
                     "@: error: --gpus-per-socket option requires --sockets-per-node "
                     "specification\n"
                     "@: error: Invalid generic resource (gres) specification",
                     error);
    if (spec->gpus_per_task != NULL && spec->gpus == NULL && no_tasks
        && (spec->min_nodes == 0 || spec->min_nodes != spec->max_nodes))
        return clash(command,
                     "@: error: Failed to validate job spec. --gpus-per-task used without either "
                     "--gpus or -n/--ntasks is not allowed.\n"
                     "@: error: Invalid generic resource (gres) specification",
                     error);
    return TRUE;
}
