/* Decision tables, held against a plain reading of their cells for each case of a small grid. */
#include "decision.h"

#include <stdlib.h>

#include "buffer.h"
#include "tap.h"

enum { FIELD, LEVEL, RUN, AMOUNT, INPUTS };
static const char *const levels[] = {"blue", "yellow", "red", "蓝", "黄", "红"};
static const struct decision_input inputs[INPUTS] = {
    {.name = "field"},
    {.name = "level", .values = levels, .also = levels + 3, .value_n = 3},
    {.name = "run", .number = true, .whole = true, .bounded = true, .least = 1},
    {.name = "amount", .number = true, .bounded = true},
};
static const char *const outputs[] = {"grade", "note"};

static struct arena arena;
static struct sheet sheet;
static struct decision decision;
static struct error error;

static enum status read_table(struct slice csv)
{
    arena_reset(&arena);
    error = (struct error){0};
    enum status r = sheet_parse("g.csv", csv, NULL, &arena, &sheet, &error);
    return r == ST_OK
               ? decision_read(&sheet, inputs, INPUTS, outputs, 2, 1, &arena, &decision, &error)
               : r;
}

static struct num number(const char *text)
{
    struct num v = num_decimal(0, 0);
    if (num_parse(slice_of(text), &v) != NUM_OK)
        ok(false, "'%s' is a number", text);
    return v;
}

static struct decision_value known_text(const char *s)
{
    return (struct decision_value){.known = true, .text = slice_of(s)};
}
static struct decision_value known_number(const char *s)
{
    return (struct decision_value){.known = true, .number = number(s)};
}

/* ---- what is refused ---- */

static void is_error(enum status got, const char *want)
{
    char text[2048];
    error_render(&error, text, sizeof text);
    bool good = got == ST_USAGE && strcmp(text, want) == 0;
    if (!ok(good, "%s", want))
        printf("#  got: %d %s\n", (int)got, text);
}

static void test_refused(void)
{
    static const struct {
        const char *csv, *text;
    } bad[] = {
        {"uniqe,grade\n",
         "g.csv:1:1: 'uniqe' is no hit policy (nearest: 'unique'; the first column is headed by "
         "unique, any, first or priority, its cells name the rules)"},
        {"# rules\nrule,grade\n",
         "g.csv:2:1: 'rule' is no hit policy (the first column is headed by unique, any, first or "
         "priority, its cells name the rules)"},
        {"first,levl,grade\n",
         "g.csv:1:2: unknown column 'levl' (nearest: 'level'; known: first, grade, note, field, "
         "level, run, amount)"},
        {"first,level\n", "g.csv:1: column 'grade' is missing (needed: first, grade)"},
        {"first,grade\na,red\n,red\n", "g.csv:3:1: a rule without a name: fill it"},
        {"first,grade\na,x\n#\na,x\n", "g.csv:4:1: rule 'a' stands twice, here and in line 2"},
        {"first,level,grade\na,rde,x\n",
         "g.csv:2:2: unknown level 'rde' (nearest: 'red'; known: blue, yellow, red)"},
        {"first,level,grade\na,!blue | reed,x\n",
         "g.csv:2:2: unknown level 'reed' (nearest: 'red'; known: blue, yellow, red)"},
        {"first,level,grade\na,blue||red,x\n",
         "g.csv:2:2: 'blue||red' has nothing beside a bar or sign"},
        {"first,level,grade\na,!,x\n", "g.csv:2:2: '!' has nothing beside a bar or sign"},
        {"first,field,grade\na,GC|,x\n", "g.csv:2:2: 'GC|' has nothing beside a bar or sign"},
        {"first,field,grade\na,!GC|!CZ,x\n",
         "g.csv:2:2: '!GC|!CZ': the '!' for none of them stands once, before the first"},
        {"first,level,grade\na,!red|黄|blue,x\n",
         "g.csv:2:2: '!red|黄|blue' can never hold: it leaves no level that there can be"},
        {"first,run,grade\na,many,x\n",
         "g.csv:2:2: 'many' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, "
         "several joined by |"},
        {"first,run,grade\na,=3,x\n",
         "g.csv:2:2: '=3' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, several "
         "joined by |"},
        {"first,run,grade\na,1|>=2..5,x\n",
         "g.csv:2:2: '1|>=2..5' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, "
         "several joined by |"},
        {"first,run,grade\na,2..,x\n",
         "g.csv:2:2: '2..' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, several "
         "joined by |"},
        {"first,run,grade\na,3|,x\n",
         "g.csv:2:2: '3|' is no condition on a number; write 3, >=3, >3, <3, <=3 or 2..5, several "
         "joined by |"},
        {"first,run,grade\na,3|5..2,x\n", "g.csv:2:2: '5..2' begins above its end"},
        {"first,run,grade\na,0,x\n", "g.csv:2:2: '0' can never hold: run is a whole number from 1"},
        {"first,run,grade\na,3|<1,x\n",
         "g.csv:2:2: '<1' can never hold: run is a whole number from 1"},
        {"first,run,grade\na,2.5,x\n",
         "g.csv:2:2: '2.5' can never hold: run is a whole number from 1"},
        {"first,run,grade\na,2.2..2.8,x\n",
         "g.csv:2:2: '2.2..2.8' can never hold: run is a whole number from 1"},
        {"first,amount,grade\na,<0,x\n", "g.csv:2:2: '<0' can never hold: amount is never below 0"},
        {"first,amount,grade\na,-3..-0.1,x\n",
         "g.csv:2:2: '-3..-0.1' can never hold: amount is never below 0"},
        {"first,amount,grade\na,>0.0000000000000000001,x\n",
         "g.csv:2:2: number too fine: '0.0000000000000000001'; 18 digits behind the point are "
         "taken"},
        {"first,amount,grade\na,0.00000000000000001%,x\n",
         "g.csv:2:2: number too fine: '0.00000000000000001%'; 18 digits behind the point are "
         "taken"},
        {"first,amount,grade\na,1..999999999999999999999999999999999999999,x\n",
         "g.csv:2:2: number too large: '999999999999999999999999999999999999999'; 38 digits are "
         "taken"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        is_error(read_table(slice_of(bad[i].csv)), bad[i].text);
}

/* ---- what one condition means ---- */

static void holds(const char *input, const char *condition, const char *value, bool want)
{
    struct buffer b = {0};
    struct decision_value v[INPUTS] = {{0}};
    size_t i = 0, in;
    int doubt, second;
    buffer_printf(&b, "first,%s,grade\na,\"%s\",x\n", input, condition);
    while (strcmp(inputs[i].name, input) != 0)
        i++;
    v[i] = inputs[i].number ? known_number(value) : known_text(value);
    bool good = read_table(buffer_view(&b)) == ST_OK &&
                decision_match(&decision, v, &doubt, &in, &second) == (want ? 0 : -1) &&
                doubt == -1;
    if (!ok(good, "%s '%s' %s %s", input, condition, want ? "holds for" : "does not hold for",
            value))
        printf("# %s\n", error.text);
    buffer_free(&b);
}

static void test_conditions(void)
{
    static const struct {
        const char *input, *condition, *yes, *no;
    } t[] = {
        {"amount", "2..5", "5", "5.01"},
        {"amount", "2..5", "2.000", "1.999999999999999999"},
        {"amount", " 2 .. 5 ", "3", "6"},
        {"amount", ">=0.15", "0.15", "0.149999999999999999"},
        {"amount", "15%", "0.150", "15"},
        {"amount", ">15％", "0.151", "0.15"},
        {"amount", ">=500,000", "500000", "499999.99"},
        {"amount", "1,000..2,000|3,000", "3000", "2500"},
        {"amount", "<=0", "0", "0.01"},
        {"amount", "≥3｜1", "1", "2"},
        {"amount", "≤3", "3", "3.1"},
        {"amount", "＜＝3", "3", "3.1"},
        {"amount", "<3", "2.99", "3"},
        {"amount", "99999999999999999999999999999999999999",
         "99999999999999999999999999999999999999", "9999999999999999999999999999999999999"},
        {"run", ">2.5", "3", "2"},
        {"run", ">=2.5", "3", "2"},
        {"run", "<2.5", "2", "3"},
        {"run", "<3", "2", "3"},
        {"run", ">3", "4", "3"},
        {"run", "1..2|4", "4", "3"},
        {"run", "-1..2", "1", "3"},
        {"run", "3.00", "3", "4"},
        {"field", "GC", "GC", "gc"},
        {"field", "GC | CZ", "CZ", "G"},
        {"field", "!GC｜CZ", "", "CZ"},
        {"field", "！GC", "MS", "GC"},
        {"level", "blue|red", "red", "yellow"},
        {"level", "红", "red", "blue"},
        {"level", "!蓝", "yellow", "blue"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        holds(t[i].input, t[i].condition, t[i].yes, true);
        holds(t[i].input, t[i].condition, t[i].no, false);
    }
    holds("amount", "-", "0", true);
    holds("level", "－", "red", true);
    holds("field", "—", "red", true);
}

/* ---- policies, unknown inputs ---- */

static struct decision_value values[INPUTS];

/* Rule, doubt, its input and the second, as "a ?b:amount +c". */
static void is_match(const char *want, const char *name)
{
    int doubt, second;
    size_t in;
    struct buffer b = {0};
    int rule = decision_match(&decision, values, &doubt, &in, &second);
    buffer_text(&b, rule < 0 ? "none" : decision.rules[rule].name);
    if (doubt >= 0)
        buffer_printf(&b, " ?%s:%s", decision.rules[doubt].name, inputs[in].name);
    if (second >= 0)
        buffer_printf(&b, " +%s", decision.rules[second].name);
    is_text(b.p, b.n, want, name);
    buffer_free(&b);
}

static void use(const char *csv)
{
    if (!ok(read_table(slice_of(csv)) == ST_OK, "a table"))
        printf("# %s\n", error.text);
    values[FIELD] = known_text("GC");
    values[LEVEL] = known_text("red");
    values[RUN] = known_number("3");
    values[AMOUNT] = (struct decision_value){0};
}

static void test_policies(void)
{
    use("首个,level,run,amount,grade\n"
        "rich,,,>=100,x\nlong,red,>=3,,x\npoor,,,<100,x\nlow,blue,,>5,x\nrest,,,,x\n");
    ok(decision.policy == HIT_FIRST, "首个 is first");
    is_match("long ?rich:amount", "a doubt before the rule that holds");
    values[AMOUNT] = known_number("100");
    is_match("rich", "none when the amount is known");
    values[AMOUNT] = known_number("99.99");
    is_match("long", "and the other way");
    values[LEVEL] = known_text("blue");
    values[AMOUNT].known = false;
    is_match("rest ?rich:amount", "a false condition beside an unknown one is false");
    values[RUN] = (struct decision_value){0};
    values[LEVEL] = known_text("red");
    is_match("rest ?rich:amount", "the first doubt is told");
    values[AMOUNT] = known_number("1");
    is_match("poor ?long:run", "the input that is unknown there");

    use("First,level,run,amount,grade\na,red,2..5,>5,x\n");
    is_match("none ?a:amount", "no rule holds for sure");
    values[RUN] = known_number("6");
    is_match("none", "false and unknown is false");

    use("唯一,level,run,amount,grade\na,,,>=100,x\nb,,3,,x\nc,blue,,,x\nd,,>=3,,x\n");
    ok(decision.policy == HIT_UNIQUE, "唯一 is unique");
    is_match("b +d", "two rules hold under unique; the doubt gives way");
    values[RUN] = known_number("2");
    is_match("none ?a:amount", "unique, and none for sure");
    values[LEVEL] = known_text("blue");
    is_match("c", "unique, and one");

    use("任意,run,amount,grade\na,,>=100,x\nb,3,,x\nc,3,,x\n");
    ok(decision.policy == HIT_ANY, "任意 is any");
    is_match("b", "any: several may hold, and the same follows");

    use("优先,run,amount,grade\na,3,,x\nb,>=2,,x\nc,3,>1,x\nd,3,>2,x\ne,>=3,,x\n");
    ok(decision.policy == HIT_PRIORITY, "优先 is priority");
    for (int i = 0; i < 5; i++)
        decision.rules[i].rank = (const int[]){1, 2, 3, 3, 2}[i];
    is_match("b ?c:amount", "priority: the highest, the first of equals, and what would be before");
    decision.rules[2].rank = 2;
    is_match("b ?d:amount", "a doubt of equal rank behind it is none");
    values[AMOUNT] = known_number("3");
    is_match("d", "all is known");
    values[RUN] = known_number("9");
    is_match("b", "and less holds");

    use("first,grade\n");
    is_match("none", "no rules");
    struct slice text;
    size_t rule;
    use("first,field,grade\na,,x\nb,!GC|CZ,x\nc,CZ|AA,x\n");
    ok(decision_text(&decision, FIELD, 0, &text, &rule) && slice_eq(text, SLICE("AA")) &&
           rule == 2 && decision_text(&decision, FIELD, 1, &text, &rule) &&
           slice_eq(text, SLICE("CZ")) && rule == 1 &&
           decision_text(&decision, FIELD, 2, &text, &rule) && slice_eq(text, SLICE("GC")) &&
           !decision_text(&decision, FIELD, 3, &text, &rule),
       "the texts that rules name, and the first that does");
    values[AMOUNT] = known_number("1");
    values[FIELD] = known_text("MS");
    is_match("a", "a table of texts");
}

/* More rules than a word of 64 holds. */
static void test_many(void)
{
    struct buffer b = {0};
    buffer_text(&b, "unique,field,run,grade\n");
    for (int i = 0; i < 200; i++)
        buffer_printf(&b, "r%d,F%d,%d..%d,x\n", i, i % 10, i / 10 * 3 + 1, i / 10 * 3 + 3);
    buffer_text(&b, "last,,>=61,x\n");
    ok(read_table(buffer_view(&b)) == ST_OK, "201 rules");
    size_t bad = 0;
    for (int field = 0; field < 10; field++) {
        for (int run = 1; run <= 70; run++) {
            char name[8];
            int n = snprintf(name, sizeof name, "F%d", field), doubt, second;
            size_t in;
            values[FIELD] = (struct decision_value){.known = true, .text = {name, (size_t)n}};
            values[RUN] = (struct decision_value){.known = true, .number = num_decimal(run, 0)};
            int want = run > 60 ? 200 : (run - 1) / 3 * 10 + field;
            bad += decision_match(&decision, values, &doubt, &in, &second) != want || second != -1;
        }
    }
    is_int((int64_t)bad, 0, "each finds its rule");
    struct decision_value any[INPUTS] = {{0}};
    struct decision_kind kind = {.values = any, .name = "all"};
    ok(decision_overlap(&decision, &kind, 1, NULL, NULL, &error) == ST_OK, "and none overlap");
    buffer_text(&b, "extra,F9,30,x\n");
    read_table(buffer_view(&b));
    is_error(decision_overlap(&decision, &kind, 1, NULL, NULL, &error),
             "g.csv:203:1: rules 'extra' and 'r99' (line 101) both hold for field F9, run 30; with "
             "hit policy unique only one may: narrow one of them");
    buffer_free(&b);
}

/* ---- overlaps and gaps in words ---- */

static const struct decision_value gc[INPUTS] = {{true, {"GC", 2}, {0}}};
static const struct decision_value cz[INPUTS] = {{true, {"CZ", 2}, {0}}};
static const struct decision_value any[INPUTS] = {{false, {NULL, 0}, {0}}};
static const bool no_amount[INPUTS] = {[AMOUNT] = true};
static const uint64_t no_blue[INPUTS] = {[LEVEL] = 1};
static const int64_t from_3[INPUTS] = {[RUN] = 3};
static const struct decision_kind kinds[] = {
    {.values = gc, .lacks = no_amount, .name = "GC-01"},
    {.values = cz, .never = no_blue, .least = from_3, .name = "CZ-01"},
    {.values = any, .name = "other"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool same_grade(const void *context, size_t a, size_t b)
{
    const struct decision *d = context;
    return slice_eq(sheet_cell(d->sheet, a, d->output[0]), sheet_cell(d->sheet, b, d->output[0]));
}

static enum status overlap(void)
{
    return decision_overlap(&decision, kinds, KINDS, same_grade, &decision, &error);
}

static void take_gap(void *context, const char *text)
{
    struct buffer *b = context;
    buffer_printf(b, "%s\n", text);
}

static void is_gaps(const char *csv, const char *want)
{
    struct buffer b = {0};
    bool whole = false;
    use(csv);
    ok(decision_gaps(&decision, kinds, KINDS, 20, take_gap, &b, &whole, &error) == ST_OK && whole,
       "its gaps");
    is_text(b.p == NULL ? "" : b.p, b.n, want, "in words");
    buffer_free(&b);
}

static void test_words(void)
{
    use("unique,field,level,run,amount,grade\na,GC,,,,x\nb,CZ,red,>=5,,x\nc,CZ,red,3..4,,x\n"
        "d,!GC|CZ,,,,x\n");
    ok(overlap() == ST_OK, "nothing overlaps");
    use("unique,field,level,run,amount,grade\na,,red,>=3,>2,x\n#\nb,,,<=4,<5,y\n");
    is_error(overlap(), "g.csv:4:1: rules 'b' and 'a' (line 2) both hold for CZ-01: level red, run "
                        "3..4, amount >2 and <5; with hit policy unique only one may: narrow one "
                        "of them");
    use("unique,level,grade\na,!blue,x\nb,red|blue,y\n");
    is_error(overlap(), "g.csv:3:1: rules 'b' and 'a' (line 2) both hold for GC-01: level red; "
                        "with hit policy unique only one may: narrow one of them");
    use("unique,grade\na,x\nb,y\n");
    is_error(overlap(), "g.csv:3:1: rules 'b' and 'a' (line 2) both hold for GC-01; with hit "
                        "policy unique only one may: narrow one of them");
    use("any,level,run,grade\na,!blue,,x\nb,red|blue,,x\nc,,5..7|9,y\n");
    is_error(overlap(), "g.csv:4:1: rules 'c' and 'a' (line 2) both hold for GC-01: level "
                        "yellow|red, run 5..7|9, but not the same follows from them; with hit "
                        "policy any it must: narrow one of them");
    use("any,level,grade\na,!blue,x\nb,red|blue,x\n");
    ok(overlap() == ST_OK, "the same follows");
    use("first,grade\na,x\nb,y\n");
    ok(overlap() == ST_OK, "first may overlap");
    use("priority,grade\na,x\nb,y\n");
    ok(overlap() == ST_OK, "priority too");
    use("unique,level,run,grade\na,blue,,x\nb,blue,<=2,y\n");
    ok(decision_overlap(&decision, kinds + 1, 1, same_grade, &decision, &error) == ST_OK,
       "no overlap where no such case comes");
    use("unique,level,run,grade\na,blue|red,,x\nb,!red,,y\nc,yellow,,x\n");
    ok(decision_overlap(&decision, kinds + 1, 1, same_grade, &decision, &error) == ST_USAGE &&
           error.line == 4,
       "and one is found behind what does not come");

    is_gaps("first,grade\na,x\n", "");
    is_gaps("first,grade\n", "any case\n");
    is_gaps("first,level,run,grade\na,yellow,,x\nb,red,>=3,x\n",
            "GC-01, other: level blue\nGC-01, other: level red, run 1..2\n");
    is_gaps("first,level,run,grade\na,!red,,x\nb,red,3..4|7,x\nc,red,1..2,y\n",
            "level red, run 5..6|>=8\n");
    is_gaps("first,amount,grade\na,<100,x\nb,>100,x\n",
            "GC-01: amount unknown\nCZ-01, other: amount 100\n");
    is_gaps("first,field,amount,grade\na,GC|MS,<100,x\nb,CZ,,x\n",
            "GC-01: amount unknown\nother: field GC|MS, amount >=100\nother: field !CZ|GC|MS\n");
    is_gaps("first,amount,grade\na,2..5,x\nb,>9,x\n",
            "GC-01: amount unknown\nCZ-01, other: amount <2|>5 and <=9\n");
    is_gaps("first,amount,grade\na,<=2|>=5,x\n",
            "GC-01: amount unknown\nCZ-01, other: amount >2 and <5\n");
    is_gaps("first,level,amount,grade\na,red,>5,x\nb,!red,,x\n",
            "GC-01: level red, amount unknown\nCZ-01, other: level red, amount <=5\n");
    is_gaps("first,level,amount,grade\na,blue,>5,x\nb,!blue|red,,x\n",
            "GC-01: level blue|red, amount unknown\nCZ-01, other: level red\n"
            "other: level blue, amount <=5\n");
}

/* Many kinds: not all are named. */
static void test_names(void)
{
    char names[20][8];
    struct decision_kind many[20];
    for (size_t i = 0; i < 20; i++) {
        snprintf(names[i], sizeof names[i], "K%zu", i);
        many[i] = (struct decision_kind){.values = i < 2    ? gc
                                                   : i < 17 ? cz
                                                            : any,
                                         .name = names[i]};
    }
    static const struct {
        const char *csv, *want;
    } t[] = {
        {"first,field,grade\na,!CZ,x\n",
         "K2, K3, K4, K5, K6, K7, K8, K9 and 7 more\nK17, K18, K19: field CZ\n"},
        {"first,field,level,grade\na,GC,red,x\nb,!GC,!blue,x\n",
         "K0, K1: level blue|yellow\nK2, K3, K4, K5, K6, K7, K8, K9 and 7 more: level blue\n"
         "K17, K18, K19: field GC, level blue|yellow\nK17, K18, K19: field !GC, level blue\n"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct buffer b = {0};
        bool whole;
        use(t[i].csv);
        decision_gaps(&decision, many, 20, 20, take_gap, &b, &whole, &error);
        is_text(b.p == NULL ? "" : b.p, b.n, t[i].want, "kinds by their names");
        buffer_free(&b);
    }
    struct buffer b = {0};
    bool whole;
    use("first,field,level,grade\na,GC,blue,x\nb,,red,x\n");
    decision_gaps(&decision, many, 17, 20, take_gap, &b, &whole, &error);
    is_text(b.p, b.n, "K0, K1: level yellow\nall but K0, K1: level blue|yellow\n",
            "what most have in common");
    b.n = 0;
    decision_gaps(&decision, many, 17, 1, take_gap, &b, &whole, &error);
    is_text(b.p, b.n, "K0, K1: level yellow\n", "no more than were asked for");
    ok(!whole, "and that there are more is told");
    buffer_free(&b);
}

/* More sets of rules than are looked at. */
static void test_too_large(void)
{
    struct buffer b = {0}, gaps = {0};
    buffer_text(&b, "first,run,amount,grade\n");
    for (int i = 1; i <= 1500; i++)
        buffer_printf(&b, "r%d,%d..%d,%d..%d,x\n", i, i, i + 700, i * 7919 % 1500,
                      i * 7919 % 1500 + 700);
    bool whole = true;
    ok(read_table(buffer_view(&b)) == ST_OK, "a large table");
    ok(decision_gaps(&decision, kinds, KINDS, 100000, take_gap, &gaps, &whole, &error) == ST_OK &&
           !whole,
       "is not looked at whole, and that is told");
    buffer_free(&b);
    buffer_free(&gaps);
}

/* ---- any table, against a plain reading ---- */

enum { FIELDS = 4, LEVELS3 = 3, RUNS = 8, AMOUNTS = 15, RULES = 7 };
static const char *const fields[FIELDS] = {"GC", "CZ", "MS", ""};

/* A case: an index in each input, -1 where it is not known. */
struct grid_case {
    int at[INPUTS];
};

static struct num number_at(size_t input, int at)
{
    return input == RUN ? num_decimal(at + 1, 0) : num_decimal(at * 5, 1);
}
static struct slice text_at(size_t input, int at)
{
    return slice_of(input == FIELD ? fields[at] : levels[at]);
}
static const int sizes[INPUTS] = {FIELDS, LEVELS3, RUNS, AMOUNTS};

static bool number_is(struct num v, struct slice part)
{
    size_t dots = 0, skip = 0;
    while (dots + 1 < part.n && memcmp(part.p + dots, "..", 2) != 0)
        dots++;
    struct num x;
    if (dots + 1 < part.n) {
        num_parse((struct slice){part.p, dots}, &x);
        int low = num_cmp(&v, &x);
        num_parse((struct slice){part.p + dots + 2, part.n - dots - 2}, &x);
        return low >= 0 && num_cmp(&v, &x) <= 0;
    }
    while (part.p[skip] == '<' || part.p[skip] == '>' || part.p[skip] == '=')
        skip++;
    num_parse((struct slice){part.p + skip, part.n - skip}, &x);
    int c = num_cmp(&v, &x);
    bool equal = skip == 0 || part.p[skip - 1] == '=';
    return (c == 0 && equal) || (c < 0 && part.p[0] == '<') || (c > 0 && part.p[0] == '>');
}

/* Parts joined by '|', each of one sign or, in a gap's text, two with " and ". */
static bool plain_holds(struct slice condition, size_t input, int at)
{
    bool none = condition.n > 0 && condition.p[0] == '!', some = false;
    struct slice rest = {condition.p + none, condition.n - none};
    while (rest.p != NULL) {
        struct slice part = slice_split(&rest, '|');
        if (!inputs[input].number) {
            some |= slice_eq(part, text_at(input, at));
            continue;
        }
        bool all = true;
        for (struct slice piece = part; piece.p != NULL;) {
            struct slice one = slice_split(&piece, ' ');
            if (!slice_eq(one, SLICE("and")))
                all &= number_is(number_at(input, at), one);
        }
        some |= all;
    }
    return some != none;
}

static uint64_t state = 20240305;
static size_t below(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (size_t)(state >> 33) % n;
}

/* [rule][input][at]: 1 holds, 0 not; blank beside. */
static bool truth[RULES][INPUTS][16], blank[RULES][INPUTS];
static size_t rules;

static void make_table(struct buffer *b)
{
    static const char *const cells[INPUTS][12] = {
        {"GC", "CZ", "GC|CZ", "!GC", "!CZ|MS", "MS"},
        {"red", "blue", "!red", "blue|red", "yellow", "!blue|yellow"},
        {"1", ">=3", "<3", "2..4", "1|3", ">2", "<=5", "5..6|1..2", ">=2|1", "4|6", "<2|>4", "8"},
        {"<2", ">=2", "2..5", ">5", "0", "<=0|>=3", "2|3", "<1|>2", ">0", "3..4.5", "<=5", "1.5"},
    };
    static const char *const policy[] = {"unique", "any", "first", "priority"};
    b->n = 0;
    buffer_printf(b, "%s,field,level,run,amount,grade\n", policy[below(4)]);
    rules = below(RULES + 1);
    for (size_t r = 0; r < rules; r++) {
        buffer_printf(b, "r%d", (int)r);
        for (size_t i = 0; i < INPUTS; i++) {
            const char *cell = cells[i][below(i < RUN ? 6 : 12)];
            blank[r][i] = below(2) == 0;
            buffer_printf(b, ",%s", blank[r][i] ? "" : cell);
            for (int at = 0; at < sizes[i]; at++)
                truth[r][i][at] = blank[r][i] || plain_holds(slice_of(cell), i, at);
        }
        buffer_printf(b, ",%s\n", below(2) == 0 ? "x" : "y");
    }
}

/* Kleene's three: 1, 0, and -1 for unknown; *FIRST the first input that is. */
static int plain_rule(size_t rule, const struct grid_case *c, size_t *first)
{
    int all = 1;
    for (size_t i = 0; i < INPUTS; i++) {
        if (c->at[i] < 0 && !blank[rule][i]) {
            *first = all == 1 ? i : *first;
            all = -1;
        } else if (c->at[i] >= 0 && !truth[rule][i][c->at[i]]) {
            return 0;
        }
    }
    return all;
}

static bool before(int a, int b)
{
    int x = decision.rules[a].rank, y = decision.rules[b].rank;
    return decision.policy == HIT_PRIORITY && x != y ? x > y : a < b;
}

/* How often decision_match and the plain reading differ for C. */
static size_t compare(const struct grid_case *c)
{
    struct decision_value v[INPUTS];
    for (size_t i = 0; i < INPUTS; i++) {
        v[i] = (struct decision_value){.known = c->at[i] >= 0};
        if (v[i].known && inputs[i].number)
            v[i].number = number_at(i, c->at[i]);
        else if (v[i].known)
            v[i].text = text_at(i, c->at[i]);
    }
    int rule = -1, doubt = -1, second = -1, got_doubt, got_second;
    size_t input = 0, got_input, first = 0;
    for (size_t r = 0; r < rules; r++) {
        int is = plain_rule(r, c, &first), k = (int)r;
        if (is == 1 && rule >= 0 && second < 0)
            second = k;
        if (is == 1 && (rule < 0 || before(k, rule)))
            rule = k;
        if (is == -1 && (doubt < 0 || before(k, doubt))) {
            doubt = k;
            input = first;
        }
    }
    bool ordered = decision.policy == HIT_FIRST || decision.policy == HIT_PRIORITY;
    if (rule >= 0 && doubt >= 0 && (!ordered || !before(doubt, rule)))
        doubt = -1;
    second = decision.policy == HIT_UNIQUE ? second : -1;
    int got = decision_match(&decision, v, &got_doubt, &got_input, &got_second);
    return (size_t)(got != rule || got_doubt != doubt || got_second != second ||
                    (doubt >= 0 && got_input != input));
}

/* Whether a case of that kind can come. */
static bool comes(size_t kind, const struct grid_case *c)
{
    const int *at = c->at;
    return kind == 0   ? at[FIELD] == 0 && at[AMOUNT] < 0
           : kind == 1 ? at[FIELD] == 1 && at[LEVEL] != 0 && at[RUN] >= 2 && at[AMOUNT] >= 0
                       : at[AMOUNT] >= 0;
}

static size_t input_of(struct slice name)
{
    size_t i = 0;
    while (i < INPUTS && !slice_eq(name, slice_of(inputs[i].name)))
        i++;
    return i;
}

/* Whether the line of a gap is about C: "K1, K2: field GC, run 1", or the half before or behind the
 * colon alone. */
static bool gap_is(struct slice line, size_t kind, const struct grid_case *c)
{
    struct slice what = line, names = slice_split(&what, ':'), word = line;
    if (what.p == NULL && input_of(slice_split(&word, ' ')) < INPUTS) {
        what = line;
        names = SLICE("any case");
    }
    bool named = slice_eq(names, SLICE("any case"));
    while (names.p != NULL)
        named |= slice_eq(slice_trim(slice_split(&names, ',')), slice_of(kinds[kind].name));
    while (what.p != NULL && named) {
        struct slice part = slice_trim(slice_split(&what, ','));
        size_t i = input_of(slice_split(&part, ' '));
        bool unknown = slice_eq(part, SLICE("unknown"));
        named = unknown ? c->at[i] < 0 : c->at[i] >= 0 && plain_holds(part, i, c->at[i]);
    }
    return named;
}

struct tally {
    size_t cases, match, gaps, overlap, with_gap, with_overlap;
};

/* What is wrong with one case: whether two rules meet, and whether the gaps say what they should.
 */
static bool try_case(const struct grid_case *c, struct slice gaps, struct tally *t)
{
    size_t hits[RULES], n = 0, ignored;
    bool meets = false;
    t->cases++;
    t->match += compare(c);
    for (size_t r = 0; r < rules; r++)
        if (plain_rule(r, c, &ignored) == 1)
            hits[n++] = r;
    for (size_t kind = 0; kind < KINDS; kind++) {
        if (!comes(kind, c))
            continue;
        for (size_t i = 0; i < n; i++)
            for (size_t k = i + 1; k < n; k++)
                meets |= decision.policy == HIT_UNIQUE ||
                         (decision.policy == HIT_ANY && !same_grade(&decision, hits[i], hits[k]));
        bool told = false;
        for (struct slice rest = gaps; rest.p != NULL && rest.n > 0;)
            told |= gap_is(slice_split(&rest, '\n'), kind, c);
        t->gaps += told != (n == 0);
    }
    return meets;
}

static void try_table(struct slice gaps, struct tally *t)
{
    struct grid_case c;
    bool meets = false;
    for (c.at[FIELD] = -1; c.at[FIELD] < FIELDS; c.at[FIELD]++)
        for (c.at[LEVEL] = 0; c.at[LEVEL] < LEVELS3; c.at[LEVEL]++)
            for (c.at[RUN] = 0; c.at[RUN] < RUNS; c.at[RUN]++)
                for (c.at[AMOUNT] = -1; c.at[AMOUNT] < AMOUNTS; c.at[AMOUNT]++) {
                    if (c.at[FIELD] >= 0)
                        meets |= try_case(&c, gaps, t);
                    else
                        t->match += compare(&c);
                }
    enum status r = overlap();
    t->overlap += (r == ST_USAGE) != meets;
    t->with_overlap += meets;
    t->with_gap += gaps.n > 0;
}

static void test_random(void)
{
    struct buffer table = {0}, gaps = {0};
    struct tally t = {0};
    size_t bad = 0;
    for (int round = 0; round < 150; round++) {
        bool whole;
        gaps.n = 0;
        make_table(&table);
        bad += read_table(buffer_view(&table)) != ST_OK;
        for (size_t r = 0; r < rules; r++)
            decision.rules[r].rank = (int)below(3);
        bad += decision_gaps(&decision, kinds, KINDS, 1000, take_gap, &gaps, &whole, &error) !=
                   ST_OK ||
               !whole;
        size_t wrong = t.match + t.gaps + t.overlap;
        try_table(buffer_view(&gaps), &t);
        if (t.match + t.gaps + t.overlap > wrong && wrong == 0)
            printf("# %.*s# gaps:\n# %.*s# %s\n", (int)table.n, table.p, (int)gaps.n,
                   gaps.p == NULL ? "" : gaps.p, error.text);
    }
    is_int((int64_t)bad, 0, "random tables are read");
    is_int((int64_t)t.match, 0, "the rule that holds, its doubt and its second");
    is_int((int64_t)t.gaps, 0, "gaps are told where no rule holds, and only there");
    is_int((int64_t)t.overlap, 0, "overlaps are found where there are any, and only there");
    ok(t.with_gap > 40 && t.with_overlap > 15, "%zu cases, %zu tables with gaps, %zu with overlaps",
       t.cases, t.with_gap, t.with_overlap);
    buffer_free(&table);
    buffer_free(&gaps);
}

int main(void)
{
    test_refused();
    test_conditions();
    test_policies();
    test_many();
    test_words();
    test_names();
    test_too_large();
    test_random();
    arena_free(&arena);
    return done_testing();
}
