/* One record: where it ends, and its cells. */
#include <stdlib.h>

#include "buffer.h"
#include "reader_int.h"

struct shape shape_of(enum reader_format format)
{
    switch (format) {
    case READER_TSV:
        return (struct shape){.separator = '\t', .quote = '"'};
    case READER_TSV_ESCAPED:
        return (struct shape){.separator = '\t', .quote = -1, .escape = true};
    default:
        return (struct shape){.separator = ',', .quote = '"'};
    }
}

static void note(struct walk *w, enum fault_kind kind, size_t at)
{
    if (w->fault.kind == FAULT_NONE)
        w->fault = (struct fault){kind, at};
}

static void lose(struct walk *w, enum fault_kind kind)
{
    note(w, kind, w->at);
    w->state = WALK_LOST;
}

/* What seemed to be ="..." is a cell with a quote in it. */
static void no_trick(struct walk *w)
{
    note(w, FAULT_STRAY, w->cell + 1);
    w->state = WALK_LOST;
}

/* A byte in a cell ="...", or behind it. False: it is to be taken as any other. */
static bool step_trick(struct walk *w, const struct shape *s, char c)
{
    bool quote = c == (char)s->quote, ends = c == s->separator || c == '\r';
    if (w->state == WALK_EQUALS && quote) {
        w->state = WALK_TRICK;
    } else if (w->state == WALK_EQUALS || (w->state == WALK_TRICKED && ends)) {
        return false;
    } else if (w->state == WALK_TRICK && quote) {
        w->state = WALK_TRICKED;
        w->tricks++;
    } else if (w->state == WALK_TRICKED || ends) {
        no_trick(w);
    }
    return true;
}

/* Any byte but a line feed, outside quotes. */
static void step_outside(struct walk *w, const struct shape *s, char c)
{
    if (w->state == WALK_RETURN) { /* not followed by a line feed */
        note(w, FAULT_RETURN, w->at - 1);
        w->state = WALK_PLAIN;
    }
    if (w->state >= WALK_EQUALS && (w->state == WALK_LOST || step_trick(w, s, c)))
        return;
    if (c == s->separator) {
        w->field++;
        w->cell = w->at + 1;
        w->state = WALK_CELL;
    } else if (c == '\r') {
        w->state = WALK_RETURN;
    } else if (s->quote >= 0 && c == (char)s->quote) {
        if (w->state == WALK_PLAIN) {
            lose(w, FAULT_STRAY);
        } else {
            w->quoted = true;
            w->state = WALK_QUOTED;
        }
    } else if (w->state == WALK_CLOSED) {
        lose(w, FAULT_BEHIND);
    } else {
        w->state = s->trick && c == '=' && w->state == WALK_CELL ? WALK_EQUALS : WALK_PLAIN;
    }
}

/* On to the next byte that may change the state, or to N. */
static void step_plain(struct walk *w, const struct shape *s, const char *p, size_t n)
{
    size_t at = w->at;
    char separator = s->separator, quote = (char)s->quote;
    while (at < n && p[at] != separator && p[at] != '\n' && p[at] != '\r' && p[at] != quote)
        at++;
    w->at = at;
}

/* On to the quote that ends the quoted part, or to N. */
static void step_inside(struct walk *w, char quote_byte, const char *p, size_t n)
{
    size_t at = w->at, lines = 0;
    for (; at < n && p[at] != quote_byte; at++)
        lines += p[at] == '\n';
    w->lines += lines;
    w->at = at;
    if (at < n)
        w->state = WALK_CLOSED;
}

bool walk_on(struct walk *w, const struct shape *s, const char *p, size_t n)
{
    for (; w->at < n; w->at++) {
        if (w->state == WALK_QUOTED) {
            step_inside(w, (char)s->quote, p, n);
            if (w->at == n)
                break;
            continue;
        }
        if (w->state == WALK_PLAIN)
            step_plain(w, s, p, n);
        if (w->at == n)
            break;
        if (p[w->at] == '\n') {
            if (w->state == WALK_TRICK)
                no_trick(w);
            return true;
        }
        step_outside(w, s, p[w->at]);
    }
    return false;
}

void walk_end(struct walk *w)
{
    if (w->state == WALK_QUOTED)
        note(w, FAULT_UNCLOSED, w->cell);
    else if (w->state == WALK_RETURN)
        note(w, FAULT_RETURN, w->at - 1);
    else if (w->state == WALK_TRICK)
        no_trick(w);
}

/* libcsv's buffer holds one cell, and no record that comes here is beyond READER_CELL_MAX. */
enum { CSV_BLOCK = 64 * 1024, CSV_LIMIT = READER_CELL_MAX + CSV_BLOCK };

static void *limited_realloc(void *p, size_t size)
{
    return size > CSV_LIMIT ? NULL : realloc(p, size);
}

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int ends_line(unsigned char c)
{
    return c == '\n';
}

static void start_csv(struct splitter *s)
{
    csv_init(&s->csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&s->csv, (unsigned char)s->shape.separator);
    csv_set_space_func(&s->csv, never_space);
    csv_set_term_func(&s->csv, ends_line);
    csv_set_realloc_func(&s->csv, limited_realloc);
    csv_set_blk_size(&s->csv, CSV_BLOCK);
}

void splitter_init(struct splitter *s, struct shape shape)
{
    *s = (struct splitter){.shape = shape};
    start_csv(s);
}

void splitter_free(struct splitter *s)
{
    csv_free(&s->csv);
    free(s->cells);
    s->cells = NULL;
}

static bool wanted(const struct splitter *s)
{
    return s->wanted == NULL || (s->n < s->wanted_count && s->wanted[s->n]);
}

static void add_cell(struct splitter *s, struct slice cell)
{
    if (grow(&s->cells, &s->size, s->n + 1, sizeof *s->cells))
        s->cells[s->n++] = cell;
    else
        s->failed = true;
}

static void csv_cell(void *p, size_t n, void *context)
{
    struct splitter *s = context;
    struct slice cell = {"", 0};
    if (n > 0 && wanted(s)) {
        cell = arena_copy(s->arena, (struct slice){p, n});
        s->failed |= cell.p == NULL;
    }
    if (!s->failed) /* a callback cannot stop the parser */
        add_cell(s, cell);
}

static void csv_row(int c, void *context)
{
    (void)c;
    ((struct splitter *)context)->rows++;
}

static enum status split_quoted(struct splitter *s, struct slice raw, struct fault *fault)
{
    size_t used = csv_parse(&s->csv, raw.p, raw.n, csv_cell, csv_row, s);
    /* csv_fini after an error would make a record of what is left. */
    bool good = used == raw.n && csv_fini(&s->csv, csv_cell, csv_row, s) == 0 && s->rows == 1;
    if (good && !s->failed)
        return ST_OK;
    bool memory =
        s->failed || csv_error(&s->csv) == CSV_ENOMEM || csv_error(&s->csv) == CSV_ETOOBIG;
    csv_free(&s->csv);
    start_csv(s);
    if (memory)
        return ST_SYSTEM;
    *fault = (struct fault){FAULT_LIBCSV, used};
    return ST_DATA;
}

/* 0 if C is no escape. */
static char unescaped(char c)
{
    switch (c) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case '\\':
        return '\\';
    default:
        return '\0';
    }
}

/* Offset in CELL of a bad escape, or cell.n. OUT may be NULL; else it has room for the cell. */
static size_t unescape(struct slice cell, char *out, size_t *length)
{
    size_t n = 0;
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        if (c == '\\') {
            c = i + 1 < cell.n ? unescaped(cell.p[i + 1]) : '\0';
            if (c == '\0')
                return i;
            i++;
        }
        if (out != NULL)
            out[n] = c;
        n++;
    }
    *length = n;
    return cell.n;
}

static enum status split_plain(struct splitter *s, struct slice raw, struct fault *fault)
{
    for (struct slice rest = raw; rest.p != NULL && !s->failed;) {
        struct slice cell = slice_split(&rest, s->shape.separator);
        if (s->shape.escape && cell.n > 0 && memchr(cell.p, '\\', cell.n) != NULL) {
            char *copy = wanted(s) ? arena_alloc(s->arena, cell.n) : NULL;
            if (wanted(s) && copy == NULL)
                return ST_SYSTEM;
            size_t n = 0, bad = unescape(cell, copy, &n);
            if (bad < cell.n) {
                *fault = (struct fault){FAULT_ESCAPE, (size_t)(cell.p - raw.p) + bad};
                return ST_DATA;
            }
            cell = copy == NULL ? (struct slice){"", 0} : (struct slice){copy, n};
        }
        add_cell(s, cell);
    }
    return s->failed ? ST_SYSTEM : ST_OK;
}

enum status splitter_split(struct splitter *s, struct slice raw, bool quoted,
                           const bool *wanted_columns, size_t wanted_count, struct arena *a,
                           struct fault *fault)
{
    *fault = (struct fault){FAULT_NONE, 0};
    s->arena = a;
    s->wanted = wanted_columns;
    s->wanted_count = wanted_count;
    s->n = s->rows = 0;
    s->failed = false;
    return quoted ? split_quoted(s, raw, fault) : split_plain(s, raw, fault);
}
