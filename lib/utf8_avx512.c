/* The method of utf8_int.h, 64 bytes at a time. */
#include "utf8.h"

#ifdef RISK_X86_VECTORS

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#include "utf8_int.h"

#define AVX512 __attribute__((target("avx512f,avx512bw")))

/* Results of _mm512_ternarylogic_epi64 by their truth tables. */
enum { ALL_OF = 0x80, A_OR_B_AND_C = 0xa8, A_OR_B_XOR_C = 0xf6 };

struct tables {
    __m512i first_high, first_low, second_high;
};

struct check {
    __m512i bad;
    bool ascii; /* the last block is, so that ASCII after it needs no look */
};

AVX512 static inline __m512i four_times(const unsigned char *table)
{
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)table));
}

/* Index bytes for shuffles, which use four bits. */
AVX512 static inline __m512i low_nibbles(__m512i v)
{
    return _mm512_and_si512(v, _mm512_set1_epi8(15));
}

AVX512 static inline __m512i pair_faults(const struct tables *t, __m512i first, __m512i second)
{
    __m512i first_high = low_nibbles(_mm512_srli_epi16(first, 4));
    __m512i second_high = low_nibbles(_mm512_srli_epi16(second, 4));
    return _mm512_ternarylogic_epi64(_mm512_shuffle_epi8(t->first_high, first_high),
                                     _mm512_shuffle_epi8(t->first_low, low_nibbles(first)),
                                     _mm512_shuffle_epi8(t->second_high, second_high), ALL_OF);
}

/* The THERE bytes of the block at P, behind three others. */
AVX512 static inline void check_block(const struct tables *t, struct check *c, const char *p,
                                      uint64_t there)
{
    __m512i now = _mm512_maskz_loadu_epi8(there, p);
    bool ascii = _mm512_movepi8_mask(now) == 0;
    if (ascii && c->ascii)
        return;
    /* Loading them again is cheaper than shifting them across lanes. */
#define BEFORE(k) _mm512_maskz_loadu_epi8(there << (k) | ((UINT64_C(1) << (k)) - 1), p - (k))
    __m512i pairs = pair_faults(t, BEFORE(1), now);
    /* Saturating subtraction leaves the top bit in leads of at least three, of four bytes. */
    __m512i third = _mm512_subs_epu8(BEFORE(2), _mm512_set1_epi8(0xe0 - 0x80));
    __m512i fourth = _mm512_subs_epu8(BEFORE(3), _mm512_set1_epi8(0xf0 - 0x80));
#undef BEFORE
    __m512i due = _mm512_ternarylogic_epi64(third, fourth, _mm512_set1_epi8((char)TWO_MORE),
                                            A_OR_B_AND_C);
    c->bad = _mm512_ternarylogic_epi64(c->bad, pairs, due, A_OR_B_XOR_C);
    c->ascii = ascii;
}

AVX512 bool utf8_valid_avx512(const char *p, size_t n)
{
    const struct tables t = {four_times(utf8_faults.by_first_high),
                             four_times(utf8_faults.by_first_low),
                             four_times(utf8_faults.by_second_high)};
    struct check c = {_mm512_setzero_si512(), true};
    char first[3 + 64] = {0}; /* nothing stands before it */
    if (n > 0)
        memcpy(first + 3, p, n < 64 ? n : 64);
    check_block(&t, &c, first + 3, ~UINT64_C(0));
    size_t i = 64;
    for (; i + 64 <= n; i += 64)
        check_block(&t, &c, p + i, ~UINT64_C(0));
    /* Zeros end a character that is cut short, even where no rest stands before them. */
    if (i <= n)
        check_block(&t, &c, p + i, (UINT64_C(1) << (n - i)) - 1);
    return _mm512_test_epi8_mask(c.bad, c.bad) == 0;
}

#else
typedef int no_x86_here; /* ISO C wants a declaration in every file */
#endif
