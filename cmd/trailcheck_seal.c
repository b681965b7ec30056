/* The command line of the sub-commands; seal, verify, root. */
#include <inttypes.h>
#include <stdlib.h>

#include "date.h"
#include "seal_note.h"
#include "sealing.h"
#include "trailcheck_seal_int.h"
#include "writer.h"

/* ---- the command line ---- */

static void check_belonging(struct seal_job *j)
{
    enum { S = 1 << SEAL_SEAL, V = 1 << SEAL_VERIFY, R = 1 << SEAL_ROOT, P = 1 << SEAL_PROVE };
    enum { C = 1 << SEAL_CHECK_PROOF, G = 1 << SEAL_SIGN, K = 1 << SEAL_CHECK_SIGNATURE };
    struct front *f = j->front;
    const struct {
        bool given;
        const char *name;
        int of;
    } own[] = {
        {j->sm3, "sm3", S},
        {j->batch != NULL, "batch", S},
        {j->append != NULL, "append", S},
        {f->output != NULL, "output", S | R | P | C | G},
        {j->root != NULL, "root", V | C},
        {j->count != NULL, "count", V | R | C | G},
        {j->csv, "csv", R},
        {j->line != NULL, "line", P},
        {j->column != NULL, "column", P},
        {j->key != NULL, "key", G},
        {j->cert != NULL, "cert", K},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i].given && (own[i].of >> j->action & 1) == 0) {
            front_usage(f, _("option '--%s' does not belong to '%s'"), own[i].name, j->name);
            return;
        }
}

static void check_needs(struct seal_job *j)
{
    struct front *f = j->front;
    bool id = j->action == SEAL_PROVE && j->line == NULL;
    bool two = id || j->action == SEAL_CHECK_SIGNATURE;
    if (j->action == SEAL_CHECK_PROOF && j->root == NULL)
        front_usage(f, "%s", _("a proof is held against the root that was noted: give --root"));
    else if (j->action == SEAL_SIGN && j->key == NULL)
        front_usage(f, "%s", _("no key: say which with --key FILE"));
    else if (j->action == SEAL_CHECK_SIGNATURE && j->cert == NULL)
        front_usage(f, "%s", _("no certificate: say which with --cert FILE"));
    else if (j->action == SEAL_CHECK_SIGNATURE && f->operand_count == 0)
        front_usage(f, "%s", _("no signature: give the file that 'trailcheck sign' wrote"));
    else if (id && f->operand_count == 0)
        front_usage(f, "%s", _("which record? Give its ID, or its line with --line"));
    else if (j->line != NULL && j->column != NULL)
        front_usage(f, "%s", _("--column says where an ID stands, and --line needs none"));
    else if (f->operand_count > (two ? 2 : 1))
        front_usage(f, _("one file at a time: '%s' is too much"), f->operands[two ? 2 : 1]);
    else if (j->append != NULL && f->output != NULL)
        front_usage(f, "%s", _("--append and --output: give one of them"));
    else if (j->append != NULL && strcmp(j->append, "-") == 0)
        front_usage(f, "%s", _("--append: records are appended to a file, not to a pipe"));
}

void seal_take_number(struct seal_job *j, const char *option, const char *text, uint64_t least,
                        uint64_t *out)
{
    char q[QUOTE_SIZE];
    enum { DIGITS_MAX = 18 };
    uint64_t n = 0;
    size_t i = 0;
    if (text == NULL)
        return;
    for (; text[i] >= '0' && text[i] <= '9' && i < DIGITS_MAX; i++)
        n = n * 10 + (uint64_t)(text[i] - '0');
    if (text[i] != '\0' || i == 0 || n < least)
        front_usage(j->front, _("--%s: no number from %" PRIu64 " on: '%s'"), option, least,
                    quote(q, slice_of(text)));
    else
        *out = n;
}

static void take_root(struct seal_job *j, uint8_t out[HASH_SIZE])
{
    struct error e;
    if (j->root != NULL && seal_note_read(slice_of(j->root), out, &e) != ST_OK)
        front_usage(j->front, "--root: %s", e.text);
}

struct noted seal_take_noted(struct seal_job *j)
{
    struct noted n = {.has_root = j->root != NULL, .has_count = j->count != NULL};
    seal_take_number(j, "count", j->count, 0, &n.count);
    take_root(j, n.root);
    return n;
}

const char *seal_operand(const struct seal_job *j, size_t i)
{
    return i < j->front->operand_count ? j->front->operands[i] : "-";
}

static void warn(void *context, const char *text)
{
    (void)context;
    front_warn("%s", text);
}

static const char *root_text(const struct seal *seal, char out[HASH_DIGITS + 1])
{
    uint8_t root[HASH_SIZE];
    seal_root(seal, root);
    hash_text(root, out);
    out[HASH_DIGITS] = '\0';
    return out;
}

/* ---- seal ---- */

static enum status run_seal(struct seal_job *j, struct error *e)
{
    struct sealing s = {
        .manner = {.kind = j->sm3 ? HASH_SM3 : HASH_SHA256, .batch = SEAL_BATCH},
        .kind_given = j->sm3,
        .batch_given = j->batch != NULL,
        .warn = warn,
    };
    char root[HASH_DIGITS + 1];
    seal_take_number(j, "batch", j->batch, 1, &s.manner.batch);
    if (j->front->over)
        return ST_USAGE;
    enum status st;
    if (j->append != NULL) {
        st = sealing_append(&s, seal_operand(j, 0), j->append, e);
    } else {
        struct sink *out = NULL;
        st = sink_open(j->front->output, &out, e);
        if (st == ST_OK)
            st = sealing_write(&s, seal_operand(j, 0), out, j->front->output == NULL, e);
        st = front_close(out, st, e);
    }
    if (st == ST_OK)
        front_note(_("records: %" PRIu64 ", sealed now: %" PRIu64 ", root: %s (%s)"), s.seal.n,
                   s.seal.n - s.before, root_text(&s.seal, root), hash_name(s.seal.manner.kind));
    return st;
}

/* ---- verify ---- */

enum status seal_read_records(struct sealed *log, const uint64_t *count, struct error *e)
{
    struct sealed_record r;
    uint64_t at, line;
    enum status s = ST_OK;
    bool more = count == NULL || sealed_seal(log)->n < *count;
    while (s == ST_OK && more) {
        s = sealed_next(log, &r, &more, e);
        if (s == ST_OK && more && count != NULL && sealed_seal(log)->n == *count)
            return s;
    }
    if (s == ST_OK && sealed_torn(log, &at, &line))
        s = sealed_torn_error(log, e);
    return s;
}

enum status seal_fewer(const struct sealed *log, uint64_t count, struct error *e)
{
    return error_at(e, ST_FAILED, sealed_name(log), 0, 0,
                    _("%" PRIu64 " records, and %" PRIu64
                      " were noted: records were cut off at the end"),
                    sealed_seal(log)->n, count);
}

/* The records that were noted; what came later is behind them. */
static enum status hold_against(const struct sealed *log, const struct noted *n, struct error *e)
{
    const struct seal *seal = sealed_seal(log);
    uint8_t root[HASH_SIZE];
    if (n->has_count && seal->n < n->count)
        return seal_fewer(log, n->count, e);
    seal_root(seal, root);
    if (!n->has_root || memcmp(root, n->root, HASH_SIZE) == 0)
        return ST_OK;
    return error_at(e, ST_FAILED, sealed_name(log), 0, 0,
                    n->has_count
                        ? _("the first %" PRIu64 " records have another root than was noted: they "
                            "were sealed anew, or the root is that of another log or count")
                        : _("the %" PRIu64 " records have another root than was noted: records "
                            "were cut off, or sealed anew; if there were fewer when it was noted, "
                            "give --count too"),
                    seal->n);
}

enum status seal_verify_log(struct sealed *log, const struct noted *n, struct error *e)
{
    enum status s = seal_read_records(log, n->has_count ? &n->count : NULL, e);
    if (s == ST_OK)
        s = hold_against(log, n, e);
    return s == ST_OK && n->has_count ? seal_read_records(log, NULL, e) : s;
}

static enum status run_verify(struct seal_job *j, struct error *e)
{
    struct sealed *log = NULL;
    struct noted n = seal_take_noted(j);
    char root[HASH_DIGITS + 1];
    if (j->front->over)
        return ST_USAGE;
    enum status s = sealed_open(seal_operand(j, 0), &log, e);
    if (s == ST_OK)
        s = seal_verify_log(log, &n, e);
    if (s == ST_OK) {
        const struct seal *seal = sealed_seal(log);
        if (!n.has_root)
            front_note("%s", _("nothing was changed between the first record and the last; that "
                               "none is missing behind it, and that it was not all sealed anew, "
                               "only a root noted elsewhere shows (--root)"));
        front_note(_("records: %" PRIu64 ", root: %s (%s)"), seal->n, root_text(seal, root),
                   hash_name(seal->manner.kind));
    }
    sealed_close(log);
    return s;
}

/* ---- root ---- */

static bool note_text(const struct seal *seal, const char *day, struct buffer *out)
{
    uint8_t root[HASH_SIZE];
    seal_root(seal, root);
    bool good = buffer_printf(out, "date       %s\nrecords    %" PRIu64 "\nseal       %s\n", day,
                              seal->n, hash_name(seal->manner.kind));
    for (int i = 0; good && i < SEAL_NOTE_LINES; i++)
        good = buffer_printf(out, "%s", i == 0 ? "root       " : "           ") &&
               seal_note_line(root, i, out) && buffer_char(out, '\n');
    return good;
}

static void note_table(const struct seal *seal, const char *day, struct sink *out)
{
    struct writer w;
    char root[HASH_DIGITS + 1];
    writer_init(&w, out, READER_CSV);
    writer_text(&w, "date");
    writer_text(&w, "records");
    writer_text(&w, "seal");
    writer_text(&w, "root");
    writer_end(&w);
    writer_text(&w, day);
    writer_int(&w, (int64_t)seal->n);
    writer_text(&w, hash_name(seal->manner.kind));
    writer_text(&w, root_text(seal, root));
    writer_end(&w);
}

/* The records that N counts, and that the rest holds. */
static enum status write_root(struct seal_job *j, struct sealed *log, const struct noted *n,
                              struct sink *out, struct error *e)
{
    char day[DATE_TEXT_MAX];
    struct buffer text = {0};
    enum status s = seal_read_records(log, n->has_count ? &n->count : NULL, e);
    if (s == ST_OK && n->has_count && sealed_seal(log)->n < n->count)
        s = seal_fewer(log, n->count, e);
    if (s != ST_OK)
        return s;
    struct seal seal = *sealed_seal(log);
    s = seal_read_records(log, NULL, e);
    day[date_text(j->front->today, SPAN_DAY, day)] = '\0';
    if (s == ST_OK && j->csv)
        note_table(&seal, day, out);
    else if (s == ST_OK && !note_text(&seal, day, &text))
        s = error_memory(e);
    if (s == ST_OK)
        sink_slice(out, buffer_view(&text));
    buffer_free(&text);
    return s;
}

static enum status run_root(struct seal_job *j, struct error *e)
{
    struct sealed *log = NULL;
    struct sink *out = NULL;
    struct noted n = seal_take_noted(j);
    if (j->front->over)
        return ST_USAGE;
    enum status s = sink_open(j->front->output, &out, e);
    if (s == ST_OK)
        s = sealed_open(seal_operand(j, 0), &log, e);
    if (s == ST_OK)
        s = write_root(j, log, &n, out, e);
    sealed_close(log);
    return front_close(out, s, e);
}

enum status seal_run(struct seal_job *j, struct error *e)
{
    static enum status (*const run[SEAL_ACTIONS])(struct seal_job *, struct error *) = {
        [SEAL_SEAL] = run_seal,
        [SEAL_VERIFY] = run_verify,
        [SEAL_ROOT] = run_root,
        [SEAL_PROVE] = seal_run_prove,
        [SEAL_CHECK_PROOF] = seal_run_check_proof,
        [SEAL_SIGN] = seal_run_sign,
        [SEAL_CHECK_SIGNATURE] = seal_run_check_signature,
    };
    check_belonging(j);
    if (!j->front->over)
        check_needs(j);
    return j->front->over ? ST_USAGE : run[j->action](j, e);
}
