/* Bytes in: files, memory, standard input, gzip. */
#include "source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "buffer.h"
#include "tap.h"

static char directory[] = "/tmp/probity-source-XXXXXX";
static char path[64];

static void put(const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        abort();
}

static struct slice pack(struct slice text, struct buffer *out)
{
    z_stream z = {0};
    char *room = malloc(text.n + 1000);
    if (room == NULL ||
        deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    char *copy = malloc(text.n + 1);
    if (copy == NULL)
        abort();
    memcpy(copy, text.p, text.n);
    z.next_in = (unsigned char *)copy;
    z.avail_in = (unsigned)text.n;
    z.next_out = (unsigned char *)room;
    z.avail_out = (unsigned)(text.n + 1000);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    buffer_append(out, room, text.n + 1000 - z.avail_out);
    deflateEnd(&z);
    free(copy);
    free(room);
    return buffer_view(out);
}

/* Reads S to its end in pieces of SIZE, closes it. */
static enum status drain(struct source *s, size_t size, struct buffer *out, struct error *e)
{
    char piece[4096];
    size_t got = 1;
    enum status st = ST_OK;
    while (st == ST_OK && got > 0)
        if ((st = source_read(s, piece, size, &got, e)) == ST_OK)
            buffer_append(out, piece, got);
    source_close(s);
    return st;
}

static void gives(const char *operand, struct slice want, const char *name)
{
    static const size_t sizes[] = {1, 7, 4096};
    for (size_t i = 0; i < 3; i++) {
        struct source *s;
        struct error e;
        struct buffer got = {0};
        bool good = source_open(operand, &s, &e) == ST_OK && drain(s, sizes[i], &got, &e) == ST_OK;
        ok(good && slice_eq(buffer_view(&got), want), "%s, pieces of %zu", name, sizes[i]);
        buffer_free(&got);
    }
}

/* Bytes of memory are refused with STATUS, if not at once then after PREFIX. */
static void refuses(struct slice bytes, enum status status, const char *says, const char *name)
{
    struct source *s;
    struct error e = {0};
    struct buffer got = {0};
    enum status st = source_memory(bytes, "x.csv", &s, &e);
    if (st == ST_OK)
        st = drain(s, 4096, &got, &e);
    buffer_free(&got);
    char text[2000];
    error_render(&e, text, sizeof text);
    is_int(st, status, name);
    ok(strstr(text, says) != NULL && strncmp(text, "x.csv: ", 7) == 0, "%s: says so", name);
    if (strstr(text, says) == NULL)
        printf("# %s\n", text);
}

static void gzip(void)
{
    struct buffer one = {0}, more = {0}, big = {0}, packed = {0};
    struct slice z = pack(SLICE("a,b\n1,2\n"), &one);
    put(z.p, z.n);
    gives(path, SLICE("a,b\n1,2\n"), "gzip");
    for (size_t n = 2; n < z.n; n++) {
        struct source *s;
        struct error e = {0};
        struct buffer got = {0};
        enum status st = source_memory((struct slice){z.p, n}, "x", &s, &e);
        if (st == ST_OK)
            st = drain(s, 100, &got, &e);
        if (st != ST_DATA)
            ok(false, "gzip cut at %zu is refused", n);
        buffer_free(&got);
    }
    refuses((struct slice){z.p, z.n - 1}, ST_DATA, "ends early: the file was cut short",
            "gzip cut short");
    pack(SLICE(""), &more);
    refuses(buffer_view(&more), ST_DATA, "file is empty", "gzip of nothing");
    pack(SLICE("3,4\n"), &more);
    pack(SLICE(""), &more);
    put(more.p, more.n);
    gives(path, SLICE("3,4\n"), "gzip with empty members");
    buffer_slice(&one, buffer_view(&more));
    put(one.p, one.n);
    gives(path, SLICE("a,b\n1,2\n3,4\n"), "gzip of several members");
    buffer_text(&one, "rest");
    refuses(buffer_view(&one), ST_DATA, "behind its end", "gzip with something behind");
    for (int i = 0; i < 60000; i++)
        buffer_printf(&big, "%d,%d\n", i, i * 7919 % 10007);
    pack(buffer_view(&big), &packed);
    put(packed.p, packed.n);
    gives(path, buffer_view(&big), "large gzip");
    packed.p[packed.n / 2] ^= 0x55;
    refuses(buffer_view(&packed), ST_DATA, "damaged", "damaged gzip");
    packed.p[packed.n / 2] ^= 0x55;
    packed.p[packed.n - 6] ^= 1;
    refuses(buffer_view(&packed), ST_DATA, "damaged", "gzip with a wrong check sum");
    buffer_free(&one);
    buffer_free(&more);
    buffer_free(&big);
    buffer_free(&packed);
}

static void files(void)
{
    struct source *s;
    struct error e = {0};
    put("a,b\n", 4);
    gives(path, SLICE("a,b\n"), "file");
    put("\x1f", 1);
    gives(path, SLICE("\x1f"), "file of half a magic number");
    put("", 0);
    is_int(source_open(path, &s, &e), ST_DATA, "empty file");
    ok(s == NULL && strstr(e.text, "did the command before it fail?") != NULL,
       "empty file: says why it matters");
    is_int(source_open(directory, &s, &e), ST_SYSTEM, "directory");
    ok(strcmp(e.file, directory) == 0 && strstr(e.text, "irectory") != NULL, "directory: says so");
    is_int(source_open("/nowhere/x.csv", &s, &e), ST_SYSTEM, "missing file");
    put("0123456789", 10);
    if (ok(source_open(path, &s, &e) == ST_OK, "progress: open")) {
        char some[5];
        size_t got;
        enum status st = source_read(s, some, 5, &got, &e);
        ok(st == ST_OK && source_progress(s) >= 0.49 && source_progress(s) <= 0.51,
           "progress: half");
        is_text(source_name(s), strlen(source_name(s)), path, "name");
        source_close(s);
    }
    refuses(SLICE(""), ST_DATA, "file is empty", "empty memory");
}

/* A part of a file that others read and write too. */
static void part(void)
{
    enum { ALL = 200000, SIZE = 150001 };
    struct source *s = NULL;
    struct error e = {0};
    struct buffer text = {0}, got = {0};
    for (int i = 0; text.n < ALL; i++)
        buffer_printf(&text, "%d,%d\n", i, i * 7919 % 10007);
    put(text.p, text.n);
    int fd = open(path, O_RDWR);
    for (int i = 0; i < 2; i++) {
        got.n = 0;
        bool good = source_part(fd, SIZE, "x", &s, &e) == ST_OK &&
                    drain(s, i == 0 ? 7 : 4096, &got, &e) == ST_OK;
        ok(good && slice_eq(buffer_view(&got), (struct slice){text.p, SIZE}),
           "a part of a file, whatever stands behind");
    }
    ok(fcntl(fd, F_GETFD) >= 0, "its descriptor stays open");
    got.n = 0;
    enum status st = source_part(fd, SIZE, "x", &s, &e);
    if (st == ST_OK && ftruncate(fd, 100000) == 0)
        st = drain(s, 4096, &got, &e);
    ok(st == ST_SYSTEM && strstr(e.text, "became shorter") != NULL, "cut while it is read: %s",
       e.text);
    is_int(source_part(fd, 0, "x", &s, &e), ST_DATA, "a part of no bytes is empty");
    close(fd);
    buffer_free(&text);
    buffer_free(&got);
}

/* Standard input becomes a pipe that gives its bytes one by one, twice over. */
static void standard_input(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    pid_t child = fork();
    if (child < 0)
        abort();
    if (child == 0) {
        for (const char *c = "x,y\n1,2\n"; *c != '\0'; c++)
            if (write(ends[1], c, 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    if (dup2(ends[0], STDIN_FILENO) < 0)
        abort();
    close(ends[0]);
    struct source *s;
    struct error e;
    char first[4];
    size_t got = 0;
    is_int(read(STDIN_FILENO, first, 1), 1, "a byte is taken before");
    is_int(source_spool_stdin(&e), ST_OK, "spool");
    ok(fcntl(STDIN_FILENO, F_GETFD) >= 0, "standard input stays open");
    struct source *a, *b;
    bool good = source_open("-", &a, &e) == ST_OK && source_open("-", &b, &e) == ST_OK;
    if (ok(good, "spooled input opens twice at once")) {
        struct buffer x = {0}, y = {0};
        ok(source_read(a, first, 1, &got, &e) == ST_OK && got == 1, "one begins");
        drain(b, 3, &y, &e);
        buffer_char(&x, first[0]);
        drain(a, 3, &x, &e);
        ok(slice_eq(buffer_view(&x), buffer_view(&y)), "and neither disturbs the other");
        is_text(x.p, x.n, ",y\n1,2\n", "nothing is lost");
        buffer_free(&x);
        buffer_free(&y);
    }
    is_int(source_open("-", &s, &e), ST_OK, "and again");
    ok(strcmp(source_name(s), "-") == 0, "it is called -");
    source_close(s);
}

static void see(void *context, struct slice bytes)
{
    buffer_slice(context, bytes);
}

/* What is looked at before is still to be read, all of it once. */
static void peek(void)
{
    enum { ALL = 300000 };
    struct buffer text = {0}, packed = {0}, got = {0}, seen = {0};
    struct source *s;
    struct error e;
    for (int i = 0; text.n < ALL; i++)
        buffer_printf(&text, "%d,%d\n", i, i * 7919 % 10007);
    struct slice bytes[] = {buffer_view(&text), pack(buffer_view(&text), &packed)};
    for (int k = 0; k < 2; k++) {
        put(bytes[k].p, bytes[k].n);
        got.n = seen.n = 0;
        struct source_watch watch = {see, &seen};
        struct slice first = {NULL, 0};
        char piece[1000];
        size_t n = 0;
        bool good = source_open_watched(path, &watch, &s, &e) == ST_OK &&
                    source_peek(s, 10, &first, &e) == ST_OK && first.n >= 10 &&
                    source_peek(s, 100000, &first, &e) == ST_OK && first.n >= 100000 &&
                    memcmp(first.p, text.p, first.n) == 0;
        ok(good, "%d: looked at, a little and much", k);
        good = source_read(s, piece, sizeof piece, &n, &e) == ST_OK;
        buffer_append(&got, piece, n);
        ok(good && source_peek(s, 100000, &first, &e) == ST_OK && first.n >= 100000 &&
               memcmp(first.p, text.p + n, first.n) == 0,
           "%d: again, when some has been read", k);
        ok(source_peek(s, 2 * ALL, &first, &e) == ST_OK && first.n == text.n - n,
           "%d: no more than there is", k);
        drain(s, 777, &got, &e);
        ok(slice_eq(buffer_view(&got), buffer_view(&text)), "%d: all is read once", k);
        ok(slice_eq(buffer_view(&seen), bytes[k]), "%d: and was seen as it stands on disk", k);
    }
    buffer_free(&text);
    buffer_free(&packed);
    buffer_free(&got);
    buffer_free(&seen);
}

/* Whether S gives TEXT by place. */
static bool gives_by_place(struct source *s, struct slice text, int *fd)
{
    uint64_t size = 0;
    struct error e;
    char room[4096];
    if (source_place(s, fd, &size, &e) != ST_OK || size != text.n || text.n > sizeof room)
        return false;
    return pread(*fd, room, sizeof room, 0) == (ssize_t)text.n &&
           memcmp(room, text.p, text.n) == 0 && pread(*fd, room, 1, 3) == 1 && room[0] == text.p[3];
}

static void place(void)
{
    struct slice text = SLICE("0123456789"), first;
    struct buffer packed = {0}, seen = {0};
    struct source *s;
    struct error e;
    int fd = -1, again = -1;
    struct source_watch watch = {see, &seen};
    put(text.p, text.n);
    ok(source_open_watched(path, &watch, &s, &e) == ST_OK && gives_by_place(s, text, &fd) &&
           gives_by_place(s, text, &again) && fd == again,
       "a file is read by place, itself");
    ok(slice_eq(buffer_view(&seen), text), "and was seen whole, once");
    source_close(s);
    ok(fcntl(fd, F_GETFD) < 0, "closed with its source");
    seen.n = 0;
    struct slice gzip = pack(text, &packed);
    put(gzip.p, gzip.n);
    ok(source_open_watched(path, &watch, &s, &e) == ST_OK &&
           source_peek(s, 4, &first, &e) == ST_OK && gives_by_place(s, text, &fd),
       "gzip is unpacked to a copy, looked at or not");
    ok(slice_eq(buffer_view(&seen), gzip), "and seen packed");
    source_close(s);
    ok(fcntl(fd, F_GETFD) < 0, "the copy is closed");
    ok(source_memory(text, "x", &s, &e) == ST_OK && gives_by_place(s, text, &fd), "so is memory");
    source_close(s);
    put(gzip.p, gzip.n - 4);
    uint64_t size;
    if (source_open(path, &s, &e) != ST_OK)
        abort();
    is_int(source_place(s, &fd, &size, &e), ST_DATA, "cut gzip is refused there, too");
    source_close(s);
    put(text.p, text.n);
    fd = open(path, O_RDONLY);
    if (dup2(fd, STDIN_FILENO) < 0 || read(STDIN_FILENO, packed.p, 2) != 2)
        abort();
    close(fd);
    ok(source_open("-", &s, &e) == ST_OK &&
           gives_by_place(s, (struct slice){text.p + 2, text.n - 2}, &fd) && fd != STDIN_FILENO,
       "standard input of which some has been read is copied from there on");
    source_close(s);
    if (lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
        abort();
    ok(source_open("-", &s, &e) == ST_OK && gives_by_place(s, text, &fd) && fd == STDIN_FILENO,
       "at a file's beginning it is that file");
    source_close(s);
    ok(fcntl(STDIN_FILENO, F_GETFD) >= 0, "and stays open");
    buffer_free(&packed);
    buffer_free(&seen);
}

struct ticks {
    int left;
    bool closed;
};

static enum status tick(void *state, void *to, size_t size, size_t *got, struct error *e)
{
    struct ticks *t = state;
    (void)e;
    *got = t->left > 0 && size > 0;
    if (*got > 0)
        *(char *)to = (char)('0' + t->left--);
    return ST_OK;
}

static double half(const void *state)
{
    (void)state;
    return 0.5;
}

static void close_ticks(void *state)
{
    ((struct ticks *)state)->closed = true;
}

/* Bytes that another module makes. */
static void made(void)
{
    static const struct source_maker maker = {tick, half, close_ticks};
    struct ticks t = {5, false};
    struct source *s;
    struct error e;
    struct slice first;
    struct buffer got = {0};
    int fd;
    if (source_make(&maker, &t, "ticks", &s, &e) != ST_OK)
        abort();
    ok(source_peek(s, 2, &first, &e) == ST_OK && slice_eq(first, SLICE("54")), "made, looked at");
    ok(source_progress(s) > 0.4 && strcmp(source_name(s), "ticks") == 0, "its progress, its name");
    drain(s, 3, &got, &e);
    is_text(got.p, got.n, "54321", "all of it");
    ok(t.closed, "its maker is told of the end");
    t = (struct ticks){5, false};
    if (source_make(&maker, &t, "ticks", &s, &e) != ST_OK)
        abort();
    ok(gives_by_place(s, SLICE("54321"), &fd), "by place it is a copy");
    source_close(s);
    buffer_free(&got);
}

int main(void)
{
    if (mkdtemp(directory) == NULL)
        abort();
    snprintf(path, sizeof path, "%s/x", directory);
    files();
    part();
    gzip();
    peek();
    place();
    made();
    standard_input();
    unlink(path);
    rmdir(directory);
    return done_testing();
}
