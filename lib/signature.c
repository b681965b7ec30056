#include "signature.h"

#include "i18n.h"

#ifdef HAVE_CRYPTO
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#endif

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "date.h"

static const char *const names[SIGNATURE_SCHEMES] = {
    [SIGNATURE_ED25519] = "ed25519",
    [SIGNATURE_SM2] = "sm2",
};

const char *signature_name(enum signature_scheme scheme)
{
    return names[scheme];
}

bool signature_find(struct slice name, enum signature_scheme *out)
{
    for (int i = 0; i < SIGNATURE_SCHEMES; i++)
        if (slice_eq(name, slice_of(names[i]))) {
            *out = (enum signature_scheme)i;
            return true;
        }
    return false;
}

void signer_free(struct signer *who)
{
    buffer_free(&who->name);
}

#ifdef HAVE_CRYPTO

static char sm2_id[] = "1234567812345678";

/* Takes what libcrypto put aside about a failure. True: memory was out, whatever else it says. */
static bool take_errors(char why[256])
{
    unsigned long code = ERR_peek_last_error();
    bool memory = false;
    why[0] = '\0';
    if (code != 0)
        ERR_error_string_n(code, why, 256);
    while ((code = ERR_get_error()) != 0)
        memory = memory || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
    return memory;
}

/* What libcrypto says, behind WHAT. */
static enum status refused(enum status s, const char *file, const char *what, struct error *e)
{
    char why[256];
    if (take_errors(why))
        return error_memory(e);
    return error_at(e, s, file, 0, 0, why[0] != '\0' ? "%s (%s)" : "%s%s", what, why);
}

/* A key that is locked is not asked for. */
static int no_passphrase(char *to, int size, int writing, void *context)
{
    (void)to;
    (void)size;
    (void)writing;
    *(bool *)context = true;
    return -1;
}

static enum status open_pem(const char *path, BIO **out, struct error *e)
{
    ERR_clear_error();
    errno = 0;
    *out = BIO_new_file(path, "r");
    if (*out != NULL)
        return ST_OK;
    int why = errno;
    ERR_clear_error();
    return why != 0 ? error_system(e, why, path, _("open")) : error_memory(e);
}

static enum status read_key(const char *path, EVP_PKEY **out, struct error *e)
{
    bool locked = false;
    BIO *in;
    enum status s = open_pem(path, &in, e);
    if (s != ST_OK)
        return s;
    *out = PEM_read_bio_PrivateKey(in, NULL, no_passphrase, &locked);
    BIO_free(in);
    if (*out != NULL)
        return ST_OK;
    return refused(ST_DATA, path,
                   locked ? _("the key is locked with a passphrase: give one that is not, in a "
                              "file that only you can read")
                          : _("no private key in PEM"),
                   e);
}

static enum status read_cert(const char *path, X509 **out, struct error *e)
{
    BIO *in;
    enum status s = open_pem(path, &in, e);
    if (s != ST_OK)
        return s;
    bool locked = false;
    *out = PEM_read_bio_X509(in, NULL, no_passphrase, &locked);
    BIO_free(in);
    return *out != NULL ? ST_OK : refused(ST_DATA, path, _("no certificate in PEM"), e);
}

static enum status scheme_of(EVP_PKEY *key, const char *path, enum signature_scheme *out,
                             struct error *e)
{
    if (EVP_PKEY_is_a(key, "ED25519"))
        *out = SIGNATURE_ED25519;
    else if (EVP_PKEY_is_a(key, "SM2"))
        *out = SIGNATURE_SM2;
    else
        return error_at(e, ST_DATA, path, 0, 0, _("a key of kind '%s': give one of Ed25519 or SM2"),
                        EVP_PKEY_get0_type_name(key));
    return ST_OK;
}

/* Ed25519 brings its own digest. */
static const char *digest_of(enum signature_scheme scheme)
{
    return scheme == SIGNATURE_SM2 ? "SM3" : NULL;
}

/* The id goes into the digest that is signed. Not given with the initialisation: libcrypto 3.0
 * refuses it there. */
static bool set_id(enum signature_scheme scheme, EVP_PKEY_CTX *c)
{
    OSSL_PARAM id[2] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, sm2_id, sizeof sm2_id - 1),
        OSSL_PARAM_construct_end(),
    };
    return scheme != SIGNATURE_SM2 || EVP_PKEY_CTX_set_params(c, id) == 1;
}

static enum status sign(EVP_PKEY *key, const char *path, struct slice message,
                        struct signature *out, struct error *e)
{
    EVP_PKEY_CTX *settings;
    enum status s = scheme_of(key, path, &out->scheme, e);
    if (s != ST_OK)
        return s;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL)
        return error_memory(e);
    out->n = sizeof out->bytes;
    if (EVP_DigestSignInit_ex(c, &settings, digest_of(out->scheme), NULL, NULL, key, NULL) != 1 ||
        !set_id(out->scheme, settings) ||
        EVP_DigestSign(c, out->bytes, &out->n, (const unsigned char *)message.p, message.n) != 1)
        s = refused(ST_SYSTEM, path, _("cannot sign with this key"), e);
    EVP_MD_CTX_free(c);
    return s;
}

enum status signature_make(const char *key_file, struct slice message, struct signature *out,
                           struct error *e)
{
    EVP_PKEY *key = NULL;
    enum status s = read_key(key_file, &key, e);
    if (s == ST_OK)
        s = sign(key, key_file, message, out, e);
    EVP_PKEY_free(key);
    return s;
}

/* ST_FAILED, without a text: it does not hold. */
static enum status verify(EVP_PKEY *key, const char *path, struct slice message,
                          const struct signature *sig, struct error *e)
{
    EVP_PKEY_CTX *settings;
    char why[256];
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    if (EVP_DigestVerifyInit_ex(c, &settings, digest_of(sig->scheme), NULL, NULL, key, NULL) != 1 ||
        !set_id(sig->scheme, settings))
        s = refused(ST_SYSTEM, path, _("cannot check with this key"), e);
    else if (EVP_DigestVerify(c, sig->bytes, sig->n, (const unsigned char *)message.p,
                              message.n) != 1)
        s = take_errors(why) ? error_memory(e) : ST_FAILED;
    EVP_MD_CTX_free(c);
    return s;
}

static enum status check(EVP_PKEY *key, const char *path, struct slice message,
                         const struct signature *sig, struct error *e)
{
    enum signature_scheme scheme = sig->scheme;
    enum status s = scheme_of(key, path, &scheme, e);
    if (s != ST_OK)
        return s;
    if (scheme != sig->scheme)
        return error_at(e, ST_FAILED, path, 0, 0,
                        _("the signature is of %s, and this certificate's key of %s"),
                        names[sig->scheme], names[scheme]);
    s = verify(key, path, message, sig, e);
    /* Where memory runs out for a moment libcrypto may say no more than that it does not hold; that
     * is said only of one that twice did not. */
    if (s == ST_FAILED && (s = verify(key, path, message, sig, e)) == ST_FAILED)
        error_at(e, ST_FAILED, path, 0, 0, "%s",
                 _("the signature is not one of this certificate's key over this root"));
    return s;
}

static bool day_of(const ASN1_TIME *t, int64_t *day)
{
    struct tm tm;
    if (ASN1_TIME_to_tm(t, &tm) != 1)
        return false;
    *day = date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
    return true;
}

static enum status tell_signer(X509 *cert, const char *path, struct signer *who, struct error *e)
{
    BIO *text = BIO_new(BIO_s_mem());
    char *p;
    long n = 0;
    if (text == NULL ||
        X509_NAME_print_ex(text, X509_get_subject_name(cert), 0,
                           XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) < 0 ||
        (n = BIO_get_mem_data(text, &p)) < 0 || !buffer_append(&who->name, p, (size_t)n)) {
        BIO_free(text);
        return error_memory(e);
    }
    BIO_free(text);
    if (!day_of(X509_get0_notBefore(cert), &who->from) ||
        !day_of(X509_get0_notAfter(cert), &who->to))
        return refused(ST_DATA, path, _("the certificate does not say when it is valid"), e);
    return ST_OK;
}

enum status signature_check(const char *cert_file, struct slice message, const struct signature *s,
                            struct signer *who, struct error *e)
{
    X509 *cert = NULL;
    *who = (struct signer){0};
    enum status st = read_cert(cert_file, &cert, e);
    if (st == ST_OK)
        st = tell_signer(cert, cert_file, who, e);
    if (st == ST_OK) {
        EVP_PKEY *key = X509_get0_pubkey(cert);
        st = key != NULL ? check(key, cert_file, message, s, e)
                         : refused(ST_DATA, cert_file, _("a key that is not known here"), e);
    }
    X509_free(cert);
    return st;
}

#else

static enum status without(struct error *e)
{
    return error_set(e, ST_SYSTEM, "%s",
                     _("built without libcrypto: signatures can be neither made nor checked; "
                       "install libssl-dev and build again, or use openssl itself, see "
                       "trailcheck(1)"));
}

enum status signature_make(const char *key, struct slice message, struct signature *out,
                           struct error *e)
{
    (void)key;
    (void)message;
    (void)out;
    return without(e);
}

enum status signature_check(const char *cert, struct slice message, const struct signature *s,
                            struct signer *who, struct error *e)
{
    (void)cert;
    (void)message;
    (void)s;
    *who = (struct signer){0};
    return without(e);
}

#endif
