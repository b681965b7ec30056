/* What the parts of source.h share. */
#ifndef RISK_SOURCE_INT_H
#define RISK_SOURCE_INT_H

#include <zlib.h>

#include "source.h"

struct source {
    char *name;
    int fd;                 /* -1: memory, or made */
    bool owns_fd, by_place; /* BY_PLACE: read with pread, since others read the same file */
    struct slice memory;    /* what is left of it */
    uint64_t offset, size;  /* raw bytes read, and in all; size 0 if unknown */
    bool regular;           /* FD can be read by place */
    bool part;              /* it ends at SIZE, whatever stands behind */
    struct source_watch watch;
    char *raw; /* bytes read ahead: the magic number, gzip's input */
    size_t raw_at, raw_end;
    bool raw_ended;
    bool gzip, member; /* MEMBER: inside one */
    z_stream z;
    struct slice front; /* looked at, not yet read: a part of FRONT_MEMORY */
    char *front_memory;
    size_t front_size;
    const struct source_maker *maker;
    void *state;
    int copy; /* what source_place copied, -1: nothing */
};

enum { SOURCE_BLOCK = 64 * 1024 };

/* Its fields cleared, under NAME; NULL when memory is out. */
struct source *source_new(const char *name, struct error *e);
/* Opens PATH, or what source_spool copied of it. */
enum status source_open_named(struct source *s, const char *path, struct error *e);
/* Reads what stands in the file, packed or not. */
enum status source_read_raw(struct source *s, void *to, size_t size, size_t *got, struct error *e);
/* The file that source_spool copied PATH to, or -1. */
int source_copy_of(const char *path);

#endif
