/* Different values: each by a number of its own. Most are the number themselves; the others are
 * counted from far below. */
#include <stdlib.h>

#include "slot_int.h"

/* Decimals are held at this scale, if they are exact there. */
enum { SET_SCALE = 4 };
static const int64_t SET_LIMIT = (int64_t)1 << 62;

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Few, as most sets are, are put in order without a call for each comparison. */
static void sort(int64_t *v, size_t n)
{
    enum { FEW = 24 };
    if (n > FEW) {
        qsort(v, n, sizeof *v, by_value);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        int64_t x = v[i];
        size_t at = i;
        for (; at > 0 && v[at - 1] > x; at--)
            v[at] = v[at - 1];
        v[at] = x;
    }
}

/* Sorted, each value once. */
static void settle(struct list_state *l)
{
    int64_t *v = l->values;
    if (l->n < 2)
        return;
    sort(v, l->n);
    uint32_t n = 1;
    for (uint32_t i = 1; i < l->n; i++)
        if (v[i] != v[n - 1])
            v[n++] = v[i];
    l->n = n;
}

bool set_put(struct slot *s, struct list_state *l, int64_t number)
{
    if (l->n == l->size) {
        settle(l);
        /* Room for as many again, so that settling is worth its cost. */
        uint32_t more = l->size < 4 ? 4 : l->size;
        if ((l->size == 0 || l->n > l->size / 2) && !list_make_room(s, l, more))
            return false;
    }
    ((int64_t *)l->values)[l->n++] = number;
    return true;
}

bool set_merge(struct slot *s, struct list_state *l, const struct list_state *from)
{
    l->why = why_min(l->why, from->why);
    for (size_t i = 0; i < from->n; i++)
        if (!set_put(s, l, ((const int64_t *)from->values)[i]))
            return false;
    return true;
}

uint32_t set_count(struct list_state *l)
{
    settle(l);
    return l->n;
}

/* N * 10^-SCALE as the number that it is in a set. */
static bool own_number(int128 n, unsigned scale, int64_t *out)
{
    for (; scale > SET_SCALE; scale--, n /= 10)
        if (n % 10 != 0)
            return false;
    int64_t factor = (int64_t)num_pow10(SET_SCALE - scale);
    if ((int64_t)n != n || __builtin_mul_overflow((int64_t)n, factor, out))
        return false;
    return *out < SET_LIMIT && *out > -SET_LIMIT;
}

/* Equal values give equal numbers, in whatever form they come. */
static bool is_own_number(const struct vec *v, size_t k, int64_t *out)
{
    if (v->type != T_NUMBER) {
        *out = v->whole[vec_at(v, k)];
        return *out < SET_LIMIT && *out > -SET_LIMIT;
    }
    if (v->form == VEC_WHOLE)
        return own_number(v->whole[vec_at(v, k)], v->scale, out);
    struct num x = vec_num(v, k);
    if (x.kind == NUM_FRACTION)
        num_reduce(&x);
    return x.kind == NUM_DECIMAL && !x.approximate && own_number(x.n, x.scale, out);
}

static bool number_key(struct slot *s, const struct vec *v, size_t k, struct buffer *spare,
                       int64_t *out)
{
    struct slice key;
    if (!vec_key(v, 1, k, spare, &key))
        return !spare->failed;
    uint32_t id = keytab_add(&s->texts, key);
    *out = INT64_MIN + (int64_t)id;
    return id != KEYTAB_NONE;
}

bool set_numbers(struct slot *s, const struct slot_rows *r, const struct vec *arg, int64_t **out)
{
    int64_t *numbers = *out = arena_alloc(r->scratch, (r->n + 1) * sizeof *numbers);
    uint32_t *ids = NULL;
    if (numbers == NULL || (arg->type == T_TEXT && !slot_texts(s, r, arg, &ids)))
        return false;
    struct buffer spare = {0};
    bool good = true;
    for (size_t i = 0; good && i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        if (ids != NULL)
            numbers[k] = ids[k];
        else if (vec_why(arg, k) == 0 && !is_own_number(arg, k, &numbers[k]))
            good = number_key(s, arg, k, &spare, &numbers[k]);
    }
    buffer_free(&spare);
    return good;
}

bool set_text(const struct slot *s, int64_t number, struct buffer *out)
{
    int64_t own[] = {number};
    struct vec v = {.type = s->type, .form = VEC_WHOLE, .n = 1, .whole = own, .constant = true};
    if (s->type == T_TEXT)
        return buffer_slice(out, s->texts.keys[number]);
    if (number < -SET_LIMIT)
        return buffer_slice(out, s->texts.keys[number - INT64_MIN]);
    v.scale = s->type == T_NUMBER ? SET_SCALE : 0;
    return vec_text(&v, 0, out);
}
