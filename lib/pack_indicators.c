/* indicators.csv: one indicator a row. Expressions stay text, but codes, numbers and dates are
 * settled here. */
#include "i18n.h"
#include "pack_int.h"

enum { FOR_MAX = 10000 };

/* Those that may not be missing come first. */
static const struct {
    const char *name;
    enum indicator_part part;
} parts[PART_COUNT] = {
    {"id", PART_ID},         {"table", PART_TABLE},           {"value", PART_VALUE},
    {"name", PART_NAME},     {"field", PART_FIELD},           {"scenario", PART_SCENARIO},
    {"family", PART_FAMILY}, {"status", PART_STATUS},         {"where", PART_WHERE},
    {"by", PART_BY},         {"having", PART_HAVING},         {"period", PART_PERIOD},
    {"op", PART_OP},         {"blue", PART_BLUE},             {"yellow", PART_YELLOW},
    {"red", PART_RED},       {"for", PART_FOR},               {"gap", PART_GAP},
    {"region", PART_REGION}, {"label", PART_LABEL},           {"basis", PART_BASIS},
    {"source", PART_SOURCE}, {"valid_from", PART_VALID_FROM}, {"valid_to", PART_VALID_TO},
    {"benign", PART_BENIGN}, {"advice", PART_ADVICE},
    {"unit", PART_UNIT},
};
enum { NEEDED = 3 };

static struct slice cell(const struct indicator_place *at, enum indicator_part part)
{
    return sheet_cell(at->sheet, at->row, at->columns[part]);
}

static const char *string(const struct indicator_place *at, enum indicator_part part)
{
    return pack_string(at->sheet, at->row, at->columns[part]);
}

const char *pack_part_name(enum indicator_part part)
{
    size_t k = 0;
    while (parts[k].part != part)
        k++;
    return parts[k].name;
}

static void take_texts(struct indicator *i)
{
    const struct indicator_place *at = &i->place;
    i->id = string(at, PART_ID);
    i->name = string(at, PART_NAME);
    i->field = string(at, PART_FIELD);
    i->scenario = string(at, PART_SCENARIO);
    i->family = string(at, PART_FAMILY);
    i->table = cell(at, PART_TABLE);
    i->where = cell(at, PART_WHERE);
    i->by = cell(at, PART_BY);
    i->having = cell(at, PART_HAVING);
    i->period = cell(at, PART_PERIOD);
    i->value = cell(at, PART_VALUE);
    i->region = cell(at, PART_REGION);
    i->label = cell(at, PART_LABEL);
    i->basis = string(at, PART_BASIS);
    i->source = string(at, PART_SOURCE);
    i->benign = string(at, PART_BENIGN);
    i->advice = string(at, PART_ADVICE);
    i->unit = string(at, PART_UNIT);
}

static enum status check_id(const struct pack *p, const struct indicator *i, struct error *e)
{
    const struct indicator_place *at = &i->place;
    enum status r = pack_filled(at->sheet, at->row, at->columns[PART_ID], _("id"), e);
    const struct table *t = pack_table(p, slice_of(i->id));
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    if (r == ST_OK && t != NULL)
        r = pack_error(p, i, PART_ID, e,
                       _("id '%s' is the name of a table (%s); both may stand in expressions"),
                       quote(shown, slice_of(i->id)),
                       sheet_place(where, at->sheet, t->columns[0].sheet, t->columns[0].row));
    const struct view *v = pack_view(p, slice_of(i->id));
    if (r == ST_OK && v != NULL)
        r = pack_error(p, i, PART_ID, e,
                       _("id '%s' is the name of a view (%s); both may stand in expressions"),
                       quote(shown, slice_of(i->id)),
                       sheet_place(where, at->sheet, v->sheet, v->table_row));
    return r;
}

static enum status check_table(struct pack *p, const struct indicator *i, struct error *e)
{
    const struct indicator_place *at = &i->place;
    int column = at->columns[PART_TABLE];
    enum status r = pack_filled(at->sheet, at->row, column, _("table"), e);
    if (r != ST_OK || pack_table(p, i->table) != NULL || pack_view(p, i->table) != NULL)
        return r;
    return pack_no_table(p, at->sheet, at->row, column, e);
}

static bool is_among(const char *code, const char *const *codes, size_t n)
{
    while (n > 0 && strcmp(codes[n - 1], code) != 0)
        n--;
    return n > 0;
}

static enum status check_field(const struct pack *p, const struct indicator *i, const char **codes,
                               struct error *e)
{
    size_t n = 0;
    for (size_t k = 0; k < p->scenario_count; k++)
        if (!is_among(p->scenarios[k].field, codes, n))
            codes[n++] = p->scenarios[k].field;
    if (i->field[0] == '\0' || is_among(i->field, codes, n))
        return ST_OK;
    return sheet_unknown(i->place.sheet, i->place.row, i->place.columns[PART_FIELD], _("field"),
                         codes, n, e);
}

/* Lists the scenarios of the indicator's field, or all where it has none. */
static enum status check_scenario(const struct pack *p, const struct indicator *i,
                                  const char **codes, struct error *e)
{
    size_t n = 0;
    char shown[QUOTE_SIZE], owner[QUOTE_SIZE], here[QUOTE_SIZE];
    for (size_t k = 0; k < p->scenario_count; k++) {
        const struct scenario *c = &p->scenarios[k];
        bool same_field = strcmp(c->field, i->field) == 0;
        if (strcmp(c->code, i->scenario) == 0)
            return same_field
                       ? ST_OK
                       : pack_error(p, i, PART_SCENARIO, e,
                                    _("scenario '%s' belongs to field '%s', not to '%s'"),
                                    quote(shown, slice_of(i->scenario)),
                                    quote(owner, slice_of(c->field)),
                                    quote(here, slice_of(i->field)));
        if (same_field || i->field[0] == '\0')
            codes[n++] = c->code;
    }
    return sheet_unknown(i->place.sheet, i->place.row, i->place.columns[PART_SCENARIO],
                         _("scenario"), codes, n, e);
}

static enum status check_codes(struct pack *p, const struct indicator *i, struct error *e)
{
    if (p->scenario_count == 0)
        return ST_OK;
    const char **codes = arena_alloc(&p->arena, p->scenario_count * sizeof *codes);
    if (codes == NULL)
        return error_memory(e);
    enum status r = check_field(p, i, codes, e);
    return r == ST_OK && i->scenario[0] != '\0' ? check_scenario(p, i, codes, e) : r;
}

static enum status take_op(struct indicator *i, struct error *e)
{
    static const char *const ops[] = {">", ">=", "<", "<=", "outside", "inside",
                                      "≥", "≤", "＞", "＜"};
    static const char *const plain[] = {">", ">=", "<", "<=", "outside", "inside",
                                        ">=", "<=", ">", "<"};
    int op;
    enum status r = pack_choose(i->place.sheet, i->place.row, i->place.columns[PART_OP], _("op"),
                                ops, sizeof ops / sizeof ops[0], -2, &op, e);
    if (r == ST_OK)
        i->op = op < 0 ? SLICE("") : slice_of(plain[op]);
    return r;
}

/* A condition's level says `yes`; a number beside an op that was left blank would be lost, and a
 * `yes` beside an op is no threshold. */
enum status pack_threshold(struct pack *p, const struct indicator_place *by, struct slice op,
                           int level, struct slice *out, struct error *e)
{
    int column = by->columns[PART_BLUE + level];
    struct slice as_is = sheet_cell(by->sheet, by->row, column);
    struct slice plain = sheet_plain(as_is, &p->arena);
    if (plain.p == NULL)
        return error_memory(e);
    bool yes = slice_eq(plain, SLICE("yes")) || slice_eq(plain, SLICE("是"));
    char shown[QUOTE_SIZE];
    if (plain.n > 0 && op.n == 0 && !yes)
        return sheet_error(by->sheet, by->row, column, e,
                           _("'%s' without an op: write 'yes' for a condition, or fill op (>, >=, "
                             "<, <=, outside, inside)"),
                           quote(shown, as_is));
    if (yes && op.n > 0)
        return sheet_error(by->sheet, by->row, column, e,
                           _("'%s' beside op '%.*s': leave op blank for a condition"),
                           quote(shown, as_is), (int)op.n, op.p);
    *out = yes ? SLICE("yes") : plain;
    return ST_OK;
}

static enum status take_thresholds(struct pack *p, struct indicator *i, struct error *e)
{
    enum status r = take_op(i, e);
    size_t filled = 0;
    for (int level = 0; level < LEVELS && r == ST_OK; level++) {
        i->threshold_place[level] = i->place;
        r = pack_threshold(p, &i->place, i->op, level, &i->threshold[level], e);
        filled += r == ST_OK && i->threshold[level].n > 0;
    }
    enum indicator_part part = PART_BLUE;
    while (part < PART_RED && i->place.columns[part] < 0)
        part++;
    if (r == ST_OK && filled == 0 && i->status != INDICATOR_OFF)
        return pack_error(p, i, part, e, "%s",
                          _("no threshold, so it could never warn: fill blue, yellow or red, or "
                            "set status off"));
    return r;
}

static enum status take_periods(struct indicator *i, struct error *e)
{
    int64_t periods = 1;
    enum status r = ST_OK;
    if (cell(&i->place, PART_FOR).n > 0)
        r = sheet_count(i->place.sheet, i->place.row, i->place.columns[PART_FOR], FOR_MAX, &periods,
                        e);
    i->periods = (uint32_t)periods;
    return r;
}

static enum status take_codes(struct indicator *i, struct error *e)
{
    static const char *const statuses[] = {"on", "trial", "off"};
    static const char *const gaps[] = {"unknown", "break", "skip"};
    int status, gap;
    enum status r = pack_choose(i->place.sheet, i->place.row, i->place.columns[PART_STATUS],
                                _("status"), statuses, 3, INDICATOR_ON, &status, e);
    if (r == ST_OK)
        r = pack_choose(i->place.sheet, i->place.row, i->place.columns[PART_GAP], _("gap"), gaps, 3,
                        GAP_UNKNOWN, &gap, e);
    if (r != ST_OK)
        return r;
    i->status = (enum indicator_status)status;
    i->gap = (enum gap)gap;
    return ST_OK;
}

static enum status take_indicator(struct pack *p, struct indicator *i, struct error *e)
{
    take_texts(i);
    enum status r = check_id(p, i, e);
    if (r == ST_OK)
        r = check_table(p, i, e);
    if (r == ST_OK)
        r = check_codes(p, i, e);
    if (r == ST_OK)
        r = take_codes(i, e);
    if (r == ST_OK)
        r = pack_filled(i->place.sheet, i->place.row, i->place.columns[PART_VALUE], _("value"), e);
    if (r == ST_OK)
        r = take_thresholds(p, i, e);
    if (r == ST_OK)
        r = take_periods(i, e);
    return r == ST_OK
               ? pack_validity(i->place.sheet, i->place.row, i->place.columns[PART_VALID_FROM],
                               i->place.columns[PART_VALID_TO], &i->valid_from, &i->valid_to, e)
               : r;
}

static struct indicator *find_indicator(const struct pack *p, const char *id)
{
    for (size_t i = 0; i < p->indicator_count; i++)
        if (strcmp(p->indicators[i].id, id) == 0)
            return &p->indicators[i];
    return NULL;
}

static enum status take_row(struct pack *p, const struct indicator_place *at, struct error *e)
{
    const char *id = string(at, PART_ID);
    struct indicator *same = find_indicator(p, id);
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    if (same != NULL && same->place.sheet == at->sheet)
        return sheet_error(at->sheet, at->row, at->columns[PART_ID], e,
                           _("id '%s' stands twice, here and in %s"), quote(shown, slice_of(id)),
                           sheet_place(where, at->sheet, same->place.sheet, same->place.row));
    if (same != NULL)
        return pack_tighten(p, same, at, e);
    struct indicator *i = &p->indicators[p->indicator_count];
    i->place = *at;
    enum status r = take_indicator(p, i, e);
    p->indicator_count++;
    return r;
}

enum status pack_read_indicators(struct pack *p, const struct sheet *s, struct error *e)
{
    const char *names[PART_COUNT];
    int map[PART_COUNT];
    int *columns = arena_alloc(&p->arena, PART_COUNT * sizeof *columns);
    for (size_t k = 0; k < PART_COUNT; k++)
        names[k] = parts[k].name;
    /* A lower layer that only tightens needs no table and no value. */
    size_t needed = p->indicator_count == 0 ? NEEDED : 1;
    enum status r = sheet_map(s, names, PART_COUNT, needed, map, e);
    if (r != ST_OK)
        return r;
    p->indicators = pack_more(p, p->indicators, p->indicator_count, s->n, sizeof *p->indicators);
    if (p->indicators == NULL || columns == NULL)
        return error_memory(e);
    for (size_t k = 0; k < PART_COUNT; k++)
        columns[parts[k].part] = map[k];
    for (size_t row = 0; row < s->n && r == ST_OK; row++)
        r = take_row(p, &(struct indicator_place){s, row, columns}, e);
    return r;
}
