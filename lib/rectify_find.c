/* Issues by the first characters of their ids, or of their alerts' ids. */
#include <stdlib.h>

#include "i18n.h"
#include "rectify_int.h"

struct rectify_index {
    struct slice *ids; /* by their bytes */
    size_t n;
};

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static struct rectify_index *index_of(const struct keytab *t)
{
    struct rectify_index *x = calloc(1, sizeof *x);
    if (x == NULL)
        return NULL;
    x->n = t->n;
    x->ids = calloc(x->n + 1, sizeof *x->ids);
    if (x->ids == NULL) {
        free(x);
        return NULL;
    }
    for (size_t i = 0; i < x->n; i++)
        x->ids[i] = t->keys[i];
    qsort(x->ids, x->n, sizeof *x->ids, by_bytes);
    return x;
}

void rectify_index_free(struct rectify_index *x)
{
    if (x == NULL)
        return;
    free(x->ids);
    free(x);
}

static struct issue *issue_of(const struct rectify *r, bool alert, struct slice id)
{
    static const struct slice none[LEDGER_COLUMNS];
    bool same;
    return alert ? issues_alert(&r->issues, id, none, &same) : issues_find(&r->issues, id);
}

/* The first id that is not below ID. */
static size_t first_at(const struct rectify_index *x, struct slice id)
{
    size_t low = 0, high = x->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_cmp(x->ids[middle], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool begins(const struct rectify_index *x, size_t i, struct slice id)
{
    return i < x->n && x->ids[i].n >= id.n && bytes_eq(x->ids[i].p, id.p, id.n);
}

static enum status several(const struct rectify *r, const struct rectify_index *x, bool alert,
                           size_t first, struct slice id, struct error *e)
{
    enum { SHOWN = 4 };
    struct buffer list = {0};
    char q[QUOTE_SIZE];
    size_t n = 0;
    for (; begins(x, first + n, id); n++) {
        const struct issue *i = issue_of(r, alert, x->ids[first + n]);
        if (n >= SHOWN || i == NULL)
            continue;
        buffer_printf(&list, "%s%.*s", n > 0 ? "; " : "", (int)x->ids[first + n].n,
                      x->ids[first + n].p);
        buffer_printf(&list, " (%s", quote(q, i->cell[LEDGER_INDICATOR]));
        buffer_printf(&list, " %s)", quote(q, i->cell[LEDGER_SUBJECT]));
    }
    enum status s =
        error_set(e, ST_DATA, _("%zu ids begin with '%s', give more of it: %.*s%s"), n,
                  quote(q, id), (int)list.n, list.n > 0 ? list.p : "", n > SHOWN ? "; ..." : "");
    buffer_free(&list);
    return s;
}

static enum status none_found(const struct rectify *r, bool alert, struct slice id, struct error *e)
{
    char q[QUOTE_SIZE];
    quote(q, id);
    if (issue_of(r, !alert, id) != NULL)
        return error_set(e, ST_DATA,
                         alert ? _("'%s' is the id of an issue, not of an alert")
                               : _("'%s' is the id of an alert, not of an issue"),
                         q);
    return error_set(e, ST_DATA,
                     alert ? _("no alert '%s' in this ledger ('rectify-track open' takes it in)")
                           : _("no issue '%s' in this ledger ('rectify-track status' lists them)"),
                     q);
}

enum status rectify_find(struct rectify *r, bool alert, struct slice id, struct issue **out,
                         struct error *e)
{
    char q[QUOTE_SIZE];
    *out = issue_of(r, alert, id);
    if (*out != NULL)
        return ST_OK;
    if (id.n < RECTIFY_ID_LEAST)
        return error_set(e, ST_DATA, _("too short for an id: '%s' (give %d characters or more)"),
                         quote(q, id), RECTIFY_ID_LEAST);
    struct rectify_index **x = alert ? &r->by_alert : &r->by_issue;
    if (*x == NULL && (*x = index_of(alert ? &r->issues.alerts : &r->issues.ids)) == NULL)
        return error_memory(e);
    size_t at = first_at(*x, id);
    if (!begins(*x, at, id))
        return none_found(r, alert, id, e);
    if (begins(*x, at + 1, id))
        return several(r, *x, alert, at, id, e);
    *out = issue_of(r, alert, (*x)->ids[at]);
    return *out != NULL ? ST_OK : none_found(r, alert, id, e);
}
