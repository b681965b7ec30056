/* 64 bytes at a time: comparisons give a mask of the bytes, and the mask squeezes the numbers 0 to
 * 63 to offsets. */
#include "scan.h"

#ifdef RISK_AVX512

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")))

struct needles {
    __m512i separator, quote, line_feed, carriage_return, numbers;
};

AVX512 static inline void store(uint32_t *to, __m128i numbers, __m512i from)
{
    _mm512_storeu_si512((void *)to, _mm512_add_epi32(_mm512_cvtepu8_epi32(numbers), from));
}

/* Stores FROM + i for each bit i of MASK: sixteen at once, and seldom more. */
AVX512 static inline size_t flatten(uint32_t *to, uint64_t mask, uint32_t from, __m512i numbers)
{
    size_t count = (size_t)_mm_popcnt_u64(mask);
    __m512i set = _mm512_maskz_compress_epi8(mask, numbers), base = _mm512_set1_epi32((int)from);
    store(to, _mm512_castsi512_si128(set), base);
    if (count > 16) {
        store(to + 16, _mm512_extracti32x4_epi32(set, 1), base);
        store(to + 32, _mm512_extracti32x4_epi32(set, 2), base);
        store(to + 48, _mm512_extracti32x4_epi32(set, 3), base);
    }
    return count;
}

/* Stores the rank among MARKS' bits of each bit of LINES, counted from FIRST: two at once, since
 * lines are seldom shorter than 32 bytes. */
AVX512 static inline size_t rank(uint32_t *to, uint64_t lines, uint64_t marks, uint32_t first,
                                 __m512i numbers)
{
    size_t count = (size_t)_mm_popcnt_u64(lines);
    uint64_t ranks = _pext_u64(lines, marks);
    if (count > 2)
        return flatten(to, ranks, first, numbers);
    to[0] = first + (uint32_t)_tzcnt_u64(ranks);
    to[1] = first + (uint32_t)_tzcnt_u64(_blsr_u64(ranks));
    return count;
}

/* NEXT: the byte behind the block, or NULL. VALID: bytes of the block that count. */
AVX512 static inline void scan_block(__m512i b, const char *next, uint32_t offset, uint64_t valid,
                                     const struct needles *k, struct marks *m)
{
    uint64_t lines = _mm512_mask_cmpeq_epi8_mask(valid, b, k->line_feed);
    uint64_t marks = _mm512_mask_cmpeq_epi8_mask(valid, b, k->separator) | lines;
    uint64_t returns = _mm512_mask_cmpeq_epi8_mask(valid, b, k->carriage_return);
    uint64_t odd = _mm512_mask_cmpeq_epi8_mask(valid, b, k->quote) |
                   _mm512_mask_testn_epi8_mask(valid, b, b) | (returns & ~(lines >> 1));
    m->lines += rank(m->line + m->lines, lines, marks, (uint32_t)m->n, k->numbers);
    m->n += flatten(m->at + m->n, marks, offset, k->numbers);
    m->cr |= returns != 0;
    if (odd != 0) {
        if (next != NULL && *next == '\n')
            odd &= ~(returns & UINT64_C(1) << 63);
        m->odds += flatten(m->odd + m->odds, odd, offset, k->numbers);
    }
}

AVX512 static inline __m512i numbers(void)
{
    char n[64];
    for (int i = 0; i < 64; i++)
        n[i] = (char)i;
    return _mm512_loadu_si512((const void *)n);
}

AVX512 void scan_avx512(const char *p, size_t from, size_t to, char separator, char quote,
                        struct marks *m)
{
    const struct needles k = {_mm512_set1_epi8(separator), _mm512_set1_epi8(quote),
                              _mm512_set1_epi8('\n'), _mm512_set1_epi8('\r'), numbers()};
    struct marks here = *m; /* counts in registers */
    size_t i = from;
    for (; to - i > 64; i += 64)
        scan_block(_mm512_loadu_si512((const void *)(p + i)), p + i + 64, (uint32_t)i,
                   ~UINT64_C(0), &k, &here);
    if (i < to) {
        uint64_t valid = ~UINT64_C(0) >> (64 - (to - i));
        scan_block(_mm512_maskz_loadu_epi8(valid, p + i), NULL, (uint32_t)i, valid, &k, &here);
    }
    *m = here;
}

#else
typedef int no_avx512_here; /* ISO C wants a declaration in every file */
#endif
