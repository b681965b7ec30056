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

/* Of a function whose parameters are constants where it is called: each call is a loop of its
 * own. */
#if defined(__GNUC__)
#define RISK_INLINE static inline __attribute__((always_inline))
#else
#define RISK_INLINE static inline
#endif

#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})

static inline struct slice slice_of(const char *c_string)
{
    return (struct slice){c_string, strlen(c_string)};
}

static inline uint64_t bytes_word(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return w;
}

static inline uint32_t bytes_half(const char *p)
{
    uint32_t w;
    memcpy(&w, p, sizeof w);
    return w;
}

/* Whether N bytes are equal, without a call where they are few: keys are short. Words may overlap.
 */
static inline bool bytes_eq(const char *a, const char *b, size_t n)
{
    if (n > 32)
        return memcmp(a, b, n) == 0;
    if (n >= 8) {
        uint64_t odd =
            (bytes_word(a) ^ bytes_word(b)) | (bytes_word(a + n - 8) ^ bytes_word(b + n - 8));
        if (n > 16)
            odd |= (bytes_word(a + 8) ^ bytes_word(b + 8)) |
                   (bytes_word(a + n - 16) ^ bytes_word(b + n - 16));
        return odd == 0;
    }
    if (n >= 4)
        return ((bytes_half(a) ^ bytes_half(b)) |
                (bytes_half(a + n - 4) ^ bytes_half(b + n - 4))) == 0;
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

/* A number that equal bytes share and others hardly ever do (though who wants to can find some that
 * do): for an order that does not hang on where they stand. */
uint64_t slice_mark(struct slice s);

/* Without the blanks and tabs at either end. */
struct slice slice_trim(struct slice s);
/* Takes what stands before the first SEPARATOR off *REST and returns it; *REST becomes {NULL, 0} at
 * the end. Loop while rest.p != NULL. */
struct slice slice_split(struct slice *rest, char separator);
/* The candidate nearest to NAME by edit distance (Levenshtein over bytes), or NULL if none is near
 * (more than a third of NAME's length, at least 2, away). */
const char *slice_nearest(struct slice name, const char *const *candidates, size_t n);

#endif
