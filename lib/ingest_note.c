/* What is to be told of cells though they were taken: of the first few by place, of all by
 * number. */
#include <stdarg.h>
#include <stdio.h>

#include "i18n.h"
#include "ingest_int.h"

typedef void hook_fn(void *context, const char *text);

static void hand_on(const struct ingest *x, hook_fn *hook, const char *format, va_list ap)
{
    char text[2048];
    if (hook == NULL)
        return;
    vsnprintf(text, sizeof text, format, ap);
    hook(x->options.context, text);
}

void ingest_warn(struct ingest *x, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    hand_on(x, x->options.warn, format, ap);
    va_end(ap);
}

void ingest_tell(struct ingest *x, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    hand_on(x, x->options.tell, format, ap);
    va_end(ap);
}

const char *ingest_note_name(unsigned bit)
{
    static const char *const names[TIDY_NOTES] = {
        "damaged", "leading-zeros", "check-digit", "no-percent-sign", "day-count", "rounded",
        "finer",   "old-number",    "dash",        "formula-error"};
    return names[bit];
}

static const char *shown(const struct ingest_column *c, const struct grid_row *row, size_t cell,
                         char out[QUOTE_SIZE])
{
    return c->pseudonym ? "..." : quote(out, row->cells[cell].text);
}

/* What memory does not hold is counted all the same. */
static void add_place(struct ingest_column *c, unsigned bit, const struct ingest_sheet *s,
                      const struct grid_row *row, size_t cell)
{
    char q[QUOTE_SIZE];
    struct buffer *out = &c->places[bit];
    bool again = c->place_of[bit] == s->called;
    buffer_printf(out, "%s%s%s%llu:%zu '%s'", c->noted[bit] > 1 ? ", " : "", again ? "" : s->called,
                  again ? "" : ":", (unsigned long long)row->line, cell + 1,
                  shown(c, row, cell, q));
    c->place_of[bit] = s->called;
}

void ingest_note(struct ingest *x, const struct ingest_sheet *s, struct ingest_column *c,
                 unsigned notes, const struct grid_row *row, size_t cell)
{
    char q[QUOTE_SIZE], name[QUOTE_SIZE];
    if ((notes & TIDY_DAMAGED) != 0) /* the rest follows from it */
        notes &= ~(unsigned)(TIDY_LEADING | TIDY_CHECK_DIGIT);
    for (unsigned bit = 0; bit < TIDY_NOTES; bit++) {
        if ((notes & 1u << bit) == 0)
            continue;
        if (c->noted[bit]++ < INGEST_PLACES)
            add_place(c, bit, s, row, cell);
        if (x->options.verbose)
            ingest_tell(x, "%s:%llu:%zu: %s: %s: '%s'", s->called, (unsigned long long)row->line,
                        cell + 1, quote(name, c->name), tidy_says((enum tidy_note)(1u << bit)),
                        shown(c, row, cell, q));
    }
}
