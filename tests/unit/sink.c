/* Bytes out: files that are whole or not there, and every failed write told. */
#include "sink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buffer.h"
#include "tap.h"

static char directory[] = "/tmp/sink-XXXXXX";
static struct error error;

static const char *in_directory(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static int files(void)
{
    int n = 0;
    DIR *d = opendir(directory);
    if (d == NULL)
        return -1;
    for (struct dirent *f; (f = readdir(d)) != NULL;)
        n += strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0;
    closedir(d);
    return n;
}

static void holds(const char *name, const char *want, const char *what)
{
    char got[64];
    FILE *f = fopen(in_directory(name), "rb");
    size_t n = f == NULL ? 0 : fread(got, 1, sizeof got, f);
    if (f != NULL)
        fclose(f);
    is_text(got, n, want, what);
}

static void test_file(void)
{
    struct sink *s;
    ok(sink_open(in_directory("a"), &s, &error) == ST_OK, "open");
    sink_write(s, "old", 3);
    ok(access(in_directory("a"), F_OK) != 0, "not there before it is whole");
    ok(sink_close(s, &error) == ST_OK, "close");
    holds("a", "old", "whole");
    struct stat st;
    ok(stat(in_directory("a"), &st) == 0 && (st.st_mode & 0777) == 0600, "for its owner only");
    sink_open(in_directory("a"), &s, &error);
    sink_slice(s, SLICE("new"));
    ok(sink_flush(s, &error) == ST_OK, "flush");
    holds("a", "old", "the old one stands until the new is whole");
    ok(sink_close(s, &error) == ST_OK, "close again");
    holds("a", "new", "then the new one");
    sink_open(in_directory("a"), &s, &error);
    sink_write(s, "half", 4);
    sink_discard(s);
    holds("a", "new", "what is discarded changes nothing");
    is_int(files(), 1, "and leaves nothing behind");
    sink_discard(NULL);
    sink_open(in_directory("empty"), &s, &error);
    ok(sink_close(s, &error) == ST_OK, "an empty file");
    holds("empty", "", "is empty");
}

static void test_names(void)
{
    struct sink *s;
    ok(sink_open(in_directory("none/x"), &s, &error) == ST_SYSTEM && s == NULL,
       "no such directory");
    ok(sink_open(directory, &s, &error) == ST_SYSTEM && s == NULL,
       "a directory is refused when it is opened");
    ok(sink_open(in_directory("x/"), &s, &error) == ST_SYSTEM, "a name that ends in a slash");
    ok(sink_open("", &s, &error) == ST_SYSTEM, "no name");
    char link_path[256];
    snprintf(link_path, sizeof link_path, "%s", in_directory("link"));
    ok(symlink("a", link_path) == 0 && sink_open(link_path, &s, &error) == ST_OK, "a symlink");
    sink_write(s, "mine", 4);
    ok(sink_close(s, &error) == ST_OK, "is closed");
    struct stat st;
    ok(lstat(link_path, &st) == 0 && S_ISREG(st.st_mode), "it was replaced");
    holds("a", "new", "and not followed");
    int before = files();
    ok(mkdir(in_directory("late"), 0700) == 0 && rmdir(in_directory("late")) == 0, "a name");
    sink_open(in_directory("late"), &s, &error);
    sink_write(s, "x", 1);
    ok(mkdir(in_directory("late"), 0700) == 0 && sink_close(s, &error) == ST_SYSTEM,
       "taken by a directory meanwhile");
    ok(rmdir(in_directory("late")) == 0, "which stays");
    is_int(files(), before, "no temporary file is left");
}

static void test_devices(void)
{
    struct sink *s;
    ok(sink_open("/dev/null", &s, &error) == ST_OK, "/dev/null");
    sink_write(s, "x", 1);
    struct stat st;
    ok(sink_close(s, &error) == ST_OK && stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode),
       "is written to and not replaced");
    ok(sink_open("/dev/full", &s, &error) == ST_OK, "/dev/full");
    sink_write(s, "x", 1);
    ok(sink_close(s, &error) == ST_SYSTEM && strstr(error.text, strerror(ENOSPC)) != NULL &&
           strcmp(error.file, "/dev/full") == 0,
       "a full disk is told when it is closed");
    sink_open("/dev/full", &s, &error);
    sink_write(s, "x", 1);
    ok(sink_flush(s, &error) == ST_SYSTEM, "or flushed");
    sink_write(s, "x", 1);
    ok(sink_flush(s, &error) == ST_SYSTEM, "and is not forgotten");
    sink_discard(s);
}

/* Runs a writer of N bytes whose standard output is FD (-1: closed); its status, and errno's text
 * as asked. */
static int stdout_status(int fd, size_t n, const char *want)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGPIPE, SIG_IGN);
        struct sink *s;
        if (fd < 0)
            close(STDOUT_FILENO);
        else
            dup2(fd, STDOUT_FILENO);
        if (sink_open(n % 2 == 0 ? NULL : "-", &s, &error) != ST_OK)
            _exit(99);
        for (size_t i = 0; i < n; i++)
            sink_write(s, &"0123456789"[i % 10], 1);
        enum status r = sink_close(s, &error);
        _exit(r == ST_OK || strstr(error.text, want) != NULL ? (int)r : 98);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_stdout(void)
{
    int full = open("/dev/full", O_WRONLY), ends[2];
    is_int(stdout_status(full, 1, strerror(ENOSPC)), ST_SYSTEM, "standard output on a full disk");
    is_int(stdout_status(full, 1 << 20, strerror(ENOSPC)), ST_SYSTEM, "and many writes later");
    is_int(stdout_status(full, 0, ""), ST_OK, "nothing to write, nothing to fail");
    is_int(stdout_status(-1, 1, strerror(EBADF)), ST_SYSTEM, "closed standard output");
    ok(pipe(ends) == 0, "a pipe");
    close(ends[0]);
    is_int(stdout_status(ends[1], 3, strerror(EPIPE)), ST_SYSTEM, "a pipe that no one reads");
    close(ends[1]);
    close(full);
    int fd = open(in_directory("out"), O_RDWR | O_CREAT, 0600);
    is_int(stdout_status(fd, 1000003, ""), ST_OK, "a million bytes");
    struct buffer b = {0};
    buffer_reserve(&b, 1000010);
    b.n = (size_t)pread(fd, b.p, 1000010, 0);
    size_t bad = 0;
    for (size_t i = 0; i < b.n; i++)
        bad += b.p[i] != "0123456789"[i % 10];
    ok(b.n == 1000003 && bad == 0, "arrive in order");
    buffer_free(&b);
    close(fd);
}

static void test_memory(void)
{
    struct sink *s;
    ok(sink_memory(&s, &error) == ST_OK && sink_bytes(s).n == 0, "memory");
    sink_write(s, "ab", 2);
    sink_slice(s, SLICE("c"));
    is_text(sink_bytes(s).p, sink_bytes(s).n, "abc", "collects");
    ok(sink_flush(s, &error) == ST_OK && sink_bytes(s).n == 3, "flushing keeps it");
    ok(sink_close(s, &error) == ST_OK, "close");
}

/* Pieces around the size at which the buffer is written. */
static void test_pieces(void)
{
    static char piece[300000];
    memset(piece, 'x', sizeof piece);
    static const size_t sizes[] = {1, 131071, 131072, 131073, 65536, 65536, 1, 300000, 0, 2};
    struct sink *s;
    off_t want = 0;
    sink_open(in_directory("pieces"), &s, &error);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        sink_write(s, piece, sizes[i]);
        want += (off_t)sizes[i];
    }
    struct stat st;
    ok(sink_close(s, &error) == ST_OK && stat(in_directory("pieces"), &st) == 0,
       "pieces of all sizes");
    is_int(st.st_size, want, "add up");
}

struct seen {
    size_t n;
    char first, last;
};

static void see(void *context, struct slice bytes)
{
    struct seen *seen = context;
    if (seen->n == 0)
        seen->first = bytes.p[0];
    seen->n += bytes.n;
    seen->last = bytes.p[bytes.n - 1];
}

static void test_watch(void)
{
    static char much[300000];
    struct sink *s;
    struct seen seen = {0};
    memset(much, 'm', sizeof much);
    ok(sink_open(in_directory("a"), &s, &error) == ST_OK, "a file that is watched");
    sink_watch(s, see, &seen);
    sink_write(s, "a", 1);
    sink_write(s, much, sizeof much);
    sink_write(s, "z", 1);
    ok(sink_flush(s, &error) == ST_OK, "flushed");
    ok(seen.n == sizeof much + 2 && seen.first == 'a' && seen.last == 'z', "all is seen");
    ok(sink_close(s, &error) == ST_OK && seen.n == sizeof much + 2, "and once");
}

/* What is in a pipe when a sink of it, from which FIRST had gone out, was broken off. */
static void broken_off(const char *first, const char *want, const char *name)
{
    struct sink *s = NULL;
    char got[32];
    const char *path = in_directory("fifo");
    int fd = open(path, O_RDONLY | O_NONBLOCK);
    ok(fd >= 0 && sink_open(path, &s, &error) == ST_OK, "a named pipe");
    sink_write(s, first, strlen(first));
    ok(sink_flush(s, &error) == ST_OK, "flushed");
    sink_write(s, "held", 4);
    sink_break_off(s, SLICE("MARK"));
    ssize_t n = read(fd, got, sizeof got);
    is_text(got, n < 0 ? 0 : (size_t)n, want, name);
    close(fd);
}

static void test_break_off(void)
{
    struct sink *s;
    ok(mkfifo(in_directory("fifo"), 0600) == 0, "a pipe with a name");
    broken_off("", "", "nothing has gone out, and nothing does");
    broken_off("first", "firstMARK", "what has gone out is marked, what was held is not written");
    ok(unlink(in_directory("fifo")) == 0, "it is gone");
    ok(sink_open(in_directory("off"), &s, &error) == ST_OK, "a file that is broken off");
    sink_write(s, "first", 5);
    ok(sink_flush(s, &error) == ST_OK, "after some has been written");
    sink_break_off(s, SLICE("MARK"));
    ok(access(in_directory("off"), F_OK) != 0, "is not there");
    sink_break_off(NULL, SLICE("MARK"));
}

static void clean(void)
{
    static const char *const names[] = {"a", "empty", "link", "out", "pieces"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(in_directory(names[i]));
    is_int(files(), 0, "nothing else was left");
    rmdir(directory);
}

int main(void)
{
    ok(mkdtemp(directory) != NULL, "a directory");
    test_file();
    test_names();
    test_devices();
    test_stdout();
    test_memory();
    test_pieces();
    test_watch();
    test_break_off();
    clean();
    return done_testing();
}
