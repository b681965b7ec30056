/* grades.csv: the rules, and what follows from them. */
#include "grades.h"

#include <stdlib.h>

#include "grades_int.h"
#include "i18n.h"
#include "pack_int.h"

enum { FIELD_GRADE, FIELD_SCORE, FIELD_ACTION, FIELDS };
static const char *const outputs[FIELDS] = {"grade", "score", "action"};
static const char *const levels[] = {"blue", "yellow", "red", "蓝", "黄", "红"};
static const char *const statuses[] = {[INDICATOR_ON] = "on", [INDICATOR_TRIAL] = "trial"};

static const struct decision_input inputs[GRADE_INPUTS] = {
    [GRADE_FIELD] = {.name = "field", .open = true},
    [GRADE_SCENARIO] = {.name = "scenario", .open = true},
    [GRADE_INDICATOR] = {.name = "indicator", .open = true},
    [GRADE_STATUS] = {.name = "status", .values = statuses, .value_n = 2},
    [GRADE_LEVEL] = {.name = "level", .values = levels, .also = levels + 3, .value_n = 3},
    [GRADE_RUN] = {.name = "run", .number = true, .whole = true, .bounded = true, .least = 1},
    [GRADE_FAMILIES] =
        {.name = "families", .number = true, .whole = true, .bounded = true, .least = 1},
    [GRADE_REPEAT] = {.name = "repeat", .number = true, .whole = true, .bounded = true},
    [GRADE_AMOUNT] = {.name = "amount", .number = true, .bounded = true},
};

const char *grade_input_name(enum grade_input i)
{
    return inputs[i].name;
}

bool grades_money(const struct indicator *i)
{
    struct slice unit = slice_of(i->unit);
    return slice_eq(unit, SLICE("元")) || slice_eq(unit, SLICE("yuan"));
}

/* ---- what follows from a rule ---- */

static enum status read_score(struct grades *g, size_t row, struct grade_rule *out, struct error *e)
{
    static const int usual[] = {[LEVEL_BLUE] = 1, [LEVEL_YELLOW] = 3, [LEVEL_RED] = 9};
    int column = g->decision.output[FIELD_SCORE];
    struct slice cell = sheet_cell(&g->sheet, row, column);
    struct slice plain = sheet_plain(cell, &g->arena);
    if (plain.p == NULL)
        return error_memory(e);
    out->score = num_decimal(usual[out->grade], 0);
    if (cell.n == 0 || (num_parse(plain, &out->score) == NUM_OK && out->score.n >= 0))
        return ST_OK;
    char shown[QUOTE_SIZE];
    return sheet_error(&g->sheet, row, column, e,
                       _("score '%s' is not a number from 0; write it like 3 or 4.5"),
                       quote(shown, cell));
}

static enum status read_outcome(struct grades *g, size_t row, struct error *e)
{
    struct grade_rule *out = &g->rules[row];
    int column = g->decision.output[FIELD_GRADE], level = 0;
    enum status r = pack_filled(&g->sheet, row, column, _("grade"), e);
    if (r == ST_OK)
        r = pack_choose(&g->sheet, row, column, _("grade"), levels, 6, -1, &level, e);
    out->grade = (enum level)(LEVEL_BLUE + level % LEVELS);
    out->action = pack_string(&g->sheet, row, g->decision.output[FIELD_ACTION]);
    return r == ST_OK ? read_score(g, row, out, e) : r;
}

int grade_compare(const struct grade_rule *a, const struct grade_rule *b)
{
    return a->grade != b->grade ? (a->grade > b->grade) - (a->grade < b->grade)
                                : num_cmp(&a->score, &b->score);
}

static void rank_rules(struct grades *g)
{
    for (size_t i = 0; i < g->decision.rule_n; i++)
        for (size_t k = 0; k < g->decision.rule_n; k++)
            g->decision.rules[i].rank += grade_compare(&g->rules[i], &g->rules[k]) > 0;
}

/* ---- the table ---- */

static bool list_codes(const struct pack *p, struct grades *g)
{
    const char **fields = arena_alloc(&g->arena, (p->scenario_count + 1) * sizeof *fields);
    const char **codes = arena_alloc(&g->arena, (p->scenario_count + 1) * sizeof *codes);
    if (fields == NULL || codes == NULL)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < p->scenario_count; i++) {
        size_t k = 0;
        while (k < n && strcmp(fields[k], p->scenarios[i].field) != 0)
            k++;
        fields[k] = p->scenarios[i].field;
        n += k == n;
        codes[i] = p->scenarios[i].code;
    }
    memcpy(g->inputs, inputs, sizeof inputs);
    if (p->scenario_count == 0)
        return true;
    g->inputs[GRADE_FIELD].values = fields;
    g->inputs[GRADE_FIELD].value_n = n;
    g->inputs[GRADE_SCENARIO].values = codes;
    g->inputs[GRADE_SCENARIO].value_n = p->scenario_count;
    return true;
}

static enum status read_sheet(const struct pack *p, struct grades *g, struct error *e)
{
    const char *path;
    bool missing;
    enum status r = pack_sole_sheet(p, "grades.csv", &g->arena, &path, &g->sheet, &missing, e);
    if (r == ST_OK && missing)
        r = error_at(e, ST_USAGE, path, 0, 0, "%s",
                     _("the pack has no such table: it says which alert is of which grade "
                       "(probity-pack(5))"));
    return r;
}

static enum status read_rules(const struct pack *p, struct grades *g, struct error *e)
{
    enum status r = read_sheet(p, g, e);
    if (r == ST_OK && !list_codes(p, g))
        r = error_memory(e);
    if (r == ST_OK)
        r = decision_read(&g->sheet, g->inputs, GRADE_INPUTS, outputs, FIELDS, 1, &g->arena,
                          &g->decision, e);
    if (r != ST_OK)
        return r;
    g->rules = arena_zero(&g->arena, (g->sheet.n + 1) * sizeof *g->rules);
    if (g->rules == NULL)
        return error_memory(e);
    for (size_t i = 0; i < g->sheet.n && r == ST_OK; i++)
        r = read_outcome(g, i, e);
    if (r == ST_OK && g->decision.policy == HIT_PRIORITY)
        rank_rules(g);
    return r;
}

enum status grades_load(const struct pack *pack, void (*warn)(void *context, const char *text),
                        void *context, struct grades **out, struct error *e)
{
    *out = NULL;
    struct grades *g = calloc(1, sizeof *g);
    if (g == NULL)
        return error_memory(e);
    enum status r = read_rules(pack, g, e);
    if (r == ST_OK)
        r = grades_check(pack, g, warn, context, e);
    if (r == ST_OK)
        *out = g;
    else
        grades_free(g);
    return r;
}

void grades_free(struct grades *g)
{
    if (g == NULL)
        return;
    arena_free(&g->arena);
    free(g);
}
