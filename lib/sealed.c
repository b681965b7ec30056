#include "sealed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "appending.h"
#include "i18n.h"
#include "reader.h"

enum { CHUNK = 256 * 1024, LONGEST = READER_CELL_MAX + 512 /* the seal */ };

struct sealed {
    struct appending file; /* where the source is a part of it; else its fd is -1 */
    struct source *source;
    struct buffer header;
    struct slice log_header; /* in HEADER */
    struct seal seal;
    char *text;
    size_t start, end, size;
    size_t looked, quotes; /* of the record at START: bytes that were looked at */
    bool ended, torn;
    uint64_t at, line; /* of START */
};

/* ---- lines ---- */

static enum status fill(struct sealed *s, struct error *e)
{
    if (s->start > 0) {
        memmove(s->text, s->text + s->start, s->end - s->start);
        s->end -= s->start;
        s->start = 0;
    }
    if (!grow(&s->text, &s->size, s->end + CHUNK, 1))
        return error_memory(e);
    size_t got;
    enum status st = source_read(s->source, s->text + s->end, CHUNK, &got, e);
    if (st != ST_OK)
        return st;
    s->end += got;
    s->ended = got == 0;
    return ST_OK;
}

/* The record at START up to its line end; *WHOLE is false where the file ends before that, or the
 * record is longer than any. */
static enum status find_line(struct sealed *s, struct slice *line, bool *whole, struct error *e)
{
    *whole = false;
    while (true) {
        size_t n = s->end - s->start;
        const char *p = n > 0 ? s->text + s->start : NULL;
        const char *feed = p != NULL ? seal_record_end(p, n, s->looked, &s->quotes) : NULL;
        if (feed != NULL) {
            *line = (struct slice){p, (size_t)(feed - p)};
            *whole = line->n <= LONGEST;
            return ST_OK;
        }
        s->looked = n;
        if (s->ended || n > LONGEST)
            return ST_OK;
        enum status st = fill(s, e);
        if (st != ST_OK)
            return st;
    }
}

static void consume(struct sealed *s, struct slice line)
{
    s->line += seal_line_feeds(line) + 1;
    s->start += line.n + 1;
    s->at += line.n + 1;
    s->looked = s->quotes = 0;
}

/* ---- opening ---- */

static enum status read_header(struct sealed *s, struct error *e)
{
    struct seal_manner manner;
    struct slice line;
    bool whole;
    enum status st = find_line(s, &line, &whole, e);
    if (st != ST_OK)
        return st;
    if (whole && !buffer_slice(&s->header, line))
        return error_memory(e);
    if (!whole || !seal_header_read(buffer_view(&s->header), &manner, &s->log_header))
        return error_at(e, ST_DATA, source_name(s->source), 1, 0,
                        "%s", _("not a sealed log: its header does not end with seal_no, "
                                "seal_sha256 or seal_sm3, and root_N; seal it first"));
    seal_begin(&s->seal, &manner, buffer_view(&s->header));
    consume(s, line);
    return ST_OK;
}

static enum status begin(struct sealed *s, struct sealed **out, enum status st, struct error *e)
{
    s->line = 1;
    if (st == ST_OK)
        st = read_header(s, e);
    if (st == ST_OK)
        *out = s;
    else
        sealed_close(s);
    return st;
}

enum status sealed_read(struct source *source, struct sealed **out, struct error *e)
{
    *out = NULL;
    struct sealed *s = calloc(1, sizeof *s);
    if (s == NULL) {
        source_close(source);
        return error_memory(e);
    }
    s->file.fd = -1;
    s->source = source;
    return begin(s, out, ST_OK, e);
}

/* What whoever appends has finished: the lock is held only to see how much that is. */
static enum status open_part(struct sealed *s, const char *path, struct error *e)
{
    enum status st = appending_open(path, APPENDING_READ, &s->file, e);
    if (st == ST_OK)
        st = appending_unlock(&s->file, e);
    return st == ST_OK ? source_part(s->file.fd, s->file.size, path, &s->source, e) : st;
}

enum status sealed_open(const char *path, struct sealed **out, struct error *e)
{
    *out = NULL;
    struct stat about;
    struct sealed *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_memory(e);
    s->file.fd = -1;
    bool regular = strcmp(path, "-") != 0 && stat(path, &about) == 0 &&
                   S_ISREG(about.st_mode) && about.st_size > 0;
    return begin(s, out, regular ? open_part(s, path, e) : source_open(path, &s->source, e), e);
}

void sealed_close(struct sealed *s)
{
    if (s == NULL)
        return;
    source_close(s->source);
    if (s->file.fd >= 0)
        appending_close(&s->file);
    buffer_free(&s->header);
    free(s->text);
    free(s);
}

/* ---- records ---- */

static enum status broken(const struct sealed *s, struct slice line, struct error *e,
                          const char *text)
{
    error_at(e, ST_FAILED, source_name(s->source), s->line, 0, "%s", text);
    if (e != NULL)
        e->line_end = s->line + seal_line_feeds(line);
    return ST_FAILED;
}

static enum status check_root(const struct sealed *s, const struct seal_mark *mark,
                              struct slice line, struct error *e)
{
    uint8_t root[HASH_SIZE];
    bool due = seal_has_root(&s->seal.manner, s->seal.n);
    if (due)
        seal_root(&s->seal, root);
    if (mark->has_root == due && (!due || memcmp(mark->root, root, HASH_SIZE) == 0))
        return ST_OK;
    return broken(s, line, e,
                  due ? _("the root of the records so far must stand here, and does not: it was "
                          "changed or taken away")
                      : _("no root belongs here: it was put in"));
}

static enum status check(struct sealed *s, struct slice line, struct seal_mark *mark,
                         struct error *e)
{
    if (!seal_mark_read(line, mark))
        return broken(s, line, e,
                      _("this record does not end with a seal: it was changed or put in after the "
                        "log was sealed"));
    if (mark->no != s->seal.n + 1) {
        char text[512];
        snprintf(text, sizeof text,
                 _("seal_no %" PRIu64 " stands where %" PRIu64
                   " must follow: a record was taken out, put in or moved"),
                 mark->no, s->seal.n + 1);
        return broken(s, line, e, text);
    }
    seal_add(&s->seal, mark->record);
    if (memcmp(s->seal.last, mark->seal, HASH_SIZE) != 0)
        return broken(s, line, e,
                      mark->no == 1
                          ? _("the seal does not follow from this record and the header: one of "
                              "them was changed")
                          : _("the seal does not follow from this record and those before it: it "
                              "was changed, or one was taken out or put in"));
    return check_root(s, mark, line, e);
}

/* What stands behind the last whole record is torn only if no record in it was ever whole: a quote
 * that was put in would make one of all that follows. */
static enum status judge_rest(struct sealed *s, struct error *e)
{
    struct slice rest = {s->text + s->start, s->end - s->start};
    struct seal_mark mark;
    bool whole = rest.n > LONGEST;
    for (size_t i = 0; i < rest.n && !whole; i++)
        whole = rest.p[i] == '\n' && seal_mark_read((struct slice){rest.p, i}, &mark);
    s->torn = !whole;
    return whole ? broken(s, (struct slice){rest.p, 0}, e,
                          _("this record does not end with a seal: it was changed or put in after "
                            "the log was sealed"))
                 : ST_OK;
}

enum status sealed_next(struct sealed *s, struct sealed_record *out, bool *more, struct error *e)
{
    struct slice line;
    struct seal_mark mark;
    bool whole;
    *more = false;
    enum status st = find_line(s, &line, &whole, e);
    if (st == ST_OK && !whole)
        return s->end > s->start ? judge_rest(s, e) : ST_OK;
    if (st == ST_OK)
        st = check(s, line, &mark, e);
    if (st != ST_OK)
        return st;
    *out = (struct sealed_record){
        .line = s->line,
        .record = mark.record,
        .whole = line,
    };
    consume(s, line);
    out->line_end = s->line - 1;
    *more = true;
    return ST_OK;
}

struct slice sealed_header(const struct sealed *s)
{
    return s->log_header;
}

struct slice sealed_header_line(const struct sealed *s)
{
    return buffer_view(&s->header);
}

const struct seal *sealed_seal(const struct sealed *s)
{
    return &s->seal;
}

bool sealed_torn(const struct sealed *s, uint64_t *at, uint64_t *line)
{
    *at = s->at;
    *line = s->line;
    return s->torn;
}

enum status sealed_torn_error(const struct sealed *s, struct error *e)
{
    return error_at(e, ST_FAILED, source_name(s->source), s->line, 0, "%s",
                    _("the last record is not whole: its writing was broken off, or the file was "
                      "cut; 'trailcheck seal --append' sets it aside and goes on"));
}

const char *sealed_name(const struct sealed *s)
{
    return source_name(s->source);
}
