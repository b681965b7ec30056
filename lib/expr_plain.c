/* From an expression over rows to one over a subject's rows together. */
#include "expr_int.h"

/* Besides columns it looks for the keys of parts that are the same in all rows. */
struct plain {
    const struct expr_scope *scope;
    struct expr *const *whole;
    const struct slice *keys; /* [n] of them; empty for what need not be looked for */
    size_t n;
    struct arena *arena;
    struct error *e;
    enum status status;
};

static struct expr *fail(struct plain *p, enum status s)
{
    p->status = s;
    return NULL;
}

static struct expr *same(struct plain *p, struct expr *x)
{
    struct node *n = arena_zero(p->arena, sizeof *n);
    struct expr **args = arena_alloc(p->arena, sizeof *args);
    if (n == NULL || args == NULL)
        return fail(p, error_memory(p->e));
    args[0] = x;
    n->height = ((struct node *)x)->height + 1;
    n->size = ((struct node *)x)->size + 1;
    n->x = (struct expr){.kind = EXPR_AGGREGATE,
                         .type = x->type,
                         .at = x->at,
                         .grouped = true,
                         .args = args,
                         .arg_count = 1,
                         .aggregate = AGG_SAME};
    return &n->x;
}

/* Whether X is spelt as one of those that are taken whole. */
static bool is_whole(struct plain *p, const struct expr *x)
{
    struct slice key = SLICE("");
    bool whole = false;
    for (size_t i = 0; !whole && p->status == ST_OK && i < p->n; i++) {
        const struct expr *w = p->whole[i];
        if (p->keys[i].n == 0 || w->kind != x->kind || w->type != x->type ||
            w->function != x->function || w->arg_count != x->arg_count)
            continue;
        if (key.n == 0)
            p->status = expr_key(x, p->scope, p->arena, &key, p->e);
        whole = p->status == ST_OK && slice_eq(key, p->keys[i]);
    }
    return whole;
}

static bool has_column(const struct expr *x)
{
    bool has = x->kind == EXPR_COLUMN;
    for (size_t i = 0; !has && i < x->arg_count; i++)
        has = has_column(x->args[i]);
    return has;
}

static struct expr *plain(struct plain *p, struct expr *x);

static struct expr *with_plain_parts(struct plain *p, struct expr *x)
{
    struct node *copy = NULL;
    for (size_t i = 0; i < x->arg_count; i++) {
        struct expr *part = plain(p, x->args[i]);
        if (part == NULL)
            return NULL;
        if (part == x->args[i])
            continue;
        if (copy == NULL) {
            struct expr **args = arena_alloc(p->arena, x->arg_count * sizeof(struct expr *));
            copy = arena_alloc(p->arena, sizeof *copy);
            if (copy == NULL || args == NULL)
                return fail(p, error_memory(p->e));
            copy->x = *x;
            copy->height = ((struct node *)x)->height + 1;
            copy->size = ((struct node *)x)->size + 1;
            copy->next_match = NULL;
            copy->x.args = memcpy(args, x->args, x->arg_count * sizeof(struct expr *));
        }
        copy->x.args[i] = part;
        copy->x.grouped = copy->x.grouped || part->grouped;
    }
    return copy == NULL ? x : &copy->x;
}

static struct expr *plain(struct plain *p, struct expr *x)
{
    if (x->kind == EXPR_AGGREGATE)
        return x;
    bool whole = x->kind == EXPR_COLUMN;
    if (!whole && !x->grouped && has_column(x))
        whole = x->kind == EXPR_PARAM_ROW || is_whole(p, x);
    if (p->status != ST_OK)
        return NULL;
    return whole ? same(p, x) : with_plain_parts(p, x);
}

enum status expr_plain(struct expr *x, const struct expr_scope *scope, struct expr *const *whole,
                       size_t n, struct arena *a, struct expr **out, struct error *e)
{
    struct slice *keys = arena_zero(a, (n + 1) * sizeof *keys);
    struct plain p = {scope, whole, keys, n, a, e, keys == NULL ? error_memory(e) : ST_OK};
    for (size_t i = 0; p.status == ST_OK && i < n; i++)
        if (whole[i]->kind != EXPR_COLUMN && whole[i]->kind != EXPR_CONST)
            p.status = expr_key(whole[i], scope, a, &keys[i], e);
    *out = p.status == ST_OK ? plain(&p, x) : NULL;
    return p.status;
}
