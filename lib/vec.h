/* A column of values of one type: what expressions are computed on, some thousand rows at a time.
 */
#ifndef RISK_VEC_H
#define RISK_VEC_H

#include "arena.h"
#include "buffer.h"
#include "expr.h"
#include "reason.h"

enum vec_form {
    VEC_WHOLE, /* whole[k] * 10^-scale for numbers; truth 0 or 1; days, months, ... */
    VEC_RATIO, /* whole[k] / divisor[k], divisor > 0, not reduced: numbers only */
    VEC_NUM,   /* num[k]: numbers that fit neither */
    VEC_TEXT
};

/* Where why[k] is not 0 the value is unknown and the element is 0 (divisor 1, empty text). */
struct vec {
    enum type type;
    enum vec_form form;
    uint8_t scale;
    bool constant; /* one element stands for all rows */
    size_t n;      /* elements: rows, or 1 if constant */
    int64_t *whole;
    int64_t *divisor;
    struct num *num;
    struct slice *text;
    why_t *why; /* NULL: all known */
};

/* Element index of row K. */
static inline size_t vec_at(const struct vec *v, size_t k)
{
    return v->constant ? 0 : k;
}
static inline why_t vec_why(const struct vec *v, size_t k)
{
    return v->why == NULL ? 0 : v->why[vec_at(v, k)];
}
/* Known and true. */
static inline bool vec_true(const struct vec *v, size_t k)
{
    return vec_why(v, k) == 0 && v->whole[vec_at(v, k)] != 0;
}

/* Each allocates from A and returns false when memory is out. vec_new does not clear. */
bool vec_new(struct vec *v, struct arena *a, enum type type, enum vec_form form, size_t n,
             bool constant);
bool vec_need_why(struct vec *v, struct arena *a); /* a cleared `why` where there is none */
/* A number vector in the form VEC_NUM. */
bool vec_to_num(const struct vec *v, struct arena *a, struct vec *out);
/* One element of a number vector, which must be known. */
struct num vec_num(const struct vec *v, size_t k);

/* The text by which values are equal as keys: 1 and 1.00 are one number, two texts. Values are
 * joined by '|', with
 * '\' before a '|' or '\' within. False where one of them is blank or unknown. TEXT is valid until
 * SPARE changes. */
bool vec_key(const struct vec *v, size_t n, size_t row, struct buffer *spare, struct slice *text);
/* Those of ROWS rows at once; p is NULL where vec_key is false. They are valid until SPARE or what
 * V holds changes. False when memory is out. */
bool vec_keys(const struct vec *v, size_t n, size_t rows, struct buffer *spare, struct slice *keys);
/* One value as it is written in alerts. */
bool vec_text(const struct vec *v, size_t row, struct buffer *out);

#endif
