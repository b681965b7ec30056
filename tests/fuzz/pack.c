/* Any bytes as a pack: its files, in the order of pack.h, with a 0x1e between them. */
#include "pack.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "pack_int.h"
#include "text.h"

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
    check_text(p->name);
    check_text(p->version);
    check_text(p->language);
    need(p->min_peers >= 1 && strlen(p->digest) == 32);
    for (size_t k = 0; k < p->table_count; k++) {
        const struct table *t = &p->tables[k];
        need(pack_table(p, slice_of(t->name)) == t && t->column_count > 0);
        for (size_t c = 0; c < t->column_count; c++)
            need(table_column(t, slice_of(t->columns[c].name)) == &t->columns[c]);
    }
    for (size_t k = 0; k < p->indicator_count; k++) {
        const struct indicator *i = &p->indicators[k];
        check_text(i->id);
        check_text(i->advice);
        need(i->id[0] != '\0' && pack_table(p, i->table) != NULL);
        need(pack_table(p, slice_of(i->id)) == NULL);
        need(i->periods >= 1 && i->value.n > 0 && i->valid_from <= i->valid_to);
        bool filled = i->threshold[0].n > 0 || i->threshold[1].n > 0 || i->threshold[2].n > 0;
        need(filled || i->status == INDICATOR_OFF);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice rest = {n == 0 ? "" : (const char *)bytes, n}, raw[PACK_FILES];
    bool present[PACK_FILES];
    for (int f = 0; f < PACK_FILES; f++) {
        present[f] = rest.p != NULL;
        raw[f] = present[f] ? slice_split(&rest, '\x1e') : SLICE("");
    }
    struct pack *p;
    struct error e = {0};
    enum status r = pack_build("fuzz", raw, present, &p, &e);
    need((r == ST_OK) == (p != NULL));
    if (r == ST_OK)
        check(p);
    else
        need(e.text[0] != '\0' && (r == ST_USAGE || r == ST_SYSTEM));
    pack_free(p);
    return 0;
}

#include "standalone.h"
