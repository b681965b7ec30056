/* From what was added to weights, expectations, heat and what they are worth. */
#include "heat.h"
#include "i18n.h"

static struct num weigh(const struct heat *h, const struct heat_cell *c)
{
    int128 sum = 0;
    /* A weight has at most 12 digits over 10^6, a sum of factors 24 over 10^12. */
    for (int l = 0; l < LEVELS; l++) {
        const struct num *w = &h->options.weight[l];
        sum += w->n * (int128)num_pow10((unsigned)HEAT_FINE - w->scale) * c->aged[l];
    }
    struct num weight = num_decimal(sum, HEAT_FINE + HEAT_FACTOR_PLACES);
    weight.approximate = c->rounded;
    num_reduce(&weight);
    return weight;
}

/* Sums over the cells of a row that have an exposure above 0. */
struct whole {
    struct num weight, exposure, count;
};

static enum num_result add_up(const struct heat *h, size_t row, struct whole *w)
{
    enum num_result r = NUM_OK;
    uint64_t count = 0;
    *w = (struct whole){.weight = num_decimal(0, 0), .exposure = num_decimal(0, 0)};
    for (size_t k = 0; r == NUM_OK && k < h->column_n; k++) {
        struct heat_cell *c = heat_cell(h, row, k);
        c->weight = weigh(h, c);
        c->has_exposure = heat_exposure_of(h, row, k, &c->exposure);
        if (!c->has_exposure || num_is_zero(&c->exposure))
            continue;
        count += heat_count(c);
        r = num_add(&w->weight, &c->weight, &w->weight);
        if (r == NUM_OK)
            r = num_add(&w->exposure, &c->exposure, &w->exposure);
    }
    w->count = num_decimal((int128)count, 0);
    return r;
}

/* (weight + k) / (expected + k) */
static enum num_result compare(const struct heat *h, const struct whole *w, struct heat_cell *c)
{
    struct num share, found, due;
    c->has_expected = c->has_exposure && !num_is_zero(&c->exposure);
    if (!c->has_expected)
        return NUM_OK;
    enum num_result r = num_div(&c->exposure, &w->exposure, &share);
    if (r == NUM_OK)
        r = num_mul(&w->count, &share, &c->expected_count);
    if (r == NUM_OK)
        r = num_mul(&w->weight, &share, &c->expected);
    if (r == NUM_OK)
        r = num_add(&c->weight, &h->options.smooth, &found);
    if (r == NUM_OK)
        r = num_add(&c->expected, &h->options.smooth, &due);
    if (r != NUM_OK)
        return r;
    num_reduce(&c->expected);
    num_reduce(&c->expected_count);
    r = num_div(&found, &due, &c->heat);
    c->has_heat = r == NUM_OK;
    if (c->has_heat)
        num_reduce(&c->heat);
    return r == NUM_ZERO_DIVISOR ? NUM_OK : r;
}

/* Enough was found, or would have been if this were as elsewhere: then little is calm. */
static bool tells_enough(const struct heat *h, const struct heat_cell *c)
{
    struct num count = num_decimal((int128)heat_count(c), 0);
    return num_cmp(&count, &h->least) >= 0 ||
           (c->has_expected && num_cmp(&c->expected_count, &h->least) >= 0);
}

static enum heat_state judge(const struct heat *h, const struct whole *w, const struct heat_cell *c)
{
    bool nobody_looked = !c->seen && (h->exposure == NULL || num_is_zero(&w->count));
    if (h->exposure != NULL && !c->has_expected)
        return HEAT_UNKNOWN;
    if (nobody_looked)
        return HEAT_NONE;
    return c->has_heat && tells_enough(h, c) ? HEAT_KNOWN : HEAT_FEW;
}

/* Without exposures heat is the weight. */
static enum num_result find_heat(const struct heat *h, const struct whole *w, struct heat_cell *c)
{
    if (h->exposure != NULL)
        return compare(h, w, c);
    c->heat = c->weight;
    c->has_heat = true;
    return NUM_OK;
}

static enum num_result settle_row(struct heat *h, size_t row)
{
    struct whole w;
    enum num_result r = add_up(h, row, &w);
    for (size_t k = 0; r == NUM_OK && k < h->column_n; k++) {
        struct heat_cell *c = heat_cell(h, row, k);
        r = find_heat(h, &w, c);
        c->state = judge(h, &w, c);
        c->has_heat = c->has_heat && c->state != HEAT_NONE;
        if (c->state == HEAT_KNOWN && num_cmp(&c->heat, &h->hottest) > 0)
            h->hottest = c->heat;
        h->states[c->state] += heat_shows_row(h, row) && heat_shows_column(h, k);
    }
    return r;
}

enum status heat_settle(struct heat *h, struct error *e)
{
    const struct heat_options *o = &h->options;
    h->least = o->least_given ? o->least : num_decimal(HEAT_FEW_COUNT, 0);
    h->hottest = num_decimal(0, 0);
    for (size_t row = 0; row < h->row_n; row++)
        if (settle_row(h, row) != NUM_OK)
            return error_set(e, ST_DATA, "%s",
                             _("a heat does not fit 38 digits: give exposures in a larger unit"));
    return ST_OK;
}

struct num heat_shade_bound(const struct heat *h, int shade)
{
    static const struct {
        int n;
        uint8_t scale;
    } ratios[] = {{5, 1}, {8, 1}, {125, 2}, {2, 0}};
    if (h->exposure != NULL)
        return num_decimal(ratios[shade - 2].n, ratios[shade - 2].scale);
    struct num parts = num_decimal((int128)1 << (HEAT_SHADES + 1 - shade), 0), bound;
    if (num_div(&h->hottest, &parts, &bound) != NUM_OK)
        bound = h->hottest;
    num_reduce(&bound);
    return bound;
}

int heat_shade(const struct heat *h, const struct heat_cell *c)
{
    if (c->state != HEAT_KNOWN)
        return 0;
    int shade = HEAT_SHADES;
    for (; shade > 1; shade--) {
        struct num bound = heat_shade_bound(h, shade);
        if (num_cmp(&c->heat, &bound) > 0)
            break;
    }
    return shade;
}
