/* trailcheck: sealed logs of steps, and what shows that nothing in them was changed. */
#include "trailcheck_seal.h"

#include "text.h"

enum {
    OPT_SM3 = FRONT_OWN,
    OPT_BATCH,
    OPT_APPEND,
    OPT_ROOT,
    OPT_COUNT,
    OPT_LINE,
    OPT_COLUMN,
    OPT_KEY,
    OPT_CERT,
    OPT_CSV
};

static const struct front_option rows[] = {
    FRONT_GROUP(N_("Sealing")),
    {OPT_APPEND, 0, "append", "LOG", N_("seal: add what is new to this sealed log")},
    {OPT_SM3, 0, "sm3", NULL, N_("seal: with SM3 instead of SHA-256")},
    {OPT_BATCH, 0, "batch", "N", N_("seal: a root every N records (1024)")},
    FRONT_ROW_OUTPUT,
    FRONT_GROUP(N_("Checking seals")),
    {OPT_ROOT, 0, "root", "ROOT", N_("the root as it was noted, with check digits or without")},
    {OPT_COUNT, 0, "count", "N", N_("the number of records as it was noted")},
    {OPT_CSV, 0, "csv", NULL, N_("root: as a table")},
    {OPT_COLUMN, 0, "column", "NAME", N_("prove: the column that holds ID (the first)")},
    {OPT_LINE, 0, "line", "N", N_("prove: the record on this line of the sealed log")},
    FRONT_ROW_TODAY,
    FRONT_GROUP(N_("Signatures")),
    {OPT_KEY, 0, "key", "FILE", N_("sign: a private key in PEM, Ed25519 or SM2")},
    {OPT_CERT, 0, "cert", "FILE", N_("check-signature: the signer's certificate in PEM")},
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "trailcheck",
    .summary = N_("seal logs of steps, and check that nothing in them was changed"),
    .usage = "seal [--sm3] [--batch N] [-o SEALED | --append SEALED] [LOG]\n"
             "verify [--root ROOT] [--count N] [SEALED]\n"
             "root [--count N] [--csv] [SEALED]\n"
             "prove (ID [--column NAME] | --line N) [SEALED]\n"
             "check-proof --root ROOT [--count N] [PROOF]\n"
             "sign --key FILE [--count N] [SEALED]\n"
             "check-signature --cert FILE SIGNATURE [SEALED]",
    .options = rows,
    .examples = N_("trailcheck seal --append steps.sealed.csv steps.csv\n"
                   "trailcheck root steps.sealed.csv\n"
                   "trailcheck verify --count 1204 --root '3f2a 9c01 ...' steps.sealed.csv"),
};

static const char *const action_names[SEAL_ACTIONS] = {
    [SEAL_SEAL] = "seal",
    [SEAL_VERIFY] = "verify",
    [SEAL_ROOT] = "root",
    [SEAL_PROVE] = "prove",
    [SEAL_CHECK_PROOF] = "check-proof",
    [SEAL_SIGN] = "sign",
    [SEAL_CHECK_SIGNATURE] = "check-signature",
};

struct job {
    struct front front;
    struct seal_job seal;
};

static void take_option(struct job *j, int option)
{
    struct seal_job *s = &j->seal;
    const char *argument = j->front.argument;
    switch (option) {
    case OPT_SM3:
        s->sm3 = true;
        break;
    case OPT_CSV:
        s->csv = true;
        break;
    case OPT_BATCH:
        s->batch = argument;
        break;
    case OPT_APPEND:
        s->append = argument;
        break;
    case OPT_ROOT:
        s->root = argument;
        break;
    case OPT_COUNT:
        s->count = argument;
        break;
    case OPT_LINE:
        s->line = argument;
        break;
    case OPT_COLUMN:
        s->column = argument;
        break;
    case OPT_KEY:
        s->key = argument;
        break;
    case OPT_CERT:
        s->cert = argument;
        break;
    }
}

/* The first operand is the action. */
static void choose_action(struct job *j)
{
    struct front *f = &j->front;
    char q[QUOTE_SIZE];
    static const char known[] = "seal, verify, root, prove, check-proof, sign, check-signature";
    if (f->operand_count == 0) {
        front_usage(f, _("no action: say one of %s"), known);
        return;
    }
    for (int a = 0; a < SEAL_ACTIONS; a++)
        if (strcmp(f->operands[0], action_names[a]) == 0) {
            j->seal.action = (enum seal_action)a;
            j->seal.name = action_names[a];
            f->operands++;
            f->operand_count--;
            return;
        }
    const char *near = slice_nearest(slice_of(f->operands[0]), action_names, SEAL_ACTIONS);
    quote(q, slice_of(f->operands[0]));
    if (near != NULL)
        front_usage(f, _("unknown action '%s' (nearest: '%s'; known: %s)"), q, near, known);
    else
        front_usage(f, _("unknown action '%s' (known: %s)"), q, known);
}

int main(int argc, char **argv)
{
    struct job j = {0};
    struct error e = {0};
    struct front *f = &j.front;
    front_begin(f, &command, argc, argv);
    for (int o; (o = front_next(f)) != 0;)
        take_option(&j, o);
    if (!f->over)
        choose_action(&j);
    if (f->over)
        return front_end(f->status);
    j.seal.front = f;
    enum status s = seal_run(&j.seal, &e);
    if (f->over)
        return front_end(f->status);
    return front_end(s == ST_OK ? s : front_fail(&e));
}
