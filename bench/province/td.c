/* Land: what is due, what is collected, what is waived. */
#include "province.h"

enum { LAND_FROM = -2, LAND_YEARS = 5 }; /* 2021 to 2025 */

static void zone_year(int64_t zone, int year, int percent)
{
    money due = YUAN(choose(701, zone, year, 1000, 9000) * 10000);
    row(LAND, month_start(year * 12));
    id('Z', zone);
    name("测试片区", zone);
    text(region_of(zone));
    year_cell(year);
    cents(due);
    cents(due / 100 * percent);
    end();
}

static void zone_of(const int *percent)
{
    int64_t zone = 20 * plan.scale + ++plan.next_number;
    for (int y = 0; y < LAND_YEARS; y++)
        zone_year(zone, LAND_FROM + y, percent[y]);
    subject("zone_id", id_text('Z', zone), "");
}

struct parcel {
    int64_t number, zone, user;
    const char *method, *use;
    int contract, due, paid_on, certified;
    int64_t area;
    money appraised, price, paid;
    int ratio, built; /* hundredths */
    money topped_up;
};

static struct parcel parcel_of(int64_t n)
{
    struct parcel p = {.number = n,
                       .zone = 1 + n % (20 * plan.scale),
                       .user = 1 + n % plan.companies,
                       .method = n % 3 ? "挂牌" : "拍卖",
                       .use = n % 2 ? "工业" : "住宅"};
    p.contract = a_workday(711, n, (int)(n * 11 % 28) - 12);
    p.due = workday(p.contract + 180);
    p.paid_on = p.due - (int)choose(712, n, 0, 5, 60);
    p.certified = workday(p.paid_on + (int)choose(713, n, 0, 5, 40));
    p.area = choose(714, n, 0, 10, 80) * 1000;
    p.appraised = YUAN(p.area * choose(715, n, 0, 18, 60) * 100);
    p.price = p.appraised / 100 * choose(716, n, 0, 101, 118);
    p.paid = p.price;
    p.ratio = p.built = (int)choose(717, n, 0, 12, 28) * 10;
    return p;
}

static void parcel_write(const struct parcel *p)
{
    row(LAND_PARCELS, p->contract);
    id('B', p->number);
    id('Z', p->zone);
    text(region_of(p->zone));
    uscc(p->user);
    name("测试公司", p->user);
    text(p->method);
    text(p->use);
    number(p->area);
    cents(p->appraised);
    cents(p->price);
    date(p->contract);
    date(p->due);
    cents(p->paid);
    date(p->paid_on);
    date(p->certified);
    cents(p->ratio); /* two places, as an amount has */
    cents(p->built);
    cents(p->topped_up);
    end();
}

static void parcel_is_subject(const struct parcel *p)
{
    subject("parcel_id", id_text('B', p->number), "");
    subject("user_id", uscc_text(p->user), "");
}

static struct parcel fresh_parcel(void)
{
    struct parcel p = parcel_of(120 * plan.scale + ++plan.next_number);
    p.user = fresh_company();
    return p;
}

static void reduction(const struct parcel *p, const char *kind, money amount, int64_t approved,
                      int approved_on, int executed_on, const char *level, const char *reason)
{
    int64_t n = ++plan.next_number;
    row(LAND_REDUCTIONS, executed_on);
    id('M', n);
    id('B', p->number);
    text(region_of(p->zone));
    uscc(p->user);
    text(kind);
    cents(amount);
    approval(approved);
    date(approved_on);
    date(executed_on);
    text(level);
    text(reason);
    end();
}

static void reduction_is_subject(const struct parcel *p)
{
    subject("reduction_id", id_text('M', plan.next_number), "");
    parcel_is_subject(p);
}

void background_land(void)
{
    for (int y = 0; y < LAND_YEARS; y++)
        for (int64_t zone = 1; zone <= 20 * plan.scale; zone++)
            zone_year(zone, LAND_FROM + y, (int)choose(702, zone, y, 85, 100));
    for (int64_t n = 1; n <= 120 * plan.scale; n++) {
        struct parcel p = parcel_of(n);
        parcel_write(&p);
        if (n % 8 == 0) {
            int day = workday(p.due - 30);
            reduction(&p, "缓缴", p.price / 100 * 3, n, day, workday(day + 9), "省",
                      "依省政府文件缓缴，已按期补缴");
        }
    }
}

/* --- cases */

static void two_bad_years(int64_t i)
{
    int percent[LAND_YEARS] = {94, 91, 96, 90, 93}, from = (int)i % 4;
    percent[from] = 41 + (int)i % 15;
    percent[from + 1] = 52;
    zone_of(percent);
}

static void overdue(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.contract = a_workday(721, i, 2 + (int)i % 8);
    p.due = workday(p.contract + 180);
    p.paid = p.price / 100 * 30;
    p.paid_on = p.certified = NO_DAY;
    parcel_write(&p);
    parcel_is_subject(&p);
}

static void certified_first(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.certified = workday(p.contract + 40);
    p.paid_on = workday(p.due - 6);
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static void paid_late(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.paid_on = workday(p.due + 330);
    p.certified = workday(p.paid_on + 10);
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static void waived(int64_t i)
{
    struct parcel p = fresh_parcel();
    parcel_write(&p);
    reduction(&p, "减免", p.price / 100 * 22, 0, NO_DAY, workday(p.due), "县", "招商引资");
    reduction_is_subject(&p);
    (void)i;
}

static void low_level(int64_t i)
{
    struct parcel p = fresh_parcel();
    parcel_write(&p);
    int day = workday(p.due - 20);
    reduction(&p, "减免", p.price / 100 * 18, 9000 + i, day, day + 8, "乡镇", "支持企业发展");
    reduction_is_subject(&p);
}

static void given_back(int64_t i)
{
    struct parcel p = fresh_parcel();
    parcel_write(&p);
    reduction(&p, i % 2 ? "返还" : "以奖代补", p.price / 100 * 45, 0, NO_DAY,
              workday(p.paid_on + 40), "县", "产业扶持");
    reduction_is_subject(&p);
}

static void before_approval(int64_t i)
{
    struct parcel p = fresh_parcel();
    parcel_write(&p);
    int day = workday(p.due - 20);
    reduction(&p, "减免", p.price / 100 * 12, 9500 + i, workday(day + 70), day, "省", "依文件减免");
    reduction_is_subject(&p);
}

static void below_value(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.method = "协议出让";
    p.price = p.appraised / 100 * (62 + i % 8);
    p.paid = p.price;
    parcel_write(&p);
    parcel_is_subject(&p);
}

static void built_more(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.built = p.ratio + 80;
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static const struct planter cases[] = {
    {"TD01", "two_bad_years", "", "land", "收缴率连续两年低于60%", two_bad_years},
    {"TD01", "overdue", "TD02", "land_parcels", "逾期两年以上，只缴三成", overdue},
    {"TD01", "certified_first", "TD02|SP02", "land_parcels", "未缴清价款先办登记", certified_first},
    {"TD01", "paid_late", "TD02", "land_parcels", "逾期近一年才缴清", paid_late},
    {"TD02", "waived", "TD01", "land_reductions|land_parcels", "减免没有批准文号", waived},
    {"TD02", "low_level", "TD01|SP01", "land_reductions", "乡镇批准减免", low_level},
    {"TD02", "given_back", "TD01", "land_reductions|land_parcels", "缴清后返还近半价款，无批准",
     given_back},
    {"TD02", "before_approval", "TD01|SP02", "land_reductions", "先减免后批准", before_approval},
    {"TD02", "below_value", "TD01", "land_parcels", "协议出让价不到评估价七成", below_value},
    {"TD02", "built_more", "TD01", "land_parcels", "容积率提高而未补缴价款", built_more},
};

/* --- innocent */

static void one_bad_year(int64_t i)
{
    int percent[LAND_YEARS] = {95, 93, 45, 98, 96};
    zone_of(percent);
    (void)i;
}

static void exactly(int64_t i)
{
    int percent[LAND_YEARS] = {95, 60, 60, 98, 96};
    zone_of(percent);
    (void)i;
}

static void not_due(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.contract = a_workday(722, i, 32);
    p.due = workday(p.contract + 365);
    p.paid = p.price / 100 * 50;
    p.paid_on = p.certified = NO_DAY;
    parcel_write(&p);
    parcel_is_subject(&p);
}

static void topped_up(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.built = p.ratio + 60;
    p.topped_up = p.price / 100 * 28;
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static void measured(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.built = p.ratio + 1;
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static void public_use(int64_t i)
{
    struct parcel p = fresh_parcel();
    p.method = "划拨";
    p.use = "公共服务";
    p.price = p.paid = 0;
    p.appraised = BLANK;
    p.due = p.paid_on = NO_DAY;
    parcel_write(&p);
    parcel_is_subject(&p);
    (void)i;
}

static void national_rule(int64_t i)
{
    struct parcel p = fresh_parcel();
    parcel_write(&p);
    int day = workday(p.due - 20);
    reduction(&p, "减免", p.price / 100 * 10, 9900 + i, day, workday(day + 8), "国务院",
              "依国务院规定减免");
    reduction_is_subject(&p);
}

static const struct planter lookalikes[] = {
    {"TD01", "one_bad_year", "", "land", "只有一年低于60%", one_bad_year},
    {"TD01", "exactly_60", "", "land", "连续两年恰为60%", exactly},
    {"TD01", "not_due_yet", "TD02", "land_parcels", "分期缴款，尚未到期", not_due},
    {"TD02", "topped_up", "TD01", "land_parcels", "容积率调整后已补缴", topped_up},
    {"TD02", "measured", "TD01", "land_parcels", "实测误差百分之一", measured},
    {"TD02", "public_use", "TD01", "land_parcels", "公益用地划拨，没有价款", public_use},
    {"TD02", "national_rule", "TD01", "land_reductions", "依国务院规定减免", national_rule},
};

const struct planters td = {cases, lookalikes, COUNT(cases), COUNT(lookalikes)};
