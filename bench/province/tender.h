/* A tender with its bids, award and contract. */
#ifndef PROVINCE_TENDER_H
#define PROVINCE_TENDER_H

#include "province.h"

enum { MAX_OFFERS = 12 };

struct offer {
    int64_t company;
    money amount;
    const char *status, *reason, *currency;
    bool won;
    int minutes_late; /* after the deadline; negative: before it */
    /* Whose it is; 0: the company's own. */
    int64_t phone_of, address_of, legal_of, manager_of, account_of, machine_of, ip_of;
    int style;    /* how phone and address are written */
    bool unnamed; /* no phone, no address */
};

struct tender {
    int64_t id, buyer;
    int category;
    const char *method, *status, *clauses, *reason;
    int opened, deadline, awarded, signed_on, completed; /* days */
    money estimate, control;
    int64_t approval;
    int offers;
    struct offer offer[MAX_OFFERS];
    money price;           /* the award's unit price */
    money contract, final; /* BLANK: none; a contract of 0: the award's amount */
    bool award_pending;
    int64_t contract_id; /* out */
};

extern const char ordinary_clause[];

/* A tender like others with ordinary bids of COMPANY...; the first wins. */
struct tender tender_of(int64_t id, int64_t buyer, int month, const int64_t *company, int offers);
/* The same of a fresh number and companies by turns. */
struct tender tender_like_others(int month, int offers);
/* Bids as hundredths of a per mille of the control price: 100000 is the control price. */
void tender_prices(struct tender *t, const int *per_mille_hundredths);
int64_t tender_winner(const struct tender *t);
void tender_write(struct tender *t);
/* It is the subject, by its number. */
void tender_is_subject(const struct tender *t);
money price_level(int category);
void evaluations_write(const struct tender *t, const int64_t expert[5], int64_t company,
                       const int more[5]);
bool tender_payment(int64_t builder, int month, int which, struct payment *out);

#endif
