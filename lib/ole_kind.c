#include <stdlib.h>

#include "ole_int.h"

/* Whether an entry's name, UTF-16, is or begins with NAME. */
static bool named(const unsigned char *p, const char *name, bool whole)
{
    size_t n = strlen(name), bytes = ole_half(p + 64);
    if (whole ? bytes != 2 * n + 2 : bytes < 2 * n + 2)
        return false;
    for (size_t i = 0; i < n; i++)
        if (ole_half(p + 2 * i) != (unsigned char)name[i])
            return false;
    return true;
}

static enum ole_kind workbook(struct ole *o, const unsigned char *p)
{
    enum biff look = biff_look(o, p);
    return look == BIFF_LOCKED ? OLE_XLS_LOCKED : look == BIFF_DAMAGED ? OLE_DAMAGED : OLE_XLS;
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
            return known[i].kind == OLE_XLS ? workbook(o, p) : known[i].kind;
    /* Tables of an installer have names that begin with this character (MSI). */
    return ole_half(p) == 0x4840 ? OLE_INSTALLER : OLE_OTHER;
}

/* Only what lies in the root tells: a document may hold others. Its entries make a tree. */
static enum ole_kind look_at_root(struct ole *o)
{
    uint32_t count = (uint32_t)(o->directory.n / OLE_ENTRY), *open = NULL;
    size_t n = 0, size = 0;
    enum ole_kind found = OLE_OTHER;
    bool *seen = calloc(count + 1, sizeof *seen);
    bool good = seen != NULL && grow(&open, &size, (size_t)count * 2 + 1, sizeof *open);
    if (!good)
        error_memory(o->e);
    else
        open[n++] = ole_word(ole_entry(o, 0) + 76);
    while (good && n > 0 && found == OLE_OTHER) {
        uint32_t i = open[--n];
        if (i >= count || seen[i])
            continue;
        seen[i] = true;
        found = kind_of_entry(o, ole_entry(o, i));
        open[n++] = ole_word(ole_entry(o, i) + 68);
        open[n++] = ole_word(ole_entry(o, i) + 72);
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
    if (ole_open(&o))
        *kind = look_at_root(&o);
    if (*kind == OLE_OTHER && o.damaged)
        *kind = OLE_DAMAGED;
    buffer_free(&o.directory);
    if (own.status != ST_OK && e != NULL)
        *e = own;
    return own.status;
}
