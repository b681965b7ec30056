/* Packs: what is read, what is refused, and where. */
#include "pack.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack_int.h"
#include "tap.h"

static const char good_tables[] =
    "table,department,column,type,required,aliases,description\n"
    "spending,finance,unit_id,id,yes,单位编号|Unit,who\n"
    "spending,,month,month,yes,,\n"
    "spending,,spent,decimal,,支出金额 | spent_amount ||spent,\n"
    "awards,,price,percent,no,,\n";
static const char good_indicators[] =
    "id,name,field,scenario,family,status,table,where,by,having,period,value,op,"
    "blue,yellow,red,for,gap,region,label,"
    "basis,source,valid_from,valid_to,benign,advice\n"
    "CZ-01,over budget,CZ,CZ01,f,trial,spending,spent > 0,unit_id,count() >= "
    "1,month,sum(spent),>,,15.00%,"
    "\"500,000\",3,break,r,l,b,s,2024/3/5,2024-12,inn,adv\n"
    "CZ-02,yes,,,,,awards,,,,,price > 1,,,yes,,,,,,,,,,,\n";
static const char good_taxonomy[] = "field,field_name,field_name_en,scenario,name,name_en\n"
                                    "CZ,财政资金,public funds,CZ01,三公经费,"
                                    "three expenses\n"
                                    "CZ,,,CZ02,大额,large\n"
                                    "GC,工程建设,works,GC01,围标,collusion\n";
static const char good_regions[] = "code,name,parent,row,column\n"
                                   "320000,江苏,,,\n"
                                   "320100,南京,320000,2,3\n";

static struct pack *pack;
static struct error error;

/* Builds a pack from texts; NULL where a file is not there. */
static enum status build(const char *settings, const char *tables, const char *indicators,
                         const char *taxonomy,
                         const char *regions)
{
    const char *texts[PACK_FILES] = {settings, tables, indicators, taxonomy, regions};
    struct pack_files files = {.directory = "kit/demo/"};
    for (int f = 0; f < PACK_FILES; f++) {
        files.present[f] = texts[f] != NULL;
        files.raw[f] = files.present[f] ? slice_of(texts[f]) : SLICE("");
    }
    pack_free(pack);
    pack = NULL;
    error = (struct error){0};
    return pack_build(&files, 1, &pack, &error);
}

static void refuses(enum status got, const char *want, const char *name)
{
    char text[2048];
    error_render(&error, text, sizeof text);
    bool good = got == ST_USAGE && pack == NULL && strncmp(text, want, strlen(want)) == 0;
    if (!ok(good, "%s", name))
        printf("#  got: %d %s\n# want: %s\n", (int)got, text, want);
}

static enum status with_tables(const char *rows)
{
    char text[2048];
    snprintf(text, sizeof text, "table,column,type,required,aliases,department\n%s", rows);
    return build(NULL, text, "id,table,value\n", NULL, NULL);
}

static enum status with_indicator(const char *columns, const char *row)
{
    char text[2048];
    snprintf(text, sizeof text, "%s\n%s\n", columns, row);
    return build(NULL, good_tables, text, good_taxonomy, NULL);
}

static void test_good(void)
{
    enum status r = build("key,value\nname,Demo\nversion,1.2\nlanguage,zh_CN\nmin_peers,3.00\n",
                          good_tables,
                          good_indicators, good_taxonomy, good_regions);
    if (!ok(r == ST_OK, "a good pack")) {
        printf("# %s:%d %s\n", error.file, (int)error.line, error.text);
        return;
    }
    is_text(pack->layers[0].name, strlen(pack->layers[0].name), "Demo", "name");
    is_text(pack->layers[0].version, strlen(pack->layers[0].version), "1.2", "version");
    is_text(pack->language, strlen(pack->language), "zh_CN", "language");
    is_int(pack->min_peers, 3, "min_peers");
    is_int((int64_t)pack->table_count, 2, "tables");
    const struct table *t = pack_table(pack, SLICE("spending"));
    ok(t != NULL && t->column_count == 3 && strcmp(t->department, "finance") == 0,
       "a table and its department");
    ok(pack_table(pack, SLICE("spendin")) == NULL, "no table by half its name");
    const struct column *c = table_column(t, SLICE("spent"));
    ok(c != NULL && c->type == TYPE_DECIMAL && !c->required && c->sheet->rows[c->row].line == 4,
       "a column");
    ok(c != NULL && c->alias_count == 2 && strcmp(c->aliases[1], "spent_amount") == 0,
       "aliases: trimmed, blank ones and the column's own name left out");
    ok(table_column(t, SLICE("unit_id"))->required, "required");
    ok(table_column(t, SLICE("price")) == NULL, "no column of another table");
    is_text(column_type_name(TYPE_IDNO), 4, "idno", "the last type's name");
    is_int((int64_t)pack->region_count, 2, "regions");
    ok(pack->regions[1].row == 2 && pack->regions[1].column == 3 && pack->regions[0].row == 0,
       "tiles");
    ok(pack->scenario_count == 3 && strcmp(pack->scenarios[1].field_name, "财政资金") == 0,
       "a field's name is lent to its next scenario");
}

static void test_indicator(void)
{
    if (build(NULL, good_tables, good_indicators, good_taxonomy, NULL) != ST_OK) {
        ok(false, "a good pack");
        return;
    }
    const struct indicator *i = &pack->indicators[0], *k = &pack->indicators[1];
    is_int((int64_t)pack->indicator_count, 2, "indicators");
    is_text(i->threshold[1].p, i->threshold[1].n, "15.00%", "yellow");
    is_text(i->threshold[2].p, i->threshold[2].n, "500000", "red, ungrouped");
    is_int((int64_t)i->threshold[0].n, 0, "blue is blank");
    ok(i->status == INDICATOR_TRIAL && i->gap == GAP_BREAK && i->periods == 3, "status, gap, for");
    is_int(i->valid_from, date_of(2024, 3, 5), "valid from a date with slashes");
    is_int(i->valid_to, date_of(2024, 12, 31), "valid to a month: its last day");
    is_text(i->having.p, i->having.n, "count() >= 1", "having");
    is_text(i->advice, strlen(i->advice), "adv", "advice");
    ok(k->status == INDICATOR_ON && k->gap == GAP_UNKNOWN && k->periods == 1 && k->op.n == 0,
       "defaults");
    is_text(k->threshold[1].p, k->threshold[1].n, "yes", "a condition");
    ok(k->valid_from == INT64_MIN && k->valid_to == INT64_MAX, "always valid");
    is_text(pack->layers[0].name, strlen(pack->layers[0].name), "demo", "the directory's name");
    ok(strcmp(pack->layers[0].version, "0") == 0 && strcmp(pack->language, "en") == 0 &&
           pack->min_peers == 5,
       "defaults without pack.csv");
    pack_error(pack, i, PART_VALUE, &error, "unknown '%s'", "x");
    char text[256];
    error_render(&error, text, sizeof text);
    is_text(text, strlen(text), "kit/demo/indicators.csv:2:12: unknown 'x'",
            "pack_error tells the cell");
    ok(error.status == ST_USAGE, "and is a pack error");
    build(NULL, good_tables, "id,table,value,op,red\nA,awards,price,≥,1\n", NULL, NULL);
    ok(pack != NULL && slice_eq(pack->indicators[0].op, SLICE(">=")), "an op in one character");
    ok(pack != NULL && pack->indicators[0].place.columns[PART_BY] == -1 &&
           pack->indicators[0].by.n == 0,
       "a column left out");
}

static void test_digest(void)
{
    char first[33], second[33];
    build(NULL, good_tables, good_indicators, NULL, NULL);
    memcpy(first, pack->digest, sizeof first);
    build(NULL, good_tables, good_indicators, NULL, NULL);
    is_text(pack->digest, 32, first, "the same files, the same digest");
    build(NULL, good_tables, good_indicators, good_taxonomy, NULL);
    memcpy(second, pack->digest, sizeof second);
    ok(strcmp(first, second) != 0, "another file, another digest");
    build("key,value\n", "table,column,type\nt,c,id\n", "id,table,value\n", NULL, NULL);
    /* From another program: SHA-256 over each name and each file, its length in 8 bytes before
     * it. */
    is_text(pack->digest, strlen(pack->digest), "49999e3b14bdd0999f90bede68285acb", "digest");
}

static void test_settings(void)
{
    refuses(build("key,value\nnmae,x\n", good_tables, good_indicators, NULL, NULL),
            "kit/demo/pack.csv:2:1: unknown key 'nmae' (nearest: 'name'; known: name, "
            "version, language, min_peers)",
            "an unknown key");
    refuses(build("key,value\nname,x\nname,y\n", good_tables, good_indicators, NULL, NULL),
            "kit/demo/pack.csv:3:1: key 'name' stands twice", "a key twice");
    refuses(build("key,value\nmin_peers,0\n", good_tables, good_indicators, NULL, NULL),
            "kit/demo/pack.csv:2:2: '0' is not a whole number from 1", "no peers");
    refuses(build("key,value\nlanguage,zh\n", good_tables, good_indicators, NULL, NULL),
            "kit/demo/pack.csv:2:2: unknown language 'zh'", "an unknown language");
    ok(build("key,value\nname,\n", good_tables, good_indicators, NULL, NULL) == ST_OK &&
           strcmp(pack->layers[0].name, "demo") == 0,
       "a blank value leaves the default");
}

static void test_tables(void)
{
    refuses(with_tables(""), "kit/demo/tables.csv:1: no table", "no tables");
    refuses(with_tables("t,a,id\nt,b,deciml\n"),
            "kit/demo/tables.csv:3:3: unknown type 'deciml' (nearest: 'decimal'",
            "an unknown type");
    refuses(with_tables("t,a,\n"), "kit/demo/tables.csv:2:3: unknown type ''", "a blank type");
    refuses(with_tables("t,a,id,maybe\n"), "kit/demo/tables.csv:2:4: unknown answer 'maybe'",
            "required: maybe");
    refuses(with_tables(",a,id\n"), "kit/demo/tables.csv:2:1: table is blank", "a blank table");
    refuses(with_tables("t,,id\n"), "kit/demo/tables.csv:2:2: column is blank", "a blank column");
    refuses(with_tables("t,a,id\nu,a,id\nt,a,id\n"),
            "kit/demo/tables.csv:4:2: 'a' already names column 'a' of table 't' (line 2)",
            "a column twice");
    refuses(with_tables("t,a,id,,x\nt,b,id,,y|x\n"),
            "kit/demo/tables.csv:3:5: 'x' already names column 'a' of table 't' (line 2)",
            "an alias twice");
    refuses(with_tables("t,a,id\nt,b,id,,a\n"),
            "kit/demo/tables.csv:3:5: 'a' already names column 'a'",
            "an alias that is another column's name");
    refuses(with_tables("t,a,id,,b\nt,b,id\n"),
            "kit/demo/tables.csv:3:2: 'b' already names column 'a'",
            "a column whose name is an alias above");
    refuses(with_tables("t,a,id,,,x\nt,b,id,,,y\n"),
            "kit/demo/tables.csv:3:6: table 't' is of department 'x' above and 'y' here",
            "two departments");
    ok(with_tables("t,a,id,,x\nu,a,id,,x\nt,b,id,,z,dep\n") == ST_OK &&
           pack_table(pack, SLICE("t"))->column_count == 2 &&
           strcmp(pack_table(pack, SLICE("t"))->department, "dep") == 0,
       "a table's rows may stand apart, other tables have their own names");
    refuses(build(NULL, "table,column\nt,a\n", good_indicators, NULL, NULL),
            "kit/demo/tables.csv:1: column 'type' is missing", "no type column");
}

static void test_indicators_refused(void)
{
    static const char all[] =
        "id,table,value,op,red,for,gap,status,field,scenario,valid_from,valid_to";
    static const struct {
        const char *row, *want, *name;
    } cases[] = {
        {",awards,1,>,1", "2:1: id is blank", "a blank id"},
        {"A,,1,>,1", "2:2: table is blank", "a blank table"},
        {"A,awards,,>,1", "2:3: value is blank", "a blank value"},
        {"A,award,1,>,1", "2:2: unknown table 'award' (nearest: 'awards'; known: spending, awards)",
         "no such table"},
        {"awards,awards,1,>,1", "2:1: id 'awards' is the name of a table", "an id like a table"},
        {"A,awards,1,>,1\nB,awards,1,>,1\nA,awards,1,>,1",
         "4:1: id 'A' stands twice, here and in line 2", "id twice"},
        {"A,awards,1,=>,1", "2:4: unknown op '=>' (nearest: '>'; known: >, >=, <, <=, outside",
         "no such op"},
        {"A,awards,1,,1", "2:5: '1' without an op", "a threshold without an op"},
        {"A,awards,1,>,yes", "2:5: 'yes' beside op '>'", "yes beside an op"},
        {"A,awards,1,>,", "2:5: no threshold", "no threshold"},
        {"A,awards,1,>,1,0", "2:6: '0' is not a whole number", "for 0"},
        {"A,awards,1,>,1,2.5", "2:6: '2.5' is not a whole number", "for 2.5"},
        {"A,awards,1,>,1,,skipp", "2:7: unknown gap 'skipp' (nearest: 'skip'", "no such gap"},
        {"A,awards,1,>,1,,,of", "2:8: unknown status 'of'", "no such status"},
        {"A,awards,1,>,1,,,,CX", "2:9: unknown field 'CX' (nearest: 'CZ'; known: CZ, GC)",
         "no such field"},
        {"A,awards,1,>,1,,,,CZ,CZ09",
         "2:10: unknown scenario 'CZ09' (nearest: 'CZ01'; known: CZ01, CZ02)",
         "no such scenario"},
        {"A,awards,1,>,1,,,,CZ,GC01", "2:10: scenario 'GC01' belongs to field 'GC', not to 'CZ'",
         "another's scenario"},
        {"A,awards,1,>,1,,,,,GC01", "2:10: scenario 'GC01' belongs to field 'GC'",
         "a scenario without its field"},
        {"A,awards,1,>,1,,,,,XX", "2:10: unknown scenario 'XX'", "no such scenario, no field"},
        {"A,awards,1,>,1,,,,,,2024-13", "2:11: '2024-13' is not a date", "no such month"},
        {"A,awards,1,>,1,,,,,,2024-05,2024/4/30",
         "2:12: valid_to '2024/4/30' is before valid_from '2024-05'",
         "valid the wrong way round"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char want[512];
        snprintf(want, sizeof want, "kit/demo/indicators.csv:%s", cases[i].want);
        refuses(with_indicator(all, cases[i].row), want, cases[i].name);
    }
    ok(with_indicator(all, "A,awards,1,>,,,,off") == ST_OK, "one that is off needs no threshold");
    ok(with_indicator(all, "A,awards,1,,是") == ST_OK && slice_eq(pack->indicators[0].threshold[2],
                                                                 SLICE("yes")),
       "a Chinese yes");
    ok(with_indicator(all, "A,awards,1,>,1,,,,CZ,CZ02,2024-05,2024-05") == ST_OK,
       "valid for a month");
    refuses(with_indicator("id,table,value,treshold", "A,awards,1,2"),
            "kit/demo/indicators.csv:1:4: unknown column 'treshold'", "an unknown column");
}

static void test_codes(void)
{
    refuses(build(NULL, good_tables, good_indicators, "field,scenario\nCZ,CZ01\nCZ,CZ01\n", NULL),
            "kit/demo/taxonomy.csv:3:2: scenario 'CZ01' stands twice, here and in line 2",
            "a scenario twice");
    refuses(build(NULL, good_tables, good_indicators,
                  "field,scenario,field_name\nCZ,CZ01,a\nCZ,CZ02,b\n", NULL),
            "kit/demo/taxonomy.csv:3:3: field 'CZ' is called 'a' in line 2 and 'b' here",
            "a field of two names");
    refuses(build(NULL, good_tables, good_indicators, "field,scenario\n,CZ01\n", NULL),
            "kit/demo/taxonomy.csv:2:1: field is blank", "a scenario of no field");
    refuses(build(NULL, good_tables, good_indicators, NULL, "code,parent\nA,\nA,\n"),
            "kit/demo/regions.csv:3:1: region 'A' stands twice, here and in line 2",
            "a region twice");
    refuses(build(NULL, good_tables, good_indicators, NULL, "code,parent\nA,B\n"),
            "kit/demo/regions.csv:2:2: the parent region 'B' is not in this table",
            "no such parent");
    refuses(build(NULL, good_tables, good_indicators, NULL, "code,parent\nA,B\nB,C\nC,B\n"),
            "kit/demo/regions.csv:2:2: region 'A' is above itself", "a ring of regions");
    refuses(build(NULL, good_tables, good_indicators, NULL, "code,row\nA,x\n"),
            "kit/demo/regions.csv:2:2: 'x' is not a whole number", "a row that is no number");
}

static void put(const char *directory, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *f = fopen(path, "wb");
    ok(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0, "write %s", name);
}

static enum status load_one(const char *directory)
{
    return pack_load(&directory, 1, &pack, &error);
}

static void test_load(void)
{
    char directory[] = "/tmp/pack-XXXXXX", path[256];
    ok(mkdtemp(directory) != NULL, "a directory");
    pack_free(pack);
    pack = NULL;
    ok(load_one("/nonexistent") == ST_SYSTEM && pack == NULL, "no such pack");
    put(directory, "tables.csv", good_tables);
    ok(load_one(directory) == ST_SYSTEM && strstr(error.file, "/indicators.csv") != NULL,
       "a pack without indicators.csv");
    put(directory, "indicators.csv", good_indicators);
    put(directory, "taxonomy.csv", good_taxonomy);
    put(directory, "notes.csv", "not read here");
    snprintf(path, sizeof path, "%s/", directory);
    ok(load_one(path) == ST_OK && strcmp(pack->layers[0].name, directory + 5) == 0,
       "a pack from files");
    char from_files[33];
    memcpy(from_files, pack->digest, sizeof from_files);
    build(NULL, good_tables, good_indicators, good_taxonomy, NULL);
    is_text(from_files, 32, pack->digest, "and its digest");
    static const char *const names[] = {"tables.csv", "indicators.csv", "taxonomy.csv",
                                        "notes.csv"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
}

int main(void)
{
    test_good();
    test_indicator();
    test_digest();
    test_settings();
    test_tables();
    test_indicators_refused();
    test_codes();
    test_load();
    pack_free(pack);
    return done_testing();
}
