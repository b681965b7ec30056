/* Makes the tables of the benchmark, always the same for the same number of rows.
 *
 * spending: units x 100 months from 2016-01, appended month by month as a ledger grows; one row
 * for a unit and month. About one unit in a hundred has a planted run of 3 to 10 months over
 * budget by more than 15%, other overruns are scattered. No row lies exactly on a threshold of
 * bench/pack or bench/pack5, so that binary floating point judges it rightly.
 * awards: projects of some hundred kinds of goods at prices around that kind's own level.
 * clauses: conditions of tenders of 200 characters each; about one in a hundred holds a condition
 * that favours somebody, by each of the patterns of bench/pack-clauses. */
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

static const char *const usual[] = {
    "投标人应当具有独立承担民事责任的能力",
    "投标人应当具有良好的商业信誉和健全的财务会计制度",
    "具有履行合同所必需的设备和专业技术能力",
    "有依法缴纳税收和社会保障资金的良好记录",
    "参加采购活动前三年内在经营活动中没有重大违法记录",
    "单位负责人为同一人的不同单位不得参加同一标段投标",
    "未被列入失信被执行人和重大税收违法案件当事人名单",
    "拟派项目经理须具有相应专业注册执业资格且未担任其他在建工程项目经理",
    "投标保证金应当从投标人基本账户转出并在截止时间前到账",
    "技术参数中的品牌型号仅供参考，可以采用同等档次产品",
    "近三年具有类似项目业绩，以合同和验收报告为准",
    "质量保证期不少于二十四个月，自验收合格之日起计算",
    "中标后三十日内签订合同，履约保证金不超过合同金额的百分之十",
    "本项目接受联合体投标，联合体各方应当签订共同投标协议"};
static const char *const tailored[] = {
    "投标人须为本市注册登记的独立法人企业",
    "注册资本不低于人民币5000万元",
    "须提供原厂针对本项目的唯一授权书",
    "所投产品仅限指定品牌型号",
    "近三年获得本市优质工程奖的加5分",
    "投标人成立时间须满10年以上"};

/* Phrases by H, a point behind each, until there are WANT characters; a phrase that would be too
 * long is cut. The third may be another. */
static void clause(FILE *out, uint64_t i, unsigned want)
{
    unsigned n = 0;
    for (unsigned k = 0; n < want; k++) {
        uint64_t h = mix(i, (6u << 20) + k);
        const char *p = usual[pick(h, 0, sizeof usual / sizeof *usual)];
        if (k == 2 && pick(h, 16, 100) < sizeof tailored / sizeof *tailored)
            p = tailored[pick(h, 16, 100)];
        for (; *p != '\0' && n < want; n++)
            do
                putc(*p++, out);
            while (((unsigned char)*p & 0xc0) == 0x80);
        if (n < want) {
            fputs("；", out);
            n++;
        }
    }
}

static void clauses(FILE *out, uint64_t rows)
{
    fputs("clause_id,clauses\n", out);
    for (uint64_t i = 1; i <= rows; i++) {
        fprintf(out, "L%08" PRIu64 ",", i);
        clause(out, i, 200);
        putc('\n', out);
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

static const struct {
    const char *name;
    void (*make)(FILE *out, uint64_t rows);
} tables[] = {{"spending", spending}, {"awards", awards}, {"clauses", clauses}};

int main(int argc, char **argv)
{
    uint64_t rows;
    size_t t = 0;
    while (argc == 4 && t < sizeof tables / sizeof *tables && strcmp(argv[1], tables[t].name) != 0)
        t++;
    if (argc != 4 || !count_of(argv[2], &rows) || t == sizeof tables / sizeof *tables) {
        fputs("usage: generate spending|awards|clauses ROWS FILE\n", stderr);
        return 2;
    }
    FILE *out = fopen(argv[3], "wb");
    if (out == NULL) {
        perror(argv[3]);
        return 4;
    }
    static char block[1 << 20];
    setvbuf(out, block, _IOFBF, sizeof block);
    tables[t].make(out, rows);
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed) {
        perror(argv[3]);
        return 4;
    }
    return 0;
}
