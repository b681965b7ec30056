/* States to bytes and back, for groups that are put away until the input has ended. */
#include "slot_int.h"
#include "varint.h"

static bool put(struct buffer *b, uint64_t v)
{
    if (!buffer_reserve(b, VARINT_MAX))
        return false;
    b->n = (size_t)(varint_put(b->p + b->n, v) - b->p);
    return true;
}

/* A head byte: the scale, and whether there is a value, a wide one, a reason. */
enum { HAS_VALUE = 0x20, HAS_WIDE = 0x40, HAS_WHY = 0x80 };

static bool save_value(const struct slot *s, const struct value_state *v, struct buffer *b)
{
    uint8_t head = (uint8_t)(v->scale | (v->set ? HAS_VALUE : 0) | (v->wide ? HAS_WIDE : 0) |
                             (v->why ? HAS_WHY : 0));
    buffer_char(b, (char)head);
    if (v->why)
        put(b, v->why);
    if (v->wide && s->kind == SLOT_SUM)
        return buffer_append(b, &s->sums[v->wide - 1], sizeof *s->sums);
    if (v->wide)
        return buffer_append(b, &s->wide[v->wide - 1], sizeof *s->wide);
    return v->set ? put(b, zigzag(v->low)) : !b->failed;
}

/* Into V, which is empty; a wide sum into WIDE instead. */
static bool load_value(struct slot *s, struct value_state *v, struct num_sum *wide, bool *is_wide,
                       const char **at)
{
    uint8_t head = (uint8_t) * (*at)++;
    *v = (struct value_state){.scale = head & 0x1f, .set = (head & HAS_VALUE) != 0};
    *is_wide = (head & HAS_WIDE) != 0;
    if (head & HAS_WHY)
        v->why = (why_t)varint_get(at);
    if (*is_wide && s->kind == SLOT_SUM) {
        memcpy(wide, *at, sizeof *wide);
        *at += sizeof *wide;
        return true;
    }
    if (*is_wide) {
        struct num x;
        memcpy(&x, *at, sizeof x);
        *at += sizeof x;
        return state_set_number(s, v, &x);
    }
    if (v->set)
        v->low = unzigzag(varint_get(at));
    return true;
}

static bool load_sum(struct slot *s, struct value_state *to, const char **at,
                     struct reasons *reasons)
{
    struct value_state v;
    struct num_sum wide;
    bool is_wide;
    if (!load_value(s, &v, &wide, &is_wide, at))
        return false;
    if (!is_wide)
        return sum_merge(s, to, &v, reasons);
    to->why = why_min(to->why, v.why);
    return sum_load(s, to, &wide);
}

static bool save_list(const struct list_state *l, struct buffer *b)
{
    put(b, l->n);
    put(b, l->why);
    buffer_char(b, (char)l->scale);
    buffer_char(b, (char)l->wide);
    return buffer_append(b, l->values, l->n * (l->wide ? sizeof(struct num) : sizeof(int64_t)));
}

/* The values stand unaligned in the file: they are added one at a time. */
static bool load_list(struct slot *s, struct list_state *to, const char **at)
{
    uint64_t n = varint_get(at);
    struct list_state one = {.why = (why_t)varint_get(at), .n = 0};
    one.scale = (uint8_t) * (*at)++;
    one.wide = (uint8_t) * (*at)++;
    size_t width = one.wide ? sizeof(struct num) : sizeof(int64_t);
    struct num x;
    int64_t w;
    one.values = one.wide ? (void *)&x : (void *)&w;
    bool good = s->kind == SLOT_SET ? set_merge(s, to, &one) : list_merge(s, to, &one);
    for (one.n = 1; good && n > 0; n--, *at += width) {
        memcpy(one.values, *at, width);
        good = s->kind == SLOT_SET ? set_merge(s, to, &one) : list_merge(s, to, &one);
    }
    return good;
}

static bool save_window(const struct slot *s, const struct window_state *w, struct buffer *b)
{
    bool good = put(b, w->n) && put(b, w->why);
    for (uint32_t i = 0; good && i < w->n; i++) {
        const struct window_row *row = &w->rows[i];
        put(b, row->line);
        put(b, row->source);
        put(b, zigzag(row->day));
        good = save_value(s, &row->value, b);
    }
    return good;
}

static bool load_window(struct slot *s, struct window_state *to, const char **at)
{
    uint64_t n = varint_get(at);
    to->why = why_min(to->why, (why_t)varint_get(at));
    for (bool is_wide; n > 0; n--) {
        struct window_row row = {.line = varint_get(at)};
        row.source = (uint32_t)varint_get(at);
        row.day = (int32_t)unzigzag(varint_get(at));
        if (!load_value(s, &row.value, NULL, &is_wide, at) || !window_append(s, to, &row))
            return false;
    }
    return true;
}

static bool save_evidence(const struct slot *s, const struct evidence_state *x, struct buffer *b)
{
    put(b, x->total);
    struct line_range r = evidence_newest(x);
    while (r.n > 0) {
        put(b, r.n);
        put(b, r.first);
        put(b, r.source);
        if (r.older == 0)
            break;
        r = s->ranges[r.older - 1];
    }
    return put(b, 0);
}

static bool load_evidence(struct slot *s, struct evidence_state *to, const char **at)
{
    struct evidence_state from = {0};
    uint32_t rows = (uint32_t)varint_get(at);
    for (uint64_t n; (n = varint_get(at)) != 0;) {
        struct line_range r = {.n = (uint32_t)n};
        r.first = varint_get(at);
        r.source = (uint32_t)varint_get(at);
        evidence_put(&from, r);
        from.total = r.n;
        if (!evidence_merge(s, to, &from))
            return false;
        rows -= from.total;
    }
    to->total = to->total > UINT32_MAX - rows ? UINT32_MAX : to->total + rows;
    return true;
}

bool slot_save(const struct slot *s, const char *group, struct buffer *b)
{
    const void *p = group + s->offset;
    switch (s->kind) {
    case SLOT_COUNT:
        put(b, count_rows(p));
        return put(b, ((const struct count_state *)p)->why);
    case SLOT_SUM:
    case SLOT_EXTREME:
    case SLOT_SAME:
        return save_value(s, p, b);
    case SLOT_SAME_TEXT:
        put(b, ((const struct text_state *)p)->text);
        return put(b, ((const struct text_state *)p)->why);
    case SLOT_ORDERED:
        save_value(s, &((const struct ordered_state *)p)->value, b);
        put(b, zigzag(((const struct ordered_state *)p)->order));
        return buffer_char(b, (char)((const struct ordered_state *)p)->tie);
    case SLOT_LIST:
    case SLOT_SET:
        return save_list(p, b);
    case SLOT_WINDOW:
        return save_window(s, p, b);
    case SLOT_EVIDENCE:
        return save_evidence(s, p, b);
    }
    return false;
}

bool slot_load(struct slot *s, char *group, const char **at, struct reasons *reasons)
{
    struct count_state *c = (void *)(group + s->offset);
    group_head(group)->owns = 1;
    switch (s->kind) {
    case SLOT_COUNT:
        count_add(c, varint_get(at));
        c->why = why_min(c->why, (why_t)varint_get(at));
        return true;
    case SLOT_SUM:
        return load_sum(s, (void *)(group + s->offset), at, reasons);
    case SLOT_SAME_TEXT: {
        struct text_state t = {.text = (uint32_t)varint_get(at)};
        t.why = (why_t)varint_get(at);
        merge_text(s, (void *)(group + s->offset), &t);
        return true;
    }
    case SLOT_EXTREME:
    case SLOT_SAME:
    case SLOT_ORDERED: {
        struct ordered_state o = {.order = 0};
        bool is_wide;
        if (!load_value(s, &o.value, NULL, &is_wide, at))
            return false;
        if (s->kind == SLOT_ORDERED) {
            o.order = unzigzag(varint_get(at));
            o.tie = (uint8_t) * (*at)++;
        }
        return merge_loaded(s, group, &o);
    }
    case SLOT_LIST:
    case SLOT_SET:
        return load_list(s, (void *)(group + s->offset), at);
    case SLOT_WINDOW:
        return load_window(s, (void *)(group + s->offset), at);
    case SLOT_EVIDENCE:
        return load_evidence(s, (void *)(group + s->offset), at);
    }
    return false;
}
