#include "other.h"

#include <stdlib.h>

#include "i18n.h"

enum found_state { FOUND_NONE, FOUND_ONE, FOUND_DIFFERENT };

struct found {
    struct num number;
    struct slice text;
    int64_t whole;
    why_t why;
    uint8_t state;
};

struct value_table {
    struct found *v;
    size_t size;
};

bool other_same(const struct other *o, const struct expr *x)
{
    return o->table == x->other_table && o->column_n == x->arg_count &&
           memcmp(o->columns, x->key_columns, o->column_n * sizeof *o->columns) == 0;
}

enum status other_begin(struct other *o, struct error *e)
{
    o->found = calloc(o->value_n + 1, sizeof *o->found);
    return o->found == NULL ? error_memory(e) : ST_OK;
}

static bool same(enum type type, const struct found *a, const struct found *b)
{
    if (a->why != b->why)
        return false;
    if (type == T_NUMBER)
        return num_cmp(&a->number, &b->number) == 0;
    return type == T_TEXT ? slice_eq(a->text, b->text) : a->whole == b->whole;
}

static bool keep(struct other *o, struct value_table *t, uint32_t id, bool new_key,
                 const struct vec *v, size_t k)
{
    if (!grow(&t->v, &t->size, (size_t)id + 1, sizeof *t->v))
        return false;
    struct found one = {
        .why = vec_why(v, k), .state = FOUND_ONE, .number = num_decimal(0, 0), .text = SLICE("")};
    if (one.why == 0) {
        if (v->type == T_NUMBER)
            one.number = vec_num(v, k);
        else if (v->type == T_TEXT)
            one.text = v->text[vec_at(v, k)];
        else
            one.whole = v->whole[vec_at(v, k)];
    }
    if (!new_key) {
        if (!same(v->type, &t->v[id], &one))
            t->v[id].state = FOUND_DIFFERENT;
        return true;
    }
    one.text = arena_copy(&o->arena, one.text);
    t->v[id] = one;
    return one.text.p != NULL;
}

bool other_refuse(struct other *o, struct slice key, why_t why)
{
    uint32_t before = o->refused.n, id = keytab_add(&o->refused, key);
    if (id == KEYTAB_NONE ||
        !grow(&o->refused_why, &o->refused_size, (size_t)id + 1, sizeof *o->refused_why))
        return false;
    o->refused_why[id] = id == before ? why : why_min(o->refused_why[id], why);
    return true;
}

/* Those of the key's columns by which it may be refused. */
static size_t refused_columns(const struct other *o, const struct vec *keys, struct vec *out)
{
    size_t n = 0;
    for (size_t i = 0; i < o->column_n; i++)
        if (o->refused_by == NULL || o->refused_by[i])
            out[n++] = keys[i];
    return n;
}

/* A row of which nobody can tell whether it is there. */
static bool refuse_row(struct other *o, const struct vec *keys, size_t n, size_t k, why_t why,
                       struct buffer *spare)
{
    struct slice key;
    if (n > 0 && vec_key(keys, n, k, spare, &key))
        return other_refuse(o, key, why);
    o->unreadable = true;
    return true;
}

enum status other_add(struct other *o, const struct vec *keys, const struct vec *values, size_t n,
                      const uint8_t *bad, const struct vec *kept, struct error *e)
{
    struct buffer spare = {0};
    struct vec *refused = malloc((o->column_n + 1) * sizeof *refused);
    bool good = refused != NULL;
    size_t refused_n = good ? refused_columns(o, keys, refused) : 0;
    for (size_t k = 0; good && k < n; k++) {
        struct slice key;
        if (kept != NULL && vec_why(kept, k) == 0 && !vec_true(kept, k))
            continue;
        why_t why = bad != NULL && bad[k] ? o->rejected : kept != NULL ? vec_why(kept, k) : 0;
        if (why != 0) {
            good = refuse_row(o, refused, refused_n, k, why, &spare);
            continue;
        }
        if (!vec_key(keys, o->column_n, k, &spare, &key))
            continue;
        uint32_t before = o->keys.n, id = keytab_add(&o->keys, key);
        good = id != KEYTAB_NONE && !spare.failed;
        for (size_t i = 0; good && i < o->value_n; i++)
            good = keep(o, &o->found[i], id, id == before, &values[i], k);
    }
    free(refused);
    buffer_free(&spare);
    return good ? ST_OK : error_memory(e);
}

/* What is looked for: the values of the key's columns, and of those by which it may be refused. */
struct sought {
    const struct vec *args;
    struct vec *refused;
    size_t refused_n;
    bool *has_key; /* [row] */
    uint32_t *id;  /* [row] its key's number, or KEYTAB_NONE */
    struct buffer spare;
};

/* Rows of a batch are looked for together. */
static bool seek(const struct other *o, const struct vec *args, size_t n, struct arena *scratch,
                 struct sought *out)
{
    struct buffer spare = {0};
    struct slice *keys = arena_alloc(scratch, (n + 1) * sizeof *keys);
    *out = (struct sought){.args = args};
    out->refused = arena_alloc(scratch, (o->column_n + 1) * sizeof *out->refused);
    out->has_key = arena_alloc(scratch, n + 1);
    out->id = arena_alloc(scratch, (n + 1) * sizeof *out->id);
    bool good = keys != NULL && out->refused != NULL && out->has_key != NULL && out->id != NULL &&
                vec_keys(args, o->column_n, n, &spare, keys);
    if (good) {
        out->refused_n = refused_columns(o, args, out->refused);
        keytab_find_all(&o->keys, keys, n, out->id);
        for (size_t k = 0; k < n; k++)
            out->has_key[k] = keys[k].p != NULL;
    }
    buffer_free(&spare);
    return good;
}

static why_t refused(const struct other *o, struct sought *x, size_t k)
{
    struct slice key;
    if (o->refused.n > 0 && vec_key(x->refused, x->refused_n, k, &x->spare, &key)) {
        uint32_t id = keytab_find(&o->refused, key);
        if (id != KEYTAB_NONE)
            return o->refused_why[id];
    }
    return o->unreadable ? o->rejected : 0;
}

/* The key's number, or KEYTAB_NONE; *WHY is not 0 where an argument is unknown. */
static uint32_t find(const struct other *o, struct sought *x, size_t k, why_t *why)
{
    *why = 0;
    for (size_t i = 0; i < o->column_n; i++)
        *why = why_min(*why, vec_why(&x->args[i], k));
    if (*why != 0 || !x->has_key[k])
        return KEYTAB_NONE;
    if (x->id[k] == KEYTAB_NONE)
        *why = refused(o, x, k);
    return x->id[k];
}

static enum status exists(const struct other *o, const struct vec *args, size_t n,
                          struct arena *scratch, struct vec *out, struct error *e)
{
    struct sought x;
    if (!vec_new(out, scratch, T_BOOL, VEC_WHOLE, n, false) || !vec_need_why(out, scratch) ||
        !seek(o, args, n, scratch, &x))
        return error_memory(e);
    for (size_t k = 0; k < n; k++)
        out->whole[k] = find(o, &x, k, &out->why[k]) != KEYTAB_NONE;
    bool failed = x.spare.failed;
    buffer_free(&x.spare);
    return failed ? error_memory(e) : ST_OK;
}

static enum status lookup(const struct other *o, const struct expr *x, const struct vec *args,
                          size_t n, struct arena *scratch, struct vec *out, struct error *e)
{
    enum type type = x->type;
    size_t value = 0;
    while (o->values[value] != x->lookup_column)
        value++;
    enum vec_form form = type == T_NUMBER ? VEC_NUM : type == T_TEXT ? VEC_TEXT : VEC_WHOLE;
    struct sought sought;
    if (!vec_new(out, scratch, type, form, n, false) || !vec_need_why(out, scratch) ||
        !seek(o, args, n, scratch, &sought))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        uint32_t id = find(o, &sought, k, &out->why[k]);
        static const struct found nothing;
        const struct found *f = id == KEYTAB_NONE ? &nothing : &o->found[value].v[id];
        if (out->why[k] == 0)
            out->why[k] = f->state == FOUND_NONE        ? o->no_match
                          : f->state == FOUND_DIFFERENT ? o->two_matches
                                                        : f->why;
        if (form == VEC_NUM)
            out->num[k] = out->why[k] == 0 ? f->number : num_decimal(0, 0);
        else if (form == VEC_TEXT)
            out->text[k] = out->why[k] == 0 ? f->text : SLICE("");
        else
            out->whole[k] = out->why[k] == 0 ? f->whole : 0;
    }
    bool failed = sought.spare.failed;
    buffer_free(&sought.spare);
    return failed ? error_memory(e) : ST_OK;
}

enum status other_value(const struct other *o, const struct expr *x, const struct vec *args,
                        size_t n, struct arena *scratch, struct vec *out, struct error *e)
{
    if (x->kind == EXPR_EXISTS)
        return exists(o, args, n, scratch, out, e);
    return lookup(o, x, args, n, scratch, out, e);
}

void other_free(struct other *o)
{
    keytab_free(&o->keys);
    keytab_free(&o->refused);
    free(o->refused_why);
    for (size_t i = 0; o->found != NULL && i < o->value_n; i++)
        free(o->found[i].v);
    free(o->found);
    arena_free(&o->arena);
}
