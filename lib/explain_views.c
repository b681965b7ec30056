/* What an indicator stands on and looks into. */
#include "explain_int.h"
#include "i18n.h"
#include "view.h"

static void tell_columns(struct telling *t, const struct derived *d)
{
    size_t n = t->plan->pack->tables[d->table].column_count;
    bool *used = arena_zero(t->arena, n + 1);
    if (used == NULL) {
        t->status = error_memory(t->e);
        return;
    }
    view_used(t->plan, d, t->plan->needed[d->table], used);
    for (size_t i = d->first; i < n; i++) {
        const struct view_column *c = &d->view->columns[i - d->first];
        if (used[i])
            tell(t, _("column"), "%s.%s = %.*s", d->view->name, c->name, (int)c->expr.n, c->expr.p);
    }
}

static void tell_view(struct telling *t, const struct derived *d)
{
    struct buffer text = {0};
    view_says(d, &text);
    if (text.failed)
        t->status = error_memory(t->e);
    tell(t, _("view"), "%s, %.*s", d->view->name, (int)text.n, text.p);
    buffer_free(&text);
    tell_columns(t, d);
}

/* From TABLE down to one that is read; each view once. */
static void tell_chain(struct telling *t, size_t table, bool *told)
{
    const struct derived *d;
    for (; (d = plan_derived(t->plan, table)) != NULL && d->view != NULL; table = d->source) {
        if (told[table])
            return;
        told[table] = true;
        tell_view(t, d);
    }
}

static void tell_other(struct telling *t, const struct other *o)
{
    const struct table *table = &t->plan->pack->tables[o->table];
    const struct derived *d = plan_derived(t->plan, o->table);
    struct buffer keys = {0};
    for (size_t i = 0; i < o->column_n; i++)
        buffer_printf(&keys, "%s%s", i > 0 ? ", " : "", table->columns[o->columns[i]].name);
    if (keys.failed)
        t->status = error_memory(t->e);
    if (d != NULL && d->view == NULL)
        tell(t, _("looks at"), _("the subjects that %s %s warns of, by %.*s"), d->indicator->id,
             d->indicator->name, (int)keys.n, keys.n > 0 ? keys.p : "");
    else
        tell(t, _("looks into"), _("%s, by %.*s"), table->name, (int)keys.n,
             keys.n > 0 ? keys.p : "");
    buffer_free(&keys);
}

/* Those that it looks into, by way of views as well; what another indicator looks into is that
 * one's. */
static void mark_others(const struct plan *p, const bool *looks, bool *marked)
{
    for (size_t i = 0; i < p->other_n; i++) {
        if (!looks[i] || marked[i])
            continue;
        marked[i] = true;
        if (p->others[i].of == SIZE_MAX)
            mark_others(p, p->others[i].looks, marked);
    }
}

void explain_views(struct telling *t)
{
    const struct plan *p = t->plan;
    bool *told = arena_zero(t->arena, p->all.table_count + 1);
    bool *marked = arena_zero(t->arena, p->other_n + 1);
    if (told == NULL || marked == NULL) {
        t->status = error_memory(t->e);
        return;
    }
    tell_chain(t, (size_t)(t->check->table - p->pack->tables), told);
    mark_others(p, t->check->looks, marked);
    for (size_t i = 0; i < p->other_n; i++) {
        if (!marked[i])
            continue;
        tell_other(t, &p->others[i]);
        tell_chain(t, p->others[i].table, told);
    }
}
