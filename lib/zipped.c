#include "zipped.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "i18n.h"

struct zipped {
    char *name;
    int fd; /* -1: memory */
    struct slice memory;
    uint64_t size, at;
    int failure; /* errno of a read that failed, which libzip does not always pass on; -1: short */
    zip_error_t fault; /* of the source, for libzip */
    zip_t *zip;
    size_t count;
};

struct zipped_part {
    struct zipped *z;
    zip_file_t *file;
    const char *name;
    uint64_t packed, unpacked, read;
};

/* PART is NULL: the directory. libzip does not always say that it was memory which it lacked. */
static enum status failed(const struct zipped *z, const char *part, zip_error_t *why,
                          struct error *e)
{
    char shown[QUOTE_SIZE];
    int code = zip_error_code_zip(why);
    if (z->failure > 0)
        return error_system(e, z->failure, z->name, _("read"));
    if (z->failure < 0)
        return error_at(e, ST_SYSTEM, z->name, 0, 0, "%s",
                        _("the file became shorter while it was read"));
    if (code == ZIP_ER_MEMORY || (part == NULL && errno == ENOMEM) ||
        (code == ZIP_ER_ZLIB && zip_error_code_system(why) == Z_MEM_ERROR))
        return error_memory(e);
    if (part == NULL)
        return error_at(e, ST_DATA, z->name, 0, 0, "%s",
                        _("the zip archive is damaged or was cut short: its directory cannot be "
                          "read; fetch the file again"));
    quote(shown, slice_of(part));
    if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_WRONGPASSWD)
        return error_at(e, ST_DATA, z->name, 0, 0,
                        _("part '%s' is encrypted: save the file without a password"), shown);
    if (code == ZIP_ER_COMPNOTSUPP)
        return error_at(e, ST_DATA, z->name, 0, 0,
                        _("part '%s' is packed in a way that cannot be read: pack it anew with "
                          "deflate"),
                        shown);
    return error_at(e, ST_DATA, z->name, 0, 0,
                    _("part '%s' of the zip archive is damaged (%s): fetch the file again"), shown,
                    zip_error_strerror(why));
}

static zip_int64_t read_at(struct zipped *z, void *to, zip_uint64_t size)
{
    if (size > z->size - z->at)
        size = z->size - z->at;
    if (size > SSIZE_MAX)
        size = SSIZE_MAX;
    if (size == 0)
        return 0;
    ssize_t n;
    if (z->fd < 0) {
        memcpy(to, z->memory.p + z->at, (size_t)size);
        n = (ssize_t)size;
    } else {
        do
            n = pread(z->fd, to, (size_t)size, (off_t)z->at);
        while (n < 0 && errno == EINTR);
    }
    if (n <= 0) {
        z->failure = n < 0 ? errno : -1;
        zip_error_set(&z->fault, ZIP_ER_READ, n < 0 ? errno : EIO);
        return -1;
    }
    z->at += (uint64_t)n;
    return n;
}

static zip_int64_t seek_to(struct zipped *z, void *data, zip_uint64_t n)
{
    zip_int64_t to = zip_source_seek_compute_offset(z->at, z->size, data, n, &z->fault);
    if (to < 0)
        return -1;
    z->at = (uint64_t)to;
    return 0;
}

static zip_int64_t tell_size(struct zipped *z, void *data, zip_uint64_t n)
{
    zip_stat_t *about = ZIP_SOURCE_GET_ARGS(zip_stat_t, data, n, &z->fault);
    if (about == NULL)
        return -1;
    zip_stat_init(about);
    about->size = z->size;
    about->valid = ZIP_STAT_SIZE;
    return sizeof *about;
}

/* libzip's way to ask for bytes. */
static zip_int64_t serve(void *context, void *data, zip_uint64_t n, zip_source_cmd_t what)
{
    struct zipped *z = context;
    switch (what) {
    case ZIP_SOURCE_OPEN:
        z->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return read_at(z, data, n);
    case ZIP_SOURCE_SEEK:
        return seek_to(z, data, n);
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)z->at;
    case ZIP_SOURCE_STAT:
        return tell_size(z, data, n);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&z->fault, data, n);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_SEEKABLE;
    default:
        zip_error_set(&z->fault, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static enum status open_directory(struct zipped *z, struct error *e)
{
    enum { SMALLEST = 22 }; /* libzip takes a file of no bytes for an archive yet to be filled */
    enum status st = ST_OK;
    zip_error_t why;
    zip_error_init_with_code(&why, ZIP_ER_NOZIP);
    errno = 0;
    zip_source_t *source =
        z->size < SMALLEST ? NULL : zip_source_function_create(serve, z, &why);
    if (source != NULL)
        z->zip = zip_open_from_source(source, ZIP_RDONLY, &why);
    if (z->zip == NULL) {
        st = failed(z, NULL, &why, e);
        zip_source_free(source);
    }
    zip_error_fini(&why);
    if (st != ST_OK)
        return st;
    z->count = (size_t)zip_get_num_entries(z->zip, 0);
    if (z->count > ZIPPED_ENTRIES_MAX)
        return error_at(e, ST_DATA, z->name, 0, 0, _("zip archive of %zu parts: no more than %d"),
                        z->count, ZIPPED_ENTRIES_MAX);
    return ST_OK;
}

static enum status open_bytes(int fd, struct slice memory, uint64_t size, const char *name,
                              struct zipped **out, struct error *e)
{
    *out = NULL;
    struct zipped *z = calloc(1, sizeof *z);
    struct slice text = slice_of(name);
    char *copy = malloc(text.n + 1);
    if (z == NULL || copy == NULL) {
        free(z);
        free(copy);
        return error_memory(e);
    }
    memcpy(copy, name, text.n + 1);
    *z = (struct zipped){.name = copy, .fd = fd, .memory = memory, .size = size};
    zip_error_init(&z->fault);
    enum status st = open_directory(z, e);
    if (st == ST_OK)
        *out = z;
    else
        zipped_close(z);
    return st;
}

enum status zipped_open(int fd, uint64_t size, const char *name, struct zipped **out,
                        struct error *e)
{
    return open_bytes(fd, (struct slice){NULL, 0}, size, name, out, e);
}

enum status zipped_memory(struct slice bytes, const char *name, struct zipped **out,
                          struct error *e)
{
    return open_bytes(-1, bytes, bytes.n, name, out, e);
}

size_t zipped_count(const struct zipped *z)
{
    return z->count;
}

/* Names as they stand: whether they are UTF-8 is not asked, since they are only compared. */
const char *zipped_name(const struct zipped *z, size_t i)
{
    const char *name = zip_get_name(z->zip, i, ZIP_FL_ENC_RAW);
    return name != NULL ? name : "";
}

static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' || *b != '\0'; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a == '\\' ? '/' : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b == '\\' ? '/' : *b;
        if (x != y)
            return false;
    }
    return true;
}

bool zipped_find(const struct zipped *z, const char *name, size_t *i)
{
    size_t near = z->count;
    for (size_t k = 0; k < z->count; k++) {
        const char *its = zipped_name(z, k);
        if (strcmp(its, name) == 0) {
            *i = k;
            return true;
        }
        if (near == z->count && same_name(its, name))
            near = k;
    }
    *i = near;
    return near < z->count;
}

void zipped_close(struct zipped *z)
{
    if (z == NULL)
        return;
    if (z->zip != NULL)
        zip_discard(z->zip);
    zip_error_fini(&z->fault);
    free(z->name);
    free(z);
}

enum status zipped_part_open(struct zipped *z, size_t i, struct zipped_part **out,
                             struct error *e)
{
    *out = NULL;
    zip_stat_t about;
    if (zip_stat_index(z->zip, i, 0, &about) != 0)
        return failed(z, zipped_name(z, i), zip_get_error(z->zip), e);
    struct zipped_part *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(e);
    *p = (struct zipped_part){.z = z, .name = zipped_name(z, i)};
    if ((about.valid & ZIP_STAT_COMP_SIZE) != 0)
        p->packed = about.comp_size;
    if ((about.valid & ZIP_STAT_SIZE) != 0)
        p->unpacked = about.size;
    p->file = zip_fopen_index(z->zip, i, 0);
    if (p->file == NULL) {
        enum status st = failed(z, p->name, zip_get_error(z->zip), e);
        free(p);
        return st;
    }
    *out = p;
    return ST_OK;
}

static enum status too_much(const struct zipped_part *p, struct error *e)
{
    char shown[QUOTE_SIZE];
    return error_at(e, ST_DATA, p->z->name, 0, 0,
                    _("part '%s' unpacks to more than a real document would (over %" PRIu64
                      " MiB out of %" PRIu64 " KiB): refused as a zip bomb"),
                    quote(shown, slice_of(p->name)), p->read >> 20, p->packed >> 10);
}

enum status zipped_read(struct zipped_part *p, void *to, size_t size, size_t *got,
                        struct error *e)
{
    *got = 0;
    zip_int64_t n = zip_fread(p->file, to, size);
    if (n < 0)
        return failed(p->z, p->name, zip_file_get_error(p->file), e);
    p->read += (uint64_t)n;
    if (p->read > ZIPPED_PART_MAX ||
        (p->read > ZIPPED_FREE && p->read / ZIPPED_RATIO > p->packed))
        return too_much(p, e);
    *got = (size_t)n;
    return ST_OK;
}

double zipped_progress(const struct zipped_part *p)
{
    return p->read >= p->unpacked ? 1 : (double)p->read / (double)p->unpacked;
}

const char *zipped_part_name(const struct zipped_part *p)
{
    return p->name;
}

void zipped_part_close(struct zipped_part *p)
{
    if (p == NULL)
        return;
    zip_fclose(p->file);
    free(p);
}

#endif
