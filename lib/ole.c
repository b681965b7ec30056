#include "ole.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "buffer.h"
#include "i18n.h"

enum {
    HEADER = 512,
    ENTRY = 128,
    ENTRIES_MAX = 16384, /* of the directory; more is none that an office program writes */
    HEADER_FATS = 109,   /* FAT sectors that the header itself names */
    FAT_SECTORS_MAX = 1 << 16,
    STREAM_START = 512 /* what is looked at of a workbook */
};
#define NO_SECTOR UINT32_C(0xFFFFFFFA) /* this and above: no sector (MS-CFB 2.1) */
#define NO_ENTRY UINT32_C(0xFFFFFFFF)

struct ole {
    int fd;
    uint64_t size;
    const char *name;
    unsigned char header[HEADER];
    uint32_t sector, mini_sector; /* their sizes */
    struct buffer directory;
    bool damaged;
    struct error *e;
};

static uint32_t half(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t word(const unsigned char *p)
{
    return half(p) | half(p + 2) << 16;
}

/* N bytes at AT. False when that fails (the error is set), or where the file ends before them
 * (it is damaged). */
static bool read_at(struct ole *o, void *to, size_t n, uint64_t at)
{
    if (at > o->size || n > o->size - at) {
        o->damaged = true;
        return false;
    }
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(o->fd, (char *)to + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(o->e, errno, o->name, _("read")) == ST_OK;
        if (got == 0)
            return error_at(o->e, ST_SYSTEM, o->name, 0, 0, "%s",
                            _("the file became shorter while it was read")) == ST_OK;
        done += (size_t)got;
    }
    return true;
}

static uint64_t place(const struct ole *o, uint32_t sector)
{
    return ((uint64_t)sector + 1) * o->sector;
}

/* The sector that holds part I of the FAT. */
static bool fat_sector(struct ole *o, uint32_t i, uint32_t *sector)
{
    if (i < HEADER_FATS) {
        *sector = word(o->header + 76 + 4 * (size_t)i);
        return true;
    }
    uint32_t per_sector = o->sector / 4 - 1, next = word(o->header + 68);
    unsigned char bytes[4];
    for (i -= HEADER_FATS; i >= per_sector; i -= per_sector) {
        if (next >= NO_SECTOR || !read_at(o, bytes, 4, place(o, next) + 4 * (uint64_t)per_sector)) {
            o->damaged = true;
            return false;
        }
        next = word(bytes);
    }
    if (next >= NO_SECTOR || !read_at(o, bytes, 4, place(o, next) + 4 * (uint64_t)i))
        return false;
    *sector = word(bytes);
    return true;
}

/* The sector that follows SECTOR in its chain. */
static bool next_sector(struct ole *o, uint32_t sector, uint32_t *next)
{
    uint32_t per_sector = o->sector / 4, fat;
    unsigned char bytes[4];
    if (sector / per_sector >= FAT_SECTORS_MAX || !fat_sector(o, sector / per_sector, &fat) ||
        fat >= NO_SECTOR || !read_at(o, bytes, 4, place(o, fat) + 4 * (sector % per_sector))) {
        o->damaged = true;
        return false;
    }
    *next = word(bytes);
    return true;
}

/* N bytes at AT of the chain that begins with SECTOR. */
static bool read_chain(struct ole *o, uint32_t sector, uint64_t at, void *to, size_t n)
{
    for (; at >= o->sector; at -= o->sector)
        if (sector >= NO_SECTOR || !next_sector(o, sector, &sector)) {
            o->damaged = true;
            return false;
        }
    while (n > 0) {
        size_t part = o->sector - (size_t)at < n ? o->sector - (size_t)at : n;
        if (sector >= NO_SECTOR || !read_at(o, to, part, place(o, sector) + at)) {
            o->damaged = true;
            return false;
        }
        to = (char *)to + part;
        n -= part;
        at = 0;
        if (n > 0 && !next_sector(o, sector, &sector))
            return false;
    }
    return true;
}

static bool read_directory(struct ole *o)
{
    uint32_t sector = word(o->header + 48);
    while (sector < NO_SECTOR && o->directory.n < ENTRIES_MAX * (size_t)ENTRY) {
        if (!buffer_reserve(&o->directory, o->sector))
            return error_memory(o->e) == ST_OK;
        /* A last sector that was not written whole is still read. */
        uint64_t at = place(o, sector), left = at < o->size ? o->size - at : 0;
        size_t n = left < o->sector ? (size_t)left / ENTRY * ENTRY : o->sector;
        o->damaged = o->damaged || n == 0;
        if (n == 0 || !read_at(o, o->directory.p + o->directory.n, n, at))
            break;
        o->directory.n += n;
        if (!next_sector(o, sector, &sector))
            break;
    }
    return o->e == NULL || o->e->status == ST_OK;
}

static bool read_header(struct ole *o)
{
    if (!read_at(o, o->header, HEADER, 0))
        return false;
    uint32_t shift = half(o->header + 30), mini = half(o->header + 32);
    if ((shift != 9 && shift != 12) || mini >= shift || mini < 6) {
        o->damaged = true;
        return false;
    }
    o->sector = UINT32_C(1) << shift;
    o->mini_sector = UINT32_C(1) << mini;
    return true;
}

static const unsigned char *entry(const struct ole *o, uint32_t i)
{
    return (const unsigned char *)o->directory.p + (size_t)i * ENTRY;
}

/* Whether an entry's name, UTF-16, is or begins with NAME. */
static bool named(const unsigned char *p, const char *name, bool whole)
{
    size_t n = strlen(name), bytes = half(p + 64);
    if (whole ? bytes != 2 * n + 2 : bytes < 2 * n + 2)
        return false;
    for (size_t i = 0; i < n; i++)
        if (half(p + 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

/* The start of a stream: a short one lies in small sectors within the stream of the root. */
static bool stream_start(struct ole *o, const unsigned char *p, unsigned char *to, size_t *n)
{
    uint32_t size = word(p + 120), sector = word(p + 116);
    *n = size < STREAM_START ? size : STREAM_START;
    if (size >= word(o->header + 56))
        return read_chain(o, sector, 0, to, *n);
    size_t done = 0;
    while (done < *n) {
        size_t part = o->mini_sector < *n - done ? o->mini_sector : *n - done;
        unsigned char next[4];
        if (sector >= NO_SECTOR ||
            !read_chain(o, word(entry(o, 0) + 116), (uint64_t)sector * o->mini_sector, to + done,
                        part) ||
            !read_chain(o, word(o->header + 60), (uint64_t)sector * 4, next, 4))
            break;
        sector = word(next);
        done += part;
    }
    *n = done;
    return done > 0;
}

/* Records of BIFF: type, length, bytes. With a password FILEPASS stands among the first. */
static bool has_password(struct ole *o, const unsigned char *p)
{
    enum { FILEPASS = 0x2f };
    unsigned char start[STREAM_START];
    size_t n;
    if (!stream_start(o, p, start, &n))
        return false;
    for (size_t at = 0; n - at >= 4; at += 4 + half(start + at + 2)) {
        if (half(start + at) == FILEPASS)
            return true;
        if (4 + half(start + at + 2) > n - at)
            return false;
    }
    return false;
}

static enum ole_kind kind_of_entry(struct ole *o, const unsigned char *p)
{
    static const struct {
        const char *name;
        bool whole;
        enum ole_kind kind;
    } known[] = {
        {"EncryptedPackage", true, OLE_ENCRYPTED},
        {"Workbook", true, OLE_XLS},
        {"WORKBOOK", true, OLE_XLS},
        {"Book", true, OLE_XLS},
        {"BOOK", true, OLE_XLS},
        {"WordDocument", true, OLE_WORD},
        {"PowerPoint Document", true, OLE_SLIDES},
        {"__properties_version1.0", false, OLE_MAIL},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (named(p, known[i].name, known[i].whole))
            return known[i].kind == OLE_XLS && has_password(o, p) ? OLE_XLS_LOCKED : known[i].kind;
    /* Tables of an installer have names that begin with this character (MSI). */
    return half(p) == 0x4840 ? OLE_INSTALLER : OLE_OTHER;
}

/* Only what lies in the root tells: a document may hold others. Its entries make a tree. */
static enum ole_kind look_at_root(struct ole *o)
{
    uint32_t count = (uint32_t)(o->directory.n / ENTRY), *open = NULL;
    size_t n = 0, size = 0;
    enum ole_kind found = OLE_OTHER;
    bool *seen = calloc(count + 1, sizeof *seen);
    bool good = seen != NULL && grow(&open, &size, (size_t)count * 2 + 1, sizeof *open);
    if (!good)
        error_memory(o->e);
    else
        open[n++] = word(entry(o, 0) + 76);
    while (good && n > 0 && found == OLE_OTHER) {
        uint32_t i = open[--n];
        if (i >= count || seen[i])
            continue;
        seen[i] = true;
        found = kind_of_entry(o, entry(o, i));
        open[n++] = word(entry(o, i) + 68);
        open[n++] = word(entry(o, i) + 72);
    }
    free(open);
    free(seen);
    return found;
}

enum status ole_identify(int fd, uint64_t size, const char *name, enum ole_kind *kind,
                         struct error *e)
{
    struct error own = {0};
    struct ole o = {.fd = fd, .size = size, .name = name, .e = &own};
    *kind = OLE_DAMAGED;
    if (read_header(&o) && read_directory(&o) && o.directory.n > 0)
        *kind = look_at_root(&o);
    if (*kind == OLE_OTHER && o.damaged)
        *kind = OLE_DAMAGED;
    buffer_free(&o.directory);
    if (own.status != ST_OK && e != NULL)
        *e = own;
    return own.status;
}
