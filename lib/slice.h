/* A view of bytes that someone else owns. Data may hold any byte but is never NUL-terminated. */
#ifndef RISK_SLICE_H
#define RISK_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *p;
    size_t n;
};

#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})

static inline struct slice slice_of(const char *c_string)
{
    return (struct slice){c_string, strlen(c_string)};
}

/* Whether N bytes are equal, without a call where they are few: keys are short. */
static inline bool bytes_eq(const char *a, const char *b, size_t n)
{
    if (n > 32)
        return memcmp(a, b, n) == 0;
    uint64_t x, y, u, v;
    for (; n > 16; a += 8, b += 8, n -= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        if (x != y)
            return false;
    }
    if (n >= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        memcpy(&u, a + n - 8, 8);
        memcpy(&v, b + n - 8, 8);
        return x == y && u == v;
    }
    if (n >= 4) {
        uint32_t p, q, r, s;
        memcpy(&p, a, 4);
        memcpy(&q, b, 4);
        memcpy(&r, a + n - 4, 4);
        memcpy(&s, b + n - 4, 4);
        return p == q && r == s;
    }
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && bytes_eq(a.p, b.p, a.n);
}

/* Byte order, which for UTF-8 is code point order. */
static inline int slice_cmp(struct slice a, struct slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/* Without the blanks and tabs at either end. */
struct slice slice_trim(struct slice s);
/* Takes what stands before the first SEPARATOR off *REST and returns it; *REST becomes {NULL, 0} at
 * the end. Loop while rest.p != NULL. */
struct slice slice_split(struct slice *rest, char separator);
/* The candidate nearest to NAME by edit distance (Levenshtein over bytes), or NULL if none is near
 * (more than a third of NAME's length, at least 2, away). */
const char *slice_nearest(struct slice name, const char *const *candidates, size_t n);

#endif
