/* A province that does not exist: tables of the dictionary of kit/jiangsu with planted cases, what
 * is planted (truth.csv) and what only looks like it (lookalikes.csv).
 *
 * Nothing here reads the pack. Money is counted in whole cents, days from 2023-01-01, months from
 * 2023-01; every choice is a hash of what is chosen for, so that the same options give the same
 * bytes on every machine. Numbers of people lie in regions 99..00, which GB/T 2260 does not have.
 */
#ifndef PROVINCE_H
#define PROVINCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t money;

#define BLANK INT64_MIN
#define YUAN(n) ((money)(n)*100)

enum { FIRST_YEAR = 2023, YEARS = 3, MONTHS = 12 * YEARS, NO_DAY = INT32_MIN };

/* --- facts (facts.c) */

/* A number from LO to HI. STREAM tells questions apart, A and B what is asked about. */
int64_t choose(unsigned stream, int64_t a, int64_t b, int64_t lo, int64_t hi);
/* The same, but evenly spread over LO to HI as K goes on. */
int64_t evenly(int64_t who, int64_t k, int64_t lo, int64_t hi);
bool one_in(unsigned stream, int64_t a, int64_t b, int64_t n);
void chance_seed(uint64_t seed);
/* Amounts of 10,000.00 to 99,999.99 whose first two digits follow Benford's law, evenly spread as
 * K goes on. */
money benford_amount(int64_t who, int64_t k);

int day_of(int year, int month, int day);
int month_start(int month);
int month_of(int day);
bool is_workday(int day); /* 2022: Monday to Friday */
int workday(int day);     /* that day or the next workday */
int add_workdays(int day, int n);
int a_workday(unsigned stream, int64_t who, int month);

/* The kinds of people; each has numbers from 1. */
enum people {
    OFFICIAL,
    KIN,
    CITIZEN,
    STAFF,
    LEGAL, /* of company i */
    EXPERT,
    MANAGER,
    SOE_PERSON,
    PEOPLE
};
enum { PERSON_SPAN = 20000000 };
int64_t person(enum people kind, int64_t i);

/* Companies of the market are numbered from 1, state enterprises from SOE, others from OUTSIDE. */
enum { SOE = 50000000, OUTSIDE = 60000000 };

const char *region_of(int64_t i);
const char *region_county(int64_t i);

/* --- rows (rows.c) */

enum table {
    SPENDING,
    AWARDS,
    KIN_BUSINESS,
    REMIT,
    LAND,
    TENDERS,
    BIDS,
    EVALUATIONS,
    SUPPLIERS,
    CONTRACTS,
    ADDENDA,
    PURCHASES,
    PAYMENTS,
    BANK_FLOWS,
    VOUCHERS,
    BUDGETS,
    CARD_CHARGES,
    SUBSIDY_FUNDS,
    INVOICES,
    TAX_RETURNS,
    INCOMES,
    COMPANIES,
    COMPANY_ROLES,
    DEBARMENTS,
    SOCIAL_INSURANCE,
    PAYROLL,
    BENEFICIARIES,
    DEATHS,
    KIN_TABLE,
    VEHICLES,
    PROPERTY,
    LAND_PARCELS,
    LAND_REDUCTIONS,
    HOUSING_REPAIRS,
    MARKET_PRICES,
    OFFICIALS,
    POSITIONS,
    SOE_DEALS,
    SOE_STAFF,
    RELATED_PARTIES,
    OVERSEAS_INVESTMENTS,
    AUDIT_FINDINGS,
    PERMITS,
    POWER_LIST,
    POWER_STEPS,
    PERMIT_STEPS,
    PENALTIES,
    INSPECTIONS,
    TRUTH,
    LOOKALIKES,
    TABLES
};
struct head {
    const char *name, *header;
};
extern const struct head heads[TABLES];

bool rows_open(const char *directory);
/* While cases are planted rows are put aside; then they come where their day is due. */
void rows_background(void);
bool rows_close(void);
int64_t rows_written(void);

/* A row of TABLE that belongs to DAY, then its cells from left to right. */
void row(enum table table, int day);
void end(void);
void blank(void);
void text(const char *s);               /* NULL: blank */
void id(char letter, int64_t n);        /* 0: blank */
void number(int64_t n);                 /* BLANK: blank */
void cents(money n);                    /* BLANK: blank */
void share(int64_t hundredths);         /* of one per cent; BLANK: blank */
void date(int day);                     /* NO_DAY: blank */
void at(int day, int minutes);          /* minutes of the day, may be negative */
void month_cell(int month);             /* months from 2023-01 */
void year_cell(int year);               /* years from 2023 */
void flag(int yes);                     /* below 0: blank */
void idno(int64_t who);                 /* 0: blank */
void uscc(int64_t company);             /* 0: blank */
void account(int64_t n);                /* a bank account's number; 0: blank */
void name(const char *stem, int64_t n); /* 测试单位0000001 */
void approval(int64_t n);               /* a document's number; 0: blank */
void phone(int64_t n, int style);       /* the same number written in ways that differ */
void address(int64_t n, int style);

/* Accounts: of a company, of a person. */
int64_t company_account(int64_t company);
int64_t person_account(int64_t who);

/* Texts that stay until some more have been made. */
const char *id_text(char letter, int64_t n);
const char *idno_text(int64_t who);
const char *uscc_text(int64_t company);
const char *account_text(int64_t n);
const char *month_text(int month);
const char *year_text(int year);
const char *joined(const char *a, const char *b); /* keys of a subject */

/* --- the plan (plan.c): how many of what, and numbers not yet taken */

struct plan {
    int64_t scale;
    int64_t units, builders, busy; /* offices; those that build; those with many payments */
    int64_t buyers, companies, tenders;
    int64_t officials, citizens, enterprises;
    int64_t next_unit, next_company, next_tender, next_contract, next_payment, next_purchase;
    int64_t next_official, next_kin, next_citizen, next_enterprise, next_person, next_invoice;
    int64_t next_expert, next_number; /* of anything else */
};
extern struct plan plan;
void plan_make(int64_t scale);
int64_t coprime_step(int64_t n, int64_t at_least); /* odd, and without common divisor with N */
int64_t some_company(void);                        /* of the background, by turns */
int64_t some_buyer(void);
int64_t fresh_company(void);
int64_t fresh_unit(void);
int64_t fresh_official(void);
int64_t fresh_citizen(void);

/* --- cases (cases.c) */

struct planter {
    const char *scenario, *kind;
    const char *also; /* scenarios whose indicators may see it too, by | */
    const char *tables;
    const char *note; /* what is wrong, or why it is innocent */
    void (*plant)(int64_t i);
};
struct planters {
    const struct planter *cases, *lookalikes;
    size_t case_count, lookalike_count;
};
extern const struct planters gc_bids, gc_awards, gc_tenders, gc_split, gq, ms, repairs, cz,
    cz_flows, cz_payments, cz_books, td, sp, zf, lz;

/* Sets the rate of a scenario, or of `all` or `lookalikes`; in hundredths. */
bool cases_rate(const char *scenario, int64_t hundredths);
void cases_plant(void);
/* Another row of the case that is being planted; the first names its main subject. */
void subject(const char *kind, const char *text, const char *period);

/* --- background, a function a table or a few */

void background_tenders(void);
void background_purchases(void);
void background_registers(void);
void background_enterprises(void);
void background_welfare(void);
void background_repairs(void);
void background_budgets(void);
void background_payments(void);
void background_flows(void);
void background_cards(void);
void background_land(void);
void background_permits(void);
void background_enforcement(void);
void background_integrity(void);

/* --- shared between files */

struct payment {
    int64_t unit, company, who; /* who: a person is paid instead of a company */
    money amount;
    int day;
    const char *kind, *category, *purpose;
    int64_t original;       /* what a reversal or refund undoes */
    int64_t invoice;        /* number; 0: none */
    const char *invoice_as; /* how it is written; NULL: as its number */
    const char *tax_status; /* of the invoice; NULL: 正常 */
    int64_t contract, approval;
    int64_t applicant, approver, payer;
    int64_t account_of; /* person whose account is paid; 0: the payee's */
    int64_t number;     /* 0: a new one */
    bool bare;          /* no row in invoices */
};
struct payment payment_of(int64_t unit, int64_t company, int day, money amount);
int64_t payment_write(const struct payment *p);
/* Of an office of the background, by turns, and not in December, which has its own cases. */
struct payment some_payment(int64_t i, int64_t company);
int64_t some_unit(void);
int some_quiet_month(int64_t i);
money some_amount(void);
void pay_is_subject(int64_t number);
void payee_is_subject(const struct payment *p);

struct purchase {
    int64_t number, buyer, company;
    const char *kind, *category, *method, *reason, *status;
    int day, invoiced;
    money amount;
    int64_t framework, approval, original;
};
struct purchase purchase_of(int64_t buyer, int64_t company, int day, money amount);
int64_t purchase_write(struct purchase *p);

void payments_of_month(int64_t unit, int month, int count); /* count 3 is ordinary */
void voucher_write(int64_t unit, int month, int number_of, int day, int64_t checker);

struct charge {
    int64_t number, card, merchant, original;
    int day;
    money amount;
    const char *category;
};
void charge_write(struct charge *c);

enum { CATEGORIES = 12 };
extern const char *const category_name[CATEGORIES];
const char *category_kind(int category);

void official_write(int64_t official, int64_t unit, int since, int left);
void role_write(int64_t company, int64_t who, const char *role, int64_t share, int from, int to);
void company_closed(int64_t company, int day); /* fresh companies only */
void payroll_write(int64_t who, int64_t unit, int month, const char *kind);
void kin_write(int64_t official, int64_t kin, const char *relation);

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

#endif
