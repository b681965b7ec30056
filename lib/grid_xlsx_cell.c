/* What a cell of xlsx holds (ECMA-376 part 1, 18.3.1.4, 18.18.11). */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include "date.h"
#include "i18n.h"

static enum status keep(struct arena *texts, struct slice s, struct cell *out, struct error *e)
{
    out->text = arena_copy(texts, s);
    return out->text.p != NULL ? ST_OK : error_memory(e);
}

/* What has no characters is no text. */
static enum status make_text(struct arena *texts, struct slice s, struct cell *out,
                             struct error *e)
{
    if (s.n == 0)
        return ST_OK;
    out->kind = CELL_TEXT;
    return keep(texts, s, out, e);
}

static enum status make_shared(const struct xlsx *x, struct slice s, struct cell *out,
                               struct error *e)
{
    uint64_t i = 0;
    char shown[QUOTE_SIZE];
    bool good = s.n > 0;
    for (size_t k = 0; good && k < s.n; k++) {
        good = s.p[k] >= '0' && s.p[k] <= '9' && i < x->string_n;
        i = i * 10 + (uint64_t)(s.p[k] - '0');
    }
    if (!good || i >= x->string_n)
        return error_set(e, ST_DATA,
                         _("shared text '%s' is not there (there are %zu): the file is damaged"),
                         quote(shown, s), x->string_n);
    uint64_t at = x->string_at[i], end = x->string_at[i + 1];
    if (at < end) {
        out->kind = CELL_TEXT;
        out->text = (struct slice){x->strings.p + at, (size_t)(end - at)};
    }
    return ST_OK;
}

/* A number that is shown as a date or time; false where it cannot be one. */
static bool make_day(const struct xlsx *x, const struct stored *s, const struct format *f,
                     char text[STORED_TEXT_MAX], size_t *n)
{
    return f->day && stored_day(s, f, x->g.from_1904, text, n);
}

/* An integer that is written out has lost nothing that could be had back by rounding it: it stays,
 * so that who reads it as an id sees all that is there. */
static bool is_integer(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < '0' || s.p[i] > '9') && !(i == 0 && s.p[i] == '-'))
            return false;
    return true;
}

static enum status make_number(const struct xlsx *x, const struct format *f, struct slice s,
                               struct arena *texts, struct cell *out, struct error *e)
{
    out->kind = CELL_NUMBER;
    out->percent = f->percent;
    if (!f->day && stored_plain(s))
        return keep(texts, s, out, e);
    struct stored stored;
    char text[STORED_TEXT_MAX];
    size_t n;
    if (!stored_parse(s, &stored)) { /* NaN, 1.#INF: as some programs write what is no number */
        out->kind = CELL_TEXT;
        out->percent = false;
        return keep(texts, s, out, e);
    }
    if (make_day(x, &stored, f, text, &n)) {
        out->kind = CELL_DAY;
        return keep(texts, (struct slice){text, n}, out, e);
    }
    out->rounded = stored.n > 0 && stored.point > STORED_PROGRAMS_KEEP;
    if (stored_plain(s) || (out->rounded && is_integer(s)) || !stored_decimal(&stored, text, &n))
        return keep(texts, s, out, e);
    return keep(texts, (struct slice){text, n}, out, e);
}

/* A date and time as ISO 8601 has them, with or without T00:00:00. */
static enum status make_iso(const struct format *f, struct slice s, struct arena *texts,
                            struct cell *out, struct error *e)
{
    int64_t v;
    bool zoned = false;
    char text[DATE_TEXT_MAX];
    out->kind = CELL_DAY;
    if (date_parse(s, SPAN_TIME, &v, &zoned) && !zoned) {
        size_t n = date_text(v, SPAN_TIME, text);
        if (!f->clock && n == 19 && memcmp(text + 10, "T00:00:00", 9) == 0)
            n = 10;
        return keep(texts, (struct slice){text, n}, out, e);
    }
    bool time = s.n == 8 && s.p[2] == ':' && s.p[5] == ':';
    for (size_t i = 0; time && i < s.n; i++)
        time = i == 2 || i == 5 || (s.p[i] >= '0' && s.p[i] <= '9');
    if (!time && !date_parse(s, SPAN_DAY, &v, NULL))
        out->kind = CELL_TEXT;
    return keep(texts, s, out, e);
}

static enum status make_flag(struct slice s, struct arena *texts, struct cell *out,
                             struct error *e)
{
    bool yes = slice_eq(s, SLICE("1")) || slice_eq(s, SLICE("true"));
    char shown[QUOTE_SIZE];
    if (!yes && !slice_eq(s, SLICE("0")) && !slice_eq(s, SLICE("false")))
        return error_set(e, ST_DATA, _("'%s' is neither true nor false: the file is damaged"),
                         quote(shown, s));
    out->kind = CELL_FLAG;
    return keep(texts, yes ? SLICE("true") : SLICE("false"), out, e);
}

static const struct format *format_for(const struct xlsx *x, uint64_t style)
{
    static const struct format none;
    return style < x->format_n ? &x->formats[style] : &none;
}

enum status cell_make(struct xlsx *x, const struct raw_cell *raw, struct arena *texts,
                      struct cell *out, struct error *e)
{
    *out = (struct cell){.text = {"", 0}, .shown = {"", 0}};
    const char *t = raw->type;
    struct slice s = raw->content;
    char shown[QUOTE_SIZE];
    bool text = strcmp(t, "str") == 0 || strcmp(t, "inlineStr") == 0;
    if (!raw->value || (s.n == 0 && !text)) {
        out->uncomputed = raw->formula;
        return ST_OK;
    }
    if (strcmp(t, "s") == 0)
        return make_shared(x, s, out, e);
    if (t[0] == '\0' || strcmp(t, "n") == 0)
        return make_number(x, format_for(x, raw->style), s, texts, out, e);
    if (text)
        return make_text(texts, s, out, e);
    if (strcmp(t, "b") == 0)
        return make_flag(s, texts, out, e);
    if (strcmp(t, "d") == 0)
        return make_iso(format_for(x, raw->style), s, texts, out, e);
    if (strcmp(t, "e") != 0)
        return error_set(e, ST_DATA, _("a cell of the unknown type '%s': save the file as xlsx"),
                         quote(shown, slice_of(t)));
    out->kind = CELL_ERROR;
    return keep(texts, s, out, e);
}

enum status cell_show(struct xlsx *x, const struct raw_cell *raw, struct arena *texts,
                      struct cell *out, struct error *e)
{
    struct display *d = &x->display;
    const struct numfmt *f = raw->style < d->n ? d->formats[raw->style] : d->general;
    enum cell_kind kind = (enum cell_kind)out->kind;
    if (strcmp(raw->type, "d") == 0) /* with a zone, too, which programs do not mind */
        kind = CELL_DAY;
    bool number = kind == CELL_NUMBER || kind == CELL_DAY;
    d->text.n = 0;
    if (!numfmt_show(f, kind, number ? raw->content : out->text,
                     x->g.from_1904, &d->text))
        return error_memory(e);
    out->shown = arena_copy(texts, buffer_view(&d->text));
    if (out->shown.p == NULL)
        return error_memory(e);
    if (number && !numfmt_exact(f) && d->inexact++ == 0)
        d->example = numfmt_code(f);
    return ST_OK;
}

#endif
