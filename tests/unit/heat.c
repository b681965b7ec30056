/* Heat tables: what fades, where things are put, what is made of them. */
#include "heat.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"

static struct error error;
static char directory[] = "/tmp/probity-heat.XXXXXX";
static struct pack *pack;

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        printf("Bail out! cannot write %s\n", path);
}

static void remove_file(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
}

/* P has cities C1 (counties D1, D2) and C2 (no county). Field B comes first, A has two scenarios,
 * one behind B's. */
static void make_pack(void)
{
    write_file("tables.csv", "table,department,column,type,required\nt,d,u,id,yes\n");
    write_file("indicators.csv", "id,table,by,value,op,blue\nx,t,u,count(),>,0\n");
    write_file("taxonomy.csv", "field,field_name,scenario,name\nB,bee,B1,b one\nA,ay,A1,a one\n"
                               "B,bee,B2,b two\nA,ay,A2,a two\n");
    write_file("regions.csv", "code,name,parent\nP,prov,\nC1,c one,P\nD1,d one,C1\nD2,d two,C1\n"
                              "C2,c two,P\n");
    ok(pack_load(&(const char *){directory}, 1, &pack, &error) == ST_OK, "the pack loads %s",
       error.text);
}

static struct num parse(const char *text)
{
    struct num v = num_decimal(-1, 0);
    num_parse(slice_of(text), &v);
    return v;
}

static struct heat_options plain_options(void)
{
    struct heat_options o = {.level = REGION_CITY,
                             .weight = {num_decimal(1, 0), num_decimal(3, 0), num_decimal(9, 0)},
                             .smooth = num_decimal(1, 0)};
    return o;
}

static void is_num(const struct num *v, bool known, const char *want, const char *name)
{
    char text[NUM_TEXT_MAX];
    size_t n = known ? num_text(v, NULL, 0, text) : 0;
    is_text(text, n, want, name);
}

static void test_factor(void)
{
    /* By 60 digits of decimal arithmetic, elsewhere. */
    static const struct {
        int64_t months;
        const char *half_life;
        int64_t want;
        bool exact;
    } cases[] = {
        {0, "24", 1000000000000, true},
        {1, "24", 971531941154, false},
        {12, "24", 707106781187, false},
        {24, "24", 500000000000, true},
        {25, "24", 485765970577, false},
        {60, "24", 176776695297, false},
        {7, "6.5", 474038757170, false},
        {13, "6.5", 250000000000, true},
        {119987, "999999.999999", 920195942393, false},
        {1, "999999", 999999306852, false},
        {5, "0.123456", 1, false},
        {288, "24", 244140625, true},  /* 2^-12 is the last with 12 places */
        {312, "24", 122070312, false}, /* a half, to the even one */
        {972, "24", 1, false},
        {984, "24", 0, false},
        {120000, "0.000001", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct num half = parse(cases[i].half_life);
        bool exact;
        int64_t got = heat_factor(cases[i].months, &half, &exact);
        ok(got == cases[i].want && exact == cases[i].exact,
           "%" PRId64 " months of %s: %" PRId64 ", not %" PRId64, cases[i].months,
           cases[i].half_life, cases[i].want, got);
    }
    /* Steps of a month: what is left of two is the product, to the last place but one. */
    struct num half = parse("7.3");
    int64_t bad = 0;
    for (int64_t m = 1; m < 300; m++) {
        bool exact;
        int64_t a = heat_factor(m, &half, &exact), b = heat_factor(m - 1, &half, &exact);
        bad += a > b || (b > 0 && a == b && a > 10);
    }
    is_int(bad, 0, "it falls with each month");
}

/* "field scenario" of each row, "code" of each column; optional ones in brackets. */
static void shape(const struct heat *h, char *out, size_t size)
{
    struct buffer b = {0};
    for (size_t i = 0; i < h->row_n; i++)
        buffer_printf(&b, "%s%s.%s%s ", h->rows[i].optional ? "(" : "", h->rows[i].field,
                      h->rows[i].scenario, h->rows[i].optional ? ")" : "");
    buffer_text(&b, "|");
    for (size_t i = 0; i < h->column_n; i++)
        buffer_printf(&b, " %s%s%s", h->columns[i].optional ? "(" : "", h->columns[i].code,
                      h->columns[i].optional ? ")" : "");
    snprintf(out, size, "%.*s", (int)b.n, b.p);
    buffer_free(&b);
}

static void test_shape(void)
{
    static const struct {
        enum heat_by by;
        int level;
        const char *want;
    } cases[] = {
        {HEAT_BY_FIELD, REGION_CITY, "B. A. (?.) | (P) C1 C2 (?)"},
        {HEAT_BY_FIELD, REGION_COUNTY, "B. A. (?.) | (P) (C1) D1 D2 C2 (?)"},
        {HEAT_BY_FIELD, REGION_PROVINCE, "B. A. (?.) | P (?)"},
        {HEAT_BY_SCENARIO, REGION_PROVINCE, "B.B1 B.B2 (B.?) A.A1 A.A2 (A.?) (?.?) | P (?)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct heat_options o = plain_options();
        struct heat h;
        char got[512];
        o.by = cases[i].by;
        o.level = cases[i].level;
        ok(heat_init(&h, pack, &o, &error) == ST_OK, "a table of shape %d", (int)i);
        shape(&h, got, sizeof got);
        is_text(got, strlen(got), cases[i].want, "its rows and columns");
        heat_free(&h);
    }
}

static void places(const struct heat *h, const char *field, const char *scenario, int result,
                   const char *want)
{
    size_t row = 99;
    enum heat_place got = heat_find_row(h, slice_of(field), slice_of(scenario), &row);
    char text[64] = "";
    if (got == HEAT_PLACED)
        snprintf(text, sizeof text, "%s.%s", h->rows[row].field, h->rows[row].scenario);
    ok((int)got == result && strcmp(text, want) == 0, "'%s' '%s' goes to '%s' (%d '%s')", field,
       scenario, want, (int)got, text);
}

static void test_find(void)
{
    struct heat_options o = plain_options();
    struct heat h;
    heat_init(&h, pack, &o, &error);
    places(&h, "A", "A2", HEAT_PLACED, "A.");
    places(&h, "", "B2", HEAT_PLACED, "B.");
    places(&h, "A", "", HEAT_PLACED, "A.");
    places(&h, "", "", HEAT_PLACED, "?.");
    places(&h, "A", "B2", HEAT_OTHER_FIELD, "");
    places(&h, "C", "", HEAT_NO_FIELD, "");
    places(&h, "", "C1", HEAT_NO_SCENARIO, "");
    static const char *const up[][2] = {{"P", "P"},   {"C1", "C1"}, {"D1", "C1"}, {"D2", "C1"},
                                        {"C2", "C2"}, {"", "?"},    {"D3", "?"},  {"?", "?"}};
    for (size_t i = 0; i < sizeof up / sizeof up[0]; i++) {
        const char *got = h.columns[heat_find_column(&h, slice_of(up[i][0]))].code;
        is_text(got, strlen(got), up[i][1], "a region and the column that it goes to");
    }
    heat_free(&h);
    o.by = HEAT_BY_SCENARIO;
    heat_init(&h, pack, &o, &error);
    places(&h, "A", "A2", HEAT_PLACED, "A.A2");
    places(&h, "", "B2", HEAT_PLACED, "B.B2");
    places(&h, "A", "", HEAT_PLACED, "A.?");
    places(&h, "", "", HEAT_PLACED, "?.?");
    heat_free(&h);
}

/* Rows: B 0, A 1, ? 2. Columns: P 0, C1 1, C2 2, ? 3. */
static void add(struct heat *h, size_t row, size_t column, enum level grade, uint64_t count,
                int64_t months)
{
    if (heat_add(h, row, column, grade, count, months, &error) != ST_OK)
        ok(false, "added: %s", error.text);
}

static void is_cell(const struct heat *h, size_t row, size_t column, const char *weight,
                    const char *heat, enum heat_state state, const char *name)
{
    const struct heat_cell *c = heat_cell(h, row, column);
    is_num(&c->weight, true, weight, name);
    is_num(&c->heat, c->has_heat, heat, name);
    is_int((int64_t)c->state, (int64_t)state, name);
}

static void test_weights(void)
{
    struct heat_options o = plain_options();
    struct heat h;
    o.weight[1] = parse("0.1");
    heat_init(&h, pack, &o, &error);
    add(&h, 0, 1, LEVEL_BLUE, 1, 0);
    add(&h, 0, 1, LEVEL_YELLOW, 3, 0);
    add(&h, 0, 1, LEVEL_RED, 1, 0);
    add(&h, 1, 2, LEVEL_RED, 2, 0);
    add(&h, 1, 3, LEVEL_RED, 3, 0);
    add(&h, 1, 1, LEVEL_RED, 0, 0);
    ok(heat_settle(&h, &error) == ST_OK, "settled");
    is_cell(&h, 0, 1, "10.3", "10.3", HEAT_KNOWN, "weights are exact");
    is_cell(&h, 1, 2, "18", "18", HEAT_FEW, "two are few");
    is_cell(&h, 1, 3, "27", "27", HEAT_KNOWN, "three in an unknown region are known");
    is_cell(&h, 0, 2, "0", "", HEAT_NONE, "nothing was found");
    is_cell(&h, 1, 1, "0", "0", HEAT_FEW, "someone looked and found none");
    is_num(&h.hottest, true, "27", "the hottest known cell");
    is_int(heat_shade(&h, heat_cell(&h, 1, 3)), 5, "the hottest");
    is_int(heat_shade(&h, heat_cell(&h, 0, 1)), 4, "above a quarter");
    is_int(heat_shade(&h, heat_cell(&h, 1, 2)), 0, "few have no shade");
    is_int((int64_t)h.states[HEAT_KNOWN], 2, "known cells");
    is_int((int64_t)h.states[HEAT_FEW], 2, "few");
    is_int((int64_t)h.states[HEAT_NONE], 2, "none, of the shown ones");
    ok(heat_shows_column(&h, 3) && !heat_shows_column(&h, 0) && !heat_shows_row(&h, 2),
       "only what is in use is shown of the optional ones");
    ok(heat_add(&h, 0, 0, LEVEL_BLUE, UINT64_MAX, 0, &error) == ST_DATA, "far too many at once");
    ok(heat_add(&h, 0, 0, LEVEL_BLUE, (uint64_t)HEAT_COUNT_MAX, 0, &error) == ST_DATA,
       "too many in all");
    heat_free(&h);
}

static void test_greatest(void)
{
    struct heat_options o = plain_options();
    struct heat h;
    for (int l = 0; l < LEVELS; l++)
        o.weight[l] = parse("999999.999999");
    heat_init(&h, pack, &o, &error);
    add(&h, 0, 1, LEVEL_RED, (uint64_t)HEAT_COUNT_MAX, 0);
    ok(heat_settle(&h, &error) == ST_OK, "as much as there can be");
    is_cell(&h, 0, 1, "999999999999000000", "999999999999000000", HEAT_KNOWN, "fits");
    heat_free(&h);
}

/* The same findings in both orders; a sum of doubles would tell them apart. */
static void test_fading(void)
{
    struct heat_options o = plain_options();
    struct heat h[2];
    o.fading = HEAT_FADING_GIVEN;
    o.half_life = parse("24");
    for (int k = 0; k < 2; k++) {
        heat_init(&h[k], pack, &o, &error);
        for (int i = 0; i < 200; i++) {
            int m = k == 0 ? i : 199 - i;
            add(&h[k], 0, 1, (enum level)(LEVEL_BLUE + m % 3), 1, m);
        }
        add(&h[k], 1, 1, LEVEL_RED, 3, 24);
        add(&h[k], 1, 2, LEVEL_RED, 1, 12);
        ok(heat_settle(&h[k], &error) == ST_OK, "settled");
    }
    const struct num *a = &heat_cell(&h[0], 0, 1)->weight, *b = &heat_cell(&h[1], 0, 1)->weight;
    ok(a->n == b->n && a->scale == b->scale && a->approximate, "no order matters");
    is_cell(&h[0], 1, 1, "13.5", "13.5", HEAT_KNOWN, "a half is exact");
    is_cell(&h[0], 1, 2, "~6.363961", "~6.363961", HEAT_FEW, "a root of it is not");
    heat_free(&h[0]);
    heat_free(&h[1]);
}

static enum status load(struct heat *h, const char *text)
{
    char path[256];
    error = (struct error){0};
    write_file("e.csv", text);
    snprintf(path, sizeof path, "%s/e.csv", directory);
    return heat_load_exposure(h, path, &error);
}

static void test_exposure(void)
{
    struct heat_options o = plain_options();
    struct heat h;
    heat_init(&h, pack, &o, &error);
    /* Field A goes by its own; C1 of all others by its counties. */
    ok(load(&h, "region,exposure,field,unit\nD1,100,,yuan\nD2,\"1,200.5\",,yuan\nC2,0,,yuan\n"
                "C1,30,A,people\nC2,10,A,people\n") == ST_OK,
       "read %s", error.text);
    add(&h, 0, 1, LEVEL_BLUE, 5, 0);
    add(&h, 0, 2, LEVEL_BLUE, 5, 0);
    add(&h, 1, 1, LEVEL_BLUE, 1, 0);
    add(&h, 1, 2, LEVEL_RED, 3, 0);
    add(&h, 1, 3, LEVEL_RED, 4, 0);
    add(&h, 1, 0, LEVEL_RED, 4, 0);
    ok(heat_settle(&h, &error) == ST_OK, "settled");
    is_num(&heat_cell(&h, 0, 1)->exposure, heat_cell(&h, 0, 1)->has_exposure, "1300.5",
           "a city has the sum of its counties");
    is_text(heat_exposure_unit(&h, 0), strlen(heat_exposure_unit(&h, 0)), "yuan", "unit of all");
    is_text(heat_exposure_unit(&h, 1), strlen(heat_exposure_unit(&h, 1)), "people", "of its own");
    is_cell(&h, 0, 1, "5", "1", HEAT_KNOWN, "all where all the exposure is");
    is_cell(&h, 0, 2, "5", "", HEAT_UNKNOWN, "an exposure of 0 tells nothing");
    is_num(&heat_cell(&h, 0, 2)->exposure, heat_cell(&h, 0, 2)->has_exposure, "0", "but is shown");
    /* 28 in C1 and C2, three quarters of which are due in C1: 21 and 7; counts 4, 3 and 1. */
    is_num(&heat_cell(&h, 1, 1)->expected, true, "21", "expected where it was not");
    is_num(&heat_cell(&h, 1, 1)->expected_count, true, "3", "expected count");
    is_cell(&h, 1, 1, "1", "~0.090909", HEAT_KNOWN,
            "little is known as calm from three expected on");
    is_cell(&h, 1, 2, "27", "3.5", HEAT_KNOWN, "few expected, but enough found: hot");
    is_cell(&h, 1, 3, "36", "", HEAT_UNKNOWN, "a region that is not known has no exposure");
    is_cell(&h, 1, 0, "36", "", HEAT_UNKNOWN, "nor has the province beside its cities");
    is_cell(&h, 2, 1, "0", "", HEAT_NONE, "nothing found in the whole row");
    is_int(heat_shade(&h, heat_cell(&h, 1, 2)), 5, "above 2");
    is_int(heat_shade(&h, heat_cell(&h, 1, 1)), 1, "below 0.5");
    is_int(heat_shade(&h, heat_cell(&h, 0, 1)), 3, "1 is in the middle");
    heat_free(&h);

    o.smooth = num_decimal(0, 0);
    heat_init(&h, pack, &o, &error);
    load(&h, "region,exposure\nC1,30\nC2,10\n");
    add(&h, 1, 2, LEVEL_BLUE, 3, 0);
    heat_settle(&h, &error);
    is_cell(&h, 1, 2, "3", "4", HEAT_KNOWN, "not smoothed: 3 of 3 where a quarter was due");
    is_cell(&h, 1, 1, "0", "0", HEAT_FEW, "2.25 expected are too few to be calm");
    is_cell(&h, 0, 1, "0", "", HEAT_NONE, "0 / 0");
    heat_free(&h);

    heat_init(&h, pack, &o, &error);
    load(&h, "region,exposure\nD1,30\nC2,10\n");
    add(&h, 1, 1, LEVEL_BLUE, 3, 0);
    heat_settle(&h, &error);
    is_cell(&h, 1, 1, "3", "", HEAT_UNKNOWN, "a part of a city's exposure is not the city's");
    heat_free(&h);
}

static void test_exposure_errors(void)
{
    static const struct {
        const char *text, *want;
        uint64_t line, column;
    } cases[] = {
        {"region,exposure\nC1,1\nC9,1\n", "unknown region 'C9'", 3, 1},
        {"region,exposure,field\nC1,1,Z\n", "unknown field 'Z'", 2, 3},
        {"region,exposure\nC1,\n", "the exposure is blank", 2, 2},
        {"region,exposure\nC1,-1\n", "the exposure is negative: '-1'", 2, 2},
        {"region,exposure\nC1,1万\n", "the exposure is no number: '1万'", 2, 2},
        {"region,exposure\nC1,1\nC1,1\n", "region 'C1' stands twice, here and in line 2", 3, 1},
        {"region,exposure\nD1,1\nP,1\n", "region 'D1' is a part of 'P' in line 3", 2, 1},
        {"region,exposure,unit\nC1,1,a\nC2,1,b\n", "the unit is 'b' here and 'a' above", 3, 3},
        {"region,people\nC1,1\n", "unknown column 'people'", 1, 2},
        {"region,exposure\nD1,99999999999999999999999999999999999999\nD2,1\n",
         "the sum of the exposures does not fit 38 digits", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct heat_options o = plain_options();
        struct heat h;
        heat_init(&h, pack, &o, &error);
        enum status s = load(&h, cases[i].text);
        ok(s == ST_USAGE && strncmp(error.text, cases[i].want, strlen(cases[i].want)) == 0 &&
               error.line == cases[i].line && error.column == cases[i].column,
           "%s (%d, %s:%d:%d)", cases[i].want, (int)s, error.text, (int)error.line,
           (int)error.column);
        heat_free(&h);
    }
    struct heat_options o = plain_options();
    struct heat h;
    heat_init(&h, pack, &o, &error);
    ok(load(&h, "region,exposure,field\nC1,1,\nC1,1,A\nD1,1,B\n") == ST_OK,
       "of all and of one field are two %s", error.text);
    heat_free(&h);
}

int main(void)
{
    if (mkdtemp(directory) == NULL) {
        puts("Bail out! no temporary directory");
        return 1;
    }
    make_pack();
    test_factor();
    test_shape();
    test_find();
    test_weights();
    test_greatest();
    test_fading();
    test_exposure();
    test_exposure_errors();
    pack_free(pack);
    static const char *const files[] = {"tables.csv", "indicators.csv", "taxonomy.csv",
                                        "regions.csv", "e.csv"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        remove_file(files[i]);
    rmdir(directory);
    return done_testing();
}
