/* grades.csv: from alerts to grades, a decision table (decision.h).
 *
 * Conditions: field, scenario, indicator, status (on, trial), level (blue, yellow, red), run,
 * families (indicator families that warn of the subject), repeat (earlier confirmed issues of the
 * same indicator and subject), amount. What follows: grade (required), score, action. */
#ifndef RISK_GRADES_H
#define RISK_GRADES_H

#include "decision.h"
#include "pack.h"

enum grade_input {
    GRADE_FIELD,
    GRADE_SCENARIO,
    GRADE_INDICATOR,
    GRADE_STATUS,
    GRADE_LEVEL,
    GRADE_RUN,
    GRADE_FAMILIES,
    GRADE_REPEAT,
    GRADE_AMOUNT,
    GRADE_INPUTS
};
const char *grade_input_name(enum grade_input i);

struct grade_rule {
    enum level grade;
    struct num score;   /* at least 0; blank: 1 for blue, 3 for yellow, 9 for red */
    const char *action; /* "" if blank */
};

struct grades {
    struct arena arena;
    struct sheet sheet;
    struct decision_input inputs[GRADE_INPUTS];
    struct decision decision;
    struct grade_rule *rules; /* [decision.rule_n] */
};

/* Whether the values of an indicator are amounts of money, so that alerts of it have an amount. */
bool grades_money(const struct indicator *i);

/* Reads grades.csv in the pack's folder and checks it for every indicator of the pack that is not
 * off, and for those that the pack does not know (another command's). ST_USAGE if there is none, or
 * rules overlap against the policy. WARN is told of gaps, of rules that no alert can meet or that
 * never count, and of indicators that the pack does not know, each with the place; priority ranks
 * by grade, then score. PACK must outlive OUT. */
enum status grades_load(const struct pack *pack, void (*warn)(void *context, const char *text),
                        void *context, struct grades **out, struct error *e);
void grades_free(struct grades *g);

#endif
