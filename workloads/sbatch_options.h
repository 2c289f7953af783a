/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "sim/base/diag.h"
#include "sim/base/zone.h"
#include "sim/model/jobspec.h"

/**
 * sbatch_options - the options of sbatch, srun and salloc, once.
 *
 * Shape     one table of options; a reading fills an SsJobSpec (what the controller gets) and an
 *           SsSbatchClient (what the command itself has to do). The table is in sbatch_options.c,
 *           words and layers in sbatch_command.c, the way back to text in sbatch_print.c.
 * Forms     getopt_long's: --time=1, --time 1, -t1, -t 1, bundled flags (-sHQ), unambiguous
 *           abbreviations (--tim 1); "--" and the first word that is no option end the options.
 * Layers    #SBATCH lines, then the environment, then the command line; the last word counts.
 * Errors    SS_USAGE_ERROR whose message is what the command prints to stderr, all lines of it, with
 *           the command's name in front. ss_sbatch_exit_code gives the exit code. `spec` and `client`
 *           may be half filled then.
 * Not here  what sbatch makes of the numbers together (placement 1.1): the controller does that.
 * Source    sbatch(1), srun(1), salloc(1); observed on 22.05.8.
 */
typedef enum { SS_SBATCH, SS_SRUN, SS_SALLOC } SsSbatchFor;

typedef enum { SS_OPTION_SIMULATED, SS_OPTION_INERT, SS_OPTION_UNSUPPORTED } SsOptionEffect;
typedef enum { SS_ARGUMENT_NONE, SS_ARGUMENT_REQUIRED, SS_ARGUMENT_OPTIONAL } SsArgument;

typedef struct {
    const char    *name;   /* long name without dashes                                         */
    char           letter; /* 0: none                                                          */
    SsArgument     argument;
    uint32_t       commands; /* 1 << SsSbatchFor                                                 */
    SsOptionEffect effect;
    const char    *variable; /* SBATCH_... for sbatch, NULL; srun and salloc replace the prefix   */
    const char    *value;    /* how the argument is shown in --help, NULL                        */
    const char    *doc;      /* one sentence                                                     */
} SsSbatchOption;

/* Row `i` of the table, sorted by name; NULL behind the last. */
const SsSbatchOption *ss_sbatch_option(uint32_t i);

/* By a word as getopt_long takes it: an exact long name, or an abbreviation that only one option of
 * `command` has. NULL if there is none; *ambiguous (not NULL) tells that there were several. */
const SsSbatchOption *ss_sbatch_option_named(const char *word, size_t length, SsSbatchFor command,
                                             bool *ambiguous);
const SsSbatchOption *ss_sbatch_option_lettered(char letter, SsSbatchFor command); /* or NULL */

typedef struct {
    SsTime        now;      /* for --begin, --deadline                                           */
    const SsZone *zone;     /* NULL: UTC                                                         */
    const char   *user;     /* who submits; spec->user unless --uid says otherwise; may be NULL  */
    const char   *dir;      /* relative script and node files are looked for here; NULL: "."     */
    char        **environ;  /* "SBATCH_TIMELIMIT=5" ...; NULL: none                              */
    bool          no_files; /* never open a file: -w /path is refused, a script is not read      */
    bool          plugins;  /* accept options nobody knows (site plugins) when written --x=y     */
} SsSbatchContext;

/* What the command itself is asked for. */
typedef struct {
    bool   help, usage, version; /* print and leave                                         */
    bool   parsable, quiet, wait, ignore_pbs;
    int    verbose;
    char  *wrap;        /* --wrap                                                  */
    char  *script;      /* path of the script, NULL: stdin or --wrap               */
    char  *script_text; /* its text, or the one made of --wrap                     */
    char  *clusters;    /* --clusters                                              */
    char **arguments;   /* behind the options: script and its arguments, command   */
    bool   run_given;   /* run time or fate was told (#SLURMSIM, --sim-...)        */
} SsSbatchClient;

void ss_sbatch_client_init(SsSbatchClient *client);
void ss_sbatch_client_clear(SsSbatchClient *client);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SsSbatchClient, ss_sbatch_client_clear)

/* A whole command: argv[0] is the command's name, the script is found and read, layers are put in
 * order. `spec` must be initialised. With help, usage or version set nothing else was looked at.
 * `script_stdin` is the script when none is named (borrowed, NULL: none). */
gboolean ss_sbatch_read(char **argv, SsSbatchFor command, const SsSbatchContext *context,
                        const char *script_stdin, SsJobSpec *spec, SsSbatchClient *client,
                        GError **error);

/* Options only, onto `spec` as it is: the words of `argv` (NULL-terminated, without a command name).
 * `client` may be NULL: then options that only a command can obey are read and forgotten. */
gboolean ss_sbatch_parse(char **argv, SsSbatchFor command, const SsSbatchContext *context,
                         SsJobSpec *spec, SsSbatchClient *client, GError **error);

/* What one option says, onto `spec`; `value` NULL: none given. `client` may be NULL. */
gboolean ss_sbatch_set(const SsSbatchOption *option, const char *value, SsSbatchFor command,
                       const SsSbatchContext *context, SsJobSpec *spec, SsSbatchClient *client,
                       GError **error);

/* What only all options together can tell: those that exclude each other. The two above do it. */
gboolean ss_sbatch_check(const SsJobSpec *spec, SsSbatchFor command, GError **error);

/* The directives of a batch script onto `spec`: #SBATCH lines up to the first command, and #SLURMSIM
 * lines anywhere before it. `name` stands in messages. */
gboolean ss_sbatch_script(const char *text, const char *name, const SsSbatchContext *context,
                          SsJobSpec *spec, SsSbatchClient *client, GError **error);

/* "run=600 exit=1", "run=limit", "cancel=30", "end=oom": what becomes of the job. */
gboolean ss_sbatch_sim_line(const char *text, SsJobSpec *spec, GError **error);

/* The words of a line as #SBATCH splits them: single and double quotes, backslash, ` #` ends it.
 * NULL and an error if a quote is open. g_strfreev. */
char **ss_sbatch_split(const char *line, GError **error);

/* The options that make `spec` out of an empty one, blank-separated, quoted where needed; those that
 * a csv trace has columns for are left out if `without_columns`. Appended to `out`. */
typedef enum { SS_SBATCH_ALL, SS_SBATCH_WITHOUT_COLUMNS } SsSbatchPrint;
void ss_sbatch_print(const SsJobSpec *spec, SsSbatchPrint what, GString *out);

/* The values of --nodes and --time as text; false if no limit was given. */
void ss_sbatch_print_nodes(const SsJobSpec *spec, GString *out);
bool ss_sbatch_print_limit(const SsJobSpec *spec, GString *out);

/* What the command exits with after `error`: 255 for options, 1 for scripts. */
int ss_sbatch_exit_code(const GError *error);

/* "sbatch", "srun", "salloc". */
const char *ss_sbatch_name(SsSbatchFor command);
