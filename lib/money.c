#include "money.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Eight digits at a time in one word. */
bool money_one(struct slice s, int64_t *value)
{
    if (s.n < 4 || s.n > 11 || s.p[s.n - 3] != '.')
        return false;
    unsigned tenth = (unsigned)(unsigned char)s.p[s.n - 2] - '0',
             cent = (unsigned)(unsigned char)s.p[s.n - 1] - '0';
    uint64_t w;
    if (s.n >= 8) {
        memcpy(&w, s.p, 8);
    } else {
        uint32_t low, high;
        memcpy(&low, s.p, 4);
        memcpy(&high, s.p + s.n - 4, 4);
        w = low | (uint64_t)high << (8 * (s.n - 4));
    }
    /* The first digit belongs in the lowest byte of eight; zeros go before it. */
    w = (w ^ 0x3030303030303030) << (8 * (11 - s.n));
    if ((((w + 0x7676767676767676) | w) & 0x8080808080808080) != 0 || tenth > 9 || cent > 9)
        return false;
    const uint64_t pairs = 0x000000ff000000ff;
    w = w * 10 + (w >> 8);
    w = ((w & pairs) * 0x000f424000000064 + ((w >> 16) & pairs) * 0x0000271000000001) >> 32;
    *value = (int64_t)((uint64_t)(uint32_t)w * 100 + tenth * 10 + cent);
    return true;
}
#else
bool money_one(struct slice s, int64_t *value)
{
    int64_t v = 0;
    if (s.n < 4 || s.n > 11 || s.p[s.n - 3] != '.')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';
        if (i == s.n - 3)
            continue;
        if (digit > 9)
            return false;
        v = v * 10 + digit;
    }
    *value = v;
    return true;
}
#endif

bool money_plain(const struct slice *cells, size_t n, int64_t *out)
{
    for (size_t k = 0; k < n; k++)
        if (!money_one(cells[k], &out[k]))
            return false;
    return true;
}

money_fn *money_routine(enum vector_set set)
{
#ifdef RISK_X86_VECTORS
    if (set >= VECTOR_AVX2)
        return money_avx2;
#endif
    (void)set;
    return money_plain;
}
