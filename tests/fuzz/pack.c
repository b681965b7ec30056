/* Any bytes as a pack: its files, in the order of pack_int.h, with a 0x1e between them; a second
 * time so many are a layer upon it. An empty file is none. */
#include "pack.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "pack_int.h"
#include "text.h"
#include "view.h"

enum { LAYERS = 2 };

static void need(bool good)
{
    if (!good)
        abort();
}

static void check_text(const char *text)
{
    need(text != NULL);
    struct slice s = slice_of(text);
    need(utf8_check(s) == s.n);
}

/* What the rest of the program takes for granted. */
static void check(const struct pack *p)
{
    for (size_t k = 0; k < p->layer_count; k++) {
        check_text(p->layers[k].name);
        check_text(p->layers[k].version);
    }
    check_text(p->language);
    need(p->min_peers >= 1 && strlen(p->digest) == 32);
    for (size_t k = 0; k < p->table_count; k++) {
        const struct table *t = &p->tables[k];
        need(pack_table(p, slice_of(t->name)) == t && t->column_count > 0);
        for (size_t c = 0; c < t->column_count; c++)
            need(table_column(t, slice_of(t->columns[c].name)) == &t->columns[c]);
    }
    for (size_t k = 0; k < p->view_count; k++) {
        const struct view *v = &p->views[k];
        need(v->name[0] != '\0' && pack_view(p, slice_of(v->name)) == v);
        need(pack_table(p, v->table) != NULL || pack_view(p, v->table) != NULL);
        need(pack_table(p, slice_of(v->name)) == NULL);
    }
    for (size_t k = 0; k < p->indicator_count; k++) {
        const struct indicator *i = &p->indicators[k];
        check_text(i->id);
        check_text(i->advice);
        need(i->id[0] != '\0');
        need(pack_table(p, i->table) != NULL || pack_view(p, i->table) != NULL);
        need(pack_table(p, slice_of(i->id)) == NULL);
        need(i->periods >= 1 && i->value.n > 0 && i->valid_from <= i->valid_to);
        for (int l = 0; l < LEVELS; l++)
            need(i->threshold[l].n == 0 || i->threshold_place[l].sheet != NULL);
        bool filled = i->threshold[0].n > 0 || i->threshold[1].n > 0 || i->threshold[2].n > 0;
        need(filled || i->status == INDICATOR_OFF);
    }
    for (size_t k = 0; k < p->param_count; k++)
        for (size_t r = 0; r < p->params[k].row_n; r++) {
            const struct param_row *row = &p->params[k].rows[r];
            need(row->value_n > 0 && row->valid_from <= row->valid_to);
            need(row->region < (int)p->region_count);
        }
    for (size_t k = 0; k < p->exception_count; k++)
        check_text(p->exceptions[k].subject);
}

/* Its expressions are read, those of views and those of indicators, or refused with their place. */
static void check_plan(const struct pack *p)
{
    struct plan *plan = NULL;
    struct error e = {0};
    enum status s = plan_make(p, NULL, 0, 20000, 1 << 20, false, &plan, &e);
    need((s == ST_OK) == (plan != NULL));
    if (s != ST_OK)
        need(s == ST_USAGE && e.text[0] != '\0' && e.file[0] != '\0');
    for (size_t i = 0; s == ST_OK && i < plan->derived_n; i++) {
        const struct table *t = &plan->pack->tables[plan->derived[i].table];
        for (size_t c = 0; plan->derived[i].view != NULL && c < t->column_count; c++)
            need(table_column(t, slice_of(t->columns[c].name)) == &t->columns[c]);
    }
    plan_free(plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice rest = {n == 0 ? "" : (const char *)bytes, n};
    struct pack_files layers[LAYERS] = {{.directory = "fuzz"}, {.directory = "lower"}};
    size_t layer_n = 0;
    while (layer_n < LAYERS && rest.p != NULL) {
        struct pack_files *layer = &layers[layer_n++];
        for (int f = 0; f < PACK_FILES; f++) {
            struct slice text = rest.p != NULL ? slice_split(&rest, '\x1e') : SLICE("");
            layer->present[f] = text.n > 0;
            layer->raw[f] = text;
        }
    }
    struct pack *p;
    struct error e = {0};
    enum status r = pack_build(layers, layer_n, &p, &e);
    need((r == ST_OK) == (p != NULL));
    if (r == ST_OK) {
        check(p);
        check_plan(p);
    } else {
        need(e.text[0] != '\0' && (r == ST_USAGE || r == ST_SYSTEM));
    }
    pack_free(p);
    return 0;
}

#include "standalone.h"
