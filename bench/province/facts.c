/* Chance, days, people, places. */
#include "province.h"

static uint64_t seed_value = 320000;

void chance_seed(uint64_t seed)
{
    seed_value = seed;
}

/* splitmix64 (Steele, Lea and Flood 2014) as a hash. */
static uint64_t mix(uint64_t z)
{
    z += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t choose(unsigned stream, int64_t a, int64_t b, int64_t lo, int64_t hi)
{
    uint64_t h = mix(mix(mix(seed_value + stream) ^ (uint64_t)a) ^ (uint64_t)b);
    return lo + (int64_t)((h >> 32) * (uint64_t)(hi - lo + 1) >> 32);
}

bool one_in(unsigned stream, int64_t a, int64_t b, int64_t n)
{
    return choose(stream, a, b, 0, n - 1) == 0;
}

/* The golden ratio's multiples fill the circle evenly (Weyl 1916). */
static uint32_t even_point(int64_t who, int64_t k)
{
    return (uint32_t)choose(1, who, 0, 0, UINT32_MAX - 1) + (uint32_t)k * 2654435769u;
}

int64_t evenly(int64_t who, int64_t k, int64_t lo, int64_t hi)
{
    return lo + (int64_t)((uint64_t)even_point(who, k) * (uint64_t)(hi - lo + 1) >> 32);
}

/* log10(n / 10) for n from 10 to 100, in units of 2^-32. */
static const uint32_t benford_at[91] = {
    0,          177780229,  340080862,  489382972,  627615134,  756306199,  876688650,  989770581,
    1096387061, 1197237600, 1292913986, 1383921333, 1470694216, 1553609226, 1632994849, 1709139323,
    1782296958, 1852693260, 1920529121, 1985984279, 2049220185, 2110382406, 2169602636, 2227000414,
    2282684567, 2336754457, 2389301047, 2440407822, 2490151586, 2538603157, 2585827973, 2631886624,
    2676835320, 2720726300, 2763608202, 2805526384, 2846523212, 2886638320, 2925908835, 2964369592,
    3002053310, 3038990766, 3075210945, 3110741173, 3145607246, 3179833539, 3213443107, 3246457785,
    3278898265, 3310784180, 3342134172, 3372965958, 3403296392, 3433141518, 3462516623, 3491436281,
    3519914401, 3547964262, 3575598554, 3602829411, 3629668444, 3656126768, 3682215034, 3707943450,
    3733321809, 3758359508, 3783065573, 3807448673, 3831517143, 3855279001, 3878741959, 3901913445,
    3924800611, 3947410349, 3969749306, 3991823890, 4013640286, 4035204464, 4056522189, 4077599030,
    4098440370, 4119051416, 4139437199, 4159602591, 4179552306, 4199290909, 4218822822, 4238152327,
    4257283578, 4276220600, 4294967295,
};

money benford_amount(int64_t who, int64_t k)
{
    uint32_t u = even_point(who, k);
    int cell = 0;
    while (u >= benford_at[cell + 1] && cell < 89)
        cell++;
    return (money)(cell + 10) * 100000 + choose(2, who, k, 0, 99999);
}

/* --- days */

static int from_civil(int y, int m, int d) /* days from 1970-01-01 */
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400, year = y - era * 400;
    int of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + of_year - 719468;
}

enum { ORIGIN = 19358, EARLIEST = -240, LATEST = 120 }; /* 2023-01-01; months from 2003 to 2032 */

int day_of(int year, int month, int day)
{
    return from_civil(year, month, day) - ORIGIN;
}

int month_start(int month)
{
    static int start[LATEST - EARLIEST + 1];
    if (start[0] == 0)
        for (int m = EARLIEST; m <= LATEST; m++)
            start[m - EARLIEST] =
                day_of(FIRST_YEAR + (m - EARLIEST) / 12 + EARLIEST / 12, (m + 240) % 12 + 1, 1);
    return start[month - EARLIEST];
}

int month_of(int day)
{
    int m = EARLIEST + (day - month_start(EARLIEST)) / 31;
    while (m < LATEST && month_start(m + 1) <= day)
        m++;
    return m;
}

/* What the State Council's office set for 2023 to 2025: first day off, last one; and Saturdays
 * and Sundays that are workdays. */
static const short off[][4] = {
    {2023, 102, 102, 0}, {2023, 121, 127, 0}, {2023, 405, 405, 0},   {2023, 429, 430, 0},
    {2023, 501, 503, 0}, {2023, 622, 624, 0}, {2023, 929, 930, 0},   {2023, 1001, 1006, 0},
    {2024, 101, 101, 0}, {2024, 210, 217, 0}, {2024, 404, 406, 0},   {2024, 501, 505, 0},
    {2024, 610, 610, 0}, {2024, 915, 917, 0}, {2024, 1001, 1007, 0}, {2025, 101, 101, 0},
    {2025, 128, 131, 0}, {2025, 201, 204, 0}, {2025, 404, 406, 0},   {2025, 501, 505, 0},
    {2025, 531, 531, 0}, {2025, 601, 602, 0}, {2025, 1001, 1008, 0}, {2026, 101, 103, 0},
};
static const short moved[][2] = {
    {2023, 128},  {2023, 129}, {2023, 423}, {2023, 506}, {2023, 625}, {2023, 1007}, {2023, 1008},
    {2024, 204},  {2024, 218}, {2024, 407}, {2024, 428}, {2024, 511}, {2024, 914},  {2024, 929},
    {2024, 1012}, {2025, 126}, {2025, 208}, {2025, 427}, {2025, 928}, {2025, 1011}, {2026, 104},
};
enum { CALENDAR_FROM = -800, CALENDAR_TO = 1500 };

bool is_workday(int day)
{
    static signed char known[CALENDAR_TO - CALENDAR_FROM];
    static bool made;
    if (!made) {
        for (int d = CALENDAR_FROM; d < CALENDAR_TO; d++)
            known[d - CALENDAR_FROM] = (d % 7 + 7) % 7 != 0 && (d % 7 + 7) % 7 != 6;
        for (size_t i = 0; i < COUNT(off); i++)
            for (int d = off[i][1]; d <= off[i][2]; d++)
                known[day_of(off[i][0], d / 100, d % 100) - CALENDAR_FROM] = 0;
        for (size_t i = 0; i < COUNT(moved); i++)
            known[day_of(moved[i][0], moved[i][1] / 100, moved[i][1] % 100) - CALENDAR_FROM] = 1;
        made = true;
    }
    return day >= CALENDAR_FROM && day < CALENDAR_TO ? known[day - CALENDAR_FROM] != 0 : true;
}

int workday(int day)
{
    while (!is_workday(day))
        day++;
    return day;
}

int add_workdays(int day, int n)
{
    while (n > 0)
        n -= is_workday(++day);
    return day;
}

/* Not the first days of the month nor the last, so that it stays in the month. */
int a_workday(unsigned stream, int64_t who, int month)
{
    return workday(month_start(month) + (int)choose(stream, who, month, 7, 23));
}

/* --- people and places */

int64_t person(enum people kind, int64_t i)
{
    return (int64_t)kind * PERSON_SPAN + i;
}

static const char *const county[13] = {"320102", "320205", "320302", "320402", "320505",
                                       "320612", "320703", "320803", "320902", "321002",
                                       "321102", "321202", "321302"};
static const char *const city[13] = {"320100", "320200", "320300", "320400", "320500",
                                     "320600", "320700", "320800", "320900", "321000",
                                     "321100", "321200", "321300"};

const char *region_of(int64_t i)
{
    return city[i % 13];
}

const char *region_county(int64_t i)
{
    return county[i % 13];
}
