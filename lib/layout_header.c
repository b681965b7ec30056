/* The cells of a header: what they say, what unit they name, what an upper row adds to a lower. */
#include "layout_int.h"

static struct slice strip_marks(struct slice s)
{
    while (s.n > 0 && (s.p[0] == '*' || s.p[0] == ':'))
        s = (struct slice){s.p + 1, s.n - 1};
    while (s.n > 0 && (s.p[s.n - 1] == '*' || s.p[s.n - 1] == ':'))
        s.n--;
    return s;
}

/* Splits `金额(万元)` where its last bracket opens; false where none closes it. */
static bool split_bracket(struct slice s, struct slice *before, struct slice *within)
{
    size_t depth = 0, at = s.n;
    if (!slice_ends(s, SLICE(")")))
        return false;
    while (at > 0) {
        at--;
        depth += s.p[at] == ')';
        depth -= s.p[at] == '(';
        if (depth == 0)
            break;
    }
    *before = strip_marks((struct slice){s.p, at});
    *within = (struct slice){s.p + at + 1, s.n - at - (depth == 0 ? 2 : 1)};
    return depth == 0;
}

/* `金额/万元`, `金额:万元`, `金额万元`, `下浮率%`. */
static void split_suffix(struct header_text *h)
{
    static const char *const suffixes[] = {"百万元", "万元", "千元", "亿元", "%"};
    struct slice s = h->full;
    for (size_t i = s.n; i-- > 1;) {
        if (s.p[i] != '/' && s.p[i] != ':' && s.p[i] != ',' && s.p[i] != '-')
            continue;
        struct unit u = unit_of((struct slice){s.p + i + 1, s.n - i - 1}, false);
        if (u.measure == MEASURE_NONE)
            break;
        h->unit = u;
        h->bare = strip_marks((struct slice){s.p, i});
        return;
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        struct slice suffix = slice_of(suffixes[i]);
        if (s.n <= suffix.n || !slice_ends(s, suffix))
            continue;
        h->unit = unit_of(suffix, false);
        h->bare = (struct slice){s.p, s.n - suffix.n};
        return;
    }
}

static void split(struct header_text *h)
{
    struct slice before, within;
    if (!split_bracket(h->full, &before, &within)) {
        split_suffix(h);
    } else {
        struct unit u = unit_of(within, false);
        h->unit = u.measure != MEASURE_NONE ? u : unit_of(within, true);
        if (u.measure != MEASURE_NONE)
            h->bare = before;
    }
    h->core = h->bare;
    while (split_bracket(h->core, &before, &within)) {
        if (h->unit.measure == MEASURE_NONE)
            h->unit = unit_of(within, true);
        h->core = before;
    }
}

bool header_read(struct slice text, struct arena *a, struct header_text *out)
{
    struct buffer fold = {0};
    *out = (struct header_text){SLICE(""), SLICE(""), SLICE(""), {MEASURE_NONE, 0}};
    bool good = layout_fold(text, &fold);
    struct slice kept = good ? arena_copy(a, buffer_view(&fold)) : (struct slice){NULL, 0};
    buffer_free(&fold);
    if (kept.p == NULL)
        return false;
    out->full = out->bare = out->core = strip_marks(kept);
    if (out->full.n > 0)
        split(out);
    return true;
}

/* What stands in cell K of a row and is no copy of its neighbour's. */
static struct slice own_text(const struct grid_row *row, size_t k)
{
    const struct cell *c = k < row->n ? &row->cells[k] : NULL;
    bool there = c != NULL && c->kind != CELL_BLANK && c->cover != COVER_ACROSS;
    return there ? c->text : SLICE("");
}

static bool read_shown(struct slice upper, struct slice lower, struct arena *a, struct slice *out)
{
    struct buffer b = {0};
    bool good = layout_tidy_name(upper, &b);
    if (upper.n > 0 && lower.n > 0)
        good = good && buffer_char(&b, '_');
    good = good && layout_tidy_name(lower, &b);
    *out = good ? arena_copy(a, buffer_view(&b)) : (struct slice){NULL, 0};
    buffer_free(&b);
    return out->p != NULL;
}

static bool make_head(struct arena *a, size_t n, size_t rows, uint64_t line, struct head *out)
{
    *out = (struct head){.cells = arena_zero(a, (n + 1) * sizeof *out->cells),
                         .n = n, .rows = rows, .line = line};
    return out->cells != NULL;
}

/* What hangs down from the row above is that row's. */
bool head_single(const struct grid_row *row, struct arena *a, struct head *out)
{
    if (!make_head(a, row->n, 1, row->line, out))
        return false;
    for (size_t k = 0; k < row->n; k++) {
        struct slice s = row->cells[k].cover == COVER_DOWN ? SLICE("") : own_text(row, k);
        if (!header_read(s, a, &out->cells[k].whole) ||
            !read_shown(s, SLICE(""), a, &out->cells[k].shown))
            return false;
    }
    return true;
}

static bool is_filled(struct slice s)
{
    return s.n > 0 && !layout_blank(s);
}

/* Cell K of the lower row of a header, "" where the upper's hangs down into it. */
static struct slice lower_text(const struct grid_row *lower, size_t k)
{
    struct slice s = own_text(lower, k);
    return k < lower->n && lower->cells[k].cover == COVER_DOWN ? SLICE("") : s;
}

/* What stands above each cell: in text files a merged cell is followed by blank ones. False where
 * there is no memory. */
static bool find_uppers(const struct grid_row *upper, const struct grid_row *lower, size_t n,
                        struct arena *a, struct slice **out)
{
    struct slice over = SLICE("");
    *out = arena_alloc(a, (n + 1) * sizeof **out);
    for (size_t k = 0; k < n && *out != NULL; k++) {
        struct slice own = own_text(upper, k);
        bool across = k < upper->n && upper->cells[k].cover == COVER_ACROSS;
        if (!is_filled(lower_text(lower, k))) {
            over = SLICE("");
            (*out)[k] = own;
            continue;
        }
        if (is_filled(own))
            over = own;
        (*out)[k] = across ? upper->cells[k].text : over;
    }
    return *out != NULL;
}

/* Whether UPPERS stand over cells of LOWER, none of which is a number or a date. */
static bool can_stack(const struct slice *uppers, const struct grid_row *lower)
{
    size_t over = 0;
    for (size_t k = 0; k < lower->n; k++) {
        struct slice s = lower_text(lower, k);
        if (!is_filled(s))
            continue;
        if (lower->cells[k].kind != CELL_TEXT || (s.p[0] >= '0' && s.p[0] <= '9'))
            return false;
        over += is_filled(uppers[k]);
    }
    return over > 0;
}

/* `金额（万元）` over `预算数`: both together, the lower's unit before the upper's. */
static bool join(struct slice upper, struct slice lower, struct arena *a, struct head_cell *out)
{
    struct header_text top;
    if (!header_read(upper, a, &top) || !header_read(lower, a, &out->lower) ||
        !read_shown(is_filled(upper) ? upper : SLICE(""), is_filled(lower) ? lower : SLICE(""), a,
                    &out->shown))
        return false;
    struct slice first = out->lower.full.n > 0 ? top.bare : top.full;
    char *both = arena_alloc(a, first.n + out->lower.full.n + 1);
    if (both == NULL)
        return false;
    memcpy(both, first.p, first.n);
    memcpy(both + first.n, out->lower.full.p, out->lower.full.n);
    if (!header_read((struct slice){both, first.n + out->lower.full.n}, a, &out->whole))
        return false;
    if (out->whole.unit.measure == MEASURE_NONE)
        out->whole.unit = top.unit;
    out->contradicts = top.unit.measure == MEASURE_MONEY &&
                       out->whole.unit.measure == MEASURE_MONEY &&
                       top.unit.power != out->whole.unit.power;
    return true;
}

bool head_stacked(const struct grid_row *upper, const struct grid_row *lower, struct arena *a,
                  struct head *out)
{
    size_t n = upper->n > lower->n ? upper->n : lower->n;
    struct slice *uppers;
    *out = (struct head){.rows = 0};
    if (!find_uppers(upper, lower, n, a, &uppers))
        return false;
    if (!can_stack(uppers, lower))
        return true;
    if (!make_head(a, n, 2, upper->line, out))
        return false;
    for (size_t k = 0; k < n; k++)
        if (!join(uppers[k], lower_text(lower, k), a, &out->cells[k]))
            return false;
    return true;
}
