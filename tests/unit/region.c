/* The tree of regions, whatever the order of its rows. */
#include "region.h"

#include "pack_int.h"
#include "tap.h"

static struct pack *pack;
static struct regions regions;
static struct error error;

static enum status begin(const char *table)
{
    const char *texts[PACK_FILES] = {NULL, "table,column,type\nt,u,id\n", "id,table,value\n", NULL,
                                     table};
    struct pack_files files = {.directory = "p"};
    for (int f = 0; f < PACK_FILES; f++) {
        files.present[f] = texts[f] != NULL;
        files.raw[f] = files.present[f] ? slice_of(texts[f]) : SLICE("");
    }
    regions_free(&regions);
    pack_free(pack);
    pack = NULL;
    enum status s = pack_build(&files, 1, &pack, &error);
    return s == ST_OK && !regions_init(&regions, pack) ? ST_SYSTEM : s;
}

static int at(const char *code)
{
    return region_find(&regions, slice_of(code));
}

static void is_region(int got, const char *want, const char *name)
{
    const char *code = got < 0 ? "" : pack->regions[got].code;
    is_text(code, strlen(code), want, name);
}

static void is_tree(const char *order)
{
    printf("# %s\n", order);
    ok(at("32") >= 0 && at("3201") >= 0 && at("320102") >= 0, "codes are found");
    is_region(at("320102"), "320102", "each as itself");
    is_int(at("3201029"), -1, "not by more than it");
    is_int(at("320"), -1, "not by its beginning");
    is_int(at(""), -1, "not by nothing");
    is_int(regions.depth[at("32")], REGION_PROVINCE, "a province at the top");
    is_int(regions.depth[at("3202")], REGION_CITY, "a city below");
    is_int(regions.depth[at("320102")], REGION_COUNTY, "a county below that");
    is_int(regions.depth[at("99")], 0, "a second tree");
    is_int(regions.parent[at("32")], -1, "nothing above the top");
    is_region(regions.parent[at("320102")], "3201", "the county's city");
    ok(region_within(&regions, at("320102"), at("320102")), "a region lies in itself");
    ok(region_within(&regions, at("320102"), at("3201")), "in its city");
    ok(region_within(&regions, at("320102"), at("32")), "in its province");
    ok(!region_within(&regions, at("320102"), at("3202")), "not in another city");
    ok(!region_within(&regions, at("3201"), at("320102")), "nor the city in it");
    ok(!region_within(&regions, at("320102"), at("99")), "nor in another tree");
    ok(!region_within(&regions, -1, at("32")), "what is not known lies nowhere");
    ok(!region_within(&regions, at("32"), -1), "and holds nothing");
    is_region(region_up(&regions, at("320102"), REGION_CITY), "3201", "up to the city");
    is_region(region_up(&regions, at("320102"), REGION_PROVINCE), "32", "up to the province");
    is_region(region_up(&regions, at("320102"), REGION_COUNTY), "320102", "no way to go");
    is_region(region_up(&regions, at("3201"), REGION_COUNTY), "3201",
              "what stands higher stays there");
    is_region(region_up(&regions, -1, REGION_CITY), "", "what is not known stays so");
}

int main(void)
{
    if (!ok(begin("code,name,parent\n32,p,\n3201,c,32\n320102,d,3201\n3202,c,32\n99,q,\n") == ST_OK,
            "a tree"))
        return done_testing();
    is_tree("from the top");
    begin("code,name,parent\n320102,d,3201\n99,q,\n3202,c,32\n3201,c,32\n32,p,\n");
    is_tree("from below");
    begin("code,name\na,\nb,\n");
    ok(at("a") == 0 && at("b") == 1 && regions.depth[1] == 0, "no parents at all");
    begin("code\n");
    is_int(at("a"), -1, "no region at all");
    begin(NULL);
    is_int(at("a"), -1, "no regions.csv");
    is_int((int64_t)pack->region_count, 0, "none");
    regions_free(&regions);
    regions_free(&regions);
    is_int(at("a"), -1, "given back twice");
    ok(begin("code,parent\na,b\n") == ST_USAGE,
       "a parent that is not there is the pack's to refuse");
    ok(begin("code,parent\na,b\nb,a\n") == ST_USAGE, "and a circle");
    pack_free(pack);
    return done_testing();
}
