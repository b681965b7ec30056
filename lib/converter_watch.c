/* Three processes: this one waits for a second, which starts the converter and watches it and this
 * one. So the converter ends and its directory goes when this one is killed. */
#include "converter_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "i18n.h"

enum {
    LOOK_EVERY = 20,  /* milliseconds */
    FILES = 256,      /* that may be open */
    VARIABLES = 5,    /* of the environment */
    CANNOT_RUN = 127 /* exit status */
};
static const rlim_t memory_max = (rlim_t)8 << 30;

static void limit(int what, rlim_t value)
{
    struct rlimit now;
    if (getrlimit(what, &now) != 0)
        return;
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > value)
        now.rlim_max = value;
    now.rlim_cur = now.rlim_max;
    setrlimit(what, &now);
}

/* Becomes the converter. */
static void run(const struct workplace *w, char *const argv[], char *const environment[],
                const struct converter_limits *limits)
{
    setpgid(0, 0);
    int in = open("/dev/null", O_RDONLY);
    int messages = open(w->messages, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
    if (in < 0 || messages < 0 || dup2(in, STDIN_FILENO) < 0 ||
        dup2(messages, STDOUT_FILENO) < 0 || dup2(messages, STDERR_FILENO) < 0 ||
        chdir(w->directory) != 0)
        _exit(CANNOT_RUN);
    for (int fd = 3; fd < FILES; fd++)
        close(fd);
    umask(077);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, (rlim_t)limits->bytes);
    limit(RLIMIT_CPU, limits->seconds + 1);
    limit(RLIMIT_AS, memory_max);
    static const int usual[] = {SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGXFSZ, SIGXCPU};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        signal(usual[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(argv[0], argv, environment);
    _exit(CANNOT_RUN);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum outcome outcome_of(int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXFSZ   ? TOO_LARGE
               : WTERMSIG(status) == SIGXCPU ? TOO_LONG
                                             : CRASHED;
    return WEXITSTATUS(status) == 0            ? CONVERTED
           : WEXITSTATUS(status) == CANNOT_RUN ? NOT_STARTED
                                               : FAILED;
}

/* Until the converter ends, its time is over or whoever is at the other end of PEER is gone. */
static enum outcome wait_for(pid_t converter, int peer, double until)
{
    for (;;) {
        int status;
        pid_t ended = waitpid(converter, &status, WNOHANG);
        if (ended == converter)
            return outcome_of(status);
        if (ended < 0 && errno != EINTR)
            return LOST;
        if (now() >= until)
            return TOO_LONG;
        struct pollfd look = {.fd = peer, .events = POLLIN};
        if (poll(&look, 1, LOOK_EVERY) > 0)
            return LOST;
    }
}

/* The second process. */
static void watch(struct workplace *w, char *const argv[], char *const environment[],
                  const struct converter_limits *limits, int peer)
{
    static const int ended_by[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE};
    setpgid(0, 0);
    signal(SIGCHLD, SIG_DFL);
    /* It ends with the first process and not before. */
    for (size_t i = 0; i < sizeof ended_by / sizeof ended_by[0]; i++)
        signal(ended_by[i], SIG_IGN);
    double until = now() + limits->seconds;
    pid_t converter = fork();
    if (converter == 0)
        run(w, argv, environment, limits);
    enum outcome outcome = NOT_STARTED;
    if (converter > 0) {
        setpgid(converter, converter);
        outcome = wait_for(converter, peer, until);
        kill(-converter, SIGKILL); /* with whatever it has started */
    }
    char told = (char)outcome;
    if (outcome == LOST || write(peer, &told, 1) != 1)
        workplace_remove(w);
    _exit(0);
}

/* What the second process tells; if it is killed, nothing. */
static enum outcome hear(int peer)
{
    char told;
    ssize_t n;
    do
        n = read(peer, &told, 1);
    while (n < 0 && errno == EINTR);
    return n == 1 ? (enum outcome)told : LOST;
}

/* With the last, GLib's settings are not kept in a file. */
static bool make_environment(const struct workplace *w, struct buffer *text,
                             char *environment[VARIABLES + 1])
{
    const char *path = getenv("PATH");
    const char *const variables[VARIABLES][2] = {{"PATH=", path != NULL ? path : "/usr/bin:/bin"},
                                                 {"HOME=", w->directory},
                                                 {"TMPDIR=", w->directory},
                                                 {"LC_ALL=", "C.UTF-8"},
                                                 {"GSETTINGS_BACKEND=", "memory"}};
    size_t at[VARIABLES];
    for (size_t i = 0; i < VARIABLES; i++) {
        at[i] = text->n;
        buffer_text(text, variables[i][0]);
        buffer_text(text, variables[i][1]);
        buffer_char(text, '\0');
    }
    if (text->failed)
        return false;
    for (size_t i = 0; i < VARIABLES; i++)
        environment[i] = text->p + at[i];
    environment[VARIABLES] = NULL;
    return true;
}

enum status converter_watch(const struct workplace *w, char *const argv[],
                            const struct converter_limits *limits, enum outcome *outcome,
                            struct error *e)
{
    struct buffer text = {0};
    char *environment[VARIABLES + 1];
    int ends[2];
    if (!make_environment(w, &text, environment)) {
        buffer_free(&text);
        return error_memory(e);
    }
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        buffer_free(&text);
        return error_system(e, errno, NULL, _("start a converter"));
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t watcher = fork();
    if (watcher == 0) {
        struct workplace own = *w;
        close(ends[0]);
        watch(&own, argv, environment, limits, ends[1]);
    }
    int why = errno;
    close(ends[1]);
    if (watcher > 0) {
        *outcome = hear(ends[0]);
        while (waitpid(watcher, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    close(ends[0]);
    buffer_free(&text);
    return watcher < 0 ? error_system(e, why, NULL, _("start a converter")) : ST_OK;
}
