#include "heat_table.h"

#include <stdio.h>

enum { BOUNDS = HEAT_SHADES }; /* of the shades, and 1 */

static void put_num(struct writer *w, bool known, const struct num *v, const struct num *against,
                    size_t n)
{
    char text[NUM_TEXT_MAX];
    size_t length = known ? num_text(v, against, n, text) : 0;
    writer_cell(w, (struct slice){text, length});
}

/* What a heat must not seem to have crossed. */
static void find_bounds(const struct heat *h, struct num bounds[BOUNDS])
{
    bounds[0] = num_decimal(1, 0);
    for (int shade = 2; shade <= HEAT_SHADES; shade++)
        bounds[shade - 1] = heat_shade_bound(h, shade);
}

static void put_row_head(const struct heat *h, const struct heat_row *row, struct writer *w)
{
    writer_text(w, row->field);
    writer_text(w, row->field_name);
    if (h->options.by == HEAT_BY_SCENARIO) {
        writer_text(w, row->scenario);
        writer_text(w, row->scenario_name);
    }
}

static void put_cell(const struct heat *h, size_t row, size_t column, const struct num *bounds,
                     struct writer *w)
{
    const struct heat_cell *c = heat_cell(h, row, column);
    put_row_head(h, &h->rows[row], w);
    writer_text(w, h->columns[column].code);
    writer_text(w, h->columns[column].name);
    writer_int(w, (int64_t)heat_count(c));
    for (int l = 0; l < LEVELS; l++)
        writer_int(w, (int64_t)c->count[l]);
    put_num(w, true, &c->weight, NULL, 0);
    put_num(w, c->has_exposure, &c->exposure, NULL, 0);
    writer_text(w, heat_exposure_unit(h, row));
    put_num(w, c->has_expected, &c->expected_count, &h->least, 1);
    put_num(w, c->has_expected, &c->expected, NULL, 0);
    put_num(w, h->exposure != NULL, &h->options.smooth, NULL, 0);
    put_num(w, c->has_heat, &c->heat, bounds, h->exposure != NULL ? BOUNDS : 0);
    writer_text(w, heat_state_name(c->state));
    writer_end(w);
}

static void put_heads(struct writer *w, const char *const *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        writer_text(w, heads[i]);
}

static void put_first_heads(const struct heat *h, struct writer *w)
{
    static const char *const heads[] = {"field", "field_name", "scenario", "scenario_name"};
    put_heads(w, heads, h->options.by == HEAT_BY_SCENARIO ? 4 : 2);
}

void heat_write_long(const struct heat *h, struct writer *w)
{
    static const char *const heads[] = {
        "region",   "region_name", "count",          "blue",     "yellow", "red",  "weight",
        "exposure", "unit",        "expected_count", "expected", "smooth", "heat", "state"};
    struct num bounds[BOUNDS];
    find_bounds(h, bounds);
    put_first_heads(h, w);
    put_heads(w, heads, sizeof heads / sizeof heads[0]);
    writer_end(w);
    for (size_t row = 0; row < h->row_n; row++)
        for (size_t k = 0; k < h->column_n; k++)
            if (heat_shows_row(h, row) && heat_shows_column(h, k))
                put_cell(h, row, k, bounds, w);
}

/* `320100 南京市`: no two regions have a code in common, but some have a name. */
static bool put_region(const struct heat_column *c, struct writer *w)
{
    struct buffer b = {0};
    buffer_text(&b, c->code);
    if (c->name[0] != '\0')
        buffer_printf(&b, " %s", c->name);
    bool good = !b.failed;
    writer_cell(w, buffer_view(&b));
    buffer_free(&b);
    return good;
}

static void put_plain(const struct heat_cell *c, struct writer *w)
{
    if (c->state != HEAT_KNOWN) {
        writer_text(w, heat_state_name(c->state));
        return;
    }
    enum { PLACES = 6 };
    struct num v;
    if (num_round(&c->heat, PLACES, &v) != NUM_OK)
        v = c->heat;
    v.approximate = false;
    put_num(w, true, &v, NULL, 0);
}

bool heat_write_matrix(const struct heat *h, struct writer *w)
{
    put_first_heads(h, w);
    for (size_t k = 0; k < h->column_n; k++)
        if (heat_shows_column(h, k) && !put_region(&h->columns[k], w))
            return false;
    writer_end(w);
    for (size_t row = 0; row < h->row_n; row++) {
        if (!heat_shows_row(h, row))
            continue;
        put_row_head(h, &h->rows[row], w);
        for (size_t k = 0; k < h->column_n; k++)
            if (heat_shows_column(h, k))
                put_plain(heat_cell(h, row, k), w);
        writer_end(w);
    }
    return true;
}
