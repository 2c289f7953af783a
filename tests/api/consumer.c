/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program of somebody else: .ci/run builds it from the installed header and slurmsim.pc alone.
 *
 * It makes a site and a workload of its own in the current folder, runs them under Slurm's rules and under
 * a policy of its own (the shortest job first), counts the job rows as they are made, and reads reports.
 */
#include <glib/gstdio.h>
#include <slurmsim.h>

#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "consumer: %s does not hold (line %d)\n", #condition, __LINE__);       \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static const char conf[] = "ClusterName=own\nSlurmctldHost=h\n"
                           "NodeName=n1 CPUs=1\nPartitionName=p Nodes=n1 Default=YES MaxTime=60\n";
static const char jobs[] = "jobid,submit,user,account,ntasks,timelimit,run\n"
                           "1,0,amy,a,1,30,600\n2,1,bob,a,1,20,600\n3,2,cat,a,1,10,600\n";

/* The shortest limit first, without looking ahead. */
static void shortest_first(gpointer data, SsPass *pass)
{
    guint *passes = data;
    guint  best;

    (*passes)++;
    do {
        best = G_MAXUINT;
        for (guint i = 0; i < ss_pass_n_waiting(pass); i++)
            if (best == G_MAXUINT
                || ss_pass_waiting(pass, i)->time_limit < ss_pass_waiting(pass, best)->time_limit)
                best = i;
    } while (best != G_MAXUINT && ss_pass_free_cpus(pass, "p") > 0
             && ss_pass_start(pass, ss_pass_waiting(pass, best)->job_id));
}

/* A row may be written more than once: a bit for each job that has ended. */
static gboolean note_ended(gpointer data, const SsJobRow *row, GError **error)
{
    (void) error;
    if (row->end)
        *(guint *) data |= 1u << row->job_id;
    return TRUE;
}

/* "2 3": trace ids by start. */
static char *order_of(SsRun *run)
{
    char    *text = ss_run_report(run, "sacct -nXP -a -o start,jobid -S 1970-01-01", NULL, NULL);
    char   **lines = g_strsplit(text, "\n", -1);
    GString *order = g_string_new(NULL);

    for (guint i = 0; lines[i]; i++)
        for (guint k = i + 1; lines[k]; k++)
            if (*lines[k] && strcmp(lines[k], lines[i]) < 0) {
                char *swap = lines[i];
                lines[i] = lines[k];
                lines[k] = swap;
            }
    for (guint i = 0; lines[i]; i++)
        if (*lines[i])
            g_string_append_printf(order, "%s%s", order->len ? " " : "", strchr(lines[i], '|') + 1);
    g_strfreev(lines);
    g_free(text);
    return g_string_free(order, FALSE);
}

int main(void)
{
    static const char *const workloads[] = { "own-jobs.csv", NULL };
    g_autoptr(GError)        error = NULL;
    guint                    passes = 0, ended = 0;
    double                   value = 0;

    g_mkdir("own-site", 0777);
    CHECK(g_file_set_contents("own-site/slurm.conf", conf, -1, &error));
    CHECK(g_file_set_contents("own-jobs.csv", jobs, -1, &error));

    g_autoptr(SsSite) site = ss_site_load("own-site", &error);
    CHECK(site && ss_site_n_nodes(site) == 1 && ss_site_n_cpus(site) == 1);
    CHECK(strcmp(ss_site_cluster(site), "own") == 0);

    g_autoptr(SsRun) plain = ss_run_new(site, workloads);
    CHECK(!ss_run_figure(plain, "wait.max", &value, NULL)); /* not made yet */
    CHECK(ss_run_finish(plain, "own.db", &error));
    g_autofree char *in_order = order_of(plain);
    CHECK(strcmp(in_order, "1 2 3") == 0);
    CHECK(ss_run_figure(plain, "jobs.completed", &value, &error) && value >= 3 && value <= 3);
    CHECK(ss_run_figure(plain, "account.a.jobs", &value, &error) && value >= 3 && value <= 3);
    CHECK(!ss_run_figure(plain, "wait.p12", &value, NULL));

    const SsDecider  decider = { shortest_first, &passes };
    const SsSink     sink = { note_ended, &ended };
    g_autoptr(SsRun) own = ss_run_new(site, workloads);
    ss_run_set_policy(own, &decider);
    ss_run_add_sink(own, &sink);
    CHECK(ss_run_finish(own, NULL, &error));
    g_autofree char *by_length = order_of(own);
    CHECK(strcmp(by_length, "1 3 2") == 0);
    CHECK(passes > 0 && ended == (1u << 1 | 1u << 2 | 1u << 3));

    g_autoptr(SsRun) half = ss_run_new(site, workloads);
    CHECK(ss_run_set(half, "policy=fifo", &error) && !ss_run_set(half, "policy=best", NULL));
    CHECK(ss_run_until(half, 1767225600 + 900, &error)); /* 2026-01-01T00:15:00 */
    g_autofree char *queue = ss_run_report(half, "squeue -h -o %i:%t", NULL, &error);
    CHECK(strstr(queue, "2:R") && strstr(queue, "3:PD"));

    g_autoptr(SsRun) again = ss_run_open("own.db", &error);
    CHECK(again && ss_run_now(again) == ss_run_now(plain));
    g_autofree char *summary = ss_run_summary(again, &error);
    CHECK(summary && strstr(summary, "slurmsim.summary.v1"));
    CHECK(!ss_run_finish(again, NULL, NULL)); /* opened to be read */

    printf("consumer: slurmsim %s, %u passes of its own policy\n", ss_api_version(), passes);
    return 0;
}
