/* Digests of known answers (FIPS 180-4; GB/T 32905-2016, annex A). */
#include "hash.h"

#include "tap.h"

static void gives(enum hash_kind kind, const char *of, const char *want)
{
    struct hash h;
    uint8_t digest[HASH_SIZE], back[HASH_SIZE];
    char text[HASH_DIGITS];
    hash_begin(&h, kind);
    hash_add(&h, slice_of(of));
    hash_end(&h, digest);
    hash_text(digest, text);
    is_text(text, sizeof text, want, hash_name(kind));
    ok(hash_parse((struct slice){text, sizeof text}, back) &&
           memcmp(back, digest, sizeof back) == 0,
       "and back");
    for (const char *p = of; *p != '\0'; p++)
        hash_byte(&h, (uint8_t)*p);
    hash_end(&h, back);
    ok(memcmp(back, digest, sizeof back) == 0, "the same byte by byte, from the beginning again");
}

static void names(void)
{
    enum hash_kind kind = HASH_SHA256;
    ok(hash_find(SLICE("sm3"), &kind) && kind == HASH_SM3, "sm3");
    ok(hash_find(SLICE("sha256"), &kind) && kind == HASH_SHA256, "sha256");
    ok(!hash_find(SLICE("SHA256"), &kind) && !hash_find(SLICE(""), &kind) &&
           !hash_find(SLICE("sha2566"), &kind),
       "no others");
}

static void bad_text(void)
{
    char text[HASH_DIGITS + 1];
    uint8_t digest[HASH_SIZE];
    memset(text, '0', sizeof text);
    ok(hash_parse((struct slice){text, HASH_DIGITS}, digest), "64 digits");
    ok(!hash_parse((struct slice){text, HASH_DIGITS - 1}, digest), "63 digits");
    ok(!hash_parse((struct slice){text, HASH_DIGITS + 1}, digest), "65 digits");
    static const char not[] = "AFgG /:@`\x80";
    for (size_t i = 0; i < sizeof not; i++)
        for (int at = 0; at < 2; at++) {
            text[20 + at] = not[i];
            ok(!hash_parse((struct slice){text, HASH_DIGITS}, digest), "no digit: %d", not[i]);
            text[20 + at] = '0';
        }
}

int main(void)
{
    gives(HASH_SHA256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    gives(HASH_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gives(HASH_SM3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    gives(HASH_SM3, "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
          "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    names();
    bad_text();
    return done_testing();
}
