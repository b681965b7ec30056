/* Four amounts at a time, a lane of 64 bits each. */
#include "money.h"

#ifdef RISK_X86_VECTORS

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

_Static_assert(sizeof(struct slice) == 16, "two slices are one vector");

AVX2 static inline __m256i words(const char *a, const char *b, const char *c, const char *d)
{
    long long w[4];
    memcpy(&w[0], a, 8);
    memcpy(&w[1], b, 8);
    memcpy(&w[2], c, 8);
    memcpy(&w[3], d, 8);
    return _mm256_set_epi64x(w[3], w[2], w[1], w[0]);
}

/* False if one has less than 8 or more than 11 bytes, or is not written as money is. */
AVX2 static inline bool four(const struct slice *s, int64_t *out)
{
    if (s[0].n - 8 > 3 || s[1].n - 8 > 3 || s[2].n - 8 > 3 || s[3].n - 8 > 3)
        return false;
    const __m256i zero = _mm256_set1_epi8('0'), tens = _mm256_set1_epi16(0x010a);
    const __m256i nine = _mm256_set1_epi8(9);
    /* Of the last 8 bytes two are digits and the one before them is the point. */
    const __m256i most = _mm256_set1_epi64x(0x0909ffffffffffff);
    const __m256i point = _mm256_set1_epi64x((int64_t)('.' ^ '0') << 40);
    const __m256i point_only = _mm256_set1_epi64x((int64_t)0xff << 40);
    const __m256i n = _mm256_set_epi64x((long long)s[3].n, (long long)s[2].n, (long long)s[1].n,
                                        (long long)s[0].n);
    __m256i first = _mm256_xor_si256(words(s[0].p, s[1].p, s[2].p, s[3].p), zero);
    __m256i last = _mm256_xor_si256(
        words(s[0].p + s[0].n - 8, s[1].p + s[1].n - 8, s[2].p + s[2].n - 8, s[3].p + s[3].n - 8),
        zero);
    /* The first digit belongs in the lowest byte of eight; zeros go before it. */
    first =
        _mm256_sllv_epi64(first, _mm256_slli_epi64(_mm256_sub_epi64(_mm256_set1_epi64x(11), n), 3));
    __m256i good = _mm256_cmpeq_epi8(_mm256_max_epu8(first, nine), nine);
    good = _mm256_and_si256(good, _mm256_cmpeq_epi8(_mm256_max_epu8(last, most), most));
    good = _mm256_and_si256(good, _mm256_cmpeq_epi8(_mm256_and_si256(last, point_only), point));
    if (_mm256_movemask_epi8(good) != -1)
        return false;
    __m256i v = _mm256_madd_epi16(_mm256_maddubs_epi16(first, tens), _mm256_set1_epi32(0x00010064));
    v = _mm256_add_epi64(_mm256_mul_epu32(v, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(v, 32));
    v = _mm256_mul_epu32(v, _mm256_set1_epi64x(100));
    v = _mm256_add_epi64(v, _mm256_maddubs_epi16(_mm256_srli_epi64(last, 48), tens));
    _mm256_storeu_si256((void *)out, v);
    return true;
}

AVX2 bool money_avx2(const struct slice *cells, size_t n, int64_t *out)
{
    size_t k = 0;
    for (; n - k >= 4; k += 4)
        if (!four(cells + k, out + k) && !money_plain(cells + k, 4, out + k))
            return false;
    return money_plain(cells + k, n - k, out + k);
}

#else
typedef int no_x86_here; /* ISO C wants a declaration in every file */
#endif
