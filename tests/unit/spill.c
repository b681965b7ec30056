/* The temporary file: what is written is read again, piece by piece, more than once; a folder that
 * is not there is told. */
#include "spill.h"

#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

enum { SIZE = 1000003 };

static char all[SIZE], back[SIZE];

static uint64_t state = 4;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static bool read_back(struct spill *s, size_t n)
{
    size_t at = 0, got = 0;
    struct error e;
    memset(back, 0, sizeof back);
    if (spill_rewind(s, &e) != ST_OK)
        return false;
    while (at < n) {
        size_t some = 1 + below(below(3) == 0 ? 400000 : 50), want = some < n - at ? some : n - at;
        if (spill_read(s, back + at, want, &got, &e) != ST_OK || got != want)
            return false;
        at += got;
    }
    char more;
    return spill_read(s, &more, 1, &got, &e) == ST_OK && got == 0 && memcmp(all, back, n) == 0;
}

static void test_size(size_t size)
{
    struct spill *s = NULL;
    struct error e;
    if (spill_open(&s, &e) != ST_OK)
        abort();
    bool good = true;
    for (size_t at = 0; good && at < size;) {
        size_t n = below(below(3) == 0 ? 300000 : 20);
        n = n < size - at ? n : size - at;
        good = spill_write(s, (struct slice){all + at, n}, &e) == ST_OK;
        at += n;
    }
    ok(good && read_back(s, size), "%zu bytes are read as they were written", size);
    ok(read_back(s, size), "and once more");
    spill_close(s);
}

static void test_short(void)
{
    struct spill *s = NULL;
    struct error e;
    size_t got = 9;
    if (spill_open(&s, &e) != ST_OK || spill_write(s, SLICE("abc"), &e) != ST_OK ||
        spill_rewind(s, &e) != ST_OK)
        abort();
    ok(spill_read(s, back, 10, &got, &e) == ST_OK && got == 3 && memcmp(back, "abc", 3) == 0,
       "a read beyond the end tells how much there was");
    spill_close(s);
    spill_close(NULL);
}

static void test_folder(void)
{
    struct spill *s = NULL;
    struct error e = {.status = ST_OK};
    if (setenv("TMPDIR", "/nonexistent/folder", 1) != 0)
        abort();
    is_int(spill_open(&s, &e), ST_SYSTEM, "no such folder");
    ok(strstr(e.text, "cannot make a temporary file") != NULL, "it is told");
    static char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    if (setenv("TMPDIR", longest, 1) != 0)
        abort();
    is_int(spill_open(&s, &e), ST_SYSTEM, "a path that is too long");
    if (setenv("TMPDIR", "", 1) != 0 || spill_open(&s, &e) != ST_OK)
        abort();
    ok(true, "a blank TMPDIR is as none");
    spill_close(s);
}

int main(void)
{
    for (size_t i = 0; i < SIZE; i++)
        all[i] = (char)below(256);
    static const size_t sizes[] = {0, 1, 262143, 262144, 262145, 524288, SIZE};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        test_size(sizes[i]);
    test_short();
    test_folder();
    return done_testing();
}
