/* Sealed logs and proofs of any bytes: what is accepted as sealed is, sealed anew, the same bytes. */
#include <stdint.h>
#include <stdlib.h>

#include "seal_proof.h"
#include "sealed.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void seal_again(struct sealed *log, struct slice input)
{
    struct buffer out = {0};
    struct sealed_record r;
    struct seal seal;
    bool more = true;
    uint64_t at, line;
    struct error e;
    enum status st = ST_OK;
    seal_begin(&seal, &sealed_seal(log)->manner, sealed_header_line(log));
    bool good = seal_header(&seal.manner, sealed_header(log), &out) && buffer_char(&out, '\n');
    while (good && (st = sealed_next(log, &r, &more, &e)) == ST_OK && more)
        good = seal_line(&seal, r.record, &out);
    bool whole = st == ST_OK && !sealed_torn(log, &at, &line);
    if (good && (out.n > input.n || memcmp(out.p, input.p, out.n) != 0 ||
                 (whole && out.n != input.n)))
        abort();
    buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct slice input = {(const char *)bytes, size};
    struct error e = {0};
    struct source *source;
    struct sealed *log;
    struct seal_proof proof;
    uint8_t root[HASH_SIZE];
    if (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        return 0; /* unpacked, it is not what was given */
    if (source_memory(input, "input", &source, &e) == ST_OK &&
        sealed_read(source, &log, &e) == ST_OK) {
        seal_again(log, input);
        sealed_close(log);
    }
    if (size > 0 && source_give(input, "proof", &e) == ST_OK) {
        if (seal_proof_read("proof", &proof, &e) == ST_OK) {
            seal_proof_root(&proof, root, &e);
            seal_proof_free(&proof);
        }
        source_withdraw("proof");
    }
    return 0;
}

#include "standalone.h"
