#include "rectify.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "date.h"
#include "i18n.h"
#include "rectify_int.h"

static uint32_t number_of(const struct rectify *r, const struct issue *x)
{
    return (uint32_t)(x - r->issues.list);
}

const struct signature *rectify_signature(const struct rectify *r, const struct issue *x)
{
    return &r->signatures[number_of(r, x)];
}

/* What a person said of an issue, as a key. */
static bool key_since_turn(const struct rectify *r, uint32_t issue, enum review_result v,
                           struct slice by, struct slice reason, struct buffer *key)
{
    key->n = 0;
    buffer_printf(key, "%u %u %d ", (unsigned)issue, (unsigned)r->signatures[issue].turns, (int)v);
    buffer_slice(key, by);
    if (reason.n > 0) {
        buffer_char(key, '\0'); /* no cell holds one */
        buffer_slice(key, reason);
    }
    return !key->failed;
}

static bool key_on(uint32_t issue, enum review_result v, struct slice by, int64_t on,
                   struct buffer *key)
{
    key->n = 0;
    buffer_printf(key, "%u @%lld %d ", (unsigned)issue, (long long)on, (int)v);
    buffer_slice(key, by);
    return !key->failed;
}

static bool has_key(const struct rectify *r, const struct buffer *key)
{
    return keytab_find(&r->said, buffer_view(key)) != KEYTAB_NONE;
}

enum status rectify_said(struct rectify *r, const struct review *v, bool *said, struct error *e)
{
    struct buffer key = {0};
    uint32_t issue = number_of(r, v->issue);
    bool made = key_since_turn(r, issue, v->result, v->by, v->reason, &key);
    *said = made && has_key(r, &key);
    if (made && !*said && v->dated) {
        made = key_on(issue, v->result, v->by, v->on, &key);
        *said = made && has_key(r, &key);
    }
    buffer_free(&key);
    return made ? ST_OK : error_memory(e);
}

static bool add_key(struct rectify *r, const struct buffer *key)
{
    return keytab_add(&r->said, buffer_view(key)) != KEYTAB_NONE;
}

static bool remember(struct rectify *r, uint32_t issue, enum review_result v, struct slice by,
                     struct slice reason, int64_t on)
{
    struct buffer key = {0};
    bool kept = key_since_turn(r, issue, v, by, SLICE(""), &key) && add_key(r, &key) &&
                key_since_turn(r, issue, v, by, reason, &key) && add_key(r, &key) &&
                key_on(issue, v, by, on, &key) && add_key(r, &key);
    buffer_free(&key);
    return kept;
}

/* A verdict, or a note that seconds one. */
static enum status sign(struct rectify *r, uint32_t issue, const struct ledger_event *event,
                        struct error *e)
{
    struct signature *s = &r->signatures[issue];
    enum review_result v;
    int64_t on;
    if (!review_result_find(event->cell[LEDGER_RESULT], &v))
        return ST_OK; /* another note */
    if (!date_parse(event->cell[LEDGER_TEXT], SPAN_DAY, &on, NULL))
        on = event->on;
    if (event->kind == EVENT_REVIEW) {
        s->result = v;
        s->on = on;
        s->by = arena_copy(&r->arena, event->cell[LEDGER_BY]);
    }
    return s->by.p != NULL &&
                   remember(r, issue, v, event->cell[LEDGER_BY], event->cell[LEDGER_REASON], on)
               ? ST_OK
               : error_memory(e);
}

static bool make_signatures(struct rectify *r)
{
    size_t before = r->signature_size;
    if (!grow(&r->signatures, &r->signature_size, r->issues.ids.n, sizeof *r->signatures))
        return false;
    for (size_t i = before; i < r->signature_size; i++)
        r->signatures[i] = (struct signature){.by = SLICE("")};
    return true;
}

enum status rectify_take(struct rectify *r, const struct ledger_event *event, struct error *e)
{
    enum status s = issues_take(&r->issues, event, e);
    if (s != ST_OK)
        return s;
    if (!make_signatures(r))
        return error_memory(e);
    const struct issue *x = issues_find(&r->issues, event->cell[LEDGER_ISSUE]);
    uint32_t issue = number_of(r, x);
    struct signature *last = &r->signatures[issue];
    if (event->kind == EVENT_OPEN || event->kind == EVENT_ALERT)
        last->alerted_on = event->on;
    last->turns += event->kind == EVENT_ALERT || event->kind == EVENT_REOPEN;
    return event->kind == EVENT_REVIEW || event->kind == EVENT_NOTE ? sign(r, issue, event, e)
                                                                    : ST_OK;
}

static enum status check_clock(const struct rectify *r, struct error *e)
{
    int64_t last = ledger_last_day(r->ledger);
    char then[DATE_TEXT_MAX] = "", now[DATE_TEXT_MAX] = "";
    if (last <= r->today)
        return ST_OK;
    int then_n = (int)date_text(last, SPAN_DAY, then), n = (int)date_text(r->today, SPAN_DAY, now);
    return error_at(e, ST_DATA, ledger_path(r->ledger), 0, 0,
                    _("the last event is of %.*s, and today is said to be %.*s: set the clock, or "
                      "give --today"),
                    then_n, then, n, now);
}

static enum status read_all(struct rectify *r, struct error *e)
{
    struct ledger_event event;
    enum status s;
    for (bool more; (s = ledger_next(r->ledger, &event, &more, e)) == ST_OK && more;)
        if ((s = rectify_take(r, &event, e)) != ST_OK)
            return error_place(e, ledger_path(r->ledger), event.line, 0);
    return s;
}

enum status rectify_begin(struct rectify *r, const char *path, enum ledger_mode mode, bool make,
                          int64_t today, void (*warn)(void *context, const char *text),
                          void *context, struct error *e)
{
    r->today = today;
    if (!make && access(path, F_OK) != 0 && errno == ENOENT)
        return error_at(e, ST_SYSTEM, path, 0, 0,
                        _("there is no such ledger ('rectify-track open' makes one)"));
    enum status s = ledger_open(path, mode, warn, context, &r->ledger, e);
    if (s == ST_OK)
        s = read_all(r, e);
    return s == ST_OK ? check_clock(r, e) : s;
}

void rectify_free(struct rectify *r)
{
    ledger_close(r->ledger);
    issues_free(&r->issues);
    free(r->signatures);
    keytab_free(&r->said);
    arena_free(&r->arena);
    rectify_index_free(r->by_issue);
    rectify_index_free(r->by_alert);
    *r = (struct rectify){0};
}
