/* Grading: random alerts against a plain model that looks at every pair of them anew; records put
 * aside in memory and in a file. */
#include "grading.h"

#include <stdlib.h>
#include <unistd.h>

#include "alert_in.h"
#include "grading_int.h"
#include "tap.h"

static uint64_t state = 20250131;
static uint32_t draw(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static char directory[] = "/tmp/grading-XXXXXX";
static struct error error;
static unsigned warnings;

static const char *path(const char *name)
{
    static char text[64];
    snprintf(text, sizeof text, "%s/%s", directory, name);
    return text;
}

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(path(name), "wb");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        ok(false, "%s is written", name);
}

static void warn(void *context, const char *text)
{
    (void)context;
    (void)text;
    warnings++;
}

/* --- The model. */

static const struct {
    const char *id, *family, *field;
    bool trial, money;
} indicators[] = {
    {"I0", "f", "A", false, true},  {"I1", "f", "A", false, false}, {"I2", "g", "B", false, false},
    {"I3", "I3", "B", false, true}, {"I4", "f", "A", true, false},  {"I5", "h", "B", true, false},
    {"X", "X", "C", false, false}, /* not in the pack */
};
enum { INDICATORS = sizeof indicators / sizeof *indicators, MOST = 14 };

static const char pack_indicators[] = "id,name,field,family,status,table,by,value,op,red,unit\n"
                                      "I0,i,A,f,on,t,u,sum(v),>,0,yuan\n"
                                      "I1,i,A,f,on,t,u,sum(v),>,0,\n"
                                      "I2,i,B,g,on,t,u,sum(v),>,0,\n"
                                      "I3,i,B,,on,t,u,sum(v),>,0,元\n"
                                      "I4,i,A,f,trial,t,u,sum(v),>,0,\n"
                                      "I5,i,B,h,trial,t,u,sum(v),>,0,\n";
/* Yellow alone with two families has no rule. */
static const char pack_grades[] = "first,level,run,families,amount,grade,score\n"
                                  "many,,,>=3,,red,9\n"
                                  "long,,>=4,,,yellow,4\n"
                                  "red,red,,,,red,\n"
                                  "blue,blue,,,,blue,0.5\n"
                                  "yellow,yellow,,1,,yellow,2.5\n"
                                  "big,yellow,,,>=50,red,7\n";
static const char pack_routes[] = "field,grade,handler,copies\n"
                                  "A,red,HR,HA\n"
                                  "A,,HA,\n"
                                  "B,,HB,HR|HA\n";

struct made {
    uint32_t indicator, subject, period, run, amount, department;
    int level;
    bool two_kinds;
    /* what the model finds */
    int grade, half_points;
    char id[ALERT_ID_SIZE];
};
struct made_set {
    struct made at[MOST];
    uint32_t order[MOST], n;
};

static bool same_subject(const struct made *a, const struct made *b)
{
    return a->subject == b->subject && a->two_kinds == b->two_kinds;
}

static bool same_family(const struct made *a, const struct made *b)
{
    return strcmp(indicators[a->indicator].family, indicators[b->indicator].family) == 0;
}

/* Whether K is the first alert of its family that counts for A. */
static bool counts(const struct made_set *t, uint32_t k, const struct made *a)
{
    const struct made *b = &t->at[k];
    if (!same_subject(a, b) || (indicators[b->indicator].trial && b != a))
        return false;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct made *c = &t->at[i];
        bool other = same_subject(a, c) && (!indicators[c->indicator].trial || c == a);
        if (i < k && other && same_family(b, c))
            return false;
    }
    return true;
}

static void model_grade(const struct made_set *t, struct made *a)
{
    uint32_t families = 0;
    for (uint32_t k = 0; k < t->n; k++)
        families += counts(t, k, a);
    static const int points[] = {0, 2, 6, 18};
    bool money = indicators[a->indicator].money;
    a->grade = a->level;
    a->half_points = 0;
    if (families >= 3)
        a->grade = LEVEL_RED, a->half_points = 18;
    else if (a->run >= 4)
        a->grade = LEVEL_YELLOW, a->half_points = 8;
    else if (a->level == LEVEL_RED)
        a->half_points = 18;
    else if (a->level == LEVEL_BLUE)
        a->half_points = 1;
    else if (families == 1)
        a->half_points = 5;
    else if (money && a->amount >= 50)
        a->grade = LEVEL_RED, a->half_points = 14;
    bool ruled = a->half_points > 0;
    if (indicators[a->indicator].trial && a->grade > LEVEL_BLUE)
        a->grade = LEVEL_BLUE;
    if (!ruled)
        a->half_points = points[a->grade];
}

static int model_score(const struct made_set *t, const struct made *a)
{
    int total = 0;
    for (uint32_t k = 0; k < t->n; k++) {
        const struct made *b = &t->at[k];
        bool first = true;
        int best = 0;
        if (!same_subject(a, b) || indicators[b->indicator].trial)
            continue;
        for (uint32_t i = 0; i < t->n; i++) {
            const struct made *c = &t->at[i];
            if (!same_subject(a, c) || indicators[c->indicator].trial || !same_family(b, c))
                continue;
            first = first && i >= k;
            best = c->half_points > best ? c->half_points : best;
        }
        total += first ? best : 0;
    }
    return total;
}

static bool model_joint(const struct made_set *t, const struct made *a)
{
    bool seen[3] = {false};
    for (uint32_t k = 0; k < t->n; k++)
        if (same_subject(a, &t->at[k]))
            seen[t->at[k].department] = true;
    return seen[1] && seen[2];
}

static const char *model_alone(const struct made *a)
{
    char field = indicators[a->indicator].field[0];
    return field == 'A' ? (a->grade == LEVEL_RED ? "HR" : "HA") : field == 'B' ? "HB" : "";
}

/* Whether A stands before B as a leader. */
static bool leads(const struct made *a, const struct made *b)
{
    if ((model_alone(a)[0] != '\0') != (model_alone(b)[0] != '\0'))
        return model_alone(a)[0] != '\0';
    if (a->grade != b->grade)
        return a->grade > b->grade;
    if (a->half_points != b->half_points)
        return a->half_points > b->half_points;
    int c = strcmp(indicators[a->indicator].id, indicators[b->indicator].id);
    return c != 0 ? c < 0 : strcmp(a->id, b->id) < 0;
}

static const char *model_handler(const struct made_set *t, const struct made *a)
{
    const struct made *leader = a;
    if (model_joint(t, a))
        for (uint32_t k = 0; k < t->n; k++)
            if (same_subject(a, &t->at[k]) && leads(&t->at[k], leader))
                leader = &t->at[k];
    return model_alone(leader);
}

/* --- What grading finds. */

static void make(struct made_set *t)
{
    t->n = 0;
    for (uint32_t want = draw(MOST + 1); want > 0; want--) {
        struct made a = {.indicator = draw(INDICATORS),
                         .subject = draw(3),
                         .period = draw(3),
                         .run = 1 + draw(5),
                         .amount = draw(4) == 0 ? 50 : draw(100),
                         .department = draw(5) == 0 ? 0 : 1 + (draw(4) == 0),
                         .level = 1 + (int)draw(3),
                         .two_kinds = draw(5) == 0};
        char subject[8], period[8];
        snprintf(subject, sizeof subject, "S%u", a.subject);
        snprintf(period, sizeof period, "202%u", a.period);
        alert_id(indicators[a.indicator].id, slice_of(a.two_kinds ? "w" : "u"), slice_of(subject),
                 slice_of(period), a.id);
        bool twin = false;
        for (uint32_t k = 0; k < t->n; k++)
            twin = twin || strcmp(t->at[k].id, a.id) == 0;
        if (!twin)
            t->at[t->n++] = a;
    }
    for (uint32_t k = 0; k < t->n; k++)
        model_grade(t, &t->at[k]);
    for (uint32_t k = 0; k < t->n; k++)
        t->order[k] = k;
}

static void shuffle(struct made_set *t)
{
    for (uint32_t k = t->n; k > 1; k--) {
        uint32_t i = draw(k), x = t->order[i];
        t->order[i] = t->order[k - 1];
        t->order[k - 1] = x;
    }
}

static void write_alerts(const struct made_set *t, const struct pack *pack)
{
    static const char *const departments[] = {"", "finance", "audit"};
    struct buffer b = {0};
    for (size_t c = 0; c < ALERT_WRITTEN; c++)
        buffer_printf(&b, "%s%s", c > 0 ? "," : "", alert_column_name((enum alert_column)c));
    buffer_char(&b, '\n');
    for (uint32_t k = 0; k < t->n; k++) {
        const struct made *a = &t->at[t->order[k]];
        buffer_printf(&b, "%s,%s,n,%s,%s,%s,,%s,%s,S%u,,,202%u,202%u,-%u.00,0,%u,,%s@%s:%s,\n",
                      a->id, indicators[a->indicator].id,
                      indicators[a->indicator].trial ? "trial" : "on", departments[a->department],
                      indicators[a->indicator].field, level_name((enum level)a->level),
                      a->two_kinds ? "w" : "u", a->subject, a->period, a->period, a->amount, a->run,
                      pack->layers[0].name, pack->layers[0].version, pack->digest);
    }
    buffer_char(&b, '\0');
    write_file("alerts.csv", b.p);
    buffer_free(&b);
}

/* One row of what came out against the model. */
static bool as_modelled(const struct made_set *t, const struct made *a, const struct slice *cell)
{
    char score[16];
    int half = model_score(t, a);
    snprintf(score, sizeof score, half % 2 ? "%d.5" : "%d", half / 2);
    struct slice copies = cell[ALERT_COPIES], handler = cell[ALERT_HANDLER];
    while (copies.p != NULL) {
        struct slice copy = slice_split(&copies, '|');
        if (handler.n > 0 && slice_eq(copy, handler))
            return false;
    }
    return slice_eq(cell[ALERT_ID], slice_of(a->id)) &&
           slice_eq(cell[ALERT_GRADE], slice_of(level_name((enum level)a->grade))) &&
           slice_eq(cell[ALERT_SCORE], slice_of(score)) &&
           slice_eq(handler, slice_of(model_handler(t, a))) &&
           (cell[ALERT_CASE_ID].n > 0) == model_joint(t, a) &&
           slice_eq(cell[ALERT_PLAN_DUE], SLICE("1970-01-31"));
}

static bool compare(const struct made_set *t, struct slice out)
{
    struct source *source;
    struct reader *r;
    struct batch b;
    struct reader_options options = {.format = READER_CSV};
    if (source_memory(out, "out", &source, &error) != ST_OK ||
        reader_open(source, &options, &r, &error) != ST_OK)
        return false;
    bool good =
        reader_columns(r) == ALERT_COLUMNS && reader_next(r, &b, &error) == ST_OK && b.n == t->n;
    for (uint32_t k = 0; good && k < t->n; k++) {
        struct slice cell[ALERT_COLUMNS];
        for (size_t c = 0; c < ALERT_COLUMNS; c++)
            cell[c] = b.cells[c][k];
        good = as_modelled(t, &t->at[t->order[k]], cell);
        if (!good)
            printf("# alert %.*s: grade %.*s, score %.*s, handler %.*s\n# %.*s\n",
                   (int)cell[ALERT_ID].n, cell[ALERT_ID].p, (int)cell[ALERT_GRADE].n,
                   cell[ALERT_GRADE].p, (int)cell[ALERT_SCORE].n, cell[ALERT_SCORE].p,
                   (int)cell[ALERT_HANDLER].n, cell[ALERT_HANDLER].p, (int)cell[ALERT_REASONS].n,
                   cell[ALERT_REASONS].p);
    }
    reader_close(r);
    return good;
}

static bool grade_once(const struct made_set *t, const struct pack *pack)
{
    write_alerts(t, pack);
    const char *files[] = {path("alerts.csv")};
    struct grading_options options = {.files = files, .file_n = 1, .warn = warn};
    struct grading *g = NULL;
    struct sink *sink;
    struct writer w;
    if (sink_memory(&sink, &error) != ST_OK)
        return false;
    writer_init(&w, sink, READER_CSV);
    bool good = grading_open(pack, &options, &g, &error) == ST_OK &&
                grading_run(g, &w, &error) == ST_OK && grading_counts(g)->alerts == t->n &&
                compare(t, sink_bytes(sink));
    grading_close(g);
    sink_discard(sink);
    return good;
}

static void against_model(const struct pack *pack)
{
    enum { TABLES = 400, ORDERS = 3 };
    int bad = 0;
    for (int i = 0; i < TABLES && bad == 0; i++) {
        struct made_set t;
        make(&t);
        for (int k = 0; k < ORDERS && bad == 0; k++) {
            bad += !grade_once(&t, pack);
            shuffle(&t);
        }
    }
    ok(bad == 0, "random alerts are graded as the model does");
    if (bad > 0)
        printf("# %s\n", error.text);
    ok(warnings > 0, "the gap is warned of");
}

/* --- Records. */

static void put_and_take(size_t size, size_t n, const char *name)
{
    struct records r = {0};
    struct buffer one = {0}, got = {0};
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        one.n = 0;
        buffer_reserve(&one, size);
        memset(one.p, 'a' + (int)(i % 26), size - i);
        one.n = size - i;
        good = good && records_put(&r, buffer_view(&one), &error) == ST_OK;
    }
    bool filed = r.file != NULL;
    good = good && records_rewind(&r, &error) == ST_OK;
    for (size_t i = 0; good && i < n; i++) {
        good = records_take(&r, size - i, &got, &error) == ST_OK && got.n == size - i;
        for (size_t k = 0; good && k < got.n; k += k < 64 ? 1 : 4093)
            good = got.p[k] == 'a' + (int)(i % 26);
        good = good && got.p[got.n - 1] == 'a' + (int)(i % 26);
    }
    ok(good, "%s", name);
    ok(filed == (n * size > RECORDS_MEMORY), "%s: in a file if they are many", name);
    if (filed)
        is_int(records_take(&r, 1, &got, &error), ST_SYSTEM, "a file that ends early is told");
    records_free(&r);
    buffer_free(&one);
    buffer_free(&got);
}

int main(void)
{
    struct pack *pack = NULL;
    if (mkdtemp(directory) == NULL)
        return 1;
    write_file("pack.csv", "key,value\nname,model\nversion,1\nlanguage,en\n");
    write_file("tables.csv", "table,column,type,required\nt,u,id,yes\nt,v,decimal,\n");
    write_file("indicators.csv", pack_indicators);
    write_file("grades.csv", pack_grades);
    write_file("routes.csv", pack_routes);
    if (ok(pack_load(&(const char *){directory}, 1, &pack, &error) == ST_OK, "the pack loads"))
        against_model(pack);
    pack_free(pack);
    put_and_take(1000, 10, "a few records");
    put_and_take(3 << 20, 12, "many records");
    static const char *const files[] = {"pack.csv",   "tables.csv", "indicators.csv",
                                        "grades.csv", "routes.csv", "alerts.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(path(files[i]));
    rmdir(directory);
    return done_testing();
}
