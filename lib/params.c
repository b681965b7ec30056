#include "params.h"

#include "i18n.h"
#include "region.h"

static bool better(const struct regions *tree, const struct param_row *a, const struct param_row *b)
{
    if (b == NULL)
        return true;
    int32_t x = a->region < 0 ? -1 : tree->depth[a->region];
    int32_t y = b->region < 0 ? -1 : tree->depth[b->region];
    return x >= y; /* of one region the later row, which a lower layer set */
}

int param_find(const struct param *p, const struct regions *tree, uint32_t key, int region,
               int64_t day, enum param_lack *lack)
{
    const struct param_row *found = NULL;
    *lack = PARAM_NO_KEY;
    for (uint32_t i = key < p->keys.n ? p->first[key] : UINT32_MAX; i != UINT32_MAX;
         i = p->next[i]) {
        const struct param_row *r = &p->rows[i];
        if (r->region >= 0 && (region < 0 || !region_within(tree, region, r->region))) {
            *lack = *lack == PARAM_NO_KEY ? PARAM_NO_REGION : *lack;
            continue;
        }
        *lack = PARAM_NO_DATE;
        if (day >= r->valid_from && day <= r->valid_to && better(tree, r, found))
            found = r;
    }
    if (found == NULL)
        return -1;
    *lack = PARAM_FOUND;
    return (int)(found - p->rows);
}

void param_depends(const struct param *p, uint32_t key, bool *regional, bool *dated)
{
    *regional = *dated = false;
    for (size_t i = 0; i < p->row_n; i++) {
        const struct param_row *r = &p->rows[i];
        if (key != KEYTAB_NONE && !slice_eq(slice_of(r->key), p->keys.keys[key]))
            continue;
        *regional = *regional || r->region >= 0;
        *dated = *dated || r->valid_from != INT64_MIN || r->valid_to != INT64_MAX;
    }
}

bool param_why_text(const struct param *p, struct buffer *out)
{
    char name[QUOTE_SIZE], text[QUOTE_SIZE];
    for (size_t i = 0; p != NULL && p->type == PARAM_TEXT && i < p->row_n; i++) {
        const struct param_row *r = &p->rows[i];
        for (size_t k = 0; k < r->value_n; k++)
            if (!r->values[k].is_number)
                return buffer_printf(out, _("; '%s' is text, since '%s' (%s:%llu) is no number"),
                                     quote(name, slice_of(p->name)), quote(text, r->values[k].text),
                                     r->sheet->file,
                                     (unsigned long long)r->sheet->rows[r->row].line);
    }
    return true;
}

bool param_row_says(const struct param *p, const struct param_row *r, struct buffer *out)
{
    char number[NUM_TEXT_MAX];
    for (size_t i = 0; i < r->value_n; i++) {
        const struct param_value *v = &r->values[i];
        buffer_text(out, i > 0 ? "|" : "");
        if (p->type == PARAM_NUMBER)
            buffer_append(out, number, num_text(&v->number, NULL, 0, number));
        else
            buffer_slice(out, v->text);
    }
    return buffer_printf(out, " (%s:%llu)", r->sheet->file,
                         (unsigned long long)r->sheet->rows[r->row].line);
}
