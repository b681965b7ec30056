/* Rows of any number of cells. */
#include "buffer.h"
#include "reader_int.h"

/* Takes the record at START if it is a plain one: its cells are what stands between the marks. */
static bool plain_row(struct reader *r, struct reader_row *row)
{
    const struct marks *m = &r->marks;
    if (r->walking || r->long_line != 0 || r->start < r->suspect_to || r->mark_line == m->lines)
        return false;
    size_t last = m->line[r->mark_line], end = m->at[last];
    if ((r->mark_odd < m->odds && m->odd[r->mark_odd] < end) || r->splitter.shape.escape ||
        end - r->start > READER_CELL_MAX)
        return false;
    size_t n = last - r->mark + 1;
    if (!grow(&r->splitter.cells, &r->splitter.size, n, sizeof *r->splitter.cells))
        return false;
    struct slice *cells = r->splitter.cells;
    size_t from = r->start;
    for (size_t i = 0; i < n; i++) {
        size_t to = m->at[r->mark + i];
        cells[i] = (struct slice){r->text + from, to - from};
        from = to + 1;
    }
    struct slice raw = {r->text + r->start, end - r->start};
    if (m->cr && raw.n > 0 && raw.p[raw.n - 1] == '\r') {
        raw.n--;
        cells[n - 1].n--;
    }
    *row = (struct reader_row){r->line, r->line, raw, cells, raw.n == 0 ? 0 : n, false, 0};
    r->mark = last + 1;
    r->mark_line++;
    r->line++;
    r->start = end + 1;
    return true;
}

/* RAW with each ="..." as "...". */
static bool without_tricks(struct reader *r, struct slice raw, struct slice *out)
{
    char *to = arena_alloc(&r->arena, raw.n + 1);
    if (to == NULL)
        return false;
    struct walk w = {0};
    size_t done = 0, n = 0, tricks = 0;
    for (size_t i = 0; i < raw.n; i++) {
        walk_on(&w, &r->splitter.shape, raw.p, i + 1);
        if (w.tricks == tricks)
            continue;
        tricks = w.tricks;
        memcpy(to + n, raw.p + done, w.cell - done);
        n += w.cell - done;
        done = w.cell + 1;
    }
    memcpy(to + n, raw.p + done, raw.n - done);
    *out = (struct slice){to, n + raw.n - done};
    return true;
}

/* Takes the record that was found. ST_DATA: see its fault. */
static enum status take(struct reader *r, struct record *rec, struct reader_row *row)
{
    struct record plain = *rec;
    if (rec->tricks > 0 && rec->fault.kind == FAULT_NONE) {
        if (!without_tricks(r, rec->raw, &plain.raw))
            return ST_SYSTEM;
        plain.quoted = true;
    }
    enum status st = reader_check(r, &plain);
    if (st != ST_OK) {
        rec->fault = plain.fault;
        return st;
    }
    uint64_t line = r->line;
    reader_consume(r, rec);
    size_t n = rec->raw.n == 0 ? 0 : r->splitter.n;
    *row = (struct reader_row){line, line, rec->raw, r->splitter.cells, n, rec->quoted,
                               rec->tricks};
    if (rec->quoted)
        row->line_end = line + reader_lines(rec->raw.p, rec->raw.n);
    return ST_OK;
}

/* Takes the record at START the long way, or reads on. */
static enum status hard_row(struct reader *r, struct reader_row *row, bool *got, bool *ended,
                            struct error *e)
{
    struct record rec;
    enum found found = reader_find(r, &rec);
    *ended = found == NOTHING;
    if (found != FOUND)
        return found == NEED_MORE ? reader_fill(r, e) : ST_OK;
    enum status st = take(r, &rec, row);
    *got = st == ST_OK;
    if (*got)
        return ST_OK;
    if (st == ST_DATA && r->reject != NULL)
        return reader_pass(r, &rec, e);
    return reader_refuse(r, &rec, r->line, e);
}

enum status reader_row(struct reader *r, struct reader_row *row, bool *got, struct error *e)
{
    enum status st = ST_OK;
    bool ended = false;
    *got = false;
    arena_reset(&r->arena);
    while (st == ST_OK && !*got && !ended) {
        *got = plain_row(r, row);
        if (!*got)
            st = hard_row(r, row, got, &ended, e);
    }
    return st;
}
