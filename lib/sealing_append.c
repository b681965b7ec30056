/* What is new of a log goes behind what was sealed of it before. */
#include <inttypes.h>
#include <unistd.h>

#include "appending.h"
#include "i18n.h"
#include "sealed.h"
#include "sealing_int.h"

/* The two files. */
struct pair {
    struct sealing_log log;
    struct appending file; /* the sealed one */
    struct sealed *sealed; /* what stands in it; NULL: nothing yet */
    struct outlet out;
};

static void tell(const struct sealing *s, const struct error *what)
{
    char text[2048];
    error_render(what, text, sizeof text);
    s->warn(s->context, text);
}

static enum status set_aside(struct sealing *s, struct pair *p, uint64_t line, struct error *e)
{
    struct error what;
    char q[QUOTE_SIZE];
    enum status st = appending_set_aside(&p->file, e);
    if (st != ST_OK)
        return st;
    error_at(&what, ST_DATA, p->file.path, line, 0,
             _("a torn record: its writing was broken off; it was moved to '%s.torn'"),
             quote(q, slice_of(p->file.path)));
    tell(s, &what);
    return ST_OK;
}

/* ---- what stands there ---- */

/* Nothing, or a part of the header that is to stand there. */
static enum status begin_new(struct sealing *s, struct pair *p, struct error *e)
{
    struct error what;
    enum status st = ST_OK;
    p->file.end = 0;
    if (p->file.size > 0) {
        st = set_aside(s, p, 1, e);
    } else if (!p->file.made) {
        error_at(&what, ST_DATA, p->file.path, 0, 0, "%s",
                 _("the file is empty: a new sealed log begins in it"));
        tell(s, &what);
    }
    return st == ST_OK ? sealing_begin(s, buffer_view(&p->log.header), &p->out, e) : st;
}

static enum status check_manner(const struct sealing *s, const struct pair *p, struct error *e)
{
    const struct seal_manner *is = &sealed_seal(p->sealed)->manner;
    if (s->kind_given && s->manner.kind != is->kind)
        return error_at(e, ST_USAGE, p->file.path, 1, 0,
                        _("this log is sealed with %s: what is added must be, too"),
                        hash_name(is->kind));
    if (s->batch_given && s->manner.batch != is->batch)
        return error_at(e, ST_USAGE, p->file.path, 1, 0,
                        _("this log has a root every %" PRIu64
                          " records: what is added must have, too"),
                        is->batch);
    if (!slice_eq(buffer_view(&p->log.header), sealed_header(p->sealed)))
        return error_at(e, ST_DATA, reader_name(p->log.reader), 1, 0,
                        _("another header than that which was sealed in '%s'"), p->file.path);
    return ST_OK;
}

static enum status open_sealed(struct sealing *s, struct pair *p, struct error *e)
{
    struct buffer header = {0};
    struct source *source;
    bool gzip = false, partly = false;
    enum status st = ST_OK;
    if (!seal_header(&s->manner, buffer_view(&p->log.header), &header) ||
        !buffer_char(&header, '\n'))
        st = error_memory(e);
    if (st == ST_OK && p->file.size >= 2)
        st = appending_starts(&p->file, SLICE("\x1f\x8b"), &gzip, e);
    if (st == ST_OK && gzip)
        st = error_at(e, ST_DATA, p->file.path, 0, 0, "%s",
                      _("the sealed log is packed: unpack it with gunzip first"));
    if (st == ST_OK && p->file.size < header.n)
        st = appending_starts(&p->file, buffer_view(&header), &partly, e);
    buffer_free(&header);
    if (st != ST_OK)
        return st;
    if (partly)
        return begin_new(s, p, e);
    st = source_part(p->file.fd, p->file.size, p->file.path, &source, e);
    if (st == ST_OK)
        st = sealed_read(source, &p->sealed, e);
    return st == ST_OK ? check_manner(s, p, e) : st;
}

/* ---- what was sealed is still so ---- */

static enum status other(const struct pair *p, const struct sealed_record *was, struct error *e)
{
    return error_at(e, ST_DATA, reader_name(p->log.reader), p->log.line, 0,
                    _("this record is not what was sealed as '%s:%" PRIu64
                      "': the log was changed after it was sealed, or it is another one"),
                    p->file.path, was->line);
}

static enum status compare(struct pair *p, struct error *e)
{
    struct sealed_record was;
    struct slice record;
    bool more = true, there = false;
    while (true) {
        enum status st = sealed_next(p->sealed, &was, &more, e);
        if (st != ST_OK || !more)
            return st;
        st = sealing_log_next(&p->log, &record, &there, e);
        if (st != ST_OK)
            return st;
        if (!there)
            return error_at(e, ST_DATA, reader_name(p->log.reader), p->log.next, 0,
                            _("the log ends here, and '%s:%" PRIu64
                              "' was sealed after it: records were taken out, or it is another "
                              "log"),
                            p->file.path, was.line);
        if (!slice_eq(record, was.record))
            return other(p, &was, e);
    }
}

static enum status go_on_behind(struct sealing *s, struct pair *p, struct error *e)
{
    uint64_t line;
    enum status st = compare(p, e);
    if (st != ST_OK)
        return st;
    s->seal = *sealed_seal(p->sealed);
    s->manner = s->seal.manner;
    s->before = s->seal.n;
    if (!sealed_torn(p->sealed, &p->file.end, &line))
        p->file.end = p->file.size;
    return ST_OK;
}

/* ---- all of it ---- */

static enum status give_file(void *to, struct slice bytes, struct error *e)
{
    return appending_append(to, bytes, e);
}

static enum status write_new(struct sealing *s, struct pair *p, struct error *e)
{
    uint64_t line;
    enum status st = ST_OK;
    if (p->sealed != NULL && sealed_torn(p->sealed, &p->file.end, &line))
        st = set_aside(s, p, line, e);
    uint64_t end = p->file.end;
    if (st == ST_OK)
        st = sealing_give(p->out.spill, give_file, &p->file, e);
    if (st != ST_OK)
        appending_take_back(&p->file, end);
    return st == ST_OK ? appending_sync(&p->file, e) : st;
}

static enum status append(struct sealing *s, struct pair *p, struct error *e)
{
    struct error what;
    enum status st = spill_open(&p->out.spill, e);
    if (st == ST_OK)
        st = open_sealed(s, p, e);
    if (st == ST_OK && p->sealed != NULL)
        st = go_on_behind(s, p, e);
    if (st == ST_OK)
        st = sealing_rest(s, &p->log, &p->out, e);
    if (st == ST_OK)
        st = write_new(s, p, e);
    if (st == ST_OK && sealing_log_torn(&p->log, &what))
        tell(s, &what);
    return st;
}

/* The log is opened, and copied where it is a pipe, before the lock is taken: a command further up
 * may read the sealed log. */
enum status sealing_append(struct sealing *s, const char *path, const char *to, struct error *e)
{
    struct pair p = {.file = {.fd = -1}};
    enum status st = sealing_log_open(path, true, &p.log, e);
    if (st != ST_OK)
        return st;
    st = appending_open(to, APPENDING_WRITE, &p.file, e);
    if (st == ST_OK) {
        st = append(s, &p, e);
        if (st != ST_OK && p.file.made && p.file.end == 0)
            unlink(to); /* others who wait for the lock see it */
    }
    sealed_close(p.sealed);
    appending_close(&p.file);
    sealing_outlet_close(&p.out);
    sealing_log_close(&p.log);
    return st;
}
