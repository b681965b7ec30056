#include "slice.h"

#include <stdint.h>

static inline uint64_t stir(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

uint64_t slice_mark(struct slice s)
{
    uint64_t h = stir(0, s.n), last = 0;
    size_t i = 0;
    for (; s.n - i >= 8; i += 8)
        h = stir(h, bytes_word(s.p + i));
    for (; i < s.n; i++)
        last = last << 8 | (unsigned char)s.p[i];
    return stir(stir(h, last), s.n);
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct slice slice_trim(struct slice s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct slice slice_split(struct slice *rest, char separator)
{
    struct slice whole = *rest;
    const char *at = whole.n == 0 ? NULL : memchr(whole.p, separator, whole.n);
    if (at == NULL) {
        *rest = (struct slice){NULL, 0};
        return whole;
    }
    size_t n = (size_t)(at - whole.p);
    *rest = (struct slice){at + 1, whole.n - n - 1};
    return (struct slice){whole.p, n};
}

enum { NEAREST_MAX = 64 };

/* Levenshtein distance over bytes, two rows of the table at a time. */
static size_t distance(struct slice a, struct slice b)
{
    size_t row[NEAREST_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[j];
            size_t insert = row[j - 1] + 1, drop = row[j] + 1;
            size_t best = insert < drop ? insert : drop;
            row[j] = change < best ? change : best;
        }
    }
    return row[b.n];
}

const char *slice_nearest(struct slice name, const char *const *candidates, size_t n)
{
    if (name.n > NEAREST_MAX)
        return NULL;
    size_t best = SIZE_MAX, limit = name.n / 3 > 2 ? name.n / 3 : 2;
    const char *nearest = NULL;
    for (size_t i = 0; i < n; i++) {
        struct slice c = slice_of(candidates[i]);
        if (c.n > NEAREST_MAX)
            continue;
        size_t d = distance(name, c);
        if (d <= limit && d < best) {
            best = d;
            nearest = candidates[i];
        }
    }
    return nearest;
}
