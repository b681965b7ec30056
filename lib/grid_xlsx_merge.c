/* Merged cells. They stand behind the rows, so a sheet is looked through once before: for the bytes
 * of the word, quickly, and only where it is there as XML. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

#define WORD "mergeCell"
enum { WORD_N = sizeof WORD - 1, LOOK = 256 * 1024 };

static bool holds_word(const char *p, size_t n)
{
    /* Its rarest letter in a sheet. */
    const char *end = p + n, *at = p;
    while ((at = memchr(at, 'g', (size_t)(end - at))) != NULL) {
        if (at - p >= 3 && end - at >= WORD_N - 3 && memcmp(at - 3, WORD, WORD_N) == 0)
            return true;
        at++;
    }
    return false;
}

/* Whether part PART may have merged cells: all of it is read, and its checksum with it. */
static enum status look_for_word(struct xlsx *x, size_t part, bool *found, struct error *e)
{
    struct zipped_part *p;
    char *bytes = malloc(WORD_N + LOOK);
    size_t kept = 0, got = 1;
    *found = false;
    if (bytes == NULL)
        return error_memory(e);
    enum status st = zipped_part_open(x->zip, part, &p, e);
    for (bool first = true; st == ST_OK && got > 0; first = false) {
        st = zipped_read(p, bytes + kept, LOOK, &got, e);
        if (st != ST_OK || got == 0)
            break;
        /* Each character has two bytes in UTF-16, of which one is 0. */
        if (first && (got < 2 || bytes[0] == '\0' || bytes[1] == '\0' || bytes[0] == '\xfe' ||
                      bytes[0] == '\xff'))
            *found = true;
        *found = *found || holds_word(bytes, kept + got);
        size_t n = kept + got;
        kept = n < WORD_N - 1 ? n : WORD_N - 1;
        memmove(bytes, bytes + n - kept, kept);
    }
    zipped_part_close(p);
    free(bytes);
    return st;
}

struct merge_read {
    struct xlsx *x;
    struct xml *xml;
    struct error *e;
    bool list; /* inside mergeCells */
};

static bool parse_merge(const char *s, struct merge *m)
{
    uint32_t top, left, bottom, right;
    if (s == NULL || !parse_place(s, &s, &top, &left))
        return false;
    bottom = top;
    right = left;
    if (*s == ':' ? !parse_place(s + 1, NULL, &bottom, &right) : *s != '\0')
        return false;
    *m = (struct merge){.top = top,
                        .bottom = bottom,
                        .left = (uint16_t)(left - 1),
                        .right = (uint16_t)(right - 1)};
    return top <= bottom && left <= right;
}

static void take_merge(struct merge_read *r, const char *place)
{
    struct merges *all = &r->x->merges;
    char shown[QUOTE_SIZE];
    struct merge m;
    if (all->n == MERGES_MAX)
        xml_fail(r->xml, error_at(r->e, ST_DATA, grid_name(&r->x->g), 0, 0,
                                  _("more than %d merged cells"), MERGES_MAX));
    else if (!parse_merge(place, &m))
        xml_fail(r->xml,
                 error_at(r->e, ST_DATA, grid_name(&r->x->g), 0, 0,
                          _("merged cell '%s': the file is damaged, or beyond XFD1048576"),
                          quote(shown, slice_of(place != NULL ? place : ""))));
    else if (!grow(&all->all, &all->size, all->n + 1, sizeof *all->all))
        xml_fail(r->xml, error_memory(r->e));
    else if (m.top < m.bottom || m.left < m.right)
        all->all[all->n++] = m;
}

static void merge_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct merge_read *r = context;
    if (depth == 2)
        r->list = named(name, "mergeCells");
    else if (depth == 3 && r->list && named(name, WORD))
        take_merge(r, xml_attribute(attributes, "ref"));
}

static int by_place(const void *a, const void *b)
{
    const struct merge *x = a, *y = b;
    if (x->top != y->top)
        return x->top < y->top ? -1 : 1;
    return (x->left > y->left) - (x->left < y->left);
}

enum status merges_read(struct xlsx *x, size_t part, struct error *e)
{
    merges_clear(&x->merges);
    bool found;
    enum status st = look_for_word(x, part, &found, e);
    if (st != ST_OK || !found)
        return st;
    struct merge_read r = {.x = x, .e = e};
    struct xml_options o = {.start = merge_start, .context = &r};
    st = xlsx_parse(x, part, &o, &r.xml, e);
    if (x->merges.n > 0)
        qsort(x->merges.all, x->merges.n, sizeof *x->merges.all, by_place);
    return st;
}

static void forget(struct merge *m)
{
    free(m->kept);
    m->kept = NULL;
}

/* Those that begin at or above ROW and reach it become active, others cease to be. */
static enum status turn_to(struct merges *m, uint32_t row, struct error *e)
{
    size_t n = 0;
    for (size_t i = 0; i < m->active_n; i++) {
        struct merge *a = &m->all[m->active[i]];
        if (a->bottom >= row)
            m->active[n++] = m->active[i];
        else
            forget(a);
    }
    m->active_n = n;
    for (; m->next < m->n && m->all[m->next].top <= row; m->next++) {
        if (m->all[m->next].bottom < row)
            continue;
        if (m->active_n == SHEET_COLUMNS)
            return error_set(e, ST_DATA, "%s", _("merged cells lie upon one another"));
        if (!grow(&m->active, &m->active_size, m->active_n + 1, sizeof *m->active))
            return error_memory(e);
        m->active[m->active_n++] = m->next;
    }
    return ST_OK;
}

/* Makes A hold C beyond the row. */
static bool hold(struct merge *a, const struct cell *c)
{
    a->held = *c;
    size_t n = c->text.n + c->shown.n;
    a->kept = malloc(n + 1);
    if (a->kept == NULL)
        return false;
    if (c->text.n > 0)
        memcpy(a->kept, c->text.p, c->text.n);
    if (c->shown.n > 0)
        memcpy(a->kept + c->text.n, c->shown.p, c->shown.n);
    a->held.text.p = a->kept;
    a->held.shown.p = a->kept + c->text.n;
    return true;
}

/* The cells of A in a row of N, LAST at most. */
static void cover(struct merges *m, const struct merge *a, bool first, struct cell *cells,
                  size_t *n, size_t last)
{
    for (size_t i = (size_t)a->left + first; i <= a->right && i <= last; i++) {
        while (*n <= i)
            cells[(*n)++] = (struct cell){.text = {"", 0}, .shown = {"", 0}};
        if (cells[i].cover != COVER_NONE)
            continue; /* another one lies there, too */
        if (cells[i].kind != CELL_BLANK || cells[i].uncomputed) {
            m->own++;
            continue;
        }
        cells[i] = a->held;
        cells[i].cover = first ? COVER_ACROSS : COVER_DOWN;
    }
}

enum status merges_fill(struct merges *m, uint32_t row, struct cell *cells, size_t *n,
                        struct error *e)
{
    if (m->next == m->n && m->active_n == 0)
        return ST_OK;
    enum status st = turn_to(m, row, e);
    size_t last = *n - 1 + MERGE_REACH;
    for (size_t i = 0; st == ST_OK && i < m->active_n; i++) {
        struct merge *a = &m->all[m->active[i]];
        bool first = a->top == row;
        if (first && a->left < *n && cells[a->left].cover == COVER_NONE) {
            a->held = cells[a->left];
            if (a->bottom > row && !hold(a, &cells[a->left]))
                return error_memory(e);
        }
        if (a->held.kind != CELL_BLANK)
            cover(m, a, first, cells, n, last);
    }
    return st;
}

void merges_clear(struct merges *m)
{
    for (size_t i = 0; i < m->active_n; i++)
        forget(&m->all[m->active[i]]);
    m->n = m->next = m->active_n = 0;
    m->own = 0;
}

void merges_free(struct merges *m)
{
    merges_clear(m);
    free(m->all);
    free(m->active);
}

#endif
