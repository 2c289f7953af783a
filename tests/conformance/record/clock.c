/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.c - one artificial wall clock for a group of processes, for `record` only.
 *
 * All processes that map the same file (named by CLOCK_FILE) share one clock:
 *
 *     shown = origin + (real - since) * rate
 *
 * so daemons, commands and jobs agree to the microsecond, whenever they were started, and the clock can be
 * set, stopped or sped up while they run. Preloaded, the library answers time(), gettimeofday() and
 * clock_gettime(REALTIME) from it and scales every wait of Slurm's (sleep, poll, select, condition
 * variables). A stopped clock does not stop waits: they go on at the pace of real time.
 *
 * libfaketime cannot do this: there each process has an origin of its own.
 *
 * It also keeps every listener on the loopback interface, and shows a machine that has been up for long and
 * whose load and free memory (which slurmd reports) never change.
 *
 * Built twice: as a shared library, and with -DCLOCKCTL as the program that reads and sets the clock.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* The file. Written under an odd generation, so that readers try again. */
typedef struct {
    volatile uint64_t generation;
    volatile double   origin;
    volatile double   since;
    volatile double   rate;
} Clock;

static double real_now(void)
{
    struct timespec ts;

    syscall(SYS_clock_gettime, CLOCK_REALTIME, &ts);
    return (double) ts.tv_sec + (double) ts.tv_nsec / 1e9;
}

/* Jobs of ordinary users may only read it. */
static Clock *map_clock(const char *path, int flags)
{
    const int fd = open(path, flags | O_CLOEXEC, 0644);
    const int access = (flags & O_RDWR) != 0 ? PROT_READ | PROT_WRITE : PROT_READ;
    void     *p = MAP_FAILED;

    if (fd >= 0 && ((flags & O_CREAT) == 0 || ftruncate(fd, 4096) == 0))
        p = mmap(NULL, 4096, access, MAP_SHARED, fd, 0);
    if (fd >= 0)
        close(fd);
    return p == MAP_FAILED ? NULL : p;
}

#ifdef CLOCKCTL

static void write_clock(Clock *c, double origin, double since, double rate)
{
    c->generation |= 1;
    __sync_synchronize();
    c->origin = origin;
    c->since = since;
    c->rate = rate;
    __sync_synchronize();
    c->generation++;
}

int main(int argc, char **argv)
{
    const char  *verb = argc > 2 ? argv[2] : "";
    Clock       *c = argc > 2 ? map_clock(argv[1], O_RDWR | O_CREAT) : NULL;
    const double now = real_now();

    if (c == NULL) {
        fprintf(stderr, "usage: clockctl FILE init EPOCH RATE | set EPOCH | rate RATE | now\n");
        return 2;
    }
    const double shown = c->origin + (now - c->since) * c->rate;

    if (strcmp(verb, "init") == 0 && argc == 5)
        write_clock(c, atof(argv[3]), now, atof(argv[4]));
    else if (strcmp(verb, "set") == 0 && argc == 4)
        write_clock(c, atof(argv[3]), now, c->rate);
    else if (strcmp(verb, "rate") == 0 && argc == 4)
        write_clock(c, shown, now, atof(argv[3]));
    else if (strcmp(verb, "now") == 0)
        printf("%.3f\n", shown);
    else
        return 2;
    return 0;
}

#else

#define CHUNK      0.05 /* longest real wait before the clock is looked at again         */
#define LONG_SLEEP 2.0  /* sleeps this long follow a clock that is set or stopped meanwhile */

static Clock *shared;

static struct {
    int (*cond_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    int (*mutex_timedlock)(pthread_mutex_t *, const struct timespec *);
    int (*sem_timedwait)(sem_t *, const struct timespec *);
    int (*poll)(struct pollfd *, nfds_t, int);
    int (*ppoll)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
    int (*select)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    int (*epoll_wait)(int, struct epoll_event *, int, int);
    int (*sysinfo)(struct sysinfo *);
} real;

/* Other constructors may wait before ours ran: every entry calls it. */
__attribute__((constructor)) static void start(void)
{
    static int  done;
    const char *path;

    if (done)
        return;
    done = 1;
    real.cond_timedwait = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
    if (real.cond_timedwait == NULL)
        real.cond_timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    real.mutex_timedlock = dlsym(RTLD_NEXT, "pthread_mutex_timedlock");
    real.sem_timedwait = dlsym(RTLD_NEXT, "sem_timedwait");
    real.poll = dlsym(RTLD_NEXT, "poll");
    real.ppoll = dlsym(RTLD_NEXT, "ppoll");
    real.select = dlsym(RTLD_NEXT, "select");
    real.epoll_wait = dlsym(RTLD_NEXT, "epoll_wait");
    real.sysinfo = dlsym(RTLD_NEXT, "sysinfo");
    path = getenv("CLOCK_FILE");
    if (path != NULL)
        shared = map_clock(path, O_RDONLY);
}

static double now_and_rate(double *rate)
{
    double   origin, since;
    uint64_t generation;

    start();
    if (shared == NULL) {
        *rate = 1;
        return real_now();
    }
    do {
        while ((generation = shared->generation) & 1)
            ;
        __sync_synchronize();
        origin = shared->origin;
        since = shared->since;
        *rate = shared->rate;
        __sync_synchronize();
    } while (generation != shared->generation);
    return origin + (real_now() - since) * *rate;
}

static double clock_now(void)
{
    double rate;

    return now_and_rate(&rate);
}

/* By what waits shrink. */
static double wait_rate(void)
{
    double rate;

    (void) now_and_rate(&rate);
    return rate > 1 ? rate : 1;
}

static struct timespec timespec_of(double t)
{
    const double    s = t > 0 ? floor(t) : 0;
    struct timespec ts = { (time_t) s, (long) ((t > 0 ? t - s : 0) * 1e9) };

    if (ts.tv_nsec > 999999999)
        ts.tv_nsec = 999999999;
    return ts;
}

static double seconds_of(const struct timespec *ts)
{
    return (double) ts->tv_sec + (double) ts->tv_nsec / 1e9;
}

static int milliseconds(int ms)
{
    return ms > 0 ? (int) ceil(ms / wait_rate()) : ms;
}

/* --- the time ------------------------------------------------------------------------------------ */

time_t time(time_t *t)
{
    const time_t now = (time_t) floor(clock_now());

    if (t != NULL)
        *t = now;
    return now;
}

int gettimeofday(struct timeval *restrict tv, void *restrict tz)
{
    const struct timespec ts = timespec_of(clock_now());

    (void) tz;
    tv->tv_sec = ts.tv_sec;
    tv->tv_usec = ts.tv_nsec / 1000;
    return 0;
}

int clock_gettime(clockid_t id, struct timespec *ts)
{
    if (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE)
        return (int) syscall(SYS_clock_gettime, id, ts);
    *ts = timespec_of(clock_now());
    return 0;
}

/* --- sleeping -------------------------------------------------------------------------------------- */

static int real_sleep(double s)
{
    const struct timespec ts = timespec_of(s);

    return (int) syscall(SYS_nanosleep, &ts, NULL);
}

/* Sleeps `span` on the clock; `left` is what a signal left of it. */
static int sleep_for(double span, double *left)
{
    const double end = clock_now() + span;
    double       now, rate, wait;

    *left = 0;
    if (span < LONG_SLEEP)
        return real_sleep(span / wait_rate());
    while ((now = now_and_rate(&rate)) < end) {
        wait = (end - now) / (rate > 1e-3 ? rate : 1e-3);
        if (real_sleep(wait > CHUNK ? CHUNK : wait) != 0 && errno == EINTR) {
            *left = end - clock_now();
            return -1;
        }
    }
    return 0;
}

unsigned int sleep(unsigned int s)
{
    double left;

    return sleep_for(s, &left) != 0 && left > 0 ? (unsigned int) ceil(left) : 0;
}

int usleep(useconds_t us)
{
    double left;

    return sleep_for(us / 1e6, &left);
}

int nanosleep(const struct timespec *asked, struct timespec *rest)
{
    double    left;
    const int code = sleep_for(seconds_of(asked), &left);

    if (code != 0 && rest != NULL)
        *rest = timespec_of(left);
    return code;
}

int clock_nanosleep(clockid_t id, int flags, const struct timespec *asked, struct timespec *rest)
{
    double          span = seconds_of(asked), left;
    struct timespec ts;

    if ((flags & TIMER_ABSTIME) != 0) {
        clock_gettime(id, &ts);
        span -= seconds_of(&ts);
        if (id != CLOCK_REALTIME)
            return span > 0 && real_sleep(span) != 0 ? errno : 0;
    }
    if (span <= 0 || sleep_for(span, &left) == 0)
        return 0;
    if (rest != NULL && (flags & TIMER_ABSTIME) == 0)
        *rest = timespec_of(left);
    return errno;
}

/* --- waiting --------------------------------------------------------------------------------------- */

/* In chunks, as the clock may be set or change its pace meanwhile. */
int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until)
{
    const double    target = seconds_of(until);
    const double    span = target - clock_now();
    const double    began = real_now();
    double          now, rate, wait;
    struct timespec ts;
    int             code;

    for (;;) {
        now = now_and_rate(&rate);
        wait = (target - now) / (rate > 1 ? rate : 1);
        if (now >= target || (rate < 1 && real_now() - began >= span))
            wait = 0;
        ts = timespec_of(real_now() + (wait > CHUNK ? CHUNK : wait));
        code = real.cond_timedwait(cond, mutex, &ts);
        if (code != ETIMEDOUT)
            return code;
        if (wait <= 0 || clock_now() >= target)
            return ETIMEDOUT;
    }
}

static struct timespec real_deadline(const struct timespec *until)
{
    const double span = seconds_of(until) - clock_now();

    return timespec_of(real_now() + (span > 0 ? span / wait_rate() : 0));
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
    const struct timespec ts = real_deadline(until);

    return real.mutex_timedlock(mutex, &ts);
}

int sem_timedwait(sem_t *restrict sem, const struct timespec *restrict until)
{
    const struct timespec ts = real_deadline(until);

    return real.sem_timedwait(sem, &ts);
}

int poll(struct pollfd *fds, nfds_t n, int ms)
{
    start();
    return real.poll(fds, n, milliseconds(ms));
}

int epoll_wait(int fd, struct epoll_event *events, int n, int ms)
{
    start();
    return real.epoll_wait(fd, events, n, milliseconds(ms));
}

int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *span, const sigset_t *mask)
{
    struct timespec ts;

    start();
    if (span != NULL)
        ts = timespec_of(seconds_of(span) / wait_rate());
    return real.ppoll(fds, n, span != NULL ? &ts : NULL, mask);
}

int select(int n, fd_set *restrict in, fd_set *restrict out, fd_set *restrict except,
           struct timeval *restrict span)
{
    struct timespec ts;
    struct timeval  tv;

    start();
    if (span == NULL)
        return real.select(n, in, out, except, NULL);
    ts = timespec_of(((double) span->tv_sec + (double) span->tv_usec / 1e6) / wait_rate());
    tv = (struct timeval){ ts.tv_sec, ts.tv_nsec / 1000 };
    return real.select(n, in, out, except, &tv);
}

/* --- the machine ----------------------------------------------------------------------------------- */

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in  four;
    struct sockaddr_in6 six;

    start();
    if (shared != NULL && address != NULL && address->sa_family == AF_INET && size >= sizeof four) {
        memcpy(&four, address, sizeof four);
        four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return (int) syscall(SYS_bind, fd, &four, sizeof four);
    }
    if (shared != NULL && address != NULL && address->sa_family == AF_INET6 && size >= sizeof six) {
        memcpy(&six, address, sizeof six);
        six.sin6_addr = in6addr_loopback;
        return (int) syscall(SYS_bind, fd, &six, sizeof six);
    }
    return (int) syscall(SYS_bind, fd, address, size);
}

int sysinfo(struct sysinfo *info)
{
    int code;

    start();
    code = real.sysinfo(info);
    if (code != 0 || shared == NULL)
        return code;
    info->uptime = 100 * 86400;
    memset(info->loads, 0, sizeof info->loads);
    info->mem_unit = info->mem_unit != 0 ? info->mem_unit : 1;
    info->freeram = (16ul << 30) / info->mem_unit;
    return 0;
}

#endif
