/* Which handler: the rows that fit from top to bottom, and what there is to say of those that were
 * passed over. */
#include "routes_int.h"

/* What one call looks at. */
struct finding {
    const struct routes *r;
    const struct alert_row *alert;
    struct slice kind, subject;
    struct official official;
    struct routing *out;
    bool failed;
};

static void sentence(struct finding *f)
{
    struct buffer *b = &f->out->reasons;
    if (b->n > 0)
        buffer_text(b, f->r->chinese ? "；" : "; ");
}

static bool must_step_aside(struct finding *f, uint32_t handler)
{
    bool failed;
    struct buffer *ground = &f->r->work->ground;
    ground->n = 0;
    ground->failed = false;
    bool aside = routes_aside(f->r, handler, f->kind, f->subject, ground, &failed);
    f->failed = f->failed || failed;
    return aside;
}

/* Says once in a call that HANDLER steps aside. */
static void tell_aside(struct finding *f, uint32_t handler, bool copy)
{
    struct routes_work *w = f->r->work;
    if (w->told[handler] == w->call)
        return;
    w->told[handler] = w->call;
    sentence(f);
    routes_say_aside(f->r, handler, copy, buffer_view(&w->ground), &f->out->reasons);
}

/* The row that is asked, or -1. Rows that might come first are remembered. */
static int choose(struct finding *f, const struct candidates *all)
{
    struct routes_work *w = f->r->work;
    w->region_rows.n = w->rank_rows.n = 0;
    for (size_t i = 0; i < all->n && !f->failed; i++) {
        const struct candidate *c = &all->list[i];
        uint32_t handler = f->r->list[c->row].handler;
        bool aside = must_step_aside(f, handler);
        if (c->region || c->rank) {
            if (!aside)
                buffer_append(c->region ? &w->region_rows : &w->rank_rows, &c->row, sizeof c->row);
        } else if (aside) {
            tell_aside(f, handler, false);
        } else {
            return (int)c->row;
        }
    }
    return -1;
}

/* "line 4", "lines 4, 7": the first few rows of a list. */
static void lines(struct finding *f, const struct buffer *rows)
{
    enum { SHOWN = 5 };
    struct buffer *b = &f->out->reasons;
    size_t n = rows->n / sizeof(uint32_t);
    buffer_text(b, f->r->chinese ? "跳过 routes.csv 第 " : n == 1 ? "line " : "lines ");
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        uint32_t row;
        memcpy(&row, rows->p + i * sizeof row, sizeof row);
        buffer_printf(b, "%s%llu",
                      i == 0          ? ""
                      : f->r->chinese ? "、"
                                      : ", ",
                      (unsigned long long)f->r->sheet.rows[row].line);
    }
    size_t more = n > SHOWN ? n - SHOWN : 0;
    if (f->r->chinese) {
        buffer_text(b, " 行");
        if (more > 0)
            buffer_printf(b, "等 %zu 行", n);
        return;
    }
    if (more > 0)
        buffer_printf(b, " and %zu more", more);
    buffer_text(b, n == 1 ? " of routes.csv is passed over" : " of routes.csv are passed over");
}

static void official(struct finding *f)
{
    struct buffer *b = &f->out->reasons;
    buffer_slice(b, f->r->official);
    buffer_char(b, ' ');
    buffer_slice(b, f->official.id);
}

static void tell_region(struct finding *f)
{
    struct buffer *b = &f->out->reasons;
    struct slice code = f->alert->cell[ALERT_REGION];
    if (f->r->work->region_rows.n == 0)
        return;
    sentence(f);
    if (code.n == 0) {
        buffer_text(b, f->r->chinese ? "地区未知" : "the region is not known");
    } else {
        buffer_text(b, f->r->chinese ? "regions.csv 中没有地区 " : "region ");
        buffer_slice(b, code);
        buffer_text(b, f->r->chinese ? "" : " is not in regions.csv");
    }
    buffer_text(b, f->r->chinese ? "：" : ": ");
    lines(f, &f->r->work->region_rows);
}

static void tell_rank(struct finding *f)
{
    struct buffer *b = &f->out->reasons;
    if (f->r->work->rank_rows.n == 0)
        return;
    sentence(f);
    buffer_text(b, f->r->chinese ? "未知 " : "the rank of ");
    official(f);
    buffer_text(b, f->r->chinese ? " 的职级：" : " is not known: ");
    lines(f, &f->r->work->rank_rows);
}

/* Whether those with a unit of their own belong to the official's cannot be told without it. */
static void tell_unit(struct finding *f, const struct route *t)
{
    const struct routes *r = f->r;
    struct buffer *b = &f->out->reasons;
    bool any = false;
    if (!f->official.is || f->official.unit.n > 0)
        return;
    for (size_t i = 0; i <= t->copy_n; i++) {
        uint32_t h = i == 0 ? t->handler : t->copies[i - 1];
        if (r->handlers[h].unit[0] == '\0' || r->work->told[h] == r->work->call)
            continue;
        if (!any) {
            sentence(f);
            buffer_text(b, r->chinese ? "未知 " : "the unit of ");
            official(f);
            buffer_text(b,
                        r->chinese ? " 的单位：无法判断是否须回避的有" : " is not known: whether ");
        }
        buffer_text(b, !any ? "" : r->chinese ? "、" : ", ");
        buffer_text(b, r->handlers[h].name);
        any = true;
    }
    if (any && !r->chinese)
        buffer_text(b, " must step aside cannot be told");
}

static void tell_nobody(struct finding *f, const struct candidates *all)
{
    const struct routes *r = f->r;
    bool fits = false;
    for (size_t i = 0; i < all->n; i++)
        fits = fits || !(all->list[i].region || all->list[i].rank);
    sentence(f);
    if (r->missing)
        buffer_text(&f->out->reasons, r->chinese ? "规则包中没有 routes.csv，未指定承办单位"
                                                 : "the pack has no routes.csv: nobody is asked");
    else if (fits)
        buffer_text(&f->out->reasons, r->chinese
                                          ? "适用各行的承办单位均须回避，未指定承办单位"
                                          : "nobody is left to ask: all that fit step aside");
    else
        buffer_text(&f->out->reasons, r->chinese ? "routes.csv 中没有适用的行，未指定承办单位"
                                                 : "no row of routes.csv fits: nobody is asked");
}

static void copy_to(struct finding *f, const struct route *t)
{
    struct buffer *b = &f->out->copies;
    for (size_t i = 0; i < t->copy_n && !f->failed; i++) {
        uint32_t h = t->copies[i];
        if (must_step_aside(f, h)) {
            tell_aside(f, h, true);
            continue;
        }
        buffer_text(b, b->n > 0 ? "|" : "");
        buffer_text(b, f->r->handlers[h].code);
    }
}

static bool candidates_of(struct finding *f, enum level grade, struct candidates *all)
{
    const struct routes *r = f->r;
    static const enum alert_column cells[ROUTE_RANK] = {ALERT_REGION, ALERT_FIELD, ALERT_SCENARIO};
    int32_t codes[ROUTE_CONDITIONS];
    if (!routes_official(r, f->kind, f->subject, &r->work->id, &f->official))
        return false;
    for (int c = 0; c < ROUTE_RANK; c++)
        codes[c] = routes_code(r, (enum route_condition)c, f->alert->cell[cells[c]]);
    codes[ROUTE_RANK] = f->official.is ? routes_code(r, ROUTE_RANK, f->official.rank) : CODE_OTHER;
    return routes_candidates(r, codes, grade, all);
}

bool routes_find(const struct routes *r, const struct alert_row *alert, enum level grade,
                 struct routing *out)
{
    struct finding f = {.r = r,
                        .alert = alert,
                        .kind = alert->cell[ALERT_SUBJECT_KIND],
                        .subject = alert->cell[ALERT_SUBJECT],
                        .out = out};
    out->route = -1;
    out->handler = "";
    out->line = 0;
    out->copies.n = out->reasons.n = 0;
    out->copies.failed = out->reasons.failed = false;
    r->work->call++;
    struct candidates all;
    if (!candidates_of(&f, grade, &all))
        return false;
    out->route = choose(&f, &all);
    tell_region(&f);
    tell_rank(&f);
    if (out->route >= 0) {
        const struct route *t = &r->list[out->route];
        out->handler = r->handlers[t->handler].code;
        out->line = r->sheet.rows[out->route].line;
        copy_to(&f, t);
        tell_unit(&f, t);
    } else {
        tell_nobody(&f, &all);
    }
    struct routes_work *w = r->work;
    return !(f.failed || out->copies.failed || out->reasons.failed || w->region_rows.failed ||
             w->rank_rows.failed);
}
