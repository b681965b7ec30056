#include "stored.h"

#include <stdlib.h>

#include "num.h"
#include "tap.h"

/* Stored text; the decimal, or NULL where it has too many places, "-" where it is no number. */
static const struct {
    const char *stored, *decimal;
} numbers[] = {
    {"0", "0"},
    {"-0", "0"},
    {"0.000", "0"},
    {"0E0", "0"},
    {"12", "12"},
    {"+12", "12"},
    {"-12.50", "-12.5"},
    {"007", "7"},
    {".5", "0.5"},
    {"5.", "5"},
    {"1E3", "1000"},
    {"1e+03", "1000"},
    {"1.5E-3", "0.0015"},
    {"1.2345E2", "123.45"},
    {"-1.2345E1", "-12.345"},
    /* binary noise in the digits that programs do not keep */
    {"0.30000000000000004", "0.3"},
    {"1.1000000000000001", "1.1"},
    {"0.10000000000000001", "0.1"},
    {"4.3499999999999996", "4.35"},
    {"1234567.8899999999", "1234567.89"},
    {"-1234567.8899999999", "-1234567.89"},
    {"999999999999999.9", "1000000000000000"},
    {"9.9999999999999995E-5", "0.0001"},
    /* halves go to the even digit; anything behind makes more than a half */
    {"1.00000000000000500", "1"},
    {"1.00000000000001500", "1.00000000000002"},
    {"1.00000000000000501", "1.00000000000001"},
    {"1.000000000000005000000000000000000000000000000000001", "1.00000000000001"},
    {"1.000000000000005000000000000000000000000000000000000", "1"},
    {"1.00000000000000499", "1"},
    {"123456789012345", "123456789012345"},
    {"1234567890123456", "1234567890123460"},
    {"3.2010219900101101E+17", "320102199001011000"},
    {"320102199001011264", "320102199001011000"},
    {"1E37", "10000000000000000000000000000000000000"},
    {"1E38", NULL},
    {"1E300", NULL},
    {"1E-18", "0.000000000000000001"},
    {"1E-19", NULL},
    {"8.8817841970012523E-16", NULL},
    {"123456789012.345E-15", "0.000123456789012345"},
    {"0E300", "0"},
    {"", "-"},
    {"-", "-"},
    {".", "-"},
    {"-.", "-"},
    {"1..2", "-"},
    {"1.2.3", "-"},
    {"1E", "-"},
    {"1E+", "-"},
    {"1E5.5", "-"},
    {"1E401", "-"},
    {"1E99999999999999999999", "-"},
    {" 1", "-"},
    {"1 ", "-"},
    {"--1", "-"},
    {"NaN", "-"},
    {"1,5", "-"},
    {"0x1", "-"},
    {"\xef\xbc\x91", "-"},
};

static void test_numbers(void)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct stored s;
        char out[STORED_TEXT_MAX];
        size_t n = 0;
        struct slice text = slice_of(numbers[i].stored);
        const char *got = !stored_parse(text, &s)        ? "-"
                          : !stored_decimal(&s, out, &n) ? NULL
                                                         : (out[n] = '\0', out);
        const char *want = numbers[i].decimal;
        ok((got == NULL) == (want == NULL) && (want == NULL || strcmp(got, want) == 0),
           "'%s': %s", numbers[i].stored, want != NULL ? want : "too many places");
        if (got != NULL && want != NULL && strcmp(got, want) != 0)
            printf("#  got: %s\n", got);
        if (stored_plain(text) && strcmp(text.p, "007") != 0)
            ok(strcmp(text.p, want) == 0, "'%s' is plain", numbers[i].stored);
    }
    ok(!stored_plain(SLICE("1.50")) && !stored_plain(SLICE("1.")) && !stored_plain(SLICE(".5")) &&
           !stored_plain(SLICE("")) && !stored_plain(SLICE("-")) && !stored_plain(SLICE("1e3")) &&
           !stored_plain(SLICE("1234567890123456")) && !stored_plain(SLICE("1.5.5")),
       "what is not plain");
    ok(stored_plain(SLICE("-1.5")) && stored_plain(SLICE("123456789012345")) &&
           stored_plain(SLICE("0")) && stored_plain(SLICE("10")),
       "what is");
}

/* Whatever it is made of, num_parse takes it, and finds the same as in all digits, rounded. */
static void test_many(void)
{
    uint64_t random = 88172645463325252;
    bool good = true;
    for (int i = 0; good && i < 100000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        char text[80], out[STORED_TEXT_MAX];
        size_t n = 0;
        int places = (int)(random % 19);
        struct num all, kept, half, difference;
        struct stored s;
        snprintf(text, sizeof text, "%s%" PRIu64 "E-%d", i % 2 == 0 ? "" : "-", random, places);
        good = stored_parse(slice_of(text), &s) && stored_decimal(&s, out, &n) &&
               num_parse((struct slice){out, n}, &kept) == NUM_OK;
        all = num_decimal(i % 2 == 0 ? (int128)random : -(int128)random, (uint8_t)places);
        /* The last digit that is kept is worth this much; half of it is the most to lose. */
        unsigned digits = s.n > 15 ? (unsigned)s.n - 15 : 0;
        half = num_decimal((int128)num_pow10(digits) * 5, (uint8_t)(places < 18 ? places + 1 : 18));
        if (places == 18)
            continue;
        good = good && num_sub(&all, &kept, &difference) == NUM_OK;
        num_abs(&difference, &difference);
        good = good && num_cmp(&difference, &half) <= 0;
        if (!good)
            printf("# %s: %.*s\n", text, (int)n, out);
    }
    ok(good, "rounding changes half a unit of the last digit at most");
}

static const struct {
    const char *code, *means; /* p percent, c calendar, t clock, l lasting, 1-3 places */
} formats[] = {
    {"General", ""},
    {"general", ""},
    {"G/\xe9\x80\x9a\xe7\x94\xa8\xe6\xa0\xbc\xe5\xbc\x8f", ""},
    {"General\" days\"", ""},
    {"0", ""},
    {"0.00E+00", ""},
    {"##0.0e-0", ""},
    {"# ?/?", ""},
    {"@", ""},
    {"", ""},
    {";;;", ""},
    {"0%", "p"},
    {"0.00%;[Red]-0.00%", "p"},
    {"0\"%\"", ""},
    {"0\\%", ""},
    {"#,##0.00\\ \"yd\"", ""},
    {"_-* #,##0.00\\ [$\xe2\x82\xac-407]_-;-* #,##0.00_-", ""},
    {"[$\xef\xbf\xa5-804]#,##0.00", ""},
    {"_d0*h", ""},
    {"[Red]0;[Magenta]-0", ""},
    {"[>=100]0.0;[<=-1]0", ""},
    {"yyyy-mm-dd", "c"},
    {"YYYY/M/D", "c"},
    {"mmm-yy", "c"},
    {"mm", "c"},
    {"dddd", "c"},
    {"aaaa;@", "c"},
    {"[$-804]e\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"", "c"},
    {"gge", "c"},
    {"yyyy\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"d\"\xe6\x97\xa5\";@", "c"},
    {"[DBNum1][$-804]yyyy\"\xe5\xb9\xb4\"m\"\xe6\x9c\x88\"d\"\xe6\x97\xa5\"", "c"},
    {"[=0]\"\";yyyy-mm-dd", "c"},
    {"\"\xe6\x97\xa0\";m/d/yy", "c"},
    {"m/d/yy h:mm", "ct"},
    {"yyyy-mm-dd hh:mm:ss.000", "ct3"},
    {"h:mm AM/PM", "t"},
    {"[$-F400]h:mm:ss\\ AM/PM", "t"},
    {"h A/P", "t"},
    {"\xe4\xb8\x8a\xe5\x8d\x88/\xe4\xb8\x8b\xe5\x8d\x88h\"\xe6\x97\xb6\"mm\"\xe5\x88\x86\"", "t"},
    {"mm:ss.0", "t1"},
    {"ss.00", "t2"},
    {"ss.000000", "t3"},
    {"[h]:mm:ss", "tl"},
    {"[HH]:mm", "tl"},
    {"[mm]:ss.00", "tl2"},
    {"[s]", "tl"},
    {"[hm]0", ""},
    {"d [h]", "ct"},
    {"\"unclosed", ""},
    {"[unclosed", ""},
    {"0\\", ""},
    {"0;yyyy", ""},
};

static const char *meaning(struct format f, char out[8])
{
    size_t n = 0;
    const struct {
        bool holds;
        char letter;
    } all[] = {{f.percent, 'p'}, {f.calendar, 'c'}, {f.clock, 't'}, {f.lasting, 'l'},
               {f.places > 0, (char)('0' + f.places)}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].holds)
            out[n++] = all[i].letter;
    out[n] = '\0';
    return f.day == (f.calendar || f.clock) ? out : "day!";
}

static void test_formats(void)
{
    char got[8];
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (!ok(strcmp(meaning(format_of(slice_of(formats[i].code)), got), formats[i].means) == 0,
                "%s: %s", formats[i].code, formats[i].means))
            printf("#  got: %s\n", got);
    static const char *const built_in[] = {
        [0] = "",    [1] = "",    [4] = "",   [9] = "p",  [10] = "p",  [11] = "",  [13] = "",
        [14] = "c",  [17] = "c",  [18] = "t", [21] = "t", [22] = "ct", [23] = "",  [27] = "c",
        [31] = "c",  [32] = "t",  [35] = "t", [36] = "c", [37] = "",   [44] = "",  [45] = "t",
        [46] = "tl", [47] = "t1", [48] = "",  [49] = "",  [50] = "c",  [54] = "c", [55] = "t",
        [56] = "t",  [57] = "c",  [58] = "c", [59] = ""};
    for (unsigned id = 0; id < sizeof built_in / sizeof *built_in; id++)
        if (built_in[id] != NULL)
            ok(strcmp(meaning(format_builtin(id), got), built_in[id]) == 0, "format %u: %s", id,
               built_in[id]);
}

static const struct {
    const char *stored, *code;
    bool from_1904;
    const char *day; /* NULL: none */
} days[] = {
    {"45356", "yyyy-mm-dd", false, "2024-03-05"},
    {"45356", "yyyy-mm-dd hh:mm", false, "2024-03-05T00:00:00"},
    {"45356.4375", "yyyy-mm-dd", false, "2024-03-05T10:30:00"},
    {"45356.437499999", "yyyy-mm-dd", false, "2024-03-05T10:30:00"},
    {"45356.999999", "yyyy-mm-dd", false, "2024-03-06"},
    {"45356.999999", "yyyy-mm-dd h:mm", false, "2024-03-06T00:00:00"},
    {"45356.999", "yyyy-mm-dd", false, "2024-03-05T23:58:34"},
    {"4.5356E4", "m/d/yy", false, "2024-03-05"},
    {"45356.5", "h:mm", false, "2024-03-05T12:00:00"},
    {"0.4375", "h:mm", false, "10:30:00"},
    {"0.4375", "yyyy-mm-dd", false, "10:30:00"},
    {"0.99999999", "h:mm", false, "24:00:00"},
    {"0", "h:mm", false, "00:00:00"},
    {"0", "yyyy-mm-dd", false, "00:00:00"},
    {"1.5", "[h]:mm", false, "36:00:00"},
    {"0.000011574074074074073", "[h]:mm:ss", false, "00:00:01"},
    {"1.1574074074074073E-5", "[h]:mm:ss", false, "00:00:01"},
    {"4000", "[h]", false, "96000:00:00"},
    {"0.43750542824074074", "h:mm:ss.000", false, "10:30:00.469"},
    {"0.43750542824074074", "h:mm:ss", false, "10:30:00"},
    {"45356.000005", "mm:ss.0", false, "2024-03-05T00:00:00.4"},
    {"1", "d/m/yyyy", false, "1900-01-01"},
    {"59", "d/m/yyyy", false, "1900-02-28"},
    {"60", "d/m/yyyy", false, "1900-02-29"},
    {"61", "d/m/yyyy", false, "1900-03-01"},
    {"2958465", "yyyy", false, "9999-12-31"},
    {"2958466", "yyyy", false, NULL},
    {"99999999", "yyyy", false, NULL},
    {"1E20", "yyyy", false, NULL},
    {"-1", "yyyy", false, NULL},
    {"-0.5", "h:mm", false, NULL},
    {"-0", "h:mm", false, "00:00:00"},
    {"0", "yyyy-mm-dd", true, "1904-01-01"},
    {"43894", "yyyy-mm-dd", true, "2024-03-05"},
    {"0.5", "h:mm", true, "12:00:00"},
    {"0.5", "d h:mm", true, "1904-01-01T12:00:00"},
    {"60", "yyyy-mm-dd", true, "1904-03-01"},
    {"2957003", "yyyy", true, "9999-12-31"},
    {"2957004", "yyyy", true, NULL},
};

static void test_days(void)
{
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct stored s;
        struct format f = format_of(slice_of(days[i].code));
        char out[STORED_TEXT_MAX];
        size_t n = 0;
        if (!stored_parse(slice_of(days[i].stored), &s))
            abort();
        bool is = stored_day(&s, &f, days[i].from_1904, out, &n);
        const char *want = days[i].day;
        if (!ok(is == (want != NULL) && (!is || (n == strlen(want) && memcmp(out, want, n) == 0)),
                "%s as %s: %s", days[i].stored, days[i].code, want != NULL ? want : "no day"))
            printf("#  got: %.*s\n", is ? (int)n : 4, is ? out : "none");
    }
}

int main(void)
{
    test_numbers();
    test_many();
    test_formats();
    test_days();
    return done_testing();
}
