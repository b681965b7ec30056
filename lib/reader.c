#include "reader.h"

#include "buffer.h"
#include "reader_int.h"
#include "text.h"

/* Brings the unfinished record to the buffer's front, and its marks with it. */
static void move_to_front(struct reader *r)
{
    size_t by = r->start - READER_FRONT;
    memmove(r->text + READER_FRONT, r->text + r->start, r->end - r->start);
    r->start -= by;
    r->end -= by;
    r->valid_to = r->valid_to > r->start + by ? r->valid_to - by : r->start;
    r->suspect_to = r->suspect_to > by ? r->suspect_to - by : 0;
    for (size_t i = 1; i < r->marks.n; i++)
        r->marks.at[i] -= (uint32_t)by;
    r->marks.at[0] = (uint32_t)r->start - 1;
}

/* Forgets the marks of what has been read. Called when no whole record is left, so that a record
 * that is walked over needs none of them, and another one only its separators. */
static void drop_marks(struct reader *r)
{
    size_t keep = r->walking ? 0 : r->marks.n - r->mark;
    memmove(r->marks.at + 1, r->marks.at + r->mark, keep * sizeof *r->marks.at);
    r->marks.n = 1 + keep;
    r->marks.at[0] = (uint32_t)r->start - 1;
    r->marks.lines = r->marks.odds = 0;
    r->mark = 1;
    r->mark_line = r->mark_odd = 0;
}

static bool make_room(struct reader *r)
{
    size_t used = r->end - r->start;
    /* A short rest is worth moving each time: the same memory is used again, while it is in the
     * cache. */
    if (r->start > READER_FRONT && (used <= r->chunk / 4 || r->end + r->chunk > r->size))
        move_to_front(r);
    return grow(&r->text, &r->size, r->end + r->chunk, 1) && marks_reserve(&r->marks, r->chunk);
}

/* Looks at the UTF-8 of the lines that have become whole. */
static void validate(struct reader *r)
{
    struct marks *m = &r->marks;
    if (m->lines == 0)
        return;
    size_t to = (size_t)m->at[m->line[m->lines - 1]] + 1;
    if (!r->routines->valid(r->text + r->valid_to, to - r->valid_to))
        r->suspect_to = to;
    r->valid_to = to;
}

/* Reads on and marks what came. */
enum status reader_fill(struct reader *r, struct error *e)
{
    drop_marks(r);
    if (!make_room(r))
        return error_memory(e);
    size_t got;
    enum status st = source_read(r->source, r->text + r->end, r->chunk, &got, e);
    if (st != ST_OK)
        return st;
    r->ended = got == 0;
    struct shape s = r->splitter.shape;
    r->routines->scan(r->text, r->end, r->end + got, s.separator, s.escape ? '\\' : (char)s.quote,
                      &r->marks);
    r->end += got;
    validate(r);
    return ST_OK;
}

/* A record beyond READER_CELL_MAX is refused in parts of that size, so that memory stays bounded.
 */
static void take_part(struct reader *r, struct record *rec, size_t length)
{
    size_t at = r->walk.state == WALK_QUOTED ? r->walk.cell : 0;
    if (r->long_line != 0)
        rec->fault = (struct fault){FAULT_REST, 0};
    else if (r->walk.fault.kind != FAULT_NONE && r->walk.fault.at < READER_CELL_MAX)
        rec->fault = r->walk.fault;
    else
        rec->fault = (struct fault){FAULT_LONG, at < READER_CELL_MAX ? at : 0};
    if (length > READER_CELL_MAX) {
        rec->raw.n = READER_CELL_MAX;
        rec->next = r->start + READER_CELL_MAX;
        rec->part = true;
    }
}

/* Finds the end of the record at START, however hard it is. */
enum found reader_find(struct reader *r, struct record *rec)
{
    size_t there = r->end - r->start;
    if (there == 0)
        return r->ended ? NOTHING : NEED_MORE;
    /* One byte more may be the carriage return of its line end. */
    size_t most = READER_CELL_MAX + 2;
    bool too_long = there >= most;
    bool unmarked = r->mark_line == r->marks.lines && r->mark_odd == r->marks.odds;
    if (!r->walking && unmarked && !r->ended && !too_long)
        return NEED_MORE;
    if (!r->walking)
        r->walk = (struct walk){0};
    r->walking = true;
    const char *p = r->text + r->start;
    bool whole = walk_on(&r->walk, &r->splitter.shape, p, too_long ? most : there);
    if (!whole && !r->ended && !too_long)
        return NEED_MORE;
    if (!whole && !too_long)
        walk_end(&r->walk);
    size_t n = r->walk.at;
    *rec = (struct record){.raw = {p, n},
                           .next = r->start + n + whole,
                           .quoted = r->walk.quoted,
                           .tricks = r->walk.tricks,
                           .fault = r->walk.fault};
    if (whole && n > 0 && p[n - 1] == '\r')
        rec->raw.n--;
    if (rec->raw.n > READER_CELL_MAX || r->long_line != 0)
        take_part(r, rec, rec->raw.n);
    return FOUND;
}

uint64_t reader_lines(const char *p, size_t n)
{
    uint64_t lines = 0;
    for (const char *end = p + n; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        lines++;
    return lines;
}

uint64_t batch_line_end(const struct batch *b, size_t row)
{
    return b->line[row] + reader_lines(b->raw[row].p, b->raw[row].n);
}

/* Goes behind REC. */
void reader_consume(struct reader *r, const struct record *rec)
{
    size_t taken = rec->next - r->start;
    if (rec->part) {
        if (r->long_line == 0)
            r->long_line = r->line;
        r->walk.at -= taken;
        r->walk.cell = 0;
        r->walk.fault = (struct fault){FAULT_NONE, 0};
    } else {
        r->walking = false;
        r->long_line = 0;
    }
    r->line += reader_lines(r->text + r->start, taken);
    r->start = rec->next;
    struct marks *m = &r->marks;
    while (r->mark_line < m->lines && m->at[m->line[r->mark_line]] < r->start)
        r->mark = m->line[r->mark_line++] + 1;
    while (r->mark_odd < m->odds && m->odd[r->mark_odd] < r->start)
        r->mark_odd++;
}

/* Looks into a record for all that a walk does not see, and splits it. */
enum status reader_check(struct reader *r, struct record *rec)
{
    if (rec->fault.kind != FAULT_NONE)
        return ST_DATA;
    const char *nul = rec->raw.n == 0 ? NULL : memchr(rec->raw.p, '\0', rec->raw.n);
    bool known = r->start >= r->suspect_to && rec->next <= r->valid_to;
    size_t bad = known ? rec->raw.n : utf8_check(rec->raw);
    if (nul != NULL)
        rec->fault = (struct fault){FAULT_NUL, (size_t)(nul - rec->raw.p)};
    else if (bad < rec->raw.n)
        rec->fault = (struct fault){FAULT_UTF8, bad};
    if (rec->fault.kind != FAULT_NONE)
        return ST_DATA;
    enum status st = splitter_split(&r->splitter, rec->raw, rec->quoted, r->wanted, r->columns,
                                    &r->arena, &rec->fault);
    if (st == ST_OK && r->columns > 0 && r->splitter.n != r->columns) {
        rec->fault = (struct fault){FAULT_FIELDS, 0};
        st = ST_DATA;
    }
    return st;
}

/* Says what is wrong with REC. */
enum status reader_refuse(const struct reader *r, const struct record *rec, uint64_t line,
                          struct error *e)
{
    if (rec->fault.kind == FAULT_NONE)
        return error_memory(e);
    struct place place = {
        .file = source_name(r->source),
        .line = line,
        .line_end = line + reader_lines(rec->raw.p, rec->raw.n),
        .header = r->columns == 0 && !r->options.loose,
        .loose = r->options.loose,
        .returns = r->options.returns,
        .encoding = r->options.encoding != NULL ? *r->options.encoding : NULL,
        .fields = r->splitter.n,
        .columns = r->columns,
        .began = r->long_line,
    };
    return fault_error(&rec->fault, &r->splitter.shape, rec->raw, &place, e);
}

enum status reader_pass(struct reader *r, const struct record *rec, struct error *e)
{
    struct error why = {0};
    reader_refuse(r, rec, r->line, &why);
    enum status st = r->reject(r->reject_context, rec->raw, &why, e);
    reader_consume(r, rec);
    return st;
}

static void add_row(struct reader *r, const struct record *rec)
{
    for (size_t k = 0; k < r->selected_count; k++)
        r->cells[k][r->n] = r->splitter.cells[r->selected[k]];
    r->raw[r->n] = rec->raw;
    r->lines[r->n] = r->line;
    r->n++;
}

/* Takes one record the long way. *STOPPED: the batch ends here, since a bad record is told only
 * when all before it have been handed out. */
static enum status take_one(struct reader *r, enum found *found, bool *stopped, struct error *e)
{
    struct record rec;
    *found = reader_find(r, &rec);
    if (*found != FOUND)
        return ST_OK;
    enum status st = reader_check(r, &rec);
    if (st == ST_OK) {
        add_row(r, &rec);
        reader_consume(r, &rec);
        return ST_OK;
    }
    if (st == ST_DATA && r->reject != NULL)
        return reader_pass(r, &rec, e);
    *stopped = r->n > 0;
    return *stopped ? ST_OK : reader_refuse(r, &rec, r->line, e);
}

static size_t without_return(const char *p, size_t n)
{
    return n > 0 && p[n - 1] == '\r' ? n - 1 : n;
}

/* How many of the N line feeds at LINE are every COLUMNS-th mark from FEED on. */
static size_t regular(const uint32_t *line, size_t n, uint32_t feed, uint32_t columns)
{
    enum { AT_ONCE = 16 };
    size_t i = 0;
    for (; n - i >= AT_ONCE; i += AT_ONCE, feed += AT_ONCE * columns) {
        uint32_t off = 0;
        for (uint32_t j = 0; j < AT_ONCE; j++)
            off |= line[i + j] ^ (feed + j * columns);
        if (off != 0)
            break;
    }
    for (; i < n && line[i] == feed; i++)
        feed += columns;
    return i;
}

/* How many of the N line feeds at LINE, at most, stand before offset ODD. */
static size_t before(const struct marks *m, const uint32_t *line, size_t n, uint32_t odd)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (m->at[line[middle]] < odd)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

/* How many records from START on are plain ones with a cell for each column: their line feeds are
 * every COLUMNS-th mark, and nothing odd stands before. */
static size_t plain_run(const struct reader *r)
{
    const struct marks *m = &r->marks;
    if (r->walking || r->long_line != 0 || r->start < r->suspect_to ||
        r->end - r->start > READER_CELL_MAX)
        return 0;
    size_t left = m->lines - r->mark_line, room = r->rows - r->n, most = left < room ? left : room;
    const uint32_t *line = m->line + r->mark_line;
    if (r->mark_odd < m->odds)
        most = before(m, line, most, m->odd[r->mark_odd]);
    return regular(line, most, (uint32_t)(r->mark + r->columns - 1), (uint32_t)r->columns);
}

static void without_returns(struct slice *cell, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cell[i].n = without_return(cell[i].p, cell[i].n);
}

static void plain_cells(struct reader *r, size_t count)
{
    const uint32_t *at = r->marks.at + r->mark - 1;
    for (size_t k = 0; k < r->selected_count; k++) {
        size_t column = r->selected[k];
        struct slice *cell = r->cells[k] + r->n;
        r->routines->cut(cell, count, r->text, at + column, r->columns);
        if (r->marks.cr && column == r->columns - 1)
            without_returns(cell, count);
    }
}

static void plain_raw(struct reader *r, size_t count)
{
    const uint32_t *at = r->marks.at + r->mark - 1;
    const char *text = r->text + 1;
    struct slice *raw = r->raw + r->n;
    uint64_t *lines = r->lines + r->n;
    const uint64_t line = r->line;
    const size_t columns = r->columns;
    for (size_t i = 0; i < count; i++)
        lines[i] = line + i;
    size_t from = *at;
    for (size_t i = 0; i < count; i++) {
        size_t to = *(at += columns);
        raw[i] = (struct slice){text + from, to - from - 1};
        from = to;
    }
    if (r->marks.cr)
        without_returns(raw, count);
}

static void take_plain(struct reader *r, size_t count)
{
    plain_cells(r, count);
    plain_raw(r, count);
    r->n += count;
    r->line += count;
    r->mark += count * r->columns;
    r->mark_line += count;
    r->start = (size_t)r->marks.at[r->mark - 1] + 1;
}

static enum status fill_batch(struct reader *r, struct error *e)
{
    bool stopped = false;
    while (r->n < r->rows && !stopped) {
        size_t plain = plain_run(r);
        if (plain > 0) {
            take_plain(r, plain);
            continue;
        }
        enum found found;
        enum status st = take_one(r, &found, &stopped, e);
        if (st != ST_OK)
            return st;
        if (found == NOTHING || (found == NEED_MORE && r->n > 0))
            break;
        if (found == NEED_MORE && (st = reader_fill(r, e)) != ST_OK)
            return st;
    }
    return ST_OK;
}

enum status reader_next(struct reader *r, struct batch *b, struct error *e)
{
    *b = (struct batch){0};
    arena_reset(&r->arena);
    r->n = 0;
    enum status st = r->raw == NULL ? reader_select_all(r, e) : ST_OK;
    if (st == ST_OK)
        st = fill_batch(r, e);
    if (st == ST_OK)
        *b = (struct batch){r->n, r->cells, r->lines, r->raw};
    return st;
}

bool reader_plain(const struct reader *r, struct slice raw)
{
    const struct shape *shape = &r->splitter.shape;
    return shape->separator == ',' && !shape->escape &&
           (raw.n == 0 || memchr(raw.p, shape->quote, raw.n) == NULL);
}

enum status reader_split(struct reader *r, struct slice raw, struct slice **cells, struct error *e)
{
    struct fault fault;
    int q = r->splitter.shape.quote;
    bool quoted = q >= 0 && raw.n > 0 && memchr(raw.p, q, raw.n) != NULL;
    arena_reset(&r->split_arena);
    enum status st = splitter_split(&r->splitter, raw, quoted, NULL, 0, &r->split_arena, &fault);
    if (st == ST_SYSTEM)
        return error_memory(e);
    if (st == ST_OK && r->splitter.n != r->columns)
        fault = (struct fault){FAULT_FIELDS, 0};
    *cells = r->splitter.cells;
    if (fault.kind == FAULT_NONE)
        return ST_OK;
    struct record rec = {.raw = raw, .fault = fault};
    return reader_refuse(r, &rec, 0, e);
}
