/* The vector routines against their scalar twins, and UTF-8 against its definition. */
#include "scan.h"

#include <stdlib.h>

#include "tap.h"
#include "text.h"

static uint64_t state = 20240305;

static uint32_t random32(void)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

static bool same(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
    return m == n && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static bool same_marks(const struct marks *a, const struct marks *b)
{
    return same(a->at, a->n, b->at, b->n) && same(a->line, a->lines, b->line, b->lines) &&
           same(a->odd, a->odds, b->odd, b->odds) && a->cr == b->cr;
}

static void scan_by_hand(void)
{
    static const char text[] = "a,b\r\n\"c\",\rd\n\0\r";
    struct marks m = {0};
    bool room = marks_reserve(&m, sizeof text - 1);
    ok(room, "room for marks");
    scan_plain(text, 0, sizeof text - 1, ',', '"', &m);
    static const uint32_t at[] = {1, 4, 8, 11}, line[] = {1, 3}, odd[] = {5, 7, 9, 12, 13};
    ok(same(m.at, m.n, at, 4), "separators and line feeds");
    ok(same(m.line, m.lines, line, 2), "which are line feeds");
    ok(same(m.odd, m.odds, odd, 5), "quotes, NUL, carriage returns alone and at the end");
    ok(m.cr, "a carriage return was seen");
    marks_free(&m);
}

/* Dense and sparse, at every length and start, in two calls as a reader makes them. */
static void scan_twins(scan_fn *vector)
{
    static const char dense[] = ",,\n\"\r\0a\xe4",
                      sparse[] = "abcdefghijklmnop,\n\r\"\0qrstuvwxyz\xff";
    size_t differ = 0;
    for (size_t round = 0; round < 4000; round++) {
        char text[400];
        size_t n = random32() % sizeof text, cut = n == 0 ? 0 : random32() % (n + 1);
        size_t from = cut == 0 ? 0 : random32() % (cut + 1);
        bool thick = random32() % 2 == 0;
        for (size_t i = 0; i < n; i++)
            text[i] = thick ? dense[random32() % (sizeof dense - 1)]
                            : sparse[random32() % (sizeof sparse - 1)];
        char *exact = malloc(n + 1); /* so that a sanitizer sees a look beyond the end */
        if (exact == NULL)
            abort();
        char *p = memmove(exact + 1, text, n);
        p = realloc(exact, n + 1);
        if (p == NULL)
            abort();
        exact = p++;
        struct marks a = {0}, b = {0};
        if (!marks_reserve(&a, n) || !marks_reserve(&b, n))
            abort();
        scan_plain(p, from, cut, ',', '"', &a);
        vector(p, from, cut, ',', '"', &b);
        if (!marks_reserve(&a, n) || !marks_reserve(&b, n))
            abort();
        scan_plain(p, cut, n, ',', '"', &a);
        vector(p, cut, n, ',', '"', &b);
        differ += !same_marks(&a, &b);
        marks_free(&a);
        marks_free(&b);
        free(exact);
    }
    is_int((int64_t)differ, 0, "scan: twins agree on random text");
}

/* RFC 3629 by decoding: slow and plain. */
static bool is_character(const unsigned char *p, size_t n)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t c = p[0];
    if (n == 1)
        return c < 0x80;
    if (n == 2 ? (c & 0xe0) != 0xc0 : n == 3 ? (c & 0xf0) != 0xe0 : (c & 0xf8) != 0xf0)
        return false;
    c &= 0x7fu >> n;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return false;
        c = c << 6 | (p[i] & 0x3f);
    }
    return c >= least[n] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

static size_t first_bad(const unsigned char *p, size_t n)
{
    size_t i = 0;
    while (i < n) {
        size_t k = 1;
        while (k <= 4 && !(i + k <= n && is_character(p + i, k)))
            k++;
        if (k > 4)
            return i;
        i += k;
    }
    return n;
}

/* All pairs of bytes, with what may stand before and behind them, about a block's edge. */
static void utf8_pairs(utf8_valid_fn *valid, const char *name)
{
    static const char *const after[] = {"", "\x80", "\x80\x80", "\xbf\xbf", "a", "\xe4\xb8\xad"};
    static const size_t before[] = {0, 29, 30, 31, 32, 61, 62, 63, 64, 125};
    size_t differ = 0, good = 0;
    for (unsigned pair = 0; pair < 65536; pair++)
        for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
            char text[200];
            size_t n = before[(pair + k) % 10];
            memset(text, 'x', n);
            text[n++] = (char)(pair >> 8);
            text[n++] = (char)(pair & 255);
            for (const char *c = after[k]; *c != '\0'; c++)
                text[n++] = *c;
            bool want = first_bad((const unsigned char *)text, n) == n;
            differ += valid(text, n) != want;
            good += want;
        }
    ok(differ == 0 && good > 10000, "utf8, %s: pairs as RFC 3629 has them (%zu differ)", name,
       differ);
}

/* Random text out of whole characters, some of them damaged. */
static void utf8_random(utf8_valid_fn *valid, const char *name)
{
    static const char *const pieces[] = {"a",
                                         "\xc3\xa9",
                                         "\xe4\xb8\xad",
                                         "\xf0\x9f\x98\x80",
                                         "\xef\xbf\xbf",
                                         "\xf4\x8f\xbf\xbf",
                                         "\xed\x9f\xbf",
                                         "0123456789abcdef"};
    size_t differ = 0, bad = 0;
    for (size_t round = 0; round < 20000; round++) {
        char text[600];
        size_t n = 0, want = random32() % 560;
        while (n < want)
            for (const char *c = pieces[random32() % (random32() % 2 == 0 ? 8 : 3)]; *c != '\0';
                 c++)
                text[n++] = *c;
        if (n > 0 && random32() % 2 == 0)
            text[random32() % n] = (char)random32();
        n -= n > 0 && random32() % 8 == 0; /* cut short */
        size_t at = first_bad((const unsigned char *)text, n);
        differ += valid(text, n) != (at == n) || utf8_check((struct slice){text, n}) != at;
        bad += at < n;
    }
    ok(differ == 0 && bad > 5000, "utf8, %s: random text (%zu differ)", name, differ);
}

/* Cells out of records of a few widths, the last ones at the end of what is marked. */
static void cut_twins(cut_fn *vector)
{
    size_t differ = 0;
    for (size_t round = 0; round < 2000; round++) {
        size_t n = random32() % 40, step = 1 + random32() % 9, count = n * step + 1;
        uint32_t *at = malloc(count * sizeof *at), offset = 63; /* exact, for a sanitizer */
        struct slice *a = calloc(n + 1, sizeof *a), *b = calloc(n + 1, sizeof *b);
        if (at == NULL || a == NULL || b == NULL)
            abort();
        for (size_t i = 0; i < count; i++)
            at[i] = offset += 1 + random32() % (random32() % 50 == 0 ? 1u << 24 : 12);
        static const char text[1]; /* cells are not looked into */
        size_t column = random32() % step;
        cut_plain(a, n, text, at + column, step);
        vector(b, n, text, at + column, step);
        differ += memcmp(a, b, (n + 1) * sizeof *a) != 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t from = at[i * step + column] + 1, to = at[i * step + column + 1];
            differ += b[i].n != to - from || (uintptr_t)b[i].p != (uintptr_t)text + from;
        }
        free(at);
        free(a);
        free(b);
    }
    is_int((int64_t)differ, 0, "cut: twins agree on random marks");
}

static void check_set(enum vector_set set)
{
    const struct scan_routines *r = scan_routines(set);
    printf("# %s\n", vector_set_name(set));
    scan_twins(r->scan);
    cut_twins(r->cut);
    utf8_pairs(r->valid, vector_set_name(set));
    utf8_random(r->valid, vector_set_name(set));
}

int main(void)
{
    scan_by_hand();
    for (int set = VECTOR_NONE; set <= (int)cpu_vector_set(); set++)
        check_set((enum vector_set)set);
    ok(scan_routines(VECTOR_NONE)->scan == scan_plain, "the portable routines can be asked for");
#ifdef RISK_X86_VECTORS
    ok(scan_routines(VECTOR_AVX2)->scan == scan_avx2, "AVX2's can be asked for");
    ok(scan_routines(VECTOR_AVX512)->scan == scan_avx512, "AVX-512's can be asked for");
    ok(scan_routines(VECTOR_AVX512)->valid == utf8_valid_avx512, "AVX-512's UTF-8 too");
#endif
    return done_testing();
}
