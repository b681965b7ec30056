/* Makes the tables of the benchmark, always the same for the same number of rows.
 *
 * spending: units x 100 months from 2016-01, appended month by month as a ledger grows; one row
 * for a unit and month. About one unit in a hundred has a planted run of 3 to 10 months over
 * budget by more than 15%, other overruns are scattered. No row lies exactly on a threshold of
 * bench/pack or bench/pack5, so that binary floating point judges it rightly.
 * awards: projects of some hundred kinds of goods at prices around that kind's own level. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 100, FIRST_YEAR = 2016 };

static const uint64_t seed = 20160101;

/* splitmix64 (Steele, Lea and Flood 2014) as a hash: a cell depends on its own place alone. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t z = seed + a * 0x9e3779b97f4a7c15u + b * 0xd1b54a32d192ed03u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 .. n-1 from 16 bits of H, which start at bit SHIFT. */
static uint64_t pick(uint64_t h, unsigned shift, uint64_t n)
{
    return ((h >> shift & 0xffff) * n) >> 16;
}

static const char *const category[] = {"公务接待费", "公务用车运行维护费", "公务用车购置费", "因公出国（境）费"};
static const char *const explanation[] = {"集中采购提前结算", "年度培训集中安排", "车辆到期更新", "跨年度项目结转"};
static const char *const city[] = {"3201", "3202", "3203", "3204", "3205", "3206", "3207",
                                   "3208", "3209", "3210", "3211", "3212", "3213"};

static bool on_threshold(uint64_t budget, uint64_t spent)
{
    static const uint64_t percent[] = {70, 100, 115, 130};
    for (size_t i = 0; i < sizeof percent / sizeof *percent; i++)
        if (spent * 100 == budget * percent[i])
            return true;
    return false;
}

/* Per mille of the budget that is spent in an ordinary month, or in one of the planted run. */
static uint64_t spent_share(uint64_t unit, uint64_t month, uint64_t cell)
{
    uint64_t plan = mix(unit, 1u << 20);
    if (pick(plan, 0, 100) == 0) {
        uint64_t start = pick(plan, 16, MONTHS - 10), length = 3 + pick(plan, 32, 8);
        if (month >= start && month < start + length)
            return 1160 + pick(cell, 0, 300);
    }
    if (pick(cell, 16, 60) == 0)
        return 1155 + pick(cell, 0, 200);
    return 600 + pick(cell, 0, 540);
}

static void spending_row(FILE *out, uint64_t unit, uint64_t month)
{
    uint64_t cell = mix(unit, month), money = mix(unit, month + 1000), fixed = mix(unit, 2u << 20);
    uint64_t budget = (200000 + pick(fixed, 0, 60000) * 10 + pick(money, 0, 50000)) * 100;
    uint64_t spent = budget * spent_share(unit, month, cell) / 1000 + pick(money, 16, 100);
    while (on_threshold(budget, spent))
        spent++;
    fprintf(out,
            "%06" PRIu64 ",示例省直单位%06" PRIu64 ",%s01,%04u-%02u,%s,"
            "%" PRIu64 ".%02u,%" PRIu64 ".%02u,%s\n",
            unit, unit, city[unit % 13], FIRST_YEAR + (unsigned)month / 12,
            (unsigned)month % 12 + 1,
            category[pick(fixed, 16, 4)], budget / 100, (unsigned)(budget % 100), spent / 100,
            (unsigned)(spent % 100), pick(cell, 32, 4) == 0 ? explanation[pick(cell, 48, 4)] : "");
}

static void spending(FILE *out, uint64_t rows)
{
    uint64_t units = (rows + MONTHS - 1) / MONTHS, left = rows;
    fputs("unit_id,unit_name,region,month,category,budget,spent,explanation\n", out);
    for (uint64_t month = 0; month < MONTHS; month++)
        for (uint64_t unit = 1; unit <= units && left > 0; unit++, left--)
            spending_row(out, unit, month);
}

static void awards(FILE *out, uint64_t rows)
{
    fputs("project_id,project_name,region,category,price,award_date,supplier_id,supplier_name\n",
          out);
    for (uint64_t i = 1; i <= rows; i++) {
        uint64_t h = mix(i, 3u << 20), kind = pick(h, 0, 400), money = mix(i, 4u << 20);
        uint64_t level = 1000000 + pick(mix(kind, 5u << 20), 0, 50000) * 100;
        uint64_t share = pick(h, 16, 100) == 0 ? 1250 + pick(h, 32, 500) : 850 + pick(h, 32, 300);
        uint64_t price = level * share / 1000 + pick(money, 0, 100), vendor = pick(money, 16, 5000);
        fprintf(out,
                "P%08" PRIu64 ",示例项目%08" PRIu64 ",%s01,类别%03u,%" PRIu64
                ".%02u,%04u-%02u-%02u,S%05u,示例供应商%05u\n",
                i, i, city[pick(h, 48, 13)], (unsigned)kind, price / 100, (unsigned)(price % 100),
                FIRST_YEAR + (unsigned)pick(money, 32, 8), (unsigned)pick(money, 40, 12) + 1,
                (unsigned)pick(money, 48, 28) + 1, (unsigned)vendor, (unsigned)vendor);
    }
}

static bool count_of(const char *text, uint64_t *out)
{
    uint64_t n = 0;
    for (; *text >= '0' && *text <= '9' && n < UINT64_MAX / 100; text++)
        n = n * 10 + (uint64_t)(*text - '0');
    *out = n;
    return *text == '\0' && n > 0;
}

int main(int argc, char **argv)
{
    uint64_t rows;
    if (argc != 4 || !count_of(argv[2], &rows) ||
        (strcmp(argv[1], "spending") != 0 && strcmp(argv[1], "awards") != 0)) {
        fputs("usage: generate spending|awards ROWS FILE\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[3], "wb");
    if (out == NULL) {
        perror(argv[3]);
        return 4;
    }
    static char block[1 << 20];
    setvbuf(out, block, _IOFBF, sizeof block);
    if (strcmp(argv[1], "spending") == 0)
        spending(out, rows);
    else
        awards(out, rows);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed) {
        perror(argv[3]);
        return 4;
    }
    return 0;
}
