/* What is inspected, what is punished and how hard: the background. */
#include "enforcement.h"

enum { OFFENCES = 10 };
static const char *const offence[OFFENCES] = {
    "未按规定公示经营信息", "超范围经营",      "计量器具未检定",   "虚假宣传",
    "未取得许可从事餐饮",   "超标排放",        "违法占用城市道路", "未落实安全培训",
    "食品标签不合规",       "违规设置户外广告"};
static const char *const circumstance[3] = {"从轻", "一般", "从重"};

money base_fine(int of, int grade)
{
    static const int times[3] = {4, 10, 18};
    return YUAN(of == 5 ? 6000 : 500 + of * 150) * times[grade];
}

struct penalty penalty_of(int64_t n, int month)
{
    struct penalty p = {.number = n,
                        .office = 1 + n % plan.units,
                        .party = 1 + n % plan.companies,
                        .offence = (int)choose(821, n, 0, 0, OFFENCES - 1),
                        .circumstance = (int)choose(822, n, 0, 0, 2),
                        .video = 1,
                        .photos = (int)choose(823, n, 0, 4, 20),
                        .reviewed = 1,
                        .heard = 1};
    money base = base_fine(p.offence, p.circumstance);
    static int64_t seen[OFFENCES * 3];
    int group = p.offence * 3 + p.circumstance;
    p.amount = base / 100 * evenly(group, seen[group]++, 88, 112);
    p.minimum = base / 100 * 80;
    p.maximum = base / 100 * 120;
    p.opened = a_workday(825, n, month);
    p.decided = workday(p.opened + (int)choose(826, n, 0, 20, 60));
    p.officer = p.office * 10 + 8;
    p.second = p.office * 10 + 9;
    return p;
}

void penalty_write(const struct penalty *p)
{
    row(PENALTIES, p->decided);
    id('A', p->number);
    text(region_of(p->office));
    id('D', p->office);
    name("测试单位", p->office);
    uscc(p->party);
    name("测试公司", p->party);
    text(offence[p->offence]);
    text(p->grade ? p->grade : circumstance[p->circumstance]);
    date(p->opened);
    date(p->decided);
    cents(p->amount);
    cents(p->minimum);
    cents(p->maximum);
    id('R', p->officer);
    id('R', p->second);
    flag(p->video);
    number(p->photos);
    flag(p->reviewed);
    flag(p->heard);
    text(p->reason);
    id('J', p->inspection);
    end();
}

struct visit visit_of(int64_t n, int month)
{
    struct visit v = {.number = n,
                      .office = 1 + n % plan.units,
                      .target = 1 + n % plan.companies,
                      .day = a_workday(831, n, month),
                      .random = 1,
                      .video = 1,
                      .photos = (int)choose(832, n, 0, 3, 15),
                      .found = one_in(833, n, 0, 5),
                      .corrected = NO_DAY,
                      .origin = "双随机"};
    v.officer = v.office * 10 + 8;
    v.second = v.office * 10 + 9;
    v.region = region_of(v.office);
    return v;
}

void visit_write(const struct visit *v)
{
    static const char *const domain[] = {"食品", "特种设备", "计量", "广告"};
    row(INSPECTIONS, v->day);
    id('J', v->number);
    text(v->region);
    id('D', v->office);
    name("测试单位", v->office);
    uscc(v->target);
    name("测试公司", v->target);
    text(domain[v->number % 4]);
    date(v->day);
    flag(v->random);
    text(v->origin);
    id('R', v->officer);
    id('R', v->second);
    flag(v->video);
    number(v->photos);
    flag(v->found);
    id('A', v->penalty);
    date(v->corrected);
    end();
}

/* What is found is punished, or put right at once. */
void background_enforcement(void)
{
    int64_t visits = 500 * plan.scale, penalties = 330 * plan.scale, penalty = 0;
    int64_t first = 100000 * plan.scale;
    for (int64_t i = 0; i < visits; i++) {
        struct visit v = visit_of(first + i, (int)(i * (MONTHS - 4) / visits));
        if (v.found && i % 2) {
            struct penalty p = penalty_of(first + ++penalty, month_of(v.day) + 1);
            p.office = v.office;
            p.officer = v.officer;
            p.second = v.second;
            p.party = v.target;
            p.inspection = v.number;
            v.penalty = p.number;
            penalty_write(&p);
        } else if (v.found)
            v.corrected = workday(v.day + (int)choose(834, v.number, 0, 5, 25));
        visit_write(&v);
    }
    for (int64_t i = 0; i < penalties; i++) {
        struct penalty p = penalty_of(2 * first + i, (int)(i * (MONTHS - 4) / penalties));
        penalty_write(&p);
    }
}
