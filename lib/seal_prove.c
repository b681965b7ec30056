/* A proof is made: one pass over the sealed log finds the record and what lies beside it. */
#include <inttypes.h>
#include <stdlib.h>

#include "i18n.h"
#include "seal_proof.h"
#include "sealed.h"

enum { LISTED = 20 }; /* lines that are told where several records are meant */

struct search {
    const struct seal_wanted *wanted;
    struct sealed *log;
    size_t column; /* of the id */
    struct seal_proof *proof;
    uint64_t found;       /* how many */
    struct buffer places; /* their lines */
    uint8_t group[SEAL_GROUP][HASH_SIZE];
    uint8_t *leaves; /* [tree.n] */
    size_t leaf_count, leaf_size;
    struct buffer cell;
};

/* ---- cells ---- */

/* Takes the first cell off *REST, which is a record as a strict reader takes it; its text without
 * quotes into OUT. *REST becomes {NULL, 0} behind the last. */
static bool take_cell(struct slice *rest, struct buffer *out)
{
    size_t i = 0;
    bool quoted = rest->n > 0 && rest->p[0] == '"', inside = quoted;
    out->n = 0;
    for (i = quoted; i < rest->n && (inside || rest->p[i] != ','); i++) {
        bool quote = quoted && rest->p[i] == '"';
        if (quote && inside && i + 1 < rest->n && rest->p[i + 1] == '"')
            i++;
        else if (quote) {
            inside = false;
            continue;
        }
        if (!buffer_char(out, rest->p[i]))
            return false;
    }
    *rest = i < rest->n ? (struct slice){rest->p + i + 1, rest->n - i - 1}
                        : (struct slice){NULL, 0};
    return true;
}

static enum status find_column(struct search *s, struct error *e)
{
    char q[QUOTE_SIZE];
    struct slice rest = sealed_header(s->log);
    struct buffer known = {0};
    s->column = 0;
    if (s->wanted->line > 0 || s->wanted->column.p == NULL)
        return ST_OK;
    enum status st = ST_OK;
    for (bool there = false; !there && st == ST_OK; s->column += !there) {
        if (rest.p == NULL)
            st = error_at(e, ST_DATA, sealed_name(s->log), 1, 0,
                          _("no column '%s'; there are %.*s"), quote(q, s->wanted->column),
                          (int)(known.n < 600 ? known.n : 600), known.n > 0 ? known.p : "");
        else if (!take_cell(&rest, &s->cell) ||
                 !buffer_printf(&known, "%s%s", known.n > 0 ? ", " : "",
                                quote(q, buffer_view(&s->cell))))
            st = error_memory(e);
        else
            there = slice_eq(buffer_view(&s->cell), s->wanted->column);
    }
    buffer_free(&known);
    return st;
}

static enum status is_wanted(struct search *s, const struct sealed_record *r, bool *is,
                             struct error *e)
{
    struct slice rest = r->record;
    *is = s->wanted->line >= r->line && s->wanted->line <= r->line_end;
    if (s->wanted->line > 0)
        return ST_OK;
    for (size_t c = 0; c <= s->column && rest.p != NULL; c++)
        if (!take_cell(&rest, &s->cell))
            return error_memory(e);
    *is = slice_eq(buffer_view(&s->cell), s->wanted->id);
    return ST_OK;
}

/* ---- the pass ---- */

static enum status keep(struct search *s, const struct sealed_record *r,
                        const uint8_t before[HASH_SIZE], struct error *e)
{
    const struct seal *seal = sealed_seal(s->log);
    if (s->found++ < LISTED &&
        !buffer_printf(&s->places, "%s%" PRIu64, s->found > 1 ? ", " : "", r->line))
        return error_memory(e);
    if (s->found > 1)
        return ST_OK;
    s->proof->no = seal->n;
    s->proof->line = r->line;
    s->proof->place = (seal->n - 1) % SEAL_GROUP;
    memcpy(s->proof->before, before, HASH_SIZE);
    return buffer_slice(&s->proof->record, r->record) ? ST_OK : error_memory(e);
}

/* The seals since the last full leaf are one; those of the wanted record's leaf are kept. */
static enum status close_leaf(struct search *s, size_t n, struct error *e)
{
    const struct seal *seal = sealed_seal(s->log);
    if (!grow(&s->leaves, &s->leaf_size, (s->leaf_count + 1) * HASH_SIZE, 1))
        return error_memory(e);
    seal_leaf(seal->manner.kind, seal->header, s->group[0], n,
              s->leaves + s->leaf_count * HASH_SIZE);
    if (s->proof->no > 0 && (s->proof->no - 1) / SEAL_GROUP == s->leaf_count) {
        memcpy(s->proof->group, s->group, n * HASH_SIZE);
        s->proof->grouped = n;
    }
    s->leaf_count++;
    return ST_OK;
}

static enum status step(struct search *s, bool *more, struct error *e)
{
    const struct seal *seal = sealed_seal(s->log);
    struct sealed_record r;
    uint8_t before[HASH_SIZE];
    bool wanted;
    memcpy(before, seal->last, HASH_SIZE);
    enum status st = sealed_next(s->log, &r, more, e);
    if (st != ST_OK || !*more)
        return st;
    memcpy(s->group[(seal->n - 1) % SEAL_GROUP], seal->last, HASH_SIZE);
    st = is_wanted(s, &r, &wanted, e);
    if (st == ST_OK && wanted)
        st = keep(s, &r, before, e);
    if (st == ST_OK && seal->n % SEAL_GROUP == 0)
        st = close_leaf(s, SEAL_GROUP, e);
    return st;
}

static enum status check_found(const struct search *s, struct error *e)
{
    char q[QUOTE_SIZE];
    const char *name = sealed_name(s->log);
    if (s->found == 1)
        return ST_OK;
    if (s->wanted->line > 0)
        return error_at(e, ST_DATA, name, 0, 0, _("no record stands on line %" PRIu64),
                        s->wanted->line);
    if (s->found == 0)
        return error_at(e, ST_DATA, name, 0, 0,
                        _("no record has '%s' in that column; say which column with --column"),
                        quote(q, s->wanted->id));
    return error_at(e, ST_DATA, name, 0, 0,
                    _("%" PRIu64 " records have '%s', on lines %.*s%s; say which with --line"),
                    s->found, quote(q, s->wanted->id), (int)s->places.n, s->places.p,
                    s->found > LISTED ? " ..." : "");
}

static enum status search(struct search *s, struct error *e)
{
    const struct seal *seal = sealed_seal(s->log);
    uint64_t at, line;
    struct seal_proof *p = s->proof;
    enum status st = find_column(s, e);
    for (bool more = true; st == ST_OK && more;)
        st = step(s, &more, e);
    if (st == ST_OK && sealed_torn(s->log, &at, &line))
        st = sealed_torn_error(s->log, e);
    if (st == ST_OK && seal->n % SEAL_GROUP > 0)
        st = close_leaf(s, seal->n % SEAL_GROUP, e);
    if (st == ST_OK)
        st = check_found(s, e);
    if (st != ST_OK)
        return st;
    p->manner = seal->manner;
    p->count = seal->n;
    merkle_path(seal->manner.kind, s->leaves, s->leaf_count, (p->no - 1) / SEAL_GROUP, &p->path);
    return buffer_slice(&p->header, sealed_header_line(s->log)) ? ST_OK : error_memory(e);
}

enum status seal_proof_make(const char *path, const struct seal_wanted *wanted,
                            struct seal_proof *out, struct error *e)
{
    struct search s = {.wanted = wanted, .proof = out};
    *out = (struct seal_proof){0};
    enum status st = sealed_open(path, &s.log, e);
    if (st == ST_OK)
        st = search(&s, e);
    sealed_close(s.log);
    buffer_free(&s.places);
    buffer_free(&s.cell);
    free(s.leaves);
    if (st != ST_OK)
        seal_proof_free(out);
    return st;
}

void seal_proof_free(struct seal_proof *p)
{
    buffer_free(&p->header);
    buffer_free(&p->record);
}
