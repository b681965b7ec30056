/* State enterprises: their deals, people, related parties, investments abroad. */
#ifndef PROVINCE_ENTERPRISES_H
#define PROVINCE_ENTERPRISES_H

#include "province.h"

struct deal {
    int64_t number, enterprise, party;
    const char *direction, *method;
    int category, day;
    money price; /* of one */
    int quantity;
    money appraised;
    int64_t approver, approval;
    int disclosed;
};

struct deal deal_of(int64_t enterprise, int64_t party, int day);
/* Sold or let at what an open sale brings. */
struct deal sale_of(int64_t enterprise, int64_t party, int day);
int64_t deal_write(struct deal *d);
void staff_write(int64_t enterprise, int64_t n, const char *role, int from, int left);
void related_write(int64_t enterprise, int64_t party, const char *relation);
void enterprise_people(int64_t e);
void enterprise_month(int64_t e, int m);
/* Studied, reviewed, party committee, board, filed, paid: in that order. */
void investment_steps(int64_t n, int day[6]);
void investment_write(int64_t e, int64_t n, const int day[6], money planned, money amount,
                      money loss, int audited);

#endif
