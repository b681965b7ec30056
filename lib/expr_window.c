/* Which window of an aggregate with `within` an expression asks for: follows from how it is
 * compared. */
#include "expr_int.h"
#include "i18n.h"

struct directing {
    struct lexer lexer; /* for errors with their place */
    bool good;
};

static enum furthest opposite(enum furthest f)
{
    return f == FURTHEST_LARGEST    ? FURTHEST_SMALLEST
           : f == FURTHEST_SMALLEST ? FURTHEST_LARGEST
                                    : FURTHEST_UNKNOWN;
}

static void window(struct directing *d, struct expr *x, enum furthest f)
{
    if (f == FURTHEST_UNKNOWN)
        d->good = lex_fail(&d->lexer, x->at,
                           _("which window counts follows from > >= < or <=, and here it does not: "
                             "compare the aggregate that has within directly"));
    else if (x->furthest != FURTHEST_UNKNOWN && x->furthest != f)
        d->good = lex_fail(&d->lexer, x->at,
                           _("the window cannot be the one with the largest and the one with the "
                             "smallest result; write two comparisons with and"));
    x->furthest = f;
}

static bool negative(const struct expr *x)
{
    return (x->kind == EXPR_CONST && x->number.n < 0) ||
           (x->kind == EXPR_CALL && x->function == FN_NEG && x->args[0]->kind == EXPR_CONST);
}

/* What X's largest or smallest result asks of its argument I. Factors and divisors are taken to be
 * positive unless they are constants that are not. */
static enum furthest asked(const struct expr *x, size_t i, enum furthest f)
{
    bool second = i > 0;
    switch (x->function) {
    case FN_GT:
    case FN_GE:
        return second ? FURTHEST_SMALLEST : FURTHEST_LARGEST;
    case FN_LT:
    case FN_LE:
        return second ? FURTHEST_LARGEST : FURTHEST_SMALLEST;
    case FN_NEG:
        return opposite(f);
    case FN_SUB:
        return second ? opposite(f) : f;
    case FN_MUL:
    case FN_DIV:
        if (x->function == FN_DIV && second)
            f = opposite(f);
        return negative(x->args[1 - i]) ? opposite(f) : f;
    case FN_IF:
        return second ? f : FURTHEST_UNKNOWN;
    case FN_ROUND:
        return second ? FURTHEST_UNKNOWN : f;
    case FN_ADD:
    case FN_LEAST:
    case FN_GREATEST:
    case FN_COALESCE:
        return f;
    default:
        return FURTHEST_UNKNOWN;
    }
}

static void direct(struct directing *d, struct expr *x, enum furthest f)
{
    if (x->kind == EXPR_AGGREGATE) {
        if (x->day != NULL && d->good)
            window(d, x, f);
        return;
    }
    for (size_t i = 0; i < x->arg_count; i++)
        direct(d, x->args[i],
               x->kind == EXPR_CALL                                    ? asked(x, i, f)
               : x->kind == EXPR_EARLIER && x->earlier == EARLIER_PREV ? f
                                                                       : FURTHEST_UNKNOWN);
}

enum status expr_direct(struct expr *x, enum furthest furthest, struct slice text, struct error *e)
{
    struct directing d = {.lexer = {.text = text, .error = e}, .good = true};
    direct(&d, x, furthest);
    return d.good ? ST_OK : d.lexer.status;
}
