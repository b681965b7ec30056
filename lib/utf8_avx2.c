/* The method of utf8_int.h, 32 bytes at a time. */
#include "utf8.h"

#ifdef RISK_X86_VECTORS

#include <immintrin.h>
#include <string.h>

#include "utf8_int.h"

#define AVX2 __attribute__((target("avx2")))

/* The bytes N before each of NOW. */
#define BEFORE(n, now, last) \
    _mm256_alignr_epi8(now, _mm256_permute2x128_si256(last, now, 0x21), 16 - (n))

AVX2 static inline __m256i high_nibbles(__m256i v)
{
    return _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
}

AVX2 static inline __m256i twice(const unsigned char *table)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
}

AVX2 static inline __m256i pair_faults(__m256i first, __m256i second)
{
    const struct utf8_faults *t = &utf8_faults;
    __m256i low = _mm256_and_si256(first, _mm256_set1_epi8(15));
    __m256i by_first = _mm256_and_si256(
        _mm256_shuffle_epi8(twice(t->by_first_high), high_nibbles(first)),
        _mm256_shuffle_epi8(twice(t->by_first_low), low));
    return _mm256_and_si256(by_first,
                            _mm256_shuffle_epi8(twice(t->by_second_high), high_nibbles(second)));
}

/* Non-zero bytes where NOW, which follows LAST, is at fault. */
AVX2 static inline __m256i faults(__m256i now, __m256i last)
{
    __m256i pairs = pair_faults(BEFORE(1, now, last), now);
    /* Saturating subtraction leaves the top bit in leads of at least three, of four bytes. */
    __m256i third = _mm256_subs_epu8(BEFORE(2, now, last), _mm256_set1_epi8(0xe0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(BEFORE(3, now, last), _mm256_set1_epi8(0xf0 - 0x80));
    __m256i due =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_MORE));
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
typedef int no_x86_here; /* ISO C wants a declaration in every file */
#endif
