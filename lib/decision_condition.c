/* One condition of a decision table, as a person wrote it in a cell. */
#include "decision_int.h"
#include "i18n.h"

struct cell {
    const struct sheet *s;
    size_t row;
    int column;
    const struct decision_input *input;
    struct arena *arena;
};

static bool take(struct slice *s, const char *prefix)
{
    struct slice p = slice_of(prefix);
    if (s->n < p.n || memcmp(s->p, p.p, p.n) != 0)
        return false;
    *s = (struct slice){s->p + p.n, s->n - p.n};
    return true;
}

/* The signs of a Chinese keyboard, and dashes that a spreadsheet program made of a hyphen. */
static const char *const bars[] = {"|", "｜"}, *const dashes[] = {"-", "－", "–", "—"};
enum { BARS = sizeof bars / sizeof *bars, DASHES = sizeof dashes / sizeof *dashes };

static bool is_any(struct slice cell)
{
    for (size_t i = 0; i < DASHES; i++)
        if (slice_eq(cell, slice_of(dashes[i])))
            return true;
    return cell.n == 0;
}

/* Takes what stands before the first bar off *REST; *REST.p is NULL at the end. */
static struct slice split(struct slice *rest)
{
    struct slice part = *rest;
    while (rest->n > 0) {
        struct slice before = {part.p, (size_t)(rest->p - part.p)};
        for (size_t i = 0; i < BARS; i++)
            if (take(rest, bars[i]))
                return slice_trim(before);
        rest->p++;
        rest->n--;
    }
    *rest = (struct slice){NULL, 0};
    return slice_trim(part);
}

static size_t count_parts(struct slice cell)
{
    size_t n = 0;
    for (struct slice rest = cell; rest.p != NULL; n++)
        split(&rest);
    return n;
}

/* ---- texts ---- */

/* The values that there are, and the spelling of a part that is not among them. */
static enum status unknown_value(const struct cell *c, struct slice part, struct error *e)
{
    struct slice *cells = arena_alloc(c->arena, c->s->columns * sizeof *cells);
    char *shown = arena_string(c->arena, part);
    if (cells == NULL || shown == NULL)
        return error_memory(e);
    cells[c->column] = (struct slice){shown, part.n};
    struct sheet_row row = {.line = c->s->rows[c->row].line, .cells = cells};
    struct sheet one = *c->s;
    one.rows = &row;
    return sheet_unknown(&one, 0, c->column, c->input->name, c->input->values, c->input->value_n,
                         e);
}

static enum status read_text(const struct cell *c, struct slice part, struct slice *out,
                             struct error *e)
{
    char shown[QUOTE_SIZE];
    quote(shown, sheet_cell(c->s, c->row, c->column));
    const struct decision_input *in = c->input;
    if (part.n == 0)
        return sheet_error(c->s, c->row, c->column, e, _("'%s' has nothing beside a bar or sign"),
                           shown);
    if (take(&part, "!") || take(&part, "！"))
        return sheet_error(c->s, c->row, c->column, e,
                           _("'%s': the '!' for none of them stands once, before the first"),
                           shown);
    *out = part;
    if (in->values == NULL)
        return ST_OK;
    for (size_t i = 0; i < in->value_n; i++) {
        bool same = slice_eq(part, slice_of(in->values[i]));
        if (same || (in->also != NULL && slice_eq(part, slice_of(in->also[i])))) {
            *out = slice_of(in->values[i]);
            return ST_OK;
        }
    }
    return unknown_value(c, part, e);
}

static enum status read_texts(const struct cell *c, struct slice cell, struct condition *out,
                              struct error *e)
{
    out->none = take(&cell, "!") || take(&cell, "！");
    out->texts = arena_alloc(c->arena, count_parts(cell) * sizeof *out->texts);
    if (out->texts == NULL)
        return error_memory(e);
    enum status r = ST_OK;
    for (struct slice rest = cell; rest.p != NULL && r == ST_OK; out->n++)
        r = read_text(c, split(&rest), &out->texts[out->n], e);
    return r;
}

/* ---- numbers ---- */

int cut_cmp(const struct cut *a, const struct cut *b)
{
    int c = num_cmp(&a->at, &b->at);
    return c != 0 ? c : (int)a->after - (int)b->after;
}

static enum status read_number(const struct cell *c, struct slice part, struct num *out,
                               struct error *e)
{
    struct slice plain = sheet_plain(slice_trim(part), c->arena);
    if (plain.p == NULL)
        return error_memory(e);
    char shown[QUOTE_SIZE];
    switch (num_parse_percent(plain, out)) {
    case NUM_OK:
        return ST_OK;
    case NUM_TOO_LARGE:
        return sheet_error(c->s, c->row, c->column, e,
                           _("number too large: '%s'; 38 digits are taken"), quote(shown, part));
    case NUM_TOO_FINE:
        return sheet_error(c->s, c->row, c->column, e,
                           _("number too fine: '%s'; 18 digits behind the point are taken"),
                           quote(shown, part));
    default:
        return sheet_error(c->s, c->row, c->column, e,
                           _("'%s' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, "
                             "several joined by |"),
                           quote(shown, sheet_cell(c->s, c->row, c->column)));
    }
}

/* Between whole numbers a cut stands before the next one. */
static void move_to_whole(struct cut *c)
{
    int128 unit = (int128)num_pow10(c->at.scale), q = c->at.n / unit, rest = c->at.n % unit;
    bool up = rest > 0 || (rest == 0 && c->after);
    *c = (struct cut){num_decimal(q + up, 0), false};
}

enum sign { SIGN_IS, SIGN_AT_LEAST, SIGN_ABOVE, SIGN_AT_MOST, SIGN_BELOW };

static enum sign take_sign(struct slice *part)
{
    static const struct {
        const char *text;
        enum sign sign;
    } signs[] = {
        {">=", SIGN_AT_LEAST}, {"＞=", SIGN_AT_LEAST}, {"＞＝", SIGN_AT_LEAST},
        {"≥", SIGN_AT_LEAST},  {">", SIGN_ABOVE},      {"＞", SIGN_ABOVE},
        {"<=", SIGN_AT_MOST},  {"＜=", SIGN_AT_MOST},  {"＜＝", SIGN_AT_MOST},
        {"≤", SIGN_AT_MOST},   {"<", SIGN_BELOW},      {"＜", SIGN_BELOW},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (take(part, signs[i].text))
            return signs[i].sign;
    return SIGN_IS;
}

/* The place of ".." in PART, or its length. */
static size_t find_dots(struct slice part)
{
    size_t i = 0;
    while (i < part.n && (part.n - i < 2 || part.p[i] != '.' || part.p[i + 1] != '.'))
        i++;
    return i;
}

static enum status read_ends(const struct cell *c, struct slice part, struct stretch *out,
                             struct error *e)
{
    struct slice rest = part;
    enum sign sign = take_sign(&rest);
    size_t dots = sign == SIGN_IS ? find_dots(rest) : rest.n;
    bool range = dots < rest.n;
    struct num first, last;
    enum status r = read_number(c, (struct slice){rest.p, dots}, &first, e);
    last = first;
    if (r == ST_OK && range)
        r = read_number(c, (struct slice){rest.p + dots + 2, rest.n - dots - 2}, &last, e);
    if (r != ST_OK)
        return r;
    char shown[QUOTE_SIZE];
    if (num_cmp(&first, &last) > 0)
        return sheet_error(c->s, c->row, c->column, e, _("'%s' begins above its end"),
                           quote(shown, part));
    out->from_set = sign != SIGN_AT_MOST && sign != SIGN_BELOW;
    out->to_set = sign != SIGN_AT_LEAST && sign != SIGN_ABOVE;
    out->from = (struct cut){first, sign == SIGN_ABOVE};
    out->to = (struct cut){last, sign != SIGN_BELOW};
    return ST_OK;
}

static enum status never_holds(const struct cell *c, struct slice part, struct error *e)
{
    const struct decision_input *in = c->input;
    char shown[QUOTE_SIZE];
    quote(shown, part);
    if (!in->bounded)
        return sheet_error(c->s, c->row, c->column, e,
                           _("'%s' can never hold: %s is a whole number"), shown, in->name);
    if (!in->whole)
        return sheet_error(c->s, c->row, c->column, e,
                           _("'%s' can never hold: %s is never below %lld"), shown, in->name,
                           (long long)in->least);
    return sheet_error(c->s, c->row, c->column, e,
                       _("'%s' can never hold: %s is a whole number from %lld"), shown, in->name,
                       (long long)in->least);
}

static enum status read_stretch(const struct cell *c, struct slice part, struct stretch *out,
                                struct error *e)
{
    enum status r = read_ends(c, part, out, e);
    if (r != ST_OK)
        return r;
    if (c->input->whole) {
        move_to_whole(&out->from);
        move_to_whole(&out->to);
    }
    struct cut least = {num_decimal(c->input->least, 0), false};
    if (c->input->bounded && out->from_set && cut_cmp(&out->from, &least) <= 0)
        out->from_set = false;
    bool empty = out->from_set && out->to_set && cut_cmp(&out->from, &out->to) >= 0;
    if (c->input->bounded && out->to_set && cut_cmp(&out->to, &least) <= 0)
        empty = true;
    return empty ? never_holds(c, part, e) : ST_OK;
}

static enum status read_stretches(const struct cell *c, struct slice cell, struct condition *out,
                                  struct error *e)
{
    out->stretches = arena_zero(c->arena, count_parts(cell) * sizeof *out->stretches);
    if (out->stretches == NULL)
        return error_memory(e);
    enum status r = ST_OK;
    for (struct slice rest = cell; rest.p != NULL && r == ST_OK; out->n++)
        r = read_stretch(c, split(&rest), &out->stretches[out->n], e);
    return r;
}

enum status condition_read(const struct sheet *s, size_t row, int column,
                           const struct decision_input *input, struct arena *a,
                           struct condition *out, struct error *e)
{
    const struct cell c = {s, row, column, input, a};
    struct slice text = sheet_cell(s, row, column);
    *out = (struct condition){.any = is_any(text)};
    if (out->any)
        return ST_OK;
    return input->number ? read_stretches(&c, text, out, e) : read_texts(&c, text, out, e);
}
