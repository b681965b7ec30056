/* Digests against the examples of their standards, in one piece and in many. */
#include "fingerprint.h"

#include "tap.h"

static void check(enum fingerprint_kind kind, const char *text, size_t piece, const char *want)
{
    struct fingerprint f;
    char got[FINGERPRINT_SIZE], name[64];
    size_t n = strlen(text);
    fingerprint_begin(&f, kind);
    for (size_t at = 0; at < n; at += piece)
        fingerprint_add(&f, (struct slice){text + at, n - at < piece ? n - at : piece});
    is_int((int64_t)f.bytes, (int64_t)n, "bytes are counted");
    fingerprint_end(&f, got);
    snprintf(name, sizeof name, "%s of %zu bytes, %zu at once", fingerprint_name(kind), n, piece);
    is_text(got, strlen(got), want, name);
    is_int((int64_t)f.bytes, 0, "and it begins anew");
}

int main(void)
{
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const char four_times[] =
        "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd";
    for (size_t piece = 1; piece < 100; piece += 33) {
        check(FINGERPRINT_SHA256, "abc", piece,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        check(FINGERPRINT_SHA256, two_blocks, piece,
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        /* GB/T 32905-2016, appendix A */
        check(FINGERPRINT_SM3, "abc", piece,
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        check(FINGERPRINT_SM3, four_times, piece,
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }
    check(FINGERPRINT_SHA256, "", 1,
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    return done_testing();
}
