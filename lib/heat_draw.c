#include "heat_draw.h"

#include <stdlib.h>

#include "heat_draw_int.h"
#include "text.h"

enum {
    LABEL_LEAST = 12,
    NAME_MOST = 12, /* columns of a region's name */
    NO_GROUP = -2
};

/* Background and text colours of the 256, from calm to hot; with exposures the first two are below
 * what was to be expected. */
static const struct {
    int back, fore;
} shades[2][HEAT_SHADES] = {{{230, 16}, {222, 16}, {215, 16}, {203, 16}, {160, 231}},
                            {{153, 16}, {195, 16}, {255, 16}, {215, 16}, {160, 231}}};

/* At most WIDTH columns of S, with `..` for what is cut off. */
static void put_cut(struct buffer *b, struct slice s, size_t width)
{
    size_t n = text_length(s);
    bool whole = text_width(s) <= width;
    while (!whole && n > 0 && text_width(text_left(s, n)) + 2 > width)
        n--;
    struct slice kept = whole ? s : text_left(s, n);
    buffer_slice(b, kept);
    if (!whole)
        buffer_text(b, "..");
}

static void put_blanks(struct buffer *b, size_t n)
{
    while (n-- > 0)
        buffer_char(b, ' ');
}

/* 南京 for 南京市; what would be one character stays. Nothing that a terminal would obey. */
static struct slice short_name(const struct heat_column *c, char out[QUOTE_SIZE])
{
    static const char *const endings[] = {"省", "市", "区", "县"};
    struct slice name = slice_of(quote(out, slice_of(c->name[0] != '\0' ? c->name : c->code)));
    size_t n = text_length(name);
    for (size_t i = 0; n > 2 && i < sizeof endings / sizeof endings[0]; i++)
        if (slice_eq(text_right(name, 1), slice_of(endings[i])))
            return text_left(name, n - 1);
    return name;
}

static void put_name(const struct heat_column *c, struct buffer *b)
{
    char out[QUOTE_SIZE];
    put_cut(b, short_name(c, out), NAME_MOST);
}

static size_t name_width(const struct heat_column *c)
{
    char out[QUOTE_SIZE];
    size_t n = text_width(short_name(c, out));
    return n < NAME_MOST ? n : NAME_MOST;
}

/* One place below 10, none above. */
size_t short_number(const struct num *v, char out[NUM_TEXT_MAX])
{
    const struct num ten = num_decimal(10, 0);
    struct num r;
    if (num_round(v, 1, &r) != NUM_OK)
        r = *v;
    if (num_cmp(&r, &ten) >= 0 && num_round(v, 0, &r) != NUM_OK)
        r = *v;
    r.approximate = false;
    if (num_is_zero(&r) && !num_is_zero(v)) {
        memcpy(out, "<0.1", 4);
        return 4;
    }
    return num_text(&r, NULL, 0, out);
}

/* The number and its mark: * and + for the hottest two shades, ? for too little to tell. */
static struct slice cell_text(const struct heat *h, const struct heat_cell *c,
                              char out[NUM_TEXT_MAX + 1])
{
    static const char marks[] = "   +*";
    if (c->state == HEAT_NONE)
        return SLICE("\xc2\xb7");
    if (c->state == HEAT_UNKNOWN || !c->has_heat)
        return SLICE("?");
    size_t n = short_number(&c->heat, out);
    out[n++] = c->state == HEAT_FEW ? '?' : marks[heat_shade(h, c) - 1];
    return (struct slice){out, n};
}

static int group_of(const struct heat *h, const struct heat_column *c)
{
    if (c->region < 0)
        return NO_GROUP;
    return c->optional ? c->region : h->regions.parent[c->region];
}

static bool measure_columns(struct canvas *v)
{
    const struct heat *h = v->h;
    v->columns = calloc(h->column_n, sizeof *v->columns);
    v->width = calloc(h->column_n, sizeof *v->width);
    v->group = calloc(h->column_n, sizeof *v->group);
    if (v->columns == NULL || v->width == NULL || v->group == NULL)
        return false;
    for (size_t k = 0; k < h->column_n; k++) {
        if (!heat_shows_column(h, k))
            continue;
        size_t i = v->n++, width = name_width(&h->columns[k]);
        for (size_t row = 0; row < h->row_n; row++) {
            char out[NUM_TEXT_MAX + 1];
            size_t n =
                heat_shows_row(h, row) ? text_width(cell_text(h, heat_cell(h, row, k), out)) : 0;
            width = n > width ? n : width;
        }
        v->columns[i] = k;
        v->width[i] = width + 1;
        v->group[i] = group_of(h, &h->columns[k]);
        v->grouped = v->grouped || (v->group[i] != v->group[0] && v->group[i] != NO_GROUP);
    }
    return true;
}

/* `GC 工程建设`, `GC03 化整为零规避招标` */
static void put_label(const struct heat *h, const struct heat_row *row, size_t width,
                      struct buffer *b)
{
    bool field = h->options.by == HEAT_BY_FIELD || row->scenario[0] == '?';
    struct buffer whole = {0};
    buffer_text(&whole, field ? row->field : row->scenario);
    if (field && h->options.by == HEAT_BY_SCENARIO && row->field_number >= 0)
        buffer_text(&whole, " ?");
    buffer_char(&whole, ' ');
    buffer_text(&whole, field ? row->field_name : row->scenario_name);
    char out[QUOTE_SIZE];
    put_cut(b, slice_of(quote(out, slice_trim(buffer_view(&whole)))), width);
    b->failed = b->failed || whole.failed;
    buffer_free(&whole);
}

static size_t widest_label(struct canvas *v)
{
    size_t widest = 0;
    for (size_t row = 0; row < v->h->row_n; row++) {
        if (!heat_shows_row(v->h, row))
            continue;
        struct buffer b = {0};
        put_label(v->h, &v->h->rows[row], SIZE_MAX / 2, &b);
        size_t n = text_width(buffer_view(&b));
        widest = n > widest ? n : widest;
        v->text.failed = v->text.failed || b.failed;
        buffer_free(&b);
    }
    return widest;
}

/* Names of rows are cut before columns go to another block. */
static void measure_labels(struct canvas *v)
{
    size_t widest = widest_label(v), most = 0, sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        sum = i > 0 && v->grouped && v->group[i] != v->group[i - 1] ? 0 : sum;
        sum += v->width[i];
        most = sum > most ? sum : most;
    }
    size_t room = v->d->width > most ? v->d->width - most : 0;
    if (room < LABEL_LEAST)
        room = v->d->width / 3 > LABEL_LEAST ? v->d->width / 3 : LABEL_LEAST;
    v->label = widest < room ? widest : room;
}

void put_shade(struct canvas *v, int shade)
{
    bool ratio = v->h->exposure != NULL;
    if (v->d->color && shade > 0)
        buffer_printf(&v->text, "\033[48;5;%d;38;5;%dm", shades[ratio][shade - 1].back,
                      shades[ratio][shade - 1].fore);
    else if (v->d->color)
        buffer_text(&v->text, "\033[2m");
}

void put_plain(struct canvas *v)
{
    if (v->d->color)
        buffer_text(&v->text, "\033[0m");
}

static void draw_cell(struct canvas *v, size_t row, size_t i)
{
    char out[NUM_TEXT_MAX + 1];
    const struct heat_cell *c = heat_cell(v->h, row, v->columns[i]);
    struct slice s = cell_text(v->h, c, out);
    buffer_char(&v->text, ' ');
    put_shade(v, heat_shade(v->h, c));
    put_blanks(&v->text, v->width[i] - 1 - text_width(s));
    buffer_slice(&v->text, s);
    put_plain(v);
}

/* Blanks at the end of a line are left out, but for those that are coloured. */
void end_line(struct canvas *v)
{
    while (v->text.n > 0 && v->text.p[v->text.n - 1] == ' ')
        v->text.n--;
    buffer_char(&v->text, '\n');
}

/* PART, which is freed here, in WIDTH columns. */
static void put_aligned(struct canvas *v, struct buffer *part, size_t width, bool right)
{
    size_t blanks = width - text_width(buffer_view(part));
    put_blanks(&v->text, right ? blanks : 0);
    buffer_slice(&v->text, buffer_view(part));
    put_blanks(&v->text, right ? 0 : blanks);
    v->text.failed = v->text.failed || part->failed;
    buffer_free(part);
}

static void draw_heads(struct canvas *v, size_t from, size_t to)
{
    int group = v->group[from];
    char out[QUOTE_SIZE];
    if (v->grouped && group >= 0) {
        buffer_text(&v->text, quote(out, slice_of(v->h->pack->regions[group].name)));
        end_line(v);
    }
    put_blanks(&v->text, v->label);
    for (size_t i = from; i < to; i++) {
        struct buffer name = {0};
        put_name(&v->h->columns[v->columns[i]], &name);
        put_aligned(v, &name, v->width[i], true);
    }
    end_line(v);
}

static void draw_block(struct canvas *v, size_t from, size_t to)
{
    draw_heads(v, from, to);
    for (size_t row = 0; row < v->h->row_n; row++) {
        if (!heat_shows_row(v->h, row))
            continue;
        struct buffer label = {0};
        put_label(v->h, &v->h->rows[row], v->label, &label);
        put_aligned(v, &label, v->label, false);
        for (size_t i = from; i < to; i++)
            draw_cell(v, row, i);
        end_line(v);
    }
    buffer_char(&v->text, '\n');
}

/* The end of the block that begins at FROM: at least one column. */
static size_t block_end(const struct canvas *v, size_t from)
{
    size_t width = v->label + v->width[from], to = from + 1;
    while (to < v->n && width + v->width[to] <= v->d->width &&
           (!v->grouped || v->group[to] == v->group[from]))
        width += v->width[to++];
    return to;
}

bool heat_draw(const struct heat *h, enum heat_kind kind, const struct heat_drawing *d,
               struct sink *out)
{
    struct canvas v = {.h = h, .kind = kind, .d = d};
    bool good = measure_columns(&v);
    if (good) {
        measure_labels(&v);
        for (size_t from = 0, to; from < v.n; from = to) {
            to = block_end(&v, from);
            draw_block(&v, from, to);
        }
        draw_legend(&v);
        good = !v.text.failed;
    }
    if (good)
        sink_slice(out, buffer_view(&v.text));
    buffer_free(&v.text);
    free(v.columns);
    free(v.width);
    free(v.group);
    return good;
}
