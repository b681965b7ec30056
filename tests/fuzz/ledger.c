/* Ledgers from arbitrary bytes: a reader changes nothing, a writer loses no byte, what it appends
 * is there afterwards. An even first byte: the rest is the file. An odd one: the rest, cut at each
 * NUL, are the texts of events; the ledger of them, cut somewhere or with one byte changed, must
 * give the events before the cut, or be refused. */
#include "ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : abort())
enum { MOST = 8, DAY = 20000 };

static char path[256], torn_path[264];
static unsigned warnings;

static void warn(void *context, const char *text)
{
    (void)context;
    (void)text;
    warnings++;
}

static void set_up(void)
{
    if (path[0] != '\0')
        return;
    snprintf(path, sizeof path, "%s/probity-fuzz-%ld.csv",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    snprintf(torn_path, sizeof torn_path, "%s.torn", path);
}

static void put(struct slice bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    MUST(fd >= 0);
    MUST(bytes.n == 0 || write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    close(fd);
}

static void get(const char *from, struct buffer *out)
{
    char block[65536];
    ssize_t n;
    int fd = open(from, O_RDONLY);
    out->n = 0;
    while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
        MUST(buffer_append(out, block, (size_t)n));
    if (fd >= 0)
        close(fd);
}

static enum status read_all(struct ledger *l, uint64_t *n)
{
    struct ledger_event x;
    struct error e;
    bool more;
    enum status s;
    *n = 0;
    while ((s = ledger_next(l, &x, &more, &e)) == ST_OK && more) {
        MUST(x.seq == ++*n);
        MUST(x.kind >= 0 && x.kind < EVENT_KINDS);
    }
    MUST(s == ST_OK || s == ST_DATA);
    return s;
}

static enum status count(uint64_t *n)
{
    struct ledger *l;
    struct error e;
    *n = 0;
    warnings = 0;
    enum status s = ledger_open(path, LEDGER_READ, warn, NULL, &l, &e);
    MUST(s == ST_OK || s == ST_DATA);
    if (s == ST_OK) {
        s = read_all(l, n);
        ledger_close(l);
    }
    return s;
}

static struct ledger_event note(struct slice text, int64_t on)
{
    struct ledger_event x = {.kind = EVENT_NOTE, .on = on};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        x.cell[c] = SLICE("");
    x.cell[LEDGER_TEXT] = text;
    return x;
}

/* Appends an event to whatever stands there; *N: events before it. */
static enum status append(uint64_t *n)
{
    struct ledger *l;
    struct error e;
    enum status s = ledger_open(path, LEDGER_WRITE, warn, NULL, &l, &e);
    MUST(s == ST_OK || s == ST_DATA);
    if (s != ST_OK)
        return s;
    s = read_all(l, n);
    if (s == ST_OK) {
        int64_t last = ledger_last_day(l);
        struct ledger_event x = note(SLICE("a\n\"b\""), last == INT64_MIN ? DAY : last);
        MUST(ledger_append(l, &x, &e) == ST_OK && x.seq == *n + 1);
    }
    ledger_close(l);
    return s;
}

/* What stood in OLD is still there, in the ledger or set aside. */
static void nothing_lost(struct slice old, const struct buffer *now, const struct buffer *torn)
{
    size_t aside = torn->n > 0 ? torn->n - 1 : 0;
    MUST(aside <= old.n);
    size_t kept = old.n - aside;
    MUST(now->n >= kept);
    MUST(slice_eq((struct slice){buffer_view(now).p, kept}, (struct slice){old.p, kept}));
    MUST(slice_eq((struct slice){buffer_view(torn).p, aside}, (struct slice){old.p + kept, aside}));
}

static void any_file(struct slice file)
{
    struct buffer now = {0}, torn = {0};
    uint64_t n, before, after;
    put(file);
    enum status s = count(&n);
    bool was_torn = warnings > 0;
    get(path, &now);
    MUST(slice_eq(buffer_view(&now), file));
    enum status w = append(&before);
    MUST(s != ST_OK || (w == ST_OK && before == n));
    get(path, &now);
    get(torn_path, &torn);
    nothing_lost(file, &now, &torn);
    MUST(!was_torn || torn.n > 0);
    if (w == ST_OK) {
        MUST(count(&after) == ST_OK && after == before + 1 && warnings == 0);
        MUST(s == ST_OK || before == 0);
    }
    unlink(torn_path);
    buffer_free(&now);
    buffer_free(&torn);
}

/* Writes the texts; ENDS gets the file's length behind the header and each event. */
static size_t write_texts(struct slice rest, size_t ends[MOST + 1])
{
    struct ledger *l;
    struct error e;
    struct stat about;
    size_t n = 0;
    unlink(path);
    MUST(ledger_open(path, LEDGER_WRITE, warn, NULL, &l, &e) == ST_OK);
    MUST(stat(path, &about) == 0);
    ends[0] = (size_t)about.st_size;
    while (rest.p != NULL && n < MOST) {
        struct slice text = slice_split(&rest, '\0');
        struct ledger_event x = note(text, DAY + (int64_t)n);
        enum status s = ledger_append(l, &x, &e);
        MUST(s == (utf8_check(text) == text.n ? ST_OK : ST_DATA));
        if (s != ST_OK)
            continue;
        MUST(stat(path, &about) == 0);
        ends[++n] = (size_t)about.st_size;
    }
    ledger_close(l);
    return n;
}

static void cut_or_changed(struct slice data)
{
    struct buffer all = {0};
    size_t ends[MOST + 1];
    uint64_t found;
    if (data.n < 4)
        return;
    size_t where = (size_t)(uint8_t)data.p[0] << 8 | (uint8_t)data.p[1];
    char flip = data.p[2];
    size_t n = write_texts((struct slice){data.p + 3, data.n - 3}, ends);
    MUST(count(&found) == ST_OK && found == n && warnings == 0);
    get(path, &all);
    where %= all.n;
    if (flip == 0) { /* cut there */
        size_t whole = 0;
        while (whole < n && ends[whole + 1] <= where)
            whole++;
        put((struct slice){all.p, where});
        enum status s = count(&found);
        MUST(s == (where < ends[0] ? ST_DATA : ST_OK));
        MUST(s != ST_OK || (found == whole && (warnings > 0) == (where > ends[whole])));
        any_file((struct slice){all.p, where});
    } else {
        all.p[where] = (char)(all.p[where] ^ flip);
        put(buffer_view(&all));
        enum status s = count(&found);
        MUST(s == ST_DATA || (where + 1 == all.n && found + 1 == n && warnings == 1));
        any_file(buffer_view(&all));
    }
    buffer_free(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 1 << 16)
        return 0;
    set_up();
    struct slice rest = {(const char *)data + 1, size - 1};
    if (data[0] % 2 == 0)
        any_file(rest);
    else
        cut_or_changed(rest);
    unlink(path);
    return 0;
}

#include "standalone.h"
