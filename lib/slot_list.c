/* States that hold every value: lists of numbers and dates. */
#include <stdlib.h>

#include "slot_int.h"

static size_t width(const struct list_state *l)
{
    return l->wide ? sizeof(struct num) : sizeof(int64_t);
}

bool list_make_room(struct slot *s, struct list_state *l, size_t more)
{
    size_t want = (size_t)l->n + more;
    if (want > UINT32_MAX / 2)
        return false;
    if (want <= l->size)
        return true;
    size_t size = l->size == 0 ? 4 : l->size;
    while (size < want)
        size *= 2;
    if (!hold_change(s->hold, l->size * width(l), size * width(l), s))
        return false;
    void *p = realloc(l->values, size * width(l));
    if (p == NULL)
        return false;
    l->values = p;
    l->size = (uint32_t)size;
    return true;
}

struct num list_number(const struct list_state *l, size_t i)
{
    if (l->wide)
        return ((const struct num *)l->values)[i];
    return num_decimal(((const int64_t *)l->values)[i], l->scale);
}

void list_let_go(struct slot *s, struct list_state *l)
{
    hold_change(s->hold, l->size * width(l), 0, s);
    free(l->values);
}

static bool widen(struct slot *s, struct list_state *l)
{
    struct list_state w = {.n = 0, .why = l->why, .wide = 1};
    if (!list_make_room(s, &w, l->n == 0 ? 1 : l->n))
        return false;
    for (size_t i = 0; i < l->n; i++)
        ((struct num *)w.values)[i] = list_number(l, i);
    w.n = l->n;
    list_let_go(s, l);
    *l = w;
    return true;
}

static bool append_num(struct slot *s, struct list_state *l, const struct num *x)
{
    if (!l->wide && !widen(s, l))
        return false;
    if (!list_make_room(s, l, 1))
        return false;
    ((struct num *)l->values)[l->n++] = *x;
    return true;
}

/* Brings the list to the scale of what comes, or what comes to the list's. */
static bool append_whole(struct slot *s, struct list_state *l, int64_t x, uint8_t scale)
{
    if (l->n == 0 && !l->wide)
        l->scale = scale;
    bool fits = !l->wide;
    if (fits && l->scale < scale) {
        int64_t factor = (int64_t)num_pow10((unsigned)(scale - l->scale)), *v = l->values, y;
        for (size_t i = 0; fits && i < l->n; i++)
            fits = !__builtin_mul_overflow(v[i], factor, &y);
        for (size_t i = 0; fits && i < l->n; i++)
            v[i] *= factor;
        if (fits)
            l->scale = scale;
    } else if (fits && l->scale > scale) {
        int64_t factor = (int64_t)num_pow10((unsigned)(l->scale - scale));
        int64_t y;
        fits = !__builtin_mul_overflow(x, factor, &y);
        if (fits) {
            x = y;
            scale = l->scale;
        }
    }
    if (!fits) {
        struct num n = num_decimal(x, scale);
        return append_num(s, l, &n);
    }
    if (!list_make_room(s, l, 1))
        return false;
    ((int64_t *)l->values)[l->n++] = x;
    return true;
}

bool list_add(struct slot *s, struct list_state *l, const struct vec *v, size_t k)
{
    if (v->form == VEC_WHOLE)
        return append_whole(s, l, v->whole[vec_at(v, k)], v->scale);
    struct num x = vec_num(v, k);
    return append_num(s, l, &x);
}

bool list_merge(struct slot *s, struct list_state *l, const struct list_state *from)
{
    l->why = why_min(l->why, from->why);
    for (size_t i = 0; i < from->n; i++) {
        bool good;
        if (from->wide)
            good = append_num(s, l, (const struct num *)from->values + i);
        else
            good = append_whole(s, l, ((const int64_t *)from->values)[i], from->scale);
        if (!good)
            return false;
    }
    return true;
}
