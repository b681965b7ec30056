#include "paired.h"

#include <stdlib.h>

enum status paired_begin(struct paired *p, struct error *e)
{
    p->cells = calloc(p->column_n + 1, sizeof *p->cells);
    p->text_cells = calloc(p->column_n + 1, sizeof *p->text_cells);
    p->cell_size = calloc(p->column_n + 1, sizeof *p->cell_size);
    bool good = p->cells != NULL && p->text_cells != NULL && p->cell_size != NULL;
    return good ? ST_OK : error_memory(e);
}

static bool take_number(struct paired *p, const struct vec *v, size_t k, struct paired_cell *c)
{
    if (v->form == VEC_WHOLE) {
        c->low = v->whole[vec_at(v, k)];
        c->scale = v->scale;
        return true;
    }
    if (!grow(&p->wide, &p->wide_size, p->wide_n + 1, sizeof *p->wide))
        return false;
    p->wide[p->wide_n++] = vec_num(v, k);
    c->wide = (uint32_t)p->wide_n;
    return p->wide_n < UINT32_MAX;
}

static bool take_texts(struct paired *p, size_t column, const struct vec *v,
                       const struct paired_batch *b)
{
    if (!grow(&p->text_cells[column], &p->cell_size[column], p->n + b->n,
              sizeof **p->text_cells))
        return false;
    struct paired_text *c = p->text_cells[column] + p->n;
    struct slice *text = arena_alloc(b->scratch, (b->n + 1) * sizeof *text);
    uint32_t *id = arena_alloc(b->scratch, (b->n + 1) * sizeof *id);
    if (text == NULL || id == NULL)
        return false;
    for (size_t i = 0; i < b->n; i++) {
        c[i].why = vec_why(v, b->at[i]);
        text[i] = c[i].why != 0 ? (struct slice){NULL, 0} : v->text[vec_at(v, b->at[i])];
        if (c[i].why == 0 && text[i].n == 0)
            text[i] = SLICE("");
    }
    if (!keytab_add_all(&p->texts, text, b->n, id))
        return false;
    for (size_t i = 0; i < b->n; i++)
        c[i].text = c[i].why != 0 ? 0 : id[i];
    return true;
}

static bool take_column(struct paired *p, size_t column, const struct vec *v,
                        const struct paired_batch *b)
{
    if (v->type == T_TEXT)
        return take_texts(p, column, v, b);
    if (!grow(&p->cells[column], &p->cell_size[column], p->n + b->n, sizeof **p->cells))
        return false;
    struct paired_cell *c = p->cells[column] + p->n;
    for (size_t i = 0; i < b->n; i++) {
        c[i] = (struct paired_cell){.why = vec_why(v, b->at[i])};
        if (c[i].why != 0)
            continue;
        if (v->type != T_NUMBER)
            c[i].low = v->whole[vec_at(v, b->at[i])];
        else if (!take_number(p, v, b->at[i], &c[i]))
            return false;
    }
    return true;
}

/* What is kept beside row I of B, which is row AT. */
static bool take_beside(struct paired *p, const struct paired_batch *b, size_t i, size_t at)
{
    if (p->named)
        memcpy(p->names[at], b->names[i], sizeof p->names[at]);
    if (p->shown && (p->shown_as[at] = arena_copy(&p->arena, b->shown_as[i])).p == NULL)
        return false;
    if (p->rows[at].source != SOURCE_PLACES)
        return true;
    p->rows[at].line = p->places_n;
    return grow(&p->places, &p->places_size, p->places_n + 1, sizeof *p->places) &&
           places_copy(&b->places[i], &p->arena, &p->places[p->places_n++]);
}

bool paired_add(struct paired *p, const struct paired_batch *b)
{
    uint32_t *key = arena_alloc(b->scratch, (b->n + 1) * sizeof *key);
    if (key == NULL || p->n + b->n > UINT32_MAX ||
        !grow(&p->rows, &p->size, p->n + b->n, sizeof *p->rows) ||
        (p->named && !grow(&p->names, &p->names_size, p->n + b->n, sizeof *p->names)) ||
        (p->shown && !grow(&p->shown_as, &p->shown_as_size, p->n + b->n, sizeof *p->shown_as)) ||
        !keytab_add_all(&p->keys, b->keys, b->n, key))
        return false;
    for (size_t i = 0; i < b->n; i++) {
        struct paired_row *own = &p->rows[p->n + i];
        *own = b->rows[i];
        own->key = key[i];
        if (!take_beside(p, b, i, p->n + i))
            return false;
    }
    for (size_t c = 0; c < p->column_n; c++)
        if (p->held[c] && !take_column(p, c, &b->columns[c], b))
            return false;
    p->n += b->n;
    return true;
}

static struct num number(const struct paired *p, const struct paired_cell *c)
{
    return c->wide != 0 ? p->wide[c->wide - 1] : num_decimal(c->low, c->scale);
}

static int compare_texts(const struct paired *p, const struct paired_text *x,
                         const struct paired_text *y)
{
    if (x->why != 0 || y->why != 0)
        return (x->why == 0) - (y->why == 0);
    return x->text == y->text ? 0 : slice_cmp(p->texts.keys[x->text], p->texts.keys[y->text]);
}

static int compare_cells(const struct paired *p, size_t column, uint32_t a, uint32_t b)
{
    if (p->types[column] == T_TEXT)
        return compare_texts(p, &p->text_cells[column][a], &p->text_cells[column][b]);
    const struct paired_cell *x = &p->cells[column][a], *y = &p->cells[column][b];
    if (x->why != 0 || y->why != 0)
        return (x->why == 0) - (y->why == 0);
    if (p->types[column] == T_NUMBER) {
        struct num m = number(p, x), n = number(p, y);
        return num_cmp(&m, &n);
    }
    return (x->low > y->low) - (x->low < y->low);
}

const struct places *paired_places(const struct paired *p, uint32_t row, struct one_place *one)
{
    const struct paired_row *r = &p->rows[row];
    if (r->source == SOURCE_PLACES)
        return &p->places[r->line];
    return place_one(one, r->line, r->source, SLICE(""));
}

static int compare_places(const struct paired *p, uint32_t a, uint32_t b)
{
    struct one_place one, two;
    const struct places *x = paired_places(p, a, &one), *y = paired_places(p, b, &two);
    if (x->n == 0 || y->n == 0)
        return (x->n > 0) - (y->n > 0);
    if (x->list[0].source != y->list[0].source)
        return x->list[0].source < y->list[0].source ? -1 : 1;
    return (x->list[0].first > y->list[0].first) - (x->list[0].first < y->list[0].first);
}

/* The first of two by its id, then by its mark, so that it does not depend on which other columns
 * are wanted; rows alike in that by their place, which makes no difference but to the lines. */
static int compare(const struct paired *p, uint32_t a, uint32_t b)
{
    int order = p->id == SIZE_MAX ? 0 : compare_cells(p, p->id, a, b);
    if (order == 0)
        order = (p->rows[a].mark > p->rows[b].mark) - (p->rows[a].mark < p->rows[b].mark);
    return order != 0 ? order : compare_places(p, a, b);
}

/* Merge sort: qsort has no context. */
static void sort(const struct paired *p, uint32_t *v, size_t n, uint32_t *spare)
{
    if (n < 2)
        return;
    size_t half = n / 2, i = 0, k = half, at = 0;
    sort(p, v, half, spare);
    sort(p, v + half, n - half, spare);
    while (i < half && k < n)
        spare[at++] = compare(p, v[i], v[k]) <= 0 ? v[i++] : v[k++];
    while (i < half)
        spare[at++] = v[i++];
    while (k < n)
        spare[at++] = v[k++];
    memcpy(v, spare, n * sizeof *v);
}

/* Rows by key: counted, then put where they belong. */
static bool by_key(struct paired *p, size_t *end)
{
    p->order = malloc((p->n + 1) * sizeof *p->order);
    if (p->order == NULL)
        return false;
    for (size_t i = 0; i < p->n; i++)
        end[p->rows[i].key + 1]++;
    for (size_t k = 0; k < p->keys.n; k++)
        end[k + 1] += end[k];
    for (size_t i = 0; i < p->n; i++)
        p->order[end[p->rows[i].key]++] = (uint32_t)i;
    return true;
}

bool paired_sort(struct paired *p, size_t *many, size_t *how_many)
{
    size_t *end = calloc((size_t)p->keys.n + 2, sizeof *end);
    uint32_t *spare = malloc((PAIRED_MAX + 1) * sizeof *spare);
    bool good = end != NULL && spare != NULL && by_key(p, end);
    *many = SIZE_MAX;
    for (size_t key = 0, from = 0; good && key < p->keys.n; key++) {
        size_t n = end[key] - from;
        if (n > PAIRED_MAX) {
            *many = p->order[from];
            *how_many = n;
            break;
        }
        sort(p, p->order + from, n, spare);
        from = end[key];
    }
    free(end);
    free(spare);
    p->from = p->to = p->i = p->k = 0;
    return good;
}

/* Steps to the next pair; false at the end. */
static bool step(struct paired *p)
{
    if (++p->k < p->to)
        return true;
    p->k = ++p->i + 1;
    while (p->k >= p->to) {
        p->from = p->i = p->to;
        if (p->from >= p->n)
            return false;
        uint32_t key = p->rows[p->order[p->from]].key;
        while (p->to < p->n && p->rows[p->order[p->to]].key == key)
            p->to++;
        p->k = p->i + 1;
    }
    return true;
}

size_t paired_next(struct paired *p, uint32_t *first, uint32_t *second, size_t n)
{
    size_t pairs = 0;
    while (pairs < n && step(p)) {
        first[pairs] = p->order[p->i];
        second[pairs++] = p->order[p->k];
    }
    return pairs;
}

static bool text_column(const struct paired *p, const struct paired_text *cells,
                        const uint32_t *rows, size_t n, struct arena *a, struct vec *out)
{
    if (!vec_new(out, a, T_TEXT, VEC_TEXT, n, false) || !vec_need_why(out, a))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct paired_text *c = &cells[rows[i]];
        out->why[i] = c->why;
        out->text[i] = c->why == 0 ? p->texts.keys[c->text] : SLICE("");
    }
    return true;
}

bool paired_column(const struct paired *p, size_t column, const uint32_t *rows, size_t n,
                   struct arena *a, struct vec *out)
{
    enum type type = p->types[column];
    if (type == T_TEXT)
        return text_column(p, p->text_cells[column], rows, n, a, out);
    const struct paired_cell *cells = p->cells[column];
    enum vec_form form = VEC_WHOLE;
    uint8_t scale = n > 0 ? cells[rows[0]].scale : 0;
    for (size_t i = 0; type == T_NUMBER && i < n; i++)
        if (cells[rows[i]].why == 0 && (cells[rows[i]].wide != 0 || cells[rows[i]].scale != scale))
            form = VEC_NUM;
    if (!vec_new(out, a, type, form, n, false) || !vec_need_why(out, a))
        return false;
    out->scale = form == VEC_WHOLE ? scale : 0;
    for (size_t i = 0; i < n; i++) {
        const struct paired_cell *c = &cells[rows[i]];
        out->why[i] = c->why;
        if (form == VEC_NUM)
            out->num[i] = c->why == 0 ? number(p, c) : num_decimal(0, 0);
        else
            out->whole[i] = c->why == 0 ? c->low : 0;
    }
    return true;
}

void paired_free(struct paired *p)
{
    for (size_t c = 0; p->cells != NULL && c < p->column_n; c++)
        free(p->cells[c]);
    for (size_t c = 0; p->text_cells != NULL && c < p->column_n; c++)
        free(p->text_cells[c]);
    free(p->cells);
    free(p->text_cells);
    free(p->names);
    free(p->places);
    free(p->cell_size);
    free(p->rows);
    free(p->shown_as);
    free(p->wide);
    free(p->order);
    keytab_free(&p->keys);
    keytab_free(&p->texts);
    arena_free(&p->arena);
    *p = (struct paired){.types = NULL};
}
