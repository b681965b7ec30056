#include "receipt.h"

#include <stdlib.h>

#include "i18n.h"
#include "ingest_int.h"

/* One header for rows of several kinds, so that the receipt is a table as well; what a row has
 * nothing to say about is blank. */
enum field {
    OF,
    FILE_,
    SHEET,
    TABLE,
    COLUMN,
    ROW,
    DIGEST,
    BYTES,
    ENCODING,
    HEADER_ROW,
    READ,
    WRITTEN,
    REJECTED,
    SKIPPED,
    TITLES,
    UNITS,
    HEADERS,
    BLANKS,
    TOTALS,
    NOTES,
    VALUES,
    SUM,
    REJECTED_SUM,
    TOTAL,
    DIFFERENCE,
    REMARK,
    FIELDS
};

static const char *const heads[FIELDS] = {
    "of",      "file",   "sheet",        "table",  "column",     "row",     "digest",
    "bytes",   "encoding", "header_row", "read",   "written",    "rejected", "skipped",
    "titles",  "units",  "headers",      "blanks", "totals",     "notes",   "values",
    "sum",     "rejected_sum", "total",  "difference", "remark"};

struct line {
    struct writer *w;
    struct buffer text; /* of all cells */
    size_t from[FIELDS], to[FIELDS];
};

static void put(struct line *l, enum field f, struct slice v)
{
    l->from[f] = l->text.n;
    buffer_slice(&l->text, v);
    l->to[f] = l->text.n;
}

static void put_count(struct line *l, enum field f, uint64_t n)
{
    l->from[f] = l->text.n;
    buffer_printf(&l->text, "%llu", (unsigned long long)n);
    l->to[f] = l->text.n;
}

static void put_num(struct line *l, enum field f, const struct num *v)
{
    char text[NUM_TEXT_MAX];
    put(l, f, (struct slice){text, num_text(v, NULL, 0, text)});
}

static void put_sum(struct line *l, enum field f, const struct num_sum *sum)
{
    struct num v;
    if (num_sum_total(sum, &v) == NUM_OK)
        put_num(l, f, &v);
}

static bool end(struct line *l)
{
    if (l->text.failed)
        return false;
    for (size_t f = 0; f < FIELDS; f++)
        writer_cell(l->w, (struct slice){l->to[f] > l->from[f] ? l->text.p + l->from[f] : "",
                                         l->to[f] - l->from[f]});
    writer_end(l->w);
    l->text.n = 0;
    for (size_t f = 0; f < FIELDS; f++)
        l->from[f] = l->to[f] = 0;
    return true;
}

static void begin(struct line *l, const struct ingest *x, const struct ingest_sheet *s,
                  const char *of)
{
    put(l, OF, slice_of(of));
    put(l, FILE_, slice_of(x->inputs[s->input].path));
    put(l, SHEET, s->name);
    if (s->table != INGEST_NONE && x->tables[s->table].table != NULL)
        put(l, TABLE, slice_of(x->tables[s->table].table->name));
}

static void put_digest(struct line *l, const struct ingest *x, const char *digest, uint64_t bytes)
{
    l->from[DIGEST] = l->text.n;
    buffer_printf(&l->text, "%s:%s", fingerprint_name(x->options.digest), digest);
    l->to[DIGEST] = l->text.n;
    put_count(l, BYTES, bytes);
}

static bool write_sheet(struct line *l, const struct ingest *x, const struct ingest_sheet *s)
{
    const struct ingest_file *f = &x->files[s->input];
    begin(l, x, s, "sheet");
    put_digest(l, x, f->digest, f->bytes);
    put(l, ENCODING, slice_of(f->encoding));
    if (s->table == INGEST_NONE) {
        put(l, REMARK, slice_of(s->unread));
        return end(l);
    }
    put_count(l, HEADER_ROW, s->header_line);
    put_count(l, READ, s->read);
    put_count(l, WRITTEN, s->written);
    put_count(l, REJECTED, s->rejected);
    put_count(l, SKIPPED, ingest_skipped(s));
    put_count(l, TITLES, s->skipped[ROW_TITLE]);
    put_count(l, UNITS, s->skipped[ROW_UNIT]);
    put_count(l, HEADERS, s->skipped[ROW_HEADER]);
    put_count(l, BLANKS, s->skipped[ROW_BLANK]);
    put_count(l, TOTALS, s->skipped[ROW_TOTAL]);
    put_count(l, NOTES, s->skipped[ROW_NOTE]);
    if (s->totals_more > 0)
        put(l, REMARK, SLICE("further totals are not listed"));
    return end(l);
}

static bool write_sums(struct line *l, const struct ingest *x, const struct ingest_sheet *s)
{
    const struct ingest_table *t = &x->tables[s->table];
    for (size_t k = 0; k < t->column_n; k++) {
        if (t->columns[k].type != TYPE_DECIMAL)
            continue;
        begin(l, x, s, "column");
        put(l, COLUMN, t->columns[k].name);
        put_count(l, VALUES, s->sums[k].values);
        put_sum(l, SUM, &s->sums[k].written);
        put_sum(l, REJECTED_SUM, &s->sums[k].rejected);
        if (!end(l))
            return false;
    }
    return true;
}

static bool write_totals(struct line *l, const struct ingest *x, const struct ingest_sheet *s)
{
    for (size_t i = 0; i < s->total_n; i++) {
        const struct ingest_total *t = &s->totals[i];
        struct num difference;
        begin(l, x, s, "total");
        put(l, COLUMN, x->tables[s->table].columns[t->column].name);
        put_count(l, ROW, t->line);
        put_num(l, SUM, &t->found);
        put_num(l, TOTAL, &t->stated);
        if (num_sub(&t->stated, &t->found, &difference) == NUM_OK)
            put_num(l, DIFFERENCE, &difference);
        if (!end(l))
            return false;
    }
    return true;
}

static bool write_table(struct line *l, struct ingest *x, size_t i, const char *path)
{
    struct ingest_table *t = &x->tables[i];
    struct slice name = slice_of(t->table == NULL ? "" : t->table->name);
    for (size_t k = 0; k < t->column_n; k++)
        for (unsigned bit = 0; bit < TIDY_NOTES; bit++) {
            if (t->columns[k].noted[bit] == 0)
                continue;
            put(l, OF, SLICE("note"));
            put(l, TABLE, name);
            put(l, COLUMN, t->columns[k].name);
            put_count(l, VALUES, t->columns[k].noted[bit]);
            put(l, REMARK, slice_of(ingest_note_name(bit)));
            if (!end(l))
                return false;
        }
    put(l, OF, SLICE("output"));
    put(l, FILE_, slice_of(path));
    put(l, TABLE, name);
    uint64_t bytes = t->fingerprint.bytes;
    char digest[FINGERPRINT_SIZE];
    fingerprint_end(&t->fingerprint, digest);
    put_digest(l, x, digest, bytes);
    put_count(l, WRITTEN, t->written);
    return end(l);
}

bool receipt_write(struct ingest *x, const char *const *paths, struct writer *w)
{
    struct line l = {.w = w};
    bool good = true;
    for (size_t f = 0; f < FIELDS; f++)
        writer_text(w, heads[f]);
    writer_end(w);
    for (size_t i = 0; good && i < x->sheet_n; i++) {
        const struct ingest_sheet *s = &x->sheets[i];
        good = write_sheet(&l, x, s) &&
               (s->table == INGEST_NONE || (write_sums(&l, x, s) && write_totals(&l, x, s)));
    }
    for (size_t i = 0; good && i < x->table_n; i++)
        good = write_table(&l, x, i, paths[i]);
    buffer_free(&l.text);
    return good;
}
