#include "identity.h"

#include <stdint.h>

#include "date.h"

bool identity_uscc(struct slice s)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    enum { N = 18, MOD = 31 };
    if (s.n != N)
        return false;
    unsigned sum = 0, weight = 1, check = 0;
    for (int i = 0; i < N; i++) {
        const char *at = s.p[i] == '\0' ? NULL : strchr(alphabet, s.p[i]);
        if (at == NULL)
            return false;
        check = (unsigned)(at - alphabet);
        if (i == N - 1)
            break;
        sum += check * weight;
        weight = weight * 3 % MOD;
    }
    return (MOD - sum % MOD) % MOD == check;
}

static bool birth_date(const char *p)
{
    char iso[10] = {p[0], p[1], p[2], p[3], '-', p[4], p[5], '-', p[6], p[7]};
    int64_t day;
    bool zoned;
    return date_parse((struct slice){iso, sizeof iso}, SPAN_DAY, &day, &zoned);
}

bool identity_idno(struct slice s)
{
    static const unsigned weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (s.n != 18)
        return false;
    unsigned sum = 0;
    for (int i = 0; i < 17; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        sum += (unsigned)(s.p[i] - '0') * weight[i];
    }
    return s.p[17] == "10X98765432"[sum % 11] && birth_date(s.p + 6);
}
