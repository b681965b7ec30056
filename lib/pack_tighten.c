/* What a lower layer's indicators.csv may do to an indicator of a higher one: make its thresholds
 * easier to reach, and give it levels that it had not. */
#include "i18n.h"
#include "pack_int.h"

/* From LOW to HIGH; one number stands for both. */
struct bounds {
    struct num low, high;
};

static bool read_bounds(struct slice text, struct bounds *out)
{
    struct slice low = text, high = text;
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '.' && text.p[i + 1] == '.') {
            low = slice_trim((struct slice){text.p, i});
            high = slice_trim((struct slice){text.p + i + 2, text.n - i - 2});
            break;
        }
    return num_parse_percent(low, &out->low) == NUM_OK &&
           num_parse_percent(high, &out->high) == NUM_OK;
}

/* Whether NEW is reached wherever OLD is. */
static bool as_tight(struct slice op, const struct bounds *old, const struct bounds *new)
{
    int low = num_cmp(&new->low, &old->low), high = num_cmp(&new->high, &old->high);
    if (slice_eq(op, SLICE("outside")))
        return low >= 0 && high <= 0;
    if (slice_eq(op, SLICE("inside")))
        return low <= 0 && high >= 0;
    return op.p[0] == '>' ? low <= 0 : low >= 0;
}

static enum status check_level(const struct indicator *i, int level, struct slice now,
                               const struct indicator_place *by, struct error *e)
{
    struct slice old = i->threshold[level];
    const struct indicator_place *at = &i->threshold_place[level];
    struct bounds before, after;
    int column = by->columns[PART_BLUE + level];
    char where[SHEET_PLACE_SIZE], here[QUOTE_SIZE], there[QUOTE_SIZE];
    if (old.n == 0 || slice_eq(old, now))
        return ST_OK;
    sheet_place(where, by->sheet, at->sheet, at->row);
    quote(here, sheet_cell(by->sheet, by->row, column));
    quote(there, sheet_cell(at->sheet, at->row, at->columns[PART_BLUE + level]));
    if (!read_bounds(old, &before) || !read_bounds(now, &after))
        return sheet_error(by->sheet, by->row, column, e,
                           _("'%s' %s cannot be held against %s in %s: only numbers can; let the "
                             "higher layer use a $parameter, and set that"),
                           level_name((enum level)(level + 1)), here, there, where);
    if (!as_tight(i->op, &before, &after))
        return sheet_error(by->sheet, by->row, column, e, _("'%s' %s is looser than %s set in %s"),
                           level_name((enum level)(level + 1)), here, there, where);
    return ST_OK;
}

static enum status set_level(struct pack *p, struct indicator *i, int level,
                             const struct indicator_place *by, struct error *e)
{
    struct slice now;
    enum status r = pack_threshold(p, by, i->op, level, &now, e);
    if (r != ST_OK || now.n == 0)
        return r;
    r = check_level(i, level, now, by, e);
    if (r != ST_OK)
        return r;
    i->threshold[level] = now;
    i->threshold_place[level] = *by;
    return ST_OK;
}

static bool may_be_filled(enum indicator_part part)
{
    return part == PART_ID || part == PART_SOURCE || (part >= PART_BLUE && part <= PART_RED);
}

static enum status check_others(const struct indicator *i, const struct indicator_place *by,
                                struct error *e)
{
    char where[SHEET_PLACE_SIZE], id[QUOTE_SIZE];
    for (int part = 0; part < PART_COUNT; part++)
        if (!may_be_filled((enum indicator_part)part) &&
            sheet_cell(by->sheet, by->row, by->columns[part]).n > 0)
            return sheet_error(by->sheet, by->row, by->columns[part], e,
                               _("'%s' is set in %s: a lower layer may tighten blue, yellow and "
                                 "red and say the source, and must leave %s blank"),
                               quote(id, slice_of(i->id)),
                               sheet_place(where, by->sheet, i->place.sheet, i->place.row),
                               pack_part_name((enum indicator_part)part));
    return ST_OK;
}

enum status pack_tighten(struct pack *p, struct indicator *i, const struct indicator_place *by,
                         struct error *e)
{
    char where[SHEET_PLACE_SIZE], id[QUOTE_SIZE];
    bool any = false;
    enum status r = check_others(i, by, e);
    for (int level = 0; level < LEVELS && r == ST_OK; level++) {
        any = any || sheet_cell(by->sheet, by->row, by->columns[PART_BLUE + level]).n > 0;
        r = set_level(p, i, level, by, e);
    }
    if (r == ST_OK && !any)
        return sheet_error(by->sheet, by->row, by->columns[PART_ID], e,
                           _("'%s' is set in %s, and no threshold is tightened here"),
                           quote(id, slice_of(i->id)),
                           sheet_place(where, by->sheet, i->place.sheet, i->place.row));
    const char *source = pack_string(by->sheet, by->row, by->columns[PART_SOURCE]);
    if (r != ST_OK || source[0] == '\0')
        return r;
    i->source =
        i->source[0] == '\0' ? source : arena_printf(&p->arena, "%s; %s", i->source, source);
    return i->source == NULL ? error_memory(e) : ST_OK;
}
