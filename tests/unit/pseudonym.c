/* Pseudonyms: the first half of HMACs as RFC 4231 has them; what is one value has one, what is not
 * has another; keys that are none. */
#include "pseudonym.h"

#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

static char path[64];

static void write_key(const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        exit(99);
}

static struct pseudonymiser *made(const char *bytes, size_t n, enum fingerprint_kind kind)
{
    struct pseudonymiser *p = NULL;
    struct error e = {0};
    write_key(bytes, n);
    ok(pseudonym_open(path, kind, &p, &e) == ST_OK && p != NULL, "a key of %zu bytes: %s", n,
       e.text);
    return p;
}

static void known(struct pseudonymiser *p, const char *value, const char *want, const char *name)
{
    struct slice got = pseudonym_of(p, slice_of(value));
    is_text(got.p, got.n, want, name);
    ok(pseudonym_is(got), "%s: is told to be one", name);
}

static bool same(struct pseudonymiser *p, const char *a, const char *b)
{
    char first[PSEUDONYM_SIZE];
    memcpy(first, pseudonym_of(p, slice_of(a)).p, sizeof first);
    return memcmp(first, pseudonym_of(p, slice_of(b)).p, sizeof first) == 0;
}

static void test_vectors(void)
{
    char key[131];
    memset(key, 0x0b, 20);
    struct pseudonymiser *p = made(key, 20, FINGERPRINT_SHA256);
    known(p, "Hi There", "p-b0344c61d8db38535ca8afceaf0bf12b", "RFC 4231, 4.2");
    known(p, "Hi There", "p-b0344c61d8db38535ca8afceaf0bf12b", "and again");
    pseudonym_close(p);
    memset(key, 0xaa, sizeof key);
    p = made(key, sizeof key, FINGERPRINT_SHA256);
    known(p, "Test Using Larger Than Block-Size Key - Hash Key First",
          "p-60e431591ee0b67f0d8a26aacbf5b77f", "RFC 4231, 4.7");
    pseudonym_close(p);
    memset(key, 0x0b, 20);
    p = made(key, 20, FINGERPRINT_SM3);
    known(p, "Hi There", "p-51b00d1fb49832bfb01c3ce27848e59f", "SM3, as OpenSSL has it");
    pseudonym_close(p);
    pseudonym_close(NULL);
}

static void test_values(void)
{
    struct pseudonymiser *p = made("0123456789abcdef\r\n", 18, FINGERPRINT_SHA256);
    ok(same(p, "32010219900307001x", "32010219900307001X"), "x and X of an identity number");
    ok(same(p, "\xef\xbc\x93"
               "2010219900307001\xef\xbd\x98",
            "32010219900307001X"),
       "full width");
    ok(same(p, "\xef\xbc\x93"
               "20102900307001",
            "320102900307001"),
       "fifteen digits in full width");
    ok(!same(p, "32010219900307001X", "320102199003070010"), "X is not 0");
    ok(!same(p, "x", "X"), "other texts are taken by their bytes");
    ok(!same(p, "\xef\xbc\x93", "3"), "width too");
    ok(!same(p, "3201021990030700X1", "3201021990030700x1"), "X elsewhere is none");
    ok(!same(p, "32010219900307001x1", "32010219900307001X1"), "nor where more follows");
    ok(!same(p, "a", "b"), "others have others");
    struct pseudonymiser *q = made("0123456789abcdef", 16, FINGERPRINT_SHA256);
    char first[PSEUDONYM_SIZE];
    memcpy(first, pseudonym_of(p, SLICE("a")).p, sizeof first);
    ok(memcmp(first, pseudonym_of(q, SLICE("a")).p, sizeof first) == 0,
       "the line end is not of the key");
    pseudonym_close(q);
    q = made("0123456789abcdeg", 16, FINGERPRINT_SHA256);
    ok(memcmp(first, pseudonym_of(q, SLICE("a")).p, sizeof first) != 0, "another key, another");
    pseudonym_close(q);
    pseudonym_close(p);
    ok(!pseudonym_is(SLICE("p-b0344c61d8db38535ca8afceaf0bf12")), "too short to be one");
    ok(!pseudonym_is(SLICE("q-b0344c61d8db38535ca8afceaf0bf12b")), "begins otherwise");
    ok(!pseudonym_is(SLICE("p-b0344c61d8db38535ca8afceaf0bf12B")), "upper case is none");
}

static void refused(const char *bytes, size_t n, const char *want)
{
    struct pseudonymiser *p = NULL;
    struct error e = {0};
    write_key(bytes, n);
    is_int(pseudonym_open(path, FINGERPRINT_SHA256, &p, &e), ST_USAGE, "refused");
    ok(p == NULL && strstr(e.text, want) != NULL, "%s", e.text);
    ok(strstr(e.text, "geheim") == NULL, "the key is not in the message");
}

int main(void)
{
    snprintf(path, sizeof path, "/tmp/probity-key-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    test_vectors();
    test_values();
    char *large = calloc(1, PSEUDONYM_KEY_MOST + 10);
    memset(large, 'g', PSEUDONYM_KEY_MOST + 10);
    refused("", 0, "0 bytes");
    refused("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", 17, "0 bytes");
    refused("geheimgeheimgeh", 15, "15 bytes");
    refused(large, PSEUDONYM_KEY_MOST + 1, "more than 4096");
    refused(large, PSEUDONYM_KEY_MOST + 10, "more than 4096");
    pseudonym_close(made(large, PSEUDONYM_KEY_MOST, FINGERPRINT_SM3));
    free(large);
    unlink(path);
    struct pseudonymiser *p = NULL;
    struct error e = {0};
    is_int(pseudonym_open(path, FINGERPRINT_SHA256, &p, &e), ST_SYSTEM, "no file");
    ok(p == NULL && strcmp(e.file, path) == 0, "names the file");
    return done_testing();
}
