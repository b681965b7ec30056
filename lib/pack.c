/* A pack: its files read, digested, checked against each other. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath */
#endif
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "i18n.h"
#include "pack_int.h"
#include "region.h"

enum { MIN_PEERS_DEFAULT = 5, MIN_PEERS_MAX = 1000000 };

static const char *const file_names[PACK_FILES] = {"pack.csv",     "tables.csv",  "indicators.csv",
                                                   "taxonomy.csv", "regions.csv", "calendar.csv",
                                                   "views.csv",    "params.csv",  "exceptions.csv"};
static const bool file_optional[PACK_FILES] = {true, false, false, true, true,
                                               true, true,  true,  true};

const char *pack_file_name(enum pack_file f)
{
    return file_names[f];
}

const char *level_name(enum level l)
{
    static const char *const names[] = {"", "blue", "yellow", "red"};
    return (unsigned)l <= LEVEL_RED ? names[l] : "";
}

const char *pack_string(const struct sheet *s, size_t row, int column)
{
    return sheet_cell(s, row, column).p;
}

enum status pack_filled(const struct sheet *s, size_t row, int column, const char *what,
                        struct error *e)
{
    return sheet_cell(s, row, column).n > 0 ? ST_OK
                                            : sheet_error(s, row, column, e,
                                                          _("%s is blank: fill it"), what);
}

enum status pack_choose(const struct sheet *s, size_t row, int column, const char *what,
                        const char *const *names, size_t n, int blank, int *out, struct error *e)
{
    struct slice v = sheet_cell(s, row, column);
    *out = blank;
    if (v.n == 0 && blank != -1)
        return ST_OK;
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(v, slice_of(names[i]))) {
            *out = (int)i;
            return ST_OK;
        }
    }
    return sheet_unknown(s, row, column, what, names, n, e);
}

enum status pack_validity(const struct sheet *s, size_t row, int from, int to, int64_t *first,
                          int64_t *last, struct error *e)
{
    enum status r = ST_OK;
    *first = INT64_MIN;
    *last = INT64_MAX;
    if (sheet_cell(s, row, from).n > 0)
        r = sheet_day(s, row, from, DAY_FIRST, first, e);
    if (r == ST_OK && sheet_cell(s, row, to).n > 0)
        r = sheet_day(s, row, to, DAY_LAST, last, e);
    char begins[QUOTE_SIZE], ends[QUOTE_SIZE];
    if (r == ST_OK && *first > *last)
        return sheet_error(s, row, to, e, _("valid_to '%s' is before valid_from '%s'"),
                           quote(ends, sheet_cell(s, row, to)),
                           quote(begins, sheet_cell(s, row, from)));
    return r;
}

const struct table *pack_table(const struct pack *p, struct slice name)
{
    for (size_t i = 0; i < p->table_count; i++)
        if (slice_eq(slice_of(p->tables[i].name), name))
            return &p->tables[i];
    return NULL;
}

const struct view *pack_view(const struct pack *p, struct slice name)
{
    for (size_t i = 0; i < p->view_count; i++)
        if (slice_eq(slice_of(p->views[i].name), name))
            return &p->views[i];
    return NULL;
}

const struct column *table_column(const struct table *t, struct slice name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (slice_eq(slice_of(t->columns[i].name), name))
            return &t->columns[i];
    return NULL;
}

enum status pack_error(const struct pack *p, const struct indicator *i, enum indicator_part part,
                       struct error *e, const char *format, ...)
{
    char text[sizeof e->text];
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    return sheet_error(i->sheet, i->row, p->part_column[part], e, "%s", text);
}

enum pack_key { KEY_NAME, KEY_VERSION, KEY_LANGUAGE, KEY_MIN_PEERS, KEYS };

static enum status take_setting(struct pack *p, const struct sheet *s, size_t row, const int *map,
                                bool *seen, struct error *e)
{
    static const char *const keys[KEYS] = {"name", "version", "language", "min_peers"};
    static const char *const languages[] = {"en", "zh_CN"};
    int key, language;
    enum status r = pack_choose(s, row, map[0], _("key"), keys, KEYS, -1, &key, e);
    if (r != ST_OK)
        return r;
    if (seen[key])
        return sheet_error(s, row, map[0], e, _("key '%s' stands twice"), keys[key]);
    seen[key] = true;
    const char *value = pack_string(s, row, map[1]);
    if (value[0] == '\0')
        return ST_OK; /* the default stays */
    if (key == KEY_MIN_PEERS)
        return sheet_count(s, row, map[1], MIN_PEERS_MAX, &p->min_peers, e);
    if (key == KEY_LANGUAGE) {
        r = pack_choose(s, row, map[1], _("language"), languages, 2, 0, &language, e);
        if (r == ST_OK)
            p->language = languages[language];
        return r;
    }
    *(key == KEY_NAME ? &p->name : &p->version) = value;
    return ST_OK;
}

static enum status read_settings(struct pack *p, const struct sheet *s, struct error *e)
{
    static const char *const columns[] = {"key", "value"};
    bool seen[KEYS] = {false};
    int map[2];
    enum status r = sheet_map(s, columns, 2, 2, map, e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++)
        r = take_setting(p, s, row, map, seen, e);
    return r;
}

/* The last component of the directory's name; where that says nothing, of what it stands for. */
static const char *default_name(struct pack *p)
{
    struct slice s = slice_of(p->directory);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    size_t from = s.n;
    while (from > 0 && s.p[from - 1] != '/')
        from--;
    struct slice last = {s.p + from, s.n - from};
    if (!slice_eq(last, SLICE(".")) && !slice_eq(last, SLICE("..")))
        return arena_string(&p->arena, last);
    char *real = realpath(p->directory, NULL);
    if (real == NULL)
        return errno == ENOMEM ? NULL : "pack";
    const char *slash = strrchr(real, '/');
    const char *name = arena_string(&p->arena, slice_of(slash == NULL ? real : slash + 1));
    free(real);
    return name;
}

static void digest_part(struct sha256_ctx *c, struct slice s)
{
    uint8_t length[8];
    for (unsigned i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)s.n >> (56 - 8 * i));
    sha256_update(c, sizeof length, length);
    sha256_update(c, s.n, (const uint8_t *)s.p);
}

static void digest(struct pack *p, const struct slice raw[PACK_FILES],
                   const bool present[PACK_FILES])
{
    struct sha256_ctx c;
    sha256_init(&c);
    for (int f = 0; f < PACK_FILES; f++) {
        if (!present[f])
            continue;
        digest_part(&c, slice_of(file_names[f]));
        digest_part(&c, raw[f]);
    }
    uint8_t sum[16];
    sha256_digest(&c, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(p->digest + 2 * i, 3, "%02x", sum[i]);
}

typedef enum status read_fn(struct pack *p, const struct sheet *s, struct error *e);

static enum status read_calendar(struct pack *p, const struct sheet *s, struct error *e)
{
    return calendar_read(s, &p->calendar, e);
}

/* What follows from all files together. */
static enum status settle(struct pack *p, struct error *e)
{
    enum status r = pack_settle_params(p, e);
    p->tree = calloc(1, sizeof *p->tree);
    if (r == ST_OK && (p->tree == NULL || !regions_init(p->tree, p)))
        r = error_memory(e);
    return r;
}

static enum status build(struct pack *p, const struct slice raw[PACK_FILES],
                         const bool present[PACK_FILES], struct error *e)
{
    /* Indicators are checked against what the others say. */
    static const struct {
        enum pack_file file;
        read_fn *read;
    } steps[PACK_FILES] = {
        {FILE_PACK, read_settings},
        {FILE_TABLES, pack_read_tables},
        {FILE_TAXONOMY, pack_read_taxonomy},
        {FILE_REGIONS, pack_read_regions},
        {FILE_CALENDAR, read_calendar},
        {FILE_VIEWS, pack_read_views},
        {FILE_PARAMS, pack_read_params},
        {FILE_INDICATORS, pack_read_indicators},
        {FILE_EXCEPTIONS, pack_read_exceptions},
    };
    p->version = "0";
    p->language = "en";
    p->min_peers = MIN_PEERS_DEFAULT;
    p->name = default_name(p);
    struct sheet *sheets = arena_zero(&p->arena, PACK_FILES * sizeof *sheets);
    if (p->name == NULL || sheets == NULL)
        return error_memory(e);
    enum status r = ST_OK;
    for (int k = 0; k < PACK_FILES && r == ST_OK; k++) {
        enum pack_file f = steps[k].file;
        if (!present[f])
            continue;
        size_t n = strlen(p->directory);
        bool slashed = n > 0 && p->directory[n - 1] == '/';
        const char *path = arena_printf(&p->arena, "%s%s%s", p->directory, slashed ? "" : "/",
                                        file_names[f]);
        r = path == NULL ? error_memory(e) : sheet_parse(path, raw[f], &p->arena, &sheets[f], e);
        if (r == ST_OK)
            r = steps[k].read(p, &sheets[f], e);
    }
    digest(p, raw, present);
    return r == ST_OK ? settle(p, e) : r;
}

enum status pack_build(const char *directory, const struct slice raw[PACK_FILES],
                       const bool present[PACK_FILES], struct pack **out, struct error *e)
{
    *out = NULL;
    struct pack *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(e);
    p->directory = arena_string(&p->arena, slice_of(directory));
    enum status r = p->directory == NULL ? error_memory(e) : build(p, raw, present, e);
    if (r == ST_OK)
        *out = p;
    else
        pack_free(p);
    return r;
}

static enum status read_file(const char *directory, enum pack_file f, struct buffer *raw,
                             bool *present, struct error *e)
{
    struct buffer path = {0};
    size_t n = strlen(directory);
    buffer_printf(&path, "%s%s%s", directory, n > 0 && directory[n - 1] == '/' ? "" : "/",
                  file_names[f]);
    buffer_char(&path, '\0');
    bool missing = false;
    enum status r = path.failed ? error_memory(e)
                                : sheet_read(path.p, raw, file_optional[f] ? &missing : NULL, e);
    *present = !missing;
    buffer_free(&path);
    return r;
}

/* A wrong directory is told as such, not as the first file that it lacks. */
static enum status check_directory(const char *directory, struct error *e)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_system(e, errno, directory, _("open the pack"));
    close(fd);
    return ST_OK;
}

enum status pack_load(const char *directory, struct pack **out, struct error *e)
{
    struct buffer held[PACK_FILES] = {{0}};
    struct slice raw[PACK_FILES];
    bool present[PACK_FILES];
    *out = NULL;
    enum status r = check_directory(directory, e);
    for (int f = 0; f < PACK_FILES && r == ST_OK; f++) {
        r = read_file(directory, (enum pack_file)f, &held[f], &present[f], e);
        raw[f] = buffer_view(&held[f]);
    }
    if (r == ST_OK)
        r = pack_build(directory, raw, present, out, e);
    for (int f = 0; f < PACK_FILES; f++)
        buffer_free(&held[f]);
    return r;
}

void pack_free(struct pack *p)
{
    if (p == NULL)
        return;
    calendar_free(p->calendar);
    for (size_t i = 0; i < p->param_count; i++)
        keytab_free(&p->params[i].keys);
    if (p->tree != NULL)
        regions_free(p->tree);
    free(p->tree);
    arena_free(&p->arena);
    free(p);
}
