/* How an alert came by its grade, score and handler, in sentences of the pack's language. */
#include "grading_int.h"

struct telling {
    const struct grading *g;
    const struct graded *a;
    const struct routing *routing;
    bool zh;
    struct buffer *b;
};

static void say(const struct telling *t, const char *en, const char *zh)
{
    buffer_text(t->b, t->zh ? zh : en);
}

/* There are several in each alert, and printf would take longer than all the rest. */
static void say_count(const struct telling *t, const char *en, const char *zh, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    say(t, en, zh);
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    buffer_append(t->b, digits + at, sizeof digits - at);
}

static void say_number(const struct telling *t, const struct num *v)
{
    char text[NUM_TEXT_MAX];
    buffer_append(t->b, text, num_text(v, NULL, 0, text));
}

static void say_rule(const struct telling *t, int rule)
{
    say(t, "rule '", "规则“");
    buffer_text(t->b, t->g->grades->decision.rules[rule].name);
    say_count(t, "' (grades.csv:", "”（grades.csv:", grading_rule_line(t->g, rule));
    say(t, ")", "）");
}

static void say_inputs(const struct telling *t)
{
    static const char *const levels[] = {"", "蓝色", "黄色", "红色"};
    const struct graded *a = t->a;
    say(t, ": level ", "：级别 ");
    buffer_text(t->b, t->zh ? levels[a->level] : level_name((enum level)a->level));
    say_count(t, ", run ", "，连续期数 ", a->run);
    say_count(t, ", families ", "，指标族数 ", grading_families(t->g, a));
    say_count(t, ", repeat ", "，此前查实次数 ", a->repeat);
    if (t->g->options.ledger_n == 0)
        say(t, " (no ledger)", "（未给台账）");
    if (!t->g->origins[a->origin].money)
        return; /* its value is no amount: there is nothing to know */
    if (a->amount == NO_NUMBER) {
        say(t, ", amount unknown", "，金额未知");
    } else {
        say(t, ", amount ", "，金额 ");
        struct num amount = grading_amount(t->g, a);
        say_number(t, &amount);
    }
}

static void say_doubt(const struct telling *t)
{
    say(t, "; in doubt: ", "；存疑：");
    buffer_text(t->b, grade_input_name((enum grade_input)t->a->doubt_input));
    say(t, " is not known; if it were, ", " 未知，如已知，");
    say_rule(t, t->a->doubt);
    say(t, " might hold first", "也许先成立");
}

static void say_grade(const struct telling *t)
{
    const struct grading *g = t->g;
    const struct graded *a = t->a;
    struct num points = grading_points(g, a);
    if (a->rule >= 0)
        say_rule(t, a->rule);
    else
        say(t, "no rule of grades.csv holds, its own level stands",
            "grades.csv 没有一条规则成立，沿用预警自身级别");
    say_inputs(t);
    say(t, "; points ", "；计分 ");
    say_number(t, &points);
    if (a->trial)
        say(t, " (not counted: on trial)", "（试行，不计入得分）");
    if (a->grade != grading_given(g, a))
        say(t, "; on trial: no higher than blue, and no action",
            "；试行指标：不高于蓝色，不采取处置");
    if (a->doubt >= 0)
        say_doubt(t);
}

/* The account is the score, a NUL, and what it is made of. */
static void say_score(const struct telling *t)
{
    struct slice made = t->g->accounts.keys[t->g->subjects[t->a->subject].account];
    struct slice score = slice_split(&made, '\0');
    say(t, "; score of the subject ", "；该对象得分 ");
    buffer_slice(t->b, score);
    if (made.n > 0) {
        buffer_text(t->b, " = ");
        buffer_slice(t->b, made);
    } else {
        say(t, ": all its indicators are on trial", "：其指标均为试行");
    }
}

static void say_route(const struct telling *t)
{
    const struct routing *r = t->routing;
    if (r->route >= 0) {
        say_count(t, "; route routes.csv:", "；分送 routes.csv:", r->line);
    } else {
        say(t, "; no handler", "；无承办");
    }
    if (r->reasons.n > 0) {
        say(t, "; ", "；");
        buffer_slice(t->b, buffer_view(&r->reasons));
    }
}

static void say_id(const struct telling *t, const struct graded *a)
{
    for (size_t i = 0; i < sizeof a->id; i++)
        buffer_printf(t->b, "%02x", a->id[i]);
}

static void say_joint(const struct telling *t)
{
    uint32_t number = t->g->subjects[t->a->subject].joint;
    if (number == NO_NUMBER)
        return;
    const struct joint *j = &t->g->joints[number];
    say_count(t, "; joint case of ", "；并案：共 ", j->alerts);
    say(t, " alerts (", " 条预警（");
    buffer_slice(t->b, j->departments);
    say(t, ")", "）");
    if (j->leader == NO_NUMBER) {
        say(t, ", nobody is left to lead it", "，无人可牵头");
        return;
    }
    const struct graded *leader = &t->g->alerts[j->leader];
    say(t, ", led by the handler of ", "，由下列预警的承办方牵头：");
    buffer_slice(t->b, t->g->origins[leader->origin].indicator);
    buffer_char(t->b, ' ');
    say_id(t, leader);
    if (t->routing->handler[0] != '\0' && strcmp(t->routing->handler, j->handler) != 0) {
        say(t, " (alone this one would be handled by ", "（本条单独应由以下单位承办：");
        buffer_text(t->b, t->routing->handler);
        say(t, ")", "）");
    }
}

bool grading_reasons(const struct grading *g, const struct graded *a, const struct routing *routing,
                     struct buffer *out)
{
    struct telling t = {g, a, routing, strncmp(g->pack->language, "zh", 2) == 0, out};
    out->n = 0;
    say_grade(&t);
    say_score(&t);
    say_route(&t);
    say_joint(&t);
    if (a->confirmed)
        say(&t, "; confirmed: the day is the ledger's", "；已查实：期限以台账为准");
    return !out->failed;
}
