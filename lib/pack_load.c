/* The files of a pack's layers: read, digested, checked against each other. */
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "pack_int.h"
#include "pack_place.h"
#include "region.h"

static const char *const file_names[PACK_FILES] = {"pack.csv",     "tables.csv",  "indicators.csv",
                                                   "taxonomy.csv", "regions.csv", "calendar.csv",
                                                   "views.csv",    "params.csv",  "exceptions.csv"};
static const bool file_optional[PACK_FILES] = {true, false, false, true, true,
                                               true, true,  true,  true};

const char *pack_file_name(enum pack_file f)
{
    return file_names[f];
}

static void digest_part(struct sha256_ctx *c, struct slice s)
{
    uint8_t length[8];
    for (unsigned i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)s.n >> (56 - 8 * i));
    sha256_update(c, sizeof length, length);
    sha256_update(c, s.n, (const uint8_t *)s.p);
}

static void digest(struct pack *p, const struct pack_files *layers, size_t n)
{
    struct sha256_ctx c;
    sha256_init(&c);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            digest_part(&c, SLICE("+"));
        for (int f = 0; f < PACK_FILES; f++) {
            if (!layers[i].present[f])
                continue;
            digest_part(&c, slice_of(file_names[f]));
            digest_part(&c, layers[i].raw[f]);
        }
    }
    uint8_t sum[16];
    sha256_digest(&c, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(p->digest + 2 * i, 3, "%02x", sum[i]);
}

static enum status read_calendar(struct pack *p, const struct sheet *s, struct error *e)
{
    const struct sheet **all =
        pack_more(p, p->calendar_sheets, p->calendar_sheet_count, 1, sizeof(struct sheet *));
    if (all == NULL)
        return error_memory(e);
    all[p->calendar_sheet_count++] = s;
    p->calendar_sheets = all;
    calendar_free(p->calendar);
    return calendar_read(all, p->calendar_sheet_count, &p->calendar, e);
}

typedef enum status read_fn(struct pack *p, const struct sheet *s, struct error *e);

/* What the files say: of each kind those of all layers, from the highest. Indicators are checked
 * against what the others say. */
static const struct {
    enum pack_file file;
    read_fn *read; /* NULL: pack.csv, which tells of its layer */
} steps[PACK_FILES] = {
    {FILE_PACK, NULL},
    {FILE_TABLES, pack_read_tables},
    {FILE_TAXONOMY, pack_read_taxonomy},
    {FILE_REGIONS, pack_read_regions},
    {FILE_CALENDAR, read_calendar},
    {FILE_VIEWS, pack_read_views},
    {FILE_PARAMS, pack_read_params},
    {FILE_INDICATORS, pack_read_indicators},
    {FILE_EXCEPTIONS, pack_read_exceptions},
};

static char *file_path(struct arena *a, const char *directory, const char *name)
{
    size_t n = strlen(directory);
    bool slashed = n > 0 && directory[n - 1] == '/';
    return arena_printf(a, "%s%s%s", directory, slashed ? "" : "/", name);
}

static enum status read_step(struct pack *p, const struct pack_files *files, size_t layer, int k,
                             struct error *e)
{
    enum pack_file f = steps[k].file;
    if (!files->present[f])
        return ST_OK;
    const char *path = files->path[f] != NULL
                           ? files->path[f]
                           : file_path(&p->arena, files->directory, file_names[f]);
    struct sheet *sheet = arena_zero(&p->arena, sizeof *sheet);
    if (path == NULL || sheet == NULL)
        return error_memory(e);
    enum status r = sheet_parse(path, files->raw[f], files->lines[f], &p->arena, sheet, e);
    if (r != ST_OK)
        return r;
    return steps[k].read == NULL ? pack_read_settings(p, layer, sheet, e)
                                 : steps[k].read(p, sheet, e);
}

/* What follows from all layers together. */
static enum status settle(struct pack *p, struct error *e)
{
    p->tree = calloc(1, sizeof *p->tree);
    if (p->tree == NULL || !regions_init(p->tree, p))
        return error_memory(e);
    return pack_settle_params(p, e);
}

static enum status build(struct pack *p, const struct pack_files *layers, size_t n, struct error *e)
{
    enum status r = pack_name_layers(p, layers, n, e);
    for (int k = 0; k < PACK_FILES; k++) {
        for (size_t i = 0; i < n && r == ST_OK; i++)
            r = read_step(p, &layers[i], i, k, e);
        if (r == ST_OK && steps[k].file == FILE_REGIONS)
            r = pack_check_parents(p, e);
    }
    digest(p, layers, n);
    return r == ST_OK ? settle(p, e) : r;
}

enum status pack_build(const struct pack_files *layers, size_t n, struct pack **out,
                       struct error *e)
{
    *out = NULL;
    struct pack *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(e);
    enum status r = build(p, layers, n, e);
    if (r == ST_OK)
        *out = p;
    else
        pack_free(p);
    return r;
}

/* A lower layer need not have any one file, but a directory without any is a wrong one. */
static enum status check_any(const struct pack_files *files, struct pack_place *place,
                             struct arena *a, struct error *e)
{
    static const char *const others[] = {"grades.csv", "routes.csv"};
    bool any = false;
    for (int f = 0; f < PACK_FILES; f++)
        any = any || files->present[f];
    for (size_t i = 0; i < 2 && !any; i++) {
        struct buffer raw = {0};
        const char *path;
        const uint64_t *lines;
        bool missing;
        enum status r = pack_place_read(place, others[i], a, &path, &raw, &lines, &missing, e);
        buffer_free(&raw);
        if (r != ST_OK)
            return r;
        any = !missing;
    }
    if (any)
        return ST_OK;
    return error_at(e, ST_USAGE, files->directory, 0, 0, "%s",
                    _("there is no file of a pack in it"));
}

static enum status read_files(struct pack_files *files, struct buffer *held, bool first,
                              struct arena *a, struct error *e)
{
    struct pack_place *place;
    enum status r = pack_place_open(files->directory, &place, e);
    if (r != ST_OK)
        return r;
    for (int f = 0; f < PACK_FILES && r == ST_OK; f++) {
        bool missing = false;
        r = pack_place_read(place, file_names[f], a, &files->path[f], &held[f], &files->lines[f],
                            file_optional[f] || !first ? &missing : NULL, e);
        files->present[f] = !missing;
        files->raw[f] = buffer_view(&held[f]);
    }
    if (r == ST_OK)
        r = check_any(files, place, a, e);
    pack_place_close(place);
    return r;
}

enum status pack_load(const char *const *directories, size_t n, struct pack **out, struct error *e)
{
    struct arena a = {0};
    struct pack_files *layers = arena_zero(&a, n * sizeof *layers + 1);
    struct buffer *held = arena_zero(&a, n * PACK_FILES * sizeof *held + 1);
    *out = NULL;
    enum status r = layers == NULL || held == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; i < n && r == ST_OK; i++) {
        layers[i].directory = directories[i];
        r = read_files(&layers[i], held + i * PACK_FILES, i == 0, &a, e);
    }
    if (r == ST_OK)
        r = pack_build(layers, n, out, e);
    for (size_t i = 0; held != NULL && i < n * PACK_FILES; i++)
        buffer_free(&held[i]);
    arena_free(&a);
    return r;
}

/* FILE of the layer at DIRECTORY; *ABSENT where that has none. */
static enum status sole_of(const char *directory, const char *file, struct arena *a,
                           const char **path, struct buffer *raw, const uint64_t **lines,
                           bool *absent, struct error *e)
{
    struct pack_place *place;
    enum status r = pack_place_open(directory, &place, e);
    if (r == ST_OK)
        r = pack_place_read(place, file, a, path, raw, lines, absent, e);
    pack_place_close(place);
    return r;
}

enum status pack_sole_sheet(const struct pack *p, const char *file, struct arena *a,
                            const char **path, struct sheet *out, bool *missing, struct error *e)
{
    enum status r = ST_OK;
    *missing = true;
    *path = NULL;
    for (size_t i = 0; i < p->layer_count && r == ST_OK; i++) {
        struct buffer raw = {0};
        bool absent = true;
        const char *here = NULL;
        const uint64_t *lines = NULL;
        r = sole_of(p->layers[i].directory, file, a, &here, &raw, &lines, &absent, e);
        if (r == ST_OK && !absent && !*missing)
            r = error_at(e, ST_USAGE, here, 0, 0,
                         _("%s already stands in a higher layer: it is taken whole from one of "
                           "them, so leave it to one"),
                         *path);
        else if (r == ST_OK && !absent)
            r = sheet_parse(here, buffer_view(&raw), lines, a, out, e);
        if (r == ST_OK && (!absent || *path == NULL))
            *path = here;
        *missing = *missing && absent;
        buffer_free(&raw);
    }
    return r;
}
