/* The cells of routes.csv that are lists of codes: conditions, and handlers who get a copy. */
#include "i18n.h"
#include "routes_int.h"

static struct slice cell(const struct routes_reading *x, size_t row, enum route_column c)
{
    return sheet_cell(&x->r->sheet, row, x->map[c]);
}

/* Names for a message; their array is the arena's. */
struct names {
    const char **list;
    size_t n;
};

static void add_name(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->list[i], name) == 0)
            return;
    names->list[names->n++] = name;
}

static struct names known_codes(struct routes *r, enum route_column c)
{
    const struct pack *p = r->pack;
    size_t most = c == ROUTE_COL_COPIES   ? r->handler_codes.n
                  : c == ROUTE_COL_REGION ? p->region_count
                                          : p->scenario_count;
    struct names names = {arena_alloc(&r->arena, (most + 1) * sizeof *names.list), 0};
    for (size_t i = 0; names.list != NULL && i < most; i++) {
        switch (c) {
        case ROUTE_COL_COPIES:
            names.list[names.n++] = r->handlers[i].code;
            break;
        case ROUTE_COL_REGION:
            names.list[names.n++] = p->regions[i].code;
            break;
        case ROUTE_COL_FIELD:
            add_name(&names, p->scenarios[i].field);
            break;
        default:
            names.list[names.n++] = p->scenarios[i].code;
        }
    }
    return names;
}

static enum status unknown(struct routes_reading *x, size_t row, enum route_column c,
                           struct slice part, const char *what)
{
    struct names names = known_codes(x->r, c);
    if (names.list == NULL)
        return error_memory(x->e);
    /* The message is about this part of the list alone. */
    x->r->sheet.rows[row].cells[x->map[c]] = part;
    return sheet_unknown(&x->r->sheet, row, x->map[c], what, names.list, names.n, x->e);
}

/* The next part of a list; none is blank. */
static enum status next_part(struct routes_reading *x, size_t row, enum route_column c,
                             struct slice *rest, struct slice *part)
{
    *part = slice_trim(slice_split(rest, '|'));
    return part->n > 0 ? ST_OK
                       : sheet_error(&x->r->sheet, row, x->map[c], x->e,
                                     _("a part of the list is blank: write a|b"));
}

static size_t count_parts(struct slice list)
{
    size_t n = 0;
    for (; list.p != NULL; n++)
        slice_split(&list, '|');
    return n;
}

static const struct scenario *find_scenario(const struct pack *p, struct slice code)
{
    for (size_t i = 0; i < p->scenario_count; i++)
        if (slice_eq(slice_of(p->scenarios[i].code), code))
            return &p->scenarios[i];
    return NULL;
}

static bool has_field(const struct pack *p, struct slice code)
{
    for (size_t i = 0; i < p->scenario_count; i++)
        if (slice_eq(slice_of(p->scenarios[i].field), code))
            return true;
    return false;
}

static enum status take_code(struct routes_reading *x, size_t row, enum route_column c,
                             enum route_condition condition, struct slice part, int32_t *out)
{
    struct routes *r = x->r;
    const struct pack *p = r->pack;
    if (c == ROUTE_COL_REGION && p->region_count > 0) {
        *out = region_find(r->regions, part);
        return *out >= 0 ? ST_OK : unknown(x, row, c, part, _("region"));
    }
    if (c == ROUTE_COL_FIELD && p->scenario_count > 0 && !has_field(p, part))
        return unknown(x, row, c, part, _("field"));
    if (c == ROUTE_COL_SCENARIO && p->scenario_count > 0 && find_scenario(p, part) == NULL)
        return unknown(x, row, c, part, _("scenario"));
    uint32_t id = keytab_add(&r->codes[condition], part);
    *out = (int32_t)id;
    return id == KEYTAB_NONE ? error_memory(x->e) : ST_OK;
}

/* Keeps the list sorted, with nothing in it twice. */
static void insert(struct code_set *set, int32_t code)
{
    size_t at = set->n;
    while (at > 0 && set->codes[at - 1] > code)
        at--;
    if (at > 0 && set->codes[at - 1] == code)
        return;
    memmove(set->codes + at + 1, set->codes + at, (set->n - at) * sizeof *set->codes);
    set->codes[at] = code;
    set->n++;
}

static enum status take_set(struct routes_reading *x, size_t row, enum route_column c,
                            enum route_condition condition)
{
    struct code_set *set = &x->r->list[row].set[condition];
    struct slice rest = cell(x, row, c), part;
    if (rest.n == 0)
        return ST_OK;
    set->codes = arena_alloc(&x->r->arena, count_parts(rest) * sizeof *set->codes);
    enum status s = set->codes == NULL ? error_memory(x->e) : ST_OK;
    while (s == ST_OK && rest.p != NULL) {
        int32_t code = 0;
        s = next_part(x, row, c, &rest, &part);
        if (s == ST_OK)
            s = take_code(x, row, c, condition, part, &code);
        if (s == ST_OK)
            insert(set, code);
    }
    return s;
}

static enum status take_grades(struct routes_reading *x, size_t row)
{
    static const char *const names[] = {"blue", "yellow", "red", "蓝", "黄", "红"};
    enum { NAMES = sizeof names / sizeof *names };
    const unsigned all = 1U << LEVEL_BLUE | 1U << LEVEL_YELLOW | 1U << LEVEL_RED;
    struct sheet *s = &x->r->sheet;
    int column = x->map[ROUTE_COL_GRADE];
    unsigned grades = 0;
    struct slice rest = cell(x, row, ROUTE_COL_GRADE), part;
    while (rest.p != NULL && (rest.n > 0 || grades != 0)) {
        enum status st = next_part(x, row, ROUTE_COL_GRADE, &rest, &part);
        if (st != ST_OK)
            return st;
        size_t i = 0;
        while (i < NAMES && !slice_eq(part, slice_of(names[i])))
            i++;
        if (i == NAMES) {
            s->rows[row].cells[column] = part;
            return sheet_unknown(s, row, column, _("grade"), names, NAMES, x->e);
        }
        grades |= 1U << (LEVEL_BLUE + i % LEVELS);
    }
    x->r->list[row].grades = grades == all ? 0 : grades;
    return ST_OK;
}

/* A scenario belongs to one field: in a row for another it would fit nothing, in silence. */
static enum status check_scenarios(struct routes_reading *x, size_t row)
{
    struct routes *r = x->r;
    const struct code_set *fields = &r->list[row].set[ROUTE_FIELD],
                          *scenarios = &r->list[row].set[ROUTE_SCENARIO];
    if (fields->n == 0 || r->pack->scenario_count == 0)
        return ST_OK;
    for (size_t i = 0; i < scenarios->n; i++) {
        struct slice code = r->codes[ROUTE_SCENARIO].keys[scenarios->codes[i]];
        struct slice own = slice_of(find_scenario(r->pack, code)->field);
        size_t k = 0;
        while (k < fields->n && !slice_eq(r->codes[ROUTE_FIELD].keys[fields->codes[k]], own))
            k++;
        char scenario[QUOTE_SIZE], field[QUOTE_SIZE];
        if (k == fields->n)
            return sheet_error(&r->sheet, row, x->map[ROUTE_COL_SCENARIO], x->e,
                               _("scenario '%s' is of field '%s': no alert has it in another"),
                               quote(scenario, code), quote(field, own));
    }
    return ST_OK;
}

enum status routes_read_conditions(struct routes_reading *x, size_t row)
{
    static const enum route_column of[ROUTE_CONDITIONS] = {ROUTE_COL_REGION, ROUTE_COL_FIELD,
                                                           ROUTE_COL_SCENARIO, ROUTE_COL_RANK};
    enum status s = ST_OK;
    for (int c = 0; c < ROUTE_CONDITIONS && s == ST_OK; c++)
        s = take_set(x, row, of[c], (enum route_condition)c);
    if (s == ST_OK)
        s = take_grades(x, row);
    return s == ST_OK ? check_scenarios(x, row) : s;
}

/* The one who is asked needs no copy, and nobody two. */
static void add_copy(struct route *t, uint32_t handler)
{
    for (size_t i = 0; i < t->copy_n; i++)
        if (t->copies[i] == handler)
            return;
    if (handler != t->handler)
        t->copies[t->copy_n++] = handler;
}

enum status routes_read_copies(struct routes_reading *x, size_t row)
{
    struct routes *r = x->r;
    struct route *t = &r->list[row];
    struct slice rest = cell(x, row, ROUTE_COL_COPIES), part;
    if (rest.n == 0)
        return ST_OK;
    t->copies = arena_alloc(&r->arena, count_parts(rest) * sizeof *t->copies);
    enum status s = t->copies == NULL ? error_memory(x->e) : ST_OK;
    while (s == ST_OK && rest.p != NULL) {
        s = next_part(x, row, ROUTE_COL_COPIES, &rest, &part);
        uint32_t id = s == ST_OK ? keytab_find(&r->handler_codes, part) : 0;
        if (id == KEYTAB_NONE)
            s = unknown(x, row, ROUTE_COL_COPIES, part, _("handler"));
        if (s == ST_OK)
            add_copy(t, id);
    }
    return s;
}
