/* SPDX-License-Identifier: Apache-2.0 */
/*
 * play.c - what was done to the recording's cluster, done to ours.
 *
 * The controller starts at BEGIN with the usage put in; pending.sh runs against it, where `at TIME` moves the
 * clock; then the clock goes to NOW and the recorded commands are asked. Everything runs in a shell with our
 * links first on PATH. As in the recording, the work folder's path is written /WORK in what is printed.
 */
#include "tests/conformance/runner/play.h"

#include "sim/base/date.h"
#include "tests/conformance/runner/moments.h"
#include "tests/conformance/runner/rhythm.h"
#include "tests/conformance/runner/site.h"
#include "tests/conformance/runner/told.h"
#include "tests/support/record.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

/* The clock of a recording runs, twenty times as fast, for two seconds before each jump, so that the scheduler
 * sees what was submitted; nothing happens during the jump, and what wakes behind it does so in its rhythm. */
static const char at_moves_the_clock[] =
    "at() { [ \"$told\" ] || slurmsim advance -q \"$SLURMSIM_DB\" 0:40;"
    " slurmsim advance -q --asleep $(late \"$1\") \"$SLURMSIM_DB\""
    " --to \"$(date -d \"$(echo \"$1\" | tr T ' ') UTC -1 second\" +%Y-%m-%dT%H:%M:%S)\";"
    " slurmsim advance -q \"$SLURMSIM_DB\" 0:01; wait_behind \"$1\"; }\n";

/* The Nth command of pending.sh. Its number is kept in a file, as it may be typed in a subshell. */
static const char commands_are_counted[] =
    "counted() { n=$(($(cat \"$WORK/n\") + 1)); echo $n >\"$WORK/n\"; before $n; did=0;"
    " command \"$@\" >\"$WORK/said\" || did=$?; cat \"$WORK/said\"; behind $n;"
    " behind_job \"$(sed -n 's/^Submitted batch job //; /^[0-9][0-9]*$/p' \"$WORK/said\")\"; return $did; }\n"
    "sbatch() { counted sbatch \"$@\"; }\n"
    "scontrol() { counted scontrol \"$@\"; }\n"
    "scancel() { counted scancel \"$@\"; }\n"
    "sacctmgr() { counted sacctmgr \"$@\"; }\n"
    "echo 0 >\"$WORK/n\"\n";

static char *replaced(const char *text, const char *from, const char *to)
{
    g_auto(GStrv) parts = g_strsplit(text, from, -1);

    return g_strjoinv(to, parts);
}

/* The environment of everything that runs: nothing of the caller's but what a shell needs. */
static char **make_environment(const SsCase *c, const char *build)
{
    g_autofree char *links = g_build_filename(build, "libexec/slurmsim/bin", NULL);
    g_autofree char *own = g_build_filename(build, "bin", NULL);
    g_autofree char *path = g_strdup_printf("%s:%s:/usr/bin:/bin", links, own);
    g_autofree char *db = g_build_filename(c->work, "run.db", NULL);
    g_autofree char *scratch = g_build_filename(c->work, "scratch", NULL);
    char           **env = g_new0(char *, 1);

    env = g_environ_setenv(env, "PATH", path, TRUE);
    env = g_environ_setenv(env, "SLURMSIM_DB", db, TRUE);
    env = g_environ_setenv(env, "SCRATCH", scratch, TRUE);
    env = g_environ_setenv(env, "WORK", c->work, TRUE);
    env = g_environ_setenv(env, "LC_ALL", "C", TRUE);
    return g_environ_setenv(env, "TZ", ss_zone_name(c->zone), TRUE);
}

typedef struct {
    SsCase *c;
    char  **env;
    char   *jobs; /* the folder that commands run in */
} Play;

/* Runs `script`; what it says on both ways, in order, with /WORK for the folder. NULL: it could not start. */
static char *run(const Play *play, const char *script, int *code)
{
    g_autofree char *whole = g_strdup_printf("exec 2>&1 </dev/null\n%s", script);
    char            *argv[] = { (char *) "/bin/sh", (char *) "-c", whole, NULL };
    g_autofree char *out = NULL;
    int              status = 0;

    if (!g_spawn_sync(play->jobs, argv, play->env, 0, NULL, NULL, &out, NULL, &status, NULL))
        return NULL;
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return replaced(out, play->c->work, "/WORK");
}

/* A step without which there is nothing to compare. */
static bool must(const Play *play, const char *what, const char *script, char **said)
{
    int              code = 0;
    g_autofree char *text = run(play, script, &code);

    if (text && code == 0) {
        if (said)
            *said = g_steal_pointer(&text);
        return true;
    }
    play->c->trouble = g_strdup_printf("%s: exit %d: %s", what, code, text ? text : "");
    return false;
}

/* --- the cluster -------------------------------------------------------------------------------------- */

static void add_time(GString *script, const SsCase *c, const char *option, SsTime when)
{
    char text[SS_DATE_TEXT];

    if (when)
        g_string_append_printf(script, " %s %s", option, ss_date_text(when, c->zone, text));
}

/* The moments in a case's files are UTC, and a site's are on the clocks of its zone: ours say so with a Z. */
static char *in_utc(const char *text)
{
    g_autoptr(GRegex) moment = g_regex_new("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d", 0, 0, NULL);

    return g_regex_replace(moment, text, -1, 0, "\\0Z", 0, NULL);
}

/* Does it say by itself who started its jobs? */
static bool has_flags(const char *history)
{
    g_autofree char *head = g_strndup(history, strcspn(history, "\r\n"));

    return g_str_has_suffix(head, ",flags") || strstr(head, ",flags,");
}

/* A history with what the scripts that record say of each of its jobs. Flags of slurmdbd: started by backfill, if it does
 * not say; and with STEPS=0, no batch step. */
static char *with_columns(const SsCase *c, const char *history)
{
    const char   *steps = ss_case_env(c, "STEPS");
    const char   *flags = has_flags(history) ? "" : steps && strcmp(steps, "0") == 0 ? ",40" : ",8";
    g_auto(GStrv) lines = g_strsplit(history, "\n", -1);
    GString      *text = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        if (*g_strchomp(*line) && line == lines)
            g_string_append_printf(text, "%s,gid,group,work_dir,submit_line%s\n", *line,
                                   *flags ? ",flags" : "");
        else if (**line)
            g_string_append_printf(text, "%s,5000,users,/tmp,sbatch job.sh%s\n", *line, flags);
    }
    return g_string_free(text, FALSE);
}

/* A case that puts no usage in has none, whatever its history. */
static char *file_of(const SsCase *c, const char *name)
{
    char *text = ss_record_file(c->folder, name);

    return text == NULL && strcmp(name, "usage.csv") == 0 ? g_strdup("user,account,raw\n") : text;
}

static void add_file(GString *script, const SsCase *c, const char *option, const char *name)
{
    g_autofree char *text = file_of(c, name);
    g_autofree char *path = g_build_filename(c->work, "etc", name, NULL);
    g_autofree char *quoted = g_shell_quote(path);

    if (!text)
        return;
    g_autofree char *full =
        strcmp(name, "history.csv") == 0 ? with_columns(c, text) : g_strdup(text);
    g_autofree char *utc = in_utc(full);
    if (g_file_set_contents(path, utc, -1, NULL))
        g_string_append_printf(script, " %s %s", option, quoted);
}

/* A recording has its hours summed up to NOW as case.env writes it, which is UTC, and `sacctmgr rollup` takes for local time.
 * Where clocks are ahead, that is earlier: the last hour is left to slurmdbd, which has not come to it when the clock stops. */
static bool is_east(const SsCase *c)
{
    SsCivil civil;

    ss_zone_local(c->zone, c->now, &civil);
    return civil.offset > 0;
}

static bool init(const Play *play)
{
    SsCase            *c = play->c;
    g_autoptr(GString) script = g_string_new("slurmsim init \"$WORK/etc\" -o \"$SLURMSIM_DB\"");

    add_time(script, c, "--at", c->begin);
    add_time(script, c, "--since", c->since);
    if (ss_case_env(c, "LAST_RESET"))
        add_time(script, c, "--last-reset", ss_record_time(ss_case_env(c, "LAST_RESET")));
    g_string_append_printf(script, " --tz %s", ss_zone_name(c->zone));
    if (is_east(c))
        g_string_append(script, " --sums-late");
    add_file(script, c, "--history", "history.csv");
    add_file(script, c, "--usage", "usage.csv");
    add_file(script, c, "--past", "events.csv");
    add_file(script, c, "--past", "reservations.csv");
    add_file(script, c, "--past", "suspensions.csv");
    return must(play, "slurmsim init", script->str, NULL);
}

static bool advance(const Play *play, const char *how, SsTime to)
{
    g_autoptr(GString) script = g_string_new("slurmsim advance -q \"$SLURMSIM_DB\"");

    g_string_append(script, how);
    add_time(script, play->c, "--to", to);
    return must(play, "slurmsim advance", script->str, NULL);
}

/* As --late takes it, behind a jump to `at`; caller frees. */
static char *late_text(const SsWake *wake, SsTime at)
{
    GString *text = g_string_new(NULL);

    g_string_printf(text, "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, wake->main,
                    wake->backfill, wake->period);
    if (wake->grid)
        g_string_append_printf(text, ",%" G_GINT64_FORMAT, wake->grid - at);
    return g_string_free(text, FALSE);
}

static SsWake wake_of(const SsCase *c, SsTime at)
{
    return ss_case_is_told(c) ? ss_told_wake(c, at) : ss_case_wake(c, at);
}

/* The options of a wake behind a jump to `at`; caller frees. */
static char *waking_text(const SsCase *c, SsTime at)
{
    const SsWake     wake = wake_of(c, at);
    g_autofree char *late = late_text(&wake, at);
    g_autofree char *first = wake.told ? ss_told_first(c, at) : NULL;

    return first ? g_strdup_printf("--late %s --told %s", late, first)
                 : g_strdup_printf("--late %s", late);
}

/* The clock set to `to`, and the second before it lived. */
static bool jump(const Play *play, SsTime to)
{
    g_autofree char *waking = waking_text(play->c, to);
    g_autofree char *how = g_strconcat(" --asleep ", waking, NULL);

    return advance(play, how, to - 1) && advance(play, "", to);
}

/* To the first submission, which the loop's next tick notices: its phase is the recording's. */
static bool begin(const Play *play)
{
    const SsTime at = play->c->pending;

    if (ss_case_is_told(play->c))
        return advance(play, "", at - 1) && jump(play, at);
    const SsSpan     tick = ss_case_first_tick(play->c, at);
    const SsWake     wake = { .main = MAX(tick - 1, 0) }; /* it wakes in the second after `at` */
    g_autofree char *late = late_text(&wake, at + 1);
    g_autofree char *how = g_strconcat(" --asleep --late ", late, NULL);

    return advance(play, "", at) && (tick == 0 || advance(play, how, at));
}

/* The last scheduling begins there. */
static SsTime settles_at(const SsCase *c)
{
    const char *settle = ss_case_env(c, "SETTLE");

    return c->now - (settle ? g_ascii_strtoll(settle, NULL, 10) : 80);
}

/* The rounds from `from` up to `until`, and then to `until`. */
static bool follow(const Play *play, SsTime from, SsTime until)
{
    g_autoptr(GString) script = g_string_new("set -e\n");
    SsTime             clock = from;

    ss_told_rounds(play->c, from, until, &clock, script);
    return must(play, "slurmsim advance", script->str, NULL);
}

/* As below, round by round; what comes round in NOW, where the clock stops, does so too. */
static bool settle_told(const Play *play, SsTime before)
{
    const SsTime now = play->c->now;

    return jump(play, before) && follow(play, before, now - 2) && advance(play, "", before + 72)
           && jump(play, now - 2) && follow(play, now - 2, now) && advance(play, "", now)
           && follow(play, now, now + 1);
}

/* After the last submission the recording's clock runs for five seconds at rate 20, jumps, runs for two at
 * rate 1 and three and a half at rate 20, jumps to the last seconds, and stops at NOW,
 * where only backfill, whose wait does not end by the clock, may have its cycle. */
static bool settle(const Play *play)
{
    static const char stopped[] = " --asleep --late 3601,0,3601";
    const SsTime      now = play->c->now;
    const SsTime      before = settles_at(play->c);

    if (ss_case_is_told(play->c))
        return settle_told(play, before);
    return must(play, "slurmsim advance", "slurmsim advance -q \"$SLURMSIM_DB\" 1:40", NULL)
           && jump(play, before) && advance(play, "", before + 72) && jump(play, now - 2)
           && advance(play, "", now - 1) && advance(play, stopped, now - 1)
           && advance(play, "", now);
}

/* A dump holds the tree; what setup.sh says comes on top of it. */
static bool set_up(const Play *play)
{
    g_autofree char *dump = g_build_filename(play->c->folder, "assoc.txt", NULL);

    return !g_file_test(dump, G_FILE_TEST_EXISTS)
           || must(play, "setup.sh", "[ ! -f ../etc/setup.sh ] || . ../etc/setup.sh", NULL);
}

static void add_function(GString *script, const char *name, GString *body)
{
    g_string_append_printf(script, "%s() {\n%s:\n}\n", name, body->str);
    g_string_free(body, TRUE);
}

/* The jumps of pending.sh, as it writes them. Element type: char *. */
static GPtrArray *jumps_of(const char *pending)
{
    GPtrArray    *jumps = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) lines = g_strsplit(pending, "\n", -1);

    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "at "))
            g_ptr_array_add(jumps,
                            g_strndup(*line + strlen("at "), strcspn(*line + strlen("at "), " #")));
    return jumps;
}

/* What comes behind each jump up to the next one; a recording that is not told round by round has gaps. */
static void add_stretches(const SsCase *c, const GPtrArray *jumps, SsHooks *hooks)
{
    enum { BEFORE_JUMP = 40, BEFORE_SETTLING = 100 };

    for (guint i = 0; i < jumps->len; i++)
        if (!ss_case_is_told(c))
            ss_case_add_hooks(c, jumps->pdata[i], hooks);
    if (!ss_case_is_told(c))
        return;
    for (guint i = 0; i <= jumps->len; i++) { /* the first one begins with pending.sh */
        const char  *key = i == 0 ? "begin" : jumps->pdata[i - 1];
        const SsTime at = i == 0 ? c->pending : ss_record_time(key);
        const bool   is_last = i == jumps->len;

        ss_told_hooks(c, at, is_last ? settles_at(c) : ss_record_time(jumps->pdata[i]),
                      is_last ? BEFORE_SETTLING : BEFORE_JUMP, key, hooks);
    }
}

/* `late TIME`: the rhythm behind each jump that pending.sh makes, as --late takes it; and what comes between its
 * commands. */
static void add_rhythm(GString *script, const SsCase *c, const char *pending)
{
    g_autoptr(GPtrArray) jumps = jumps_of(pending);
    SsHooks              hooks = { g_string_new(NULL), g_string_new(NULL), g_string_new(NULL),
                                   g_string_new(NULL) };

    g_string_append_printf(script, "told=%s\nlate() { case $1 in\n",
                           ss_case_is_told(c) ? "yes" : "");
    for (guint i = 0; i < jumps->len; i++) {
        const SsTime     at = ss_record_time(jumps->pdata[i]);
        g_autofree char *how = waking_text(c, at);

        g_string_append_printf(script, "%s) echo %s;;\n", (char *) jumps->pdata[i], how);
    }
    g_string_append(script, "*) echo --late 0,0,0;; esac; }\n");
    add_stretches(c, jumps, &hooks);
    add_function(script, "wait_behind", hooks.wait);
    add_function(script, "before", hooks.before);
    add_function(script, "behind", hooks.behind);
    add_function(script, "behind_job", hooks.jobs);
    g_string_append(script, "wait_behind begin\n");
}

/* When the first command was typed, if the recording tells it and no jump was before it. */
static void correct_begin(SsCase *c, const char *pending)
{
    const SsMoment *typed = ss_moments_typed(c->moments, 1);
    const char     *jump = g_str_has_prefix(pending, "at ") ? pending : strstr(pending, "\nat ");
    const SsTime    first =
        jump ? ss_record_time(strpbrk(jump, "0123456789")) : c->now; /* "at 2026-..." */

    if (typed && typed->second < first)
        c->pending = typed->second;
}

/* For whoever wants to see what was played; it may fail. */
static void leave(const SsCase *c, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(c->work, name, NULL);

    g_file_set_contents(path, text, -1, NULL);
}

static bool submit(const Play *play)
{
    SsCase            *c = play->c;
    g_autofree char   *text = ss_record_file(c->folder, "pending.sh");
    g_autoptr(GString) script = g_string_new("set -e\n");

    if (!text)
        return true;
    correct_begin(c, text);
    add_rhythm(script, c, text);
    g_string_append(script, commands_are_counted);
    g_string_append(script, at_moves_the_clock);
    g_string_append(script, text);
    leave(c, "pending.played", script->str);
    return begin(play) && must(play, "pending.sh", script->str, &c->own_pending_log);
}

static void ask(const Play *play)
{
    for (guint i = 0; i < play->c->cells->len; i++) {
        SsCell          *cell = play->c->cells->pdata[i];
        g_autofree char *command = replaced(cell->command, "/WORK", play->c->work);

        cell->own_text = run(play, command, &cell->own_code);
    }
}

/* --- all of it ---------------------------------------------------------------------------------------- */

static void remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        remove_tree(child);
    }
    g_remove(path);
}

static void make_folders(const SsCase *c)
{
    static const char *const names[] = { "etc", "jobs", "scratch" };

    remove_tree(c->work);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(c->work, names[i], NULL);

        g_mkdir_with_parents(path, 0755);
    }
}

void ss_case_play(SsCase *c, const char *build)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv)     env = make_environment(c, build);
    g_autofree char  *jobs = g_build_filename(c->work, "jobs", NULL);
    const Play        play = { .c = c, .env = env, .jobs = jobs };

    make_folders(c);
    if (!ss_case_make_site(c, &error)) {
        c->trouble = g_strdup(error->message);
        return;
    }
    if (init(&play) && set_up(&play) && submit(&play) && settle(&play))
        ask(&play);
}
