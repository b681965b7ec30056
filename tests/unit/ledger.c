/* The ledger: events come back as they were appended, whatever ends the writer; what was changed is
 * found; what could not be written leaves nothing. */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "date.h"
#include "digest.h"
#include "tap.h"

static char dir[64], path[96], torn_path[104];
static char warned[2048];
static unsigned warnings;
static struct error e;

/* A message without the folder, whose name is another one each time. */
static void plain(const char *text, char *out, size_t size)
{
    size_t n = 0, length = strlen(dir);
    for (; *text != '\0' && n + 1 < size; text++) {
        if (strncmp(text, dir, length) == 0 && text[length] == '/')
            text += length + 1;
        out[n++] = *text;
    }
    out[n] = '\0';
}

static void warn(void *context, const char *text)
{
    (void)context;
    plain(text, warned, sizeof warned);
    warnings++;
}

static const char *said(void)
{
    static char all[2400], text[2400];
    error_render(&e, all, sizeof all);
    plain(all, text, sizeof text);
    return text;
}

/* ---- files ---- */

static void get(const char *from, struct buffer *out)
{
    char block[65536];
    ssize_t n;
    int fd = open(from, O_RDONLY);
    out->n = 0;
    while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
        buffer_append(out, block, (size_t)n);
    if (fd >= 0)
        close(fd);
}

static void put(const char *to, struct slice bytes)
{
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || close(fd) != 0)
        printf("Bail out! cannot write %s\n", to);
}

static void clear(void)
{
    unlink(path);
    unlink(torn_path);
    warnings = 0;
    warned[0] = '\0';
}

/* ---- events ---- */

static void fill(struct ledger_event *x, enum ledger_kind kind, int64_t on, const char *text)
{
    *x = (struct ledger_event){.kind = kind, .on = on};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        x->cell[c] = SLICE("");
    x->cell[LEDGER_ISSUE] = SLICE("5c65aab6ec7c37d29536c58124b3bd83");
    x->cell[LEDGER_BY] = SLICE("审计一科");
    x->cell[LEDGER_TEXT] = slice_of(text);
}

static const char *const texts[] = {
    "plain",      "",           "with a, comma", "with \"quotes\"",
    "two\nlines", "\r\n\n\"\n", "汉字，“引号”",  "9,2026-01-01,note\n10,2026-01-02,note,x",
};
enum { TEXTS = sizeof texts / sizeof texts[0], DAY = 20000 };

static enum status open_ledger(enum ledger_mode mode, struct ledger **l)
{
    e = (struct error){0};
    return ledger_open(path, mode, warn, NULL, l, &e);
}

static enum status append(struct ledger *l, const char *text, int64_t on)
{
    struct ledger_event x;
    fill(&x, EVENT_NOTE, on, text);
    return ledger_append(l, &x, &e);
}

/* Appends N events, the next texts in turn. */
static enum status write_some(unsigned n)
{
    struct ledger *l;
    enum status s = open_ledger(LEDGER_WRITE, &l);
    if (s != ST_OK)
        return s;
    for (unsigned i = 0; s == ST_OK && i < n; i++)
        s = append(l, texts[i % TEXTS], DAY + (int64_t)i);
    if (s == ST_OK)
        s = ledger_commit(l, &e);
    ledger_close(l);
    return s;
}

/* How many events there are; -1 if the ledger is refused. TEXTS_TO: their texts, a line each. */
static int64_t count(struct buffer *texts_to)
{
    struct ledger *l;
    struct ledger_event x;
    int64_t n = 0;
    bool more = true;
    if (open_ledger(LEDGER_READ, &l) != ST_OK)
        return -1;
    enum status s;
    while ((s = ledger_next(l, &x, &more, &e)) == ST_OK && more) {
        n++;
        if (x.seq != (uint64_t)n)
            n = INT64_MIN / 2;
        if (texts_to != NULL) {
            buffer_slice(texts_to, x.cell[LEDGER_TEXT]);
            buffer_char(texts_to, '\n');
        }
    }
    ledger_close(l);
    return s == ST_OK ? n : -1;
}

/* ---- what is written comes back ---- */

static void round_trip(void)
{
    struct ledger *l;
    struct ledger_event x, y;
    bool more = true, good = true;
    struct stat about;
    clear();
    is_int(write_some(TEXTS), ST_OK, "a new ledger is written");
    ok(stat(path, &about) == 0 && (about.st_mode & 0777) == 0600, "its mode is 0600");
    is_int(warnings, 0, "nobody is warned of a new ledger");
    is_int(open_ledger(LEDGER_READ, &l), ST_OK, "it opens");
    for (unsigned i = 0; i < TEXTS; i++) {
        good = ledger_next(l, &x, &more, &e) == ST_OK && more && good;
        fill(&y, EVENT_NOTE, DAY + (int64_t)i, texts[i]);
        for (int c = LEDGER_ISSUE; good && c < LEDGER_CHAIN; c++)
            good = slice_eq(x.cell[c], y.cell[c]);
        good = good && x.seq == i + 1 && x.on == y.on && x.kind == y.kind;
    }
    ok(good, "every cell of every event comes back");
    ok(ledger_next(l, &x, &more, &e) == ST_OK && !more, "and then there are no more");
    is_int(ledger_last_day(l), DAY + TEXTS - 1, "the last day is known");
    ok(strcmp(ledger_path(l), path) == 0, "its path is known");
    ledger_close(l);
    ledger_close(NULL);

    open_ledger(LEDGER_WRITE, &l);
    fill(&x, EVENT_CLOSE, DAY + 100, "");
    ok(ledger_append(l, &x, &e) == ST_OK && x.seq == TEXTS + 1,
       "an event is appended behind what nobody has read");
    ledger_close(l);
    is_int(count(NULL), TEXTS + 1, "and found there");
}

/* The chain as the manual says, by hand. */
static void chain(void)
{
    struct ledger *l;
    struct ledger_event x;
    bool more, good = true;
    char before[DIGEST_SIZE] = "", want[DIGEST_SIZE];
    open_ledger(LEDGER_READ, &l);
    while (ledger_next(l, &x, &more, &e) == ST_OK && more) {
        struct digest d;
        digest_begin(&d);
        digest_add(&d, slice_of(before));
        for (int c = 0; c < LEDGER_CHAIN; c++)
            digest_add(&d, x.cell[c]);
        digest_end(&d, want);
        good = good && slice_eq(x.cell[LEDGER_CHAIN], slice_of(want));
        memcpy(before, want, sizeof want);
    }
    ok(good, "each chain is the digest of the one before and the cells");
    ledger_close(l);
}

static void kinds_and_columns(void)
{
    struct ledger *l;
    struct ledger_event x;
    bool more, good = true;
    clear();
    open_ledger(LEDGER_WRITE, &l);
    for (int k = 0; k < EVENT_KINDS; k++) {
        fill(&x, (enum ledger_kind)k, DAY, "");
        for (int c = LEDGER_ISSUE; c < LEDGER_CHAIN; c++)
            x.cell[c] = slice_of(ledger_column_name((enum ledger_column)c));
        good = ledger_append(l, &x, &e) == ST_OK && good;
    }
    ledger_close(l);
    open_ledger(LEDGER_READ, &l);
    for (int k = 0; k < EVENT_KINDS; k++) {
        good = ledger_next(l, &x, &more, &e) == ST_OK && more && (int)x.kind == k && good;
        for (int c = LEDGER_ISSUE; good && c < LEDGER_CHAIN; c++)
            good = slice_eq(x.cell[c], slice_of(ledger_column_name((enum ledger_column)c)));
    }
    ok(good, "all kinds of events, all columns");
    ledger_close(l);
}

static void clock_back(void)
{
    struct ledger *l;
    struct buffer before = {0}, after = {0};
    clear();
    write_some(2);
    get(path, &before);
    open_ledger(LEDGER_WRITE, &l);
    is_int(append(l, "x", DAY), ST_DATA, "a day before the last event's is refused");
    ok(strstr(said(), "'2024-10-04', is before the day of the last event, '2024-10-05'") != NULL,
       "and both are told: %s", said());
    is_int(append(l, "x", INT64_MAX), ST_DATA, "a day beyond all calendars is refused");
    get(path, &after);
    ok(slice_eq(buffer_view(&before), buffer_view(&after)), "nothing is written then");
    is_int(append(l, "x", DAY + 1), ST_OK, "the same day is taken");
    ledger_close(l);
    is_int(count(NULL), 3, "three events");
    buffer_free(&before);
    buffer_free(&after);
}

static void bad_cells(void)
{
    struct ledger *l;
    struct ledger_event x;
    clear();
    open_ledger(LEDGER_WRITE, &l);
    fill(&x, EVENT_NOTE, DAY, "");
    x.cell[LEDGER_TEXT] = SLICE("a\0b");
    is_int(ledger_append(l, &x, &e), ST_DATA, "a NUL is refused");
    ok(strstr(said(), "text: a NUL byte: 'a\\x00b'") != NULL, "and told: %s", said());
    x.cell[LEDGER_TEXT] = SLICE("\xb0\xa1");
    is_int(ledger_append(l, &x, &e), ST_DATA, "what is not UTF-8 is refused");
    ok(strstr(said(), "text: not UTF-8: '\\xb0\\xa1'") != NULL, "and told: %s", said());
    size_t n = (16 << 20) + 1;
    char *much = malloc(n);
    memset(much, '"', n);
    x.cell[LEDGER_TEXT] = (struct slice){much, n};
    is_int(ledger_append(l, &x, &e), ST_DATA, "more than a reader takes is refused");
    x.cell[LEDGER_TEXT].n = n / 2;
    is_int(ledger_append(l, &x, &e), ST_DATA, "also if it is more only in quotes");
    ok(strstr(said(), "more than 16 MiB") != NULL, "and told: %s", said());
    free(much);
    ledger_close(l);
    is_int(count(NULL), 0, "none of them stands there");
}

/* ---- torn records ---- */

/* The ledger in WHOLE, cut to N bytes: EVENTS are whole then. */
static bool cut_at(struct slice whole, size_t n, size_t end, int64_t events)
{
    struct buffer now = {0}, aside = {0};
    bool torn = n > end;
    clear();
    put(path, (struct slice){whole.p, n});
    bool good = count(NULL) == events && warnings == torn;
    get(path, &now);
    good = good && now.n == n; /* a reader changes nothing */
    good = write_some(0) == ST_OK && warnings == 2u * torn && good;
    get(path, &now);
    get(torn_path, &aside);
    good = good && slice_eq(buffer_view(&now), (struct slice){whole.p, end});
    if (torn)
        good = good && aside.n == n - end + 1 && memcmp(aside.p, whole.p + end, n - end) == 0 &&
               aside.p[n - end] == '\n';
    else
        good = good && aside.n == 0;
    good = good && count(NULL) == events && warnings == 2u * torn;
    buffer_free(&now);
    buffer_free(&aside);
    return good;
}

/* Cuts the last record, of TEXT, at every byte. */
static void torn(const char *text, const char *name)
{
    struct buffer whole = {0};
    struct ledger *l;
    clear();
    write_some(3);
    get(path, &whole);
    size_t end = whole.n;
    open_ledger(LEDGER_WRITE, &l);
    append(l, text, DAY + 10);
    ledger_close(l);
    get(path, &whole);
    bool good = true;
    for (size_t n = end; good && n < whole.n; n++) {
        good = cut_at(buffer_view(&whole), n, end, 3);
        if (!good)
            printf("# cut at byte %zu of %zu: %s\n", n - end, whole.n - end, said());
    }
    ok(good && whole.n > end, "torn at every byte: %s", name);
    ok(cut_at(buffer_view(&whole), whole.n, whole.n, 4), "whole, nothing is torn");
    buffer_free(&whole);
}

static void torn_said(void)
{
    struct buffer all = {0}, aside = {0};
    clear();
    write_some(6);
    get(path, &all);
    put(path, (struct slice){all.p, all.n - 1});
    count(NULL);
    ok(strcmp(warned, "ledger.csv:8: a torn record: its writing was broken off, and it was never "
                      "told as done; it is passed over") == 0,
       "a reader is told the line: %s", warned);
    write_some(0);
    ok(strcmp(warned, "ledger.csv:8: a torn record: its writing was broken off, and it was never "
                      "told as done; it was moved to 'ledger.csv.torn'") == 0,
       "a writer is told where it went: %s", warned);
    struct stat about;
    ok(stat(torn_path, &about) == 0 && (about.st_mode & 0777) == 0600, "mode 0600 there");
    get(path, &all);
    put(path, (struct slice){all.p, all.n - 5});
    write_some(0);
    get(torn_path, &aside);
    unsigned lines = 0;
    for (size_t i = 0; i < aside.n; i++)
        lines += aside.p[i] == '\n';
    ok(lines == 4 + 2, "a second torn record stands behind the first (%u lines)", lines);
    buffer_free(&all);
    buffer_free(&aside);
}

static void torn_header(void)
{
    struct buffer all = {0}, aside = {0};
    clear();
    write_some(0);
    get(path, &all);
    bool good = true;
    for (size_t n = 0; good && n < all.n; n++) {
        clear();
        put(path, (struct slice){all.p, n});
        good = count(NULL) == -1 && e.status == ST_DATA && warnings == 0;
        good = write_some(1) == ST_OK && count(NULL) == 1 && warnings == 1 && good;
        get(torn_path, &aside);
        good = good && (n == 0 ? aside.n == 0 : aside.n == n + 1);
    }
    ok(good && all.n > 100, "a header torn at every byte is begun anew by the next writer: %s",
       warned);
    clear();
    put(path, SLICE(""));
    count(NULL);
    ok(strstr(said(), "nothing is recorded in it") != NULL, "an empty file is refused: %s", said());
    buffer_free(&all);
    buffer_free(&aside);
}

/* A torn record is set aside before it is cut: if it cannot be, it stays. */
static void torn_stays(void)
{
    struct buffer before = {0}, after = {0};
    struct ledger *l;
    clear();
    write_some(2);
    get(path, &before);
    put(path, (struct slice){before.p, before.n - 3});
    get(path, &before);
    mkdir(torn_path, 0700);
    is_int(open_ledger(LEDGER_WRITE, &l), ST_SYSTEM, "a directory stands in the way");
    ok(strstr(said(), "ledger.csv.torn: cannot set a torn record aside") != NULL, "told: %s",
       said());
    rmdir(torn_path);
    put(torn_path, SLICE(""));
    unlink(torn_path);
    if (symlink("elsewhere", torn_path) == 0)
        is_int(open_ledger(LEDGER_WRITE, &l), ST_SYSTEM, "a link is not followed there");
    unlink(torn_path);
    if (mkfifo(torn_path, 0600) == 0)
        is_int(open_ledger(LEDGER_WRITE, &l), ST_SYSTEM, "a FIFO is no file to keep it in");
    get(path, &after);
    ok(slice_eq(buffer_view(&before), buffer_view(&after)), "the ledger is as it was");
    buffer_free(&before);
    buffer_free(&after);
}

/* ---- damage ---- */

/* Every byte of the ledger changed in turn, to each of these: found, on a line of its record. */
static void damage(void)
{
    static const char others[] = "x\n\",\r0\xff";
    struct buffer all = {0}, now = {0};
    clear();
    write_some(TEXTS);
    get(path, &all);
    size_t starts[TEXTS + 2] = {0}, lines[TEXTS + 2] = {1}, n = 0;
    for (size_t i = 0, line = 1, quotes = 0; i < all.n; i++) {
        quotes += all.p[i] == '"';
        line += all.p[i] == '\n';
        if (all.p[i] == '\n' && quotes % 2 == 0) {
            starts[++n] = i + 1;
            lines[n] = line;
        }
    }
    bool good = n == TEXTS + 1;
    for (size_t i = 0, record = 0; good && i < all.n; i++) {
        while (i >= starts[record + 1])
            record++;
        for (const char *c = others; good && *c != '\0'; c++) {
            if (all.p[i] == *c)
                continue;
            char had = all.p[i];
            all.p[i] = *c;
            clear();
            put(path, buffer_view(&all));
            int64_t found = count(NULL);
            bool last = i + 1 == all.n; /* then the record has no end, and is torn */
            if (last && found >= 0)
                good = found == TEXTS - 1 && warnings == 1;
            else
                good = found == -1 && e.status == ST_DATA && e.line >= lines[record] &&
                       e.line < lines[record + 1] && warnings == 0;
            /* Nor does a writer take it for torn and cut it off. */
            if (!last && i % 7 == 0) {
                struct ledger *l;
                if (open_ledger(LEDGER_WRITE, &l) == ST_OK) {
                    good = append(l, "x", DAY + 1000) == ST_DATA && good;
                    ledger_close(l);
                }
                get(path, &now);
                good = good && slice_eq(buffer_view(&now), buffer_view(&all));
            }
            all.p[i] = had;
            if (!good)
                printf("# byte %zu, record %zu, 0x%02x: found %" PRId64 ", %s; %s\n", i, record,
                       (unsigned)(unsigned char)*c, found, said(), warned);
        }
    }
    ok(good, "a changed byte anywhere is found, on its line, and nothing is cut off");
    buffer_free(&all);
    buffer_free(&now);
}

/* More than a record can be is not torn, but something else. */
static void long_rest(void)
{
    struct buffer all = {0}, now = {0};
    struct ledger *l;
    clear();
    write_some(2);
    get(path, &all);
    for (size_t i = 0; i <= 16 << 20; i++)
        buffer_char(&all, 'x');
    put(path, buffer_view(&all));
    ok(count(NULL) == -1 && e.status == ST_DATA && e.line == 4, "a rest of 16 MiB is refused: %s",
       said());
    if (open_ledger(LEDGER_WRITE, &l) == ST_OK) {
        is_int(append(l, "x", DAY + 10), ST_DATA, "by writers too");
        ledger_close(l);
    }
    get(path, &now);
    ok(now.n == all.n && warnings == 0, "and stays where it is");
    buffer_free(&all);
    buffer_free(&now);
}

/* Where the N-th record (0: the header) begins in a ledger without line ends in cells. */
static size_t record_at(const struct buffer *b, unsigned n)
{
    size_t i = 0;
    for (; n > 0 && i < b->n; i++)
        n -= b->p[i] == '\n';
    return i;
}

static void refused(struct slice a, struct slice b, struct slice c, uint64_t line, const char *says,
                    const char *name)
{
    struct buffer all = {0};
    buffer_slice(&all, a);
    buffer_slice(&all, b);
    buffer_slice(&all, c);
    clear();
    put(path, buffer_view(&all));
    bool good =
        count(NULL) == -1 && e.status == ST_DATA && e.line == line && strstr(said(), says) != NULL;
    ok(good, "%s", name);
    if (!good)
        printf("#  got: %s\n# want: %s\n", said(), says);
    buffer_free(&all);
}

static void records_moved(void)
{
    struct buffer all = {0};
    clear();
    write_some(4);
    get(path, &all);
    size_t at[6];
    for (unsigned i = 0; i < 6; i++)
        at[i] = record_at(&all, i);
#define PART(i, k) ((struct slice){all.p + at[i], at[k] - at[i]})
    refused(PART(0, 2), PART(3, 5), SLICE(""), 3, "seq: '3' stands where 2 must follow",
            "a record taken out");
    refused(PART(0, 3), PART(2, 3), PART(3, 5), 4, "seq: '2' stands where 3 must follow",
            "a record put in twice");
    refused(PART(0, 2), PART(3, 4), PART(2, 3), 3, "seq: '3' stands where 2 must follow",
            "two records in another order");
    refused(PART(0, 1), PART(2, 5), SLICE(""), 2, "seq: '2' stands where 1 must follow",
            "the first record taken out");
    refused(PART(0, 1), SLICE("\n"), PART(1, 5), 2, "blank line", "a blank line");
#undef PART
    buffer_free(&all);
}

static void other_files(void)
{
    struct ledger *l;
    struct buffer all = {0};
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"alert_id,indicator\n1,2\n",
         "ledger.csv:1:1: not a ledger: column 'alert_id' stands where 'seq' should"},
        {"seq,on,event\n", "ledger.csv:1: not a ledger: 3 columns where 36 should stand"},
        {"no line end", "ledger.csv:1:1: not a ledger: column 'no line end' stands"},
        {"\x1f\x8b\x08rest", "ledger.csv: the ledger is packed: unpack it with gunzip first"},
        {"seq,on,event,issue,by,x", "ledger.csv:1:6: not a ledger: column 'x' stands where "
                                    "'alert_id' should"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
            clear();
            put(path, slice_of(cases[i].text));
            enum status s = open_ledger((enum ledger_mode)mode, &l);
            get(path, &all);
            ok(s == ST_DATA && strstr(said(), cases[i].says) != NULL &&
                   slice_eq(buffer_view(&all), slice_of(cases[i].text)),
               "refused and left alone: %s", said());
        }
    buffer_free(&all);
}

/* Records that follow in the chain, but are none of a ledger. */
static void wrong_events(void)
{
    static const struct {
        const char *on, *event, *says;
    } cases[] = {
        {"2024-10-04", "burn", "ledger.csv:3:3: event: unknown event 'burn'"},
        {"2024-10-40", "note", "ledger.csv:3:2: on: not a day such as 2024-03-05: '2024-10-40'"},
        {"2024-10-03", "note",
         "ledger.csv:3:2: on: '2024-10-03' is before the day of the event before it, '2024-10-04'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer all = {0};
        clear();
        write_some(1);
        get(path, &all);
        struct digest d;
        char chained[DIGEST_SIZE];
        digest_begin(&d);
        digest_add(&d, (struct slice){all.p + all.n - DIGEST_SIZE, DIGEST_SIZE - 1});
        for (int c = 0; c < LEDGER_CHAIN; c++)
            digest_add(&d, slice_of(c == LEDGER_SEQ     ? "2"
                                    : c == LEDGER_ON    ? cases[i].on
                                    : c == LEDGER_EVENT ? cases[i].event
                                                        : ""));
        digest_end(&d, chained);
        buffer_printf(&all, "2,%s,%s", cases[i].on, cases[i].event);
        for (int c = LEDGER_EVENT; c < LEDGER_CHAIN; c++)
            buffer_char(&all, ',');
        buffer_printf(&all, "%s\n", chained);
        refused(buffer_view(&all), SLICE(""), SLICE(""), 3, cases[i].says, cases[i].says);
        buffer_free(&all);
    }
}

/* A spreadsheet program may have put quotes, CR LF and a byte order mark: the cells are the same.
 */
static void other_bytes(void)
{
    struct buffer all = {0}, out = {0};
    clear();
    write_some(3);
    get(path, &all);
    buffer_text(&out, "\xef\xbb\xbf");
    for (size_t i = 0; i < all.n; i++) {
        if (all.p[i] == '\n')
            buffer_char(&out, '\r');
        buffer_char(&out, all.p[i]);
    }
    put(path, buffer_view(&out));
    is_int(count(NULL), 3, "CR LF and a byte order mark change no cell");
    is_int(write_some(0), ST_OK, "and may be written behind");
    is_int(warnings, 0, "nothing is torn in it");
    struct ledger *l;
    open_ledger(LEDGER_WRITE, &l);
    append(l, "x", DAY + 10);
    ledger_close(l);
    is_int(count(NULL), 4, "which follows in the chain");
    buffer_text(&out, "4,2024-");
    put(path, buffer_view(&out));
    ok(count(NULL) == 3 && warnings == 1, "behind CR LF a torn record is seen as well");
    buffer_free(&all);
    buffer_free(&out);
}

/* ---- what cannot hold a ledger ---- */

static void not_opened(const char *name, enum ledger_mode mode, const char *says)
{
    struct ledger *l;
    char had[96];
    memcpy(had, path, sizeof had);
    snprintf(path, sizeof path, "%s", name);
    enum status s = open_ledger(mode, &l);
    ok(s == ST_SYSTEM && strstr(said(), says) != NULL, "%s", says);
    if (s != ST_SYSTEM || strstr(said(), says) == NULL)
        printf("# got %d: %s\n", (int)s, said());
    memcpy(path, had, sizeof had);
}

static void places(void)
{
    char other[96];
    struct ledger *l;
    struct stat about;
    clear();
    not_opened(dir, LEDGER_READ, "cannot open: Is a directory");
    not_opened(dir, LEDGER_WRITE, "cannot open for writing: Is a directory");
    not_opened("/dev/null", LEDGER_WRITE, "not to a pipe or a device");
    snprintf(other, sizeof other, "%s/none/ledger.csv", dir);
    not_opened(other, LEDGER_WRITE, "cannot open for writing: No such file");
    not_opened(path, LEDGER_READ, "cannot open: No such file");
    ok(stat(path, &about) != 0, "and a reader makes none");
    snprintf(other, sizeof other, "%s/fifo", dir);
    if (mkfifo(other, 0600) == 0) {
        not_opened(other, LEDGER_READ, "not to a pipe or a device");
        not_opened(other, LEDGER_WRITE, "not to a pipe or a device");
        unlink(other);
    }
    snprintf(other, sizeof other, "%s/link", dir);
    if (symlink("ledger.csv", other) == 0) {
        not_opened(other, LEDGER_WRITE, "a symbolic link that leads nowhere");
        ok(stat(path, &about) != 0, "and no file is made where it leads");
        write_some(1);
        ok(ledger_open(other, LEDGER_WRITE, warn, NULL, &l, &e) == ST_OK &&
               append(l, "x", DAY + 1) == ST_OK,
           "a link to a ledger is followed");
        ledger_close(l);
        is_int(count(NULL), 2, "and stays a link to it");
        unlink(other);
    }
    if (geteuid() != 0) {
        chmod(path, 0400);
        not_opened(path, LEDGER_WRITE, "cannot open for writing: Permission denied");
        is_int(count(NULL), 2, "a ledger that cannot be written can be read");
        chmod(path, 0600);
    }
}

/* ---- a full disk ---- */

/* With room for MORE bytes only, the next event fails and leaves the ledger as it was. */
static bool no_room(size_t more)
{
    struct buffer before = {0}, after = {0};
    struct ledger *l;
    clear();
    write_some(2);
    get(path, &before);
    bool good = open_ledger(LEDGER_WRITE, &l) == ST_OK;
    struct rlimit had, tight;
    getrlimit(RLIMIT_FSIZE, &had);
    tight = had;
    tight.rlim_cur = before.n + more;
    setrlimit(RLIMIT_FSIZE, &tight);
    enum status s = append(l, "some text that is a little longer than nothing", DAY + 10);
    setrlimit(RLIMIT_FSIZE, &had);
    get(path, &after);
    good = good && s == ST_SYSTEM && strstr(said(), "cannot write: ") != NULL &&
           slice_eq(buffer_view(&before), buffer_view(&after));
    /* There is room again: the next one follows as if nothing had been. */
    good = append(l, "again", DAY + 11) == ST_OK && ledger_commit(l, &e) == ST_OK && good;
    ledger_close(l);
    good = count(NULL) == 3 && warnings == 0 && good;
    buffer_free(&before);
    buffer_free(&after);
    return good;
}

static void full_disk(void)
{
    bool good = true;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t more = 0; good && more < 150; more += 7)
        good = no_room(more);
    signal(SIGXFSZ, SIG_DFL);
    ok(good, "what cannot be written whole leaves nothing: %s", said());
}

/* ---- several writers ---- */

static _Noreturn void write_in_turns(unsigned turns, unsigned each, const char *who, int64_t on)
{
    for (unsigned i = 0; i < turns; i++) {
        struct ledger *l;
        if (open_ledger(LEDGER_WRITE, &l) != ST_OK)
            _exit(1);
        for (unsigned k = 0; k < each; k++)
            if (append(l, who, on) != ST_OK)
                _exit(2);
        if (ledger_commit(l, &e) != ST_OK)
            _exit(3);
        ledger_close(l);
    }
    _exit(0);
}

static void two_writers(void)
{
    enum { SESSIONS = 50, EACH = 10 };
    struct buffer all = {0};
    int status[2] = {-1, -1};
    pid_t child[2];
    clear();
    fflush(stdout);
    for (int i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] == 0)
            write_in_turns(SESSIONS, EACH, i == 0 ? "one\nwriter" : "another, \"writer\"", DAY);
    }
    int64_t seen = 0;
    bool good = true;
    for (int i = 0; i < 50; i++) { /* readers never see half an event */
        int64_t now = count(NULL);
        good = good && (now >= seen || (now == -1 && seen == 0)) && warnings == 0;
        seen = now > seen ? now : seen;
    }
    for (int i = 0; i < 2; i++)
        waitpid(child[i], &status[i], 0);
    ok(status[0] == 0 && status[1] == 0, "two writers at once end well");
    ok(good, "a reader sees whole events only, never fewer than before: %s", said());
    is_int(count(&all), 2 * SESSIONS * EACH, "and all their events are there, in one chain");
    unsigned one = 0;
    for (size_t i = 0; i + 4 <= all.n; i++)
        one += memcmp(all.p + i, "one\n", 4) == 0;
    is_int(one, SESSIONS * EACH, "as many of each");
    buffer_free(&all);
}

/* ---- killed ---- */

/* Appends "0", "1", ... and tells each number that was committed through FD. */
static _Noreturn void write_until_killed(unsigned from, int fd)
{
    char text[4096];
    for (;;) {
        struct ledger *l;
        if (open_ledger(LEDGER_WRITE, &l) != ST_OK)
            _exit(1);
        for (unsigned k = 0; k < 3; k++, from++) {
            memset(text, '\n', sizeof text);
            int n = snprintf(text, sizeof text, "%u", from);
            text[n] = '\n';
            text[sizeof text - 1] = '\0';
            if (append(l, text, DAY) != ST_OK)
                _exit(2);
        }
        if (ledger_commit(l, &e) != ST_OK)
            _exit(3);
        ledger_close(l);
        if (write(fd, &from, sizeof from) != sizeof from)
            _exit(4);
    }
}

/* The numbers in the ledger are 0, 1, 2 ...; returns how many, -1 if they are not. */
static int64_t numbered(void)
{
    struct ledger *l;
    struct ledger_event x;
    bool more;
    int64_t n = 0;
    if (open_ledger(LEDGER_READ, &l) != ST_OK)
        return -1;
    enum status s;
    while ((s = ledger_next(l, &x, &more, &e)) == ST_OK && more) {
        char want[24];
        int k = snprintf(want, sizeof want, "%" PRId64 "\n", n);
        if (x.cell[LEDGER_TEXT].n < (size_t)k ||
            memcmp(x.cell[LEDGER_TEXT].p, want, (size_t)k) != 0)
            s = ST_FAILED;
        if (s != ST_OK)
            break;
        n++;
    }
    ledger_close(l);
    return s == ST_OK ? n : -1;
}

static void killed(void)
{
    enum { ROUNDS = 40 };
    bool good = true, moved = false;
    int64_t have = 0;
    uint32_t dice = 12345;
    clear();
    for (int i = 0; good && i < ROUNDS; i++) {
        int ends[2];
        unsigned told = 0, last = (unsigned)have;
        if (pipe(ends) != 0)
            break;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            write_until_killed((unsigned)have, ends[1]);
        }
        close(ends[1]);
        dice = dice * 1664525 + 1013904223;
        struct timespec wait = {0, (long)(dice >> 8) % 20000000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        while (read(ends[0], &told, sizeof told) == sizeof told)
            last = told;
        close(ends[0]);
        struct stat about;
        if (stat(path, &about) != 0)
            continue; /* not even begun */
        good = WIFSIGNALED(status) && write_some(0) == ST_OK;
        int64_t now = numbered();
        good = good && now >= (int64_t)last && now >= have;
        moved = moved || now > have;
        if (!good)
            printf("# round %d: status %d, told %u, had %" PRId64 ", now %" PRId64 ": %s\n", i,
                   status, last, have, now, said());
        have = now;
    }
    ok(good && moved,
       "killed at any moment, nothing told is missing, nothing is double (%" PRId64 " events)",
       have);
}

/* Another file takes the ledger's place while a writer waits for the lock. */
static void replaced(void)
{
    struct ledger *l;
    struct buffer before = {0}, after = {0};
    char aside[104];
    int status = -1;
    clear();
    write_some(2);
    get(path, &before);
    open_ledger(LEDGER_WRITE, &l);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        write_in_turns(1, 1, "late", DAY + 10);
    struct timespec wait = {0, 100000000};
    nanosleep(&wait, NULL);
    snprintf(aside, sizeof aside, "%s.old", path);
    rename(path, aside);
    put(path, buffer_view(&before));
    ledger_close(l);
    waitpid(child, &status, 0);
    is_int(status, 0, "a writer that waited for a ledger that was moved ends well");
    is_int(count(NULL), 3, "and writes to the file of that name");
    get(aside, &after);
    ok(slice_eq(buffer_view(&before), buffer_view(&after)), "not to the one that was moved");
    unlink(aside);
    buffer_free(&before);
    buffer_free(&after);
}

int main(void)
{
    snprintf(dir, sizeof dir, "/tmp/probity-ledger-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return 99;
    snprintf(path, sizeof path, "%s/ledger.csv", dir);
    snprintf(torn_path, sizeof torn_path, "%s.torn", path);
    round_trip();
    chain();
    kinds_and_columns();
    clock_back();
    bad_cells();
    torn("plain", "a plain text");
    torn("a, b", "a text in quotes");
    torn("\n\n\"x\",\n1,2,3\n", "a text of several lines");
    torn_said();
    torn_header();
    torn_stays();
    damage();
    long_rest();
    records_moved();
    other_files();
    wrong_events();
    other_bytes();
    places();
    full_disk();
    two_writers();
    replaced();
    killed();
    clear();
    rmdir(dir);
    return done_testing();
}
