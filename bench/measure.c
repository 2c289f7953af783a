/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure - runs a command several times and tells what its processes cost.
 *
 * CPU seconds are user plus system time of the child and its children, as getrusage counts them: the whole
 * process from its start, whatever else the machine does. Printed is the run that took least CPU, since
 * what others add to it is never negative, beside its largest resident memory.
 *
 * usage: measure TIMES OUTPUT COMMAND...     prints "CPU WALL PEAK_KIB"; the command's stdout goes to OUTPUT
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    double cpu, wall;
    long   peak; /* KiB */
    int    status;
} Cost;

static double seconds(struct timeval t)
{
    return (double) t.tv_sec + (double) t.tv_usec / 1e6;
}

static double wall_clock(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static void become(char **command, const char *output)
{
    const int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);

    if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0) {
        fprintf(stderr, "measure: %s: %s\n", output, strerror(errno));
        _exit(126);
    }
    execvp(command[0], command);
    fprintf(stderr, "measure: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static Cost run(char **command, const char *output)
{
    const double  begin = wall_clock();
    const pid_t   child = fork();
    struct rusage usage = { 0 };
    int           status = 0;

    if (child == 0)
        become(command, output);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        fprintf(stderr, "measure: %s\n", strerror(errno));
        exit(126);
    }
    return (Cost){ .cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
                   .wall = wall_clock() - begin,
                   .peak = usage.ru_maxrss,
                   .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status) };
}

int main(int argc, char **argv)
{
    const int times = argc > 3 ? atoi(argv[1]) : 0;
    Cost      best = { 0 };

    if (times < 1) {
        fprintf(stderr, "usage: measure TIMES OUTPUT COMMAND...\n");
        return 2;
    }
    for (int i = 0; i < times; i++) {
        const Cost cost = run(argv + 3, argv[2]);

        if (cost.status != 0)
            return cost.status;
        if (i == 0 || cost.cpu < best.cpu)
            best = cost;
    }
    printf("%.4f %.4f %ld\n", best.cpu, best.wall, best.peak);
    return 0;
}
