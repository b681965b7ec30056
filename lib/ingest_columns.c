/* The columns of the tables that are written: the dictionary's in its order, of those that any
 * sheet has, then unknown ones in order of appearance. */
#include <stdlib.h>

#include "i18n.h"
#include "ingest_int.h"

static const struct slice provenance = {"_source", 7};

/* No unknown column bears a name of the dictionary: it would be known. */
static struct ingest_column *find(const struct ingest_table *t, const struct layout_column *c)
{
    uint32_t name = keytab_find(&t->names, c->name);
    return name == KEYTAB_NONE ? NULL : &t->columns[t->at[name]];
}

/* A name that --pseudonymise gives: the column's own, or the header that it stood under. */
static bool is_pseudonym(const struct ingest *x, const struct layout_column *c)
{
    bool is = false;
    for (size_t i = 0; i < x->options.pseudonym_n; i++) {
        struct slice given = slice_of(x->options.pseudonyms[i]);
        if (!slice_eq(given, c->name) && !slice_eq(given, c->header))
            continue;
        x->work->pseudonyms_seen[i] = true;
        is = true;
    }
    return is;
}

static enum status add_column(struct ingest *x, struct ingest_table *t,
                              const struct layout_column *c, struct error *e)
{
    bool unknown = c->column == NULL && x->options.pack != NULL;
    struct ingest_column *own = find(t, c);
    if (own != NULL) {
        own->pseudonym = is_pseudonym(x, c) || own->pseudonym;
        return ST_OK;
    }
    x->work->unknown = x->work->unknown || unknown;
    if (unknown && x->options.unknown == UNKNOWN_DROP)
        return ST_OK;
    uint32_t name = keytab_add(&t->names, c->name);
    if (name == KEYTAB_NONE || !grow(&t->at, &t->at_size, name + 1, sizeof *t->at) ||
        !grow(&t->columns, &t->columns_size, t->column_n + 1, sizeof *t->columns))
        return error_memory(e);
    t->at[name] = t->column_n;
    t->columns[t->column_n++] =
        (struct ingest_column){.column = c->column,
                               .name = t->names.keys[name],
                               .type = c->column != NULL ? c->column->type : TYPE_TEXT,
                               .pseudonym = is_pseudonym(x, c)};
    return ST_OK;
}

enum status ingest_bind(struct ingest *x, struct ingest_sheet *s, struct error *e)
{
    const struct layout *l = x->work->layout;
    size_t i = 0;
    while (i < x->table_n && x->tables[i].table != l->table)
        i++;
    if (i == x->table_n) {
        if (!grow(&x->tables, &x->tables_size, i + 1, sizeof *x->tables))
            return error_memory(e);
        x->tables[x->table_n++] = (struct ingest_table){.table = l->table};
    }
    s->table = i;
    s->columns = 0;
    enum status st = ST_OK;
    for (size_t k = 0; st == ST_OK && k < l->column_count; k++)
        if (!slice_eq(l->columns[k].name, provenance)) {
            s->columns++;
            st = add_column(x, &x->tables[i], &l->columns[k], e);
        }
    return st;
}

/* --- order */

static int in_order(const void *a, const void *b)
{
    const struct ingest_column *one = a, *two = b;
    bool unknown = one->column == NULL, other = two->column == NULL;
    if (unknown != other)
        return unknown ? 1 : -1;
    if (unknown)
        return (one->seen > two->seen) - (one->seen < two->seen);
    return (one->column > two->column) - (one->column < two->column);
}

static void put_in_order(struct ingest_table *t)
{
    for (size_t k = 0; k < t->column_n; k++)
        t->columns[k].seen = k;
    if (t->column_n > 1)
        qsort(t->columns, t->column_n, sizeof *t->columns, in_order);
    for (size_t k = 0; k < t->column_n; k++)
        t->at[keytab_find(&t->names, t->columns[k].name)] = k;
}

enum status ingest_settle(struct ingest *x, struct error *e)
{
    struct ingest_work *w = x->work;
    size_t most = 0;
    if (w->unknown && !x->options.list) /* which they are has been told by sheet */
        ingest_warn(x, "%s",
                    x->options.unknown == UNKNOWN_DROP
                        ? _("columns that the pack does not know are left out")
                        : _("columns that the pack does not know are kept as they stand, behind "
                            "the others (--unknown drop leaves them out)"));
    for (size_t i = 0; i < x->table_n; i++) {
        most = x->tables[i].column_n > most ? x->tables[i].column_n : most;
        put_in_order(&x->tables[i]);
    }
    bool good = grow(&w->from, &w->from_size, most, sizeof *w->from) &&
                grow(&w->ends, &w->ends_size, most, sizeof *w->ends) &&
                grow(&w->notes, &w->notes_size, most, sizeof *w->notes);
    for (size_t i = 0; good && i < x->sheet_n; i++) {
        struct ingest_sheet *s = &x->sheets[i];
        if (s->table == INGEST_NONE)
            continue;
        s->sums = calloc(x->tables[s->table].column_n + 1, sizeof *s->sums);
        good = s->sums != NULL;
    }
    return good ? ST_OK : error_memory(e);
}

/* --- checks */

/* Without a dictionary, sheets are one table only if they have the same columns. */
static enum status same_columns(const struct ingest *x, struct error *e)
{
    for (size_t i = 0; i < x->sheet_n; i++) {
        const struct ingest_sheet *s = &x->sheets[i];
        if (s->table != INGEST_NONE && s->columns != x->tables[s->table].column_n)
            return error_at(e, ST_DATA, s->called, s->header_line, 0, "%s",
                            _("it lacks columns that others here have, and without a dictionary "
                              "they are no one table: choose with --sheet, or give a pack with "
                              "-p"));
    }
    return ST_OK;
}

static enum status too_many_tables(const struct ingest *x, struct error *e)
{
    struct buffer all = {0};
    for (size_t i = 0; i < x->sheet_n; i++)
        if (x->sheets[i].table != INGEST_NONE)
            buffer_printf(&all, "%s%s %s %s", all.n > 0 ? ", " : "", x->sheets[i].called, _("is"),
                          x->tables[x->sheets[i].table].table->name);
    enum status s = error_set(e, ST_USAGE,
                              _("these are %zu tables (%.*s): write them to a folder with -d DIR, "
                                "or choose one with --table NAME"),
                              x->table_n, (int)all.n, all.n > 0 ? all.p : "");
    buffer_free(&all);
    return s;
}

static enum status no_such_pseudonym(const struct ingest *x, const char *given, struct error *e)
{
    char q[QUOTE_SIZE];
    struct buffer all = {0};
    for (size_t i = 0; i < x->table_n; i++)
        for (size_t k = 0; k < x->tables[i].column_n; k++)
            buffer_printf(&all, "%s%s", all.n > 0 ? ", " : "",
                          quote(q, x->tables[i].columns[k].name));
    enum status s =
        error_set(e, ST_USAGE, _("--pseudonymise: no table has a column '%s' (there are %.*s)"),
                  quote(q, slice_of(given)), (int)all.n, all.n > 0 ? all.p : "");
    buffer_free(&all);
    return s;
}

enum status ingest_check(struct ingest *x, bool several, struct error *e)
{
    if (x->table_n > 1 && !several)
        return too_many_tables(x, e);
    for (size_t i = 0; i < x->options.pseudonym_n; i++)
        if (!x->work->pseudonyms_seen[i])
            return no_such_pseudonym(x, x->options.pseudonyms[i], e);
    return x->options.pack == NULL ? same_columns(x, e) : ST_OK;
}

/* --- a sheet's columns to the table's */

static enum status changed(const struct ingest_sheet *s, struct error *e)
{
    return error_at(e, ST_DATA, s->called, s->header_line, 0, "%s",
                    _("the header is not what it was a moment ago: the file was changed while it "
                      "was read"));
}

static enum status map_cells(struct ingest_work *w, struct error *e)
{
    const struct layout *l = w->layout;
    w->known_n = 0;
    for (size_t k = 0; k < l->column_count; k++)
        w->known_n = l->columns[k].cell + 1 > w->known_n ? l->columns[k].cell + 1 : w->known_n;
    if (!grow(&w->known, &w->known_size, w->known_n + 1, sizeof *w->known))
        return error_memory(e);
    memset(w->known, 0, w->known_n * sizeof *w->known);
    w->source_cell = INGEST_NONE;
    for (size_t k = 0; k < l->column_count; k++) {
        w->known[l->columns[k].cell] = true;
        if (slice_eq(l->columns[k].name, provenance))
            w->source_cell = l->columns[k].cell;
    }
    return ST_OK;
}

enum status ingest_map(struct ingest *x, const struct ingest_sheet *s, struct error *e)
{
    struct ingest_work *w = x->work;
    const struct layout *l = w->layout;
    struct ingest_table *t = &x->tables[s->table];
    if (l->table != t->table || l->header_line != s->header_line)
        return changed(s, e);
    w->rules = x->options.rules;
    w->rules.from_1904 = grid_from_1904(w->grid);
    for (size_t k = 0; k < t->column_n; k++)
        w->from[k] = INGEST_NONE;
    for (size_t k = 0; k < l->column_count; k++) {
        const struct ingest_column *own = find(t, &l->columns[k]);
        if (own != NULL)
            w->from[own - t->columns] = k;
        else if (x->options.unknown != UNKNOWN_DROP && !slice_eq(l->columns[k].name, provenance))
            return changed(s, e);
    }
    return map_cells(w, e);
}
