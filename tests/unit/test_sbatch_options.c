/* SPDX-License-Identifier: Apache-2.0 */
/* Options of sbatch, srun and salloc. Messages were recorded from sbatch 22.05.8. */
#include "tests/support/ss_test.h"

#include <string.h>

#include "workloads/sbatch_options.h"

static SsJobSpec      spec;
static SsSbatchClient client;

static void fresh(void)
{
    ss_job_spec_clear(&spec);
    ss_sbatch_client_clear(&client);
}

/* A line as typed, split as a script's would be. */
static GError *typed(const char *line)
{
    const SsSbatchContext context = { .now = 1768471200, .user = "amy", .no_files = true };
    g_auto(GStrv)         words = ss_sbatch_split(line, NULL);
    GError               *error = NULL;
    SsSbatchFor           command = SS_SBATCH;

    if (strcmp(words[0], "srun") == 0)
        command = SS_SRUN;
    if (strcmp(words[0], "salloc") == 0)
        command = SS_SALLOC;
    fresh();
    ss_sbatch_read(words, command, &context, NULL, &spec, &client, &error);
    return error;
}

static void every_message_is_that_of_sbatch(void)
{
    static const struct {
        const char *line, *message;
        int         code;
    } cases[] = {
        { "sbatch --bogus --wrap x",
          "sbatch: unrecognized option '--bogus'\nTry \"sbatch --help\" for more information",
          255 },
        { "sbatch --ti 5 --wrap x",
          "sbatch: option '--ti' is ambiguous; possibilities: '--time' '--time-min'\n"
          "Try \"sbatch --help\" for more information",
          255 },
        { "sbatch -Z --wrap x",
          "sbatch: invalid option -- 'Z'\nTry \"sbatch --help\" for more information", 255 },
        { "sbatch -t",
          "sbatch: option requires an argument -- 't'\nTry \"sbatch --help\" for more information",
          255 },
        { "sbatch --ntasks",
          "sbatch: option '--ntasks' requires an argument\n"
          "Try \"sbatch --help\" for more information",
          255 },
        { "sbatch --hold=x --wrap x",
          "sbatch: option '--hold' doesn't allow an argument\n"
          "Try \"sbatch --help\" for more information",
          255 },
        { "sbatch -t x --wrap y", "sbatch: error: Invalid --time specification", 255 },
        { "sbatch -t 1-1-1 --wrap y", "sbatch: error: Invalid --time specification", 255 },
        { "sbatch --time-min=x --wrap y", "sbatch: error: Invalid --time-min specification", 255 },
        { "sbatch -N x --wrap y", "sbatch: error: \"x\" is not a valid node count", 255 },
        { "sbatch -N 1,2 --wrap y", "sbatch: error: \"1,2\" is not a valid node count", 255 },
        { "sbatch -N 1-2-3 --wrap y", "sbatch: error: \"2-3\" is not a valid node count", 255 },
        { "sbatch -N 3-1 --wrap y",
          "sbatch: error: Maximum node count 1 is less than minimum node count 3", 255 },
        { "sbatch -N 2- --wrap y",
          "sbatch: error: Maximum node count -1 is less than minimum node count 2", 255 },
        { "sbatch -n 0 --wrap y", "sbatch: error: Invalid numeric value \"0\" for --ntasks.", 1 },
        { "sbatch -n 2x --wrap y", "sbatch: error: Invalid numeric value \"2x\" for --ntasks.", 1 },
        { "sbatch -c -1 --wrap y",
          "sbatch: error: Invalid numeric value \"-1\" for --cpus-per-task.", 1 },
        { "sbatch --mincpus=0 --wrap y",
          "sbatch: error: Invalid numeric value \"0\" for --mincpus.", 1 },
        { "sbatch -B 1:x --wrap y",
          "sbatch: error: Invalid numeric value \"x\" for second arg of -B.", 1 },
        { "sbatch --mem=1.5G --wrap y", "sbatch: error: Invalid --mem specification", 255 },
        { "sbatch --mem-per-cpu=-1 --wrap y", "sbatch: error: Invalid --mem-per-cpu specification",
          255 },
        { "sbatch --mem=1 --mem-per-cpu=1 --wrap y",
          "sbatch: fatal: --mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.", 1 },
        { "sbatch --begin=x --wrap y",
          "Invalid time specification (pos=0): x\nsbatch: error: Invalid --begin specification",
          255 },
        { "sbatch --begin=now+2days --deadline=now+1day --wrap y",
          "sbatch: error: Incompatible begin and deadline time specification", 1 },
        { "sbatch --nice=3000000000 --wrap y",
          "sbatch: error: Invalid --nice value, out of range (+/- 2147483645)", 255 },
        { "sbatch --priority=-1 --wrap y", "sbatch: error: Priority must be >= 0", 255 },
        { "sbatch --exclusive=x --wrap y", "sbatch: error: Invalid --exclusive specification",
          255 },
        { "sbatch --hint=x --wrap y",
          "sbatch: error: unrecognized --hint argument \"x\", see --hint=help", 1 },
        { "sbatch -m plane --wrap y",
          "sbatch: error: Invalid plane size or size not specified\n"
          "sbatch: error: Invalid --distribution specification",
          255 },
        { "sbatch -m block:x --wrap y", "sbatch: error: Invalid --distribution specification",
          255 },
        { "sbatch --switches=x --wrap y",
          "sbatch: error: Invalid numeric value \"x\" for --switches.", 1 },
        { "sbatch --signal=B@3 --wrap y", "sbatch: error: Invalid --signal specification", 255 },
        { "sbatch --signal=B:10@70000 --wrap y", "sbatch: error: Invalid --signal specification",
          255 },
        { "sbatch --kill-on-invalid-dep=y --wrap y",
          "sbatch: error: Invalid --kill-on-invalid-dep specification", 255 },
        { "sbatch --gres=gpu:a: --wrap y",
          "sbatch: error: Invalid generic resource (gres) specification", 1 },
        { "sbatch -G a:b:c --wrap y",
          "sbatch: error: Invalid generic resource (gres) specification", 1 },
        { "sbatch --gpus-per-task=2 --wrap y",
          "sbatch: error: Failed to validate job spec. --gpus-per-task used without either --gpus "
          "or -n/--ntasks is not allowed.\n"
          "sbatch: error: Invalid generic resource (gres) specification",
          1 },
        { "sbatch --gpus-per-socket=2 --wrap y",
          "sbatch: error: --gpus-per-socket option requires --sockets-per-node specification\n"
          "sbatch: error: Invalid generic resource (gres) specification",
          1 },
        { "sbatch --cpus-per-gpu=2 -c 2 -G1 --wrap y",
          "sbatch: error: --cpus-per-gpu is mutually exclusive with --cpus-per-task\n"
          "sbatch: error: Invalid generic resource (gres) specification",
          1 },
        { "sbatch --gres-flags=x --wrap y", "sbatch: error: Invalid --gres-flags specification",
          255 },
        { "sbatch -k=off --wrap y", "sbatch: error: Invalid --no-kill specification", 255 },
        { "sbatch -F /nofile --wrap y",
          "sbatch: error: slurm_allocate_resources error opening file /nofile, No such file or "
          "directory\n"
          "sbatch: error: Invalid --nodefile node file",
          255 },
        { "sbatch /nofile", "sbatch: error: Unable to open file /nofile", 1 },
        { "sbatch", "sbatch: error: Batch script is empty!", 1 },
        { "sbatch --wrap x y", "sbatch: error: Script arguments not permitted with --wrap option",
          1 },
        { "srun --array=1 y",
          "srun: unrecognized option '--array=1'\nTry \"srun --help\" for more information", 255 },
        { "srun", "srun: fatal: No command given to execute.", 1 },
        { "salloc -n x", "salloc: error: Invalid numeric value \"x\" for --ntasks.", 1 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = typed(cases[i].line);

        if (!SS_EXPECT_TEXT(error != NULL ? error->message : cases[i].line, cases[i].message))
            continue;
        SS_EXPECT_INT(ss_sbatch_exit_code(error), cases[i].code);
    }
    fresh();
}

static void options_reach_their_fields(void)
{
    g_autoptr(GError) error =
        typed("sbatch -N 2k-1M -n +3 -c 4 -t 2:30 --time-min 3:10 --mem 2KB -A ABC -q XY -p A,b "
              "--wckey=Q --uid=bea -J 'a b' -C 'a&b' --array=1-3,5:2%4 --nice --begin=now+60 "
              "--switches=2@10 -L a,b:2 --gres=gpu:h100:2 --signal=BR:USR2@70 -sO --requeue "
              "--no-requeue -H -w n[1-3] -x n4 -B '*:2:*' -m plane=3 -k --wrap hostname");

    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(spec.min_nodes, 2048);
    SS_EXPECT_UINT(spec.max_nodes, 1048576);
    SS_EXPECT_UINT(spec.ntasks, 3);
    SS_EXPECT_UINT(spec.cpus_per_task, 4);
    SS_EXPECT_UINT(spec.time_limit, 3);
    SS_EXPECT_INT(spec.time_limit_secs, 150);
    SS_EXPECT_UINT(spec.time_min, 4);
    SS_EXPECT_INT(spec.mem_per_node, 1);
    SS_EXPECT_TEXT(spec.account, "abc");
    SS_EXPECT_TEXT(spec.qos, "XY");
    SS_EXPECT_TEXT(spec.partition, "A,b");
    SS_EXPECT_TEXT(spec.user, "bea");
    SS_EXPECT_TEXT(spec.name, "a b");
    SS_EXPECT_TEXT(spec.constraint, "a&b");
    SS_EXPECT_TEXT(spec.array, "1-3,5:2%4");
    SS_EXPECT_INT(spec.nice, 100);
    SS_EXPECT_TIME(spec.begin, "2026-01-15T10:01:00");
    SS_EXPECT_UINT(spec.switches, 2);
    SS_EXPECT_INT(spec.switches_wait, 600);
    SS_EXPECT_TEXT(spec.licenses, "a,b:2");
    SS_EXPECT_TEXT(spec.gres, "gpu:h100:2");
    SS_EXPECT_UINT(spec.signal, 12);
    SS_EXPECT_UINT(spec.signal_time, 70);
    SS_EXPECT_UINT(spec.warn_flags, 3);
    SS_EXPECT_TRUE(spec.oversubscribe);
    SS_EXPECT_TRUE(spec.overcommit);
    SS_EXPECT_INT(spec.requeue, 0);
    SS_EXPECT_TRUE(spec.hold);
    SS_EXPECT_TEXT(spec.nodelist, "n[1-3]");
    SS_EXPECT_TEXT(spec.exclude, "n4");
    SS_EXPECT_UINT(spec.cores_per_socket, 2);
    SS_EXPECT_UINT(spec.sockets_per_node, SS_UNSET32);
    SS_EXPECT_INT(spec.dist_node, SS_DIST_PLANE);
    SS_EXPECT_UINT(spec.plane_size, 3);
    SS_EXPECT_TRUE(spec.no_kill);
    SS_EXPECT_FALSE(spec.interactive);
    SS_EXPECT_CONTAINS(client.script_text, "\nhostname\n");
    fresh();
}

static void quirks_of_the_real_one_are_kept(void)
{
    g_clear_error(&(GError *){ typed("sbatch -s --exclusive --nice --nice=x -N -8 --wrap x") });
    SS_EXPECT_FALSE(spec.oversubscribe);
    SS_EXPECT_INT(spec.exclusive, SS_EXCLUSIVE_NODE);
    SS_EXPECT_INT(spec.nice, 0);
    SS_EXPECT_UINT(spec.min_nodes, 1);
    SS_EXPECT_UINT(spec.max_nodes, 8);
    g_clear_error(&(GError *){ typed("sbatch -t 0 --priority=TOP --signal=USR1 --wrap x") });
    SS_EXPECT_UINT(spec.time_limit, UINT32_MAX);
    SS_EXPECT_UINT(spec.priority, SS_UNSET32 - 1);
    SS_EXPECT_UINT(spec.signal_time, 60);
    g_clear_error(&(GError *){ typed("sbatch --gres=gpu:2 --gres=none --tasks=3 --wrap x") });
    SS_EXPECT_NULL(spec.gres);
    SS_EXPECT_UINT(spec.ntasks_per_node, 3);
    fresh();
}

static void a_command_gives_its_name_to_the_job(void)
{
    g_clear_error(&(GError *){ typed("sbatch --wrap x") });
    SS_EXPECT_TEXT(spec.name, "wrap");
    SS_EXPECT_TEXT(spec.user, "amy");
    SS_EXPECT_TEXT(spec.submit_line, "sbatch --wrap x");
    g_clear_error(&(GError *){ typed("srun -I /bin/hostname -f") });
    SS_EXPECT_TEXT(spec.name, "hostname");
    SS_EXPECT_TRUE(spec.interactive);
    SS_EXPECT_TRUE(spec.immediate);
    SS_EXPECT_TEXT(client.arguments[1], "-f");
    g_clear_error(&(GError *){ typed("salloc") });
    SS_EXPECT_TEXT(spec.name, "interactive");
    g_clear_error(&(GError *){ typed("sbatch --help -t x") });
    SS_EXPECT_TRUE(client.help);
    fresh();
}

/* --- scripts ------------------------------------------------------------------------------------ */

static GError *script(const char *text)
{
    const SsSbatchContext context = { .now = 1768471200 };
    GError               *error = NULL;

    fresh();
    ss_sbatch_script(text, "job.sh", &context, &spec, &client, &error);
    return error;
}

static void directives_end_at_the_first_command(void)
{
    g_clear_error(&(GError *){ script("#!/bin/sh\n"
                                      "#SBATCH -N 2\n"
                                      "# a comment\n"
                                      "\n"
                                      "#SBATCH -N3 -n4 # -n5\n"
                                      "##SBATCH --mincpus=9\n"
                                      "# SBATCH --mincpus=9\n"
                                      " #SBATCH --mincpus=9\n"
                                      "#SBATCH\t--comment=\"a b\"'c d'\\ e#f\n"
                                      "#SLURMSIM run=600 exit=1:9\n"
                                      "srun x\n"
                                      "#SBATCH -t 9\n") });
    SS_EXPECT_UINT(spec.min_nodes, 3);
    SS_EXPECT_UINT(spec.ntasks, 4);
    SS_EXPECT_UINT(spec.min_cpus_node, SS_UNSET32);
    SS_EXPECT_TEXT(spec.comment, "a bc d e");
    SS_EXPECT_UINT(spec.time_limit, SS_UNSET32);
    SS_EXPECT_INT(spec.run, 600);
    SS_EXPECT_UINT(spec.exit_code, 1 << 8 | 9);
    SS_EXPECT_TRUE(client.run_given);
    fresh();
}

static void faults_of_scripts_are_told_as_sbatch_tells_them(void)
{
    static const struct {
        const char *text, *message;
        int         code;
    } cases[] = {
        { "#!/bin/sh\n#SBATCH bogus -t x\n",
          "sbatch: error: Invalid directive found in batch script: bogus", 255 },
        { "#!/bin/sh\n#SBATCH -- -t\n",
          "sbatch: error: Invalid directive found in batch script: -t", 255 },
        { "#!/bin/sh\n#SBATCH\n#SBATCH -t \"x\n",
          "sbatch: fatal: job.sh: line 3: Unmatched `\"` in [-t \"x]", 1 },
        { "#!/bin/sh\n#SBATCH -t x\n", "sbatch: error: Invalid --time specification", 255 },
        { "#!/bin/sh\n#SBATCH hetjob\n",
          "sbatch: error: job.sh: line 2: heterogeneous jobs are not simulated", 1 },
        { "#!/bin/sh\n#SLURMSIM run=soon\n", "write seconds", 1 },
        { "#!/bin/sh\n#SLURMSIM walk=5\n", "write run=, end=, exit= or cancel=", 1 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = script(cases[i].text);

        SS_EXPECT_ERROR(error, cases[i].message);
        if (error != NULL)
            SS_EXPECT_INT(ss_sbatch_exit_code(error), cases[i].code);
    }
    fresh();
}

static void a_script_must_look_like_one(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "sbatch: error: Batch script is empty!" },
        { " \n\n", "sbatch: error: Batch script contains only whitespace!" },
        { "hello\n", "sbatch: error: This does not look like a batch script.  The first\n"
                     "sbatch: error: line must start with #! followed by the path to an "
                     "interpreter.\n"
                     "sbatch: error: For instance: #!/bin/sh" },
        { "#!/bin/sh\r\n", "sbatch: error: Batch script contains DOS line breaks (\\r\\n)\n"
                           "sbatch: error: instead of expected UNIX line breaks (\\n)." },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const SsSbatchContext context = { 0 };
        char                 *argv[] = { (char *) "sbatch", NULL };
        g_autoptr(GError)     error = NULL;

        fresh();
        SS_EXPECT_FALSE(
            ss_sbatch_read(argv, SS_SBATCH, &context, cases[i].text, &spec, &client, &error));
        SS_EXPECT_TEXT(error != NULL ? error->message : NULL, cases[i].message);
    }
    fresh();
}

static void the_command_line_beats_the_environment_beats_the_script(void)
{
    char                 *environment[] = { (char *) "SBATCH_TIMELIMIT=7",
                                            (char *) "SBATCH_EXCLUSIVE=", (char *) "SBATCH_QOS=high",
                                            (char *) "SLURM_QOS=none", NULL };
    const SsSbatchContext context = { .environ = environment };
    char                 *argv[] = { (char *) "sbatch", (char *) "-N4", (char *) "-qlow", NULL };
    g_autoptr(GError)     error = NULL;

    fresh();
    ss_sbatch_read(argv, SS_SBATCH, &context, "#!/bin/sh\n#SBATCH -t 5 -N2 -n9\n", &spec, &client,
                   &error);
    SS_EXPECT_NO_ERROR(error);
    SS_EXPECT_UINT(spec.time_limit, 7);
    SS_EXPECT_UINT(spec.min_nodes, 4);
    SS_EXPECT_UINT(spec.ntasks, 9);
    SS_EXPECT_INT(spec.exclusive, SS_EXCLUSIVE_NODE);
    SS_EXPECT_TEXT(spec.qos, "low");
    SS_EXPECT_TEXT(spec.name, "sbatch");
    fresh();
}

/* --- the table ---------------------------------------------------------------------------------- */

static void the_table_is_sorted_and_says_everything(void)
{
    const SsSbatchOption *option, *last = NULL;

    for (uint32_t i = 0; (option = ss_sbatch_option(i)) != NULL; i++) {
        SS_EXPECT_TRUE(last == NULL || strcmp(last->name, option->name) <= 0);
        SS_EXPECT_TRUE(last == NULL || strcmp(last->name, option->name) != 0
                       || (last->commands & option->commands) == 0);
        SS_EXPECT_TRUE(option->commands != 0 && g_str_has_suffix(option->doc, "."));
        SS_EXPECT_TRUE((option->argument == SS_ARGUMENT_NONE) == (option->value == NULL));
        last = option;
    }
}

/* Every option that the specification lists for 22.05, and no more for sbatch. */
static void the_table_holds_the_options_of_the_release(void)
{
    g_autofree char *path = ss_test_shared("spec/sbatch_options.csv");
    g_autofree char *text = path != NULL ? ss_test_read(path) : NULL;
    g_auto(GStrv)    lines = NULL;
    guint            n = 0;

    if (text == NULL)
        return;
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], ",", 4);
        const char   *name = cells[0] + 2;
        const char   *rest = cells[3];

        if (strstr(lines[i], ",26.05-only,") != NULL) {
            const SsSbatchOption *option =
                ss_sbatch_option_named(name, strlen(name), SS_SBATCH, NULL);

            SS_EXPECT_TRUE(option == NULL || strcmp(option->name, name) != 0);
            continue;
        }
        const SsSbatchOption *option = ss_sbatch_option_named(name, strlen(name), SS_SBATCH, NULL);
        const SsArgument      argument = strcmp(cells[2], "none") == 0       ? SS_ARGUMENT_NONE
                                         : strcmp(cells[2], "required") == 0 ? SS_ARGUMENT_REQUIRED
                                                                             : SS_ARGUMENT_OPTIONAL;
        if (!SS_EXPECT_TEXT(option != NULL ? option->name : NULL, name))
            continue;
        SS_EXPECT_INT(option->argument, argument);
        SS_EXPECT_INT(option->letter, *cells[1] != '\0' ? cells[1][1] : 0);
        SS_EXPECT_TRUE(option->variable == NULL || strstr(rest, option->variable) != NULL);
        n++;
    }
    SS_EXPECT_TRUE(n > 100);
}

/* Printed and read again gives the same spec. */
static void a_spec_survives_its_own_text(void)
{
    static const char *const lines[] = {
        "sbatch -N 2-4 -n 3 -c 4 -t 2:30 --time-min 3 --mem 2G -A abc -q XY -p A,b --wckey=Q "
        "--uid=bea -J 'a \"b' -C 'a&b' --prefer=x|y --array=1-3%4 --nice=-5 --begin=now+60 "
        "--deadline=now+9hours --comment='it'\\''s #1' --wrap x",
        "sbatch --switches=2@10 -L a,b:2 --gres=gpu:h100:2 --signal=BR:USR2@70 -sO --requeue -H "
        "-w n[1-3] -x n4 -B 1:2:2 -m plane=3 -k --mincpus=3 --tmp=5G --wrap x",
        "sbatch --exclusive=user --mem-per-cpu=1 -G 4 --gpus-per-node=2 --gpus-per-task=1 "
        "--gpus-per-socket=1 --sockets-per-node=2 --ntasks-per-gpu=1 --ntasks-per-node=2 --ntasks-per-socket=1 "
        "--ntasks-per-core=1 --cpus-per-gpu=3 --gres-flags=disable-binding --no-requeue "
        "--contiguous --spread-job --use-min-nodes --hint=nomultithread -m cyclic:fcyclic -t 0 "
        "--priority=TOP --reservation=a,b --dependency=afterok:@3?after:4+2 --core-spec=0 "
        "--kill-on-invalid-dep=no --wrap x",
        "sbatch --exclusive --mem-per-gpu=5 -t 90 --time-min=0 --sim-run=600 --sim-exit=3:2 "
        "--sim-end=oom --gid=staff -D /tmp --wrap x",
        "sbatch --sim-run=limit --wrap x",
        "sbatch --sim-run=9 --sim-cancel-after=77 --priority=12 --wrap x",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GError)     error = typed(lines[i]);
        g_autoptr(GString)    once = g_string_new(NULL), twice = g_string_new(NULL);
        g_auto(GStrv)         words = NULL;
        const SsSbatchContext context = { 0 };

        SS_EXPECT_NO_ERROR(error);
        ss_sbatch_print(&spec, SS_SBATCH_ALL, once);
        words = ss_sbatch_split(once->str, NULL);
        fresh();
        SS_EXPECT_TRUE(ss_sbatch_parse(words, SS_SBATCH, &context, &spec, NULL, &error));
        SS_EXPECT_NO_ERROR(error);
        ss_sbatch_print(&spec, SS_SBATCH_ALL, twice);
        SS_EXPECT_TEXT(twice->str, once->str);
    }
    fresh();
}

static const SsTest tests[] = {
    SS_TEST(every_message_is_that_of_sbatch),
    SS_TEST(options_reach_their_fields),
    SS_TEST(quirks_of_the_real_one_are_kept),
    SS_TEST(a_command_gives_its_name_to_the_job),
    SS_TEST(directives_end_at_the_first_command),
    SS_TEST(faults_of_scripts_are_told_as_sbatch_tells_them),
    SS_TEST(a_script_must_look_like_one),
    SS_TEST(the_command_line_beats_the_environment_beats_the_script),
    SS_TEST(the_table_is_sorted_and_says_everything),
    SS_TEST(the_table_holds_the_options_of_the_release),
    SS_TEST(a_spec_survives_its_own_text),
};
SS_TEST_MAIN("sbatch_options", tests)
