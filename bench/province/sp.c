/* Permits: who may decide what, in which steps, by when. */
#include "province.h"

enum { POWERS = 12, STEPS = 6 };
static const char *const step_name[STEPS] = {"受理", "审查", "专家评审", "公示", "决定", "送达"};
static const char *const level_name[3] = {"省", "市", "县"};

/* The third and fourth step are needed for every other power. */
static bool needed(int64_t power, int step)
{
    return (step != 2 && step != 3) || power % 2 == 0;
}

static int limit_days(int64_t power)
{
    return 15 + (int)(power % 3) * 5;
}

/* What a level may decide: counties to 20 million yuan, cities to 200 million. */
static money scale_limit(int level)
{
    return level == 0 ? BLANK : level == 1 ? YUAN(200000000) : YUAN(20000000);
}

/* Counties have eight of the powers, cities ten. */
static bool has_power(int64_t power, int level)
{
    return power <= (level == 2 ? 8 : level == 1 ? 10 : POWERS);
}

static void powers(void)
{
    for (int64_t power = 1; power <= POWERS; power++) {
        for (int level = 0; level < 3; level++) {
            if (!has_power(power, level))
                continue;
            row(POWER_LIST, 0);
            id('P', power);
            text(level_name[level]);
            name("测试事项", power);
            cents(scale_limit(level));
            number(limit_days(power));
            end();
        }
        for (int s = 0; s < STEPS; s++) {
            if (!needed(power, s))
                continue;
            row(POWER_STEPS, 0);
            id('P', power);
            text(step_name[s]);
            number(s + 1);
            end();
        }
    }
}

struct permit {
    int64_t number, power, office, applicant;
    int level, accepted, decided, suspended;
    money scale;
    const char *result;
    int64_t approver, reviewer, acceptor, delegation;
    int done[STEPS];
};

static struct permit permit_of(int64_t n, int month)
{
    struct permit p = {.number = n,
                       .level = n % 3 == 0 ? 1 : 2,
                       .applicant = 1 + n % plan.companies,
                       .office = 1 + n % plan.units,
                       .result = "准予"};
    p.power = 1 + choose(801, n, 0, 0, p.level == 1 ? 9 : 7);
    p.scale = YUAN(choose(802, n, 0, 1, 18) * (p.level == 1 ? 10000000 : 1000000));
    p.accepted = a_workday(803, n, month);
    p.decided = add_workdays(p.accepted, (int)choose(804, n, 0, 7, limit_days(p.power) - 2));
    p.approver = 1 + plan.officials / 4 + n % (plan.officials / 4);
    p.reviewer = p.office * 10 + 6;
    p.acceptor = p.office * 10 + 7;
    for (int s = 0; s < STEPS; s++)
        p.done[s] = !needed(p.power, s) ? NO_DAY
                    : s == 0            ? p.accepted
                    : s == 4            ? p.decided
                    : s == 5            ? add_workdays(p.decided, 2)
                                        : add_workdays(p.accepted, s * 2);
    return p;
}

static void permit_write(const struct permit *p)
{
    row(PERMITS, p->accepted);
    id('P', p->number);
    id('P', p->power);
    name("测试事项", p->power);
    text(p->level == 2 ? region_county(p->office) : region_of(p->office));
    id('D', p->office);
    name("测试单位", p->office);
    text(level_name[p->level]);
    uscc(p->applicant);
    name("测试公司", p->applicant);
    cents(p->scale);
    date(p->accepted);
    date(p->decided);
    number(p->suspended);
    text(p->result);
    id('K', p->approver);
    id('R', p->reviewer);
    id('R', p->acceptor);
    approval(p->delegation);
    end();
    for (int s = 0; s < STEPS; s++) {
        if (p->done[s] == NO_DAY)
            continue;
        row(PERMIT_STEPS, p->accepted);
        id('P', p->number);
        text(step_name[s]);
        text(p->level == 2 ? region_county(p->office) : region_of(p->office));
        date(p->done[s]);
        if (s == 4)
            id('K', p->approver);
        else
            id('R', s == 0 ? p->acceptor : p->reviewer);
        end();
    }
}

/* The last month is left for what is decided late in the one before. */
void background_permits(void)
{
    powers();
    int64_t count = 300 * plan.scale;
    for (int64_t i = 0; i < count; i++) {
        struct permit p = permit_of(100000 * plan.scale + i, (int)(i * (MONTHS - 2) / count));
        permit_write(&p);
    }
}

static void permit_is_subject(const struct permit *p)
{
    subject("permit_id", id_text('P', p->number), "");
}

static struct permit fresh_permit(int64_t i)
{
    return permit_of(100 + ++plan.next_number, (int)(i * 5 % 32));
}

static void finish(const struct permit *p)
{
    permit_write(p);
    permit_is_subject(p);
}

static void over_scale(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.level = 2;
    p.power = 1 + i % 8;
    p.scale = YUAN(36000000);
    finish(&p);
}

/* A power that no county has. */
static void not_theirs(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.level = 2;
    p.power = 9 + i % 4;
    p.scale = YUAN(3000000);
    p.decided = add_workdays(p.accepted, 9);
    for (int s = 0; s < STEPS; s++)
        p.done[s] = !needed(p.power, s) ? NO_DAY
                    : s < 4             ? add_workdays(p.accepted, s * 2)
                                        : add_workdays(p.decided, s - 4);
    finish(&p);
}

/* One project as three, each just below what a county may decide. */
static void in_three(int64_t i)
{
    int64_t applicant = fresh_company();
    subject("applicant_id", uscc_text(applicant), "");
    struct permit p = fresh_permit(i);
    for (int k = 0; k < 3; k++) {
        p.number = 100 + ++plan.next_number;
        p.level = 2;
        p.applicant = applicant;
        p.scale = YUAN(19600000 + k * 90000);
        if (p.power > 8) {
            p.power -= 2;
        }
        finish(&p);
    }
}

static void missing_step(int64_t i)
{
    struct permit p;
    do
        p = fresh_permit(i++);
    while (p.power % 2 != 0);
    p.done[i % 2 ? 2 : 3] = NO_DAY;
    finish(&p);
}

static void late(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.decided = add_workdays(p.accepted, limit_days(p.power) + 25);
    p.done[4] = p.decided;
    p.done[5] = add_workdays(p.decided, 2);
    finish(&p);
}

static void decided_first(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.done[1] = add_workdays(p.decided, 4);
    finish(&p);
}

static void one_person(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.reviewer = p.acceptor;
    finish(&p);
}

static void undecided(int64_t i)
{
    struct permit p = permit_of(100 + ++plan.next_number, 20 + (int)i % 8);
    p.decided = p.done[3] = p.done[4] = p.done[5] = NO_DAY;
    p.result = "未办结";
    finish(&p);
}

static const struct planter cases[] = {
    {"SP01", "over_scale", "SP02", "permits|power_list", "县级审批超过权限上限", over_scale},
    {"SP01", "not_theirs", "SP02", "permits|power_list", "县级行使权力清单上没有的事项",
     not_theirs},
    {"SP01", "in_three", "", "permits|power_list", "同一申请人拆成三件，每件略低于县级权限",
     in_three},
    {"SP02", "missing_step", "SP01", "permits|permit_steps|power_steps", "缺专家评审或公示",
     missing_step},
    {"SP02", "late", "", "permits|power_list", "超过时限25个工作日", late},
    {"SP02", "decided_before_review", "SP01", "permits|permit_steps", "先决定后审查",
     decided_first},
    {"SP02", "one_person", "SP01", "permits", "受理与审查为同一人", one_person},
    {"SP02", "undecided", "", "permits|power_list", "受理数月未办结", undecided},
};

static void delegated(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.level = 2;
    p.power = 1 + p.power % 8;
    for (int s = 0; s < STEPS; s++)
        p.done[s] = s < 4 ? add_workdays(p.accepted, s) : add_workdays(p.decided, s - 4);
    p.scale = YUAN(36000000);
    p.delegation = ++plan.next_number;
    finish(&p);
}

static void exactly(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.level = 2;
    p.power = 1 + p.power % 8;
    for (int s = 0; s < STEPS; s++)
        p.done[s] = s < 4 ? add_workdays(p.accepted, s) : add_workdays(p.decided, s - 4);
    p.scale = YUAN(20000000);
    finish(&p);
}

static void suspended(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.suspended = 30;
    p.decided = add_workdays(p.accepted, limit_days(p.power) + 22);
    p.done[4] = p.decided;
    p.done[5] = add_workdays(p.decided, 1);
    finish(&p);
}

static void over_holiday(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.accepted = day_of(2025, 1, 13);
    p.decided = add_workdays(p.accepted, limit_days(p.power));
    for (int s = 0; s < STEPS; s++)
        if (p.done[s] != NO_DAY)
            p.done[s] = s < 4 ? add_workdays(p.accepted, s) : add_workdays(p.decided, s - 4);
    finish(&p);
}

static void refused(int64_t i)
{
    struct permit p = fresh_permit(i);
    p.result = "退回";
    p.decided = add_workdays(p.accepted, 3);
    for (int s = 1; s < STEPS; s++)
        p.done[s] = s == 4 ? p.decided : NO_DAY;
    finish(&p);
}

static const struct planter lookalikes[] = {
    {"SP01", "delegated", "SP02", "permits", "上级依法委托，有文号", delegated},
    {"SP01", "exactly_the_limit", "SP02", "permits", "规模恰为权限上限", exactly},
    {"SP02", "suspended", "", "permits", "补正、检测的时间依法不计", suspended},
    {"SP02", "over_holiday", "", "permits", "跨春节，自然日长而工作日未超", over_holiday},
    {"SP02", "refused", "SP01", "permits|permit_steps", "材料不符退回，后续环节不需要", refused},
};

const struct planters sp = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
