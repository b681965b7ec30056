/* Why a value is unknown: numbers that stand for reasons, and which of two is kept. */
#include "reason.h"

#include "tap.h"

static void says(const struct reasons *r, why_t why, const char *want)
{
    char text[200];
    reason_text(r, why, text, sizeof text);
    is_text(text, strlen(text), want, want);
}

static void test_numbers(void)
{
    struct reasons r = {.list = NULL};
    struct error e;
    is_int(reasons_init(&r, &e), ST_OK, "made");
    why_t large = reason_make(&r, REASON_TOO_LARGE, SLICE(""));
    why_t differs = reason_make(&r, REASON_DIFFERS, SLICE("price"));
    why_t blank = reason_make(&r, REASON_BLANK, SLICE("spent")),
          other = reason_make(&r, REASON_BLANK, SLICE("budget"));
    ok(large != 0 && blank != 0 && other != 0 && differs != 0, "a reason is not 0");
    ok(blank != other, "details are told apart");
    is_int(reason_make(&r, REASON_BLANK, SLICE("spent")), blank,
           "the same reason has the same number");
    is_int(reason_make(&r, REASON_KEY, SLICE("spent")) == blank, 0,
           "another kind with that detail has another");
    ok(large < blank && large < differs, "what is made first has the smaller number");
    ok(reason_fatal(&r, large) && reason_fatal(&r, differs) &&
           reason_fatal(&r, reason_make(&r, REASON_TWO_MATCHES, SLICE("remit"))),
       "fatal ones");
    ok(!reason_fatal(&r, 0) && !reason_fatal(&r, blank) &&
           !reason_fatal(&r, reason_make(&r, REASON_REJECTED, SLICE(""))),
       "others are not, nor none");
    says(&r, blank, "blank spent");
    says(&r, other, "blank budget");
    says(&r, large, "a number does not fit 38 digits");
    says(&r, reason_make(&r, REASON_ZERO_DIVISOR, SLICE("")), "zero divisor");
    says(&r, reason_make(&r, REASON_NO_MATCH, SLICE("remit")), "no match in remit");
    says(&r, reason_make(&r, REASON_TOO_FEW, SLICE("stddev")), "too few values for stddev");
    says(&r, reason_make(&r, REASON_SPREAD, SLICE("")), "all values are equal");
    says(&r, reason_make(&r, REASON_WHOLE, SLICE("")), "a number that is not whole");
    says(&r, reason_make(&r, REASON_NUMBER, SLICE("")), "a text that is no number");
    says(&r, reason_make(&r, REASON_LENGTH, SLICE("")), "a text of more than 1000 characters");
    char cut[6];
    reason_text(&r, blank, cut, sizeof cut);
    is_text(cut, strlen(cut), "blank", "a text that does not fit is cut");
    reasons_free(&r);
    ok(r.n == 0 && r.list == NULL, "given back");
}

/* More than there is room for at first. */
static void test_many(void)
{
    struct reasons r = {.list = NULL};
    struct error e;
    char name[16];
    unsigned wrong = reasons_init(&r, &e) != ST_OK;
    size_t first = r.n;
    for (unsigned i = 0; i < 2000; i++) {
        int n = snprintf(name, sizeof name, "column%u", i);
        wrong += reason_make(&r, REASON_BLANK, (struct slice){name, (size_t)n}) != first + i;
    }
    memset(name, 'x', sizeof name);
    wrong += !slice_eq(r.list[first + 7].detail, SLICE("column7"));
    is_int(wrong, 0, "many reasons are numbered in a row and keep their details");
    reasons_free(&r);
}

static void test_least(void)
{
    is_int(why_min(0, 0), 0, "known and known");
    is_int(why_min(0, 3), 3, "known and unknown");
    is_int(why_min(3, 0), 3, "unknown and known");
    is_int(why_min(4, 3), 3, "the smaller");
    is_int(why_min(3, UINT16_MAX), 3, "the smaller of far ones");
}

/* When all is settled, what is made anew has the next number and moves nothing. */
static void test_settled(void)
{
    struct reasons r = {.list = NULL};
    struct error e;
    char name[16];
    is_int(reasons_init(&r, &e), ST_OK, "made");
    why_t before = reason_make(&r, REASON_BLANK, SLICE("spent"));
    is_int(reasons_settle(&r, &e), ST_OK, "settled");
    const struct reason *list = r.list;
    size_t n = r.n;
    is_int(reason_make(&r, REASON_BLANK, SLICE("spent")), before, "what was made is found");
    why_t after = reason_make(&r, REASON_BLANK, SLICE("budget"));
    is_int(after, (int64_t)n, "what is new has the next number");
    is_int(reason_make(&r, REASON_BLANK, SLICE("budget")), after, "and is found again");
    why_t last = after;
    for (unsigned i = 0; i < 2000 && last != 0; i++) {
        int length = snprintf(name, sizeof name, "c%u", i);
        last = reason_make(&r, REASON_BLANK, (struct slice){name, (size_t)length});
    }
    is_int(last, 0, "where there is no more room, none is made");
    ok(r.list == list, "the list stands where it stood");
    says(&r, after, "blank budget");
    reasons_free(&r);
}

int main(void)
{
    test_numbers();
    test_many();
    test_settled();
    test_least();
    return done_testing();
}
