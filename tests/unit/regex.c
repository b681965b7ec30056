/* Patterns: matches counted in characters, a reached limit is an error and never "no match". */
#include "regex.h"

#include "tap.h"

#include <stdlib.h>

static void matches(const char *pattern, const char *subject, int64_t from, int64_t to)
{
    struct regex *r;
    struct error e = {0};
    bool matched;
    size_t a = 99, b = 99;
    if (!ok(regex_compile(slice_of(pattern), &r, &e) == ST_OK, "compiles: %s", pattern)) {
        printf("#  got: %s\n", e.text);
        return;
    }
    enum status s = regex_match(r, slice_of(subject), &matched, &a, &b, &e);
    ok(s == ST_OK && matched == (from >= 0), "%s on %s", pattern, subject);
    if (from >= 0)
        ok((int64_t)a == from && (int64_t)b == to, "at %zu to %zu", a, b);
    regex_free(r);
}

static void refuses(struct slice pattern, const char *want)
{
    struct regex *r;
    struct error e = {0};
    ok(regex_compile(pattern, &r, &e) == ST_USAGE && r == NULL, "refused");
    is_text(e.text, strlen(e.text), want, "told");
}

/* A pattern that explodes on SUBJECT's repetition must be given up, with both quoted. */
static void explodes(void)
{
    struct regex *r;
    struct error e = {0};
    bool matched = true;
    char subject[41];
    memset(subject, 'a', 39);
    subject[39] = '!';
    regex_compile(SLICE("^(a+)+$"), &r, &e);
    is_int(regex_match(r, (struct slice){subject, 40}, &matched, NULL, NULL, &e), ST_DATA,
           "limit reached");
    ok(!matched && strncmp(e.text, "pattern '^(a+)+$' has too many ways to match 'aaaa", 50) == 0,
       "told: %s", e.text);
    is_int(regex_match(r, SLICE("aaa"), &matched, NULL, NULL, &e), ST_OK, "usable afterwards");
    ok(matched, "and right");
    regex_free(r);
}

/* More nesting than the JIT's stack holds is left to the interpreter, which must give the same
 * answer. */
static void long_subject(void)
{
    enum { LONG = 300000 };
    struct regex *r;
    struct error e = {0};
    bool matched = false;
    size_t from = 1, to = 0;
    char *subject = malloc(LONG);
    if (subject == NULL)
        return;
    memset(subject, 'b', LONG);
    regex_compile(SLICE("^(a|b)*$"), &r, &e);
    is_int(regex_match(r, (struct slice){subject, LONG}, &matched, &from, &to, &e), ST_OK,
           "a long subject");
    ok(matched && from == 0 && to == LONG, "matches whole");
    regex_free(r);
    free(subject);
}

int main(void)
{
    matches("b+", "abbc", 1, 3);
    matches("^$", "", 0, 0);
    matches("x", "abc", -1, 0);
    matches("^.{2}$", "说明", 0, 6);
    matches("\\d", "１", 0, 3);
    matches("(?i)é", "É", 0, 2);
    matches("局$", "财政局", 6, 9);
    matches("", "abc", 0, 0);
    refuses(SLICE("a(b"),
            "pattern 'a(b': missing closing parenthesis, at the pattern's character 4");
    refuses(
        SLICE("说明["),
        "pattern '说明[': missing terminating ] for character class, at the pattern's character 4");
    refuses(
        SLICE("\\C"),
        "pattern '\\C': using \\C is disabled by the application, at the pattern's character 3");
    struct regex *r;
    struct error e = {0};
    is_int(regex_compile(SLICE("\xff"), &r, &e), ST_USAGE, "invalid UTF-8 in a pattern");
    explodes();
    long_subject();
    return done_testing();
}
