/* Seals: every change of a sealed log is found, and the first record that was changed is named. */
#include "seal.h"

#include <stdlib.h>

#include "seal_proof.h"
#include "sealed.h"
#include "tap.h"

enum { RECORDS_MAX = 40 };

/* A sealed log, and where its records stand. */
struct sample {
    struct seal_manner manner;
    struct buffer text;
    size_t records;
    size_t at[RECORDS_MAX + 1];     /* where each begins; the end */
    uint64_t line[RECORDS_MAX + 1]; /* on which line */
    uint8_t root[HASH_SIZE];
};

static const char *const bodies[] = {"C1,apply,\"a, \"\"b\"\"\",2024-03-05",
                                     "C1,pay,\"two\nlines\",",
                                     "C2,apply,\xe5\xbc\xa0,1",
                                     ",,,",
                                     "C2,pay,\"x\r\ny\",\"\""};

static void make(struct sample *s, size_t records, enum hash_kind kind, uint64_t batch)
{
    struct buffer header = {0};
    struct seal seal;
    *s = (struct sample){.manner = {kind, batch}, .records = records};
    seal_header(&s->manner, SLICE("case,step,\"no\nte\",on"), &header);
    seal_begin(&seal, &s->manner, buffer_view(&header));
    buffer_slice(&s->text, buffer_view(&header));
    buffer_char(&s->text, '\n');
    buffer_free(&header);
    for (size_t i = 0; i < records; i++) {
        s->at[i] = s->text.n;
        s->line[i] = seal_line_feeds(buffer_view(&s->text)) + 1;
        seal_line(&seal, slice_of(bodies[i % 5]), &s->text);
    }
    s->at[records] = s->text.n;
    s->line[records] = seal_line_feeds(buffer_view(&s->text)) + 1;
    seal_root(&seal, s->root);
}

static void unmake(struct sample *s)
{
    buffer_free(&s->text);
}

/* What is found in TEXT: ST_OK means nothing. */
static enum status verify(struct slice text, const struct sample *s, bool root, uint64_t *line)
{
    struct source *source;
    struct sealed *log = NULL;
    struct sealed_record r;
    struct error e = {0};
    uint64_t at;
    bool more = true;
    if (source_memory(text, "s", &source, &e) != ST_OK)
        return e.status;
    enum status st = sealed_read(source, &log, &e);
    while (st == ST_OK && more)
        st = sealed_next(log, &r, &more, &e);
    *line = e.line;
    if (st == ST_OK && sealed_torn(log, &at, line))
        st = sealed_torn_error(log, &e);
    if (st == ST_OK && root) {
        uint8_t is[HASH_SIZE];
        seal_root(sealed_seal(log), is);
        if (memcmp(is, s->root, HASH_SIZE) != 0)
            st = ST_FAILED;
    }
    sealed_close(log);
    return st;
}

/* The line of the record that holds byte AT; of the first one for the header. */
static uint64_t line_of(const struct sample *s, size_t at)
{
    size_t i = 0;
    while (i < s->records && s->at[i + 1] <= at)
        i++;
    return s->line[i];
}

static struct counts {
    int tried, lost, misplaced;
} counts;

/* TEXT was changed at AT: it must be found, and there. */
static void must_find(struct slice text, const struct sample *s, size_t at)
{
    uint64_t line;
    enum status st = verify(text, s, false, &line);
    counts.tried++;
    /* A header that is none of a sealed log any more is refused. */
    bool header = at < s->at[0];
    counts.lost += st != ST_FAILED && !(header && st == ST_DATA);
    if (st != ST_FAILED)
        return;
    /* A header that was changed shows at the first record, a line end in it moves that. */
    if (header ? line > s->line[0] + (text.p[at] == '\n') : line != line_of(s, at))
        counts.misplaced++;
}

static void found_all(const struct sample *s, const char *what)
{
    ok(counts.tried > 0 && counts.lost == 0 && counts.misplaced == 0,
       "%s, %zu records, %s: %d tried, %d not found, %d with another place",
       hash_name(s->manner.kind), s->records, what, counts.tried, counts.lost, counts.misplaced);
    counts = (struct counts){0};
}

static void every_change(const struct sample *s, bool all)
{
    static const char some[] = "\"\n\r,0a ";
    char *copy = malloc(s->text.n);
    struct slice text = {copy, s->text.n};
    memcpy(copy, s->text.p, s->text.n);
    for (size_t at = 0; at < s->text.n; at++) {
        char was = copy[at];
        for (int v = 0; v < 256; v++) {
            int flipped = v ^ (unsigned char)was;
            bool one_bit = (flipped & (flipped - 1)) == 0;
            if (flipped == 0 || (!all && !one_bit && strchr(some, v) == NULL))
                continue;
            copy[at] = (char)v;
            must_find(text, s, at);
        }
        copy[at] = was;
    }
    free(copy);
    found_all(s, "a byte changed");
}

static void every_deletion(const struct sample *s)
{
    char *copy = malloc(s->text.n);
    for (size_t at = 0; at < s->text.n; at++) {
        memcpy(copy, s->text.p, at);
        memcpy(copy + at, s->text.p + at + 1, s->text.n - at - 1);
        must_find((struct slice){copy, s->text.n - 1}, s, at);
    }
    found_all(s, "a byte taken out");
    /* Records I to J, but the last, whose lack only the root shows. */
    for (size_t i = 0; i < s->records; i++)
        for (size_t j = i; j + 1 < s->records; j++) {
            size_t from = s->at[i], to = s->at[j + 1];
            memcpy(copy, s->text.p, from);
            memcpy(copy + from, s->text.p + to, s->text.n - to);
            must_find((struct slice){copy, s->text.n - (to - from)}, s, from);
        }
    found_all(s, "records taken out");
    free(copy);
}

static void every_insertion(const struct sample *s)
{
    static const char some[] = "\"\n\r,0a \\";
    char *copy = malloc(s->text.n * 2);
    for (size_t at = 0; at < s->text.n; at++)
        for (size_t k = 0; k < sizeof some; k++) {
            memcpy(copy, s->text.p, at);
            copy[at] = some[k]; /* a NUL too */
            memcpy(copy + at + 1, s->text.p + at, s->text.n - at);
            /* A line end before one leaves the record as it is: what follows is none. */
            must_find((struct slice){copy, s->text.n + 1}, s,
                      at + (some[k] == '\n' && s->text.p[at] == '\n'));
        }
    found_all(s, "a byte put in");
    for (size_t i = 0; i < s->records; i++)
        for (size_t to = 0; to <= s->records; to++) {
            size_t n = s->at[i + 1] - s->at[i], at = s->at[to];
            memcpy(copy, s->text.p, at);
            memcpy(copy + at, s->text.p + s->at[i], n);
            memcpy(copy + at + n, s->text.p + at, s->text.n - at);
            uint64_t line;
            enum status st = verify((struct slice){copy, s->text.n + n}, s, false, &line);
            /* The first that does not belong: a copy of the next one, put in before it, is that
             * one itself. */
            uint64_t want = s->line[to];
            if (to == i)
                want += s->line[i + 1] - s->line[i];
            counts.tried++;
            counts.lost += st != ST_FAILED;
            counts.misplaced += line != want;
        }
    found_all(s, "a record put in");
    free(copy);
}

static size_t put(char *to, const struct sample *s, size_t i)
{
    size_t n = s->at[i + 1] - s->at[i];
    memcpy(to, s->text.p + s->at[i], n);
    return n;
}

static void every_swap(const struct sample *s)
{
    char *copy = malloc(s->text.n);
    for (size_t i = 0; i < s->records; i++)
        for (size_t j = i + 1; j < s->records; j++) {
            size_t n = s->at[0];
            memcpy(copy, s->text.p, n);
            for (size_t k = 0; k < s->records; k++)
                n += put(copy + n, s, k == i ? j : k == j ? i : k);
            must_find((struct slice){copy, n}, s, s->at[i]);
        }
    found_all(s, "records swapped");
    free(copy);
}

static void every_truncation(const struct sample *s)
{
    int whole = 0, unseen = 0;
    uint64_t line;
    for (size_t n = 1; n < s->text.n; n++) {
        struct slice text = {s->text.p, n};
        enum status st = verify(text, s, false, &line);
        bool boundary = false;
        for (size_t i = 0; i < s->records; i++)
            boundary = boundary || n == s->at[i];
        whole += boundary;
        unseen += st == ST_OK;
        counts.tried++;
        counts.lost += boundary ? st != ST_OK : st != (n < s->at[0] ? ST_DATA : ST_FAILED);
        counts.lost += verify(text, s, true, &line) == ST_OK;
        if (!boundary && n > s->at[0])
            counts.misplaced += line != 0 && line != line_of(s, n);
    }
    found_all(s, "cut off");
    ok(whole == (int)s->records && unseen == whole,
       "cut between records: the root alone shows it, %d times", unseen);
}

static void intact(const struct sample *s)
{
    uint64_t line;
    is_int(verify(buffer_view(&s->text), s, true, &line), ST_OK, "it holds as it was sealed");
}

static void sample(size_t records, enum hash_kind kind, uint64_t batch, bool all)
{
    struct sample s;
    make(&s, records, kind, batch);
    intact(&s);
    every_change(&s, all);
    every_deletion(&s);
    every_insertion(&s);
    every_swap(&s);
    every_truncation(&s);
    unmake(&s);
}

/* Blocks of the file end anywhere in records. */
static void long_log(void)
{
    struct seal_manner manner = {HASH_SHA256, 100}, back;
    struct buffer text = {0};
    struct seal seal;
    struct slice log;
    struct sample s = {.records = 0};
    uint64_t line;
    seal_header(&manner, SLICE("a,b,c,d"), &text);
    seal_begin(&seal, &manner, buffer_view(&text));
    ok(seal_header_read(buffer_view(&text), &back, &log) && back.batch == 100 &&
           back.kind == HASH_SHA256 && slice_eq(log, SLICE("a,b,c,d")),
       "the header is read back");
    buffer_char(&text, '\n');
    for (int i = 0; i < 10000; i++)
        seal_line(&seal, slice_of(bodies[i % 5]), &text);
    seal_root(&seal, s.root);
    is_int(verify(buffer_view(&text), &s, true, &line), ST_OK, "10,000 records hold");
    int lost = 0;
    for (size_t at = 100; at < text.n; at += text.n / 97) {
        text.p[at] ^= 1;
        lost += verify(buffer_view(&text), &s, false, &line) != ST_FAILED;
        text.p[at] ^= 1;
    }
    is_int(lost, 0, "changes in it are found");
    buffer_free(&text);
}

static void headers(void)
{
    static const char *const none[] = {"",
                                       "a,b",
                                       "seal_no,seal_sha256,root_1",
                                       "a,seal_no,seal_md5,root_1",
                                       "a,seal_no,seal_sha256,root_0",
                                       "a,seal_no,seal_sha256,root_01",
                                       "a,seal_no,seal_sha256,root_",
                                       "a,seal_no,seal_sha256,root_99999999999999999999",
                                       "a,seal_sha256,seal_no,root_1",
                                       "a,seal_no,seal_sha256,root_1,b"};
    struct seal_manner manner;
    struct slice log;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ok(!seal_header_read(slice_of(none[i]), &manner, &log), "not sealed: '%s'", none[i]);
    ok(seal_header_read(SLICE("a,seal_no,seal_sm3,root_7"), &manner, &log) &&
           manner.kind == HASH_SM3 && manner.batch == 7 && slice_eq(log, SLICE("a")),
       "sealed with SM3");
}

static void marks(void)
{
    struct sample s;
    struct seal_mark mark;
    make(&s, 2, HASH_SM3, 2);
    struct slice first = {s.text.p + s.at[0], s.at[1] - s.at[0] - 1};
    struct slice second = {s.text.p + s.at[1], s.at[2] - s.at[1] - 1};
    ok(seal_mark_read(first, &mark) && mark.no == 1 && !mark.has_root &&
           slice_eq(mark.record, slice_of(bodies[0])),
       "a record without a root");
    ok(seal_mark_read(second, &mark) && mark.no == 2 && mark.has_root &&
           memcmp(mark.root, s.root, HASH_SIZE) == 0 && slice_eq(mark.record, slice_of(bodies[1])),
       "a record with a root");
    unmake(&s);
}

int main(void)
{
    headers();
    marks();
    sample(3, HASH_SHA256, 2, true);
    sample(2, HASH_SM3, 1, true);
    sample(20, HASH_SHA256, 4, false);
    sample(17, HASH_SM3, 1024, false);
    long_log();
    return done_testing();
}
