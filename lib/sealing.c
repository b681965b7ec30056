#include "sealing.h"

#include "i18n.h"
#include "sealing_int.h"


enum { HELD = 256 * 1024 };

/* What is held, if it is more than KEEP. */
static enum status let_out(struct outlet *o, size_t keep, struct error *e)
{
    enum status s = ST_OK;
    if (o->held.n <= keep)
        return ST_OK;
    if (o->spill != NULL)
        s = spill_write(o->spill, buffer_view(&o->held), e);
    else
        sink_slice(o->sink, buffer_view(&o->held));
    o->held.n = 0;
    return s;
}

void sealing_outlet_close(struct outlet *o)
{
    buffer_free(&o->held);
    if (o->spill != NULL)
        spill_close(o->spill);
}

/* Seals RECORD into O. */
static enum status seal_into(struct seal *seal, struct slice record, struct outlet *o,
                             struct error *e)
{
    if (!seal_line(seal, record, &o->held))
        return error_memory(e);
    return let_out(o, HELD, e);
}

enum status sealing_begin(struct sealing *s, struct slice log_header, struct outlet *o,
                          struct error *e)
{
    if (!seal_header(&s->manner, log_header, &o->held))
        return error_memory(e);
    seal_begin(&s->seal, &s->manner, buffer_view(&o->held));
    return buffer_char(&o->held, '\n') ? ST_OK : error_memory(e);
}

enum status sealing_rest(struct sealing *s, struct sealing_log *log, struct outlet *o,
                         struct error *e)
{
    struct slice record;
    enum status st = ST_OK;
    for (bool more = true; st == ST_OK && more;) {
        st = sealing_log_next(log, &record, &more, e);
        if (st == ST_OK && more)
            st = seal_into(&s->seal, record, o, e);
    }
    return st == ST_OK ? let_out(o, 0, e) : st;
}

enum status sealing_give(struct spill *spill, sealing_give_fn *give, void *to, struct error *e)
{
    struct buffer block = {0};
    size_t got = 1;
    if (!buffer_reserve(&block, HELD))
        return error_memory(e);
    enum status s = spill_rewind(spill, e);
    while (s == ST_OK && got > 0) {
        s = spill_read(spill, block.p, HELD, &got, e);
        if (s == ST_OK && got > 0)
            s = give(to, (struct slice){block.p, got}, e);
    }
    buffer_free(&block);
    return s;
}

/* ---- a whole log ---- */

static enum status give_sink(void *to, struct slice bytes, struct error *e)
{
    (void)e; /* a failed write is told when the sink is closed */
    sink_slice(to, bytes);
    return ST_OK;
}

enum status sealing_write(struct sealing *s, const char *path, struct sink *out, bool hold,
                          struct error *e)
{
    struct sealing_log log;
    struct outlet o = {.sink = out};
    enum status st = sealing_log_open(path, false, &log, e);
    if (st != ST_OK)
        return st;
    if (hold)
        st = spill_open(&o.spill, e);
    if (st == ST_OK)
        st = sealing_begin(s, buffer_view(&log.header), &o, e);
    if (st == ST_OK)
        st = sealing_rest(s, &log, &o, e);
    if (st == ST_OK && hold)
        st = sealing_give(o.spill, give_sink, out, e);
    sealing_outlet_close(&o);
    sealing_log_close(&log);
    return st;
}
