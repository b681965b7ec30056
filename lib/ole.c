/* The structure of a compound file (MS-CFB): sectors, the chains that the FAT makes of them, the
 * directory, streams. */
#include <errno.h>
#include <unistd.h>

#include "i18n.h"
#include "ole_int.h"

enum {
    ENTRIES_MAX = 16384, /* of the directory; more is none that an office program writes */
    HEADER_FATS = 109,   /* FAT sectors that the header itself names */
    FAT_SECTORS_MAX = 1 << 16
};
#define NO_SECTOR UINT32_C(0xFFFFFFFA) /* this and above: no sector (MS-CFB 2.1) */

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
        *sector = ole_word(o->header + 76 + 4 * (size_t)i);
        return true;
    }
    uint32_t per_sector = o->sector / 4 - 1, next = ole_word(o->header + 68);
    unsigned char bytes[4];
    for (i -= HEADER_FATS; i >= per_sector; i -= per_sector) {
        if (next >= NO_SECTOR || !read_at(o, bytes, 4, place(o, next) + 4 * (uint64_t)per_sector)) {
            o->damaged = true;
            return false;
        }
        next = ole_word(bytes);
    }
    if (next >= NO_SECTOR || !read_at(o, bytes, 4, place(o, next) + 4 * (uint64_t)i))
        return false;
    *sector = ole_word(bytes);
    return true;
}

/* The sector that follows SECTOR in its chain. */
static bool next_sector(struct ole *o, uint32_t sector, uint32_t *next)
{
    uint32_t per_sector = o->sector / 4, part = sector / per_sector;
    unsigned char bytes[4];
    if (part >= FAT_SECTORS_MAX ||
        (part + 1 != o->fat_part && !fat_sector(o, part, &o->fat_sector)) ||
        o->fat_sector >= NO_SECTOR ||
        !read_at(o, bytes, 4, place(o, o->fat_sector) + 4 * (uint64_t)(sector % per_sector))) {
        o->damaged = true;
        o->fat_part = 0;
        return false;
    }
    o->fat_part = part + 1;
    *next = ole_word(bytes);
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
    uint32_t sector = ole_word(o->header + 48);
    while (sector < NO_SECTOR && o->directory.n < ENTRIES_MAX * (size_t)OLE_ENTRY) {
        if (!buffer_reserve(&o->directory, o->sector))
            return error_memory(o->e) == ST_OK;
        /* A last sector that was not written whole is still read. */
        uint64_t at = place(o, sector), left = at < o->size ? o->size - at : 0;
        size_t n = left < o->sector ? (size_t)left / OLE_ENTRY * OLE_ENTRY : o->sector;
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
    if (!read_at(o, o->header, OLE_HEADER, 0))
        return false;
    uint32_t shift = ole_half(o->header + 30), mini = ole_half(o->header + 32);
    if ((shift != 9 && shift != 12) || mini >= shift || mini < 6) {
        o->damaged = true;
        return false;
    }
    o->sector = UINT32_C(1) << shift;
    o->mini_sector = UINT32_C(1) << mini;
    return true;
}

bool ole_open(struct ole *o)
{
    return read_header(o) && read_directory(o) && o->directory.n > 0;
}

const unsigned char *ole_entry(const struct ole *o, uint32_t i)
{
    return (const unsigned char *)o->directory.p + (size_t)i * OLE_ENTRY;
}

/* --- streams */

void ole_stream_begin(struct ole *o, const unsigned char *entry, struct ole_stream *s)
{
    uint32_t size = ole_word(entry + 120);
    *s = (struct ole_stream){.o = o, .size = size, .sector = ole_word(entry + 116)};
    s->small = size < ole_word(o->header + 56);
}

/* The sector at s->at. A short stream lies in small sectors within the stream of the root. */
static bool load(struct ole_stream *s)
{
    struct ole *o = s->o;
    uint32_t unit = s->small ? o->mini_sector : o->sector;
    uint64_t left = s->size - s->at;
    unsigned char bytes[4];
    if (s->at > 0) {
        if (!s->small) {
            if (!next_sector(o, s->sector, &s->sector))
                return false;
        } else {
            if (!read_chain(o, ole_word(o->header + 60), (uint64_t)s->sector * 4, bytes, 4))
                return false;
            s->sector = ole_word(bytes);
        }
    }
    s->first = 0;
    s->n = left < unit ? (uint32_t)left : unit;
    if (s->sector >= NO_SECTOR) {
        o->damaged = true;
        return false;
    }
    return s->small ? read_chain(o, ole_word(ole_entry(o, 0) + 116),
                                 (uint64_t)s->sector * o->mini_sector, s->block, s->n)
                    : read_at(o, s->block, s->n, place(o, s->sector));
}

bool ole_stream_read(struct ole_stream *s, void *to, size_t n)
{
    while (n > 0) {
        if (s->first == s->n && (s->at == s->size || !load(s)))
            return false;
        size_t part = s->n - s->first < n ? s->n - s->first : n;
        if (to != NULL) {
            memcpy(to, s->block + s->first, part);
            to = (char *)to + part;
        }
        s->first += (uint32_t)part;
        s->at += part;
        n -= part;
    }
    return true;
}
