/* The names of the dictionary's columns, and how well a header fits its tables. */
#include <stdlib.h>

#include "layout_int.h"

static bool add_claim(struct names *n, struct slice key, uint32_t table, uint32_t column,
                      enum match match)
{
    uint32_t id = key.n == 0 ? KEYTAB_NONE : keytab_add(&n->keys, key);
    if (id == KEYTAB_NONE)
        return key.n == 0;
    if (!grow(&n->first, &n->first_size, n->keys.n, sizeof *n->first) ||
        !grow(&n->claims, &n->claim_size, n->claim_n + 2, sizeof *n->claims))
        return false;
    if (id + 1 > n->first_n) {
        n->first[id] = 0;
        n->first_n = id + 1;
    }
    for (uint32_t i = n->first[id]; i != 0; i = n->claims[i].next)
        if (n->claims[i].column == column) {
            if (match < n->claims[i].match)
                n->claims[i].match = match;
            return true;
        }
    n->claims[++n->claim_n] = (struct claim){table, column, match, n->first[id]};
    n->first[id] = (uint32_t)n->claim_n;
    return true;
}

static bool add_name(struct names *n, const char *name, uint32_t table, uint32_t column)
{
    struct header_text h;
    return header_read(slice_of(name), &n->arena, &h) &&
           add_claim(n, h.full, table, column, MATCH_EXACT) &&
           add_claim(n, h.bare, table, column, MATCH_UNIT);
}

bool names_build(const struct pack *p, const struct table *only, struct names *n)
{
    uint32_t all = 0;
    *n = (struct names){0};
    n->base = arena_alloc(&n->arena, (p->table_count + 1) * sizeof *n->base);
    if (n->base == NULL)
        return false;
    for (size_t t = 0; t < p->table_count; t++) {
        const struct table *table = &p->tables[t];
        n->base[t] = all;
        for (size_t c = 0; c < table->column_count; c++, all++) {
            const struct column *column = &table->columns[c];
            if (only != NULL && table != only)
                continue;
            bool good = add_name(n, column->name, (uint32_t)t, all);
            for (size_t i = 0; i < column->alias_count; i++)
                good = good && add_name(n, column->aliases[i], (uint32_t)t, all);
            if (!good)
                return false;
        }
    }
    n->base[p->table_count] = all;
    return true;
}

void names_free(struct names *n)
{
    keytab_free(&n->keys);
    free(n->claims);
    free(n->first);
    arena_free(&n->arena);
    *n = (struct names){0};
}

bool fitting_make(const struct pack *p, const struct names *n, struct arena *a,
                  struct fitting *f)
{
    f->places = arena_alloc(a, (n->base[p->table_count] + 1) * sizeof *f->places);
    f->fits = arena_alloc(a, (p->table_count + 1) * sizeof *f->fits);
    f->least = arena_alloc(a, p->table_count + 1);
    return f->places != NULL && f->fits != NULL && f->least != NULL;
}

/* The texts by which a cell of a header may be known, and how well each would match. */
struct spelling {
    struct slice text;
    enum match match;
};
enum { SPELLINGS = 6 };

static void spell(const struct head_cell *c, struct spelling s[SPELLINGS])
{
    s[0] = (struct spelling){c->whole.full, MATCH_EXACT};
    s[1] = (struct spelling){c->whole.bare, MATCH_UNIT};
    s[2] = (struct spelling){c->lower.full, MATCH_LOWER};
    s[3] = (struct spelling){c->lower.bare, MATCH_LOWER};
    s[4] = (struct spelling){c->whole.core, MATCH_NOTE};
    s[5] = (struct spelling){c->lower.core, MATCH_NOTE};
}

/* A better match takes the place; as good a one is kept beside it. */
static void take_place(struct place *p, enum match match, size_t at)
{
    if (p->at == at && p->match <= match)
        return;
    enum match rank = match == MATCH_UNIT ? MATCH_EXACT : match;
    enum match held = p->match == MATCH_UNIT ? MATCH_EXACT : p->match;
    if (rank < held)
        *p = (struct place){match, at, SIZE_MAX, UINT32_MAX};
    else if (rank == held && p->at != at && p->second == SIZE_MAX)
        p->second = at;
}

/* Which columns the header's cell K names: in each table those that it names best. */
static void fit_cell(const struct names *n, const struct head_cell *c, size_t k, size_t tables,
                     struct fitting *f)
{
    struct spelling s[SPELLINGS];
    uint32_t first[SPELLINGS], any = 0;
    spell(c, s);
    for (size_t i = 0; i < SPELLINGS; i++) {
        uint32_t id = s[i].text.n == 0 ? KEYTAB_NONE : keytab_find(&n->keys, s[i].text);
        first[i] = id == KEYTAB_NONE ? 0 : n->first[id];
        any |= first[i];
    }
    if (any == 0)
        return;
    memset(f->least, MATCH_NONE, tables);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < SPELLINGS; i++)
            for (uint32_t at = first[i]; at != 0; at = n->claims[at].next) {
                const struct claim *claim = &n->claims[at];
                enum match m = claim->match > s[i].match ? claim->match : s[i].match;
                if (pass == 0 && m < f->least[claim->table])
                    f->least[claim->table] = (uint8_t)m;
                else if (pass == 1 && m == f->least[claim->table])
                    take_place(&f->places[claim->column], m, k);
            }
}

static struct fit fit_table(const struct table *t, struct place *places)
{
    struct fit fit = {0};
    for (size_t c = 0; c < t->column_count; c++) {
        struct place *p = &places[c];
        bool there = p->match != MATCH_NONE;
        fit.found += there;
        fit.exact += p->match <= MATCH_UNIT;
        fit.required += t->columns[c].required;
        fit.missing += t->columns[c].required && !there;
        for (size_t d = 0; there && d < c; d++)
            if (places[d].match != MATCH_NONE && places[d].at == p->at)
                p->other = (uint32_t)d;
    }
    return fit;
}

void fitting_do(const struct pack *p, const struct names *n, const struct head *h,
                struct fitting *f)
{
    for (size_t c = 0; c < n->base[p->table_count]; c++)
        f->places[c] = (struct place){MATCH_NONE, SIZE_MAX, SIZE_MAX, UINT32_MAX};
    for (size_t k = 0; k < h->n; k++)
        fit_cell(n, &h->cells[k], k, p->table_count, f);
    for (size_t t = 0; t < p->table_count; t++)
        f->fits[t] = fit_table(&p->tables[t], f->places + n->base[t]);
}
