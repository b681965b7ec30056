#include "heat_in_int.h"
#include "i18n.h"

/* What became of a row: one that cannot be taken goes to the rejects, if there are any. */
static enum status settle_row(struct reading *r, enum status taken, const struct error *why,
                              struct error *e)
{
    struct heat_in *in = r->in;
    const struct columns *c = &r->alerts.columns;
    if (taken != ST_OK && (taken != ST_DATA || in->reject == NULL)) {
        *e = *why;
        return taken;
    }
    enum status s = held_hand_on(&r->held, c->batch.line[r->row], e);
    if (s == ST_OK && taken != ST_OK)
        s = in->reject(in->context, c->batch.raw[r->row], why, e);
    if (in->progress != NULL && r->row == 0)
        in->progress(in->context, reader_progress(c->reader), in->rows);
    return s;
}

static enum status read_alerts(struct reading *r, struct error *e)
{
    enum status s = ST_OK;
    for (bool more = true; s == ST_OK && more;) {
        struct alert_row a;
        struct error why;
        i18n_off = r->in->reject != NULL; /* reasons go into a file then */
        s = alert_in_next(&r->alerts, &a, &more, &why);
        r->row = r->alerts.row - 1;
        if (s == ST_OK && more)
            s = heat_take_alert(r, &a, &why);
        i18n_off = false;
        if (more)
            s = settle_row(r, s, &why, e);
        else if (s != ST_OK)
            *e = why;
    }
    return s == ST_OK ? held_hand_on(&r->held, UINT64_MAX, e) : s;
}

static enum status read_cases(struct reading *r, struct error *e)
{
    struct columns *c = &r->alerts.columns;
    enum status s = ST_OK;
    do {
        i18n_off = r->in->reject != NULL;
        s = columns_next(c, e);
        i18n_off = false;
        for (r->row = 0; s == ST_OK && r->row < c->batch.n; r->row++) {
            struct error why;
            i18n_off = r->in->reject != NULL;
            s = heat_take_case(r, &why);
            i18n_off = false;
            s = settle_row(r, s, &why, e);
        }
    } while (s == ST_OK && c->batch.n > 0);
    return s == ST_OK ? held_hand_on(&r->held, UINT64_MAX, e) : s;
}

static enum status need(const struct reading *r, size_t column, struct error *e)
{
    const struct columns *c = &r->alerts.columns;
    return columns_has(c, column) ? ST_OK : columns_missing(c->reader, r->wanted[column].name, e);
}

/* The columns that this kind must have. */
static enum status check_columns(struct reading *r, enum heat_kind kind, struct error *e)
{
    static const size_t of_cases[] = {CASE_CLOSED, ALERT_REGION, ALERT_GRADE};
    const struct columns *c = &r->alerts.columns;
    enum status s = ST_OK;
    if (kind == HEAT_ALERTS) {
        r->alerts.graded = columns_has(c, ALERT_GRADE);
        for (size_t i = 0; s == ST_OK && i < ALERT_WRITTEN; i++)
            s = need(r, i, e);
        return s;
    }
    for (size_t i = 0; s == ST_OK && i < sizeof of_cases / sizeof of_cases[0]; i++)
        s = need(r, of_cases[i], e);
    bool by_scenario = r->in->heat->options.by == HEAT_BY_SCENARIO;
    if (s == ST_OK && (by_scenario || !columns_has(c, ALERT_FIELD)))
        s = need(r, ALERT_SCENARIO, e);
    return s;
}

static enum status find_kind(const struct reading *r, enum heat_kind *kind, struct error *e)
{
    const struct columns *c = &r->alerts.columns;
    const char *file = reader_name(c->reader);
    if (*kind == HEAT_ANY)
        *kind = columns_has(c, ALERT_ID)      ? HEAT_ALERTS
                : columns_has(c, CASE_CLOSED) ? HEAT_CASES
                                              : HEAT_ANY;
    if (*kind == HEAT_ANY)
        return error_at(e, ST_DATA, file, 1, 0, "%s",
                        _("neither alerts (no column 'alert_id') nor past cases (no column "
                          "'closed_on')"));
    if (r->in->kind == HEAT_ANY || r->in->kind == *kind)
        return ST_OK;
    return error_at(e, ST_DATA, file, 1, 0, "%s",
                    *kind == HEAT_ALERTS
                        ? _("these are alerts, and past cases have been read: map one of them at "
                            "a time")
                        : _("these are past cases, and alerts have been read: map one of them at "
                            "a time"));
}

static void set_fading(struct heat_options *o, enum heat_kind kind)
{
    if (o->fading != HEAT_FADING_USUAL)
        return;
    o->half_life = num_decimal(HEAT_HALF_LIFE, 0);
    o->fading = kind == HEAT_CASES ? HEAT_FADING_GIVEN : HEAT_FADING_NONE;
}

enum status heat_read(struct heat_in *in, const char *path, enum heat_kind kind, struct error *e)
{
    struct reading r = {.in = in, .held = {.reject = in->reject, .context = in->context}};
    for (size_t i = 0; i < ALERT_COLUMNS; i++)
        r.wanted[i].name = alert_column_name((enum alert_column)i);
    r.wanted[CASE_CLOSED].name = "closed_on";
    r.wanted[CASE_COUNT].name = "count";
    enum status s = columns_open(path, &in->reader, r.wanted, WANTED, &r.alerts.columns, e);
    if (s != ST_OK)
        return s;
    s = find_kind(&r, &kind, e);
    if (s == ST_OK)
        s = check_columns(&r, kind, e);
    if (s == ST_OK) {
        in->kind = kind;
        set_fading(&in->heat->options, kind);
        if (in->reject != NULL)
            reader_reject(r.alerts.columns.reader, held_take, &r.held);
        s = kind == HEAT_ALERTS ? read_alerts(&r, e) : read_cases(&r, e);
    }
    alert_in_close(&r.alerts);
    held_free(&r.held);
    return s;
}
