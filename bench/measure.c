/* Runs a command and writes what it took to a file: wall seconds, user + system seconds, peak
 * resident KiB, and KiB written to disk (temporary files too). Its status is the command's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int report(const char *path, double wall)
{
    struct rusage use;
    if (getrusage(RUSAGE_CHILDREN, &use) != 0) {
        perror("measure: getrusage");
        return 4;
    }
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        perror(path);
        return 4;
    }
    /* Linux counts ru_maxrss in KiB and ru_oublock in blocks of 512 bytes. */
    fprintf(out, "%.3f %.3f %ld %ld\n", wall, seconds(use.ru_utime) + seconds(use.ru_stime),
            (long)use.ru_maxrss, (long)use.ru_oublock / 2);
    if (fclose(out) != 0) {
        perror(path);
        return 4;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: measure REPORT COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    struct timespec begun, ended;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    pid_t child = fork();
    if (child < 0) {
        perror("measure: fork");
        return 4;
    }
    if (child == 0) {
        execvp(argv[2], argv + 2);
        fprintf(stderr, "measure: %s: %s\n", argv[2], strerror(errno));
        _exit(127);
    }
    int state;
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR) {
            perror("measure: waitpid");
            return 4;
        }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double wall = (double)(ended.tv_sec - begun.tv_sec) +
                  (double)(ended.tv_nsec - begun.tv_nsec) / 1e9;
    int failed = report(argv[1], wall);
    if (failed != 0)
        return failed;
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}
