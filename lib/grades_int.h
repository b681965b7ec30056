/* What the parts of grades.h share. */
#ifndef RISK_GRADES_INT_H
#define RISK_GRADES_INT_H

#include "grades.h"

/* By grade, then score. */
int grade_compare(const struct grade_rule *a, const struct grade_rule *b);
/* The checks that grades.h tells of. */
enum status grades_check(const struct pack *p, struct grades *g,
                         void (*warn)(void *context, const char *text), void *context,
                         struct error *e);

#endif
