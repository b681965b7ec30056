/* One record of the ledger: names of columns and events, the chain, the bytes. */
#include "i18n.h"
#include "ledger_int.h"
#include "text.h"
#include "writer.h"

static const char *const column_names[LEDGER_COLUMNS] = {
    [LEDGER_SEQ] = "seq",
    [LEDGER_ON] = "on",
    [LEDGER_EVENT] = "event",
    [LEDGER_ISSUE] = "issue",
    [LEDGER_BY] = "by",
    [LEDGER_ALERT_ID] = "alert_id",
    [LEDGER_INDICATOR] = "indicator",
    [LEDGER_INDICATOR_NAME] = "indicator_name",
    [LEDGER_STATUS] = "status",
    [LEDGER_DEPARTMENT] = "department",
    [LEDGER_FIELD] = "field",
    [LEDGER_SCENARIO] = "scenario",
    [LEDGER_SUBJECT_KIND] = "subject_kind",
    [LEDGER_SUBJECT] = "subject",
    [LEDGER_SUBJECT_NAME] = "subject_name",
    [LEDGER_REGION] = "region",
    [LEDGER_PERIOD] = "period",
    [LEDGER_SINCE] = "since",
    [LEDGER_LEVEL] = "level",
    [LEDGER_VALUE] = "value",
    [LEDGER_THRESHOLD] = "threshold",
    [LEDGER_EVIDENCE] = "evidence",
    [LEDGER_PACK] = "pack",
    [LEDGER_GRADE] = "grade",
    [LEDGER_SCORE] = "score",
    [LEDGER_ACTION] = "action",
    [LEDGER_HANDLER] = "handler",
    [LEDGER_COPIES] = "copies",
    [LEDGER_CASE_ID] = "case_id",
    [LEDGER_RESULT] = "result",
    [LEDGER_DUE] = "due",
    [LEDGER_REASON] = "reason",
    [LEDGER_FILE] = "file",
    [LEDGER_DIGEST] = "digest",
    [LEDGER_TEXT] = "text",
    [LEDGER_CHAIN] = "chain",
};

static const char *const kind_names[EVENT_KINDS] = {
    [EVENT_OPEN] = "open",         [EVENT_ALERT] = "alert",   [EVENT_REGRADE] = "regrade",
    [EVENT_REVIEW] = "review",     [EVENT_PLAN] = "plan",     [EVENT_PROGRESS] = "progress",
    [EVENT_EVIDENCE] = "evidence", [EVENT_EXTEND] = "extend", [EVENT_COMPLETE] = "complete",
    [EVENT_EVALUATE] = "evaluate", [EVENT_CLOSE] = "close",   [EVENT_REOPEN] = "reopen",
    [EVENT_TRANSFER] = "transfer", [EVENT_NOTE] = "note",
};

const char *ledger_column_name(enum ledger_column c)
{
    return column_names[c];
}

const char *ledger_kind_name(enum ledger_kind k)
{
    return kind_names[k];
}

bool ledger_header(struct buffer *out)
{
    for (int c = 0; c < LEDGER_COLUMNS; c++) {
        buffer_text(out, column_names[c]);
        buffer_char(out, c + 1 < LEDGER_COLUMNS ? ',' : '\n');
    }
    return !out->failed;
}

void ledger_chain(struct slice before, const struct slice *cells, char out[DIGEST_SIZE])
{
    struct digest d;
    digest_begin(&d);
    digest_add(&d, before);
    for (int c = 0; c < LEDGER_CHAIN; c++)
        digest_add(&d, cells[c]);
    digest_end(&d, out);
}

static enum status check_cell(enum ledger_column c, struct slice v, struct error *e)
{
    char q[QUOTE_SIZE];
    if (v.n > 0 && memchr(v.p, '\0', v.n) != NULL)
        return error_set(e, ST_DATA, _("%s: a NUL byte: '%s'"), column_names[c], quote(q, v));
    if (v.n > 0 && utf8_check(v) < v.n)
        return error_set(e, ST_DATA, _("%s: not UTF-8: '%s'"), column_names[c], quote(q, v));
    return ST_OK;
}

enum status ledger_record(const struct slice *cells, struct buffer *out, struct error *e)
{
    size_t size = 0;
    for (int c = 0; c < LEDGER_COLUMNS; c++) {
        enum status s = check_cell((enum ledger_column)c, cells[c], e);
        if (s != ST_OK)
            return s;
        size += cells[c].n < READER_CELL_MAX ? cells[c].n : READER_CELL_MAX;
    }
    struct sink *sink;
    struct writer w;
    if (size > READER_CELL_MAX || sink_memory(&sink, e) != ST_OK)
        return size > READER_CELL_MAX
                   ? error_set(e, ST_DATA, _("an event of more than %d MiB"), READER_CELL_MAX >> 20)
                   : ST_SYSTEM;
    writer_init(&w, sink, READER_CSV);
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        writer_cell(&w, cells[c]);
    writer_end(&w);
    enum status s = sink_flush(sink, e);
    if (s == ST_OK && sink_bytes(sink).n > READER_CELL_MAX)
        s = error_set(e, ST_DATA, _("an event of more than %d MiB"), READER_CELL_MAX >> 20);
    if (s == ST_OK && !buffer_slice(out, sink_bytes(sink)))
        s = error_memory(e);
    sink_discard(sink);
    return s;
}
