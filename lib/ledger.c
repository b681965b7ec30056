#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "date.h"
#include "i18n.h"
#include "ledger_int.h"

struct ledger {
    struct appending file;
    enum ledger_mode mode;
    struct reader *reader; /* NULL: all that stood there has been read */
    struct batch batch;
    size_t row;         /* next one of the batch */
    uint64_t next_line; /* where it begins */
    uint64_t seq;
    int64_t day;
    char chain[DIGEST_SIZE]; /* of the last record, "" before the first */
};

/* ---- opening ---- */

/* Who is told of a torn record. */
struct listener {
    void (*warn)(void *context, const char *text);
    void *context;
};

static void tell(const struct listener *to, const struct error *what)
{
    char text[2048];
    error_render(what, text, sizeof text);
    to->warn(to->context, text);
}

static enum status check_header(const struct ledger *l, struct error *e)
{
    char q[QUOTE_SIZE];
    size_t n = reader_columns(l->reader);
    for (size_t c = 0; c < LEDGER_COLUMNS && c < n; c++) {
        const char *name = ledger_column_name((enum ledger_column)c);
        if (!slice_eq(reader_column(l->reader, c), slice_of(name)))
            return error_at(e, ST_DATA, l->file.path, 1, c + 1,
                            _("not a ledger: column '%s' stands where '%s' should"),
                            quote(q, reader_column(l->reader, c)), name);
    }
    if (n != LEDGER_COLUMNS)
        return error_at(e, ST_DATA, l->file.path, 1, 0,
                        _("not a ledger: %zu columns where %d should stand"), n, LEDGER_COLUMNS);
    return ST_OK;
}

/* Tells of a torn record; a writer moves it out of the way. */
static enum status handle_torn(struct ledger *l, const struct listener *to, struct error *e)
{
    struct error what;
    uint64_t line;
    char q[QUOTE_SIZE];
    enum status s = appending_line(&l->file, &line, e);
    if (s == ST_OK && l->mode == LEDGER_WRITE)
        s = appending_set_aside(&l->file, e);
    if (s != ST_OK)
        return s;
    if (l->mode == LEDGER_WRITE)
        error_at(&what, ST_DATA, l->file.path, line, 0,
                 _("a torn record: its writing was broken off, and it was never told as done; it "
                   "was moved to '%s.torn'"),
                 quote(q, slice_of(l->file.path)));
    else
        error_at(&what, ST_DATA, l->file.path, line, 0, "%s",
                 _("a torn record: its writing was broken off, and it was never told as done; it "
                   "is passed over"));
    tell(to, &what);
    return ST_OK;
}

/* The file holds nothing, or a torn header. */
static enum status begin_new(struct ledger *l, struct slice header, const struct listener *to,
                             struct error *e)
{
    struct error what;
    enum status s = ST_OK;
    if (l->mode == LEDGER_READ)
        return error_at(e, ST_DATA, l->file.path, 0, 0, "%s",
                        _("the file is empty or holds part of a header: nothing is recorded in "
                          "it; the first command that writes to it begins it"));
    if (l->file.size > 0) {
        s = handle_torn(l, to, e);
    } else if (!l->file.made) {
        error_at(&what, ST_DATA, l->file.path, 0, 0, "%s",
                 _("the file is empty: a new ledger begins in it"));
        tell(to, &what);
    }
    return s == ST_OK ? appending_append(&l->file, header, e) : s;
}

/* A reader tells where a record goes wrong; here it counts where it begins. */
static enum status from_beginning(const struct ledger *l, enum status s, struct error *e)
{
    if (s == ST_DATA && e != NULL && e->line > l->next_line) {
        e->line_end = e->line_end > e->line ? e->line_end : e->line;
        e->line = l->next_line;
    }
    return s;
}

static enum status begin_reading(struct ledger *l, const struct listener *to, struct error *e)
{
    const struct reader_options options = {.format = READER_CSV};
    struct source *source;
    if (l->file.end == 0)
        l->file.end = l->file.size; /* no header of a ledger: the reader shall see what it is */
    enum status s = source_part(l->file.fd, l->file.end, l->file.path, &source, e);
    if (s == ST_OK)
        s = from_beginning(l, reader_open(source, &options, &l->reader, e), e);
    if (s == ST_OK)
        s = check_header(l, e);
    l->next_line = 2;
    return s == ST_OK && l->file.end < l->file.size ? handle_torn(l, to, e) : s;
}

static enum status begin(struct ledger *l, const struct listener *to, struct error *e)
{
    struct buffer header = {0};
    bool gzip = false, partly = false;
    l->day = INT64_MIN;
    l->next_line = 1;
    enum status s = ledger_header(&header) ? ST_OK : error_memory(e);
    if (s == ST_OK && l->file.size >= 2)
        s = appending_starts(&l->file, SLICE("\x1f\x8b"), &gzip, e);
    if (s == ST_OK && gzip)
        s = error_at(e, ST_DATA, l->file.path, 0, 0, "%s",
                     _("the ledger is packed: unpack it with gunzip first"));
    if (s == ST_OK && l->file.size < header.n)
        s = appending_starts(&l->file, buffer_view(&header), &partly, e);
    if (s == ST_OK)
        s = partly ? begin_new(l, buffer_view(&header), to, e) : begin_reading(l, to, e);
    buffer_free(&header);
    return s;
}

enum status ledger_open(const char *path, enum ledger_mode mode,
                        void (*warn)(void *context, const char *text), void *context,
                        struct ledger **out, struct error *e)
{
    *out = NULL;
    struct listener to = {warn, context};
    struct ledger *l = calloc(1, sizeof *l);
    if (l == NULL)
        return error_memory(e);
    l->mode = mode;
    enum status s = ledger_file_open(path, mode, &l->file, e);
    if (s == ST_OK)
        s = begin(l, &to, e);
    if (s == ST_OK)
        *out = l;
    else
        ledger_close(l);
    return s;
}

/* ---- reading ---- */

static enum status wrong(const struct ledger *l, const struct ledger_event *x, enum ledger_column c,
                         struct error *e, const char *format, ...) RISK_PRINTF(5, 6);
static enum status wrong(const struct ledger *l, const struct ledger_event *x, enum ledger_column c,
                         struct error *e, const char *format, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return error_at(e, ST_DATA, l->file.path, x->line, (uint64_t)c + 1, "%s: %s",
                    ledger_column_name(c), text);
}

/* The chain comes first: of a record that was changed nothing else is to be believed. */
static enum status check_chain(struct ledger *l, struct ledger_event *x, struct error *e)
{
    char chain[DIGEST_SIZE], seq[24], q[QUOTE_SIZE];
    x->seq = l->seq + 1;
    snprintf(seq, sizeof seq, "%" PRIu64, x->seq);
    if (!slice_eq(x->cell[LEDGER_SEQ], slice_of(seq)))
        return wrong(l, x, LEDGER_SEQ, e,
                     _("'%s' stands where %s must follow: a record was changed, taken out or put "
                       "in"),
                     quote(q, x->cell[LEDGER_SEQ]), seq);
    ledger_chain(slice_of(l->chain), x->cell, chain);
    if (!slice_eq(x->cell[LEDGER_CHAIN], slice_of(chain)))
        return wrong(l, x, LEDGER_CHAIN, e,
                     _("'%s' does not follow from this record and the one before it: one of them "
                       "was changed, taken out or put in"),
                     quote(q, x->cell[LEDGER_CHAIN]));
    memcpy(l->chain, chain, sizeof chain);
    return ST_OK;
}

static bool find_kind(struct slice name, enum ledger_kind *out)
{
    for (int k = 0; k < EVENT_KINDS; k++)
        if (slice_eq(name, slice_of(ledger_kind_name((enum ledger_kind)k)))) {
            *out = (enum ledger_kind)k;
            return true;
        }
    return false;
}

static enum status take_record(struct ledger *l, struct ledger_event *x, struct error *e)
{
    char q[QUOTE_SIZE], last[DATE_TEXT_MAX];
    enum status s = check_chain(l, x, e);
    if (s != ST_OK)
        return s;
    if (!date_parse(x->cell[LEDGER_ON], SPAN_DAY, &x->on, NULL))
        return wrong(l, x, LEDGER_ON, e, _("not a day such as 2024-03-05: '%s'"),
                     quote(q, x->cell[LEDGER_ON]));
    if (x->on < l->day) {
        size_t n = date_text(l->day, SPAN_DAY, last);
        return wrong(l, x, LEDGER_ON, e, _("'%s' is before the day of the event before it, '%.*s'"),
                     quote(q, x->cell[LEDGER_ON]), (int)n, last);
    }
    if (!find_kind(x->cell[LEDGER_EVENT], &x->kind))
        return wrong(l, x, LEDGER_EVENT, e,
                     _("unknown event '%s': was it written by a later version?"),
                     quote(q, x->cell[LEDGER_EVENT]));
    l->seq = x->seq;
    l->day = x->on;
    return ST_OK;
}

enum status ledger_next(struct ledger *l, struct ledger_event *event, bool *more, struct error *e)
{
    *more = false;
    if (l->reader == NULL)
        return ST_OK;
    if (l->row == l->batch.n) {
        enum status s = from_beginning(l, reader_next(l->reader, &l->batch, e), e);
        l->row = 0;
        if (s != ST_OK)
            return s;
        if (l->batch.n == 0) {
            reader_close(l->reader);
            l->reader = NULL;
            return ST_OK;
        }
    }
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        event->cell[c] = l->batch.cells[c][l->row];
    event->line = l->batch.line[l->row];
    enum status s = take_record(l, event, e);
    if (s == ST_OK) /* what is refused is refused again */
        l->next_line = batch_line_end(&l->batch, l->row++) + 1;
    *more = s == ST_OK;
    return s;
}

/* ---- writing ---- */

static enum status read_rest(struct ledger *l, struct error *e)
{
    struct ledger_event event;
    enum status s = ST_OK;
    for (bool more = true; s == ST_OK && more;)
        s = ledger_next(l, &event, &more, e);
    return s;
}

static enum status check_day(const struct ledger *l, int64_t on, char text[DATE_TEXT_MAX],
                             struct error *e)
{
    size_t n = date_text(on, SPAN_DAY, text);
    if (n == 0)
        return error_at(e, ST_DATA, l->file.path, 0, 0, "%s",
                        _("the day of an event lies beyond the years 1 to 9999"));
    text[n] = '\0';
    if (on >= l->day)
        return ST_OK;
    char last[DATE_TEXT_MAX];
    last[date_text(l->day, SPAN_DAY, last)] = '\0';
    return error_at(e, ST_DATA, l->file.path, 0, 0,
                    _("today, '%s', is before the day of the last event, '%s': set the clock "
                      "right, or say what day it is"),
                    text, last);
}

enum status ledger_append(struct ledger *l, struct ledger_event *event, struct error *e)
{
    char seq[24], day[DATE_TEXT_MAX], chain[DIGEST_SIZE];
    struct slice cells[LEDGER_COLUMNS];
    struct buffer record = {0};
    enum status s = read_rest(l, e);
    if (s == ST_OK)
        s = check_day(l, event->on, day, e);
    if (s != ST_OK)
        return s;
    memcpy(cells, event->cell, sizeof cells);
    snprintf(seq, sizeof seq, "%" PRIu64, l->seq + 1);
    cells[LEDGER_SEQ] = slice_of(seq);
    cells[LEDGER_ON] = slice_of(day);
    cells[LEDGER_EVENT] = slice_of(ledger_kind_name(event->kind));
    ledger_chain(slice_of(l->chain), cells, chain);
    cells[LEDGER_CHAIN] = slice_of(chain);
    s = ledger_record(cells, &record, e);
    if (s == ST_DATA)
        error_place(e, l->file.path, 0, 0);
    if (s == ST_OK)
        s = appending_append(&l->file, buffer_view(&record), e);
    buffer_free(&record);
    if (s != ST_OK)
        return s;
    event->seq = ++l->seq;
    l->day = event->on;
    memcpy(l->chain, chain, sizeof chain);
    return ST_OK;
}

enum status ledger_commit(struct ledger *l, struct error *e)
{
    return appending_sync(&l->file, e);
}

int64_t ledger_last_day(const struct ledger *l)
{
    return l->day;
}

const char *ledger_path(const struct ledger *l)
{
    return l->file.path;
}

void ledger_close(struct ledger *l)
{
    if (l == NULL)
        return;
    reader_close(l->reader);
    appending_close(&l->file);
    free(l);
}
