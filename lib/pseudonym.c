#include "pseudonym.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/base16.h>
#include <nettle/hmac.h>
#include <stdlib.h>
#include <unistd.h>

#include "i18n.h"
#include "text.h"

struct pseudonymiser {
    enum fingerprint_kind kind;
    union {
        struct hmac_sha256_ctx sha256;
        struct hmac_sm3_ctx sm3;
    } state;
    char text[PSEUDONYM_SIZE + 1];
};

/* The compiler may leave out a memset of what is not read again. */
static void wipe(void *p, size_t n)
{
    volatile unsigned char *byte = p;
    while (n-- > 0)
        *byte++ = 0;
}

static enum status read_key(const char *path, uint8_t *key, size_t size, size_t *n, struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return error_system(e, errno, path, _("open"));
    *n = 0;
    for (;;) {
        ssize_t got = *n == size ? 0 : read(fd, key + *n, size - *n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int failed = errno;
            close(fd);
            return error_system(e, failed, path, _("read"));
        }
        if (got == 0)
            break;
        *n += (size_t)got;
    }
    close(fd);
    while (*n > 0 && (key[*n - 1] == '\n' || key[*n - 1] == '\r'))
        --*n;
    if (*n < PSEUDONYM_KEY_LEAST)
        return error_at(e, ST_USAGE, path, 0, 0,
                        _("the key has %zu bytes, and fewer than %d could be guessed (make one: "
                          "head -c 32 /dev/urandom | base64)"),
                        *n, PSEUDONYM_KEY_LEAST);
    if (*n > PSEUDONYM_KEY_MOST)
        return error_at(e, ST_USAGE, path, 0, 0,
                        _("the key has more than %d bytes: is this the right file?"),
                        PSEUDONYM_KEY_MOST);
    return ST_OK;
}

enum status pseudonym_open(const char *path, enum fingerprint_kind kind,
                           struct pseudonymiser **out, struct error *e)
{
    uint8_t key[PSEUDONYM_KEY_MOST + 3]; /* a line end may stand behind it */
    size_t n = 0;
    *out = NULL;
    enum status s = read_key(path, key, sizeof key, &n, e);
    struct pseudonymiser *p = s == ST_OK ? calloc(1, sizeof *p) : NULL;
    if (s == ST_OK && p == NULL)
        s = error_memory(e);
    if (s == ST_OK) {
        p->kind = kind;
        if (kind == FINGERPRINT_SM3)
            hmac_sm3_set_key(&p->state.sm3, n, key);
        else
            hmac_sha256_set_key(&p->state.sha256, n, key);
        *out = p;
    }
    wipe(key, sizeof key);
    return s;
}

enum { IDENTITY_MOST = 18, IDENTITY_OLD = 15 };

/* V as an identity number is written, or V itself where it has not that form. */
static struct slice as_identity(struct slice v, char out[IDENTITY_MOST])
{
    size_t n = 0;
    for (struct slice rest = v; rest.n > 0; n++) {
        uint32_t c = text_take(&rest);
        if (c >= 0xff01 && c <= 0xff5e) /* full width */
            c -= 0xff01 - '!';
        if (c == 'x')
            c = 'X';
        if (n == IDENTITY_MOST || !((c >= '0' && c <= '9') || (c == 'X' && n == 17)))
            return v;
        out[n] = (char)c;
    }
    return n == IDENTITY_MOST || n == IDENTITY_OLD ? (struct slice){out, n} : v;
}

struct slice pseudonym_of(struct pseudonymiser *p, struct slice v)
{
    char identity[IDENTITY_MOST];
    uint8_t first[16];
    v = as_identity(v, identity);
    if (p->kind == FINGERPRINT_SM3) {
        hmac_sm3_update(&p->state.sm3, v.n, (const uint8_t *)v.p);
        hmac_sm3_digest(&p->state.sm3, sizeof first, first);
    } else {
        hmac_sha256_update(&p->state.sha256, v.n, (const uint8_t *)v.p);
        hmac_sha256_digest(&p->state.sha256, sizeof first, first);
    }
    p->text[0] = 'p';
    p->text[1] = '-';
    base16_encode_update(p->text + 2, sizeof first, first);
    return (struct slice){p->text, PSEUDONYM_SIZE};
}

bool pseudonym_is(struct slice v)
{
    if (v.n != PSEUDONYM_SIZE || v.p[0] != 'p' || v.p[1] != '-')
        return false;
    for (size_t i = 2; i < v.n; i++)
        if (!((v.p[i] >= '0' && v.p[i] <= '9') || (v.p[i] >= 'a' && v.p[i] <= 'f')))
            return false;
    return true;
}

void pseudonym_close(struct pseudonymiser *p)
{
    if (p == NULL)
        return;
    wipe(p, sizeof *p);
    free(p);
}
