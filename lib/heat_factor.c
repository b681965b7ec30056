/* How much of a finding is left after some months. */
#include "heat.h"

/* 2^-(fraction / 2^64), in units of 2^-64, by the series of exp(-x) where x < ln 2: the terms fall
 * below the unit long before the last one. */
static uint128 power(uint64_t fraction)
{
    enum { TERMS = 24 };
    const uint64_t ln2 = UINT64_C(0xb17217f7d1cf79ab); /* ln 2 in units of 2^-64 */
    const uint128 one = (uint128)1 << 64;
    uint128 x = (uint128)fraction * ln2 >> 64, term = one, sum = one;
    for (unsigned i = 1; i <= TERMS; i++) {
        term = (term * x >> 64) / i;
        sum = i % 2 == 1 ? sum - term : sum + term;
    }
    return sum;
}

int64_t heat_factor(int64_t months, const struct num *half_life, bool *exact)
{
    /* Both over 10^HEAT_FINE: below 2^64 for any two dates of this calendar. */
    uint128 age = (uint128)months * num_pow10(HEAT_FINE);
    uint128 half = (uint128)half_life->n * num_pow10((unsigned)HEAT_FINE - half_life->scale);
    uint128 halvings = age / half, rest = age % half;
    *exact = rest == 0 && halvings <= HEAT_FACTOR_PLACES;
    if (halvings > 50) /* far below half a unit */
        return 0;
    uint128 left = power((uint64_t)((rest << 64) / half));
    /* At most 2^64 * 10^12 before it is halved. */
    uint128 scaled = left * num_pow10(HEAT_FACTOR_PLACES), unit = (uint128)1 << (64 + halvings);
    uint128 whole = scaled / unit, over = scaled % unit, tie = unit / 2;
    return (int64_t)(whole + (over > tie || (over == tie && whole % 2 == 1)));
}
