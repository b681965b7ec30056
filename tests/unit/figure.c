/* Digits and a point that moves. */
#include "figure.h"

#include "num.h"
#include "tap.h"

static struct figure figure;

static enum figure_result take(const char *text, size_t *left)
{
    struct slice s = slice_of(text);
    figure = (struct figure){0};
    enum figure_result r = figure_take(&s, &figure);
    *left = s.n;
    return r;
}

static void test_take(void)
{
    static const struct {
        const char *text;
        enum figure_result result;
        size_t left;
        const char *digits;
        int scale;
    } v[] = {
        {"1234.50", FIGURE_OK, 0, "123450", 2},   {"1,234.50", FIGURE_OK, 0, "123450", 2},
        {"007", FIGURE_OK, 0, "007", 0},          {".5", FIGURE_OK, 0, "5", 1},
        {"5.", FIGURE_OK, 0, "5", 0},             {"12万", FIGURE_OK, 3, "12", 0},
        {"1,234,567x", FIGURE_OK, 1, "1234567", 0}, {"1,x", FIGURE_OK, 2, "1", 0},
        {"", FIGURE_NONE, 0, NULL, 0},            {".", FIGURE_NONE, 0, NULL, 0},
        {"-5", FIGURE_NONE, 0, NULL, 0},          {"1,50", FIGURE_COMMA, 0, NULL, 0},
        {"0,123", FIGURE_COMMA, 0, NULL, 0},      {"1234,567", FIGURE_COMMA, 0, NULL, 0},
        {"1,50.0", FIGURE_GROUPS, 0, NULL, 0},    {"1,2345,678", FIGURE_GROUPS, 0, NULL, 0},
        {"1.2.3", FIGURE_POINTS, 0, NULL, 0},     {"1.2,3", FIGURE_POINTS, 0, NULL, 0},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        size_t left;
        bool good = take(v[i].text, &left) == v[i].result;
        if (good && v[i].digits != NULL)
            good = left == v[i].left && figure.scale == v[i].scale &&
                   slice_eq((struct slice){figure.digits, figure.n}, slice_of(v[i].digits));
        ok(good, "'%s' is taken, or not", v[i].text);
    }
    static char many[FIGURE_DIGITS + 3];
    size_t left;
    memset(many, '1', sizeof many - 1);
    ok(take(many, &left) == FIGURE_TOO_LARGE, "more digits than there is room for");
    many[1] = '.';
    ok(take(many, &left) == FIGURE_TOO_FINE, "more of them behind the point");
    many[FIGURE_DIGITS + 1] = '\0';
    ok(take(many, &left) == FIGURE_OK && left == 0, "as many as there is");
}

static void is_moved(const char *text, int by, int places, bool round, const char *want)
{
    char out[FIGURE_TEXT_MAX], name[200];
    size_t left, n = 0;
    bool rounded = false;
    bool negative = text[0] == '-';
    take(text + negative, &left);
    figure.negative = negative;
    figure.scale -= by;
    enum figure_result r = figure_fit(&figure, places, round, &rounded);
    if (r == FIGURE_OK)
        n = figure_text(&figure, out);
    snprintf(name, sizeof name, "'%s' by %d, %d places%s", text, by, places,
             rounded ? ", rounded" : "");
    if (want == NULL)
        ok(r != FIGURE_OK, "%s: does not fit", name);
    else
        is_text(out, n, want, name);
}

static void test_move(void)
{
    is_moved("12.5", 4, 18, false, "125000");
    is_moved("12.34567", 4, 18, false, "123456.7");
    is_moved("12.340000", 4, 18, false, "123400.00");
    is_moved("-0.5", 1, 18, false, "-5");
    is_moved("-0.0", 0, 18, false, "0.0");
    is_moved("0", 12, 18, false, "0");
    is_moved("15", -2, 18, false, "0.15");
    is_moved("1", -18, 18, false, "0.000000000000000001");
    is_moved("1", -19, 18, false, NULL);
    is_moved("10", -19, 18, false, "0.000000000000000001");
    is_moved("1", 37, 18, false, "10000000000000000000000000000000000000");
    is_moved("1", 38, 18, false, NULL);
    is_moved("1", 2000000000, 18, false, NULL);
    is_moved("1", -2000000000, 18, false, NULL);
    is_moved("1", -2000000000, 18, true, "0.000000000000000000");
    is_moved("0.125", 0, 2, true, "0.12");
    is_moved("0.135", 0, 2, true, "0.14");
    is_moved("0.1251", 0, 2, true, "0.13");
    is_moved("0.995", 0, 2, true, "1.00");
    is_moved("9.999", 0, 2, true, "10.00");
    is_moved("0.005", 0, 2, true, "0.00");
    is_moved("0.0051", 0, 2, true, "0.01");
    is_moved("0.00049", 0, 2, true, "0.00");
    is_moved("0.5", 0, 0, true, "0");
    is_moved("1.5", 0, 0, true, "2");
    is_moved("99999999999999999999999999999999999999.5", 0, 0, true, NULL);
}

/* Whatever fits is read, and is the number that was there times the power. */
static void test_exact(void)
{
    uint64_t state = 7;
    int wrong = 0;
    for (int round = 0; round < 20000; round++) {
        char text[40], out[FIGURE_TEXT_MAX];
        size_t left;
        bool rounded;
        struct num before, after, factor, product;
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        unsigned power = (unsigned)(state >> 33) % 9;
        snprintf(text, sizeof text, "%u.%09u", (unsigned)(state >> 40) % 1000000,
                 (unsigned)(state >> 20) % 1000000000);
        take(text, &left);
        figure.scale -= (int)power;
        factor = num_decimal((int128)num_pow10(power), 0);
        if (figure_fit(&figure, 18, false, &rounded) != FIGURE_OK || rounded ||
            num_parse(slice_of(text), &before) != NUM_OK ||
            num_parse((struct slice){out, figure_text(&figure, out)}, &after) != NUM_OK ||
            num_mul(&before, &factor, &product) != NUM_OK || num_cmp(&product, &after) != 0)
            wrong++;
    }
    is_int(wrong, 0, "moving the point multiplies by ten");
}

int main(void)
{
    test_take();
    test_move();
    test_exact();
    return done_testing();
}
