#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* madvise, where the system has it */
#endif
#include "large.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LINE = 64, LARGE_PAGE = 2 << 20, LITTLE = LARGE_PAGE };

void large_hint(void *p, size_t n)
{
#ifdef MADV_HUGEPAGE
    if (n < LITTLE)
        return;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = (uintptr_t)p;
    uintptr_t from = (at + page - 1) / page * page, to = (at + n) / page * page;
    if (to > from)
        (void)madvise((char *)p + (from - at), to - from, MADV_HUGEPAGE);
#else
    (void)p;
    (void)n;
#endif
}

void *large_alloc(size_t n)
{
    size_t unit = n < LITTLE ? LINE : LARGE_PAGE;
    if (n > SIZE_MAX - unit)
        return NULL;
    n = n == 0 ? unit : (n + unit - 1) / unit * unit;
    void *p = aligned_alloc(unit, n);
    if (p != NULL)
        large_hint(p, n);
    return p;
}
