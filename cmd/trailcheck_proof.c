/* prove, check-proof; sign, check-signature. */
#include <inttypes.h>

#include "date.h"
#include "seal_proof.h"
#include "seal_signed.h"
#include "trailcheck_seal_int.h"

/* ---- prove, check-proof ---- */

enum status seal_run_prove(struct seal_job *j, struct error *e)
{
    struct seal_wanted wanted = {0};
    struct seal_proof proof = {0};
    struct sink *out = NULL;
    struct writer w;
    seal_take_number(j, "line", j->line, 1, &wanted.line);
    if (j->front->over)
        return ST_USAGE;
    if (j->line == NULL)
        wanted.id = slice_of(j->front->operands[0]);
    if (j->column != NULL)
        wanted.column = slice_of(j->column);
    enum status s = sink_open(j->front->output, &out, e);
    if (s == ST_OK)
        s = seal_proof_make(seal_operand(j, j->line == NULL ? 1 : 0), &wanted, &proof, e);
    if (s == ST_OK) {
        writer_init(&w, out, READER_CSV);
        seal_proof_write(&proof, &w);
    }
    s = front_close(out, s, e);
    if (s == ST_OK)
        front_note(_("record %" PRIu64 " of %" PRIu64 ", line %" PRIu64), proof.no, proof.count,
                   proof.line);
    seal_proof_free(&proof);
    return s;
}

static enum status check_proof(const struct seal_proof *proof, const struct noted *n,
                               const char *path, struct error *e)
{
    uint8_t root[HASH_SIZE];
    enum status s = seal_proof_root(proof, root, e);
    if (s == ST_OK && memcmp(root, n->root, HASH_SIZE) != 0)
        s = error_set(e, ST_FAILED, "%s",
                      _("this does not prove that the record is in the log with that root: record, "
                        "header or proof were changed, or it is of another log or count"));
    if (s == ST_OK && n->has_count && n->count != proof->count)
        s = error_set(e, ST_FAILED,
                      _("the proof is of a log of %" PRIu64 " records, and %" PRIu64 " were noted"),
                      proof->count, n->count);
    return s == ST_OK ? s : error_place(e, path, 0, 0);
}

enum status seal_run_check_proof(struct seal_job *j, struct error *e)
{
    struct seal_proof proof = {0};
    struct sink *out = NULL;
    struct noted n = seal_take_noted(j);
    const char *path = seal_operand(j, 0);
    if (j->front->over)
        return ST_USAGE;
    enum status s = sink_open(j->front->output, &out, e);
    if (s == ST_OK)
        s = seal_proof_read(path, &proof, e);
    if (s == ST_OK)
        s = check_proof(&proof, &n, path, e);
    if (s == ST_OK) {
        sink_slice(out, seal_proof_log_header(&proof));
        sink_slice(out, SLICE("\n"));
        sink_slice(out, buffer_view(&proof.record));
        sink_slice(out, SLICE("\n"));
    }
    s = front_close(out, s, e);
    if (s == ST_OK)
        front_note(_("this record is in the log with that root, as record %" PRIu64), proof.no);
    seal_proof_free(&proof);
    return s;
}

/* ---- sign, check-signature ---- */

static enum status read_signed(struct sealed *log, const struct noted *n, struct seal_signed *out,
                               struct error *e)
{
    enum status s = seal_read_records(log, n->has_count ? &n->count : NULL, e);
    if (s == ST_OK && n->has_count && sealed_seal(log)->n < n->count)
        s = seal_fewer(log, n->count, e);
    if (s != ST_OK)
        return s;
    const struct seal *seal = sealed_seal(log);
    out->kind = seal->manner.kind;
    out->count = seal->n;
    seal_root(seal, out->root);
    return seal_read_records(log, NULL, e);
}

static enum status make_signature(const char *key, struct seal_signed *s, struct error *e)
{
    struct buffer text = {0};
    enum status st = seal_statement(s, &text) ? ST_OK : error_memory(e);
    if (st == ST_OK)
        st = signature_make(key, buffer_view(&text), &s->signature, e);
    buffer_free(&text);
    return st;
}

enum status seal_run_sign(struct seal_job *j, struct error *e)
{
    struct sealed *log = NULL;
    struct sink *out = NULL;
    struct writer w;
    struct seal_signed sig = {0};
    struct noted n = seal_take_noted(j);
    if (j->front->over)
        return ST_USAGE;
    enum status s = sink_open(j->front->output, &out, e);
    if (s == ST_OK)
        s = sealed_open(seal_operand(j, 0), &log, e);
    if (s == ST_OK)
        s = read_signed(log, &n, &sig, e);
    if (s == ST_OK)
        s = make_signature(j->key, &sig, e);
    if (s == ST_OK) {
        writer_init(&w, out, READER_CSV);
        seal_signed_write(&sig, &w);
    }
    sealed_close(log);
    return front_close(out, s, e);
}

static enum status hold_signed(const char *path, const struct seal_signed *sig, struct error *e)
{
    struct sealed *log = NULL;
    struct noted n = {.has_root = true, .has_count = true, .count = sig->count};
    memcpy(n.root, sig->root, HASH_SIZE);
    enum status s = sealed_open(path, &log, e);
    if (s == ST_OK && sealed_seal(log)->manner.kind != sig->kind)
        s = error_at(e, ST_FAILED, path, 1, 0,
                     _("this log is sealed with %s, and what was signed with %s"),
                     hash_name(sealed_seal(log)->manner.kind), hash_name(sig->kind));
    if (s == ST_OK)
        s = seal_verify_log(log, &n, e);
    sealed_close(log);
    return s;
}

static void tell_signer(const struct seal_job *j, const struct seal_signed *sig,
                        const struct signer *who)
{
    char q[QUOTE_SIZE], root[HASH_DIGITS], from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
    hash_text(sig->root, root);
    from[date_text(who->from, SPAN_DAY, from)] = '\0';
    to[date_text(who->to, SPAN_DAY, to)] = '\0';
    if (j->front->today < who->from || j->front->today > who->to)
        front_warn(_("the certificate holds from %s to %s"), from, to);
    if (j->front->operand_count < 2)
        front_note("%s", _("no sealed log was given: whether one has this root was not looked at"));
    front_note(_("signed by '%s': records: %" PRIu64 ", root: %.*s (%s)"),
               quote(q, buffer_view(&who->name)), sig->count, HASH_DIGITS, root,
               hash_name(sig->kind));
}

enum status seal_run_check_signature(struct seal_job *j, struct error *e)
{
    struct seal_signed sig;
    struct signer who = {0};
    struct buffer text = {0};
    enum status s = seal_signed_read(j->front->operands[0], &sig, e);
    if (s == ST_OK && !seal_statement(&sig, &text))
        s = error_memory(e);
    if (s == ST_OK)
        s = signature_check(j->cert, buffer_view(&text), &sig.signature, &who, e);
    if (s == ST_OK && j->front->operand_count > 1)
        s = hold_signed(j->front->operands[1], &sig, e);
    if (s == ST_OK)
        tell_signer(j, &sig, &who);
    buffer_free(&text);
    signer_free(&who);
    return s;
}
