/* UTF-8 validation after J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction
 * per byte", Software: Practice and Experience 51 (2021). Whether two neighbouring bytes may follow
 * one another depends on three nibbles: both of the first byte and the high one of the second. Each
 * nibble is looked up as the set of faults that it allows; a fault that all three allow is one.
 * Third and fourth bytes of a character are told by the lead two or three bytes before. */
#include "utf8.h"

#ifdef RISK_AVX2

#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))

enum {
    TOO_SHORT = 1,   /* lead without its continuation */
    TOO_LONG = 2,    /* ASCII, then a continuation */
    OVERLONG_3 = 4,  /* e0 80..9f */
    TOO_LARGE = 8,   /* f4 90..bf, f5.. 90..bf */
    SURROGATE = 16,  /* ed a0..bf */
    OVERLONG_2 = 32, /* c0, c1 */
    EDGE_4 = 64,     /* f0 80..8f (overlong), f5.. 80..8f (too large) */
    TWO_MORE = 128,  /* two continuations: right only after a lead of three or four bytes */
    ANY_LOW = TOO_SHORT | TOO_LONG |
              TWO_MORE /* faults that do not depend on the first byte's low nibble */
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define B(x) ((char)(x))

/* The bytes N before each of NOW. */
#define BEFORE(n, now, last) \
    _mm256_alignr_epi8(now, _mm256_permute2x128_si256(last, now, 0x21), 16 - (n))

AVX2 static inline __m256i high_nibbles(__m256i v)
{
    return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
}

AVX2 static inline __m256i pair_faults(__m256i first, __m256i second)
{
    const __m256i by_first_high =
        TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
              B(TWO_MORE), B(TWO_MORE), B(TWO_MORE), B(TWO_MORE), TOO_SHORT | OVERLONG_2, TOO_SHORT,
              TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | EDGE_4);
    const __m256i by_first_low =
        TWICE(B(ANY_LOW | OVERLONG_3 | OVERLONG_2 | EDGE_4), B(ANY_LOW | OVERLONG_2), B(ANY_LOW),
              B(ANY_LOW), B(ANY_LOW | TOO_LARGE), B(ANY_LOW | TOO_LARGE | EDGE_4),
              B(ANY_LOW | TOO_LARGE | EDGE_4), B(ANY_LOW | TOO_LARGE | EDGE_4),
              B(ANY_LOW | TOO_LARGE | EDGE_4), B(ANY_LOW | TOO_LARGE | EDGE_4),
              B(ANY_LOW | TOO_LARGE | EDGE_4), B(ANY_LOW | TOO_LARGE | EDGE_4),
              B(ANY_LOW | TOO_LARGE | EDGE_4), B(ANY_LOW | TOO_LARGE | EDGE_4 | SURROGATE),
              B(ANY_LOW | TOO_LARGE | EDGE_4), B(ANY_LOW | TOO_LARGE | EDGE_4));
    enum { MORE = TOO_LONG | OVERLONG_2 | TWO_MORE };
    const __m256i by_second_high =
        TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
              TOO_SHORT, B(MORE | OVERLONG_3 | EDGE_4), B(MORE | OVERLONG_3 | TOO_LARGE),
              B(MORE | SURROGATE | TOO_LARGE), B(MORE | SURROGATE | TOO_LARGE), TOO_SHORT,
              TOO_SHORT, TOO_SHORT, TOO_SHORT);
    __m256i low = _mm256_and_si256(first, _mm256_set1_epi8(15));
    return _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(by_first_high,
                                                                 high_nibbles(first)),
                                             _mm256_shuffle_epi8(by_first_low, low)),
                            _mm256_shuffle_epi8(by_second_high, high_nibbles(second)));
}

/* Non-zero bytes where NOW, which follows LAST, is at fault. */
AVX2 static inline __m256i faults(__m256i now, __m256i last)
{
    __m256i pairs = pair_faults(BEFORE(1, now, last), now);
    /* Saturating subtraction leaves the top bit in leads of at least three, of four bytes. */
    __m256i third = _mm256_subs_epu8(BEFORE(2, now, last), _mm256_set1_epi8(0xe0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(BEFORE(3, now, last), _mm256_set1_epi8(0xf0 - 0x80));
    __m256i due = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(B(TWO_MORE)));
    return _mm256_xor_si256(pairs, due);
}

struct check {
    __m256i last, bad;
    bool ascii; /* LAST is, so that ASCII after it needs no look */
};

AVX2 static inline void check_block(struct check *c, const char *p)
{
    __m256i a = _mm256_loadu_si256((const void *)p), b = _mm256_loadu_si256((const void *)(p + 32));
    bool ascii = _mm256_movemask_epi8(_mm256_or_si256(a, b)) == 0;
    if (!(ascii && c->ascii)) {
        c->bad = _mm256_or_si256(c->bad, _mm256_or_si256(faults(a, c->last), faults(b, a)));
        c->last = b;
        c->ascii = ascii;
    }
}

AVX2 bool utf8_valid_avx2(const char *p, size_t n)
{
    struct check c = {_mm256_setzero_si256(), _mm256_setzero_si256(), true};
    size_t i = 0;
    for (; n - i >= 64; i += 64)
        check_block(&c, p + i);
    /* Zeros end a character that is cut short, even where no rest stands before them. */
    char rest[64] = {0};
    if (n > i)
        memcpy(rest, p + i, n - i);
    check_block(&c, rest);
    return _mm256_testz_si256(c.bad, c.bad) != 0;
}

#else
typedef int no_avx2_here; /* ISO C wants a declaration in every file */
#endif
