#include "numfmt_int.h"

enum { CODE_MAX = 1024 }; /* bytes; programs take 255 characters */

/* Which sections are for numbers and which for text; false where text stands before the last. */
static bool assign(struct numfmt *f, unsigned sections)
{
    for (unsigned i = 0; i + 1 < sections; i++)
        if (f->sections[i].kind == SECTION_TEXT)
            return false;
    f->single = sections == 1;
    f->n = sections;
    const struct section *last = &f->sections[sections - 1];
    if (sections == 4 || last->kind == SECTION_TEXT) {
        f->text = last;
        f->n = sections - 1;
    } else if (sections == 1 && last->when != ALWAYS) {
        f->general.kind = PIECE_GENERAL;
        f->sections[f->n++] =
            (struct section){.kind = SECTION_GENERAL, .pieces = &f->general, .n = 1};
    }
    return true;
}

/* The sections of CODE; 0 where no program would take it. */
static unsigned take_sections(struct numfmt *f, struct slice code, struct piece *pieces)
{
    unsigned n = 0;
    for (;;) {
        struct section *s = &f->sections[n++];
        s->pieces = pieces;
        if (!section_lex(&code, s) || !section_settle(s))
            return 0;
        f->exact &= !s->foreign && !(s->language && s->named);
        if (code.n == 0)
            return n;
        if (n == 4)
            return 0;
        pieces += s->n;
        code.p++;
        code.n--;
    }
}

struct numfmt *numfmt_compile(struct arena *arena, struct slice code)
{
    struct numfmt *f = arena_zero(arena, sizeof *f);
    struct slice copy = arena_copy(arena, code);
    if (f == NULL || copy.p == NULL)
        return NULL;
    f->exact = true;
    struct slice rest = copy.n > 0 ? copy : SLICE("General");
    if (rest.n <= CODE_MAX) {
        struct piece *pieces = arena_alloc(arena, rest.n * sizeof *pieces);
        if (pieces == NULL)
            return NULL;
        unsigned n = take_sections(f, rest, pieces);
        if (n > 0 && assign(f, n)) {
            f->code = copy;
            return f;
        }
    }
    *f = (struct numfmt){.exact = false, .code = copy};
    return f;
}

bool numfmt_exact(const struct numfmt *f)
{
    return f->exact;
}

struct slice numfmt_code(const struct numfmt *f)
{
    return f->code;
}

static bool holds(const struct shown *f, enum comparison when, const struct shown *limit)
{
    int c = shown_cmp(f, limit);
    switch (when) {
    case LESS:
        return c < 0;
    case LESS_EQUAL:
        return c <= 0;
    case EQUAL:
        return c == 0;
    case UNEQUAL:
        return c != 0;
    case GREATER_EQUAL:
        return c >= 0;
    case GREATER:
        return c > 0;
    default:
        return true;
    }
}

/* What a section without a condition of its own stands for. */
static enum comparison default_when(const struct numfmt *f, unsigned i)
{
    if (i + 1 == f->n)
        return ALWAYS;
    if (i == 1)
        return LESS;
    return f->n == 2 ? GREATER_EQUAL : GREATER;
}

/* Whether only numbers below zero come to section I: they lose their sign there. */
static bool only_negative(const struct numfmt *f, unsigned i)
{
    static const struct shown zero = {.n = 0};
    const struct section *s = &f->sections[i];
    enum comparison when = s->when;
    if (when == ALWAYS && i == 1 && f->n == 2) { /* what the first leaves */
        when = f->sections[0].when;
        return when == ALWAYS || when == LESS || when == LESS_EQUAL || when == UNEQUAL ||
               ((when == GREATER_EQUAL || when == GREATER) && f->sections[0].limit.n == 0);
    }
    if (when == ALWAYS)
        return default_when(f, i) == LESS;
    int c = shown_cmp(&s->limit, &zero);
    return (when == LESS && c <= 0) || ((when == LESS_EQUAL || when == EQUAL) && c < 0);
}

static const struct section *choose(const struct numfmt *f, const struct shown *v, bool *minus)
{
    static const struct shown zero = {.n = 0};
    for (unsigned i = 0; i < f->n; i++) {
        const struct section *s = &f->sections[i];
        bool own = s->when != ALWAYS;
        if (!holds(v, own ? s->when : default_when(f, i), own ? &s->limit : &zero))
            continue;
        *minus = v->negative && !only_negative(f, i);
        return s;
    }
    return NULL;
}

/* Whether digits other than 0 were appended behind START. */
static bool shows_digits(const struct buffer *out, size_t start)
{
    for (size_t i = start; i < out->n; i++)
        if (out->p[i] >= '1' && out->p[i] <= '9')
            return true;
    return false;
}

/* A number with the minus before it, which goes where a format of one section rounds to zero. */
static bool show_signed(const struct numfmt *f, const struct section *s, struct shown v,
                        bool minus, struct buffer *out)
{
    size_t start = out->n;
    if (minus && !buffer_char(out, '-'))
        return false;
    size_t behind = out->n;
    if (s->kind == SECTION_FRACTION)
        return show_fraction(s, &v, out);
    if (!show_number(s, v, out))
        return false;
    if (minus && f->single && s->whole + s->places > 0 && !shows_digits(out, behind)) {
        memmove(out->p + start, out->p + behind, out->n - behind);
        out->n -= behind - start;
    }
    return true;
}

/* Literals, and in the place of General and @ what SHOWN is. */
static bool show_around(const struct section *s, struct slice shown, struct buffer *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct piece *p = &s->pieces[i];
        bool here = p->kind == PIECE_GENERAL || p->kind == PIECE_TEXT;
        if (!buffer_slice(out, here ? shown : p->text))
            return false;
    }
    return true;
}

static bool show_plain(const struct section *s, const struct shown *v, bool minus,
                       struct buffer *out)
{
    struct buffer text = {0};
    bool good = show_general(v, &text) && (!minus || buffer_char(out, '-')) &&
                (s == NULL ? buffer_slice(out, buffer_view(&text))
                           : show_around(s, buffer_view(&text), out));
    buffer_free(&text);
    return good || !(out->failed = true);
}

bool show_hashes(struct buffer *out)
{
    enum { HASHES = 255 };
    if (!buffer_reserve(out, HASHES))
        return false;
    memset(out->p + out->n, '#', HASHES);
    out->n += HASHES;
    return true;
}

static bool show_figure(const struct numfmt *f, struct shown v, bool from_1904,
                        struct buffer *out)
{
    bool minus = v.negative;
    if (f->n == 0) {
        v.negative = false;
        return show_plain(NULL, &v, minus, out);
    }
    const struct section *s = choose(f, &v, &minus);
    if (s == NULL)
        return show_hashes(out);
    v.negative = false;
    switch (s->kind) {
    case SECTION_DATE:
        v.negative = minus;
        return show_date(s, &v, from_1904, out);
    case SECTION_NUMBER:
    case SECTION_FRACTION:
        return show_signed(f, s, v, minus, out);
    default:
        return show_plain(s, &v, minus, out);
    }
}

static bool show_text(const struct numfmt *f, struct slice text, struct buffer *out)
{
    if (f->text == NULL || text.n == 0)
        return buffer_slice(out, text);
    return show_around(f->text, text, out);
}

bool numfmt_show(const struct numfmt *f, enum cell_kind kind, struct slice value, bool from_1904,
                 struct buffer *out)
{
    struct shown v;
    switch (kind) {
    case CELL_BLANK:
        return true;
    case CELL_TEXT:
        return show_text(f, value, out);
    case CELL_FLAG: {
        bool truth = slice_eq(value, SLICE("1")) || slice_eq(value, SLICE("true"));
        return show_text(f, truth ? SLICE("TRUE") : SLICE("FALSE"), out);
    }
    case CELL_NUMBER:
    case CELL_DAY:
        if (shown_parse(value, &v) ||
            (kind == CELL_DAY && shown_of_date(value, from_1904, &v)))
            return show_figure(f, v, from_1904, out);
        break;
    default:
        break;
    }
    return buffer_slice(out, value);
}
