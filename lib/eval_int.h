/* The parts of eval. */
#ifndef RISK_EVAL_INT_H
#define RISK_EVAL_INT_H

#include "eval.h"

/* OUT gets the shape of the result of A and B (B may be NULL): constant if both are, unknown where
 * either is. */
bool eval_shape(struct eval *v, enum type type, enum vec_form form, const struct vec *a,
                const struct vec *b, struct vec *out);

enum status eval_arithmetic(struct eval *v, enum function f, const struct vec *a,
                            const struct vec *b, struct vec *out, struct error *e);
enum status eval_unary_number(struct eval *v, enum function f, const struct vec *a, struct vec *out,
                              struct error *e);
enum status eval_round(struct eval *v, const struct vec *a, const struct vec *places,
                       struct vec *out, struct error *e);
enum status eval_compare(struct eval *v, enum function f, const struct vec *a, const struct vec *b,
                         struct vec *out, struct error *e);
/* Kleene's and, or. */
enum status eval_connective(struct eval *v, bool is_and, const struct vec *a, const struct vec *b,
                            struct vec *out, struct error *e);
enum status eval_text(struct eval *v, const struct expr *x, const struct vec *args, struct vec *out,
                      struct error *e);
enum status eval_date(struct eval *v, enum function f, const struct vec *args, struct vec *out,
                      struct error *e);

/* The row of a parameter that holds, by its key, region and date; its value; whether a value is one
 * of its. */
enum status eval_param_row(struct eval *v, const struct expr *x, const struct vec *args,
                           struct vec *out, struct error *e);
enum status eval_param(struct eval *v, const struct expr *x, const struct vec *rows,
                       struct vec *out, struct error *e);
enum status eval_member(struct eval *v, const struct expr *x, const struct vec *args,
                        struct vec *out, struct error *e);

#endif
