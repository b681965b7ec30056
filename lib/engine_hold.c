/* The memory for what holds every value is used up. */
#include "check_int.h"
#include "engine_int.h"
#include "i18n.h"
#include "view.h"

struct seeking {
    const struct check *check;
    const struct slot *slot;
    const struct expr *found;
};

static void seek_slot(struct expr *x, void *context)
{
    struct seeking *s = context;
    const struct grouping *g = s->check->grouping;
    if (x->kind == EXPR_AGGREGATE && g != NULL && s->slot == g->slots + x->slot)
        s->found = x;
}

/* The text of what was sought, if it was found. */
static bool found(const struct seeking *s, const struct expr_scope *scope, struct arena *a,
                  struct slice *text)
{
    if (s->found != NULL && expr_text(s->found, scope, a, text, NULL) != ST_OK)
        *text = SLICE("");
    return s->found != NULL;
}

/* The memory for what holds every value is used up: names one that asked for more. */
enum status engine_refuse_to_hold(const struct engine *x, const struct hold *h, struct error *e)
{
    const struct plan *p = x->plan;
    struct arena a = {0};
    struct slice text = SLICE("value");
    const char *id = "";
    for (size_t i = 0; i < p->check_all; i++) {
        const struct check *c = &p->checks[i];
        struct seeking s = {c, h->refused, NULL};
        check_walk(c, seek_slot, &s);
        if (!found(&s, &c->subject, &a, &text) && h->refused != c)
            continue;
        id = c->indicator->id;
        break;
    }
    for (size_t i = 0; i < p->derived_n; i++) {
        const struct derived *d = &p->derived[i];
        struct seeking s = {&d->check, h->refused, NULL};
        if (d->view == NULL)
            continue;
        view_walk(p, d, seek_slot, &s);
        if (found(&s, &d->check.row, &a, &text))
            id = d->view->name;
    }
    error_set(e, ST_SYSTEM,
              _("%s: '%.*s' holds every value that it looks at, and what all such aggregates hold "
                "together would take more than %zu bytes: give --hold more, let where keep fewer "
                "rows, or run fewer indicators at a time (--only)"),
              id, (int)text.n, text.p, h->limit);
    arena_free(&a);
    return ST_SYSTEM;
}
