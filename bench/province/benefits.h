/* What is paid to people in need. */
#ifndef PROVINCE_BENEFITS_H
#define PROVINCE_BENEFITS_H

#include "province.h"

struct benefit {
    int64_t who, household, account, holder, approver, unit;
    const char *programme, *region;
    int month, paid, approved;
    money amount;
    int declared;
};

/* As others get it in MONTH; each citizen has a programme and an approver. */
struct benefit benefit_of(int64_t citizen, int month);
void benefit_write(const struct benefit *b);
/* In each month of 2025. */
void benefit_of_year(struct benefit b);

#endif
