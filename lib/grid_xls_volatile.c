/* Formulas that a converter calculates anew, since what they give is of the moment. */
#include "grid_xls_int.h"

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "zipped.h"

enum { BLOCK = 64 * 1024, LONGEST = 16 };

static const char *const names[] = {"TODAY(", "NOW(", "RAND(", "RANDBETWEEN(", "CELL(", "INFO("};

/* The first of the names in S, but for those that end another one. */
static const char *find(struct slice s)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t n = strlen(names[i]);
        for (size_t at = 0; at + n <= s.n; at++) {
            const char *p = memchr(s.p + at, names[i][0], s.n - at - n + 1);
            if (p == NULL)
                break;
            at = (size_t)(p - s.p);
            if (memcmp(p, names[i], n) == 0 &&
                (at == 0 || p[-1] < 'A' || (p[-1] > 'Z' && p[-1] != '_')))
                return names[i];
        }
    }
    return NULL;
}

static enum status look_into(struct zipped *z, size_t i, const char **name, struct error *e)
{
    struct zipped_part *part;
    enum status st = zipped_part_open(z, i, &part, e);
    if (st != ST_OK)
        return st;
    char *block = malloc(BLOCK);
    size_t kept = 0, got = 1;
    if (block == NULL)
        st = error_memory(e);
    while (st == ST_OK && got > 0 && *name == NULL) {
        st = zipped_read(part, block + kept, BLOCK - kept, &got, e);
        size_t n = kept + got;
        *name = find((struct slice){block, n});
        kept = n < LONGEST ? n : LONGEST;
        memmove(block, block + n - kept, kept);
    }
    free(block);
    zipped_part_close(part);
    return st;
}

enum status xls_find_volatile(int fd, uint64_t size, const char *file, const char **name,
                              struct error *e)
{
    static const char sheets[] = "xl/worksheets/";
    struct zipped *z;
    *name = NULL;
    enum status st = zipped_open(fd, size, file, &z, e);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; st == ST_OK && *name == NULL && i < zipped_count(z); i++)
        if (strncmp(zipped_name(z, i), sheets, sizeof sheets - 1) == 0)
            st = look_into(z, i, name, e);
    zipped_close(z);
    return st;
}

#endif
