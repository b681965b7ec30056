/* 64 bytes at a time: comparisons give a mask of the bytes, and the mask squeezes the numbers 0 to
 * 63 to offsets. */
#include "scan.h"

#ifdef RISK_X86_VECTORS

#include <immintrin.h>
#include <string.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))

struct needles {
    __m512i separator, quote, line_feed, carriage_return, numbers;
};

/* How many marks of each kind there are. */
struct counts {
    size_t n, lines, odds;
    bool cr;
};

AVX512 static inline void store(uint32_t *to, __m128i numbers, __m512i from)
{
    _mm512_storeu_si512((void *)to, _mm512_add_epi32(_mm512_cvtepu8_epi32(numbers), from));
}

/* Stores FROM + i for each bit i of MASK: eight at once, and seldom more. */
AVX512 static inline size_t flatten(uint32_t *to, uint64_t mask, uint32_t from, __m512i numbers)
{
    size_t count = (size_t)_mm_popcnt_u64(mask);
    __m512i set = _mm512_maskz_compress_epi8(mask, numbers), base = _mm512_set1_epi32((int)from);
    __m128i first = _mm512_castsi512_si128(set);
    if (count <= 8) {
        __m256i few = _mm256_cvtepu8_epi32(first);
        _mm256_storeu_si256((void *)to, _mm256_add_epi32(few, _mm512_castsi512_si256(base)));
        return count;
    }
    store(to, first, base);
    if (count > 16) {
        store(to + 16, _mm512_extracti32x4_epi32(set, 1), base);
        store(to + 32, _mm512_extracti32x4_epi32(set, 2), base);
        store(to + 48, _mm512_extracti32x4_epi32(set, 3), base);
    }
    return count;
}

/* Stores the rank among MARKS' bits of each bit of LINES, counted from FIRST: two at once, as one
 * word, since lines are seldom shorter than 32 bytes. */
AVX512 static inline size_t rank(uint32_t *to, uint64_t lines, uint64_t marks, uint32_t first,
                                 __m512i numbers)
{
    size_t count = (size_t)_mm_popcnt_u64(lines);
    uint64_t ranks = _pext_u64(lines, marks);
    if (count > 2)
        return flatten(to, ranks, first, numbers);
    uint32_t second = first + (uint32_t)_tzcnt_u64(_blsr_u64(ranks));
    uint64_t both = (first + (uint32_t)_tzcnt_u64(ranks)) | (uint64_t)second << 32;
    memcpy(to, &both, sizeof both);
    return count;
}

/* NEXT: the byte behind the block, or NULL. VALID: bytes of the block that count. */
AVX512 static inline void scan_block(__m512i b, const char *next, uint32_t offset, uint64_t valid,
                                     const struct needles *k, const struct marks *m,
                                     struct counts *c)
{
    uint64_t lines = _mm512_mask_cmpeq_epi8_mask(valid, b, k->line_feed);
    uint64_t marks = _mm512_mask_cmpeq_epi8_mask(valid, b, k->separator) | lines;
    uint64_t returns = _mm512_mask_cmpeq_epi8_mask(valid, b, k->carriage_return);
    __m512i rare = _mm512_min_epu8(b, _mm512_xor_si512(b, k->quote)); /* 0: a NUL or a quote */
    uint64_t odd = _mm512_mask_testn_epi8_mask(valid, rare, rare) | (returns & ~(lines >> 1));
    c->lines += rank(m->line + c->lines, lines, marks, (uint32_t)c->n, k->numbers);
    c->n += flatten(m->at + c->n, marks, offset, k->numbers);
    c->cr |= returns != 0;
    if (odd != 0) {
        if (next != NULL && *next == '\n')
            odd &= ~(returns & UINT64_C(1) << 63);
        c->odds += flatten(m->odd + c->odds, odd, offset, k->numbers);
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
    struct counts c = {m->n, m->lines, m->odds, m->cr}; /* in registers */
    size_t i = from;
    for (; to - i > 64; i += 64)
        scan_block(_mm512_loadu_si512((const void *)(p + i)), p + i + 64, (uint32_t)i,
                   ~UINT64_C(0), &k, m, &c);
    if (i < to) {
        uint64_t valid = ~UINT64_C(0) >> (64 - (to - i));
        scan_block(_mm512_maskz_loadu_epi8(valid, p + i), NULL, (uint32_t)i, valid, &k, m, &c);
    }
    m->n = c.n;
    m->lines = c.lines;
    m->odds = c.odds;
    m->cr = c.cr;
}

#else
typedef int no_x86_here; /* ISO C wants a declaration in every file */
#endif
