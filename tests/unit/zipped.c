#include <config.h>

#include "zipped.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

#ifndef HAVE_WORKBOOKS
int main(void)
{
    puts("1..0 # SKIP built without libzip and expat");
    return 0;
}
#else
#include "zipmake.h"

static struct error e;

static bool says(const char *what)
{
    if (strstr(e.text, what) != NULL)
        return true;
    printf("# it says: '%s'\n", e.text);
    return false;
}

/* All of part I; how it ended. */
static enum status read_part(struct zipped *z, size_t i, size_t chunk, struct buffer *out)
{
    struct zipped_part *p;
    enum status st = zipped_part_open(z, i, &p, &e);
    size_t got = 1;
    out->n = 0;
    while (st == ST_OK && got > 0) {
        if (!buffer_reserve(out, chunk))
            abort();
        st = zipped_read(p, out->p + out->n, chunk, &got, &e);
        out->n += st == ST_OK ? got : 0;
    }
    if (st == ST_OK && zipped_progress(p) != 1)
        st = ST_FAILED;
    zipped_part_close(p);
    return st;
}

static struct zipped *opened(struct slice bytes)
{
    struct zipped *z;
    return zipped_memory(bytes, "a.xlsx", &z, &e) == ST_OK ? z : NULL;
}

static void test_parts(void)
{
    struct zipmake m = {0};
    struct buffer long_text = {0}, out = {0};
    for (int i = 0; i < 20000; i++)
        buffer_printf(&long_text, "<c r=\"A%d\"/>", i);
    zip_add(&m, "xl/Workbook.xml", SLICE("<workbook/>"));
    zip_store(&m, "../../stored", SLICE("as it stands"));
    zip_add(&m, "xl/long.xml", buffer_view(&long_text));
    zip_add(&m, "empty", SLICE(""));
    struct zipped *z = opened(zip_made(&m));
    size_t i = 9, k = 9;
    is_int((int64_t)zipped_count(z), 4, "all parts are counted");
    ok(zipped_find(z, "xl/Workbook.xml", &i) && i == 0, "a part by its name");
    ok(zipped_find(z, "XL\\workbook.XML", &i) && i == 0, "letters of another case will do");
    ok(!zipped_find(z, "xl/workbook", &k) && k == 4, "a part that is not there");
    ok(zipped_find(z, "../../stored", &i) && read_part(z, i, 5, &out) == ST_OK,
       "a name that climbs out of a folder is but a name");
    is_text(out.p, out.n, "as it stands", "a part that is not packed");
    is_int(read_part(z, 3, 5, &out), ST_OK, "an empty part");
    for (size_t chunk = 1; chunk < 100000; chunk = chunk * 7 + 1)
        ok(read_part(z, 2, chunk, &out) == ST_OK &&
               slice_eq(buffer_view(&out), buffer_view(&long_text)),
           "%zu bytes at once", chunk);
    zipped_close(z);
    zip_free(&m);
    buffer_free(&long_text);
    buffer_free(&out);
}

static void test_two(void)
{
    struct zipmake m = {0};
    zip_add(&m, "a", SLICE("aaaabbbb"));
    zip_store(&m, "b", SLICE("12345678"));
    struct slice bytes = zip_made(&m);
    FILE *f = tmpfile();
    if (f == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) != 0)
        abort();
    struct zipped *z;
    struct zipped_part *a, *b;
    char x[5] = "", y[5] = "";
    size_t got;
    is_int(zipped_open(fileno(f), bytes.n, "f.ods", &z, &e), ST_OK, "a file by place");
    if (zipped_part_open(z, 0, &a, &e) != ST_OK || zipped_part_open(z, 1, &b, &e) != ST_OK)
        abort();
    for (int turn = 0; turn < 2; turn++) {
        ok(zipped_read(a, x, 4, &got, &e) == ST_OK && got == 4 &&
               zipped_read(b, y, 4, &got, &e) == ST_OK && got == 4,
           "two parts by turns, %d", turn);
        is_text(x, 4, turn == 0 ? "aaaa" : "bbbb", "the one");
        is_text(y, 4, turn == 0 ? "1234" : "5678", "the other");
    }
    zipped_part_close(a);
    zipped_part_close(b);
    if (ftruncate(fileno(f), 10) != 0)
        abort();
    struct buffer out = {0};
    ok(read_part(z, 0, 10, &out) == ST_SYSTEM && says("became shorter"),
       "a file that is cut while it is read is no damaged archive");
    zipped_close(z);
    buffer_free(&out);
    fclose(f);
    is_int(zipped_open(9999, 100, "f", &z, &e), ST_SYSTEM, "a read that fails is the system's");
    zip_free(&m);
}

static void test_damage(void)
{
    struct zipmake m = {0};
    struct buffer out = {0};
    zip_store(&m, "part", SLICE("the content"));
    struct slice bytes = zip_made(&m);
    struct zipped *z;
    for (size_t n = 0; n < bytes.n; n++)
        if (zipped_memory((struct slice){bytes.p, n}, "a.zip", &z, &e) != ST_DATA)
            ok(false, "cut after %zu bytes it is opened", n);
    ok(says("cut short"), "every archive that is cut is refused");
    char *content = strstr(m.bytes.p, "the content");
    content = content != NULL ? content : m.bytes.p + 34;
    content[0] = 'T';
    z = opened(bytes);
    ok(read_part(z, 0, 100, &out) == ST_DATA && says("'part' of the zip archive is damaged"),
       "a byte that changed is found by the checksum");
    zipped_close(z);
    zip_free(&m);
    struct zipmake odd = {0};
    zip_entry(&odd, "locked", 1, 0, 0, SLICE("0123456789ab----"), 4);
    zip_entry(&odd, "strange", 0, 97, 0, SLICE("????"), 4);
    zip_entry(&odd, "junk", 0, 8, 0, SLICE("\xff\xff\xff\xff"), 4);
    zip_entry(&odd, "short", 0, 0, 0x352441c2, SLICE("abc"), 3);
    zip_entry(&odd, "size", 0, 0, 0x352441c2, SLICE("abc"), 4);
    z = opened(zip_made(&odd));
    ok(read_part(z, 0, 100, &out) == ST_DATA && says("without a password"), "an encrypted part");
    ok(read_part(z, 1, 100, &out) == ST_DATA && says("packed in a way"), "an unknown method");
    ok(read_part(z, 2, 100, &out) == ST_DATA && says("damaged"), "what does not inflate");
    is_int(read_part(z, 3, 100, &out), ST_OK, "a part with its right checksum and size");
    ok(read_part(z, 4, 100, &out) == ST_DATA, "a size that is wrong");
    zipped_close(z);
    zip_free(&odd);
    buffer_free(&out);
}

static void test_bomb(void)
{
    enum { SIZE = 200 << 20 };
    struct zipmake m = {0};
    char *zeros = calloc(1, SIZE);
    if (zeros == NULL)
        abort();
    zip_add(&m, "bomb", (struct slice){zeros, SIZE});
    zip_add(&m, "large", (struct slice){zeros, 60 << 20});
    free(zeros);
    struct zipped *z = opened(zip_made(&m));
    struct zipped_part *p;
    static char to[1 << 16];
    size_t got = 1;
    uint64_t all = 0;
    enum status st = zipped_part_open(z, 0, &p, &e);
    for (; st == ST_OK && got > 0; all += got)
        st = zipped_read(p, to, sizeof to, &got, &e);
    ok(st == ST_DATA && says("zip bomb"), "a part that unpacks to a thousand times its size");
    ok(all <= ZIPPED_FREE, "is left early");
    zipped_part_close(p);
    st = zipped_part_open(z, 1, &p, &e);
    for (got = 1; st == ST_OK && got > 0;)
        st = zipped_read(p, to, sizeof to, &got, &e);
    is_int(st, ST_OK, "a smaller one is read: it does no harm");
    zipped_part_close(p);
    zipped_close(z);
    zip_free(&m);
}

/* A directory that claims to have LOW + HIGH * 2^32 entries. */
static void test_claim(uint32_t low, uint32_t high)
{
    struct zipmake m = {0};
    zip_store(&m, "a", SLICE("a"));
    struct buffer b = {0};
    struct slice entries = buffer_view(&m.directory);
    uint32_t at = (uint32_t)m.bytes.n;
    buffer_slice(&b, buffer_view(&m.bytes));
    buffer_slice(&b, entries);
    uint32_t end = (uint32_t)b.n;
    buffer_append(&b, "PK\6\6\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0", 24);
    for (int twice = 0; twice < 2; twice++) {
        zip_number(&b, low, 4);
        zip_number(&b, high, 4);
    }
    zip_number(&b, (uint32_t)entries.n, 4);
    zip_number(&b, 0, 4);
    zip_number(&b, at, 4);
    zip_number(&b, 0, 4);
    buffer_append(&b, "PK\6\7\0\0\0\0", 8);
    zip_number(&b, end, 4);
    zip_number(&b, 0, 4);
    zip_number(&b, 1, 4);
    buffer_append(&b, "PK\5\6\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0", 22);
    struct zipped *z;
    is_int(zipped_memory(buffer_view(&b), "a.zip", &z, &e), ST_DATA,
           "a directory that claims to hold more than it can");
    buffer_free(&b);
    zip_free(&m);
}

int main(void)
{
    test_parts();
    test_two();
    test_damage();
    test_bomb();
    test_claim(2, 0);
    test_claim(1 << 28, 0);
    test_claim(0, 1 << 8);
    return done_testing();
}
#endif
