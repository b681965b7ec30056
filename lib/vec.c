#include "vec.h"

bool vec_new(struct vec *v, struct arena *a, enum type type, enum vec_form form, size_t n,
             bool constant)
{
    *v = (struct vec){.type = type, .form = form, .constant = constant, .n = constant ? 1 : n};
    size_t count = v->n == 0 ? 1 : v->n;
    switch (form) {
    case VEC_WHOLE:
        return (v->whole = arena_alloc(a, count * sizeof *v->whole)) != NULL;
    case VEC_RATIO:
        return (v->whole = arena_alloc(a, count * sizeof *v->whole)) != NULL &&
               (v->divisor = arena_alloc(a, count * sizeof *v->divisor)) != NULL;
    case VEC_NUM:
        return (v->num = arena_alloc(a, count * sizeof *v->num)) != NULL;
    case VEC_TEXT:
        return (v->text = arena_alloc(a, count * sizeof *v->text)) != NULL;
    }
    return false;
}

bool vec_need_why(struct vec *v, struct arena *a)
{
    if (v->why == NULL)
        v->why = arena_zero(a, (v->n == 0 ? 1 : v->n) * sizeof *v->why);
    return v->why != NULL;
}

struct num vec_num(const struct vec *v, size_t k)
{
    k = vec_at(v, k);
    if (v->form == VEC_NUM)
        return v->num[k];
    struct num r = num_decimal(v->whole[k], v->scale);
    if (v->form == VEC_RATIO) {
        r.kind = NUM_FRACTION;
        r.scale = 0;
        r.u.d = v->divisor[k];
    }
    return r;
}

bool vec_to_num(const struct vec *v, struct arena *a, struct vec *out)
{
    if (v->form == VEC_NUM) {
        *out = *v;
        return true;
    }
    if (!vec_new(out, a, T_NUMBER, VEC_NUM, v->n, v->constant))
        return false;
    out->why = v->why;
    for (size_t k = 0; k < v->n; k++)
        out->num[k] = vec_num(v, k);
    return true;
}

bool vec_text(const struct vec *v, size_t row, struct buffer *out)
{
    size_t k = vec_at(v, row);
    if (v->type == T_TEXT)
        return buffer_slice(out, v->text[k]);
    if (v->type == T_BOOL)
        return buffer_text(out, v->whole[k] != 0 ? "yes" : "no");
    if (v->type == T_NUMBER) {
        char text[NUM_TEXT_MAX];
        struct num x = vec_num(v, row);
        return buffer_append(out, text, num_text(&x, NULL, 0, text));
    }
    char text[DATE_TEXT_MAX];
    return buffer_append(out, text, date_text(v->whole[k], type_span(v->type), text));
}

/* Whether one of eight bytes is that of which EIGHT holds eight. */
static inline uint64_t holds(uint64_t bytes, uint64_t eight)
{
    const uint64_t ones = 0x0101010101010101u, x = bytes ^ eight;
    return (x - ones) & ~x & (ones << 7);
}

static inline bool plain(struct slice s)
{
    const uint64_t bars = 0x7c7c7c7c7c7c7c7cu, backslashes = 0x5c5c5c5c5c5c5c5cu;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t w;
        memcpy(&w, s.p + i, 8);
        if ((holds(w, bars) | holds(w, backslashes)) != 0)
            return false;
    }
    for (; i < s.n; i++)
        if (s.p[i] == '|' || s.p[i] == '\\')
            return false;
    return true;
}

static void escape(struct buffer *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '|' || s.p[i] == '\\')
            buffer_char(b, '\\');
        buffer_char(b, s.p[i]);
    }
}

/* WHOLE * 10^-SCALE as num_text writes it, without going by way of 38 digits. */
static void whole_key(int64_t whole, unsigned scale, struct buffer *out)
{
    uint64_t rest = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
    char text[48], *p = text + sizeof text;
    for (; scale > 0 && rest % 10 == 0; scale--)
        rest /= 10;
    for (unsigned digits = 0; rest > 0 || digits <= scale; digits++) {
        if (digits == scale && scale > 0)
            *--p = '.';
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (whole < 0)
        *--p = '-';
    buffer_append(out, p, (size_t)(text + sizeof text - p));
}

/* A number as a key: a fraction that is no decimal is written whole, 1/3. */
static void number_key(const struct vec *v, size_t row, struct buffer *out)
{
    if (v->form == VEC_WHOLE) {
        whole_key(v->whole[vec_at(v, row)], v->scale, out);
        return;
    }
    struct num x = vec_num(v, row);
    if (x.kind == NUM_FRACTION)
        num_reduce(&x);
    if (x.kind != NUM_FRACTION) {
        vec_text(v, row, out);
        return;
    }
    char text[NUM_TEXT_MAX];
    struct num parts[2] = {num_decimal(x.n, 0), num_decimal(x.u.d, 0)};
    for (int i = 0; i < 2; i++) {
        buffer_text(out, i > 0 ? "/" : "");
        buffer_append(out, text, num_text(&parts[i], NULL, 0, text));
    }
}

/* Appends the key of a row; false where it has none. */
static bool append_key(const struct vec *v, size_t n, size_t row, struct buffer *out)
{
    for (size_t i = 0; i < n; i++) {
        const struct vec *x = &v[i];
        if (vec_why(x, row) != 0)
            return false;
        if (i > 0)
            buffer_char(out, '|');
        if (x->type == T_TEXT) {
            struct slice s = x->text[vec_at(x, row)];
            if (s.n == 0)
                return false;
            if (plain(s))
                buffer_slice(out, s);
            else
                escape(out, s);
        } else if (x->type == T_NUMBER) {
            number_key(x, row, out);
        } else {
            vec_text(x, row, out);
        }
    }
    return true;
}

bool vec_key(const struct vec *v, size_t n, size_t row, struct buffer *spare, struct slice *text)
{
    if (n == 1 && v->type == T_TEXT) {
        *text = v->text[vec_at(v, row)];
        if (text->n == 0 || vec_why(v, row) != 0)
            return false;
        if (plain(*text))
            return true;
    }
    spare->n = 0;
    if (!append_key(v, n, row, spare))
        return false;
    *text = buffer_view(spare);
    return true;
}

/* Where no cell needs escapes it is the key as it stands. */
static bool cells_are_keys(const struct vec *v, size_t n, size_t rows, struct slice *keys)
{
    if (n != 1 || v->type != T_TEXT)
        return false;
    for (size_t k = 0; k < rows; k++) {
        struct slice s = v->text[vec_at(v, k)];
        if (!plain(s))
            return false;
        keys[k] = s.n == 0 || vec_why(v, k) != 0 ? (struct slice){NULL, 0} : s;
    }
    return true;
}

bool vec_keys(const struct vec *v, size_t n, size_t rows, struct buffer *spare, struct slice *keys)
{
    spare->n = 0;
    if (cells_are_keys(v, n, rows, keys))
        return true;
    for (size_t k = 0; k < rows; k++) {
        size_t from = spare->n;
        bool good = append_key(v, n, k, spare);
        if (!good)
            spare->n = from;
        keys[k] = (struct slice){good ? "" : NULL, spare->n - from};
    }
    /* It may have moved until now. */
    const char *at = buffer_view(spare).p;
    for (size_t k = 0; k < rows; k++) {
        if (keys[k].p != NULL)
            keys[k].p = at;
        at += keys[k].n;
    }
    return !spare->failed;
}
