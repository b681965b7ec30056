/* Check characters, worked out here as the standards say: weights are powers of a base, looked up
 * nowhere. */
#include "identity.h"

#include <stdint.h>

#include "tap.h"

static const char alphabet[] =
    "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* GB 32100-2015: no I, O, S, V, Z */

static uint64_t state = 18;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static unsigned power(unsigned base, unsigned exponent, unsigned modulus)
{
    unsigned r = 1;
    while (exponent-- > 0)
        r = r * base % modulus;
    return r;
}

/* GB 32100-2015: weights 3^(i-1) mod 31; C18 = 31 - sum mod 31, 0 for 31. */
static char code_check(const char *p)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 17; i++)
        sum += (unsigned)(strchr(alphabet, p[i]) - alphabet) * power(3, i, 31);
    return alphabet[(31 - sum % 31) % 31];
}

/* GB 11643-1999, ISO 7064 MOD 11-2: the weighted sum of all 18 is 1 mod 11; X counts 10. */
static char number_check(const char *p)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 17; i++)
        sum += (unsigned)(p[i] - '0') * power(2, 17 - i, 11);
    for (unsigned c = 0; c < 11; c++)
        if ((sum + c) % 11 == 1)
            return c == 10 ? 'X' : (char)('0' + c);
    return '?';
}

static void make_code(char s[18])
{
    for (int i = 0; i < 17; i++)
        s[i] = alphabet[below(31)];
    s[17] = code_check(s);
}

static void make_number(char s[18])
{
    char text[40];
    snprintf(text, sizeof text, "%06u%04u%02u%02u%03u", 100000 + below(900000), 1900 + below(125),
             1 + below(12), 1 + below(28), below(1000));
    memcpy(s, text, 17);
    s[17] = number_check(s);
}

typedef bool valid_fn(struct slice);

/* Every character but for the one that is there, in every place. A changed date of birth may be
 * none, so all are refused by one rule or the other. */
static unsigned taken_for_right(valid_fn *valid, const char s[18])
{
    unsigned taken = 0;
    for (int i = 0; i < 18; i++)
        for (int c = 0; c < 256; c++) {
            char t[18];
            memcpy(t, s, sizeof t);
            t[i] = (char)c;
            taken += t[i] != s[i] && valid((struct slice){t, sizeof t});
        }
    return taken;
}

static void test_rule(valid_fn *valid, void (*make)(char[18]), const char *what)
{
    unsigned refused = 0, taken = 0, swapped = 0, last = 0;
    for (int round = 0; round < 300; round++) {
        char s[18], t[19];
        make(s);
        refused += !valid((struct slice){s, 18});
        taken += taken_for_right(valid, s);
        last |= s[17] == 'X' ? 1u : s[17] == '0' ? 2u : 0u;
        uint32_t i = below(17);
        memcpy(t, s, 18);
        t[i] = s[i + 1];
        t[i + 1] = s[i];
        swapped += s[i] != s[i + 1] && valid((struct slice){t, 18});
        memcpy(t, s, 18);
        t[18] = s[17];
        taken += valid((struct slice){t, 17}) || valid((struct slice){t, 19}) ||
                 valid((struct slice){t + 1, 17});
    }
    ok(refused == 0, "%s: right ones are taken", what);
    ok(taken == 0, "%s: any changed character, and another length, is refused", what);
    ok(swapped == 0, "%s: two that changed places too", what);
    ok(last == 3, "%s: with check characters 0 and X among them", what);
}

static void test_fixed(void)
{
    ok(identity_uscc(SLICE("91350100M000100Y43")), "the example of the standard for codes");
    ok(identity_idno(SLICE("11010519491231002X")), "the example of the standard for numbers");
    ok(!identity_idno(SLICE("11010519491231002x")), "x is written X");
    ok(!identity_uscc(SLICE("91350100m000100y43")), "letters of codes are capitals");
    ok(!identity_uscc(SLICE("")) && !identity_idno(SLICE("")), "nothing is none");
}

/* Dates of birth that are none, with the right check character. */
static void test_births(void)
{
    static const struct {
        const char *birth;
        bool right;
    } v[] = {{"20000229", true},  {"19000229", false}, {"20230229", false},
             {"19491301", false}, {"19490001", false}, {"19490431", false},
             {"19490430", true},  {"19490400", false}, {"00000101", false}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        char s[18] = "110105";
        memcpy(s + 6, v[i].birth, 8);
        memcpy(s + 14, "002", 3);
        s[17] = number_check(s);
        ok(identity_idno((struct slice){s, 18}) == v[i].right, "born %s: %s", v[i].birth,
           v[i].right ? "a date" : "no date");
    }
}

int main(void)
{
    test_fixed();
    test_rule(identity_uscc, make_code, "codes");
    test_rule(identity_idno, make_number, "numbers");
    test_births();
    return done_testing();
}
