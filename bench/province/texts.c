/* Keys as text: numbers with right check characters, months, subjects of several columns. */
#include "province.h"

#include <stdio.h>
#include <string.h>

enum { RING = 16, ROOM = 160 };

static char *next_text(void)
{
    static char ring[RING][ROOM];
    static unsigned turn;
    return ring[turn++ % RING];
}

static void put_digits(char *at, uint64_t n, int width)
{
    while (width > 0) {
        at[--width] = (char)('0' + n % 10);
        n /= 10;
    }
}

const char *id_text(char letter, int64_t n)
{
    char *s = next_text();
    snprintf(s, ROOM, "%c%07lld", letter, (long long)n);
    return s;
}

const char *month_text(int month)
{
    char *s = next_text();
    put_digits(s, (uint64_t)(FIRST_YEAR + (month + 120) / 12 - 10), 4);
    s[4] = '-';
    put_digits(s + 5, (uint64_t)((month + 120) % 12 + 1), 2);
    s[7] = '\0';
    return s;
}

const char *year_text(int year)
{
    char *s = next_text();
    put_digits(s, (uint64_t)(FIRST_YEAR + year), 4);
    s[4] = '\0';
    return s;
}

const char *joined(const char *a, const char *b)
{
    char *s = next_text();
    snprintf(s, ROOM, "%s|%s", a, b);
    return s;
}

/* GB 11643: born on one of 18,250 days from 1950 on; its region is 99kk00. */
const char *idno_text(int64_t who)
{
    enum { DAYS = 18250, BORN = -26663 /* 1950-01-01 */ };
    static const unsigned weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    char *s = next_text();
    int64_t kind = who / PERSON_SPAN, i = who % PERSON_SPAN;
    int64_t spread = (i * 7919) % DAYS; /* a bijection for each block of DAYS: 7919 is prime */
    int day = BORN + (int)spread, year = 1950;
    while (day_of(year + 1, 1, 1) <= day)
        year++;
    int month = 1;
    while (month < 12 && day_of(year, month + 1, 1) <= day)
        month++;
    put_digits(s, 990000 + (uint64_t)(kind + 1) * 100, 6);
    put_digits(s + 6, (uint64_t)year, 4);
    put_digits(s + 10, (uint64_t)month, 2);
    put_digits(s + 12, (uint64_t)(day - day_of(year, month, 1) + 1), 2);
    put_digits(s + 14, (uint64_t)(i / DAYS), 3);
    unsigned sum = 0;
    for (int k = 0; k < 17; k++)
        sum += (unsigned)(s[k] - '0') * weight[k];
    s[17] = "10X98765432"[sum % 11];
    s[18] = '\0';
    return s;
}

/* GB 32100, with an organisation's number that has its own check character (GB 11714). */
const char *uscc_text(int64_t company)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const unsigned weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    char *s = next_text();
    memcpy(s, "91990000", 8);
    put_digits(s + 8, (uint64_t)company, 8);
    unsigned sum = 0;
    for (int i = 0; i < 8; i++)
        sum += (unsigned)(s[8 + i] - '0') * weight[i];
    s[16] = "0123456789X"[(11 - sum % 11) % 11];
    unsigned total = 0, power = 1;
    for (int i = 0; i < 17; i++) {
        total += (unsigned)(strchr(alphabet, s[i]) - alphabet) * power;
        power = power * 3 % 31;
    }
    s[17] = alphabet[(31 - total % 31) % 31];
    s[18] = '\0';
    return s;
}

const char *account_text(int64_t n)
{
    char *s = next_text();
    memcpy(s, "6299", 4);
    put_digits(s + 4, (uint64_t)n, 12);
    s[16] = '\0';
    return s;
}
