#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"

static void write_heads(struct writer *w, const char *const *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        writer_text(w, heads[i]);
    writer_end(w);
}

struct lack {
    uint64_t n;
    size_t why;
};

static int most_first(const void *a, const void *b)
{
    const struct lack *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->why > y->why) - (x->why < y->why);
}

/* "blank budget (3); missing period (2)" */
static bool missing_text(const struct engine *x, const struct check *c, struct buffer *out)
{
    size_t n = 0;
    struct lack *all = malloc((c->counts.missing_size + 1) * sizeof *all);
    if (all == NULL)
        return false;
    for (size_t i = 1; i < c->counts.missing_size; i++)
        if (c->counts.missing[i] > 0)
            all[n++] = (struct lack){c->counts.missing[i], i};
    qsort(all, n, sizeof *all, most_first);
    for (size_t i = 0; i < n; i++) {
        char text[256];
        reason_text(&x->plan->reasons, (why_t)all[i].why, text, sizeof text);
        buffer_printf(out, "%s%s (%" PRIu64 ")", i > 0 ? "; " : "", text, all[i].n);
    }
    free(all);
    return !out->failed;
}

static bool write_outcomes(const struct engine *x, struct writer *w)
{
    static const char *const heads[] = {
        "indicator",         "name",
        "subjects",          "triggered",
        "insufficient",      "clear",
        "not_applicable",    "periods",
        "periods_triggered", "periods_insufficient",
        "periods_clear",     "periods_not_applicable",
        "missing",
    };
    write_heads(w, heads, sizeof heads / sizeof heads[0]);
    struct buffer missing = {0};
    bool good = true;
    for (size_t i = 0; good && i < x->plan->check_n; i++) {
        const struct check *c = &x->plan->checks[i];
        const uint64_t *counts[2] = {c->counts.subjects, c->counts.periods};
        writer_text(w, c->indicator->id);
        writer_text(w, c->indicator->name);
        for (int k = 0; k < 2; k++) {
            uint64_t sum = 0;
            for (int o = 0; o < OUTCOMES; o++)
                sum += counts[k][o];
            writer_int(w, (int64_t)sum);
            for (int o = 0; o < OUTCOMES; o++)
                writer_int(w, (int64_t)counts[k][o]);
        }
        missing.n = 0;
        if (c->loaded)
            good = missing_text(x, c, &missing);
        else
            good = buffer_text(&missing, _("table not given: ")) &&
                   engine_lacks(x, c, false, &missing);
        writer_cell(w, buffer_view(&missing));
        writer_end(w);
    }
    buffer_free(&missing);
    return good;
}

bool report_outcomes(const struct engine *x, struct writer *w)
{
    i18n_off = true;
    bool good = write_outcomes(x, w);
    i18n_off = false;
    return good;
}

bool report_coverage(const struct engine *x, struct writer *w)
{
    static const char *const heads[] = {"indicator", "name", "table", "can_run", "missing"};
    write_heads(w, heads, sizeof heads / sizeof heads[0]);
    struct buffer missing = {0};
    bool good = true;
    for (size_t i = 0; good && i < x->plan->check_n; i++) {
        const struct check *c = &x->plan->checks[i];
        missing.n = 0;
        good = engine_lacks(x, c, true, &missing);
        writer_text(w, c->indicator->id);
        writer_text(w, c->indicator->name);
        writer_text(w, c->table->name);
        writer_text(w, missing.n == 0 ? "yes" : "no");
        writer_cell(w, buffer_view(&missing));
        writer_end(w);
    }
    buffer_free(&missing);
    return good;
}

bool report_indiscriminate(const struct check *c, uint64_t *triggered, uint64_t *judged)
{
    *triggered = c->counts.subjects[OUTCOME_TRIGGERED];
    *judged = *triggered + c->counts.subjects[OUTCOME_CLEAR];
    return *triggered * 5 > *judged; /* more than 20% */
}

enum { PLACES_SHOWN = 10 };

bool report_held(const struct engine *x, uint64_t *exceptions, struct buffer *places)
{
    const struct pack *p = x->plan->pack;
    *exceptions = 0;
    for (size_t i = 0; i < p->exception_count; i++) {
        const struct exception *one = &p->exceptions[i];
        size_t k = 0;
        while (k < x->held.n && x->held.list[k].exception != one)
            k++;
        if (k == x->held.n)
            continue;
        if (++*exceptions <= PLACES_SHOWN)
            buffer_printf(places, "%s%s:%llu", *exceptions > 1 ? ", " : "", one->sheet->file,
                          (unsigned long long)one->sheet->rows[one->row].line);
    }
    if (*exceptions > PLACES_SHOWN)
        buffer_text(places, ", ...");
    return !places->failed;
}
