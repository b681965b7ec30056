/* A view of bytes that someone else owns. Data may hold any byte but is never NUL-terminated. */
#ifndef RISK_SLICE_H
#define RISK_SLICE_H

#include <stdbool.h>
#include <stddef.h>
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

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
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
/* Takes what stands before the first SEPARATOR off *REST and returns it; *REST becomes {NULL, 0} at the end.
 * Loop while rest.p != NULL. */
struct slice slice_split(struct slice *rest, char separator);
/* The candidate nearest to NAME by edit distance (Levenshtein over bytes), or NULL if none is near
 * (more than a third of NAME's length, at least 2, away). */
const char *slice_nearest(struct slice name, const char *const *candidates, size_t n);

#endif
