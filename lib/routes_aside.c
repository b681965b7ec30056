/* Who must step aside: the lists of officials and recusals, and what they say of a subject. */
#include "i18n.h"
#include "routes_int.h"

/* Fills MAP with where the columns of an official's row stand. */
static enum status official_columns(struct routes *r, struct error *e)
{
    static const char *const others[] = {"unit_id", "rank"};
    const struct sheet *s = &r->officials;
    struct slice first = s->names[0];
    if (first.n == 0 || slice_eq(first, slice_of(others[0])) ||
        slice_eq(first, slice_of(others[1])))
        return error_at(e, ST_USAGE, s->file, s->header_line, 1, "%s",
                        _("the first column is what subjects call an official, such as "
                          "official_id; behind it stand unit_id and rank"));
    r->official = first;
    const char *const known[OFFICIAL_COLUMNS] = {first.p, others[0], others[1]};
    return sheet_map(s, known, OFFICIAL_COLUMNS, OFFICIAL_COLUMNS, r->official_map, e);
}

enum status routes_read_officials(struct routes *r, const char *path, struct error *e)
{
    struct sheet *s = &r->officials;
    enum status st = sheet_load(path, &r->arena, s, e);
    if (st == ST_OK)
        st = official_columns(r, e);
    r->has_officials = st == ST_OK;
    for (size_t row = 0; row < s->n && st == ST_OK; row++) {
        struct slice id = sheet_cell(s, row, r->official_map[OFFICIAL_ID]);
        char shown[QUOTE_SIZE];
        if (id.n == 0)
            return sheet_error(s, row, r->official_map[OFFICIAL_ID], e, _("%s is blank: fill it"),
                               r->official.p);
        uint32_t at = keytab_add(&r->official_ids, id);
        if (at == KEYTAB_NONE)
            return error_memory(e);
        if (at != row)
            return sheet_error(s, row, r->official_map[OFFICIAL_ID], e,
                               _("official '%s' stands twice, here and in line %llu; join the "
                                 "units with |"),
                               quote(shown, id), (unsigned long long)s->rows[at].line);
    }
    return st;
}

enum recusal_column {
    RECUSAL_HANDLER,
    RECUSAL_KIND,
    RECUSAL_SUBJECT,
    RECUSAL_REASON,
    RECUSAL_COLUMNS
};

static bool recusal_key(struct buffer *key, uint32_t handler, struct slice kind,
                        struct slice subject)
{
    key->n = 0;
    key->failed = false;
    buffer_append(key, &handler, sizeof handler);
    buffer_append(key, &kind.n, sizeof kind.n);
    buffer_slice(key, kind);
    return buffer_slice(key, subject);
}

static enum status find_handler(struct routes *r, size_t row, int column, uint32_t *out,
                                struct error *e)
{
    const struct sheet *s = &r->recusals;
    *out = keytab_find(&r->handler_codes, sheet_cell(s, row, column));
    if (*out != KEYTAB_NONE)
        return ST_OK;
    size_t n = r->handler_codes.n;
    const char **known = arena_alloc(&r->arena, (n + 1) * sizeof *known);
    if (known == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++)
        known[i] = r->handlers[i].code;
    return sheet_unknown(s, row, column, _("handler"), known, n, e);
}

static enum status take_recusal(struct routes *r, size_t row, const int *map, struct buffer *part,
                                struct buffer *key, struct error *e)
{
    const struct sheet *s = &r->recusals;
    struct slice kind = sheet_cell(s, row, map[RECUSAL_KIND]),
                 subject = sheet_cell(s, row, map[RECUSAL_SUBJECT]);
    uint32_t handler;
    enum status st = find_handler(r, row, map[RECUSAL_HANDLER], &handler, e);
    if (st != ST_OK)
        return st;
    for (int c = RECUSAL_KIND; c <= RECUSAL_SUBJECT; c++)
        if (sheet_cell(s, row, map[c]).n == 0)
            return sheet_error(s, row, map[c], e, _("%s is blank: fill it"),
                               c == RECUSAL_KIND ? "subject_kind" : "subject");
    struct subject_part one;
    size_t parts = subject_parts(kind, subject);
    char shown[QUOTE_SIZE];
    if (parts == 0)
        return sheet_error(s, row, map[RECUSAL_SUBJECT], e,
                           _("'%s' has not as many parts (separated by |; \\| is part of one) as "
                             "subject_kind"),
                           quote(shown, subject));
    if (parts == 1 && !subject_part(kind, subject, 0, part, &one))
        return error_memory(e);
    if (!recusal_key(key, handler, kind, parts == 1 ? one.value : subject))
        return error_memory(e);
    uint32_t at = keytab_add(&r->recusal_keys, buffer_view(key));
    if (at == KEYTAB_NONE)
        return error_memory(e);
    return at == row ? ST_OK
                     : sheet_error(s, row, map[RECUSAL_HANDLER], e,
                                   _("the same recusal stands twice, here and in line %llu"),
                                   (unsigned long long)s->rows[at].line);
}

enum status routes_read_recusals(struct routes *r, const char *path, struct error *e)
{
    static const char *const columns[RECUSAL_COLUMNS] = {"handler", "subject_kind", "subject",
                                                         "reason"};
    struct buffer part = {0}, key = {0};
    int map[RECUSAL_COLUMNS] = {-1, -1, -1, -1};
    enum status s = sheet_load(path, &r->arena, &r->recusals, e);
    if (s == ST_OK)
        s = sheet_map(&r->recusals, columns, RECUSAL_COLUMNS, RECUSAL_REASON, map, e);
    for (size_t row = 0; row < r->recusals.n && s == ST_OK; row++)
        s = take_recusal(r, row, map, &part, &key, e);
    r->recusal_reason = s == ST_OK ? map[RECUSAL_REASON] : -1;
    buffer_free(&part);
    buffer_free(&key);
    return s;
}

bool routes_official(const struct routes *r, struct slice kind, struct slice subject,
                     struct buffer *part, struct official *out)
{
    part->failed = false;
    *out = (struct official){.row = KEYTAB_NONE};
    out->is = subject_value(kind, subject, r->official, part, &out->id);
    if (!out->is)
        return !part->failed;
    out->row = keytab_find(&r->official_ids, out->id);
    if (out->row != KEYTAB_NONE) {
        out->unit = sheet_cell(&r->officials, out->row, r->official_map[OFFICIAL_UNIT]);
        out->rank = sheet_cell(&r->officials, out->row, r->official_map[OFFICIAL_RANK]);
    }
    return true;
}

/* Each of these adds the ground to WHY and is true, if there is one. */
static bool on_list(const struct routes *r, uint32_t handler, struct slice kind,
                    struct slice subject, struct buffer *why)
{
    struct buffer *key = &r->work->key;
    if (r->recusal_keys.n == 0 || !recusal_key(key, handler, kind, subject))
        return false;
    uint32_t row = keytab_find(&r->recusal_keys, buffer_view(key));
    if (row == KEYTAB_NONE)
        return false;
    struct slice reason = sheet_cell(&r->recusals, row, r->recusal_reason);
    if (reason.n == 0)
        reason = r->chinese ? SLICE("列入回避名单") : SLICE("it is on the list of recusals");
    buffer_slice(why, reason);
    buffer_printf(why, r->chinese ? "（%s:%llu）" : " (%s:%llu)", r->recusals.file,
                  (unsigned long long)r->recusals.rows[row].line);
    return true;
}

static bool own_unit(const struct routes *r, uint32_t handler, const struct subject_part *part,
                     struct buffer *why)
{
    struct slice unit = slice_of(r->handlers[handler].unit);
    if (unit.n == 0 || !slice_eq(part->name, SLICE("unit_id")) || !slice_eq(part->value, unit))
        return false;
    buffer_printf(
        why, r->chinese ? "涉及其所在单位（unit_id %s）" : "its own unit is concerned (unit_id %s)",
        unit.p);
    return true;
}

static bool own_official(const struct routes *r, uint32_t handler, const struct subject_part *part,
                         struct buffer *why)
{
    struct slice unit = slice_of(r->handlers[handler].unit);
    if (unit.n == 0 || !slice_eq(part->name, r->official))
        return false;
    uint32_t row = keytab_find(&r->official_ids, part->value);
    if (row == KEYTAB_NONE)
        return false;
    struct slice units = sheet_cell(&r->officials, row, r->official_map[OFFICIAL_UNIT]);
    while (units.p != NULL) {
        if (!slice_eq(slice_trim(slice_split(&units, '|')), unit))
            continue;
        buffer_slice(why, r->official);
        buffer_char(why, ' ');
        buffer_slice(why, part->value);
        buffer_printf(why, r->chinese ? " 属于其所在单位（%s）" : " belongs to its own unit (%s)",
                      unit.p);
        return true;
    }
    return false;
}

bool routes_aside(const struct routes *r, uint32_t handler, struct slice kind, struct slice subject,
                  struct buffer *why, bool *failed)
{
    struct buffer *buffer = &r->work->part;
    struct subject_part part;
    bool aside = false;
    size_t i = 0;
    buffer->failed = r->work->key.failed = false;
    for (; !aside && subject_part(kind, subject, i, buffer, &part); i++)
        aside = on_list(r, handler, part.name, part.value, why) ||
                own_unit(r, handler, &part, why) || own_official(r, handler, &part, why);
    if (!aside && i > 1)
        aside = on_list(r, handler, kind, subject, why);
    *failed = buffer->failed || r->work->key.failed || why->failed;
    return aside;
}

void routes_say_aside(const struct routes *r, uint32_t handler, bool copy, struct slice ground,
                      struct buffer *out)
{
    const char *name = r->handlers[handler].name;
    if (r->chinese)
        buffer_printf(out, copy ? "不抄送%s：" : "%s回避：", name);
    else
        buffer_printf(out, copy ? "%s gets no copy: " : "%s steps aside: ", name);
    buffer_slice(out, ground);
}

bool routes_steps_aside(const struct routes *r, const char *handler, struct slice subject_kind,
                        struct slice subject, struct buffer *why)
{
    uint32_t id = keytab_find(&r->handler_codes, slice_of(handler));
    if (id == KEYTAB_NONE)
        return false;
    struct buffer ground = {0};
    bool failed, aside = routes_aside(r, id, subject_kind, subject, &ground, &failed);
    if (aside && why != NULL)
        routes_say_aside(r, id, false, buffer_view(&ground), why);
    if (failed && why != NULL)
        why->failed = true;
    buffer_free(&ground);
    return aside || failed;
}
