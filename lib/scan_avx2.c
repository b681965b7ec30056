/* 64 bytes at a time: comparisons give a bit a byte, and the bits are flattened to offsets. */
#include "scan.h"

#ifdef RISK_X86_VECTORS

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

struct needles {
    __m256i separator, quote, line_feed, carriage_return;
};

struct block {
    __m256i low, high;
};

AVX2 static inline uint64_t bits(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

AVX2 static inline uint64_t equal(struct block b, __m256i needle)
{
    return bits(_mm256_cmpeq_epi8(b.low, needle), _mm256_cmpeq_epi8(b.high, needle));
}

/* Stores offset FROM + i for each bit i of MASK. Eight at once, without asking how many: the number
 * of separators in a block cannot be predicted. */
AVX2 static inline size_t flatten(uint32_t *to, uint64_t mask, uint32_t from)
{
    size_t count = (size_t)_mm_popcnt_u64(mask), done = 0;
    do {
#define NEXT(i)                                         \
    to[done + (i)] = from + (uint32_t)_tzcnt_u64(mask); \
    mask = _blsr_u64(mask)
        NEXT(0);
        NEXT(1);
        NEXT(2);
        NEXT(3);
        NEXT(4);
        NEXT(5);
        NEXT(6);
        NEXT(7);
#undef NEXT
        done += 8;
    } while (done < count);
    return count;
}

/* Stores the rank among MARKS' bits of each bit of LINES, counted from FIRST; two at once for the
 * same reason. */
AVX2 static inline size_t rank(uint32_t *to, uint64_t lines, uint64_t marks, uint32_t first)
{
    size_t count = (size_t)_mm_popcnt_u64(lines), done = 0;
    do {
        to[done] = first + (uint32_t)_mm_popcnt_u64(marks & _blsmsk_u64(lines)) - 1;
        lines = _blsr_u64(lines);
        to[done + 1] = first + (uint32_t)_mm_popcnt_u64(marks & _blsmsk_u64(lines)) - 1;
        lines = _blsr_u64(lines);
        done += 2;
    } while (done < count);
    return count;
}

/* NEXT: the byte behind the block, or NULL. VALID: bytes of the block that count. */
AVX2 static inline void scan_block(const char *p, const char *next, uint32_t offset, uint64_t valid,
                                   const struct needles *k, struct marks *m)
{
    struct block b = {_mm256_loadu_si256((const void *)p),
                      _mm256_loadu_si256((const void *)(p + 32))};
    uint64_t lines = equal(b, k->line_feed) & valid;
    uint64_t marks = (equal(b, k->separator) & valid) | lines;
    uint64_t returns = equal(b, k->carriage_return) & valid;
    struct block rare = {_mm256_min_epu8(b.low, _mm256_xor_si256(b.low, k->quote)),
                         _mm256_min_epu8(b.high, _mm256_xor_si256(b.high, k->quote))};
    uint64_t odd = (equal(rare, _mm256_setzero_si256()) & valid) | (returns & ~(lines >> 1));
    m->lines += rank(m->line + m->lines, lines, marks, (uint32_t)m->n);
    m->n += flatten(m->at + m->n, marks, offset);
    m->cr |= returns != 0;
    if (odd != 0) {
        if (next != NULL && *next == '\n')
            odd &= ~(returns & UINT64_C(1) << 63);
        m->odds += flatten(m->odd + m->odds, odd, offset);
    }
}

AVX2 void scan_avx2(const char *p, size_t from, size_t to, char separator, char quote,
                    struct marks *m)
{
    const struct needles k = {_mm256_set1_epi8(separator), _mm256_set1_epi8(quote),
                              _mm256_set1_epi8('\n'), _mm256_set1_epi8('\r')};
    struct marks here = *m; /* counts in registers */
    size_t i = from;
    for (; to - i > 64; i += 64)
        scan_block(p + i, p + i + 64, (uint32_t)i, ~UINT64_C(0), &k, &here);
    if (i < to) {
        char rest[64] = {0};
        memcpy(rest, p + i, to - i);
        scan_block(rest, NULL, (uint32_t)i, ~UINT64_C(0) >> (64 - (to - i)), &k, &here);
    }
    *m = here;
}

_Static_assert(sizeof(struct slice) == 16 && offsetof(struct slice, n) == 8, "two 64-bit words");

/* Two cells at a time: (from, to) becomes (from + text + 1, to - from - 1). */
AVX2 void cut_avx2(struct slice *cells, size_t n, const char *text, const uint32_t *at, size_t step)
{
    const __m256i shift = _mm256_set_epi64x(-1, (long long)(uintptr_t)(text + 1), -1,
                                            (long long)(uintptr_t)(text + 1));
    size_t i = 0;
    for (; n - i >= 2; i += 2, at += 2 * step) {
        __m128i first = _mm_loadl_epi64((const void *)at);
        __m128i both = _mm_unpacklo_epi64(first, _mm_loadl_epi64((const void *)(at + step)));
        __m256i cell = _mm256_cvtepu32_epi64(both);
        cell = _mm256_sub_epi64(cell, _mm256_slli_si256(cell, 8));
        _mm256_storeu_si256((void *)(cells + i), _mm256_add_epi64(cell, shift));
    }
    cut_plain(cells + i, n - i, text, at, step);
}

#else
typedef int no_x86_here; /* ISO C wants a declaration in every file */
#endif
