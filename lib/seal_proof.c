/* A proof is written, read, and held against a root. */
#include "seal_proof.h"

#include <inttypes.h>

#include "columns.h"
#include "i18n.h"

enum { WHAT, NO, VALUE, CELLS };

static const struct wanted_column wanted[CELLS] = {
    [WHAT] = {"what", true}, [NO] = {"no", true}, [VALUE] = {"value", true}};

enum part { SEAL, RECORDS, HEADER, RECORD, BEFORE, BESIDE, PATH, PARTS };
static const char *const names[PARTS] = {"seal",   "records", "header", "record",
                                         "before", "beside",  "path"};

/* ---- writing ---- */

static void write_row(struct writer *w, enum part part, uint64_t no, struct slice value)
{
    writer_text(w, names[part]);
    if (part >= RECORD)
        writer_int(w, (int64_t)no);
    else
        writer_text(w, "");
    writer_cell(w, value);
    writer_end(w);
}

static void write_digest(struct writer *w, enum part part, uint64_t no,
                         const uint8_t digest[HASH_SIZE])
{
    char text[HASH_DIGITS];
    hash_text(digest, text);
    write_row(w, part, no, (struct slice){text, sizeof text});
}

void seal_proof_write(const struct seal_proof *p, struct writer *w)
{
    for (int c = 0; c < CELLS; c++)
        writer_text(w, wanted[c].name);
    writer_end(w);
    write_row(w, SEAL, 0, slice_of(hash_name(p->manner.kind)));
    writer_text(w, names[RECORDS]);
    writer_text(w, "");
    writer_int(w, (int64_t)p->count);
    writer_end(w);
    write_row(w, HEADER, 0, buffer_view(&p->header));
    write_row(w, RECORD, p->no, buffer_view(&p->record));
    write_digest(w, BEFORE, p->no - 1, p->before);
    for (size_t i = 0; i < p->grouped; i++)
        if (i != p->place)
            write_digest(w, BESIDE, p->no - p->place + i, p->group[i]);
    for (size_t i = 0; i < p->path.n; i++)
        write_digest(w, PATH, i + 1, p->path.node[i]);
}

/* ---- reading ---- */

struct reading {
    struct columns table;
    size_t row;
    struct seal_proof *proof;
    bool seen[PARTS];
    bool beside[SEAL_GROUP];
    size_t besides;
};

static enum status wrong(const struct reading *r, size_t cell, struct error *e)
{
    char q[QUOTE_SIZE];
    return columns_error(&r->table, cell, r->row, e,
                         _("this does not belong in a proof here: '%s'; take the proof as "
                           "'trailcheck prove' wrote it"),
                         quote(q, columns_cell(&r->table, cell, r->row)));
}

static bool number(struct slice s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i > 17)
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0 && (s.p[0] != '0' || s.n == 1);
}

static enum status keep(struct buffer *out, struct slice value, struct error *e)
{
    return buffer_slice(out, value) ? ST_OK : error_memory(e);
}

/* The parts come in their order: what is needed to read one is known when it comes. */
static enum status take_once(struct reading *r, enum part part, struct slice value,
                             struct error *e)
{
    struct seal_proof *p = r->proof;
    struct seal_manner manner;
    struct slice log;
    for (int i = 0; i < PARTS; i++)
        if (r->seen[i] != (i < (int)part))
            return wrong(r, WHAT, e);
    r->seen[part] = true;
    switch (part) {
    case SEAL:
        return hash_find(value, &p->manner.kind) ? ST_OK : wrong(r, VALUE, e);
    case RECORDS:
        return number(value, &p->count) && p->count > 0 ? ST_OK : wrong(r, VALUE, e);
    case HEADER:
        if (!seal_header_read(value, &manner, &log) || manner.kind != p->manner.kind)
            return wrong(r, VALUE, e);
        p->manner = manner;
        return keep(&p->header, value, e);
    case RECORD:
        return keep(&p->record, value, e);
    default:
        return hash_parse(value, p->before) ? ST_OK : wrong(r, VALUE, e);
    }
}

static enum status take_beside(struct reading *r, uint64_t no, struct slice value, struct error *e)
{
    struct seal_proof *p = r->proof;
    uint64_t first = p->no - p->place;
    if (!r->seen[BEFORE] || r->seen[PATH])
        return wrong(r, WHAT, e);
    if (no < first || no - first >= p->grouped || no == p->no || r->beside[no - first])
        return wrong(r, NO, e);
    r->beside[no - first] = true;
    r->besides++;
    return hash_parse(value, p->group[no - first]) ? ST_OK : wrong(r, VALUE, e);
}

static enum status take_path(struct reading *r, uint64_t no, struct slice value, struct error *e)
{
    struct merkle_path *path = &r->proof->path;
    if (!r->seen[BEFORE])
        return wrong(r, WHAT, e);
    r->seen[PATH] = true;
    if (no != path->n + 1 || path->n == MERKLE_DEPTH)
        return wrong(r, NO, e);
    return hash_parse(value, path->node[path->n++]) ? ST_OK : wrong(r, VALUE, e);
}

static enum status set_number(struct reading *r, enum part part, uint64_t no, struct error *e)
{
    struct seal_proof *p = r->proof;
    if (part == BEFORE)
        return no + 1 == p->no ? ST_OK : wrong(r, NO, e);
    if (no == 0 || no > p->count)
        return wrong(r, NO, e);
    p->no = no;
    p->place = (no - 1) % SEAL_GROUP;
    uint64_t left = p->count - (no - p->place - 1);
    p->grouped = left < SEAL_GROUP ? (size_t)left : SEAL_GROUP;
    return ST_OK;
}

static enum status take_row(struct reading *r, struct error *e)
{
    struct slice what = columns_cell(&r->table, WHAT, r->row);
    struct slice no_text = columns_cell(&r->table, NO, r->row);
    struct slice value = columns_cell(&r->table, VALUE, r->row);
    int part = 0;
    uint64_t no = 0;
    while (part < PARTS && !slice_eq(what, slice_of(names[part])))
        part++;
    if (part == PARTS)
        return wrong(r, WHAT, e);
    if (part < RECORD ? no_text.n > 0 : !number(no_text, &no))
        return wrong(r, NO, e);
    if (part == BESIDE)
        return take_beside(r, no, value, e);
    if (part == PATH)
        return take_path(r, no, value, e);
    enum status st = take_once(r, (enum part)part, value, e);
    return st == ST_OK && part >= RECORD ? set_number(r, (enum part)part, no, e) : st;
}

static enum status read_rows(struct reading *r, const char *path, struct error *e)
{
    enum status st;
    while ((st = columns_next(&r->table, e)) == ST_OK && r->table.batch.n > 0)
        for (r->row = 0; r->row < r->table.batch.n; r->row++)
            if ((st = take_row(r, e)) != ST_OK)
                return st;
    if (st == ST_OK && (!r->seen[BEFORE] || r->besides + 1 != r->proof->grouped))
        st = error_at(e, ST_DATA, path, 0, 0, "%s",
                      _("the proof is not whole: take it as 'trailcheck prove' wrote it"));
    return st;
}

enum status seal_proof_read(const char *path, struct seal_proof *out, struct error *e)
{
    const struct reader_options options = {.format = READER_CSV};
    struct reading r = {.proof = out};
    *out = (struct seal_proof){0};
    enum status st = columns_open(path, &options, wanted, CELLS, &r.table, e);
    if (st != ST_OK)
        return st;
    st = read_rows(&r, path, e);
    columns_close(&r.table);
    if (st != ST_OK)
        seal_proof_free(out);
    return st;
}

/* ---- checking ---- */

enum status seal_proof_root(const struct seal_proof *p, uint8_t out[HASH_SIZE], struct error *e)
{
    enum hash_kind kind = p->manner.kind;
    uint8_t header[HASH_SIZE], group[SEAL_GROUP][HASH_SIZE], leaf[HASH_SIZE];
    uint64_t leaves = (p->count - 1) / SEAL_GROUP + 1;
    seal_of_header(kind, buffer_view(&p->header), header);
    if (p->no == 1 && memcmp(header, p->before, HASH_SIZE) != 0)
        return error_set(e, ST_FAILED, "%s",
                         _("the header of the proof is not that of the log: it was changed"));
    memcpy(group, p->group, sizeof group);
    seal_of(kind, p->before, buffer_view(&p->record), group[p->place]);
    seal_leaf(kind, header, group[0], p->grouped, leaf);
    if (!merkle_follow(kind, leaf, leaves, (p->no - 1) / SEAL_GROUP, &p->path, out))
        return error_set(e, ST_FAILED,
                         _("the path of the proof does not fit a log of %" PRIu64 " records"),
                         p->count);
    return ST_OK;
}

struct slice seal_proof_log_header(const struct seal_proof *p)
{
    struct seal_manner manner;
    struct slice log;
    seal_header_read(buffer_view(&p->header), &manner, &log);
    return log;
}
