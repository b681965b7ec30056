#include "reason.h"

#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "i18n.h"

static why_t find(const struct reasons *r, size_t from, size_t end, enum reason_kind kind,
                  struct slice detail)
{
    for (size_t i = from; i < end; i++)
        if (r->list[i].kind == kind && slice_eq(r->list[i].detail, detail))
            return (why_t)i;
    return 0;
}

static why_t make(struct reasons *r, enum reason_kind kind, struct slice detail)
{
    size_t i = r->n == 0 ? 1 : r->n;
    /* Once settled the list stays where it is. */
    if (i >= UINT16_MAX || (r->settled != 0 && i >= r->size) ||
        !grow(&r->list, &r->size, i + 1, sizeof *r->list))
        return 0;
    struct slice copy = arena_copy(&r->arena, detail);
    if (copy.p == NULL)
        return 0;
    r->list[i] = (struct reason){kind, copy};
    r->n = i + 1;
    return (why_t)i;
}

why_t reason_make(struct reasons *r, enum reason_kind kind, struct slice detail)
{
    size_t settled = r->settled;
    why_t why = find(r, 1, settled == 0 ? r->n : settled, kind, detail);
    if (why != 0)
        return why;
    if (settled == 0)
        return make(r, kind, detail);
    pthread_mutex_lock(&r->lock);
    why = find(r, settled, r->n, kind, detail);
    if (why == 0)
        why = make(r, kind, detail);
    pthread_mutex_unlock(&r->lock);
    return why;
}

/* Room for more reasons than a pack gives is made at once: most callers run where memory cannot be
 * asked for. */
enum { ROOM = 512 };

enum status reasons_init(struct reasons *r, struct error *e)
{
    if (!grow(&r->list, &r->size, ROOM, sizeof *r->list) || arena_alloc(&r->arena, 1) == NULL ||
        pthread_mutex_init(&r->lock, NULL) != 0)
        return error_memory(e);
    for (int kind = REASON_TOO_LARGE; kind < REASON_BLANK; kind++)
        if (reason_make(r, (enum reason_kind)kind, SLICE("")) == 0)
            return error_memory(e);
    return ST_OK;
}

enum status reasons_settle(struct reasons *r, struct error *e)
{
    if (!grow(&r->list, &r->size, r->n + ROOM, sizeof *r->list))
        return error_memory(e);
    r->settled = r->n;
    return ST_OK;
}

bool reason_fatal(const struct reasons *r, why_t why)
{
    return why != 0 && r->list[why].kind < REASON_REJECTED;
}

void reason_text(const struct reasons *r, why_t why, char *out, size_t size)
{
    const struct reason *x = &r->list[why];
    static const char *const words[] = {
        [REASON_TOO_LARGE] = N_("a number does not fit 38 digits"),
        [REASON_DIFFERS] = N_("a column differs among the rows of one subject"),
        [REASON_TWO_MATCHES] = N_("different matches in %s"),
        [REASON_REJECTED] = N_("a row was rejected"),
        [REASON_BLANK] = N_("blank %s"),
        [REASON_ZERO_DIVISOR] = N_("zero divisor"),
        [REASON_NO_ROWS] = N_("no rows"),
        [REASON_TOO_FEW] = N_("too few values for %s"),
        [REASON_PEERS] = N_("too few peers"),
        [REASON_NO_MATCH] = N_("no match in %s"),
        [REASON_ORDER] = N_("two rows stand first or last"),
        [REASON_CALENDAR] = N_("a date beyond the calendar"),
        [REASON_PERIODS] = N_("too few periods"),
        [REASON_MISSING] = N_("missing period"),
        [REASON_NO_LEVEL] = N_("the fence is not above 0"),
        [REASON_KEY] = N_("blank key"),
        [REASON_SPREAD] = N_("all values are equal"),
        [REASON_WHOLE] = N_("a number that is not whole"),
        [REASON_NUMBER] = N_("a text that is no number"),
        [REASON_LENGTH] = N_("a text of more than 1000 characters"),
        [REASON_UNJUDGED] = N_("%s could not judge the subject"),
        [REASON_BEFORE] = N_("the period before is missing"),
        [REASON_PARAM_KEY] = N_("no key of %s fits"),
        [REASON_PARAM_REGION] = N_("no region of %s fits"),
        [REASON_PARAM_DATE] = N_("no date of %s fits"),
        [REASON_PARAM_DIFFERS] = N_("%s differs among the rows of one subject"),
    };
    const char *format = _(words[x->kind]);
    const char *at = strstr(format, "%s");
    if (at == NULL)
        snprintf(out, size, "%s", format);
    else
        snprintf(out, size, "%.*s%.*s%s", (int)(at - format), format, (int)x->detail.n, x->detail.p,
                 at + 2);
}

void reasons_free(struct reasons *r)
{
    if (r->list != NULL)
        pthread_mutex_destroy(&r->lock);
    free(r->list);
    arena_free(&r->arena);
    *r = (struct reasons){0};
}
