/* Text by characters: cut, folded, measured. */
#include "text.h"

#include <stdint.h>

#include "tap.h"

static void is_normal(const char *text, const char *want)
{
    struct buffer b = {0};
    text_normal(slice_of(text), &b);
    is_text(buffer_view(&b).p, b.n, want, text);
    buffer_free(&b);
}

static void is_digits(const char *text, const char *want)
{
    struct buffer b = {0};
    text_digits(slice_of(text), &b);
    is_text(buffer_view(&b).p, b.n, want, text);
    buffer_free(&b);
}

static void is_slice(struct slice got, const char *want, const char *name)
{
    is_text(got.p, got.n, want, name);
}

static size_t encode(uint32_t u, char c[4])
{
    if (u < 0x80) {
        c[0] = (char)u;
        return 1;
    }
    size_t n = u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; u >>= 6)
        c[i] = (char)(0x80 | (u & 0x3f));
    c[0] = (char)((n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0) | u);
    return n;
}

static void test_cut(void)
{
    is_int((int64_t)text_length(SLICE("a中\xf0\x9f\x98\x80")), 3, "length counts characters");
    is_int((int64_t)text_length(SLICE("")), 0, "of nothing");
    is_slice(text_left(SLICE("a中b"), 2), "a中", "left 2");
    is_slice(text_left(SLICE("a中b"), 0), "", "left 0");
    is_slice(text_left(SLICE("a中b"), 9), "a中b", "left 9");
    is_slice(text_right(SLICE("a中b"), 2), "中b", "right 2");
    is_slice(text_right(SLICE("a中b"), 0), "", "right 0");
    is_slice(text_right(SLICE("a中b"), 9), "a中b", "right 9");
    struct slice none = text_right((struct slice){NULL, 0}, 3);
    is_int((int64_t)none.n, 0, "right of nothing");
    is_int((int64_t)text_left(SLICE("中中"), SIZE_MAX).n, 6, "left of as many as there can be");
}

static void test_trim(void)
{
    static const struct {
        const char *text, *want;
    } v[] = {
        {"", ""},
        {"a", "a"},
        {" a ", "a"},
        {"\t a b\r\n", "a b"},
        {"\u3000\u4e2d\u3000\u6587\u00a0", "\u4e2d\u3000\u6587"},
        {"\ufeff" "a\u200b", "a"},
        {"\u3000\u2009 \u200b", ""},
        {"\u3001\u3002", "\u3001\u3002"}, /* begin as an ideographic blank does */
        {"\u00b7x\u00b7", "\u00b7x\u00b7"},
        {"\uff21", "\uff21"},
        {"\U0001f600 ", "\U0001f600"},
        {"a\x80", "a\x80"}, /* no UTF-8 */
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct slice got = text_trim(slice_of(v[i].text));
        is_text(got.p, got.n, v[i].want, "blanks at both ends");
    }
    const struct slice blank = text_trim(SLICE("\0 "));
    ok(blank.n == 1 && blank.p[0] == '\0', "a NUL is none");
}

static void test_fold(void)
{
    is_normal("", "");
    is_normal("ＡＢＣ１２３（％）", "abc123(%)");
    is_normal(" A\tb\xc2\xa0 C\xe3\x80\x80\xe2\x80\x8b" "D\xef\xbb\xbf\r\n", "abcd");
    is_normal("ÀÉÞßĀŸŽ", "àéþßāÿž");
    is_normal("ΑΣΏ ЁЖЯ", "ασώёжя");
    is_normal("ǓẠ\xe2\x84\xaa", "ǔạk");
    is_normal("江苏省 南京市", "江苏省南京市");
    is_digits("No. ２０24-（003）号", "2024003");
    is_digits("无", "");
}

/* Each character alone, and all of them in pairs with their neighbours. */
static void test_idempotent(void)
{
    size_t bad = 0, changed = 0;
    for (uint32_t u = 1; u < 0x110000; u++) {
        if (u >= 0xd800 && u < 0xe000)
            continue;
        char c[4];
        struct buffer once = {0}, twice = {0};
        size_t n = encode(u, c);
        text_normal((struct slice){c, n}, &once);
        text_normal(buffer_view(&once), &twice);
        bad += !slice_eq(buffer_view(&once), buffer_view(&twice));
        bad += utf8_check(buffer_view(&once)) != once.n || text_length(buffer_view(&once)) > 1;
        changed += !slice_eq(buffer_view(&once), (struct slice){c, n});
        buffer_free(&once);
        buffer_free(&twice);
    }
    is_int((int64_t)bad, 0, "normal() twice is normal() once, for every character");
    ok(changed > 500 && changed < 1000, "%zu characters change", changed);
}

/* normal(a b) is normal(a) normal(b), and cutting loses nothing. */
static void test_properties(void)
{
    static const char *const pieces[] = {"Ａ", " ", "中", "é", "\xf0\x9f\x98\x80", "\xe3\x80\x80",
                                         "9", "Я"};
    uint32_t seed = 1;
    size_t bad = 0;
    for (int round = 0; round < 2000; round++) {
        struct buffer text = {0}, whole = {0}, parts = {0};
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            buffer_text(&text, pieces[seed >> 29]);
        }
        struct slice s = buffer_view(&text);
        size_t cut = (seed >> 8) % 13;
        struct slice left = text_left(s, cut), right = text_right(s, text_length(s) - cut);
        bad += left.n + right.n != s.n || text_length(left) != cut || left.p + left.n != right.p;
        bad += text_width(left) + text_width(right) != text_width(s);
        text_normal(s, &whole);
        text_normal(left, &parts);
        text_normal(right, &parts);
        bad += !slice_eq(buffer_view(&whole), buffer_view(&parts));
        buffer_free(&text);
        buffer_free(&whole);
        buffer_free(&parts);
    }
    is_int((int64_t)bad, 0, "2000 random texts, cut");
}

static void test_width(void)
{
    is_int((int64_t)text_width(SLICE("abc")), 3, "ASCII");
    is_int((int64_t)text_width(SLICE("中文，ａ")), 8, "wide");
    is_int((int64_t)text_width(SLICE("e\xcc\x81")), 1, "a combining accent");
    is_int((int64_t)text_width(SLICE("é±")), 2, "Latin");
    is_int((int64_t)text_width(SLICE("\xf0\xa0\x80\x80")), 2, "beyond the first plane");
    is_int((int64_t)text_width(SLICE("\xe2\x80\x8b")), 0, "zero width");
    is_int((int64_t)text_width(SLICE("ｱ")), 1, "half-width katakana");
    is_int((int64_t)text_width((struct slice){"a中", 2}), 2, "a character cut short");
}

static void edits(const char *a, const char *b, size_t want)
{
    size_t there = 99, back = 99;
    bool good = text_distance(slice_of(a), slice_of(b), &there) &&
                text_distance(slice_of(b), slice_of(a), &back);
    ok(good && there == want && back == want, "'%s' and '%s': %zu edits", a, b, want);
}

static void test_distance(void)
{
    edits("", "", 0);
    edits("abc", "abc", 0);
    edits("", "abc", 3);
    edits("kitten", "sitting", 3);
    edits("abcd", "abd", 1);
    edits("abcd", "abXd", 1);
    edits("abcd", "abdc", 1);
    edits("ab", "ba", 1);
    edits("abcdef", "badcfe", 3);
    edits("ca", "abc", 3); /* what was swapped is not edited again */
    edits("华兴建设", "华星建设", 1);
    edits("华兴建设", "兴华建设", 1);
    edits("华兴建设有限公司", "华兴建设公司", 2);
    edits("中", "\xe4\xb8\xac", 1); /* they differ in their last byte alone */
    static char longest[3 * TEXT_DISTANCE_MAX + 4];
    for (size_t i = 0; i < TEXT_DISTANCE_MAX + 1; i++)
        memcpy(longest + 3 * i, "\xe4\xb8\xad", 3);
    size_t d = 0;
    struct slice most = {longest, 3 * (size_t)TEXT_DISTANCE_MAX}, more = {longest, most.n + 3};
    ok(text_distance(most, SLICE(""), &d) && d == TEXT_DISTANCE_MAX, "1000 characters");
    ok(text_distance(most, most, &d) && d == 0, "1000 characters, twice");
    ok(!text_distance(more, SLICE("x"), &d) && !text_distance(SLICE("x"), more, &d),
       "1001 are too many");
}

/* Edits at random, each between others: never more than were made, and the distance obeys the
 * triangle of lengths. */
static void test_random_edits(void)
{
    uint32_t seed = 7;
    size_t bad = 0;
    for (int round = 0; round < 2000; round++) {
        char a[64], b[64];
        size_t n = 0, m = 0, made = 0, d = 0, same = 0, length[2];
        for (; n < 40; n++)
            a[n] = (char)('a' + (seed = seed * 1664525u + 1013904223u) / 16777216 % 4);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            unsigned what = seed >> 24;
            made += what < 32 ? 1 : 0;
            if (what < 8)
                continue;
            if (what < 16)
                b[m++] = 'x';
            else if (what < 24)
                b[m++] = 'y', b[m++] = a[i];
            else if (what < 32 && i + 1 < n)
                b[m++] = a[i + 1], b[m++] = a[i], i++;
            else
                b[m++] = a[i];
            if (m > 60)
                break;
        }
        length[0] = n;
        length[1] = m;
        struct slice s = {a, n}, t = {b, m};
        bad += !text_distance(s, t, &d) || !text_distance(t, s, &same) || d != same ||
               (m <= 60 && d > made) ||
               d < (length[0] > length[1] ? length[0] - length[1] : length[1] - length[0]);
    }
    is_int((int64_t)bad, 0, "2000 texts, edited");
}

int main(void)
{
    test_cut();
    test_trim();
    test_fold();
    test_idempotent();
    test_properties();
    test_width();
    test_distance();
    test_random_edits();
    return done_testing();
}
