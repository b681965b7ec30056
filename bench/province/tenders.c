/* The background of tendering: honest competition, spread as evenly as chance seldom is. */
#include "tender.h"

#include <stdio.h>
#include <stdlib.h>

/* Every company bids 30 times, in six rounds. In each round the companies stand in another order,
 * 21 of them make a group, and in a group any two meet once: {0, 1, 4, 14, 16} is a perfect
 * difference set modulo 21 (Singer 1938). */
enum { ROUNDS = 6, GROUP = 21, PER_TENDER = 5 };
static const int difference[PER_TENDER] = {0, 1, 4, 14, 16};

static int64_t step_of(int round)
{
    static const int part[ROUNDS] = {0, 20, 29, 43, 66, 81};
    return coprime_step(plan.companies, plan.companies * part[round] / 100);
}

static void bidders(int64_t i, int64_t company[PER_TENDER])
{
    static int64_t step[ROUNDS];
    if (step[0] == 0)
        for (int r = 0; r < ROUNDS; r++)
            step[r] = step_of(r);
    int64_t round = i / plan.companies, within = i % plan.companies;
    int64_t groups = plan.companies / GROUP, group = within % groups, turn = within / groups;
    for (int k = 0; k < PER_TENDER; k++) {
        int64_t place = group * GROUP + (turn + difference[k]) % GROUP;
        company[k] = (place * step[round] + round * 17) % plan.companies + 1;
    }
}

/* How often each company bid, won, was turned down; who is good and who is careless differs. */
struct record {
    int bids, won, turned_down;
};
static struct record *record;

static int64_t standing(int64_t company, bool careless)
{
    const struct record *r = &record[company];
    int64_t spread = careless ? 38 : 25;
    int64_t weight = choose(careless ? 121 : 120, company, 0, 100 - spread, 100 + spread);
    return (careless ? r->turned_down : r->won) * 100000 / weight * 100 +
           choose(122, company, r->bids, 0, 50);
}

static int least(const int64_t *company, int from, int to, bool careless)
{
    int best = from;
    for (int k = from + 1; k < to; k++)
        if (standing(company[k], careless) < standing(company[best], careless))
            best = k;
    return best;
}

static void swap(int64_t *a, int64_t *b)
{
    int64_t c = *a;
    *a = *b;
    *b = c;
}

/* A buyer turns down one bid in 11 to 24 of its 36 tenders. */
static bool turns_down(int64_t buyer, int64_t month)
{
    return (month * 5 + buyer) % 36 < 11 + buyer % 14;
}

static struct tender background_tender(int64_t i)
{
    int64_t buyer = i % plan.buyers, month = i / plan.buyers, company[PER_TENDER];
    bidders(i, company);
    swap(&company[0], &company[least(company, 0, PER_TENDER, false)]);
    for (int k = PER_TENDER - 1; k > 1; k--)
        swap(&company[k], &company[choose(123, i, k, 1, k)]);
    bool down = turns_down(buyer, month);
    int offers = PER_TENDER - (!down && one_in(124, i, 0, 4));
    if (down)
        swap(&company[PER_TENDER - 1], &company[least(company, 1, PER_TENDER, true)]);
    struct tender t = tender_of(i + 1, plan.units + buyer + 1, (int)month, company, offers);
    if (down) {
        t.offer[offers - 1].status = "否决";
        t.offer[offers - 1].reason = "报价文件未按要求签章";
        record[company[offers - 1]].turned_down++;
    }
    for (int k = 0; k < offers; k++)
        record[company[k]].bids++;
    record[company[0]].won++;
    return t;
}

/* Five experts mark each bid, the last of them for the buyer. MORE: what each adds for the bid of
 * COMPANY, in hundredths of a point. */
void evaluations_write(const struct tender *t, const int64_t expert[5], int64_t company,
                       const int more[5])
{
    for (int e = 0; e < 5; e++)
        for (int k = 0; k < t->offers; k++) {
            int mark = t->offer[k].won ? 8800 : 8000 - k * 150;
            row(EVALUATIONS, t->deadline);
            id('T', t->id);
            id('Z', expert[e]);
            idno(person(EXPERT, expert[e]));
            uscc(t->offer[k].company);
            text(region_of(t->buyer));
            cents(mark + choose(128, t->id, e * 16 + k, -120, 120) +
                  (t->offer[k].company == company ? more[e] : 0));
            flag(e == 4);
            date(t->deadline);
            end();
        }
}

static void evaluations(const struct tender *t)
{
    static const int none[5];
    int64_t expert[5], pool = 60 * plan.scale;
    for (int e = 0; e < 5; e++) /* a fifth of the pool each, so that nobody comes twice */
        expert[e] = 1 + e * pool / 5 + choose(129, t->id, e, 0, pool / 5 - 1);
    evaluations_write(t, expert, 0, none);
}

/* One contract in five is changed once, and a little. */
static void addendum(const struct tender *t)
{
    row(ADDENDA, t->signed_on + 60);
    id('U', t->contract_id);
    id('H', t->contract_id);
    text(region_of(t->buyer));
    date(workday(t->signed_on + 60));
    cents(choose(130, t->id, 0, 2000, 20000) * 100);
    text("工程量清单偏差");
    approval(t->contract_id);
    text("有效");
    end();
}

static void market_prices(void)
{
    for (int m = 0; m < MONTHS; m++)
        for (int k = 0; k < CATEGORIES; k++) {
            row(MARKET_PRICES, month_start(m));
            text(category_name[k]);
            text("320000");
            month_cell(m);
            cents(price_level(k) / 1000 * choose(131, k, m, 990, 1010));
            end();
        }
}

/* What is paid later: background_payments asks for it. */
static struct paid {
    int64_t contract, company;
    money amount;
} * paid;

/* Of the two payments that a builder makes in a month: 40% of one contract, 45% of an older one. */
bool tender_payment(int64_t builder, int month, int which, struct payment *out)
{
    int64_t turn = month - (which == 0 ? 4 : 6);
    if (turn < 0)
        return false;
    const struct paid *p = &paid[turn * plan.buyers + builder];
    int day = a_workday(132 + (unsigned)which, builder, month);
    *out = payment_of(plan.units + builder + 1, p->company, day,
                      p->amount / 100 * (which == 0 ? 40 : 45));
    out->contract = p->contract;
    out->approval = p->contract * 2 + which;
    out->category = "资本性支出";
    out->purpose = which == 0 ? "合同预付款" : "合同进度款";
    return true;
}

void background_tenders(void)
{
    record = calloc((size_t)plan.companies + 1, sizeof *record);
    paid = calloc((size_t)plan.tenders, sizeof *paid);
    if (record == NULL || paid == NULL) {
        fputs("make-province: out of memory\n", stderr);
        exit(4);
    }
    market_prices();
    plan.next_contract = (plan.next_contract / 10000 + 1) * 10000;
    for (int64_t i = 0; i < plan.tenders; i++) {
        struct tender t = background_tender(i);
        tender_write(&t);
        if (t.contract_id != 0) {
            paid[i] = (struct paid){t.contract_id, tender_winner(&t), t.offer[0].amount};
            if (one_in(134, i, 0, 5) && t.signed_on + 70 < month_start(MONTHS))
                addendum(&t);
        }
        if (i % 10 == 3 && t.deadline < month_start(MONTHS))
            evaluations(&t);
    }
    free(record);
}
