/* States of aggregates: however rows are ordered, split, merged and put away, the state says what a
 * plain look at all rows says. */
#include "slot.h"

#include <stdlib.h>

#include "tap.h"

static struct arena scratch;

enum {
    BATCHES = 4,
    ROWS = 12,
    PARTS = 4,
    ALL = BATCHES * ROWS,
    GROUP_SIZE = 128,
    BLANK_WHY = 3,
    DIFFERS_WHY = 4
};

static uint64_t state = 32100;
static uint32_t random32(void)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}
static uint32_t below(uint32_t n)
{
    return random32() % n;
}
static int64_t random64(void)
{
    return (int64_t)((uint64_t)random32() << 33 ^ (uint64_t)random32() << 11 ^ random32());
}

enum fate { PICKED, DOUBTED, LEFT_OUT };

struct row {
    struct num x; /* numbers */
    int64_t whole, divisor, order;
    struct slice text, source;
    why_t why, order_why, doubt;
    enum fate fate;
    uint64_t line;
};
struct batch {
    enum vec_form form;
    uint8_t scale;
    uint32_t source, n;
    bool sourced; /* has a _source column */
    struct row row[ROWS];
};
struct kind {
    enum slot_kind kind;
    enum type type;
    bool last;
    const char *name;
};

/* What a state says. */
struct reading {
    why_t why;
    bool set, tie;
    int64_t order;
    enum num_result result;
    uint64_t count;
    size_t n;
    struct num x[ALL]; /* the value, or a list's */
    struct slice text;
    uint64_t lines[ALL];
};

static struct reasons reasons;
static const struct slice words[] = {{"", 0},   {"a", 1}, {"b", 1}, {"ab", 2}, {"\346\227\240", 3},
                                     {"a|b", 3}};

/* Rows that are likely to be equal (CLOSE), or at the edges of what fits. */
static void make_number(struct row *r, const struct batch *b, bool close)
{
    static const int64_t edges[] = {INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, 0, 1, -1};
    int64_t small = (int64_t)below(3) - 1;
    r->divisor = 1;
    r->whole = close           ? small * (int64_t)num_pow10(b->scale)
               : below(3) == 0 ? edges[below(7)]
                               : random64();
    if (b->form == VEC_RATIO) {
        r->divisor = 1 + (int64_t)below(close ? 9 : 1000000000);
        r->whole = close ? small * r->divisor : r->whole;
    }
    r->x = num_decimal(r->whole, b->scale);
    if (b->form == VEC_RATIO) {
        r->x = num_decimal(r->whole, 0);
        r->x.kind = NUM_FRACTION;
        r->x.u.d = r->divisor;
    } else if (b->form == VEC_NUM && !close) {
        r->x = num_decimal((int128)random64() * (1 + below(1000000000)), (uint8_t)below(19));
        if (below(4) == 0) {
            r->x.kind = NUM_FRACTION;
            r->x.scale = 0;
            r->x.u.d = 1 + (int128)below(1000) * random32();
        }
    }
}

static void make_rows(struct batch *b, const struct kind *k, bool close, uint64_t *line)
{
    *b = (struct batch){
        .form = VEC_WHOLE, .n = below(ROWS + 1), .source = below(2), .sourced = below(4) == 0};
    if (k->type == T_NUMBER) {
        b->form = (enum vec_form)(below(3) == 0 ? VEC_RATIO + (int)below(2) : VEC_WHOLE);
        b->scale = b->form == VEC_RATIO ? 0 : (uint8_t)below(close ? 10 : 19);
    }
    for (uint32_t i = 0; i < b->n; i++) {
        struct row *r = &b->row[i];
        uint32_t fate = below(12), doubtful = below(4);
        r->fate = doubtful != 0 || fate > 3 ? PICKED : fate > 1 ? LEFT_OUT : DOUBTED;
        r->doubt = (why_t)(5 + below(3));
        r->why = below(60) == 0 ? (why_t)(6 + below(4)) : 0;
        r->order_why = below(80) == 0 ? 9 : 0;
        r->order = below(close ? 4 : 30);
        *line += 1 + below(3) / 2;
        r->line = *line;
        r->source = below(3) == 0 ? SLICE("") : words[1 + below(5)];
        r->text = words[close ? 1 + below(2) : below(6)];
        if (k->type == T_NUMBER) {
            make_number(r, b, close);
        } else {
            r->whole = below(close ? 2 : 100);
            r->x = num_decimal(r->whole, 0);
        }
    }
}

/* A row of a window in one number, so that those of all rows add up. */
static uint64_t mix(const struct slice *value, int64_t day, uint64_t line,
                    const struct slice *source)
{
    uint64_t h = (uint64_t)day * 1000003 + (source == NULL ? line : 0);
    for (size_t i = 0; value != NULL && i < value->n; i++)
        h = h * 31 + (unsigned char)value->p[i];
    for (size_t i = 0; source != NULL && i < source->n; i++)
        h = h * 37 + (unsigned char)source->p[i];
    return h * UINT64_C(0x9e3779b97f4a7c15) >> 8;
}

/* The model: one look at all rows that count. */

static int compare_rows(const struct kind *k, const struct row *a, const struct row *b)
{
    return k->type == T_TEXT ? slice_cmp(a->text, b->text) : num_cmp(&a->x, &b->x);
}

static void consider(const struct kind *k, const struct row **kept, const struct row *r,
                     struct reading *w)
{
    int c = *kept == NULL ? 1 : compare_rows(k, r, *kept);
    switch (k->kind) {
    case SLOT_EXTREME:
        if (*kept == NULL || (k->last ? c > 0 : c < 0))
            *kept = r;
        break;
    case SLOT_SAME:
    case SLOT_SAME_TEXT:
        if (*kept != NULL && c != 0)
            w->why = why_min(w->why, DIFFERS_WHY);
        *kept = r;
        break;
    case SLOT_ORDERED:
        if (*kept == NULL || (k->last ? r->order > w->order : r->order < w->order)) {
            *kept = r;
            w->order = r->order;
            w->tie = false;
        } else if (r->order == w->order && c != 0) {
            w->tie = true;
        }
        break;
    default:
        for (size_t i = 0; k->kind == SLOT_SET && i < w->n; i++)
            if (k->type == T_TEXT ? slice_eq(words[w->lines[i]], r->text)
                                  : num_cmp(&w->x[i], &r->x) == 0)
                return;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (k->kind == SLOT_SET && slice_eq(words[i], r->text))
                w->lines[w->n] = i;
        w->x[w->n++] = r->x;
        break;
    }
}

static struct reading model(const struct kind *k, const struct batch *b, size_t batches)
{
    struct reading w = {.why = 0};
    struct num_sum sum = {.lost = false};
    const struct row *kept = NULL;
    for (size_t i = 0; i < batches; i++) {
        for (uint32_t j = 0; j < b[i].n; j++) {
            const struct row *r = &b[i].row[j];
            if (r->fate == DOUBTED && k->kind != SLOT_EVIDENCE)
                w.why = why_min(w.why, r->doubt);
            if (r->fate != PICKED)
                continue;
            if (k->kind == SLOT_COUNT || k->kind == SLOT_EVIDENCE) {
                w.count++;
                continue;
            }
            why_t why = r->why;
            bool windows = k->kind == SLOT_WINDOW;
            if (why == 0 && (k->kind == SLOT_SET || windows) && k->type == T_TEXT && r->text.n == 0)
                why = BLANK_WHY;
            if (windows || (why == 0 && k->kind == SLOT_ORDERED))
                why = why_min(why, r->order_why);
            w.why = why_min(w.why, why);
            if (why != 0)
                continue;
            if (k->kind == SLOT_SUM)
                num_sum_add(&sum, &r->x);
            else if (windows) {
                w.x[w.n++] = r->x;
                w.count += mix(k->type == T_TEXT ? &r->text : NULL, r->order, r->line,
                               b[i].sourced && r->source.n > 0 ? &r->source : NULL);
            } else
                consider(k, &kept, r, &w);
        }
    }
    if (k->kind == SLOT_SUM)
        w.result = num_sum_total(&sum, &w.x[0]);
    if (kept != NULL) {
        w.set = true;
        w.x[0] = kept->x;
        w.text = kept->text;
    }
    return w;
}

/* What the slot makes of the same rows */

static int by_value(const void *a, const void *b)
{
    return num_cmp(a, b);
}

static struct num num_of(const struct slot *s, const struct value_state *v)
{
    struct num x = num_decimal(v->low, v->scale);
    struct value_state known = *v;
    known.why = 0;
    if (s->type == T_NUMBER && !slot_number(s, &known, &x))
        ok(false, "a set state is a number");
    return x;
}

static void read_list(const struct slot *s, struct list_state *l, struct reading *r)
{
    r->why = l->why;
    r->n = s->kind == SLOT_SET ? set_count(l) : l->n;
    for (size_t i = 0; s->kind == SLOT_LIST && i < r->n; i++)
        r->x[i] = l->wide ? ((struct num *)l->values)[i]
                          : num_decimal(((int64_t *)l->values)[i], l->scale);
}

static void read_window(const struct slot *s, const struct window_state *w, struct reading *r)
{
    r->why = w->why;
    r->n = w->n;
    for (size_t i = 0; i < w->n; i++) {
        const struct window_row *row = &w->rows[i];
        bool text = s->type == T_TEXT;
        r->x[i] = num_of(s, &row->value);
        r->count += mix(text ? &s->texts.keys[row->value.low] : NULL, row->day, row->line,
                        row->source == SOURCE_TEXT ? &s->texts.keys[row->line] : NULL);
    }
}

static struct reading read_state(const struct slot *s, char *group)
{
    struct reading r = {.why = 0};
    void *p = group + s->offset;
    const struct value_state *v = p;
    switch (s->kind) {
    case SLOT_COUNT:
        r.count = count_rows(p);
        r.why = ((struct count_state *)p)->why;
        break;
    case SLOT_SUM:
        r.result = slot_total(s, v, &r.x[0]);
        r.why = v->why;
        break;
    case SLOT_ORDERED:
        r.tie = ((struct ordered_state *)p)->tie != 0;
        r.order = ((struct ordered_state *)p)->order; /* fall through */
    case SLOT_EXTREME:
    case SLOT_SAME:
        r.set = v->set;
        r.why = v->why;
        if (v->set && s->type == T_TEXT)
            r.text = s->texts.keys[v->low];
        else if (v->set)
            r.x[0] = num_of(s, v);
        break;
    case SLOT_SAME_TEXT:
        r.set = ((struct text_state *)p)->text != 0;
        r.why = ((struct text_state *)p)->why;
        if (r.set)
            r.text = s->texts.keys[((struct text_state *)p)->text - 1];
        break;
    case SLOT_LIST:
    case SLOT_SET:
        read_list(s, p, &r);
        break;
    case SLOT_WINDOW:
        read_window(s, p, &r);
        break;
    case SLOT_EVIDENCE:
        r.count = ((struct evidence_state *)p)->total;
        break;
    }
    return r;
}

static bool same_number(const struct num *a, const struct num *b)
{
    return num_cmp(a, b) == 0 && a->approximate == b->approximate;
}

static bool agree(const struct kind *k, struct reading *got, struct reading *want)
{
    if (got->why != want->why)
        return false;
    switch (k->kind) {
    case SLOT_COUNT:
    case SLOT_EVIDENCE:
        return got->count == want->count;
    case SLOT_SUM:
        return got->result == want->result &&
               (got->result != NUM_OK || same_number(&got->x[0], &want->x[0]));
    case SLOT_WINDOW:
    case SLOT_LIST:
        if (got->n != want->n || got->count != want->count)
            return false;
        if (k->type == T_TEXT)
            return true;
        qsort(got->x, got->n, sizeof *got->x, by_value);
        qsort(want->x, want->n, sizeof *want->x, by_value);
        for (size_t i = 0; i < got->n; i++)
            if (!same_number(&got->x[i], &want->x[i]))
                return false;
        return true;
    case SLOT_SET:
        return got->n == want->n;
    default:
        break;
    }
    if (want->why != 0) /* then what was known does not matter */
        return true;
    if (got->set != want->set || got->tie != want->tie || got->order != want->order)
        return false;
    if (!want->set || want->tie)
        return true;
    return k->type == T_TEXT ? slice_eq(got->text, want->text)
                             : same_number(&got->x[0], &want->x[0]);
}

static void shuffle(uint32_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = below(i), x = order[i - 1];
        order[i - 1] = order[j];
        order[j] = x;
    }
}

/* Columns of a batch, its rows in any order. */
struct columns {
    int64_t whole[ROWS], divisor[ROWS], order[ROWS];
    struct num num[ROWS];
    struct slice text[ROWS], source[ROWS];
    why_t why[ROWS], order_why[ROWS], doubt_why[ROWS];
    uint64_t line[ROWS];
    char *group[ROWS];
    uint32_t subject[ROWS], pick[ROWS], doubt[ROWS];
    struct vec arg, by;
    struct slot_rows rows;
};

static bool fill(struct columns *c, const struct batch *b, const struct kind *k,
                 char groups[PARTS][GROUP_SIZE], uint32_t parts)
{
    uint32_t order[ROWS];
    bool unknown = false, late = false, all = true;
    memset(c, 0, sizeof *c);
    shuffle(order, b->n);
    for (uint32_t i = 0; i < b->n; i++) {
        const struct row *r = &b->row[order[i]];
        c->whole[i] = r->why == 0 ? r->whole : 0;
        c->divisor[i] = r->why == 0 ? r->divisor : 1;
        c->num[i] = r->why == 0 ? r->x : num_decimal(0, 0);
        c->text[i] = r->why == 0 ? r->text : SLICE("");
        c->why[i] = r->why;
        c->order[i] = r->order_why == 0 ? r->order : 0;
        c->order_why[i] = r->order_why;
        c->source[i] = r->source;
        c->line[i] = r->line;
        c->subject[i] = below(parts);
        c->group[i] = groups[c->subject[i]];
        unknown = unknown || r->why != 0;
        late = late || r->order_why != 0;
        all = all && r->fate == PICKED;
        if (r->fate == PICKED)
            c->pick[c->rows.picks++] = i;
        if (r->fate != DOUBTED)
            continue;
        c->doubt_why[c->rows.doubts] = r->doubt;
        c->doubt[c->rows.doubts++] = i;
    }
    c->arg = (struct vec){k->type,    k->type == T_TEXT ? VEC_TEXT : b->form,
                          b->scale,   false,
                          b->n,       c->whole,
                          c->divisor, c->num,
                          c->text,    unknown ? c->why : NULL};
    c->by = (struct vec){
        .type = T_DATE, .n = b->n, .whole = c->order, .why = late ? c->order_why : NULL};
    struct slot_rows *r = &c->rows;
    *r = (struct slot_rows){b->n,
                            c->group,
                            c->subject,
                            parts,
                            c->line,
                            b->source,
                            b->sourced ? c->source : NULL,
                            all ? NULL : c->pick,
                            r->picks,
                            c->doubt,
                            c->doubt_why,
                            r->doubts,
                            NULL,
                            &scratch};
    return true;
}

/* One way: rows in some order into some groups, these merged in some order, straight or through
 * bytes. */
static bool one_way(const struct kind *k, const struct batch *b, uint32_t batches, struct slot *s,
                    char groups[PARTS][GROUP_SIZE])
{
    uint32_t order[BATCHES], parts = 1 + below(PARTS);
    struct columns c;
    bool good = true;
    shuffle(order, batches);
    for (uint32_t i = 0; good && i < batches; i++)
        good = fill(&c, &b[order[i]], k, groups, parts) &&
               slot_add(s, &c.rows, &c.arg, &c.by, &reasons);
    for (uint32_t p = 1; good && p < parts; p++) {
        if (below(2) == 0) {
            good = slot_merge(s, groups[0], groups[p], &reasons);
        } else {
            struct buffer bytes = {0};
            good = slot_save(s, groups[p], &bytes);
            const char *at = bytes.p;
            good = good && slot_load(s, groups[0], &at, &reasons) && at == bytes.p + bytes.n;
            buffer_free(&bytes);
        }
        slot_clear(s, groups[p]);
    }
    return good;
}

static struct slot slot_of(const struct kind *k)
{
    return (struct slot){.kind = k->kind,
                         .type = k->type,
                         .last = k->last,
                         .offset = 16,
                         .differs = DIFFERS_WHY,
                         .blank = BLANK_WHY};
}

static union {
    uint64_t align;
    char row[PARTS][GROUP_SIZE];
} groups;

static void test_ways(const struct kind *k)
{
    unsigned differ = 0, dirty = 0;
    for (int round = 0; round < 1500; round++) {
        struct batch b[BATCHES];
        uint64_t line = 1;
        uint32_t batches = 1 + below(BATCHES);
        bool close = below(2) == 0;
        for (uint32_t i = 0; i < batches; i++)
            make_rows(&b[i], k, close, &line);
        struct reading want = model(k, b, batches);
        struct slot s = slot_of(k);
        for (int way = 0; way < 3; way++) {
            memset(&groups, 0, sizeof groups);
            if (!one_way(k, b, batches, &s, groups.row))
                abort();
            struct reading got = read_state(&s, groups.row[0]);
            differ += !agree(k, &got, &want);
            slot_clear(&s, groups.row[0]);
            for (size_t i = 0; i < PARTS * (size_t)GROUP_SIZE; i++)
                dirty +=
                    i % GROUP_SIZE >= s.offset && groups.row[i / GROUP_SIZE][i % GROUP_SIZE] != 0;
        }
        /* Places are given back. */
        dirty += s.free_n != s.wide_n;
        slot_free(&s);
    }
    is_int(differ, 0, k->name);
    is_int(dirty, 0, "and clearing leaves nothing");
}

static void test_kinds(void)
{
    static const struct kind kinds[] = {
        {SLOT_COUNT, T_NUMBER, false, "count"},
        {SLOT_SUM, T_NUMBER, false, "sum"},
        {SLOT_EXTREME, T_NUMBER, false, "smallest number"},
        {SLOT_EXTREME, T_NUMBER, true, "largest number"},
        {SLOT_EXTREME, T_DATE, false, "smallest date"},
        {SLOT_EXTREME, T_TEXT, true, "largest text"},
        {SLOT_SAME, T_NUMBER, false, "same number"},
        {SLOT_SAME, T_MONTH, false, "same month"},
        {SLOT_SAME_TEXT, T_TEXT, false, "same text"},
        {SLOT_ORDERED, T_NUMBER, false, "first number"},
        {SLOT_ORDERED, T_NUMBER, true, "last number"},
        {SLOT_ORDERED, T_TEXT, true, "last text"},
        {SLOT_ORDERED, T_DATE, false, "first date"},
        {SLOT_LIST, T_NUMBER, false, "list of numbers"},
        {SLOT_LIST, T_DATE, false, "list of dates"},
        {SLOT_SET, T_DATE, false, "different dates"},
        {SLOT_SET, T_NUMBER, false, "different numbers"},
        {SLOT_SET, T_TEXT, false, "different texts"},
        {SLOT_WINDOW, T_NUMBER, false, "windows of numbers"},
        {SLOT_WINDOW, T_TEXT, false, "windows of texts"},
        {SLOT_EVIDENCE, T_NUMBER, false, "lines"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        test_ways(&kinds[i]);
}

/* Sums */

static void add_one(struct slot *s, char *group, struct num x)
{
    uint64_t line = 1;
    uint32_t subject = 0;
    struct vec arg = {.type = T_NUMBER, .form = VEC_NUM, .n = 1, .num = &x};
    struct slot_rows rows = {1,    &group, &subject, 1,    &line, 0,    NULL,
                             NULL, 1,      NULL,     NULL, 0,     NULL, &scratch};
    if (!slot_add(s, &rows, &arg, NULL, &reasons))
        abort();
}

static void test_too_large(void)
{
    static const struct kind sum = {SLOT_SUM, T_NUMBER, false, ""};
    struct slot s = slot_of(&sum);
    memset(&groups, 0, sizeof groups);
    why_t large = reason_make(&reasons, REASON_TOO_LARGE, SLICE(""));
    add_one(&s, groups.row[1], num_decimal(1, 0));
    add_one(&s, groups.row[1], num_real(1e300));
    struct value_state *v = (void *)(groups.row[1] + s.offset),
                       *w = (void *)(groups.row[0] + s.offset);
    is_int(v->why, large, "a double that no sum holds makes it unknown");
    add_one(&s, groups.row[1], num_decimal(1, 0));
    is_int(v->why, large, "and it stays so");
    ok(v->wide != 0, "though it is wide");
    struct buffer bytes = {0};
    if (!slot_save(&s, groups.row[1], &bytes))
        abort();
    const char *at = bytes.p;
    ok(slot_load(&s, groups.row[0], &at, &reasons) && w->why == large, "through bytes too");
    buffer_free(&bytes);
    struct num x;
    w->why = 0;
    ok(slot_total(&s, w, &x) == NUM_OK && num_cmp(&x, &(struct num){.n = 2}) == 0,
       "and what fits is kept");
    slot_free(&s);
}

/* Wide sums keep why they are unknown. */
static void test_wide_unknown(void)
{
    static const struct kind sum = {SLOT_SUM, T_NUMBER, false, ""};
    struct slot s = slot_of(&sum);
    memset(&groups, 0, sizeof groups);
    int64_t whole[] = {INT64_MAX, INT64_MAX, 0, 1};
    why_t why[] = {0, 0, 6, 0};
    uint64_t line[] = {1, 2, 3, 4};
    uint32_t subject[4] = {0};
    char *group[] = {groups.row[0], groups.row[0], groups.row[0], groups.row[0]};
    struct vec arg = {
        .type = T_NUMBER, .form = VEC_WHOLE, .scale = 2, .n = 4, .whole = whole, .why = why};
    struct slot_rows rows = {4,    group, subject, 1,    line, 0,    NULL,
                             NULL, 4,     NULL,    NULL, 0,    NULL, &scratch};
    struct buffer bytes = {0};
    if (!slot_add(&s, &rows, &arg, NULL, &reasons) || !slot_save(&s, groups.row[0], &bytes))
        abort();
    const char *at = bytes.p;
    struct value_state *v = (void *)(groups.row[1] + s.offset);
    ok(slot_load(&s, groups.row[1], &at, &reasons) && v->wide != 0,
       "two of the largest numbers: a wide sum");
    is_int(v->why, 6, "which is unknown after it was put away");
    struct num x, want = num_decimal((int128)INT64_MAX * 2 + 1, 2);
    ok(slot_total(&s, v, &x) == NUM_OK && num_cmp(&x, &want) == 0, "and exact");
    is_int(group_head(groups.row[0])->owns, 1, "its group knows that it holds more");
    buffer_free(&bytes);
    slot_free(&s);
}

static void test_without(const struct kind *k)
{
    unsigned differ = 0, compared = 0;
    for (int round = 0; round < 1500; round++) {
        struct batch b[2];
        struct columns c;
        uint64_t line = 1;
        struct slot s = slot_of(k);
        memset(&groups, 0, sizeof groups);
        for (int i = 0; i < 2; i++) {
            make_rows(&b[i], k, below(3) == 0, &line);
            /* What is unknown stays so: there is nothing to take away from. */
            for (uint32_t j = 0; j < b[i].n; j++) {
                b[i].row[j].why = 0;
                b[i].row[j].fate = b[i].row[j].fate == DOUBTED ? PICKED : b[i].row[j].fate;
            }
            if (!fill(&c, &b[i], k, groups.row + i, 1) ||
                !slot_add(&s, &c.rows, &c.arg, &c.by, &reasons) ||
                !slot_merge(&s, groups.row[2], groups.row[i], &reasons))
                abort();
        }
        if (!slot_can_be_without(&s, groups.row[0])) {
            slot_free(&s);
            continue;
        }
        if (!slot_without(&s, groups.row[2], groups.row[0], groups.row[3], &reasons))
            abort();
        struct reading want = model(k, b + 1, 1), got = read_state(&s, groups.row[3]);
        /* What can only be told rounded, or not at all, is so in another way after a subtraction.
         */
        bool exact = want.result == NUM_OK && got.result == NUM_OK && !want.x[0].approximate &&
                     !got.x[0].approximate;
        compared += exact;
        differ += exact && !agree(k, &got, &want);
        slot_free(&s);
    }
    is_int(differ, 0, k->name);
    ok(compared > 300, "many of them exact (%zu)", (size_t)compared);
}

/* Evidence */

static uint32_t lines_held(const struct slot *s, const struct evidence_state *x, uint64_t *sum)
{
    struct line_range r = evidence_newest(x);
    uint32_t n = 0;
    *sum = 0;
    while (r.n > 0) {
        n += r.n;
        for (uint32_t i = 0; i < r.n; i++)
            *sum += r.first + i;
        if (r.older == 0)
            break;
        r = s->ranges[r.older - 1];
    }
    return n;
}

static void test_lines(void)
{
    static const struct kind lines = {SLOT_EVIDENCE, T_NUMBER, false, ""};
    struct slot s = slot_of(&lines);
    memset(&groups, 0, sizeof groups);
    struct evidence_state *x = (void *)(groups.row[0] + s.offset),
                          *y = (void *)(groups.row[1] + s.offset);
    char *group = groups.row[0];
    uint32_t subject = 0;
    uint64_t want = 0, sum, line, far = (uint64_t)1 << 34;
    unsigned wrong = 0;
    for (uint32_t n = 1; n <= 250; n++) {
        line = n % 4 == 0 ? far + n : 3 * n;
        want += n <= EVIDENCE_MAX ? line : 0;
        struct slot_rows rows = {1,    &group, &subject, 1,    &line, 0,    NULL,
                                 NULL, 1,      NULL,     NULL, 0,     NULL, &scratch};
        if (!slot_add(&s, &rows, NULL, NULL, &reasons))
            abort();
        uint32_t held = lines_held(&s, x, &sum);
        wrong += held != (n < EVIDENCE_MAX ? n : EVIDENCE_MAX) || sum != want || x->total != n;
    }
    is_int(wrong, 0, "the first hundred lines are kept, beyond 2^32 too, and all are counted");
    struct buffer bytes = {0};
    if (!slot_save(&s, groups.row[0], &bytes))
        abort();
    const char *at = bytes.p;
    ok(slot_load(&s, groups.row[1], &at, &reasons) && lines_held(&s, y, &sum) == EVIDENCE_MAX &&
           sum == want,
       "through bytes too");
    is_int(y->total, 250, "with how many there were");
    ok(slot_merge(&s, groups.row[1], groups.row[0], &reasons) &&
           lines_held(&s, y, &sum) == EVIDENCE_MAX && y->total == 500,
       "a merge keeps to a hundred and counts on");
    size_t before = s.ranges_n;
    slot_clear(&s, groups.row[0]);
    slot_clear(&s, groups.row[1]);
    at = bytes.p;
    ok(slot_load(&s, groups.row[1], &at, &reasons) && s.ranges_n == before,
       "cleared ranges are used again");
    buffer_free(&bytes);
    slot_free(&s);
}

static void test_run_of_lines(void)
{
    static const struct kind lines = {SLOT_EVIDENCE, T_NUMBER, false, ""};
    struct slot s = slot_of(&lines);
    memset(&groups, 0, sizeof groups);
    struct evidence_state *x = (void *)(groups.row[0] + s.offset);
    uint64_t line[90];
    char *group[90];
    uint32_t subject[90] = {0};
    for (size_t i = 0; i < 90; i++) {
        line[i] = 2 + i;
        group[i] = groups.row[0];
    }
    struct slot_rows rows = {90,   group, subject, 1,    line, 1,    NULL,
                             NULL, 90,    NULL,    NULL, 0,    NULL, &scratch};
    if (!slot_add(&s, &rows, NULL, NULL, &reasons))
        abort();
    ok(x->older == 0 && evidence_newest(x).first == 2 && evidence_newest(x).n == 90 &&
           evidence_newest(x).source == 1,
       "lines in a row are one range");
    /* 90 more that follow the first 90, of which only ten fit. */
    char *next[90];
    for (size_t i = 0; i < 90; i++) {
        line[i] += 90;
        next[i] = groups.row[1];
    }
    rows.group = next;
    uint64_t sum, want = 0;
    for (uint64_t i = 2; i < 2 + EVIDENCE_MAX; i++)
        want += i;
    if (!slot_add(&s, &rows, NULL, NULL, &reasons))
        abort();
    ok(slot_merge(&s, groups.row[0], groups.row[1], &reasons) &&
           lines_held(&s, x, &sum) == EVIDENCE_MAX && sum == want && x->total == 180,
       "a range is cut where a hundred are reached");
    slot_free(&s);
}

static void test_sizes(void)
{
    bool good = true;
    for (int k = SLOT_COUNT; k <= SLOT_EVIDENCE; k++)
        good = good && slot_size((enum slot_kind)k) > 0 && slot_size((enum slot_kind)k) % 8 == 0;
    ok(good, "states are a multiple of 8 bytes");
    struct count_state c = {UINT32_MAX, 7, 0};
    is_int((int64_t)count_rows(&c), INT64_C(7) << 32 | UINT32_MAX, "a count has 48 bits");
    static const struct kind count = {SLOT_COUNT, T_NUMBER, false, ""};
    struct slot s = slot_of(&count);
    memset(&groups, 0, sizeof groups);
    memcpy(groups.row[0] + s.offset, &c, sizeof c);
    ok(slot_merge(&s, groups.row[0], groups.row[0], &reasons) &&
           count_rows((void *)(groups.row[0] + s.offset)) ==
               ((uint64_t)15 << 32 | (UINT32_MAX - 1)),
       "which carry over");
    memcpy(groups.row[0] + s.offset, &c, sizeof c);
    add_one(&s, groups.row[0], num_decimal(1, 0));
    is_int((int64_t)count_rows((void *)(groups.row[0] + s.offset)), INT64_C(8) << 32,
           "for a row that is added too");
    slot_free(&s);
}

int main(void)
{
    struct error e;
    if (reasons_init(&reasons, &e) != ST_OK)
        return 1;
    test_kinds();
    test_too_large();
    test_wide_unknown();
    test_without(&(struct kind){SLOT_COUNT, T_NUMBER, false, "a count without some of its rows"});
    test_without(&(struct kind){SLOT_SUM, T_NUMBER, false, "a sum without some of its rows"});
    test_lines();
    test_run_of_lines();
    test_sizes();
    reasons_free(&reasons);
    return done_testing();
}
