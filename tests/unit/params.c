/* Parameters: their types, which row holds, how they stand in expressions. */
#include "params.h"

#include <stdlib.h>

#include "date.h"
#include "expr.h"
#include "pack_int.h"
#include "region.h"
#include "tap.h"

static const char params_csv[] = "name,key,region,valid_from,valid_to,value,tighten\n"
                                 "limit,goods,,,2023,\"500,000\",min\n"
                                 "limit,goods,,2024,,400000.50,min\n"
                                 "limit,goods,3201,2024-02,2024-02,300000,\n"
                                 "limit,works,3202,,,15.00%,\n"
                                 "day,,,,,2024/3/5,max\n"
                                 "codes,,,,,01|02,\n"
                                 "mixed,,,,,1|x,\n"
                                 "years,,,,,2023|2025,\n"
                                 "wide,,,,,1000000000000000000000,\n"
                                 "wide2,,,2024,,0.000000000000000001,\n"
                                 "wide2,,,,2023,10,\n";

static struct pack *pack;
static struct error error;
static struct arena arena;

static const struct param *param(const char *name)
{
    for (size_t i = 0; i < pack->param_count; i++)
        if (strcmp(pack->params[i].name, name) == 0)
            return &pack->params[i];
    return NULL;
}

static void load(void)
{
    const char *texts[PACK_FILES] = {
        [FILE_TABLES] = "table,column,type\nt,kind,text\nt,region,id\nt,paid_on,date\n"
                        "t,amount,decimal\nt,year,year\n",
        [FILE_INDICATORS] = "id,table,value\n",
        [FILE_REGIONS] = "code,parent\n320102,3201\n3201,32\n3202,32\n32,\n",
        [FILE_PARAMS] = params_csv};
    struct pack_files files = {.directory = "p"};
    for (int f = 0; f < PACK_FILES; f++) {
        files.present[f] = texts[f] != NULL;
        files.raw[f] = files.present[f] ? slice_of(texts[f]) : SLICE("");
    }
    enum status s = pack_build(&files, 1, &pack, &error);
    if (!ok(s == ST_OK, "a pack %s", error.text))
        exit(1);
}

static void types(void)
{
    is_int(param("$limit")->type, PARAM_NUMBER, "grouped digits and percentages are numbers");
    is_int(param("$day")->type, PARAM_DATE, "a date");
    is_int(param("$codes")->type, PARAM_NUMBER, "digits are numbers");
    is_int(param("$mixed")->type, PARAM_TEXT, "one that is none makes all texts");
    ok(param("$mixed")->list && !param("$day")->list, "lists");
    ok(param("$limit")->keyed && !param("$day")->keyed, "keys");
    ok(param("$limit")->small && param("$limit")->scale == 4, "64 bits at one scale");
    ok(param("$limit")->rows[0].values[0].whole == 5000000000, "500000.0000");
    ok(!param("$wide")->small, "22 digits do not fit");
    ok(!param("$wide2")->small, "nor do 20 that 18 places need");
    ok(param("$limit")->rows[0].tighten == TIGHTEN_MIN &&
           param("$day")->rows[0].tighten == TIGHTEN_MAX,
       "directions");
}

static void finds(const char *key, const char *region, const char *day, int want,
                  enum param_lack lack, const char *name)
{
    const struct param *p = param("$limit");
    enum param_lack got;
    int64_t date = 0;
    date_parse(slice_of(day), SPAN_DAY, &date, NULL);
    int row = param_find(p, pack->tree, keytab_find(&p->keys, slice_of(key)),
                         region_find(pack->tree, slice_of(region)), date, &got);
    if (!ok(row == want && got == lack, "%s", name))
        printf("#  got row %d, lack %d\n", row, (int)got);
}

static void rows(void)
{
    finds("goods", "3201", "2023-12-31", 0, PARAM_FOUND, "the last day");
    finds("goods", "3201", "2024-01-01", 1, PARAM_FOUND, "the first day of the next");
    finds("goods", "3201", "2024-01-31", 1, PARAM_FOUND, "the day before the region's own");
    finds("goods", "3201", "2024-02-01", 2, PARAM_FOUND, "the region's own");
    finds("goods", "320102", "2024-02-29", 2, PARAM_FOUND, "of the region above, its last day");
    finds("goods", "320102", "2024-03-01", 1, PARAM_FOUND, "everywhere's again");
    finds("goods", "3202", "2024-02-10", 1, PARAM_FOUND, "not of a neighbour");
    finds("goods", "32", "2024-02-10", 1, PARAM_FOUND, "nor of one below");
    finds("works", "3202", "2024-02-10", 3, PARAM_FOUND, "a region's only");
    finds("works", "3201", "2024-02-10", -1, PARAM_NO_REGION, "none elsewhere");
    finds("works", "", "2024-02-10", -1, PARAM_NO_REGION, "none in no region");
    finds("Goods", "3201", "2024-02-10", -1, PARAM_NO_KEY, "keys by their bytes");
    finds("", "3201", "2024-02-10", -1, PARAM_NO_KEY, "no blank key");
    bool regional, dated;
    const struct param *p = param("$limit");
    param_depends(p, keytab_find(&p->keys, SLICE("works")), &regional, &dated);
    ok(regional && !dated, "works: by region only");
    param_depends(param("$day"), 0, &regional, &dated);
    ok(!regional && !dated, "a day: by nothing");
}

static struct expr_scope scope;

static struct expr *parse(const char *text, bool aggregates)
{
    struct expr *x = NULL;
    scope.aggregates = aggregates;
    error = (struct error){0};
    if (expr_parse(slice_of(text), &scope, &arena, &x, &error) != ST_OK)
        ok(false, "%s: %s", text, error.text);
    return x;
}

static void is_spelt(const char *text, const char *want, const char *key)
{
    struct slice s = SLICE(""), k = SLICE("");
    struct expr *x = parse(text, true);
    if (x == NULL)
        return;
    expr_text(x, &scope, &arena, &s, &error);
    is_text(s.p, s.n, want, text);
    expr_key(x, &scope, &arena, &k, &error);
    is_text(k.p, k.n, key, "and its key");
    parse(s.p, true);
}

static void expressions(void)
{
    scope = (struct expr_scope){.pack = pack, .table = &pack->tables[0]};
    scope.region = parse("region", false);
    scope.date = parse("month(paid_on)", false);
    is_spelt("$limit ( 'goods' )*2", "$limit('goods') * 2",
             "$limit('goods')@(region)@(month(paid_on)) * 2");
    is_spelt("＄limit('works')", "$limit('works')", "$limit('works')@(region)");
    is_spelt("$limit(left(kind, 2))", "$limit(left(kind, 2))",
             "$limit(left(kind, 2))@(region)@(month(paid_on))");
    is_spelt("amount 不属于 $codes", "amount not in $codes", "amount not in $codes");
    is_spelt("not (kind in $mixed)", "kind not in $mixed", "kind not in $mixed");
    is_spelt("-$wide", "-$wide", "-$wide");
    is_spelt("$wide2", "$wide2", "$wide2@(month(paid_on))");
    struct expr *x = parse("$wide", false);
    ok(x->kind == EXPR_CONST && x->type == T_NUMBER && x->number.n > INT64_MAX,
       "one row without region and date is a constant");
    is_int(parse("kind in $codes", false)->args[0]->type, T_TEXT, "digits beside text");
    x = parse("year in $years", false);
    ok(x->kind == EXPR_MEMBER && x->param_row != NULL, "a list that is known");
    is_int(parse("paid_on > $day", false)->args[1]->type, T_DATE, "a date");
    struct expr *plain, *whole[] = {scope.date};
    x = parse("sum(amount) / $limit(kind) + if(month(paid_on) > 2024-01, 1, 0)", true);
    is_int(expr_plain(x, &scope, whole, 1, &arena, &plain, &error), ST_OK, "among aggregates");
    const struct expr *limit = plain->args[0]->args[1], *month = plain->args[1]->args[0]->args[0];
    ok(limit->kind == EXPR_PARAM && limit->args[0]->aggregate == AGG_SAME &&
           expr_param_row(limit)->kind == EXPR_PARAM_ROW && !x->args[0]->args[1]->grouped,
       "the row must be the same, and x stays as it is");
    ok(month->aggregate == AGG_SAME && month->args[0]->function == FN_MONTH,
       "an expression of by is taken whole");
    scope.region = parse("first(region)", true);
    x = parse("$limit('works')", true);
    is_int(expr_plain(x, &scope, whole, 1, &arena, &plain, &error), ST_OK, "a region of all rows");
    ok(plain == x && x->grouped && expr_param_row(x)->args[1]->aggregate == AGG_FIRST,
       "has one value a subject");
}

int main(void)
{
    load();
    types();
    rows();
    expressions();
    pack_free(pack);
    arena_free(&arena);
    return done_testing();
}
