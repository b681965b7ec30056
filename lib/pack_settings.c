/* pack.csv: what a layer is called, and what it sets for all. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath */
#endif
#include "pack_int.h"

#include <errno.h>
#include <stdlib.h>

#include "i18n.h"

enum { MIN_PEERS_DEFAULT = 5, MIN_PEERS_MAX = 1000000 };

enum pack_key { KEY_NAME, KEY_VERSION, KEY_LANGUAGE, KEY_MIN_PEERS, KEYS };

/* Where the value of a setting stands. */
struct setting {
    const struct sheet *s;
    size_t row;
    int column;
};

/* One that holds for all layers: the first that sets it is followed. */
static enum status set_language(struct pack *p, const struct setting *t, struct error *e)
{
    static const char *const languages[] = {"en", "zh_CN"};
    int language;
    char where[SHEET_PLACE_SIZE];
    enum status r =
        pack_choose(t->s, t->row, t->column, _("language"), languages, 2, 0, &language, e);
    if (r != ST_OK)
        return r;
    if (p->language_sheet != NULL && strcmp(p->language, languages[language]) != 0)
        return sheet_error(t->s, t->row, t->column, e,
                           _("the language is '%s' here and '%s' in %s: a lower layer cannot "
                             "change it"),
                           languages[language], p->language,
                           sheet_place(where, t->s, p->language_sheet, p->language_row));
    if (p->language_sheet == NULL) {
        p->language_sheet = t->s;
        p->language_row = t->row;
    }
    p->language = languages[language];
    return ST_OK;
}

/* The highest layer says it, if only by not saying it: with more peers needed, less is judged. */
static enum status set_min_peers(struct pack *p, size_t layer, const struct setting *t,
                                 struct error *e)
{
    int64_t n;
    char where[SHEET_PLACE_SIZE];
    enum status r = sheet_count(t->s, t->row, t->column, MIN_PEERS_MAX, &n, e);
    if (r != ST_OK)
        return r;
    if (layer > 0 && n != p->min_peers)
        return sheet_error(t->s, t->row, t->column, e,
                           _("min_peers is %lld here and %lld in %s: a lower layer cannot change "
                             "it"),
                           (long long)n, (long long)p->min_peers,
                           p->min_peers_sheet == NULL
                               ? p->layers[0].directory
                               : sheet_place(where, t->s, p->min_peers_sheet, p->min_peers_row));
    if (layer == 0) {
        p->min_peers_sheet = t->s;
        p->min_peers_row = t->row;
    }
    p->min_peers = n;
    return ST_OK;
}

static enum status take_setting(struct pack *p, size_t layer, const struct sheet *s, size_t row,
                                const int *map, bool *seen, struct error *e)
{
    static const char *const keys[KEYS] = {"name", "version", "language", "min_peers"};
    int key;
    enum status r = pack_choose(s, row, map[0], _("key"), keys, KEYS, -1, &key, e);
    if (r != ST_OK)
        return r;
    if (seen[key])
        return sheet_error(s, row, map[0], e, _("key '%s' stands twice"), keys[key]);
    seen[key] = true;
    struct setting t = {s, row, map[1]};
    struct layer *l = &p->layers[layer];
    const char *value = pack_string(s, row, map[1]);
    if (value[0] == '\0')
        return ST_OK; /* the default stays */
    if (key == KEY_MIN_PEERS)
        return set_min_peers(p, layer, &t, e);
    if (key == KEY_LANGUAGE)
        return set_language(p, &t, e);
    *(key == KEY_NAME ? &l->name : &l->version) = value;
    return ST_OK;
}

enum status pack_read_settings(struct pack *p, size_t layer, const struct sheet *s, struct error *e)
{
    static const char *const columns[] = {"key", "value"};
    bool seen[KEYS] = {false};
    int map[2];
    enum status r = sheet_map(s, columns, 2, 2, map, e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++)
        r = take_setting(p, layer, s, row, map, seen, e);
    return r;
}

/* The last component of the directory's name; where that says nothing, of what it stands for. */
static const char *default_name(struct pack *p, const char *directory)
{
    struct slice s = slice_of(directory);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    size_t from = s.n;
    while (from > 0 && s.p[from - 1] != '/')
        from--;
    struct slice last = {s.p + from, s.n - from};
    if (!slice_eq(last, SLICE(".")) && !slice_eq(last, SLICE("..")))
        return arena_string(&p->arena, last);
    char *real = realpath(directory, NULL);
    if (real == NULL)
        return errno == ENOMEM ? NULL : "pack";
    const char *slash = strrchr(real, '/');
    const char *name = arena_string(&p->arena, slice_of(slash == NULL ? real : slash + 1));
    free(real);
    return name;
}

enum status pack_name_layers(struct pack *p, const struct pack_files *layers, size_t n,
                             struct error *e)
{
    p->language = "en";
    p->min_peers = MIN_PEERS_DEFAULT;
    p->layers = arena_zero(&p->arena, n * sizeof *p->layers + 1);
    for (size_t i = 0; i < n && p->layers != NULL; i++) {
        struct layer *l = &p->layers[p->layer_count++];
        l->version = "0";
        l->directory = arena_string(&p->arena, slice_of(layers[i].directory));
        l->name = l->directory == NULL ? NULL : default_name(p, l->directory);
        if (l->name == NULL)
            return error_memory(e);
        p->directory = l->directory;
    }
    return p->layers == NULL ? error_memory(e) : ST_OK;
}
