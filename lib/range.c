#include "range.h"

#include <stdlib.h>

#include "i18n.h"

struct range_group {
    char *row;         /* merged states */
    uint32_t *members; /* groups, for OVER_OTHERS */
    uint32_t n;        /* subjects whose rows count */
    size_t member_size;
};

static bool counts(const struct range *r, const struct grouping *g, const char *row)
{
    why_t why;
    return group_counts(g, &r->counting, row, &why) || why != 0;
}

enum { SOME = 4096 };

/* The key of each group's range: its period and the values of the columns. KEYS[k].p is NULL where
 * one is blank or unknown, for reason WHY[k]. */
static enum status find_keys(struct range *r, struct grouping *g, const uint32_t *list, size_t n,
                             struct arena *scratch, struct slice *keys, why_t *why, struct error *e)
{
    char **rows = arena_alloc(scratch, n * sizeof *rows);
    struct vec *v = arena_alloc(scratch, (r->column_n + 1) * sizeof *v);
    if (rows == NULL || v == NULL)
        return error_memory(e);
    for (size_t k = 0; k < n; k++)
        rows[k] = group_at(g, list[k]);
    for (size_t i = 0; i < r->column_n; i++) {
        enum status s = aggregate_result(g, r->columns[i], rows, NULL, n, scratch, &v[i], e);
        if (s != ST_OK)
            return s;
    }
    why_t blank = reason_make(g->reasons, REASON_KEY, SLICE("over"));
    struct buffer spare = {0}, key = {0};
    bool good = blank != 0;
    for (size_t k = 0; good && k < n; k++) {
        struct slice values = SLICE("");
        why[k] = 0;
        keys[k] = (struct slice){NULL, 0};
        for (size_t i = 0; i < r->column_n; i++)
            why[k] = why_min(why[k], vec_why(&v[i], k));
        if (r->column_n > 0 && !vec_key(v, r->column_n, k, &spare, &values)) {
            why[k] = why[k] == 0 ? blank : why[k];
            continue;
        }
        key.n = 0;
        buffer_append(&key, &group_head(rows[k])->period, sizeof(int32_t));
        buffer_slice(&key, values);
        keys[k] = arena_copy(scratch, buffer_view(&key));
        good = keys[k].p != NULL && !spare.failed && !key.failed;
    }
    buffer_free(&spare);
    buffer_free(&key);
    return good ? ST_OK : error_memory(e);
}

static bool merge(struct range *r, struct grouping *g, char *to, const char *from)
{
    for (size_t i = 0; i < g->slot_n; i++)
        if (r->wanted[i] && !slot_merge(&g->slots[i], to, from, g->reasons))
            return false;
    return true;
}

static bool add_member(struct range *r, struct grouping *g, struct slice key, uint32_t group)
{
    uint32_t before = r->keys.n, id = keytab_add(&r->keys, key);
    if (id == KEYTAB_NONE || !grow(&r->groups, &r->group_size, (size_t)id + 1, sizeof *r->groups))
        return false;
    struct range_group *x = &r->groups[id];
    if (id == before) {
        *x = (struct range_group){.row = calloc(1, g->stride)};
        if (x->row == NULL)
            return false;
        group_head(x->row)->subject = id;
    }
    if (r->over == OVER_OTHERS) {
        if (!grow(&x->members, &x->member_size, (size_t)x->n + 1, sizeof *x->members))
            return false;
        x->members[x->n] = group;
    }
    x->n++;
    return merge(r, g, x->row, group_at(g, group));
}

enum status range_build(struct range *r, struct grouping *g, const uint32_t *list, size_t n,
                        struct error *e)
{
    struct arena scratch = {0};
    struct slice keys[SOME];
    why_t why[SOME];
    enum status s = ST_OK;
    for (size_t at = 0; s == ST_OK && at < n; at += SOME) {
        size_t some = n - at < SOME ? n - at : SOME;
        arena_reset(&scratch);
        s = find_keys(r, g, list + at, some, &scratch, keys, why, e);
        for (size_t k = 0; s == ST_OK && k < some; k++)
            if (keys[k].p != NULL && counts(r, g, group_at(g, list[at + k])) &&
                !add_member(r, g, keys[k], list[at + k]))
                s = error_memory(e);
    }
    arena_free(&scratch);
    return s;
}

/* All but GROUP. Counts and sums are taken off; the rest is merged anew. */
static char *others(struct range *r, struct grouping *g, const struct range_group *x,
                    uint32_t group)
{
    char *row = calloc(1, g->stride);
    const char *own = group_at(g, group);
    bool good = row != NULL, mine = counts(r, g, own);
    for (size_t i = 0; good && i < g->slot_n; i++) {
        struct slot *s = &g->slots[i];
        if (!r->wanted[i])
            continue;
        if (!mine) {
            good = slot_merge(s, row, x->row, g->reasons);
        } else if (slot_can_be_without(s, own)) {
            good = slot_without(s, x->row, own, row, g->reasons);
        } else {
            for (uint32_t j = 0; good && j < x->n; j++)
                good = x->members[j] == group ||
                       slot_merge(s, row, group_at(g, x->members[j]), g->reasons);
        }
    }
    if (good)
        return row;
    free(row);
    return NULL;
}

enum status range_rows(struct range *r, struct grouping *g, const uint32_t *list, size_t n,
                       struct arena *scratch, char **rows, why_t *why, int64_t *peers,
                       struct error *e)
{
    struct slice *keys = arena_alloc(scratch, (n + 1) * sizeof *keys);
    if (keys == NULL)
        return error_memory(e);
    enum status s = find_keys(r, g, list, n, scratch, keys, why, e);
    memset(rows, 0, n * sizeof *rows);
    if (peers != NULL)
        memset(peers, 0, n * sizeof *peers);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        if (keys[k].p == NULL)
            continue;
        uint32_t id = keytab_find(&r->keys, keys[k]);
        const struct range_group *x = id == KEYTAB_NONE ? NULL : &r->groups[id];
        int64_t all = x == NULL ? 0 : x->n;
        if (r->over == OVER_OTHERS && x != NULL && counts(r, g, group_at(g, list[k])))
            all--;
        if (peers != NULL)
            peers[k] = all;
        if (x == NULL || all < r->min_peers) {
            why[k] = r->too_few;
            continue;
        }
        rows[k] = r->over == OVER_OTHERS ? others(r, g, x, list[k]) : x->row;
        if (rows[k] == NULL)
            s = error_memory(e);
    }
    if (s != ST_OK)
        range_let_go(r, g, rows, n);
    return s;
}

void range_let_go(const struct range *r, struct grouping *g, char **rows, size_t n)
{
    for (size_t k = 0; r->over == OVER_OTHERS && k < n; k++) {
        if (rows[k] == NULL)
            continue;
        for (size_t i = 0; i < g->slot_n; i++)
            if (r->wanted[i])
                slot_clear(&g->slots[i], rows[k]);
        free(rows[k]);
        rows[k] = NULL;
    }
}

/* A result over each of the merged rows, once it has been asked for. */
struct range_memo {
    struct range_memo *next;
    const struct expr *x;
    struct range_value {
        struct num number;
        int64_t whole;
        why_t why;
        bool known;
    } values[]; /* [keys.n] */
};

static struct range_memo *memo_of(struct range *r, const struct expr *x)
{
    for (struct range_memo *m = r->memos; m != NULL; m = m->next)
        if (m->x == x)
            return m;
    struct range_memo *m = calloc(1, sizeof *m + r->keys.n * sizeof m->values[0]);
    if (m != NULL) {
        m->x = x;
        m->next = r->memos;
        r->memos = m;
    }
    return m;
}

/* Works out what of N rows is not known yet. */
static enum status fill(struct range_memo *m, struct grouping *g, char *const *rows, size_t n,
                        struct arena *scratch, struct error *e)
{
    char **some = arena_alloc(scratch, (n + 1) * sizeof *some);
    size_t some_n = 0;
    struct vec v;
    if (some == NULL)
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        struct range_value *x = rows[k] == NULL ? NULL : &m->values[group_head(rows[k])->subject];
        if (x == NULL || x->known)
            continue;
        x->known = true;
        some[some_n++] = rows[k];
    }
    if (some_n == 0)
        return ST_OK;
    enum status s = aggregate_result(g, m->x, some, NULL, some_n, scratch, &v, e);
    for (size_t k = 0; s == ST_OK && k < some_n; k++) {
        struct range_value *x = &m->values[group_head(some[k])->subject];
        x->why = vec_why(&v, k);
        if (x->why == 0 && v.type == T_NUMBER)
            x->number = vec_num(&v, k);
        else if (x->why == 0)
            x->whole = v.whole[vec_at(&v, k)];
    }
    return s;
}

enum status range_result(struct range *r, struct grouping *g, const struct expr *x,
                         char *const *rows, const why_t *why, size_t n, struct arena *scratch,
                         struct vec *out, struct error *e)
{
    enum slot_kind kind = g->slots[x->slot].kind;
    bool number = x->type == T_NUMBER;
    if (r->over == OVER_OTHERS || x->type == T_TEXT || (kind != SLOT_LIST && kind != SLOT_SET))
        return aggregate_result(g, x, rows, why, n, scratch, out, e);
    struct range_memo *m = memo_of(r, x);
    if (m == NULL || !vec_new(out, scratch, x->type, number ? VEC_NUM : VEC_WHOLE, n, false) ||
        !vec_need_why(out, scratch))
        return error_memory(e);
    enum status s = fill(m, g, rows, n, scratch, e);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        static const struct range_value nothing;
        const struct range_value *v =
            rows[k] == NULL ? &nothing : &m->values[group_head(rows[k])->subject];
        out->why[k] = rows[k] == NULL ? why[k] : v->why;
        if (number)
            out->num[k] = out->why[k] == 0 ? v->number : num_decimal(0, 0);
        else
            out->whole[k] = v->whole;
    }
    return s;
}

void range_free(struct range *r, struct grouping *g)
{
    /* The last key may have no group: when memory was out. */
    for (uint32_t id = 0; id < r->keys.n && id < r->group_size; id++) {
        for (size_t i = 0; r->groups[id].row != NULL && i < g->slot_n; i++)
            if (r->wanted[i])
                slot_clear(&g->slots[i], r->groups[id].row);
        free(r->groups[id].row);
        free(r->groups[id].members);
    }
    for (struct range_memo *m = r->memos, *next; m != NULL; m = next) {
        next = m->next;
        free(m);
    }
    free(r->groups);
    keytab_free(&r->keys);
    r->groups = NULL;
    r->group_size = 0;
    r->memos = NULL;
}
