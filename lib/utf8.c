#include "utf8.h"

#include <stdint.h>
#include <string.h>

#include "text.h"

/* Length of the character at P, or 0 if the N bytes there do not begin with one. */
static size_t character(const unsigned char *p, size_t n)
{
    unsigned char lead = p[0];
    if (lead < 0x80)
        return 1;
    size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || n < length)
        return 0;
    /* The second byte's range keeps out overlong forms, surrogates and what lies above U+10FFFF. */
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

static size_t first_invalid(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        uint64_t eight;
        while (n - i >= sizeof eight) {
            memcpy(&eight, p + i, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) != 0)
                break;
            i += sizeof eight;
        }
        if (i == n)
            break;
        size_t length = character(p + i, n - i);
        if (length == 0)
            return i;
        i += length;
    }
    return n;
}

bool utf8_valid_plain(const char *p, size_t n)
{
    return first_invalid(p, n) == n;
}

enum vector_set cpu_vector_set(void)
{
#ifdef RISK_X86_VECTORS
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("popcnt"))
        return VECTOR_NONE;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2") &&
        __builtin_cpu_supports("bmi2"))
        return VECTOR_AVX512;
    return VECTOR_AVX2;
#else
    return VECTOR_NONE;
#endif
}

const char *vector_set_name(enum vector_set set)
{
    static const char *const names[] = {"none", "avx2", "avx512"};
    return names[set];
}

bool utf8_valid(const char *p, size_t n)
{
    switch (cpu_vector_set()) {
#ifdef RISK_X86_VECTORS
    case VECTOR_AVX512:
        return utf8_valid_avx512(p, n);
    case VECTOR_AVX2:
        return utf8_valid_avx2(p, n);
#endif
    default:
        return utf8_valid_plain(p, n);
    }
}

size_t utf8_check(struct slice s)
{
    enum { WORTH_A_VECTOR = 256 };
    if (s.n >= WORTH_A_VECTOR && utf8_valid(s.p, s.n))
        return s.n;
    return first_invalid(s.p, s.n);
}
