/* Any bytes as an expression: it is refused with a place, or its canonical text is read back as an
 * equal tree. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "expr.h"
#include "pack_int.h"
#include "regex.h"

static struct column columns[] = {
    {.name = "a", .type = TYPE_DECIMAL},
    {.name = "b", .type = TYPE_TEXT},
    {.name = "c", .type = TYPE_FLAG},
    {.name = "d", .type = TYPE_DATE},
    {.name = "y", .type = TYPE_YEAR},
    {.name = "m", .type = TYPE_MONTH},
    {.name = "t", .type = TYPE_TIME},
    {.name = "value", .type = TYPE_DECIMAL},
    {.name = "金额（元）", .type = TYPE_DECIMAL},
    {.name = "all", .type = TYPE_ID},
    {.name = "x.y", .type = TYPE_DECIMAL},
    {.name = "a.金额（元）", .type = TYPE_DECIMAL},
};
static struct table tables[] = {
    {.name = "k", .columns = columns, .column_count = sizeof columns / sizeof columns[0]},
    {.name = "k.l", .columns = columns, .column_count = sizeof columns / sizeof columns[0]},
    {.name = "GC-02", .columns = columns, .column_count = sizeof columns / sizeof columns[0]},
};
static struct pack pack = {.tables = tables, .table_count = 3};

static void check(bool good)
{
    if (!good)
        abort();
}

/* Parameters of every kind, and what tells their region and date. */
static void take_params(struct expr_scope scopes[3])
{
    static const char *const texts[PACK_FILES] = {
        [FILE_TABLES] = "table,column,type\nt,u,id\n",
        [FILE_INDICATORS] = "id,table,value\n",
        [FILE_REGIONS] = "code,parent\n1,\n11,1\n",
        [FILE_PARAMS] = "name,key,region,valid_from,value\np,,,,5\nq,a,,,1\nq,b,1,2024,2\n"
                        "l,,,,x|y\nn,,,,1|2\nd,,,,2024-01-01\nw,,11,,x\n"};
    static struct pack *all;
    static struct arena arena;
    struct pack_files files = {.directory = "fuzz"};
    struct error e = {0};
    for (int f = 0; f < PACK_FILES; f++) {
        files.present[f] = texts[f] != NULL;
        files.raw[f] = texts[f] == NULL ? SLICE("") : slice_of(texts[f]);
    }
    if (all == NULL)
        check(pack_build(&files, 1, &all, &e) == ST_OK);
    pack.params = all->params;
    pack.param_count = all->param_count;
    pack.tree = all->tree;
    struct expr *region = expr_column(&tables[0], 1, &arena);
    struct expr *date = expr_column(&tables[0], 3, &arena);
    for (size_t i = 0; i < 3; i++) {
        scopes[i].region = region;
        scopes[i].date = date;
    }
}

static void same(const struct expr *x, const struct expr *y);

static void same_parts(const struct expr *x, const struct expr *y)
{
    check(x->arg_count == y->arg_count && x->over_count == y->over_count);
    for (size_t i = 0; i < x->arg_count; i++) {
        same(x->args[i], y->args[i]);
        if (x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP)
            check(x->key_columns[i] == y->key_columns[i]);
    }
    for (size_t i = 0; i < x->over_count; i++)
        check(x->over_columns[i] == y->over_columns[i]);
    check((x->where == NULL) == (y->where == NULL));
    if (x->where != NULL)
        same(x->where, y->where);
}

static void same(const struct expr *x, const struct expr *y)
{
    check(x->kind == y->kind && x->type == y->type && x->grouped == y->grouped &&
          x->whole == y->whole);
    check(x->column == y->column && x->function == y->function && x->aggregate == y->aggregate);
    check(x->param == y->param && x->param_row == y->param_row && x->keyed == y->keyed);
    check(x->series == y->series && x->over == y->over && x->other_table == y->other_table);
    check(x->lookup_column == y->lookup_column && slice_eq(x->text, y->text));
    check(num_cmp(&x->number, &y->number) == 0 && num_cmp(&x->parameter, &y->parameter) == 0);
    check((x->regex == NULL) == (y->regex == NULL));
    if (x->regex != NULL)
        check(slice_eq(regex_pattern(x->regex), regex_pattern(y->regex)));
    same_parts(x, y);
}

static void round_trip(struct slice text, const struct expr_scope *scope)
{
    struct arena a = {0};
    struct expr *x, *y, *plain;
    struct slice s, t;
    struct error e = {0};
    if (expr_parse(text, scope, &a, &x, &e) == ST_OK) {
        check(expr_text(x, scope, &a, &s, &e) == ST_OK);
        if (expr_parse(s, scope, &a, &y, &e) != ST_OK) {
            fprintf(stderr, "%.*s\n%s\n", (int)s.n, s.p, e.text);
            abort();
        }
        same(x, y);
        check(expr_text(y, scope, &a, &t, &e) == ST_OK && slice_eq(s, t));
        check(expr_plain(x, scope, NULL, 0, &a, &plain, &e) == ST_OK &&
              expr_text(plain, scope, &a, &t, &e) == ST_OK);
        expr_release(plain);
        expr_release(y);
    } else {
        check(e.status == ST_USAGE && strncmp(e.text, "at character ", 13) == 0 && x == NULL);
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct expr_scope scopes[] = {
        {.pack = &pack, .table = &tables[0]},
        {.pack = &pack, .table = &tables[0], .aggregates = true, .judged = true},
        {.pack = &pack, .table = &tables[0], .aggregates = true, .value = true}};
    if (scopes[0].region == NULL)
        take_params(scopes);
    struct arena a = {0};
    struct expr *low, *high, **list;
    struct error e = {0};
    size_t n;
    /* A copy of the very size, so that a byte too far is seen. */
    char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL)
        return 0;
    memcpy(copy, data, size);
    struct slice text = {copy, size};
    for (size_t i = 0; i < 3; i++)
        round_trip(text, &scopes[i]);
    if (expr_parse_range(text, &scopes[2], &a, &low, &high, &e) == ST_OK) {
        expr_release(low);
        expr_release(high);
    }
    if (expr_parse_list(text, &scopes[0], &a, &list, &n, &e) == ST_OK)
        for (size_t i = 0; i < n; i++)
            expr_release(list[i]);
    arena_free(&a);
    free(copy);
    return 0;
}

#include "standalone.h"
