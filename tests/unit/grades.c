/* grades.csv of a pack: what is read, refused and warned of. */
#include "grades.h"

#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "tap.h"

static char directory[] = "/tmp/grades-XXXXXX";
static struct pack *pack;
static struct grades *grades;
static struct error error;
static struct buffer warned;

static void write_file(const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        ok(false, "%s is written", path);
}

static void remove_file(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
}

/* The text without the folder's name. */
static void put_text(struct buffer *out, const char *text)
{
    size_t n = sizeof directory - 1;
    for (const char *p = text; *p != '\0'; p++) {
        if (strncmp(p, directory, n) == 0)
            p += n - 1;
        else
            buffer_char(out, *p);
    }
}

static void take_warning(void *context, const char *text)
{
    put_text(context, text);
    buffer_char(context, '\n');
}

static enum status load(const char *csv)
{
    grades_free(grades);
    warned.n = 0;
    error = (struct error){0};
    write_file("grades.csv", csv);
    return grades_load(pack, take_warning, &warned, &grades, &error);
}

static void is_loaded(const char *csv, const char *warnings, const char *name)
{
    enum status r = load(csv);
    if (!ok(r == ST_OK, "%s: loads", name))
        printf("# %s\n", error.text);
    is_text(buffer_view(&warned).p, warned.n, warnings, name);
}

static void is_refused(const char *csv, const char *want)
{
    char text[2048];
    struct buffer b = {0};
    enum status r = load(csv);
    error_render(&error, text, sizeof text);
    put_text(&b, text);
    bool good =
        r == ST_USAGE && grades == NULL && b.n == strlen(want) && memcmp(b.p, want, b.n) == 0;
    if (!ok(good, "%s", want))
        printf("#  got: %d %.*s\n", (int)r, (int)b.n, b.n > 0 ? b.p : "");
    buffer_free(&b);
}

static void load_pack(void)
{
    pack_free(pack);
    pack = NULL;
    if (pack_load(&(const char *){directory}, 1, &pack, &error) != ST_OK) {
        printf("Bail out! %s\n", error.text);
        exit(1);
    }
}

static void make_pack(void)
{
    write_file("tables.csv", "table,column,type\nt,unit_id,id\nt,month,month\nt,spent,decimal\n");
    write_file("taxonomy.csv", "field,scenario,name\nCZ,CZ01,a\nCZ,CZ02,b\nGC,GC01,c\n");
    write_file("indicators.csv",
               "id,field,scenario,status,table,by,period,value,op,blue,yellow,red,for,unit\n"
               "CZ-01,CZ,CZ01,on,t,unit_id,month,sum(spent),>,,1,2,3,yuan\n"
               "CZ-02,CZ,CZ02,trial,t,unit_id,,sum(spent),>,1,,,,\n"
               "GC-01,GC,GC01,off,t,unit_id,,sum(spent),>,,1,,,\n"
               "XX-01,,,,t,unit_id,month,sum(spent),>,1,2,3,,元\n");
    load_pack();
}

static void test_refused(void)
{
    is_refused("first,grad\n", "/grades.csv:1:2: unknown column 'grad' (nearest: 'grade'; known: "
                               "first, grade, score, action, field, scenario, indicator, status, "
                               "level, run, families, repeat, amount)");
    is_refused("first,level\n", "/grades.csv:1: column 'grade' is missing (needed: first, grade)");
    is_refused("first,grade\na,\n", "/grades.csv:2:2: grade is blank: fill it");
    is_refused("first,grade\na,rad\n", "/grades.csv:2:2: unknown grade 'rad' (nearest: 'red'; "
                                       "known: blue, yellow, red, 蓝, 黄, 红)");
    is_refused("first,grade,score\na,red,-1\n",
               "/grades.csv:2:3: score '-1' is not a number from 0; write it like 3 or 4.5");
    is_refused("first,grade,score\na,red,3 分\n",
               "/grades.csv:2:3: score '3 分' is not a number from 0; write it like 3 or 4.5");
    is_refused("first,field,grade\na,CX,red\n",
               "/grades.csv:2:2: unknown field 'CX' (nearest: 'CZ'; known: CZ, GC)");
    is_refused("first,scenario,grade\na,CZ01|CZ3,red\n",
               "/grades.csv:2:2: unknown scenario 'CZ3' (nearest: 'CZ01'; known: CZ01, CZ02, "
               "GC01)");
    is_refused("first,status,grade\na,off,red\n",
               "/grades.csv:2:2: unknown status 'off' (nearest: 'on'; known: on, trial)");
    is_refused("first,families,grade\na,0,red\n",
               "/grades.csv:2:2: '0' can never hold: families is a whole number from 1");
    is_refused("unique,field,scenario,level,grade\na,CZ,,yellow,red\nb,,CZ01|GC01,,blue\n",
               "/grades.csv:3:1: rules 'b' and 'a' (line 2) both hold for CZ-01: level yellow; "
               "with hit policy unique only one may: narrow one of them");
    is_refused("unique,indicator,scenario,grade\na,PC-01,,red\nb,,GC01,blue\n",
               "/grades.csv:3:1: rules 'b' and 'a' (line 2) both hold for PC-01: scenario GC01; "
               "with hit policy unique only one may: narrow one of them");
    is_refused("any,level,grade,score\na,red,red,\nb,red,红,9.0\nc,,red,8\n",
               "/grades.csv:4:1: rules 'c' and 'a' (line 2) both hold for CZ-01: level red, but "
               "not the same follows from them; with hit policy any it must: narrow one of them");
    is_refused("any,grade,action\na,red,x\nb,red,y\n",
               "/grades.csv:3:1: rules 'b' and 'a' (line 2) both hold for CZ-01, but not the same "
               "follows from them; with hit policy any it must: narrow one of them");
    remove_file("grades.csv");
    grades_free(grades);
    char text[2048];
    struct buffer b = {0};
    enum status r = grades_load(pack, take_warning, &warned, &grades, &error);
    error_render(&error, text, sizeof text);
    put_text(&b, text);
    is_text(b.p, b.n,
            "/grades.csv: the pack has no such table: it says which alert is of which grade "
            "(probity-pack(5))",
            "no grades.csv");
    ok(r == ST_USAGE && grades == NULL, "is no pack to grade with");
    buffer_free(&b);
}

static void test_warned(void)
{
    is_loaded("first,grade\na,红\n", "", "one rule for all");
    is_loaded("first,level,run,grade\na,yellow|red,>=3,red\nb,blue,,blue\n",
              "/grades.csv: no rule holds for XX-01, other indicators: level yellow|red, run "
              "1..2\n",
              "a run that is shorter than `for` does not come, a level without threshold neither");
    is_loaded("first,run,grade\na,1,red\n",
              "/grades.csv: no rule holds for CZ-01\n"
              "/grades.csv: no rule holds for XX-01, other indicators: run >=2\n",
              "a run is 1 where there is no time");
    is_loaded("first,amount,grade\na,\">=500,000\",red\nb,\"<500,000\",yellow\n",
              "/grades.csv: no rule holds for CZ-02, other indicators: amount unknown\n",
              "what is no money has no amount");
    is_loaded("first,status,field,grade\na,trial,,blue\nb,on,!GC,red\n",
              "/grades.csv: no rule holds for other indicators of GC: status on\n",
              "fields of other indicators");
    is_loaded("unique,field,scenario,grade\na,CZ,,red\nb,,GC01,red\nc,!CZ,!GC01,red\n", "",
              "a scenario comes with its own field only");
    is_loaded("first,indicator,grade\na,CZ-1,red\nb,ZZ-99|CZ-01,red\nc,GC-01,red\nd,,red\n",
              "/grades.csv:2: indicator 'CZ-1' is not in the pack (nearest: 'CZ-01'): only another "
              "command's alerts bear it\n"
              "/grades.csv:3: indicator 'ZZ-99' is not in the pack: only another command's alerts "
              "bear it\n"
              "/grades.csv:4: no alert can meet rule 'c': no indicator that is not off has what it "
              "asks for (field, scenario, status, level, run, amount) together\n",
              "indicators that are not in the pack, or off");
    is_loaded("first,field,scenario,indicator,level,grade\n"
              "a,CZ,GC01,,,red\nb,,,CZ-02,red,red\nc,,,,,red\n",
              "/grades.csv:2: no alert can meet rule 'a': no indicator that is not off has what it "
              "asks for (field, scenario, status, level, run, amount) together\n"
              "/grades.csv:3: no alert can meet rule 'b': no indicator that is not off has what it "
              "asks for (field, scenario, status, level, run, amount) together\n",
              "rules that no alert can meet");
    is_loaded(
        "first,level,run,grade\na,red,>=2,red\nb,!blue,,yellow\nc,yellow,3,red\n"
        "d,,,blue\ne,,1,blue\n",
        "/grades.csv:4: rule 'c' never counts: 'b' (line 3) goes before it and holds whenever "
        "it does\n"
        "/grades.csv:6: rule 'e' never counts: 'd' (line 5) goes before it and holds whenever "
        "it does\n",
        "rules that never count");
    is_loaded(
        "priority,level,run,grade\na,red,2,yellow\nb,,,yellow\nc,yellow,3,red\nd,,,red\n",
        "/grades.csv:2: rule 'a' never counts: 'd' (line 5) goes before it and holds whenever "
        "it does\n"
        "/grades.csv:3: rule 'b' never counts: 'd' (line 5) goes before it and holds whenever "
        "it does\n",
        "under priority too");
    is_loaded("any,level,grade\na,,red\nb,red,red\n", "", "under any they only say it twice");
    is_loaded("first,amount,grade\na,>=0,red\nb,,red\n", "", "an unknown amount is no amount");
    is_loaded("first,grade\n", "/grades.csv: no rule holds for any case\n", "no rule at all");
}

/* The rule for an alert of XX-01 with that level and amount. */
static int match(const char *level, const char *amount)
{
    struct decision_value v[GRADE_INPUTS] = {
        [GRADE_FIELD] = {.known = true, .text = SLICE("")},
        [GRADE_SCENARIO] = {.known = true, .text = SLICE("")},
        [GRADE_INDICATOR] = {.known = true, .text = SLICE("XX-01")},
        [GRADE_STATUS] = {.known = true, .text = SLICE("on")},
        [GRADE_RUN] = {.known = true, .number = num_decimal(1, 0)},
        [GRADE_FAMILIES] = {.known = true, .number = num_decimal(1, 0)},
        [GRADE_REPEAT] = {.known = true, .number = num_decimal(0, 0)},
    };
    int doubt, second;
    size_t input;
    v[GRADE_LEVEL] = (struct decision_value){.known = true, .text = slice_of(level)};
    v[GRADE_AMOUNT].known = num_parse(slice_of(amount), &v[GRADE_AMOUNT].number) == NUM_OK;
    return decision_match(&grades->decision, v, &doubt, &input, &second);
}

static void test_read(void)
{
    is_loaded("优先,level,amount,grade,score,action\n"
              "低,,,蓝,,谈话\n中,!blue,,黄,,\n高,,\">=1,000\",yellow,\"1,234.50\",查\n"
              "红,红,,红,0,\n同,红,,红,0,\n",
              "/grades.csv:6: rule '同' never counts: '红' (line 5) goes before it and holds "
              "whenever it does\n",
              "a Chinese table");
    is_int(match("blue", "999.99"), 0, "priority: blue");
    is_int(match("yellow", ""), 1, "yellow");
    is_int(match("yellow", "1000"), 2, "of the same grade the higher score");
    is_int(match("red", "1000"), 3, "red before yellow, and the first of equals");
    const struct grade_rule *r = grades->rules;
    ok(r[0].grade == LEVEL_BLUE && r[1].grade == LEVEL_YELLOW && r[2].grade == LEVEL_YELLOW &&
           r[3].grade == LEVEL_RED,
       "grades");
    struct num want[] = {num_decimal(1, 0), num_decimal(3, 0), num_decimal(123450, 2),
                         num_decimal(0, 0)};
    ok(num_cmp(&r[0].score, &want[0]) == 0 && num_cmp(&r[1].score, &want[1]) == 0 &&
           num_cmp(&r[2].score, &want[2]) == 0 && num_cmp(&r[3].score, &want[3]) == 0,
       "scores");
    is_text(r[2].action, strlen(r[2].action), "查", "an action");
    is_text(r[1].action, strlen(r[1].action), "", "none");
    is_loaded("any,level,grade,score\na,,red,\nb,red,红,9.0\n", "", "9 and 9.0 are the same");
    is_text(grade_input_name(GRADE_REPEAT), 6, "repeat", "an input's name");
}

static void test_without_taxonomy(void)
{
    remove_file("taxonomy.csv");
    load_pack();
    is_loaded("first,field,grade\na,ANY,red\nb,,red\n", "", "codes of one's own");
    is_refused("unique,field,scenario,grade\na,CZ,,red\nb,,GC01,red\n",
               "/grades.csv:3:1: rules 'b' and 'a' (line 2) both hold for other indicators: field "
               "CZ, scenario GC01; with hit policy unique only one may: narrow one of them");
}

int main(void)
{
    if (mkdtemp(directory) == NULL)
        return 1;
    make_pack();
    test_refused();
    test_warned();
    test_read();
    test_without_taxonomy();
    grades_free(grades);
    pack_free(pack);
    buffer_free(&warned);
    static const char *const files[] = {"tables.csv", "taxonomy.csv", "indicators.csv",
                                        "grades.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        remove_file(files[i]);
    rmdir(directory);
    return done_testing();
}
