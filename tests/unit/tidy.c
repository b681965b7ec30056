/* Cells as offices write them and as the toolkit reads them; what is refused says why. */
#include "tidy.h"

#include <stdlib.h>

#include "date.h"
#include "num.h"
#include "tap.h"

static struct tidy_rules rules;
static struct error error;
static struct buffer got;
static unsigned notes;

static enum status tidy(enum column_type type, unsigned unit, struct cell cell)
{
    got.n = 0;
    return tidy_cell(&rules, type, unit, &cell, &got, &notes, &error);
}

static struct cell cell_of(enum cell_kind kind, const char *text)
{
    return (struct cell){.kind = (uint8_t)kind, .text = slice_of(text)};
}

/* Refusals begin with this in the tables below, and go on with words of the message. */
#define NOT "!"

static void check(enum column_type type, unsigned unit, struct cell cell, const char *want,
                  unsigned want_notes)
{
    char name[400], shown[QUOTE_SIZE];
    enum status r = tidy(type, unit, cell);
    snprintf(name, sizeof name, "%s '%s'", column_type_name(type), quote(shown, cell.text));
    if (want[0] == '!') {
        bool good = r == ST_DATA && strstr(error.text, want + 1) != NULL && got.n == 0 &&
                    error.file[0] == '\0';
        ok(good, "%s: refused: %s", name, want + 1);
        if (!good)
            printf("#  got: %d '%.*s' '%s'\n", r, (int)got.n, got.n > 0 ? got.p : "",
                   r == ST_OK ? "" : error.text);
        return;
    }
    bool good = r == ST_OK && got.n == strlen(want) &&
                (got.n == 0 || memcmp(got.p, want, got.n) == 0) && notes == want_notes;
    ok(good, "%s -> '%s'", name, want);
    if (!good)
        printf("#  got: %d '%.*s' notes %u '%s'\n# want: '%s' notes %u\n", r, (int)got.n,
               got.n > 0 ? got.p : "", notes, r == ST_OK ? "" : error.text, want, want_notes);
}

struct row {
    const char *cell, *want;
    unsigned notes;
};

static void check_rows(enum column_type type, unsigned unit, enum cell_kind kind,
                       const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        check(type, unit, cell_of(kind, rows[i].cell), rows[i].want, rows[i].notes);
}
#define CHECK(type, unit, kind, rows) check_rows(type, unit, kind, rows, sizeof rows / sizeof *rows)

static void test_numbers(void)
{
    static const struct row v[] = {
        /* what is read already stays as it is */
        {"1234.50", "1234.50", 0},
        {"-1234.50", "-1234.50", 0},
        {"+7", "+7", 0},
        {"007", "007", 0},
        {".5", ".5", 0},
        {"5.", "5.", 0},
        {"0", "0", 0},
        {"-0.00", "-0.00", 0},
        {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678", 0},
        {"0.123456789012345678", "0.123456789012345678", 0},
        {"123456789012345678901234567890123456789", NOT "38 digits", 0},
        {"0.1234567890123456789", NOT "18 digits after the point", 0},
        {"0.1234567890123456780", "0.1234567890123456780", 0},
        /* blank */
        {"", "", 0},
        {" ", "", 0},
        {"\t\r\n", "", 0},
        {"\u3000\u00a0", "", 0},
        {"\u200b\ufeff", "", 0},
        {"  1234.50  ", "1234.50", 0},
        {"\u3000" "1234.50\u00a0", "1234.50", 0},
        {"\ufeff" "12", "12", 0},
        /* groups */
        {"1,234.50", "1234.50", 0},
        {"-1,234.50", "-1234.50", 0},
        {"1,234", "1234", 0},
        {"12,345,678.90", "12345678.90", 0},
        {"123,456", "123456", 0},
        {"1,234.5678", "1234.5678", 0},
        {"1,50", NOT "the comma may be a decimal point", 0},
        {"1234,56", NOT "the comma may be a decimal point", 0},
        {"0,123", NOT "the comma may be a decimal point", 0},
        {"1,2345", NOT "the comma may be a decimal point", 0},
        {"1,2345.00", NOT "not in groups of three", 0},
        {"1,23.00", NOT "not in groups of three", 0},
        {"12,34,567", NOT "not in groups of three", 0},
        {"1,234,56", NOT "not in groups of three", 0},
        {"1234,567,890", NOT "not in groups of three", 0},
        {"1,2345,6789", NOT "not in groups of three", 0},
        {"1.234.567", NOT "more than one decimal point", 0},
        {"1.234,56", NOT "more than one decimal point", 0},
        {"1,,234", NOT "not a number", 0},
        {",123", NOT "not a number", 0},
        {"1,234,", NOT "not a number", 0},
        {"1\u00a0" "234,50", NOT "not in groups of three", 0},
        {"1\u00a0" "234\u00a0" "567.5", "1234567.5", 0},
        {"1\u2009" "234", "1234", 0},
        {"1\u202f" "234", "1234", 0},
        {"1\u00a0" "23", NOT "the comma may be", 0},
        {"1 234", NOT "not a number", 0},
        {"1\u3000" "234", NOT "not a number", 0},
        {"1\u200b" "234", "1234", 0},
        {"1\u200f" "23\u202a" "4\u202e" "5", "12345", 0},
        {"1\u00a0" "２３４", "1234", 0},
        {"１\u00a0" "２３９", "1239", 0},
        /* widths and signs */
        {"１２３４．５０", "1234.50", 0},
        {"１，２３４．５０", "1234.50", 0},
        {"－１２", "-12", 0},
        {"\u2212" "12.5", "-12.5", 0},
        {"\u2013" "12.5", "-12.5", 0},
        {"－0", "0", 0},
        {"\u2014" "12.5", NOT "not a number", 0},
        {"- 1,234.50", "-1234.50", 0},
        {"＋7", "7", 0},
        {"(1,234.50)", "-1234.50", 0},
        {"（1，234.50）", "-1234.50", 0},
        {"( 5 )", "-5", 0},
        {"(0.00)", "0.00", 0},
        {"(5", NOT "not a number", 0},
        {"5)", NOT "not a number", 0},
        {"((5))", NOT "not a number", 0},
        {"(-5)", NOT "more than one sign", 0},
        {"-(5)", NOT "more than one sign", 0},
        {"--5", NOT "more than one sign", 0},
        {"-----", NOT "more than one sign", 0},
        {"+-5", NOT "more than one sign", 0},
        {"1,234.50-", "-1234.50", 0},
        {"1234.50 -", "-1234.50", 0},
        {"-5-", NOT "more than one sign", 0},
        {"(5)-", NOT "more than one sign", 0},
        {"'1234.50", "1234.50", 0},
        {"=\"1234.50\"", "1234.50", 0},
        {"=SUM(A1)", NOT "not a number", 0},
        {"#N/A", NOT "error of a formula", 0},
        /* exponents */
        {"1.2E+05", NOT "leaves out digits", 0},
        {"1.23457E+11", NOT "leaves out digits", 0},
        {"1E5", NOT "leaves out digits", 0},
        {"1.2e5", NOT "leaves out digits", 0},
        {"1.2345678E7", "12345678", 0},
        {"1.0E10", "10000000000", 0},
        {"-1.25E-3", "-0.00125", 0},
        {"1.2345678E07", NOT "leaves out digits", 0},
        {"1.5E99", NOT "38 digits", 0},
        {"1.5E-19", NOT "18 digits after", 0},
        {"0.0E99", "0", 0},
        {"5E", NOT "not a number", 0},
        /* neither */
        {"abc", NOT "not a number", 0},
        {"12abc", NOT "not a number", 0},
        {"0x10", NOT "not a number", 0},
        {"nan", NOT "not a number", 0},
        {"inf", NOT "not a number", 0},
        {".", NOT "not a number", 0},
        {"-.", NOT "not a number", 0},
        {"+", NOT "not a number", 0},
        {"1/2", NOT "not a number", 0},
        {"100~200", NOT "not a number", 0},
        {"约500", NOT "not a number", 0},
        {"500以上", NOT "not a number", 0},
        {"1:30", NOT "not a number", 0},
        {"½", NOT "not a number", 0},
        {"٣", NOT "not a number", 0},
    };
    CHECK(TYPE_DECIMAL, 0, CELL_TEXT, v);
}

static void test_amounts(void)
{
    static const struct row v[] = {
        {"￥1,234.50", "1234.50", 0},
        {"¥1,234.50", "1234.50", 0},
        {"￥ 1,234.50", "1234.50", 0},
        {"-￥5", "-5", 0},
        {"￥-5", "-5", 0},
        {"￥(5)", "-5", 0},
        {"(￥5)", "-5", 0},
        {"RMB1,234.50", "1234.50", 0},
        {"rmb 12", "12", 0},
        {"CNY 12", "12", 0},
        {"人民币12元", "12", 0},
        {"人民币：12元", "12", 0},
        {"人民币￥12", "12", 0},
        {"(人民币)500万元", "5000000", 0},
        {"（人民币）500万元", "5000000", 0},
        {"12 RMB", "12", 0},
        {"12CNY", "12", 0},
        {"500万元人民币", "5000000", 0},
        {"500万人民币", "5000000", 0},
        {"500万元（人民币）", "5000000", 0},
        {"500.000000万人民币元", "5000000.00", 0},
        {"￥", NOT "not a number", 0},
        {"元", NOT "not a number", 0},
        {"￥元", NOT "not a number", 0},
        /* units */
        {"12元", "12", 0},
        {"12.50元", "12.50", 0},
        {"12圆", "12", 0},
        {"12.5元整", "12.5", 0},
        {"12万元", "120000", 0},
        {"12 万元", "120000", 0},
        {"12\u00a0万元", "120000", 0},
        {"12\u00a0", "12", 0},
        {"12万 元", "120000", 0},
        {"12.5万", "125000", 0},
        {"12.3456万元", "123456", 0},
        {"12.345678万元", "123456.78", 0},
        {"0.5万元", "5000", 0},
        {"１２．５万元", "125000", 0},
        {"1,234.5万元", "12345000", 0},
        {"1.2亿", "120000000", 0},
        {"1.2亿元", "120000000", 0},
        {"3千元", "3000", 0},
        {"3仟元", "3000", 0},
        {"5百万元", "5000000", 0},
        {"5千万", "50000000", 0},
        {"2万亿元", "2000000000000", 0},
        {"3千亿", "300000000000", 0},
        {"5十万", "500000", 0},
        {"(12万元)", "-120000", 0},
        {"(12)万元", "-120000", 0},
        {"-12万元", "-120000", 0},
        {"12万元-", "-120000", 0},
        {"0万元", "0", 0},
        {"0.00万元", "0", 0},
        {"1.2345678901234567890万元", "12345.678901234567890", 0},
        {"0.00000000000000000001亿", "0.000000000001", 0},
        {"5角", "0.5", 0},
        {"12345分", "123.45", 0},
        /* parts */
        {"1亿2000万", "120000000", 0},
        {"1亿2000万元", "120000000", 0},
        {"1亿2345.67万元", "123456700", 0},
        {"3万5千元", "35000", 0},
        {"3万5千", "35000", 0},
        {"3万5000元", "35000", 0},
        {"3万零50元", "30050", 0},
        {"3万零5元", "30005", 0},
        {"3千2百元", "3200", 0},
        {"5十3元", "53", 0},
        {"5角零3分", "0.53", 0},
        {"12元5角3分", "12.53", 0},
        {"12元5角", "12.5", 0},
        {"12元零3分", "12.03", 0},
        {"5角3分", "0.53", 0},
        {"-3万5千元", "-35000", 0},
        {"1亿零500万3元", NOT "the last figure has no unit", 0},
        {"3万5", NOT "the last figure has no unit", 0},
        {"3万5元", NOT "the last figure has no unit", 0},
        {"12元5", NOT "the last figure has no unit", 0},
        {"1亿2345", NOT "the last figure has no unit", 0},
        {"3千5百万元", NOT "from large to small", 0},
        {"1万2亿", NOT "from large to small", 0},
        {"1万20000元", NOT "from large to small", 0},
        {"1.5亿2000万", NOT "from large to small", 0},
        {"1万1万", NOT "from large to small", 0},
        {"12元15角", NOT "from large to small", 0},
        /* what is no yuan */
        {"$500", NOT "not in yuan", 0},
        {"500美元", NOT "not in yuan", 0},
        {"500万美元", NOT "not in yuan", 0},
        {"USD 500", NOT "not in yuan", 0},
        {"HK$500", NOT "not in yuan", 0},
        {"€5", NOT "not in yuan", 0},
        {"500港币", NOT "not in yuan", 0},
        {"5吨", NOT "not a number", 0},
        {"5千克", NOT "not a number", 0},
        {"5分钟", NOT "not a number", 0},
        {"12元/月", NOT "not a number", 0},
        {"500余万元", NOT "not a number", 0},
        {"12整", NOT "not a number", 0},
    };
    CHECK(TYPE_DECIMAL, 0, CELL_TEXT, v);
}

static void test_numerals(void)
{
    static const struct row v[] = {
        {"壹万贰仟元整", "12000", 0},
        {"壹萬貳仟圓整", "12000", 0},
        {"人民币壹万贰仟元整", "12000", 0},
        {"壹仟陆佰捌拾元零叁角贰分", "1680.32", 0}, /* the four of the payment rules of 1997 */
        {"壹仟陆佰捌拾元叁角贰分", "1680.32", 0},
        {"壹拾万柒仟元零伍角叁分", "107000.53", 0},
        {"壹拾万零柒仟元伍角叁分", "107000.53", 0},
        {"壹万陆仟肆佰零玖元零贰分", "16409.02", 0},
        {"叁佰贰拾伍元零肆分", "325.04", 0},
        {"壹仟肆佰零玖元伍角", "1409.5", 0},
        {"陆仟零柒元壹角肆分", "6007.14", 0},
        {"伍角整", "0.5", 0},
        {"叁分", "0.03", 0},
        {"零元整", "0", 0},
        {"零", "0", 0},
        {"十", "10", 0},
        {"十二", "12", 0},
        {"二十", "20", 0},
        {"二十五", "25", 0},
        {"一百零五", "105", 0},
        {"一百一十", "110", 0},
        {"一千零一十", "1010", 0},
        {"五百万元", "5000000", 0},
        {"两百万元", "2000000", 0},
        {"十五万", "150000", 0},
        {"一万零五", "10005", 0},
        {"一万零五十元", "10050", 0},
        {"三亿五千万", "350000000", 0},
        {"一万二千亿元", "1200000000000", 0},
        {"一万亿", "1000000000000", 0},
        {"一亿零三万元", "100030000", 0},
        {"九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九元九角九分",
         "9999999999999999.99", 0},
        {"负壹万元", NOT "not a number", 0},
        {"-一万元", "-10000", 0},
        {"(一万元)", "-10000", 0},
        {"一万三", NOT "the last figure has no unit", 0},
        {"一万三元", NOT "the last figure has no unit", 0},
        {"三百五", NOT "the last figure has no unit", 0},
        {"三千五元", NOT "the last figure has no unit", 0},
        {"叁元伍", NOT "the last figure has no unit", 0},
        {"一百二千", NOT "from large to small", 0},
        {"一千一千", NOT "from large to small", 0},
        {"一二三", NOT "not a number", 0},
        {"一千零零五", NOT "not a number", 0},
        {"零五", NOT "not a number", 0},
        {"十两", NOT "not a number", 0},
        {"两", NOT "not a number", 0},
        {"一", NOT "the figure one or a dash", 0},
        {"一一", NOT "not a number", 0},
        {"一元", "1", 0},
        {"○", NOT "not a number", 0},
        {"万元", NOT "not a number", 0},
        {"一点五亿", NOT "not a number", 0},
        {"一亿二亿", NOT "the last figure has no unit", 0},
        {"一万万", NOT "not a number", 0},
        {"三五百", NOT "not a number", 0},
    };
    static const struct row in_wan[] = {
        {"一千二百", "12000000", 0},
        {"一千二百元", "1200", 0},
        {"十五万", "150000", 0},
        {"伍角", "0.5", 0},
        {"一亿", "100000000", 0},
        {"两亿", "200000000", 0},
    };
    CHECK(TYPE_DECIMAL, 0, CELL_TEXT, v);
    CHECK(TYPE_DECIMAL, 4, CELL_TEXT, in_wan);
}

static void test_units(void)
{
    static const struct row wan[] = {
        {"12.5", "125000", 0},       {"-12.5", "-125000", 0},
        {"12.345678", "123456.78", 0}, {"￥12.5", "125000", 0},
        {"1,234.5", "12345000", 0},  {"0", "0", 0},
        {"0.00", "0", 0},            {"12.5元", "12.5", 0},
        {"12.5万元", "125000", 0},   {"1.2亿", "120000000", 0},
        {"15%", "0.15", 0},          {"", "", 0},
        {"007", "70000", 0},         {".5", "5000", 0},
    };
    static const struct row stored[] = {
        {"12.5", "125000", 0},
        {"-0.00015", "-1.5", 0},
        {"1E-20", "0.0000000000000001", 0},
        {"1E-23", "0.000000000000000000", TIDY_ROUNDED},
    };
    CHECK(TYPE_DECIMAL, 4, CELL_TEXT, wan);
    CHECK(TYPE_DECIMAL, 4, CELL_NUMBER, stored);
    check(TYPE_DECIMAL, 8, cell_of(CELL_NUMBER, "1.2"), "120000000", 0);
    static const struct {
        const char *unit;
        int power;
    } v[] = {{"元", 0},        {"千元", 3},     {"仟元", 3},       {"万元", 4},
             {"万", 4},        {"萬元", 4},     {"十万元", 5},     {"百万元", 6},
             {"百万", 6},      {"千万元", 7},   {"亿元", 8},       {"亿", 8},
             {"十亿元", 9},    {"万亿元", 12},  {"人民币元", 0},   {"人民币万元", 4},
             {"万元人民币", 4}, {"RMB", 0},     {"RMB万元", 4},    {"￥", 0},
             {"￥万元", 4},    {"CNY", 0},      {"单位：万元", 4}, {"单位:元", 0},
             {"金额单位：人民币万元", 4},       {" 万元 ", 4},     {"\u3000万元\u00a0", 4},
             {"元/平方米", 0}, {"万元/亩", 4},  {"元/吨", 0},      {"人", 0},         {"人次", 0},
             {"天", 0},        {"年", -1},      {"月", -1},        {"元/月", 0},
             {"元/人", 0},     {"元/元", -1},
             {"万人", 4},      {"户", 0},       {"平方米", 0},     {"%", TIDY_PERCENT},
             {"％", TIDY_PERCENT}, {"百元", 2},
             {"", -1},         {" ", -1},       {"万美元", -1},    {"美元", -1},
             {"千克", -1},     {"千米", -1},    {"百", -1},        {"分", -1},
             {"角", -1},       {"万元以上", -1}, {"名称", -1},     {"元、人", -1},
             {"万元/", -1},    {"含税", -1},    {"‰", -1},         {"单位：", -1},
             {"万元万元", -1}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        if (!ok(tidy_unit(slice_of(v[i].unit)) == v[i].power, "unit '%s' is %d", v[i].unit,
                v[i].power))
            printf("# got: %d\n", tidy_unit(slice_of(v[i].unit)));
}

static void test_percents(void)
{
    static const struct row percent[] = {
        {"15%", "15%", 0},
        {"15.00%", "15.00%", 0},
        {"-15%", "-15%", 0},
        {"１５％", "15%", 0},
        {"15 %", "15%", 0},
        {"(15%)", "-15%", 0},
        {"(15)%", "-15%", 0},
        {"1,500%", "1500%", 0},
        {"15％", "15%", 0},
        {"15﹪", "15%", 0},
        {"5‰", "0.5%", 0},
        {"25‱", "0.25%", 0},
        {"0.15", "0.15", 0},
        {"1", "1", 0},
        {"1.00", "1.00", 0},
        {"1.01", "1.01", TIDY_BARE},
        {"15", "15", TIDY_BARE},
        {"１５", "15", TIDY_BARE},
        {"-15", "-15", 0}, /* as decode.c counts them */
        {"0.1234567890123456%", "0.1234567890123456%", 0},
        {"0.12345678901234567%", NOT "18 digits", 0},
        {"15%%", NOT "not a number", 0},
        {"%", NOT "not a number", 0},
        {"12万", NOT "not a number", 0},
        {"￥15%", NOT "not a number", 0},
        {"15个百分点", NOT "not a number", 0},
    };
    static const struct row under_a_sign[] = {
        {"15", "15%", 0}, {"15%", "15%", 0}, {"0.5", "0.5%", 0}, {"1,500", "1500%", 0}};
    static const struct row decimal[] = {
        {"15%", "0.15", 0}, {"15.00%", "0.1500", 0}, {"5‰", "0.005", 0},
        {"１５％", "0.15", 0}, {"12万%", NOT "not a number", 0}};
    static const struct row decimal_under_a_sign[] = {{"15", "0.15", 0}, {"15%", "0.15", 0}};
    CHECK(TYPE_PERCENT, 0, CELL_TEXT, percent);
    CHECK(TYPE_PERCENT, TIDY_PERCENT, CELL_TEXT, under_a_sign);
    check(TYPE_PERCENT, 4, cell_of(CELL_TEXT, "0.15"), "0.15", 0);
    CHECK(TYPE_DECIMAL, 0, CELL_TEXT, decimal);
    CHECK(TYPE_DECIMAL, TIDY_PERCENT, CELL_TEXT, decimal_under_a_sign);
    struct cell cell = cell_of(CELL_NUMBER, "0.15");
    check(TYPE_PERCENT, 0, cell, "0.15", 0);
    check(TYPE_PERCENT, TIDY_PERCENT, cell, "0.15%", 0);
    cell.percent = true;
    check(TYPE_PERCENT, 0, cell, "15%", 0);
    check(TYPE_PERCENT, TIDY_PERCENT, cell, "15%", 0);
    check(TYPE_DECIMAL, 0, cell, "0.15", 0);
    check(TYPE_DECIMAL, 4, cell, "0.15", 0);
    check(TYPE_TEXT, 0, cell, "15%", 0);
    cell.text = SLICE("0.1555");
    check(TYPE_PERCENT, 0, cell, "15.55%", 0);
    cell.text = SLICE("1");
    check(TYPE_PERCENT, 0, cell, "100%", 0);
    cell.text = SLICE("-0.001");
    check(TYPE_PERCENT, 0, cell, "-0.1%", 0);
    check(TYPE_PERCENT, 0, cell_of(CELL_NUMBER, "15"), "15", TIDY_BARE);
}

static void test_stored_numbers(void)
{
    static const struct row v[] = {
        {"1234.5", "1234.5", 0},
        {"-7", "-7", 0},
        {"0", "0", 0},
        {"1E+20", "100000000000000000000", 0},
        {"1.5e3", "1500", 0},
        {"0.0000000000000000004", "0.000000000000000000", TIDY_ROUNDED},
        {"0.0000000000000000006", "0.000000000000000001", TIDY_ROUNDED},
        {"0.0000000000000000005", "0.000000000000000000", TIDY_ROUNDED},
        {"0.0000000000000000015", "0.000000000000000002", TIDY_ROUNDED},
        {"0.00000000000000000050001", "0.000000000000000001", TIDY_ROUNDED},
        {"-0.9999999999999999999", "-1.000000000000000000", TIDY_ROUNDED},
        {"9.9999999999999999995", "10.000000000000000000", TIDY_ROUNDED},
        {"1.2345E-300", "0.000000000000000000", TIDY_ROUNDED},
        {"1.7E308", NOT "38 digits", 0},
        {"1E99999", NOT "not a number", 0},
        {"1E+", NOT "not a number", 0},
        {"1x", NOT "not a number", 0},
        {"1E38", NOT "38 digits", 0},
        {"1E37", "10000000000000000000000000000000000000", 0},
    };
    CHECK(TYPE_DECIMAL, 0, CELL_NUMBER, v);
    struct cell cell = cell_of(CELL_NUMBER, "1234567890123450");
    cell.rounded = true;
    check(TYPE_DECIMAL, 0, cell, "1234567890123450", TIDY_DAMAGED);
    check(TYPE_TEXT, 0, cell, "1234567890123450", TIDY_DAMAGED);
    check(TYPE_ID, 0, cell, "1234567890123450", TIDY_DAMAGED | TIDY_LEADING);
    check(TYPE_DECIMAL, 0, cell_of(CELL_DAY, "2024-03-05"), NOT "a date where a number", 0);
    check(TYPE_DECIMAL, 0, cell_of(CELL_FLAG, "true"), NOT "true or false", 0);
    check(TYPE_DECIMAL, 0, cell_of(CELL_ERROR, "#DIV/0!"), NOT "error of a formula", 0);
    check(TYPE_DECIMAL, 0, cell_of(CELL_BLANK, ""), "", 0);
    cell = cell_of(CELL_BLANK, "");
    cell.uncomputed = true;
    check(TYPE_DECIMAL, 0, cell, NOT "never stored", 0);
    check(TYPE_TEXT, 0, cell, NOT "never stored", 0);
}

static void test_dashes(void)
{
    static const char *const dashes[] = {"-", "--", "—", "——", "－", "–", "−", "￥-",
                                         " ￥ - ", "─"};
    static const char *const words[] = {"无", "暂无", "N/A", "n/a", "NULL", "null", "(null)"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        struct cell cell = cell_of(CELL_TEXT, dashes[i]);
        bool money = strstr(dashes[i], "￥") != NULL;
        rules.dash = DASH_REFUSE;
        check(TYPE_DECIMAL, 0, cell, NOT "--dash zero or --dash blank", 0);
        check(TYPE_PERCENT, 0, cell, NOT "--dash zero or --dash blank", 0);
        check(TYPE_DATE, 0, cell, money ? NOT "not a date" : NOT "stands for nothing", 0);
        rules.dash = DASH_ZERO;
        check(TYPE_DECIMAL, 0, cell, "0", 0);
        check(TYPE_DECIMAL, 4, cell, "0", 0);
        check(TYPE_PERCENT, 0, cell, "0", 0);
        if (!money)
            check(TYPE_DATE, 0, cell, "", 0);
        rules.dash = DASH_BLANK;
        check(TYPE_DECIMAL, 0, cell, "", 0);
        if (!money) {
            check(TYPE_MONTH, 0, cell, "", 0);
            check(TYPE_FLAG, 0, cell, "", 0);
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct cell cell = cell_of(CELL_TEXT, words[i]);
        rules.dash = DASH_ZERO;
        check(TYPE_DECIMAL, 0, cell, NOT "stands for nothing", 0);
        check(TYPE_ID, 0, cell, NOT "stands for nothing", 0);
        rules.dash = DASH_BLANK;
        check(TYPE_DECIMAL, 0, cell, "", 0);
        check(TYPE_ID, 0, cell, "", 0);
        check(TYPE_USCC, 0, cell, "", 0);
        check(TYPE_DATE, 0, cell, "", 0);
        check(TYPE_TEXT, 0, cell, words[i], 0);
    }
    for (int i = 0; i < 2; i++) {
        struct cell cell = cell_of(CELL_TEXT, i == 0 ? "/" : "／");
        rules.dash = DASH_ZERO;
        check(TYPE_DECIMAL, 0, cell, NOT "stands for nothing", 0);
        check(TYPE_DATE, 0, cell, "", 0);
        check(TYPE_ID, 0, cell_of(CELL_TEXT, "/"), "", 0);
        rules.dash = DASH_BLANK;
        check(TYPE_DECIMAL, 0, cell, "", 0);
    }
    check(TYPE_TEXT, 0, cell_of(CELL_TEXT, "-"), "", 0);
    check(TYPE_TEXT, 0, cell_of(CELL_TEXT, "/"), "", 0);
    rules.dash = DASH_REFUSE;
    check(TYPE_TEXT, 0, cell_of(CELL_TEXT, "-"), "-", TIDY_DASH);
    check(TYPE_TEXT, 0, cell_of(CELL_TEXT, "——"), "——", TIDY_DASH);
    check(TYPE_TEXT, 0, cell_of(CELL_TEXT, "-a"), "-a", 0);
    check(TYPE_ID, 0, cell_of(CELL_TEXT, "-"), NOT "stands for nothing", 0);
    check(TYPE_ID, 0, cell_of(CELL_TEXT, "/"), NOT "stands for nothing", 0);
    check(TYPE_ID, 0, cell_of(CELL_TEXT, "-1"), "-1", 0);
    check(TYPE_FLAG, 0, cell_of(CELL_TEXT, "-"), NOT "stands for nothing", 0);
    check(TYPE_DECIMAL, 0, cell_of(CELL_NUMBER, "0"), "0", 0);
    check(TYPE_DECIMAL, 0, cell_of(CELL_TEXT, "-/"), NOT "not a number", 0);
    rules.dash = DASH_ZERO;
    check(TYPE_ID, 0, cell_of(CELL_TEXT, "-"), "", 0);
    rules.dash = DASH_REFUSE;
}

static void test_dates(void)
{
    static const struct row v[] = {
        {"2024-03-05", "2024-03-05", 0},
        {"2024-3-5", "2024-03-05", 0},
        {"2024/3/5", "2024-03-05", 0},
        {"2024/03/05", "2024-03-05", 0},
        {"2024.3.5", "2024-03-05", 0},
        {"2024.10.1", "2024-10-01", 0},
        {"2024年3月5日", "2024-03-05", 0},
        {"2024年03月05日", "2024-03-05", 0},
        {"2024 年 3 月 5 日", "2024-03-05", 0},
        {"2024年3月5号", "2024-03-05", 0},
        {"2024年3月5", "2024-03-05", 0},
        {"２０２４年３月５日", "2024-03-05", 0},
        {"２０２４－３－５", "2024-03-05", 0},
        {"２０２４／３／５", "2024-03-05", 0},
        {"二〇二四年三月五日", "2024-03-05", 0},
        {"二零二四年十二月三十一日", "2024-12-31", 0},
        {"二○二四年十月二十日", "2024-10-20", 0},
        {"贰零贰肆年叁月零伍日", "2024-03-05", 0},
        {"20240305", "2024-03-05", 0},
        {"２０２４０３０５", "2024-03-05", 0},
        {"'2024-3-5", "2024-03-05", 0},
        {"=\"2024-3-5\"", "2024-03-05", 0},
        {" 2024-03-05\t", "2024-03-05", 0},
        {"2024 - 3 - 5", "2024-03-05", 0},
        {"99991231", "9999-12-31", 0},
        {"2024-02-29", "2024-02-29", 0},
        /* with a time */
        {"2024-03-05 00:00:00", "2024-03-05", 0},
        {"2024-03-05T00:00:00", "2024-03-05", 0},
        {"2024/3/5 0:00", "2024-03-05", 0},
        {"2024-03-05 00:00:00.0", "2024-03-05", 0},
        {"2024-03-05 00:00:00.0000000", "2024-03-05", 0},
        {"20240305 00:00:00", "2024-03-05", 0},
        {"20240305000000", "2024-03-05", 0},
        {"2024-03-05T00:00:00+08:00", "2024-03-05", 0},
        {"2024-03-05 10:30", "2024-03-05", TIDY_FINER},
        {"2024-03-05T10:30:00+08:00", "2024-03-05", TIDY_FINER},
        {"20240305103000", "2024-03-05", TIDY_FINER},
        {"2024-03-04T16:00:00Z", NOT "another zone", 0},
        {"2024-03-04T16:00:00.000Z", NOT "another zone", 0},
        {"2024-03-05 24:00", NOT "24:00 is the end", 0},
        {"2024-03-05 25:00", NOT "no such time", 0},
        {"2024-03-05 10:60", NOT "no such time", 0},
        {"2024-03-05 x", NOT "no such time", 0},
        /* days of the week */
        {"2024年3月5日星期二", "2024-03-05", 0},
        {"2024年3月5日 星期二", "2024-03-05", 0},
        {"2024/3/5 周二", "2024-03-05", 0},
        {"2024年3月10日星期日", "2024-03-10", 0},
        {"2024年3月10日星期天", "2024-03-10", 0},
        {"2024年3月5日星期三", NOT "another day of the week", 0},
        /* none */
        {"2024-02-30", NOT "no such day", 0},
        {"2023-02-29", NOT "no such day", 0},
        {"2024-13-01", NOT "no such day", 0},
        {"2024-0-5", NOT "no such day", 0},
        {"2024-3-0", NOT "no such day", 0},
        {"0000-00-00", NOT "no such day", 0},
        {"1900-01-00", NOT "no such day", 0},
        {"2024年13月1日", NOT "no such day", 0},
        {"2024年2月30日", NOT "no such day", 0},
        {"20240230", NOT "no such day", 0},
        {"20241301", NOT "no such day", 0},
        {"05032024", NOT "no such day", 0},
        {"2024-3", NOT "has no day", 0},
        {"2024年3月", NOT "has no day", 0},
        {"202403", NOT "has no day", 0},
        {"2024", NOT "has no day", 0},
        {"2024年", NOT "has no day", 0},
        {"2024Q1", NOT "has no day", 0},
        {"3月5日", NOT "has no year", 0},
        {"10:30", NOT "time without its day", 0},
        {"9:30", NOT "time without its day", 0},
        {"2024-3/5", NOT "not a date", 0},
        {"2024-3-5-6", NOT "no such time", 0},
        {"2024-3-5x", NOT "no such time", 0},
        {"2024--3-5", NOT "not a date", 0},
        {"2024-3-", NOT "not a date", 0},
        {"2024-3-05日", NOT "no such time", 0},
        {"2024-003-05", NOT "not a date", 0},
        {"20243-3-5", NOT "not a date", 0},
        {"昨天", NOT "not a date", 0},
        {"2024年三", NOT "not a date", 0},
        {"二〇二四年十〇月", NOT "not a date", 0},
        {"二十〇", NOT "not a date", 0},
        {"#VALUE!", NOT "error of a formula", 0},
        {"2024-03-05至2024-03-08", NOT "no such time", 0},
        /* counts of days */
        {"45356", "2024-03-05", TIDY_SERIAL},
        {"45356.0", "2024-03-05", TIDY_SERIAL},
        {"45356.4375", "2024-03-05", TIDY_SERIAL | TIDY_FINER},
        {"20000", "1954-10-03", TIDY_SERIAL},
        {"80000", "2119-01-11", TIDY_SERIAL},
        {"19999", NOT "bare number", 0},
        {"80001", NOT "bare number", 0},
        {"00000", NOT "bare number", 0},
        {"45356.", NOT "not a date", 0},
        {"45356.x", NOT "not a date", 0},
        {"4535", NOT "has no day", 0},
        {"453560", NOT "not a date", 0},
        {"240305", NOT "not a date", 0},
        {"-45356", NOT "not a date", 0},
        /* an order that must be said */
        {"3/5/2024", NOT "--date-order", 0},
        {"05.03.2024", NOT "--date-order", 0},
        {"3/5/24", NOT "--date-order", 0},
        {"13/5/2024", NOT "--date-order", 0},
        {"24-3-5", NOT "--date-order", 0},
        {"24年3月5日", NOT "a year of two digits", 0},
        {"5-Mar-24", NOT "a year of two digits", 0},
        {"5-Mar-2024", "2024-03-05", 0},
        {"05-MAR-2024", "2024-03-05", 0},
        {"5 March 2024", "2024-03-05", 0},
        {"March 5, 2024", "2024-03-05", 0},
        {"Mar 5 2024", "2024-03-05", 0},
        {"2024-Mar-5", "2024-03-05", 0},
        {"5-Mar-2024 10:30", "2024-03-05", TIDY_FINER},
        {"31-Feb-2024", NOT "no such day", 0},
        {"Mar-Mar-2024", NOT "not a date", 0},
        {"5-Mai-2024", NOT "not a date", 0},
    };
    CHECK(TYPE_DATE, 0, CELL_TEXT, v);
    check(TYPE_DATE, 0, cell_of(CELL_NUMBER, "45356"), "2024-03-05", TIDY_SERIAL);
    check(TYPE_DATE, 0, cell_of(CELL_NUMBER, "20240305"), "2024-03-05", 0);
    check(TYPE_DATE, 0, cell_of(CELL_NUMBER, "2024"), NOT "has no day", 0);
    check(TYPE_DATE, 0, cell_of(CELL_DAY, "2024-03-05"), "2024-03-05", 0);
    check(TYPE_DATE, 0, cell_of(CELL_DAY, "2024-03-05T10:30:00"), "2024-03-05", TIDY_FINER);
    check(TYPE_DATE, 0, cell_of(CELL_DAY, "10:30:00"), NOT "time without its day", 0);
    check(TYPE_DATE, 0, cell_of(CELL_DAY, "130:30:00"), NOT "time without its day", 0);
    check(TYPE_DATE, 0, cell_of(CELL_FLAG, "true"), NOT "true or false", 0);
    check(TYPE_DATE, 0, cell_of(CELL_ERROR, "#N/A"), NOT "error of a formula", 0);
    rules.from_1904 = true;
    check(TYPE_DATE, 0, cell_of(CELL_NUMBER, "43894"), "2024-03-05", TIDY_SERIAL);
    rules.from_1904 = false;
}

static void test_orders(void)
{
    static const struct row dmy[] = {
        {"3/5/24", "2024-05-03", 0},       {"05.03.2024", "2024-03-05", 0},
        {"13/5/2024", "2024-05-13", 0},    {"5/13/2024", NOT "no such day", 0},
        {"2024/3/5", "2024-03-05", 0},     {"5-Mar-24", "2024-03-05", 0},
        {"Mar 5, 24", "2024-03-05", 0},    {"24年3月5日", "2024-03-05", 0},
        {"3/5/29", "2029-05-03", 0},       {"3/5/30", "1930-05-03", 0},
        {"3/5/00", "2000-05-03", 0},       {"3/5/99", "1999-05-03", 0},
        {"3/5/4", NOT "not a date", 0},    {"3/5/024", NOT "not a date", 0},
        {"3/5", NOT "not a date", 0},      {"3/0/24", NOT "no such day", 0},
    };
    static const struct row mdy[] = {
        {"3/5/24", "2024-03-05", 0},      {"03.05.2024", "2024-03-05", 0},
        {"13/5/2024", NOT "no such day", 0}, {"5/13/2024", "2024-05-13", 0},
        {"2024/3/5", "2024-03-05", 0},    {"5-Mar-24", "2024-03-05", 0},
        {"3/5/24 1:05 PM", "2024-03-05", TIDY_FINER},
    };
    static const struct row ymd[] = {
        {"24/3/5", "2024-03-05", 0},      {"24-03-05", "2024-03-05", 0},
        {"3/5/24", NOT "not a date", 0}, /* a year of one digit */
        {"13/5/2024", NOT "not a date", 0}, {"2024/3/5", "2024-03-05", 0},
        {"24年3月5日", "2024-03-05", 0},  {"24-Mar-05", "2024-03-05", 0},
    };
    rules.order = ORDER_DMY;
    CHECK(TYPE_DATE, 0, CELL_TEXT, dmy);
    rules.order = ORDER_MDY;
    CHECK(TYPE_DATE, 0, CELL_TEXT, mdy);
    rules.order = ORDER_YMD;
    CHECK(TYPE_DATE, 0, CELL_TEXT, ymd);
    rules.order = ORDER_NONE;
}

static void test_times(void)
{
    static const struct row v[] = {
        {"2024-03-05T10:30", "2024-03-05T10:30", 0},
        {"2024-03-05 10:30:00", "2024-03-05 10:30:00", 0},
        {"2024-03-05T10:30:00+08:00", "2024-03-05T10:30:00+08:00", 0},
        {"2024/3/5 10:30", "2024-03-05T10:30:00", 0},
        {"2024/3/5 9:05", "2024-03-05T09:05:00", 0},
        {"2024/3/5 9:05:07", "2024-03-05T09:05:07", 0},
        {"2024/3/5 23:59:59", "2024-03-05T23:59:59", 0},
        {"2024年3月5日23时59分59秒", "2024-03-05T23:59:59", 0},
        {"2024年3月5日23时60分", NOT "no such time", 0},
        {"2024年3月5日23时59分60秒", NOT "no such time", 0},
        {"2024/3/5 0:00", "2024-03-05T00:00:00", 0},
        {"2024/3/5  10:30", "2024-03-05T10:30:00", 0},
        {"2024.3.5 10:30:15.25", "2024-03-05T10:30:15.25", 0},
        {"2024-03-05 10:30:00.0", "2024-03-05 10:30:00.0", 0},
        {"2024-03-05 10:30:00.1234560", "2024-03-05T10:30:00.123456", 0},
        {"2024-03-05 10:30:00.1234567", NOT "no such time", 0},
        {"2024-03-05 10:30:00.", NOT "no such time", 0},
        {"2024年3月5日10:30", "2024-03-05T10:30:00", 0},
        {"2024年3月5日 10时30分", "2024-03-05T10:30:00", 0},
        {"2024年3月5日10时30分15秒", "2024-03-05T10:30:15", 0},
        {"2024年3月5日10时", "2024-03-05T10:00:00", 0},
        {"2024年3月5日10时整", "2024-03-05T10:00:00", 0},
        {"2024年3月5日10点30分", "2024-03-05T10:30:00", 0},
        {"二〇二四年三月五日上午十时三十分", "2024-03-05T10:30:00", 0},
        {"2024年3月5日下午3点", "2024-03-05T15:00:00", 0},
        {"2024年3月5日 10：30", "2024-03-05T10:30:00", 0},
        {"2024/3/5 上午10:30", "2024-03-05T10:30:00", 0},
        {"2024/3/5 上午12:30", "2024-03-05T00:30:00", 0},
        {"2024/3/5 下午12:30", "2024-03-05T12:30:00", 0},
        {"2024/3/5 下午3:05", "2024-03-05T15:05:00", 0},
        {"2024/3/5 下午15:05", "2024-03-05T15:05:00", 0},
        {"2024/3/5 上午13:00", NOT "no such time", 0},
        {"2024/3/5 下午0:30", NOT "no such time", 0},
        {"2024/3/5 3:05 PM", "2024-03-05T15:05:00", 0},
        {"2024/3/5 3:05:06 am", "2024-03-05T03:05:06", 0},
        {"2024/3/5 12:00 AM", "2024-03-05T00:00:00", 0},
        {"2024/3/5 12:00 PM", "2024-03-05T12:00:00", 0},
        {"2024/3/5 星期二 10:30", "2024-03-05T10:30:00", 0},
        {"20240305103000", "2024-03-05T10:30:00", 0},
        {"202403051030", "2024-03-05T10:30:00", 0},
        {"20240305 10:30", "2024-03-05T10:30:00", 0},
        {"20240305250000", NOT "no such time", 0},
        {"20240305106000", NOT "no such time", 0},
        {"20240305105960", NOT "no such time", 0},
        {"202403052500", NOT "no such time", 0},
        {"20240305235959", "2024-03-05T23:59:59", 0},
        {"2024-03-05T10:30:00Z", "2024-03-05T10:30:00Z", 0},
        {"2024/3/5 10:30 Z", "2024-03-05T10:30:00+00:00", 0},
        {"2024-03-05T10:30:00+0800", "2024-03-05T10:30:00+08:00", 0},
        {"2024-03-05T10:30:00 +08:00", "2024-03-05T10:30:00+08:00", 0},
        {"2024-03-05T10:30:00+08", "2024-03-05T10:30:00+08:00", 0},
        {"2024-03-05T10:30:00-0330", "2024-03-05T10:30:00-03:30", 0},
        {"2024-03-05T10:30:00+1500", NOT "no such time", 0},
        {"2024-03-05 24:00", "2024-03-06T00:00:00", 0},
        {"2024-12-31 24:00:00", "2025-01-01T00:00:00", 0},
        {"9999-12-31 24:00", NOT "no such day", 0},
        {"2024-03-05 24:01", NOT "no such time", 0},
        {"2024-03-05 23:59:60", NOT "no such time", 0},
        {"2024-03-05 10", NOT "no such time", 0},
        {"2024-03-05 1:2", NOT "no such time", 0},
        {"2024-03-05", NOT "a day without a time", 0},
        {"2024/3/5", NOT "a day without a time", 0},
        {"2024-3", NOT "has no day", 0},
        {"10:30", NOT "time without its day", 0},
        {"x", NOT "not a time", 0},
        {"45356.4375", "2024-03-05T10:30:00", TIDY_SERIAL},
        {"45356.437511574", "2024-03-05T10:30:01", TIDY_SERIAL},
        {"45356.99999999999", "2024-03-06T00:00:00", TIDY_SERIAL},
        {"45356.5000057870", "2024-03-05T12:00:00.5", TIDY_SERIAL},
        {"45356.500000011577546", "2024-03-05T12:00:00.001", TIDY_SERIAL},
        {"45356.00000015625", "2024-03-05T00:00:00.014", TIDY_SERIAL},
        {"45356.00000046875", "2024-03-05T00:00:00.04", TIDY_SERIAL},
        {"45356.500000019", "2024-03-05T12:00:00.002", TIDY_SERIAL},
        {"45356.50000000578703703", "2024-03-05T12:00:00", TIDY_SERIAL},
        {"45356", NOT "a day without a time", 0},
    };
    CHECK(TYPE_TIME, 0, CELL_TEXT, v);
    check(TYPE_TIME, 0, cell_of(CELL_DAY, "2024-03-05T10:30:00"), "2024-03-05T10:30:00", 0);
    check(TYPE_TIME, 0, cell_of(CELL_DAY, "2024-03-05"), NOT "a day without a time", 0);
    check(TYPE_TIME, 0, cell_of(CELL_DAY, "2024-03-05T00:00:00"), "2024-03-05T00:00:00", 0);
    check(TYPE_TIME, 0, cell_of(CELL_NUMBER, "45356"), NOT "a day without a time", 0);
    check(TYPE_TIME, 0, cell_of(CELL_NUMBER, "45356.75"), "2024-03-05T18:00:00", TIDY_SERIAL);
}

static void test_periods(void)
{
    static const struct row months[] = {
        {"2024-03", "2024-03", 0},
        {"2024-3", "2024-03", 0},
        {"2024/3", "2024-03", 0},
        {"2024/03", "2024-03", 0},
        {"2024.03", "2024-03", 0},
        {"2024.3", "2024-03", 0},
        {"2024.10", "2024-10", 0},
        {"2024.01", "2024-01", 0},
        {"2024.1", NOT "may be January, or October", 0},
        {"2024-1", "2024-01", 0},
        {"2024年3月", "2024-03", 0},
        {"2024年03月", "2024-03", 0},
        {"2024年3月份", "2024-03", 0},
        {"2024 年 3 月", "2024-03", 0},
        {"２０２４年３月", "2024-03", 0},
        {"二〇二四年十一月", "2024-11", 0},
        {"24年3月", "2024-03", 0},
        {"202403", "2024-03", 0},
        {"202403.0", "2024-03", 0},
        {"2024.0", NOT "has no month", 0},
        {"'202403", "2024-03", 0},
        {"Mar-24", "2024-03", 0},
        {"Mar-2024", "2024-03", 0},
        {"March 2024", "2024-03", 0},
        {"2024-Mar", "2024-03", 0},
        {"3/2024", "2024-03", 0},
        {"03-2024", "2024-03", 0},
        {"2024-03-01", "2024-03", 0},
        {"2024/3/1", "2024-03", 0},
        {"2024/3/1 0:00", "2024-03", 0},
        {"2024-03-31", "2024-03", TIDY_FINER},
        {"2024-03-01 10:30", "2024-03", TIDY_FINER},
        {"20240331", "2024-03", TIDY_FINER},
        {"45352", "2024-03", TIDY_SERIAL},
        {"45356", "2024-03", TIDY_SERIAL | TIDY_FINER},
        {"20243", NOT "bare number", 0},
        {"195001", "1950-01", 0},
        {"194912", NOT "not a month", 0},
        {"209912", "2099-12", 0},
        {"210001", NOT "not a month", 0},
        {"二〇二四年零十月", NOT "not a month", 0},
        {"二〇二四年零三月", "2024-03", 0},
        {"202413", NOT "no such day", 0},
        {"202400", NOT "no such day", 0},
        {"2024-13", NOT "no such day", 0},
        {"2024-00", NOT "no such day", 0},
        {"2024年13月", NOT "no such day", 0},
        {"240305", NOT "not a month", 0},
        {"3月", NOT "has no year", 0},
        {"３月", NOT "has no year", 0},
        {"十二月", NOT "has no year", 0},
        {"3", NOT "has no year", 0},
        {"2024", NOT "has no month", 0},
        {"2024年", NOT "has no month", 0},
        {"2024年第一季度", NOT "has no month", 0},
        {"24-3", NOT "not a month", 0},
        {"24-Mar", NOT "not a month", 0},
        {"2024年3月-5月", NOT "not a month", 0},
        {"2024年3月上旬", NOT "not a month", 0},
        {"2024-03 10:30", NOT "not a month", 0},
        {"上月", NOT "not a month", 0},
    };
    static const struct row quarters[] = {
        {"2024Q1", "2024Q1", 0},           {"2024q1", "2024Q1", 0},
        {"2024-Q1", "2024Q1", 0},          {"2024 Q1", "2024Q1", 0},
        {"2024/Q1", "2024Q1", 0},          {"2024年Q1", "2024Q1", 0},
        {"Q1 2024", "2024Q1", 0},          {"Q1-2024", "2024Q1", 0},
        {"1Q2024", "2024Q1", 0},           {"2024年第一季度", "2024Q1", 0},
        {"2024年第1季度", "2024Q1", 0},    {"2024年1季度", "2024Q1", 0},
        {"2024年四季度", "2024Q4", 0},     {"2024年四季", "2024Q4", 0},
        {"２０２４年第３季度", "2024Q3", 0}, {"二〇二四年第三季度", "2024Q3", 0},
        {"2024-03-31", "2024Q1", TIDY_FINER}, {"2024-04-01", "2024Q2", 0},
        {"2024-04-02", "2024Q2", TIDY_FINER}, {"2024-05-01", "2024Q2", TIDY_FINER},
        {"2024-06-30", "2024Q2", TIDY_FINER}, {"2024-12-01", "2024Q4", TIDY_FINER},
        {"2024年6月", "2024Q2", TIDY_FINER},   {"2024年1月", "2024Q1", TIDY_FINER},
        {"2024Q5", NOT "not a quarter", 0}, {"2024Q0", NOT "not a quarter", 0},
        {"2024Q", NOT "not a quarter", 0},  {"第一季度", NOT "not a quarter", 0},
        {"2024", NOT "has no quarter", 0},  {"2024年上半年", NOT "not a quarter", 0},
        {"2024年第一季", "2024Q1", 0},      {"2024年第一", NOT "not a quarter", 0},
    };
    static const struct row years[] = {
        {"2024", "2024", 0},       {"2024年", "2024", 0},
        {"2024年度", "2024", 0},   {"２０２４", "2024", 0},
        {"二〇二四年", "2024", 0}, {"24年", "2024", 0},
        {"98年", "1998", 0},       {"2024-01-01", "2024", 0},
        {"2024-03-05", "2024", TIDY_FINER}, {"2024年3月", "2024", TIDY_FINER},
        {"2024-01-02", "2024", TIDY_FINER}, {"2024-03-01", "2024", TIDY_FINER},
        {"2024-01-01 0:01", "2024", TIDY_FINER},
        {"202403", "2024", TIDY_FINER},     {"2024Q1", "2024", TIDY_FINER},
        {"24", NOT "not a year", 0},        {"0000", NOT "no such day", 0},
        {"2024-2025", NOT "not a year", 0}, {"20244", NOT "bare number", 0},
        {"本年", NOT "not a year", 0},      {"2024.0", "2024", 0},
    };
    CHECK(TYPE_MONTH, 0, CELL_TEXT, months);
    CHECK(TYPE_QUARTER, 0, CELL_TEXT, quarters);
    CHECK(TYPE_YEAR, 0, CELL_TEXT, years);
    check(TYPE_MONTH, 0, cell_of(CELL_NUMBER, "202403"), "2024-03", 0);
    check(TYPE_MONTH, 0, cell_of(CELL_NUMBER, "2024.1"), NOT "may be January, or October", 0);
    check(TYPE_MONTH, 0, cell_of(CELL_NUMBER, "2024.03"), "2024-03", 0);
    check(TYPE_MONTH, 0, cell_of(CELL_NUMBER, "45352"), "2024-03", TIDY_SERIAL);
    check(TYPE_MONTH, 0, cell_of(CELL_DAY, "2024-03-01"), "2024-03", 0);
    check(TYPE_MONTH, 0, cell_of(CELL_DAY, "2024-03-05"), "2024-03", TIDY_FINER);
    check(TYPE_YEAR, 0, cell_of(CELL_NUMBER, "2024"), "2024", 0);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "2024-01-01"), "2024", 0);
    /* 2024 and 202403 as counts of days */
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-03-14"), NOT "formatted as a date", 0);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-03-13"), "1905", TIDY_FINER);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-07-01"), NOT "formatted as a date", 0);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-09-29"), NOT "formatted as a date", 0);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-09-30"), "1905", TIDY_FINER);
    check(TYPE_MONTH, 0, cell_of(CELL_DAY, "2024-01-21"), "2024-01", TIDY_FINER);
    check(TYPE_YEAR, 0, cell_of(CELL_DAY, "1905-07-16"), NOT "formatted as a date", 0);
    check(TYPE_MONTH, 0, cell_of(CELL_DAY, "2454-02-26"), NOT "formatted as a date", 0);
    check(TYPE_DATE, 0, cell_of(CELL_DAY, "1905-07-16"), "1905-07-16", 0);
}

static void test_flags(void)
{
    static const struct row v[] = {
        {"yes", "yes", 0}, {"no", "no", 0},   {"true", "true", 0}, {"1", "1", 0},
        {"0", "0", 0},     {"是", "是", 0},   {"否", "否", 0},     {"YES", "yes", 0},
        {"Y", "yes", 0},   {"n", "no", 0},    {"TRUE", "yes", 0},  {"FALSE", "no", 0},
        {"Ｙ", "yes", 0},  {"１", "yes", 0},  {"０", "no", 0},     {"有", "yes", 0},
        {"无", "no", 0},   {"√", "yes", 0},   {"×", "no", 0},      {"✓", "yes", 0},
        {"☐", "no", 0},    {" 是 ", "是", 0}, {"", "", 0},         {"\u3000", "", 0},
        {"x", NOT "not a flag", 0},           {"☒", NOT "not a flag", 0},
        {"2", NOT "not a flag", 0},           {"是否", NOT "not a flag", 0},
        {"yes!", NOT "not a flag", 0},        {"已", NOT "not a flag", 0},
        {"#N/A", NOT "error of a formula", 0},
    };
    CHECK(TYPE_FLAG, 0, CELL_TEXT, v);
    check(TYPE_FLAG, 0, cell_of(CELL_FLAG, "true"), "yes", 0);
    check(TYPE_FLAG, 0, cell_of(CELL_FLAG, "false"), "no", 0);
    check(TYPE_FLAG, 0, cell_of(CELL_NUMBER, "1"), "1", 0);
    check(TYPE_FLAG, 0, cell_of(CELL_DAY, "2024-03-05"), NOT "not a flag", 0);
}

static void test_texts(void)
{
    static const struct row texts[] = {
        {" a b ", "a b", 0},
        {"\u3000张\u3000三\u3000", "张\u3000三", 0},
        {"\u00a0x\u200b", "x", 0},
        {"a\nb\r\n", "a\nb", 0},
        {"'张三", "'张三", 0},
        {"=\"007\"", "007", 0},
        {"=\"a\"b\"", "=\"a\"b\"", 0},
        {"=\"", "=\"", 0},
        {"=\"\"", "", 0},
        {"ＡＢＣ１２", "ＡＢＣ１２", 0},
        {"无", "无", 0},
        {"1,234.50", "1,234.50", 0},
        {"#N/A", "#N/A", TIDY_FORMULA},
        {"3.20102E+17", "3.20102E+17", TIDY_DAMAGED},
        {"。", "。", 0},
        {"\u3001", "\u3001", 0},
    };
    static const struct row ids[] = {
        {"00123", "00123", 0},
        {"'00123", "00123", 0},
        {"=\"00123\"", "00123", 0},
        {" 00123\t", "00123", 0},
        {"'", "'", 0},
        {"苏A·00123", "苏A·00123", 0},
        {"ＡＢ１２", "ＡＢ１２", 0},
        {"A B", "A B", 0},
        {"1E10", "1E10", 0},
        {"3.20102E+17", NOT "left out its last digits", 0},
        {"3E+17", NOT "left out its last digits", 0},
        {"3.2E+100", NOT "left out its last digits", 0},
        {"3.2E+7", "3.2E+7", 0},
        {"32E+17", "32E+17", 0},
        {"320102199001011000", "320102199001011000", TIDY_DAMAGED},
        {"3201021990010110001", "3201021990010110001", 0},
        {"62220000000000000", "62220000000000000", 0},
        {"#REF!", NOT "error of a formula", 0},
        {"2024/3/5", "2024/3/5", 0},
    };
    CHECK(TYPE_TEXT, 0, CELL_TEXT, texts);
    CHECK(TYPE_ID, 0, CELL_TEXT, ids);
    check(TYPE_TEXT, 0, cell_of(CELL_NUMBER, "1234.5"), "1234.5", 0);
    check(TYPE_TEXT, 0, cell_of(CELL_DAY, "2024-03-05"), "2024-03-05", 0);
    check(TYPE_TEXT, 0, cell_of(CELL_FLAG, "true"), "TRUE", 0);
    check(TYPE_TEXT, 0, cell_of(CELL_FLAG, "false"), "FALSE", 0);
    check(TYPE_TEXT, 0, cell_of(CELL_ERROR, "#N/A"), "#N/A", TIDY_FORMULA);
    check(TYPE_ID, 0, cell_of(CELL_NUMBER, "1001"), "1001", TIDY_LEADING);
    check(TYPE_ID, 0, cell_of(CELL_NUMBER, "1E+20"), "100000000000000000000",
          TIDY_LEADING | TIDY_DAMAGED);
    check(TYPE_ID, 0, cell_of(CELL_DAY, "2024-03-05"), NOT "made a date", 0);
    check(TYPE_ID, 0, cell_of(CELL_FLAG, "true"), NOT "true or false", 0);
    check(TYPE_ID, 0, cell_of(CELL_ERROR, "#N/A"), NOT "error of a formula", 0);
}

/* The examples of the two standards; no one else's. */
static void test_codes(void)
{
    static const struct row idnos[] = {
        {"11010519491231002X", "11010519491231002X", 0},
        {"11010519491231002x", "11010519491231002X", 0},
        {"１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", 0},
        {"110105 19491231 002X", "11010519491231002X", 0},
        {"110105\u200b" "19491231002X", "11010519491231002X", 0},
        {"'11010519491231002X", "11010519491231002X", 0},
        {"110105194912310020", "110105194912310020", TIDY_CHECK_DIGIT},
        {"11010519491331002X", "11010519491331002X", TIDY_CHECK_DIGIT},
        {"110105194912310000", "110105194912310000", TIDY_CHECK_DIGIT | TIDY_DAMAGED},
        {"110105491231002", "110105491231002", TIDY_OLD_NUMBER},
        {"", "", 0},
        {"1.10105E+17", NOT "left out its last digits", 0},
        {"110105********002X", NOT "masked", 0},
        {"110105＊＊＊＊＊＊＊＊002X", NOT "masked", 0},
        {"1101051949123100", NOT "not an identity number", 0},
        {"11010519491231002XX", NOT "not an identity number", 0},
        {"1101051949123100X2", NOT "not an identity number", 0},
        {"无", NOT "stands for nothing", 0},
        {"护照E0", NOT "not an identity number", 0},
    };
    static const struct row usccs[] = {
        {"91350100M000100Y43", "91350100M000100Y43", 0},
        {"91350100m000100y43", "91350100M000100Y43", 0},
        {"９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43", 0},
        {" 91350100M0001 00Y43", "91350100M000100Y43", 0},
        {"91350100M000100Y44", "91350100M000100Y44", TIDY_CHECK_DIGIT},
        {"9135O100M000100Y43", NOT "never I, O, S, V, Z", 0},
        {"91350100M000100Y4", NOT "not a unified social credit code", 0},
        {"91350100-M000100Y43", NOT "not a unified social credit code", 0},
        {"9135************43", NOT "masked", 0},
    };
    CHECK(TYPE_IDNO, 0, CELL_TEXT, idnos);
    CHECK(TYPE_USCC, 0, CELL_TEXT, usccs);
    struct cell cell = cell_of(CELL_NUMBER, "110105194912310000");
    cell.rounded = true;
    check(TYPE_IDNO, 0, cell, "110105194912310000",
          TIDY_DAMAGED | TIDY_LEADING | TIDY_CHECK_DIGIT);
    check(TYPE_IDNO, 0, cell_of(CELL_DAY, "2024-03-05"), NOT "made a date", 0);
}

static void test_said(void)
{
    int missing = 0;
    for (unsigned i = 0; i < TIDY_NOTES; i++)
        missing += tidy_says((enum tidy_note)(1U << i))[0] == '\0';
    is_int(missing, 0, "every note has its words");
    struct cell cell = cell_of(CELL_TEXT, "a\x01" "b");
    tidy(TYPE_DECIMAL, 0, cell);
    ok(strstr(error.text, "'a\\x01b'") != NULL, "a refused cell is shown without its controls");
    got.n = 0;
    buffer_text(&got, "kept,");
    cell = cell_of(CELL_TEXT, "2024-02-30");
    ok(tidy_cell(&rules, TYPE_DATE, 0, &cell, &got, &notes, &error) == ST_DATA && got.n == 5,
       "what stood in the buffer stays when a cell is refused");
    cell = cell_of(CELL_TEXT, "2024/3/5");
    ok(tidy_cell(&rules, TYPE_DATE, 0, &cell, &got, &notes, &error) == ST_OK &&
           slice_eq(buffer_view(&got), SLICE("kept,2024-03-05")),
       "and is added to");
}

/* Long cells are refused, and read to their end. */
static void test_lengths(void)
{
    static char digits[5000];
    memset(digits, '1', sizeof digits);
    static const enum column_type types[] = {TYPE_DECIMAL, TYPE_PERCENT, TYPE_DATE, TYPE_TIME,
                                             TYPE_MONTH,   TYPE_YEAR,    TYPE_FLAG, TYPE_QUARTER,
                                             TYPE_USCC,    TYPE_IDNO};
    int taken = 0;
    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        for (size_t n = 39; n < sizeof digits; n += n < 200 ? 1 : 479) {
            struct cell cell = {.kind = CELL_TEXT, .text = {digits, n}};
            taken += tidy(types[k], 0, cell) != ST_DATA;
            cell.kind = CELL_NUMBER;
            taken += tidy(types[k], 4, cell) != ST_DATA;
        }
    is_int(taken, 0, "no cell of 39 digits or more is a value");
    memset(digits, '0', sizeof digits);
    struct cell zeros = {.kind = CELL_TEXT, .text = {digits, sizeof digits}};
    ok(tidy(TYPE_DECIMAL, 0, zeros) == ST_OK, "zeros are, however many");
}

int main(void)
{
    test_numbers();
    test_amounts();
    test_numerals();
    test_units();
    test_percents();
    test_stored_numbers();
    test_dashes();
    test_dates();
    test_orders();
    test_times();
    test_periods();
    test_flags();
    test_texts();
    test_codes();
    test_said();
    test_lengths();
    buffer_free(&got);
    return done_testing();
}
