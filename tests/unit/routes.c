/* Who is asked: conditions, ranks, regions, who steps aside, and tables that are refused. */
#include "routes.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack_int.h"
#include "tap.h"

static const char taxonomy[] = "field,scenario\nCZ,CZ01\nCZ,CZ02\nGC,GC01\n";
static const char regions_csv[] =
    "code,name,parent\n320000,省,\n320100,市,320000\n320102,区,320100\n320200,市,320000\n";

static char folder[] = "/tmp/routes-XXXXXX";
static struct pack *pack;
static struct regions regions;
static struct routes *routes;
static struct routing routing;
static struct error error;

static const char *path(const char *name)
{
    static char text[64];
    snprintf(text, sizeof text, "%s/%s", folder, name);
    return text;
}

static const char *file(const char *name, const char *bytes)
{
    FILE *f = fopen(path(name), "w");
    if (f == NULL || fputs(bytes, f) < 0 || fclose(f) != 0)
        exit(99);
    return path(name);
}

static void begin(const char *language, bool codes)
{
    char settings[64];
    snprintf(settings, sizeof settings, "key,value\nlanguage,%s\n", language);
    const char *texts[PACK_FILES] = {settings, "table,column,type\nt,u,id\n", "id,table,value\n",
                                     codes ? taxonomy : NULL, codes ? regions_csv : NULL};
    struct pack_files files = {.directory = folder};
    for (int f = 0; f < PACK_FILES; f++) {
        files.present[f] = texts[f] != NULL;
        files.raw[f] = files.present[f] ? slice_of(texts[f]) : SLICE("");
    }
    regions_free(&regions);
    pack_free(pack);
    if (pack_build(&files, 1, &pack, &error) != ST_OK || !regions_init(&regions, pack))
        exit(99);
}

/* Loads tables given as text; NULL where there is none. */
static enum status load(const char *table, const char *officials, const char *recusals)
{
    char paths[2][64];
    routes_free(routes);
    routes = NULL;
    error = (struct error){0};
    if (table == NULL)
        unlink(path("routes.csv"));
    else
        file("routes.csv", table);
    snprintf(paths[0], sizeof paths[0], "%s",
             officials == NULL ? "" : file("officials.csv", officials));
    snprintf(paths[1], sizeof paths[1], "%s",
             recusals == NULL ? "" : file("recusals.csv", recusals));
    return routes_load(pack, &regions, officials == NULL ? NULL : paths[0],
                       recusals == NULL ? NULL : paths[1], &routes, &error);
}

static void loads(const char *table, const char *officials, const char *recusals)
{
    enum status s = load(table, officials, recusals);
    if (!ok(s == ST_OK, "a good table"))
        printf("# %s:%d: %s\n", error.file, (int)error.line, error.text);
}

/* The error without the folder in front. */
static void refuses(const char *table, const char *officials, const char *recusals,
                    const char *want)
{
    char text[2048];
    enum status s = load(table, officials, recusals);
    error_render(&error, text, sizeof text);
    const char *shown = strncmp(text, folder, sizeof folder - 1) == 0 ? text + sizeof folder : text;
    if (!ok(s == ST_USAGE && routes == NULL && strcmp(shown, want) == 0, "refused: %s", want))
        printf("#  got: %d %s\n# want: %s\n", (int)s, shown, want);
}

static struct alert_row alert(const char *region, const char *field, const char *scenario,
                              const char *kind, const char *subject)
{
    struct alert_row a = {.line = 2};
    for (int c = 0; c < ALERT_COLUMNS; c++)
        a.cell[c] = SLICE("");
    a.cell[ALERT_REGION] = slice_of(region);
    a.cell[ALERT_FIELD] = slice_of(field);
    a.cell[ALERT_SCENARIO] = slice_of(scenario);
    a.cell[ALERT_SUBJECT_KIND] = slice_of(kind);
    a.cell[ALERT_SUBJECT] = slice_of(subject);
    return a;
}

/* What routing says, as `line handler [copies] reasons`; file names without their folder. */
static struct slice shown(void)
{
    static struct buffer b;
    b.n = 0;
    buffer_printf(&b, "%d %s [", (int)routing.line, routing.handler);
    buffer_slice(&b, buffer_view(&routing.copies));
    buffer_text(&b, "] ");
    struct slice r = buffer_view(&routing.reasons);
    while (r.n > 0) {
        bool named = r.n > sizeof folder && memcmp(r.p, folder, sizeof folder - 1) == 0;
        size_t n = named ? sizeof folder : 1;
        if (!named)
            buffer_char(&b, r.p[0]);
        r = (struct slice){r.p + n, r.n - n};
    }
    return buffer_view(&b);
}

static void asks(struct alert_row a, enum level grade, const char *want)
{
    bool good = routes_find(routes, &a, grade, &routing);
    struct slice got = shown();
    is_text(got.p, got.n, want, want);
    if (!good)
        ok(false, "memory");
}

static const char table[] = "region,field,scenario,grade,rank,handler,name,unit,copies\n"
                            "320102,,,,,Q,区纪委,D90,\n"
                            "320100,CZ,CZ01,red,,J1,市纪委一室,D03,S|C\n"
                            "320100,CZ|GC,,yellow|红,,J2,,D04,\n"
                            ",,,,省管 | 市管,P,省纪委,D99,C\n"
                            "# whoever is left\n"
                            ",GC,,,,S,审计,D02,C|P|C|S\n"
                            ",CZ,,,,C,财政,D01,S|J2\n";

static void test_conditions(void)
{
    begin("en", true);
    loads(table, NULL, NULL);
    asks(alert("320102", "CZ", "CZ01", "unit_id", "D50"), LEVEL_RED, "2 Q [] ");
    is_int(routing.route, 0, "the row from 0");
    asks(alert("320100", "CZ", "CZ01", "unit_id", "D50"), LEVEL_RED, "3 J1 [S|C] ");
    asks(alert("320100", "CZ", "CZ01", "unit_id", "D50"), LEVEL_YELLOW, "4 J2 [] ");
    asks(alert("320100", "CZ", "CZ02", "unit_id", "D50"), LEVEL_RED, "4 J2 [] ");
    asks(alert("320100", "GC", "GC01", "unit_id", "D50"), LEVEL_YELLOW, "4 J2 [] ");
    asks(alert("320100", "CZ", "CZ01", "unit_id", "D50"), LEVEL_BLUE, "8 C [S|J2] ");
    asks(alert("320000", "CZ", "CZ01", "unit_id", "D50"), LEVEL_RED, "8 C [S|J2] ");
    asks(alert("320200", "GC", "GC01", "unit_id", "D50"), LEVEL_RED, "7 S [C|P] ");
    is_int(routing.route, 4, "comments are no rows");
    asks(alert("320200", "ZF", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] no row of routes.csv fits: nobody is asked");
    is_int(routing.route, -1, "nobody");
    asks(alert("320200", "", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] no row of routes.csv fits: nobody is asked");
    asks(alert("", "CZ", "CZ01", "unit_id", "D50"), LEVEL_RED,
         "8 C [S|J2] the region is not known: lines 2, 3, 4 of routes.csv are passed over");
    asks(alert("990000", "GC", "GC01", "unit_id", "D50"), LEVEL_RED,
         "7 S [C|P] region 990000 is not in regions.csv: lines 2, 4 of routes.csv are passed over");
    /* What is in a lower layer of the tree is in the higher one, not the other way round. */
    loads("region,handler\n320000,P\n320100,C\n", NULL, NULL);
    asks(alert("320102", "", "", "unit_id", "D50"), LEVEL_RED, "2 P [] ");
    loads("region,handler\n320102,Q\n320200|320100,C\n", NULL, NULL);
    asks(alert("320100", "", "", "unit_id", "D50"), LEVEL_RED, "3 C [] ");
    asks(alert("320200", "", "", "unit_id", "D50"), LEVEL_RED, "3 C [] ");
    asks(alert("320000", "", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] no row of routes.csv fits: nobody is asked");
}

static void test_no_lists(void)
{
    begin("en", false);
    loads("region,field,handler\nN,X,A\n,,B\n", NULL, NULL);
    asks(alert("N", "X", "", "unit_id", "D50"), LEVEL_RED, "2 A [] ");
    asks(alert("M", "X", "", "unit_id", "D50"), LEVEL_RED, "3 B [] ");
    asks(alert("", "X", "", "unit_id", "D50"), LEVEL_RED,
         "3 B [] the region is not known: line 2 of routes.csv is passed over");
    loads("handler,field,scenario\nA,X,\nA,,X\n", NULL, NULL);
    asks(alert("N", "Y", "X", "unit_id", "D50"), LEVEL_RED, "3 A [] ");
    loads(NULL, NULL, NULL);
    asks(alert("N", "X", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] the pack has no routes.csv: nobody is asked");
    loads("handler\n", NULL, NULL);
    asks(alert("N", "X", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] no row of routes.csv fits: nobody is asked");
    begin("zh_CN", false);
    loads(NULL, NULL, NULL);
    asks(alert("N", "X", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] 规则包中没有 routes.csv，未指定承办单位");
}

static const char officials[] = "official_id,unit_id,rank\n"
                                "K1,D77,市管\nK2,D77,县管\nK3,D01 | D02,\nK4,,省管\n"
                                "K|5,D01,县管\n";

static void test_ranks(void)
{
    begin("en", true);
    loads(table, officials, NULL);
    asks(alert("320200", "CZ", "", "official_id", "K1"), LEVEL_RED, "5 P [C] ");
    asks(alert("320200", "CZ", "", "official_id", "K2"), LEVEL_RED, "8 C [S|J2] ");
    asks(alert("320200", "CZ", "", "unit_id", "K1"), LEVEL_RED, "8 C [S|J2] ");
    asks(alert("320200", "CZ", "", "project_id official_id", "1|K1"), LEVEL_RED, "5 P [C] ");
    asks(alert("320200", "GC", "", "official_id", "K9"), LEVEL_RED,
         "7 S [C|P] the rank of official_id K9 is not known: line 5 of routes.csv is passed over; "
         "the unit of official_id K9 is not known: whether 审计, 财政, 省纪委 must step aside "
         "cannot be told");
    asks(alert("320200", "GC", "", "official_id", "K4"), LEVEL_RED,
         "5 P [C] the unit of official_id K4 is not known: whether 省纪委, 财政 must step aside "
         "cannot be told");
    /* A row that stands behind the one chosen did not matter. */
    asks(alert("320102", "GC", "", "official_id", "K3"), LEVEL_RED, "2 Q [] ");
    /* Nor did one whose handler would step aside. */
    loads("rank,handler,unit\n市管,A,D01\n,B,\n", officials, NULL);
    asks(alert("", "", "", "official_id", "K3"), LEVEL_RED, "3 B [] ");
    loads("rank,handler,unit\n市管,A,D07\n,B,D08\n", officials, NULL);
    asks(alert("", "", "", "official_id", "K3"), LEVEL_RED,
         "3 B [] the rank of official_id K3 is not known: line 2 of routes.csv is passed over");
    loads("rank,handler,unit\n市管,A,\n,B,\n", "工号,unit_id,rank\nK1,D01,市管\n", NULL);
    asks(alert("", "", "", "official_id", "K1"), LEVEL_RED, "3 B [] ");
    asks(alert("", "", "", "工号", "K1"), LEVEL_RED, "2 A [] ");
    /* Without a list no rank is known. */
    loads("rank,handler\n1,A\n2,A\n3,A\n4,A\n5,A\n6,A\n7,A\n,B\n", NULL, NULL);
    asks(alert("", "", "", "official_id", "K1"), LEVEL_RED,
         "9 B [] the rank of official_id K1 is not known: lines 2, 3, 4, 5, 6 and 2 more of "
         "routes.csv are passed over");
    asks(alert("", "", "", "unit_id", "K1"), LEVEL_RED, "9 B [] ");
    loads("rank,handler\n1,A\n", NULL, NULL);
    asks(alert("", "", "", "official_id", "K1"), LEVEL_RED,
         "0  [] the rank of official_id K1 is not known: line 2 of routes.csv is passed over; no "
         "row of routes.csv fits: nobody is asked");
}

static const char recusals[] = "handler,subject_kind,subject,reason\n"
                               "C,unit_id,D50,his brother works there\n"
                               "S,project_id unit_id,7|D60,\n"
                               "J1,name,a\\|b,n\n";

static void test_aside(void)
{
    begin("en", true);
    loads(table, officials, recusals);
    asks(alert("320100", "CZ", "CZ01", "unit_id", "D03"), LEVEL_RED,
         "4 J2 [] 市纪委一室 steps aside: its own unit is concerned (unit_id D03)");
    asks(alert("320200", "CZ", "", "unit_id", "D01"), LEVEL_RED,
         "0  [] 财政 steps aside: its own unit is concerned (unit_id D01); nobody is left to ask: "
         "all that fit step aside");
    asks(alert("320200", "CZ", "", "unit_id", "D04"), LEVEL_RED,
         "8 C [S] J2 gets no copy: its own unit is concerned (unit_id D04)");
    asks(alert("320200", "CZ", "", "a.unit_id", "D04"), LEVEL_RED, "8 C [S|J2] ");
    asks(alert("320200", "GC", "", "official_id", "K3"), LEVEL_RED,
         "0  [] 审计 steps aside: official_id K3 belongs to its own unit (D02); the rank of "
         "official_id K3 is not known: line 5 of routes.csv is passed over; nobody is left to ask: "
         "all that fit step aside");
    asks(alert("320200", "CZ", "", "official_id", "K\\|5"), LEVEL_RED,
         "0  [] 财政 steps aside: official_id K|5 belongs to its own unit (D01); nobody is left to "
         "ask: all that fit step aside");
    asks(alert("320200", "CZ", "", "unit_id", "D50"), LEVEL_RED,
         "0  [] 财政 steps aside: his brother works there (recusals.csv:2); nobody is left to ask: "
         "all that fit step aside");
    asks(alert("320100", "CZ", "CZ01", "project_id unit_id", "9|D50"), LEVEL_RED,
         "3 J1 [S] 财政 gets no copy: his brother works there (recusals.csv:2)");
    asks(alert("320200", "GC", "", "project_id unit_id", "7|D60"), LEVEL_RED,
         "0  [] 审计 steps aside: it is on the list of recusals (recusals.csv:3); nobody is left "
         "to ask: all that fit step aside");
    asks(alert("320200", "GC", "", "project_id unit_id", "8|D60"), LEVEL_RED, "7 S [C|P] ");
    asks(alert("320200", "GC", "", "unit_id project_id", "D60|7"), LEVEL_RED, "7 S [C|P] ");
    asks(alert("320100", "CZ", "CZ01", "days(a, b) name", "7|a\\|b"), LEVEL_RED,
         "4 J2 [] 市纪委一室 steps aside: n (recusals.csv:4)");
    asks(alert("320100", "CZ", "CZ01", "length(x) + 1 name", "7|a\\|b"), LEVEL_RED,
         "4 J2 [] 市纪委一室 steps aside: n (recusals.csv:4)");
    /* It is told of once, as handler and as copy. */
    loads("field,handler,unit,copies\nCZ,A,D1,\nCZ|GC,A,,\n,B,,A|B|A\n", NULL, NULL);
    asks(alert("", "CZ", "", "unit_id", "D1"), LEVEL_RED,
         "4 B [] A steps aside: its own unit is concerned (unit_id D1)");
    asks(alert("", "CZ", "", "unit_id", "D2"), LEVEL_RED, "2 A [] ");
    asks(alert("", "MS", "", "unit_id project_id", "|7"), LEVEL_RED, "4 B [A] ");
}

static void test_chinese(void)
{
    begin("zh_CN", true);
    loads(table, officials, recusals);
    asks(alert("320100", "CZ", "CZ01", "unit_id", "D03"), LEVEL_RED,
         "4 J2 [] 市纪委一室回避：涉及其所在单位（unit_id D03）");
    asks(alert("320100", "CZ", "CZ01", "project_id unit_id", "9|D50"), LEVEL_RED,
         "3 J1 [S] 不抄送财政：his brother works there（recusals.csv:2）");
    asks(alert("320200", "GC", "", "official_id", "K3"), LEVEL_RED,
         "0  [] 审计回避：official_id K3 属于其所在单位（D02）；未知 official_id K3 "
         "的职级：跳过 routes.csv 第 5 行；适用各行的承办单位均须回避，未指定承办单位");
    asks(alert("320200", "GC", "", "project_id unit_id", "7|D60"), LEVEL_RED,
         "0  [] 审计回避：列入回避名单（recusals.csv:3）；"
         "适用各行的承办单位均须回避，未指定承办单位");
    asks(alert("320200", "GC", "", "official_id", "K4"), LEVEL_RED,
         "5 P [C] 未知 official_id K4 的单位：无法判断是否须回避的有省纪委、财政");
    asks(alert("", "GC", "", "unit_id", "D70"), LEVEL_RED,
         "7 S [C|P] 地区未知：跳过 routes.csv 第 2、4 行");
    asks(alert("9", "GC", "", "unit_id", "D70"), LEVEL_RED,
         "7 S [C|P] regions.csv 中没有地区 9：跳过 routes.csv 第 2、4 行");
    asks(alert("320200", "ZF", "", "unit_id", "D70"), LEVEL_RED,
         "0  [] routes.csv 中没有适用的行，未指定承办单位");
    loads("rank,handler\n1,A\n2,A\n3,A\n4,A\n5,A\n6,A\n7,A\n,B\n", NULL, NULL);
    asks(alert("", "", "", "official_id", "K1"), LEVEL_RED,
         "9 B [] 未知 official_id K1 的职级：跳过 routes.csv 第 2、3、4、5、6 行等 7 行");
}

static void steps_aside(const char *handler, const char *kind, const char *subject,
                        const char *want)
{
    struct buffer why = {0};
    bool aside = routes_steps_aside(routes, handler, slice_of(kind), slice_of(subject), &why);
    ok(aside == (want[0] != '\0'), "%s from %s %s", handler, kind, subject);
    is_text(buffer_view(&why).p, why.n, want, want);
    ok(routes_steps_aside(routes, handler, slice_of(kind), slice_of(subject), NULL) == aside,
       "and without a why");
    buffer_free(&why);
}

static void test_steps_aside(void)
{
    begin("en", true);
    loads(table, officials, NULL);
    steps_aside("J1", "unit_id", "D03",
                "市纪委一室 steps aside: its own unit is concerned "
                "(unit_id D03)");
    steps_aside("J1", "unit_id", "D04", "");
    steps_aside("C", "official_id", "K3",
                "财政 steps aside: official_id K3 belongs to its own "
                "unit (D01)");
    steps_aside("nobody", "unit_id", "D03", "");
}

static void test_refused(void)
{
    begin("en", true);
    refuses("region,rnak,handler\n", NULL, NULL,
            "routes.csv:1:2: unknown column 'rnak' (nearest: 'rank'; known: handler, region, "
            "field, scenario, rank, grade, name, unit, copies)");
    refuses("region\n", NULL, NULL, "routes.csv:1: column 'handler' is missing (needed: handler)");
    refuses("", NULL, NULL, "routes.csv: empty: a header row is needed");
    refuses("region,handler\n320100,A\n32010,A\n", NULL, NULL,
            "routes.csv:3:1: unknown region '32010' (nearest: '320100'; known: 320000, 320100, "
            "320102, 320200)");
    refuses("region,handler\n320100|32010,A\n", NULL, NULL,
            "routes.csv:2:1: unknown region '32010' (nearest: '320100'; known: 320000, 320100, "
            "320102, 320200)");
    refuses("field,handler\nCG,A\n", NULL, NULL,
            "routes.csv:2:1: unknown field 'CG' (nearest: 'CZ'; known: CZ, GC)");
    refuses("scenario,handler\nCZ03,A\n", NULL, NULL,
            "routes.csv:2:1: unknown scenario 'CZ03' (nearest: 'CZ01'; known: CZ01, CZ02, GC01)");
    refuses("field,scenario,handler\nCZ,CZ01|GC01,A\n", NULL, NULL,
            "routes.csv:2:2: scenario 'GC01' is of field 'GC': no alert has it in another");
    refuses("handler,grade\nA,blue|rde\n", NULL, NULL,
            "routes.csv:2:2: unknown grade 'rde' (nearest: 'red'; known: blue, yellow, red, 蓝, "
            "黄, 红)");
    refuses("handler,grade\nA,blue|\n", NULL, NULL,
            "routes.csv:2:2: a part of the list is blank: write a|b");
    refuses("handler,field\nA,CZ||GC\n", NULL, NULL,
            "routes.csv:2:2: a part of the list is blank: write a|b");
    refuses("handler,name\nA,\n,b\n", NULL, NULL, "routes.csv:3:1: handler is blank: fill it");
    refuses("handler,name\nA|B,b\n", NULL, NULL,
            "routes.csv:2:1: 'A|B' is a list, where one code is needed");
    refuses("handler,unit\nA,D1|D2\n", NULL, NULL,
            "routes.csv:2:2: 'D1|D2' is a list, where one code is needed");
    refuses("handler,copies\nJW1,\nJW2,JW1|JV2\n", NULL, NULL,
            "routes.csv:3:2: unknown handler 'JV2' (nearest: 'JW2'; known: JW1, JW2)");
    refuses("handler,copies\nJW1,JW1|\n", NULL, NULL,
            "routes.csv:2:2: a part of the list is blank: write a|b");
    refuses("handler,name,field\nA,,CZ\nA,x,\nA,y,GC\n", NULL, NULL,
            "routes.csv:4:2: handler 'A' has the name 'y' here and 'x' in line 3");
    refuses("handler,unit,field\nA,D1,CZ\nA,,\nA,D2,GC\n", NULL, NULL,
            "routes.csv:4:2: handler 'A' has the unit 'D2' here and 'D1' in line 2");
    refuses("handler,field,grade,copies\nA,CZ|GC,,\nB,CZ|GC,,\nA,GC|CZ|GC,红|蓝|黄,B\n", NULL, NULL,
            "routes.csv:4:1: the same route stands twice, here and in line 2");
    loads("handler,field,grade\nA,CZ,red\nA,CZ,\nA,GC,red\nA,CZ|GC,red\n", NULL, NULL);
}

static void test_refused_lists(void)
{
    refuses("handler\nA\n", "unit_id,official_id,rank\n", NULL,
            "officials.csv:1:1: the first column is what subjects call an official, such as "
            "official_id; behind it stand unit_id and rank");
    refuses("handler\nA\n", "official_id,rank\n", NULL,
            "officials.csv:1: column 'unit_id' is missing (needed: official_id, unit_id, rank)");
    refuses("handler\nA\n", "official_id,unit_id,rank\nK1,,\n,D1,\n", NULL,
            "officials.csv:3:1: official_id is blank: fill it");
    refuses("handler\nA\n", "official_id,unit_id,rank\nK1,D1,\nK1,D2,\n", NULL,
            "officials.csv:3:1: official 'K1' stands twice, here and in line 2; join the units "
            "with |");
    refuses("handler\nA\n", NULL, "handler,subject\n",
            "recusals.csv:1: column 'subject_kind' is missing (needed: handler, subject_kind, "
            "subject)");
    refuses("handler\nAB1\n", NULL, "handler,subject_kind,subject\nAB2,unit_id,D1\n",
            "recusals.csv:2:1: unknown handler 'AB2' (nearest: 'AB1'; known: AB1)");
    refuses(NULL, NULL, "handler,subject_kind,subject\nAB2,unit_id,D1\n",
            "recusals.csv:2:1: unknown handler 'AB2' (none is known)");
    refuses("handler\nA\n", NULL, "handler,subject_kind,subject\nA,,D1\n",
            "recusals.csv:2:2: subject_kind is blank: fill it");
    refuses("handler\nA\n", NULL, "handler,subject_kind,subject\nA,unit_id,\n",
            "recusals.csv:2:3: subject is blank: fill it");
    refuses("handler\nA\n", NULL, "handler,subject_kind,subject\nA,unit_id,D1|D2\n",
            "recusals.csv:2:3: 'D1|D2' has not as many parts (separated by |; \\| is part of one) "
            "as subject_kind");
    refuses("handler\nA\n", NULL,
            "handler,subject_kind,subject,reason\nA,unit_id,D1,x\nA,unit_id,D1,y\n",
            "recusals.csv:3:1: the same recusal stands twice, here and in line 2");
    error = (struct error){0};
    ok(routes_load(pack, &regions, "/nonexistent/officials.csv", NULL, &routes, &error) ==
               ST_SYSTEM &&
           routes == NULL,
       "a list that is not there");
}

static uint64_t state = 20240305;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

/* What may stand in a condition, and in an alert. */
static const char *const region_cells[] = {"",       "",       "320000",       "320100",
                                           "320102", "320200", "320102|320200"};
static const char *const field_cells[] = {"", "CZ", "GC", "CZ|GC"};
static const char *const grade_cells[] = {"", "blue", "yellow|red", "red"};
static const char *const rank_cells[] = {"", "", "市管", "县管|省管"};
static const char *const above[][2] = {
    {"320000", "320000"}, {"320100", "320100"}, {"320100", "320000"}, {"320102", "320102"},
    {"320102", "320100"}, {"320102", "320000"}, {"320200", "320200"}, {"320200", "320000"}};
#define PICK(list) list[below(sizeof list / sizeof *list)]

struct model {
    const char *region, *field, *grade, *rank, *unit;
    char handler;
};

static bool listed(const char *cell, const char *value)
{
    struct slice rest = slice_of(cell);
    while (cell[0] != '\0' && rest.p != NULL)
        if (slice_eq(slice_split(&rest, '|'), slice_of(value)))
            return true;
    return cell[0] == '\0';
}

static bool lies_in(const char *cell, const char *region)
{
    for (size_t i = 0; i < sizeof above / sizeof *above; i++)
        if (strcmp(above[i][0], region) == 0 && listed(cell, above[i][1]))
            return true;
    return cell[0] == '\0';
}

/* Held against a plain reading of the rows. Each handler stands once, with a unit or none. */
static void test_model(void)
{
    static const char *const units[] = {"", "D1", "D2"};
    static const char *const grades[] = {"", "blue", "yellow", "red"};
    static const char *const alert_regions[] = {"", "320000", "320100", "320102", "320200"};
    static const char *const alert_fields[] = {"CZ", "GC", ""};
    static const char *const ranks[] = {"市管", "县管", "", "处级"};
    size_t wrong = 0, asked = 0, nobody = 0;
    begin("en", true);
    for (int round = 0; round < 60; round++) {
        struct model rows[12];
        struct buffer text = {0};
        buffer_text(&text, "region,field,grade,rank,handler,unit\n");
        for (size_t i = 0; i < 12; i++) {
            rows[i] = (struct model){PICK(region_cells), PICK(field_cells), PICK(grade_cells),
                                     PICK(rank_cells),   PICK(units),       (char)('a' + i)};
            buffer_printf(&text, "%s,%s,%s,%s,%c,%s\n", rows[i].region, rows[i].field,
                          rows[i].grade, rows[i].rank, rows[i].handler, rows[i].unit);
        }
        if (load(text.p, "official_id,unit_id,rank\n0,D2,市管\n1,D2,县管\n2,D2,\n3,D2,处级\n",
                 NULL) != ST_OK)
            wrong++;
        for (int k = 0; k < 200 && routes != NULL; k++) {
            const char *region = PICK(alert_regions), *field = PICK(alert_fields);
            enum level grade = (enum level)(LEVEL_BLUE + below(LEVELS));
            bool official = below(2) == 0;
            char id[2] = {(char)('0' + below(4)), '\0'}, want[2] = "";
            const char *rank = official ? ranks[id[0] - '0'] : "-";
            for (size_t i = 0; i < 12 && want[0] == '\0'; i++) {
                const struct model *m = &rows[i];
                if (lies_in(m->region, region) && listed(m->field, field) &&
                    listed(m->grade, grades[grade]) && listed(m->rank, rank) &&
                    strcmp(m->unit, official ? "D2" : "D1") != 0)
                    want[0] = m->handler;
            }
            struct alert_row a = alert(region, field, "", official ? "official_id" : "unit_id",
                                       official ? id : "D1");
            bool good = routes_find(routes, &a, grade, &routing);
            wrong += !good || strcmp(routing.handler, want) != 0;
            asked += want[0] != '\0';
            nobody += want[0] == '\0';
        }
        buffer_free(&text);
    }
    is_int((int64_t)wrong, 0, "the same as a plain reading of the rows");
    ok(asked > 1000 && nobody > 100, "of which somebody was asked in %zu, nobody in %zu", asked,
       nobody);
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 99;
    test_conditions();
    test_no_lists();
    test_ranks();
    test_aside();
    test_chinese();
    test_steps_aside();
    test_refused();
    test_refused_lists();
    test_model();
    routes_free(routes);
    routing_free(&routing);
    regions_free(&regions);
    pack_free(pack);
    unlink(path("routes.csv"));
    unlink(path("officials.csv"));
    unlink(path("recusals.csv"));
    rmdir(folder);
    return done_testing();
}
