/* Parameters over rows or groups: which row of params.csv holds, and what it says. */
#include "eval_int.h"

#include "region.h"

/* Of which key, region and day the row was last looked for: neighbours are mostly alike. */
struct last {
    struct slice key, region;
    int64_t day;
    int row;
    enum param_lack lack;
};

struct finding {
    const struct expr *x;
    const struct vec *key, *region, *date;
    const struct regions *tree;
};

static bool looked_for(const struct last *l, struct slice key, struct slice region, int64_t day)
{
    return l->day == day && slice_eq(l->key, key) && slice_eq(l->region, region);
}

static void look_for(const struct finding *f, size_t k, struct last *l, bool first)
{
    const struct param *p = f->x->param;
    struct slice key = f->key == NULL ? SLICE("") : f->key->text[vec_at(f->key, k)];
    struct slice region = f->region == NULL ? SLICE("") : f->region->text[vec_at(f->region, k)];
    int64_t day = f->date == NULL
                      ? 0
                      : date_last(f->date->whole[vec_at(f->date, k)], type_span(f->date->type));
    if (!first && looked_for(l, key, region, day))
        return;
    *l = (struct last){.key = key, .region = region, .day = day};
    l->row = param_find(p, f->tree, keytab_find(&p->keys, key), region_find(f->tree, region), day,
                        &l->lack);
    /* Which of the regions it lies in cannot be told. */
    if (f->region != NULL && l->lack != PARAM_NO_KEY && region_find(f->tree, region) < 0) {
        l->row = -1;
        l->lack = PARAM_NO_REGION;
    }
}

why_t param_reason(struct reasons *r, const struct param *p, enum param_lack lack)
{
    static const enum reason_kind kinds[] = {[PARAM_NO_KEY] = REASON_PARAM_KEY,
                                             [PARAM_NO_REGION] = REASON_PARAM_REGION,
                                             [PARAM_NO_DATE] = REASON_PARAM_DATE};
    return reason_make(r, kinds[lack], slice_of(p->name));
}

enum status eval_param_row(struct eval *v, const struct expr *x, const struct vec *args,
                           struct vec *out, struct error *e)
{
    struct finding f = {.x = x, .tree = v->pack->tree};
    struct last last;
    bool constant = true, first = true;
    size_t n = 0;
    f.key = x->keyed ? &args[n++] : NULL;
    f.region = x->regional ? &args[n++] : NULL;
    f.date = x->dated ? &args[n++] : NULL;
    for (size_t i = 0; i < n; i++)
        constant = constant && args[i].constant;
    if (!vec_new(out, v->scratch, T_NUMBER, VEC_WHOLE, v->n, constant) ||
        !vec_need_why(out, v->scratch))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        for (size_t i = 0; i < n; i++)
            out->why[k] = why_min(out->why[k], vec_why(&args[i], k));
        out->whole[k] = 0;
        if (out->why[k] != 0)
            continue;
        look_for(&f, k, &last, first);
        first = false;
        if (last.row >= 0)
            out->whole[k] = last.row;
        else if ((out->why[k] = param_reason(v->reasons, x->param, last.lack)) == 0)
            return error_memory(e);
    }
    return ST_OK;
}

/* A row found over groups comes as the number that it is among their states. */
static const struct param_row *row_at(const struct param *p, const struct vec *rows, size_t k)
{
    int64_t row = 0;
    struct num n = vec_num(rows, k);
    num_int(&n, &row);
    return &p->rows[row];
}

static int64_t whole_of(const struct param *p, const struct param_value *value, enum type type)
{
    int64_t year = 0;
    if (type != T_YEAR || p->type != PARAM_NUMBER)
        return value->whole;
    num_int(&value->number, &year);
    return year;
}

enum status eval_param(struct eval *v, const struct expr *x, const struct vec *rows,
                       struct vec *out, struct error *e)
{
    const struct param *p = x->param;
    bool whole = x->type != T_TEXT && (x->type != T_NUMBER || p->small);
    enum vec_form form = x->type == T_TEXT ? VEC_TEXT : whole ? VEC_WHOLE : VEC_NUM;
    if (!eval_shape(v, x->type, form, rows, NULL, out))
        return error_memory(e);
    out->scale = whole && x->type == T_NUMBER ? p->scale : 0;
    for (size_t k = 0; k < out->n; k++) {
        bool known = vec_why(rows, k) == 0;
        const struct param_value *value = known ? &row_at(p, rows, k)->values[0] : NULL;
        if (form == VEC_TEXT)
            out->text[k] = known ? value->text : SLICE("");
        else if (form == VEC_NUM)
            out->num[k] = known ? value->number : num_decimal(0, 0);
        else
            out->whole[k] = known ? whole_of(p, value, x->type) : 0;
    }
    return ST_OK;
}

static bool is_among(const struct param *p, const struct param_row *r, const struct vec *member,
                     size_t k)
{
    size_t at = vec_at(member, k);
    struct num n = member->type == T_NUMBER ? vec_num(member, k) : num_decimal(0, 0);
    for (size_t i = 0; i < r->value_n; i++) {
        const struct param_value *value = &r->values[i];
        if (member->type == T_NUMBER ? num_cmp(&n, &value->number) == 0
            : member->type == T_TEXT ? slice_eq(member->text[at], value->text)
                                     : member->whole[at] == whole_of(p, value, member->type))
            return true;
    }
    return false;
}

enum status eval_member(struct eval *v, const struct expr *x, const struct vec *args,
                        struct vec *out, struct error *e)
{
    const struct vec *rows = x->param_row == NULL ? &args[1] : NULL;
    if (!eval_shape(v, T_BOOL, VEC_WHOLE, &args[0], rows, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        out->whole[k] = 0;
        if (out->why != NULL && out->why[k] != 0)
            continue;
        const struct param_row *r = rows == NULL ? x->param_row : row_at(x->param, rows, k);
        out->whole[k] = is_among(x->param, r, &args[0], k);
    }
    return ST_OK;
}
