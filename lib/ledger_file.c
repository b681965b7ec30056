/* Where a ledger's whole records end. They are told from a torn one by how they end: a comma, the
 * chain's 32 hexadecimal digits, a line end. */
#include <stdlib.h>

#include "ledger_int.h"

enum { BLOCK = APPENDING_BLOCK, TAIL = DIGEST_SIZE + 2 /* a comma, the chain, CR LF */ };

/* Whether 32 hexadecimal digits and a line end stand before P, of BEFORE bytes that are known. */
static bool chain_ends(const char *p, size_t before, bool comma)
{
    enum { DIGITS = DIGEST_SIZE - 1 };
    if (before > 0 && p[-1] == '\n') {
        size_t end = before > 1 && p[-2] == '\r' ? 2 : 1;
        p -= end;
        before -= end;
    } else {
        return false;
    }
    if (before < DIGITS + (size_t)comma || (comma && p[-DIGITS - 1] != ','))
        return false;
    for (int i = 1; i <= DIGITS; i++) {
        char c = p[-i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

/* The end of the last record, looked for from the file's end; 0 if there is none. */
static enum status last_record(const struct appending *f, char *block, uint64_t *end,
                               struct error *e)
{
    *end = 0;
    for (uint64_t to = f->size; to > 0;) {
        uint64_t from = to > BLOCK ? to - BLOCK : 0;
        uint64_t early = from > TAIL ? from - TAIL : 0;
        enum status s = appending_read(f, early, block, (size_t)(to - early), e);
        if (s != ST_OK)
            return s;
        for (size_t i = (size_t)(to - early); i > (size_t)(from - early); i--)
            if (chain_ends(block + i, i, true)) {
                *end = early + i;
                return ST_OK;
            }
        to = from;
    }
    return ST_OK;
}

/* Behind the first line end; 0 if there is none. */
static enum status first_line(const struct appending *f, char *block, uint64_t *end,
                              struct error *e)
{
    *end = 0;
    for (uint64_t at = 0; at < f->size && *end == 0;) {
        size_t n = f->size - at > BLOCK ? BLOCK : (size_t)(f->size - at);
        enum status s = appending_read(f, at, block, n, e);
        if (s != ST_OK)
            return s;
        const char *feed = memchr(block, '\n', n);
        if (feed != NULL)
            *end = at + (uint64_t)(feed - block) + 1;
        at += n;
    }
    return ST_OK;
}

/* Whether a record that a ledger wrote may begin with these bytes and go on behind them. */
static bool may_be_torn(const char *p, size_t n)
{
    enum { CELL, PLAIN, QUOTED, CLOSED } in = CELL;
    int column = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        if (in == QUOTED) {
            in = c == '"' ? CLOSED : QUOTED;
        } else if (c == '"') {
            if (in == PLAIN || (in == CELL && column == LEDGER_CHAIN))
                return false;
            in = QUOTED;
        } else if (c == ',') {
            in = CELL;
            if (++column == LEDGER_COLUMNS)
                return false;
        } else if (in == CLOSED || c == '\n' || c == '\r') {
            return false;
        } else {
            in = PLAIN;
        }
    }
    return !chain_ends(p + n, n, false);
}

/* What stands behind the last whole record is torn only if it can be nothing else. Otherwise it was
 * whole once and was damaged, and the reader must see it. */
static enum status judge_rest(struct appending *f, struct error *e)
{
    uint64_t rest = f->size - f->end;
    if (rest > READER_CELL_MAX) { /* no record is as long */
        f->end = f->size;
        return ST_OK;
    }
    char *p = malloc((size_t)rest);
    if (p == NULL)
        return error_memory(e);
    enum status s = appending_read(f, f->end, p, (size_t)rest, e);
    if (s == ST_OK && !may_be_torn(p, (size_t)rest))
        f->end = f->size;
    free(p);
    return s;
}

static enum status find_end(struct appending *f, struct error *e)
{
    char *block = malloc(BLOCK + TAIL);
    if (block == NULL)
        return error_memory(e);
    enum status s = last_record(f, block, &f->end, e);
    if (s == ST_OK && f->end == 0) /* no record, but there may be a header */
        s = first_line(f, block, &f->end, e);
    free(block);
    return s == ST_OK && f->end < f->size ? judge_rest(f, e) : s;
}

enum status ledger_file_open(const char *path, enum ledger_mode mode, struct appending *f,
                             struct error *e)
{
    enum status s =
        appending_open(path, mode == LEDGER_READ ? APPENDING_READ : APPENDING_WRITE, f, e);
    if (s != ST_OK)
        return s;
    s = find_end(f, e);
    if (s == ST_OK && mode == LEDGER_READ)
        s = appending_unlock(f, e);
    if (s != ST_OK)
        appending_close(f);
    return s;
}
