/* A library to preload: the n-th call of a kind fails, as told by the environment.
 *   FAULT=memory:3   the third malloc, calloc or realloc
 *   FAULT=read:1     likewise read, write, open, mkstemp, rename, fsync, close, lseek, fstat, dup
 *   FAULT=short:1    nothing fails, but reads and writes from the first on move one byte
 *   FAULT=signal:1   nothing fails, but every second read and write is interrupted first
 * FAULT_MARK names a file that is made when something failed: without it the run was clean. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long at, count;
static char kind[16];
static bool ready;

/* dlsym has no function pointers in ISO C; POSIX guarantees the conversion through an object. */
#define REAL(name) \
    do { \
        if (real == NULL) \
            *(void **)(&real) = dlsym(RTLD_NEXT, name); \
    } while (0)

static void set_up(void)
{
    ready = true;
    const char *fault = getenv("FAULT"), *colon = fault == NULL ? NULL : strchr(fault, ':');
    if (colon == NULL || (size_t)(colon - fault) >= sizeof kind)
        return;
    memcpy(kind, fault, (size_t)(colon - fault));
    at = strtoul(colon + 1, NULL, 10);
}

static void mark(void)
{
    static int (*real)(const char *, int, ...);
    REAL("open");
    const char *path = getenv("FAULT_MARK");
    int fd = path == NULL ? -1 : real(path, O_WRONLY | O_CREAT, 0600);
    static int (*real_close)(int);
    if (real_close == NULL)
        *(void **)(&real_close) = dlsym(RTLD_NEXT, "close");
    if (fd >= 0)
        real_close(fd);
}

static bool fails(const char *what, int error)
{
    if (!ready)
        set_up();
    if (strcmp(kind, what) != 0 || ++count != at)
        return false;
    mark();
    errno = error;
    return true;
}

/* What dlsym itself asks for before the real functions are known. */
static _Alignas(16) char early[4096];
static size_t early_used;

static void *early_memory(size_t n)
{
    size_t from = early_used;
    early_used += (n + 15) & ~(size_t)15;
    return early_used <= sizeof early ? early + from : NULL;
}

static bool is_early(const void *p)
{
    return (const char *)p >= early && (const char *)p < early + sizeof early;
}

void *malloc(size_t n)
{
    static void *(*real)(size_t);
    static bool asking;
    if (real == NULL && asking)
        return early_memory(n);
    asking = true;
    REAL("malloc");
    return fails("memory", ENOMEM) ? NULL : real(n);
}

void *calloc(size_t n, size_t size)
{
    static void *(*real)(size_t, size_t);
    static bool asking;
    if (real == NULL && asking)
        return early_memory(n * size);
    asking = true;
    REAL("calloc");
    return fails("memory", ENOMEM) ? NULL : real(n, size);
}

void *realloc(void *p, size_t n)
{
    static void *(*real)(void *, size_t);
    REAL("realloc");
    return fails("memory", ENOMEM) ? NULL : real(p, n);
}

void free(void *p)
{
    static void (*real)(void *);
    REAL("free");
    if (!is_early(p))
        real(p);
}

static bool shortened(void)
{
    if (!ready)
        set_up();
    return strcmp(kind, "short") == 0;
}

static bool interrupted(void)
{
    static bool again;
    if (!ready)
        set_up();
    if (strcmp(kind, "signal") != 0)
        return false;
    again = !again;
    if (again)
        errno = EINTR;
    return again;
}

ssize_t read(int fd, void *p, size_t n)
{
    static ssize_t (*real)(int, void *, size_t);
    REAL("read");
    if (fails("read", EIO) || interrupted())
        return -1;
    return real(fd, p, shortened() && n > 1 ? 1 : n);
}

ssize_t pread(int fd, void *p, size_t n, off_t from)
{
    static ssize_t (*real)(int, void *, size_t, off_t);
    REAL("pread");
    if (fails("read", EIO) || interrupted())
        return -1;
    return real(fd, p, shortened() && n > 1 ? 1 : n, from);
}

ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t __read_chk(int fd, void *p, size_t n, size_t room)
{
    return read(fd, p, n < room ? n : room);
}

ssize_t write(int fd, const void *p, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);
    REAL("write");
    if (fails("write", ENOSPC) || interrupted())
        return -1;
    return real(fd, p, shortened() && n > 1 ? 1 : n);
}

int open(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, ...);
    va_list ap;
    va_start(ap, flags);
    int mode = (flags & O_CREAT) != 0 ? va_arg(ap, int) : 0;
    va_end(ap);
    REAL("open");
    return fails("open", EMFILE) ? -1 : real(path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open(path, flags);
}

#define ONE(type, name, error, parameters, arguments) \
    type name parameters \
    { \
        static type(*real) parameters; \
        REAL(#name); \
        return fails(#name, error) ? (type)-1 : real arguments; \
    }

ONE(int, mkstemp, EACCES, (char *pattern), (pattern))
ONE(int, rename, EACCES, (const char *from, const char *to), (from, to))
ONE(int, fsync, EIO, (int fd), (fd))
ONE(int, dup, EMFILE, (int fd), (fd))
ONE(off_t, lseek, EIO, (int fd, off_t at_, int whence), (fd, at_, whence))
ONE(int, fstat, EIO, (int fd, struct stat *st), (fd, st))

int close(int fd)
{
    static int (*real)(int);
    REAL("close");
    int result = real(fd);
    return fails("close", EIO) ? -1 : result;
}
