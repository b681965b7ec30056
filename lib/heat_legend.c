/* What the numbers, marks and colours of a drawing mean. */
#include "heat_draw_int.h"
#include "i18n.h"
#include "text.h"

/* Length of what of S fits WIDTH columns: up to a blank, or to a character of two columns, which
 * Chinese breaks behind; at least one character. */
static size_t fitting(struct slice s, size_t width)
{
    if (text_width(s) <= width)
        return s.n;
    size_t best = 0, at = 0, used = 0;
    while (at < s.n) {
        struct slice c = text_left((struct slice){s.p + at, s.n - at}, 1);
        used += text_width(c);
        if (used > width)
            break;
        at += c.n;
        if (text_width(c) == 2 || c.p[0] == ' ')
            best = at;
    }
    return best > 0 ? best : at > 0 ? at : text_left(s, 1).n;
}

/* Puts LINE, which is freed here, in as many lines as it needs. */
static void put_line(struct canvas *v, struct buffer *line)
{
    v->text.failed = v->text.failed || line->failed;
    for (struct slice s = buffer_view(line); s.n > 0;) {
        size_t n = fitting(s, v->d->width);
        buffer_append(&v->text, s.p, n);
        end_line(v);
        s.p += n;
        s.n -= n;
    }
    buffer_free(line);
}

static void put_text(struct canvas *v, const char *mark, const char *text)
{
    struct buffer b = {0};
    buffer_text(&b, mark);
    buffer_text(&b, text);
    put_line(v, &b);
}

static void explain_weight(struct canvas *v)
{
    const struct heat_options *o = &v->h->options;
    char w[LEVELS][NUM_TEXT_MAX], half[NUM_TEXT_MAX];
    int n[LEVELS];
    struct buffer b = {0};
    for (int l = 0; l < LEVELS; l++)
        n[l] = (int)num_text(&o->weight[l], NULL, 0, w[l]);
    buffer_printf(&b,
                  v->kind == HEAT_CASES
                      ? _("weight of past cases: blue %.*s, yellow %.*s, red %.*s")
                      : _("weight of alerts: blue %.*s, yellow %.*s, red %.*s"),
                  n[0], w[0], n[1], w[1], n[2], w[2]);
    if (o->fading == HEAT_FADING_GIVEN) {
        int length = (int)num_text(&o->half_life, NULL, 0, half);
        buffer_printf(&b, _("; half of it after %.*s months"), length, half);
    }
    put_line(v, &b);
}

static void explain_heat(struct canvas *v)
{
    char k[NUM_TEXT_MAX];
    if (v->h->exposure == NULL) {
        put_text(v, "", _("shown: the weight"));
        return;
    }
    int n = (int)num_text(&v->h->options.smooth, NULL, 0, k);
    struct buffer b = {0};
    buffer_printf(&b, _("shown: (weight + k) / (expected weight + k), k = %.*s"), n, k);
    put_line(v, &b);
    put_text(v, "", _("expected: the weight of the row, shared out as the exposure is"));
}

static void explain_shades(struct canvas *v)
{
    static const char *const marks[] = {"", "", "", "+", "*"};
    size_t used = 0;
    if (v->h->states[HEAT_KNOWN] == 0)
        return;
    unsigned first = v->d->color ? 1 : HEAT_SHADES - 1; /* without colours only those of a mark */
    for (unsigned i = first - 1; i < HEAT_SHADES; i++) {
        int shade = (int)i + 1;
        char text[NUM_TEXT_MAX];
        struct buffer b = {0};
        struct num bound = heat_shade_bound(v->h, shade > 1 ? shade : 2);
        int n = (int)(v->h->exposure != NULL ? num_text(&bound, NULL, 0, text)
                                             : short_number(&bound, text));
        buffer_printf(&b, shade > 1 ? _("> %.*s%s") : _("up to %.*s%s"), n, text, marks[i]);
        size_t width = text_width(buffer_view(&b)) + 2;
        if (used + width > v->d->width)
            end_line(v);
        used = used + width > v->d->width ? width : used + width;
        put_shade(v, shade);
        buffer_printf(&v->text, v->d->color ? " %.*s " : "%.*s  ", (int)b.n, b.n > 0 ? b.p : "");
        put_plain(v);
        v->text.failed = v->text.failed || b.failed;
        buffer_free(&b);
    }
    end_line(v);
}

static void explain_states(struct canvas *v)
{
    char least[NUM_TEXT_MAX];
    int n = (int)num_text(&v->h->least, NULL, 0, least);
    struct buffer b = {0};
    bool ratio = v->h->exposure != NULL;
    put_text(v, "\xc2\xb7  ", _("nothing was found, and nothing says that anyone looked"));
    buffer_text(&b, "1? ");
    buffer_printf(&b,
                  ratio ? _("too little to tell: fewer than %.*s found, and fewer expected")
                        : _("too little to tell: fewer than %.*s found"),
                  n, least);
    put_line(v, &b);
    if (ratio)
        put_text(v, "?  ", _("the region's exposure is not known, or 0"));
    put_text(v, "", _("This is what was found, which need not be what there is."));
}

void draw_legend(struct canvas *v)
{
    explain_weight(v);
    explain_heat(v);
    explain_shades(v);
    explain_states(v);
}
