/* What the inputs lack for a check: tables, columns. */
#include <stdio.h>

#include "engine_int.h"

bool engine_has(const struct engine *x, size_t table)
{
    for (size_t i = 0; i < x->feed_n; i++)
        if (x->feeds[i].table == table)
            return true;
    return false;
}

struct lacking {
    const struct engine *engine;
    const struct check *check;
    struct buffer *out;
};

static void lack(struct lacking *l, const char *table, const char *column)
{
    char name[512];
    snprintf(name, sizeof name, column == NULL ? "%s" : "%s.%s", table, column);
    struct slice rest = buffer_view(l->out), word;
    for (; rest.p != NULL;) {
        word = slice_split(&rest, ' ');
        if (slice_eq(word, slice_of(name)))
            return;
    }
    buffer_printf(l->out, "%s%s", l->out->n > 0 ? " " : "", name);
}

static void lack_column(struct lacking *l, size_t table, size_t column)
{
    const struct table *t = &l->engine->plan->pack->tables[table];
    for (size_t i = 0; i < l->engine->feed_n; i++)
        if (l->engine->feeds[i].table == table && l->engine->feeds[i].column[column] < 0) {
            lack(l, t->name, t->columns[column].name);
            return;
        }
}

static void look_for(struct expr *x, void *context)
{
    struct lacking *l = context;
    const struct pack *pack = l->engine->plan->pack;
    if (x->kind == EXPR_COLUMN)
        lack_column(l, (size_t)(l->check->table - pack->tables), x->column);
    if (x->kind != EXPR_EXISTS && x->kind != EXPR_LOOKUP)
        return;
    if (!engine_has(l->engine, x->other_table))
        lack(l, pack->tables[x->other_table].name, NULL);
    for (size_t i = 0; i < x->arg_count; i++)
        lack_column(l, x->other_table, x->key_columns[i]);
    if (x->kind == EXPR_LOOKUP)
        lack_column(l, x->other_table, x->lookup_column);
}

bool engine_lacks(const struct engine *x, const struct check *c, struct buffer *out)
{
    struct lacking l = {x, c, out};
    if (!engine_has(x, (size_t)(c->table - x->plan->pack->tables)))
        lack(&l, c->table->name, NULL);
    check_walk(c, look_for, &l);
    return !out->failed;
}

static void whole_tables(struct expr *x, void *context)
{
    struct lacking *l = context;
    if ((x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP) &&
        !engine_has(l->engine, x->other_table))
        lack(l, l->engine->plan->pack->tables[x->other_table].name, NULL);
}

void engine_find_loaded(struct engine *x)
{
    for (size_t i = 0; i < x->plan->check_n; i++) {
        struct check *c = &x->plan->checks[i];
        struct buffer missing = {0};
        struct lacking l = {x, c, &missing};
        check_walk(c, whole_tables, &l);
        c->loaded = missing.n == 0 && engine_has(x, (size_t)(c->table - x->plan->pack->tables));
        buffer_free(&missing);
    }
}
