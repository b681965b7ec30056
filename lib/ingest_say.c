/* What a run has to say when it is over, and what it says of sheets before it. */
#include <inttypes.h>

#include "i18n.h"
#include "ingest_int.h"

static void say_notes(struct ingest *x, const struct ingest_table *t)
{
    char q[QUOTE_SIZE];
    for (size_t k = 0; k < t->column_n; k++)
        for (unsigned bit = 0; bit < TIDY_NOTES; bit++) {
            const struct ingest_column *c = &t->columns[k];
            if (c->noted[bit] == 0)
                continue;
            struct slice places = buffer_view(&c->places[bit]);
            ingest_warn(x, _("%s: %s: %" PRIu64 " (%.*s%s)"), quote(q, c->name),
                        tidy_says((enum tidy_note)(1u << bit)), c->noted[bit], (int)places.n,
                        places.p,
                        c->noted[bit] > INGEST_PLACES ? ", ..." : "");
        }
}

static void say_sheet(struct ingest *x, const struct ingest_sheet *s)
{
    struct buffer kinds = {0};
    for (unsigned k = 0; k < ROW_KINDS; k++)
        if (s->skipped[k] > 0)
            buffer_printf(&kinds, "%s%s %" PRIu64, kinds.n > 0 ? ", " : "",
                          ingest_kind_name((enum row_kind)k), s->skipped[k]);
    const char *encoding = x->files[s->input].encoding;
    const struct table *t = x->tables[s->table].table;
    ingest_tell(x,
                _("%s: %s%s%s%sheader in row %" PRIu64 "; rows read: %" PRIu64 ", written: %" PRIu64
                  ", rejected: %" PRIu64 ", skipped: %" PRIu64 " (%.*s)"),
                s->called, t != NULL ? t->name : "", t != NULL ? ", " : "", encoding,
                encoding[0] != '\0' ? ", " : "", s->header_line, s->read, s->written, s->rejected,
                ingest_skipped(s), (int)kinds.n, kinds.n > 0 ? kinds.p : "");
    buffer_free(&kinds);
}

void ingest_say(struct ingest *x)
{
    uint64_t written = 0, sheets = 0;
    for (size_t i = 0; i < x->table_n; i++) {
        say_notes(x, &x->tables[i]);
        written += x->tables[i].written;
    }
    for (size_t i = 0; i < x->sheet_n; i++)
        if (x->sheets[i].table != INGEST_NONE) {
            say_sheet(x, &x->sheets[i]);
            sheets++;
        }
    if (sheets > 1)
        ingest_tell(x, _("sheets: %" PRIu64 ", rows read: %" PRIu64 ", written: %" PRIu64), sheets,
                    x->rows, written);
}

void ingest_write_list(const struct ingest *x, struct writer *w)
{
    static const char *const heads[] = {"file", "sheet", "name", "hidden", "table", "header_row"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        writer_text(w, heads[i]);
    writer_end(w);
    for (size_t i = 0; i < x->sheet_n; i++) {
        const struct ingest_sheet *s = &x->sheets[i];
        bool fits = s->table != INGEST_NONE;
        const struct table *t = fits ? x->tables[s->table].table : NULL;
        writer_text(w, x->inputs[s->input].path);
        writer_int(w, (int64_t)s->index + 1);
        writer_cell(w, s->name);
        writer_text(w, s->hidden ? "yes" : "no");
        writer_text(w, t == NULL ? "" : t->name);
        if (fits)
            writer_int(w, (int64_t)s->header_line);
        else
            writer_text(w, "");
        writer_end(w);
    }
}
