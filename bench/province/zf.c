/* ZF01 and ZF02: too hard, too mild, one singled out, nothing on record. */
#include "enforcement.h"

static struct penalty fresh_penalty(int64_t i)
{
    struct penalty p = penalty_of(100 + ++plan.next_number, (int)(i * 5 % 31));
    p.party = fresh_company();
    return p;
}

static void finish(const struct penalty *p)
{
    penalty_write(p);
    subject("penalty_id", id_text('A', p->number), "");
    subject("party_id", uscc_text(p->party), "");
}

static struct visit fresh_visit(int64_t i)
{
    struct visit v = visit_of(100 + ++plan.next_number, (int)(i * 5 % 31));
    v.target = fresh_company();
    v.found = 0;
    return v;
}

static void finish_visit(const struct visit *v)
{
    visit_write(v);
    subject("inspection_id", id_text('J', v->number), "");
}

static void heavy(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.circumstance = 1;
    p.amount = base_fine(p.offence, 1) * 4;
    p.minimum = base_fine(p.offence, 1) / 100 * 80;
    p.maximum = base_fine(p.offence, 1) * 5;
    finish(&p);
}

static void light(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.circumstance = 2;
    p.amount = base_fine(p.offence, 2) / 12;
    p.minimum = 0;
    p.maximum = base_fine(p.offence, 2) / 100 * 120;
    finish(&p);
}

static void below_minimum(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.amount = p.minimum / 100 * 45;
    finish(&p);
}

static void above_maximum(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.amount = p.maximum / 100 * 170;
    finish(&p);
}

/* Found again and again, never punished, never put right. */
static void found_and_left(int64_t i)
{
    struct visit v = fresh_visit(i);
    subject("target_id", uscc_text(v.target), "");
    for (int k = 0; k < 3; k++) {
        v.number = 100 + ++plan.next_number;
        v.day = a_workday(841, v.target, 10 + k * 5);
        v.found = 1;
        finish_visit(&v);
    }
}

/* One enterprise is visited twelve times in a year, never by lot. */
static void singled_out(int64_t i)
{
    struct visit v = fresh_visit(i);
    subject("target_id", uscc_text(v.target), "");
    subject("target_id", uscc_text(v.target), year_text(1));
    for (int m = 12; m < 24; m++) {
        v.number = 100 + ++plan.next_number;
        v.day = a_workday(842, v.target, m);
        v.random = 0;
        v.origin = "";
        finish_visit(&v);
    }
}

static void no_record(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.video = p.photos = 0;
    finish(&p);
}

static void alone(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.second = 0;
    finish(&p);
}

static struct penalty large_fine(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.offence = 5;
    p.circumstance = 2;
    p.amount = base_fine(5, 2);
    p.minimum = p.amount / 100 * 80;
    p.maximum = p.amount / 100 * 120;
    return p;
}

static void not_reviewed(int64_t i)
{
    struct penalty p = large_fine(i);
    p.reviewed = 0;
    finish(&p);
}

static void not_heard(int64_t i)
{
    struct penalty p = large_fine(i);
    p.heard = 0;
    finish(&p);
}

static void unseen_visit(int64_t i)
{
    struct visit v = fresh_visit(i);
    v.video = v.photos = 0;
    finish_visit(&v);
}

static void visited_alone(int64_t i)
{
    struct visit v = fresh_visit(i);
    v.second = 0;
    finish_visit(&v);
}

/* The same officer in two cities on one day. */
static void two_places(int64_t i)
{
    struct visit v = fresh_visit(i);
    v.officer = 7000000 + ++plan.next_number;
    subject("officer_id", id_text('R', v.officer), "");
    subject("officer_id inspected_on", id_text('R', v.officer), "");
    finish_visit(&v);
    v.number = 100 + ++plan.next_number;
    v.target = fresh_company();
    v.region = region_of(v.office + 5);
    finish_visit(&v);
}

static const struct planter cases[] = {
    {"ZF01", "heavy", "", "penalties", "同案由同情节，罚款为他人四倍", heavy},
    {"ZF01", "light", "", "penalties", "同案由从重情节，罚款仅为他人十二分之一", light},
    {"ZF01", "below_minimum", "", "penalties", "低于裁量下限，没有理由", below_minimum},
    {"ZF01", "above_maximum", "", "penalties", "高于裁量上限，没有理由", above_maximum},
    {"ZF01", "found_and_left", "ZF02", "inspections", "三次发现问题，既未处罚也未改正",
     found_and_left},
    {"ZF01", "singled_out", "ZF02", "inspections", "一年检查十二次，均无来源", singled_out},
    {"ZF02", "no_record", "", "penalties", "没有音像记录和照片", no_record},
    {"ZF02", "alone", "", "penalties", "一人执法", alone},
    {"ZF02", "not_reviewed", "ZF01", "penalties", "大额罚款未经法制审核", not_reviewed},
    {"ZF02", "not_heard", "ZF01", "penalties", "大额罚款未告知听证", not_heard},
    {"ZF02", "unseen_visit", "", "inspections", "检查没有音像记录和照片", unseen_visit},
    {"ZF02", "visited_alone", "", "inspections", "一人检查", visited_alone},
    {"ZF02", "two_places", "ZF01", "inspections", "同一人同日在两市检查", two_places},
};

/* --- innocent */

static void first_time(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.grade = "不予";
    p.amount = p.minimum = p.maximum = 0;
    p.reason = "首违不罚清单";
    finish(&p);
}

static void with_reason(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.amount = p.minimum / 100 * 70;
    p.grade = "减轻";
    p.reason = "主动消除危害后果并配合查处，集体讨论决定";
    finish(&p);
}

static void complaints(int64_t i)
{
    struct visit v = fresh_visit(i);
    subject("target_id", uscc_text(v.target), "");
    subject("target_id", uscc_text(v.target), year_text(1));
    for (int m = 12; m < 21; m++) {
        v.number = 100 + ++plan.next_number;
        v.day = a_workday(843, v.target, m);
        v.random = 0;
        v.origin = "投诉举报";
        finish_visit(&v);
    }
}

static void photos_instead(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.video = 0;
    p.photos = 16;
    p.reason = "记录仪故障，已作书面说明";
    finish(&p);
}

static void small_fine(int64_t i)
{
    struct penalty p = fresh_penalty(i);
    p.reviewed = p.heard = 0;
    p.offence = 0;
    p.circumstance = 0;
    p.amount = base_fine(0, 0);
    p.minimum = p.amount / 2;
    p.maximum = p.amount * 2;
    finish(&p);
}

static void put_right(int64_t i)
{
    struct visit v = fresh_visit(i);
    v.found = 1;
    v.corrected = workday(v.day + 6);
    finish_visit(&v);
    subject("target_id", uscc_text(v.target), "");
}

static const struct planter lookalikes[] = {
    {"ZF01", "first_time", "ZF02", "penalties", "首违不罚", first_time},
    {"ZF01", "with_reason", "ZF02", "penalties", "依法减轻，理由已载明", with_reason},
    {"ZF01", "complaints", "ZF02", "inspections", "因投诉举报多次检查", complaints},
    {"ZF01", "put_right", "ZF02", "inspections", "发现后及时改正", put_right},
    {"ZF02", "photos_instead", "", "penalties", "记录仪故障，有照片和说明", photos_instead},
    {"ZF02", "small_fine", "", "penalties", "小额罚款依法不需法制审核和听证", small_fine},
};

const struct planters zf = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
