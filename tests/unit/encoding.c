/* Text to UTF-8: which encoding it is in, what GB18030 means, what does not belong. */
#include "encoding.h"

#include <iconv.h>
#include <stdlib.h>

#include "buffer.h"
#include "dribble.h"
#include "gb18030.h"
#include "tap.h"
#include "text.h"

struct result {
    enum status st;
    struct error e;
    struct buffer text;
    char name[64];
    bool euro, marked;
};

/* Reads BYTES, which come in pieces of PIECE, in pieces of SIZE. */
static struct result decode_in(struct slice bytes, const char *name, size_t piece, size_t size)
{
    static char room[1 << 16];
    struct dribble d = {bytes, piece};
    struct result r = {.name = ""};
    struct source *raw, *text = NULL;
    struct encoding *encoding = NULL;
    size_t got = 1;
    if (source_make(&dribble_maker, &d, "x.csv", &raw, &r.e) != ST_OK)
        abort();
    r.st = encoding_open(raw, name, &encoding, &text, &r.e);
    while (r.st == ST_OK && got > 0 &&
           (r.st = source_read(text, room, size, &got, &r.e)) == ST_OK) {
        if (got > size)
            abort();
        buffer_append(&r.text, room, got);
    }
    if (encoding != NULL) {
        snprintf(r.name, sizeof r.name, "%s", encoding_name(encoding));
        r.euro = encoding_euro(encoding);
        r.marked = *encoding_from(encoding) != NULL;
    }
    source_close(text);
    encoding_close(encoding);
    source_close(raw);
    return r;
}

static struct result decode(struct slice bytes, const char *name)
{
    return decode_in(bytes, name, 4096, sizeof(char[1 << 16]));
}

static void says(const struct result *r, enum status st, const char *text, const char *name)
{
    char all[2500];
    error_render(&r->e, all, sizeof all);
    ok(r->st == st && strstr(all, text) != NULL, "%s", name);
    if (r->st != st || strstr(all, text) == NULL)
        printf("#  got: %d, %s\n# want: %d, %s\n", (int)r->st, all, (int)st, text);
}

static void becomes(struct slice bytes, const char *from, const char *encoding, struct slice want,
                    const char *name)
{
    struct result r = decode(bytes, from);
    bool good =
        r.st == ST_OK && slice_eq(buffer_view(&r.text), want) && strcmp(r.name, encoding) == 0;
    ok(good, "%s", name);
    if (!good) {
        char shown[QUOTE_SIZE];
        printf("#  got: %s '%s' %s\n", r.name, quote(shown, buffer_view(&r.text)), r.e.text);
    }
    buffer_free(&r.text);
}
#define BECOMES(bytes, from, encoding, text, name) \
    becomes(SLICE(bytes), from, encoding, SLICE(text), name)

static uint32_t gb_in(const struct gb18030 *g, const unsigned char *p, size_t n)
{
    char room[64];
    bool euro = false;
    struct decoding d = {(const char *)p, n, room, sizeof room};
    gb18030_decode(g, &d, true, &euro);
    struct slice s = {room, (size_t)(d.to - room)};
    unsigned char mark;
    if (encoding_mark(s, &mark))
        return 0;
    uint32_t c = text_take(&s);
    return s.n == 0 ? c : 0;
}

/* What the standard says: character by bytes. */
static const struct {
    const char *bytes;
    uint32_t c;
} characters[] = {
    {"\xb0\xa1", 0x554a}, /* the first ideograph of GB 2312 */
    {"\xd7\xf9", 0x5ea7}, /* the last of its first level */
    {"\x81\x40", 0x4e02}, /* the first of GBK */
    {"\xa2\xe3", 0x20ac}, /* the euro sign, since 2000 */
    {"\xa8\xbf", 0x01f9},
    {"\xa9\x89", 0x303e},
    {"\xa9\x95", 0x2ffb},
    {"\xa9\x96", 0x3007},
    {"\xfe\x50", 0x2e81},
    {"\xa3\xa0", 0xe5e5},         /* no edition gives it a character */
    {"\xaa\xa1", 0xe000},         /* user-defined */
    {"\xa8\xbc", 0x1e3f},         /* U+E7C7 in 2000 */
    {"\x81\x35\xf4\x37", 0x1e3f}, /* in 2000; U+E7C7 in 2005 */
    {"\xa6\xd9", 0xfe10},         /* U+E78D before 2022, and so on */
    {"\xa6\xda", 0xfe12},
    {"\xa6\xdb", 0xfe11},
    {"\xa6\xdc", 0xfe13},
    {"\xa6\xdf", 0xfe16},
    {"\xa6\xec", 0xfe17},
    {"\xa6\xed", 0xfe18},
    {"\xa6\xf3", 0xfe19},
    {"\x84\x31\x82\x36", 0xfe10}, /* before 2022 */
    {"\x84\x31\x83\x35", 0xfe19},
    {"\xfe\x59", 0x9fb4},
    {"\xfe\x61", 0x9fb5},
    {"\xfe\xa0", 0x9fbb},
    {"\x82\x35\x90\x37", 0x9fb4}, /* before 2022 */
    {"\x82\x35\x91\x34", 0x9fbb},
    {"\x82\x35\x91\x35", 0x9fbc},
    {"\xfe\x51", 0x20087}, /* U+E816 before 2022 */
    {"\xfe\x52", 0x20089},
    {"\xfe\x53", 0x200cc},
    {"\xfe\x6c", 0x215d7},
    {"\xfe\x76", 0x2298f},
    {"\xfe\x91", 0x241fe},
    {"\x81\x30\x81\x30", 0x80},
    {"\x81\x30\x84\x36", 0xa5},
    {"\x83\x36\xc7\x38", 0xd7ff},
    {"\x83\x36\xc7\x39", 0xe76c}, /* no surrogates between */
    {"\x83\x36\xd0\x30", 0xe865},
    {"\x84\x31\x95\x33", 0xfeff},
    {"\x84\x31\xa4\x39", 0xffff},
    {"\x90\x30\x81\x30", 0x10000},
    {"\x95\x32\x82\x36", 0x20000},
    {"\xe3\x32\x9a\x35", 0x10ffff},
    {"\x84\x31\xa5\x30", 0}, /* behind plane 0, before plane 1 */
    {"\x8f\x39\xfe\x39", 0},
    {"\xe3\x32\x9a\x36", 0}, /* behind the last plane */
    {"\xfe\x39\xfe\x39", 0},
    {"\xb0\x7f", 0},
    {"\xb0\xff", 0},
    {"\xff", 0},
    {"\xb0", 0},
    {"\xb0\x20", 0},
    {"\x81\x30\x7f", 0},
    {"\x81\x30\x81\x3a", 0},
};

static void test_characters(const struct gb18030 *g)
{
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        const unsigned char *p = (const unsigned char *)characters[i].bytes;
        uint32_t c = gb_in(g, p, strlen(characters[i].bytes));
        char shown[QUOTE_SIZE];
        ok(c == characters[i].c, "'%s' is U+%04X", quote(shown, slice_of(characters[i].bytes)),
           characters[i].c);
        if (c != characters[i].c)
            printf("# got: U+%04X\n", c);
    }
}

static void add(uint64_t *sum, uint32_t c)
{
    for (int i = 0; i < 4; i++)
        *sum = (*sum ^ (c >> 8 * i & 0xff)) * UINT64_C(0x100000001b3);
}

/* FNV-1a over all characters of two bytes, and over all of plane 0 of four, in order. It is the
 * same whichever edition the system's iconv follows; glibc 2.36 and musl 1.2.3 do not agree. */
static void test_all(const struct gb18030 *g)
{
    uint64_t two = UINT64_C(0xcbf29ce484222325), four = two;
    size_t twos = 0, fours = 0;
    for (unsigned a = 0x81; a <= 0xfe; a++)
        for (unsigned b = 0x40; b <= 0xfe; b++) {
            uint32_t c = gb_in(g, (unsigned char[]){(unsigned char)a, (unsigned char)b}, 2);
            twos += c != 0;
            add(&two, c);
        }
    for (unsigned i = 0; i < 39420; i++) {
        unsigned a = 0x81 + i / 12600, b = '0' + i / 1260 % 10, c3 = 0x81 + i / 10 % 126;
        unsigned char p[] = {(unsigned char)a, (unsigned char)b, (unsigned char)c3,
                             (unsigned char)('0' + i % 10)};
        uint32_t c = gb_in(g, p, 4);
        fours += c != 0;
        add(&four, c);
    }
    is_int((int64_t)twos, 23940, "every two bytes have a character");
    is_int((int64_t)fours, 39420, "and so have four");
    ok(two == UINT64_C(0x9bb17dd8633cc789), "of two bytes, these: %" PRIx64, two);
    ok(four == UINT64_C(0x258b8a8486d6f243), "of four, these: %" PRIx64, four);
}

/* The system's iconv says the same of all characters that no edition changed. */
static void test_against_iconv(const struct gb18030 *g)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    size_t other = 0;
    for (unsigned a = 0x81; a <= 0xfe; a++)
        for (unsigned b = 0x40; b <= 0xfe; b++) {
            char in[] = {(char)a, (char)b}, out[8], *from = in, *to = out;
            size_t left = 2, room = sizeof out;
            if (b == 0x7f || iconv(cd, &from, &left, &to, &room) == (size_t)-1)
                continue;
            struct slice s = {out, (size_t)(to - out)};
            uint32_t c = text_take(&s);
            other += gb_in(g, (const unsigned char *)in, 2) != c && !(c >= 0xe000 && c <= 0xf8ff);
        }
    iconv_close(cd);
    is_int((int64_t)other, 0, "iconv has no other characters but for private use");
}

/* 张三 and the like in all encodings, ASCII among it. */
static void test_kinds(void)
{
    BECOMES("a,b\n1,2\n", NULL, "UTF-8", "a,b\n1,2\n", "ASCII");
    BECOMES("\xe5\xbc\xa0\xe4\xb8\x89,1\n", NULL, "UTF-8", "张三,1\n", "UTF-8");
    BECOMES("\xef\xbb\xbf"
            "a,\xe5\xbc\xa0\n",
            NULL, "UTF-8",
            "\xef\xbb\xbf"
            "a,张\n",
            "UTF-8 with a byte order mark, which the reader takes off");
    BECOMES("\xd5\xc5\xc8\xfd,1\n", NULL, "GB18030", "张三,1\n", "GBK");
    BECOMES("\xcd\xf5\x86\xb4\n", NULL, "GB18030", "王喆\n", "GBK with a rare name");
    BECOMES("\xd6\xec\xe9\x46\xbb\xf9,\xbd\xf0\n", NULL, "GB18030", "朱镕基,金\n", "another");
    BECOMES("a,\x80\n", NULL, "GB18030", "a,€\n", "0x80 is the euro sign");
    BECOMES("\xd5\xc5,\x81\x30\x81\x30\n", NULL, "GB18030", "张,\xc2\x80\n", "four bytes");
    BECOMES("\x84\x31\x95\x33\xd5\xc5\n", NULL, "GB18030", "\xef\xbb\xbf张\n",
            "GB18030 with a byte order mark");
    BECOMES("\x20\x5f\x09\x4e,\0\x31\0\n\0", NULL, "UTF-16LE", "张三,1\n", "UTF-16LE without mark");
    BECOMES("\x5f\x20\x4e\x09\0,\0\x31\0\n", NULL, "UTF-16BE", "张三,1\n", "UTF-16BE without mark");
    BECOMES("\xff\xfe\x20\x5f,\0", NULL, "UTF-16LE", "\xef\xbb\xbf张,", "UTF-16LE");
    BECOMES("\xfe\xff\x5f\x20\0,", NULL, "UTF-16BE", "\xef\xbb\xbf张,", "UTF-16BE");
    BECOMES("\xff\xfe\0\0\x20\x5f\0\0", NULL, "UTF-32LE", "\xef\xbb\xbf张", "UTF-32LE");
    BECOMES("a\0,b\n", NULL, "UTF-8", "a\0,b\n", "one NUL is no UTF-16");
    BECOMES("\xb1\x69\xa4\x54,1\n", "big5", "big5", "張三,1\n", "Big5, if it is named");
    iconv_t cd = iconv_open("UTF-8", "TCVN5712-1");
    if (cd != (iconv_t)-1) {
        iconv_close(cd);
        BECOMES("xa", "TCVN5712-1", "TCVN5712-1", "xa",
                "a character that could combine with another one is not lost at the end");
    }
    BECOMES("caf\xe9\n", "ISO-8859-1", "ISO-8859-1", "café\n", "Latin 1, if it is named");
    BECOMES("\xd5\xc5\x80", "gbk", "GB18030", "张€", "GBK is read as GB18030");
    BECOMES("\xd5\xc5", "GB2312", "GB18030", "张", "and so is GB 2312");
    BECOMES("\x20\x5f", "utf-16", "UTF-16LE", "张", "UTF-16 without a mark is UTF-16LE");
    BECOMES("\xfe\xff\x5f\x20", "utf-16", "UTF-16BE", "\xef\xbb\xbf张", "with one, what it says");
    BECOMES("", NULL, "UTF-8", "", "nothing");
    struct result r = decode(SLICE("a\x80"), NULL);
    ok(r.euro, "the euro sign is told of");
    buffer_free(&r.text);
    r = decode(SLICE("\xd5\xc5"), NULL);
    ok(!r.euro && r.marked, "but not where there is none");
    buffer_free(&r.text);
}

static void refused(struct slice bytes, const char *from, enum status st, const char *text,
                    const char *name)
{
    struct result r = decode(bytes, from);
    says(&r, st, text, name);
    buffer_free(&r.text);
}

static void test_undecided(void)
{
    /* 金額,日期,備註 and 王大同 */
    refused(SLICE("a\n\xaa\xf7\xc3\x42,\xa4\xe9\xb4\xc1,\xb3\xc6\xb5\xf9\n"), NULL, ST_DATA,
            "x.csv:2: this could be Big5 or GB18030", "Big5 is not guessed");
    refused(SLICE("\xa4\xfd\xa4\x6a\xa6\x50\n"), NULL, ST_DATA,
            "x.csv:1: this could be Big5 or GB18030", "nor from a name alone");
    refused(SLICE("a\nb\ncaf\xe9\n"), NULL, ST_DATA, "x.csv:3: neither UTF-8 nor GB18030",
            "Latin 1 is not guessed");
    refused(SLICE("it\x92s"), NULL, ST_DATA, "x.csv:1: this is not UTF-8", "nor code page 1252");
    refused(SLICE("\xd5\xc5\n\xff\n"), NULL, ST_DATA, "x.csv:2: neither UTF-8 nor GB18030: '\\xff",
            "GB18030 with a damaged byte is to be named");
    refused(SLICE("a\rb\r\xff\r"), NULL, ST_DATA, "x.csv:3: neither", "lines that end in CR count");
    refused(SLICE("a"), "klingon", ST_USAGE, "no encoding of this system: 'klingon'",
            "an encoding that nobody knows");
    refused(SLICE("\xff\xfe\x20\x5f"), "gbk", ST_DATA,
            "x.csv:1: the file begins with the byte order mark of UTF-16LE",
            "a mark that contradicts the name");
    refused(SLICE("\xef\xbb\xbf,"), "big5", ST_DATA, "the byte order mark of UTF-8",
            "UTF-8's, too");
}

static struct slice marks_in(struct slice s, char *room)
{
    return (struct slice){room, encoding_restore(s, room)};
}

/* Bytes that do not belong come out as marks, and restored they are what they were. */
static void test_marks(void)
{
    char room[200];
    bool good = true;
    for (unsigned i = 0; i < 256; i++) {
        unsigned char back = 0;
        size_t n = encoding_put_mark(room, (unsigned char)i);
        struct slice mark = {room, n};
        good &= n == ENCODING_MARK && encoding_mark(mark, &back) && back == i &&
                utf8_check(mark) == 0 && !encoding_mark((struct slice){room, n - 1}, &back);
    }
    ok(good, "a mark for each byte, none of them UTF-8");
    struct result r = decode(SLICE("\xd5\xc5,\xff\xb0\n\xb0"), "gbk");
    struct slice back = marks_in(buffer_view(&r.text), room);
    ok(r.st == ST_OK && slice_eq(back, SLICE("张,\xff\xb0\n\xb0")),
       "GB18030: each byte out of place is marked, the line end stays");
    ok(utf8_check(buffer_view(&r.text)) == 4, "and found as no UTF-8");
    buffer_free(&r.text);
    r = decode(SLICE("\x20\x5f\0\xd8\x41\0\x7f"), "utf-16le");
    back = marks_in(buffer_view(&r.text), room);
    ok(slice_eq(back, SLICE("张\0\xd8"
                            "A\x7f")),
       "UTF-16: half a surrogate pair, half a unit");
    buffer_free(&r.text);
    r = decode(SLICE("\xb1\x69\xff\x41"), "big5");
    back = marks_in(buffer_view(&r.text), room);
    ok(slice_eq(back, SLICE("張\xff"
                            "A")),
       "Big5");
    buffer_free(&r.text);
}

/* Some of everything, long enough to cross the ends of what is read at once. */
static void mixture(struct buffer *out, size_t size)
{
    static const char *const parts[] = {"a",
                                        "12,345.67\n",
                                        "\xd5\xc5\xc8\xfd",
                                        "\x81\x30\x81\x30",
                                        "\x80",
                                        "\x95\x32\x82\x36",
                                        "\xff",
                                        "\xb0 ",
                                        "\xfe\x51",
                                        "\x84\x31\xa5\x30",
                                        "\xa1\xa1",
                                        "abcdefgh"};
    uint64_t state = 7;
    while (out->n < size) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        buffer_text(out, parts[(state >> 33) % (sizeof parts / sizeof *parts)]);
    }
}

static void test_pieces(void)
{
    static const size_t pieces[] = {1, 2, 3, 7, 1000}, sizes[] = {1, 16, 15, 2, 17, 65536};
    struct buffer all = {0};
    mixture(&all, 20000);
    struct result whole = decode_in(buffer_view(&all), "gb18030", all.n, 65536);
    ok(whole.st == ST_OK && whole.text.n > all.n, "a mixture is read");
    char *back = malloc(whole.text.n);
    size_t n = encoding_restore(buffer_view(&whole.text), back);
    ok(utf8_check(buffer_view(&whole.text)) < whole.text.n && n < whole.text.n, "with its marks");
    free(back);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            struct result r = decode_in(buffer_view(&all), "gb18030", pieces[i], sizes[k]);
            ok(r.st == ST_OK && slice_eq(buffer_view(&r.text), buffer_view(&whole.text)),
               "pieces of %zu, read by %zu", pieces[i], sizes[k]);
            buffer_free(&r.text);
        }
    struct result r = decode_in(SLICE("\xb1\x69\xa4\x54\xff,\xb1"), "big5", 1, 1);
    ok(slice_eq(buffer_view(&r.text), SLICE("張三\xfb\xff\xff,\xfa\xfe\xf9")), "Big5 byte by byte");
    buffer_free(&r.text);
    /* A unit that does not fit is not split. */
    struct slice wide = SLICE("\0\0\x5f\x20\0\0\x5f\x20\0\0\0A\0\x11\0\0"
                              "\0\0\0B\x7f\0\0\0\0\0\0C\0\0");
    struct slice want = SLICE("张张A\xf8\xf8\xf8\xf8\xfa\xf9\xf8\xf8\xf8\xf8\xf8\xf8"
                              "B\xf9\xff\xff\xf8\xf8\xf8\xf8\xf8\xf8\xf8\xf8\xf8"
                              "C\xf8\xf8\xf8\xf8\xf8\xf8");
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        r = decode_in(wide, "utf-32be", k % 2 == 0 ? 5 : wide.n, sizes[k]);
        ok(slice_eq(buffer_view(&r.text), want), "UTF-32BE read by %zu", sizes[k]);
        buffer_free(&r.text);
    }
    buffer_free(&whole.text);
    buffer_free(&all);
}

/* What comes late decides as well as what comes first. */
static void test_late(void)
{
    enum { LINES = 200000 };
    struct buffer b = {0};
    for (int i = 0; i < LINES; i++)
        buffer_text(&b, "1234567890\n");
    size_t ascii = b.n;
    buffer_text(&b, "\xd5\xc5\n");
    struct result r = decode(buffer_view(&b), NULL);
    ok(r.st == ST_OK && strcmp(r.name, "GB18030") == 0 && r.text.n == b.n + 1,
       "GBK behind two megabytes of ASCII");
    buffer_free(&r.text);
    b.n = ascii;
    buffer_text(&b, "\xff\n");
    r = decode(buffer_view(&b), NULL);
    says(&r, ST_DATA, "x.csv:200001: neither", "junk there: told with its line");
    buffer_free(&r.text);
    b.n = ascii;
    for (int i = 0; i < LINES; i++)
        buffer_text(&b, "张三,1\n");
    size_t at = b.n;
    buffer_text(&b, "\xd5\xc5\n");
    r = decode(buffer_view(&b), NULL);
    ok(r.st == ST_OK && strcmp(r.name, "UTF-8") == 0 && r.text.n == b.n &&
           utf8_check(buffer_view(&r.text)) == at,
       "UTF-8 stays UTF-8, and a byte that is none stays as it is");
    buffer_free(&r.text);
    b.n = ascii;
    buffer_text(&b, "张三李四王五赵六孙七\xd5\xc5\n");
    r = decode(buffer_view(&b), NULL);
    ok(r.st == ST_OK && strcmp(r.name, "UTF-8") == 0, "damaged UTF-8 is not read as GB18030");
    buffer_free(&r.text);
    /* All of these are right in GB18030, too. */
    static const char *const damaged[] = {"姓名,张\n\xd5\xc5\n", "金额,合计\n1,\xe5\x90\n",
                                          "江苏省南京\xe5\xb8,市\n", "\xe5\x90,姓名,金额,额\n"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        r = decode(slice_of(damaged[i]), NULL);
        ok(r.st == ST_OK && strcmp(r.name, "UTF-8") == 0, "not even a little, %zu", i);
        buffer_free(&r.text);
    }
    b.n = 0;
    for (int i = 0; i < 400000; i++)
        buffer_text(&b, "张");
    r = decode(buffer_view(&b), NULL);
    ok(r.st == ST_OK && slice_eq(buffer_view(&r.text), buffer_view(&b)),
       "a sample that ends within a character");
    buffer_free(&r.text);
    /* The only characters: at the sample's beginning and across its end. */
    for (size_t odd = 1; odd < 3; odd++) {
        b.n = 0;
        buffer_text(&b, "张");
        while (b.n < 1024 * 1024 - odd)
            buffer_char(&b, 'a');
        buffer_text(&b, "张");
        r = decode(buffer_view(&b), NULL);
        ok(r.st == ST_OK && slice_eq(buffer_view(&r.text), buffer_view(&b)),
           "the same with no other characters, %zu", odd);
        buffer_free(&r.text);
    }
    buffer_free(&b);
}

int main(void)
{
    struct gb18030 *g;
    struct error e;
    if (gb18030_open(&g, &e) != ST_OK)
        abort();
    test_characters(g);
    test_all(g);
    test_against_iconv(g);
    gb18030_close(g);
    test_kinds();
    test_undecided();
    test_marks();
    test_pieces();
    test_late();
    return done_testing();
}
