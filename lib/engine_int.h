/* The parts of engine. */
#ifndef RISK_ENGINE_INT_H
#define RISK_ENGINE_INT_H

#include "engine.h"
#include "held.h"
#include "money.h"
#include "paired.h"
#include "view.h"

/* How a batch of rows was made of others. */
struct made {
    const struct derived *view;
    struct judge *judge;    /* each of a group: */
    const uint32_t *groups; /* [row]; NULL: each of two rows: */
    const struct paired *paired;
    const uint32_t *first, *second; /* [row] */
};

/* One table's rows, a batch at a time: which columns are needed, their values in this batch. A
 * table of the dictionary is read from its feeds (rows_feed, rows_next); a view's rows are made
 * (engine_views.c). */
struct rows {
    struct engine *engine;
    const struct table *table;
    size_t table_index;
    struct feed *feed;  /* NULL for rows that are made */
    struct rows *under; /* of a view that keeps its source's rows: those */
    const bool *needed; /* [column] */
    size_t *selected;   /* file columns given to the reader */
    size_t selected_n;
    int *slot_of;     /* [column]: index among the selected, or -1 */
    int source_slot;  /* of _source, or -1 */
    const char *path; /* of the file, "" for rows made of several */
    uint32_t source;
    const struct slice *source_text; /* _source cells, or NULL */
    const struct places *places;     /* [row] for rows made of several; or NULL */
    /* What names row K of such a batch in place of its record. */
    void (*name)(const void *named, size_t k, char out[ALERT_ID_SIZE]);
    uint64_t (*mark)(const void *named, size_t k);
    const void *named;
    const struct made *made;      /* of such a batch, else NULL */
    uint64_t made_before;         /* rows in batches before, where they are made of others */
    uint64_t *lines;       /* of such a batch: none */
    struct slice *records; /* the same */
    why_t *blank;          /* [column] */
    bool *bare_told;       /* [column] */
    struct arena memory, scratch;
    money_fn *money; /* the routine of this machine, or its scalar twin */
    /* The batch: */
    struct batch batch;
    struct vec *values; /* [column] */
    uint8_t *bad;       /* [row] */
    size_t bad_n;
    uint8_t *bad_cells; /* [column * BATCH_ROWS + row], while bad_n is not 0 */
    struct held held;   /* records that the reader refused, ahead of it or within it */
    struct known {      /* expressions that have been run on it */
        struct slice text;
        struct vec v;
    } * known;
    size_t known_n, known_size;
    struct eval eval;
};

enum status rows_begin(struct rows *r, struct engine *x, size_t table, struct error *e);
/* The same for a view: no feed, all values made by others. */
enum status rows_begin_made(struct rows *r, struct engine *x, size_t table, struct error *e);
enum status rows_feed(struct rows *r, struct feed *f, struct error *e);
/* The next batch, decoded; bad rows are refused or handed on. batch.n is 0 at the end. */
enum status rows_next(struct rows *r, struct error *e);
/* X run on the batch; TEXT names it, so that it is run once. */
enum status rows_value(struct rows *r, const struct expr *x, struct slice text, struct vec **out,
                       struct error *e);
/* Names record K of the batch by its digest. */
enum status rows_digest(void *rows, size_t k, char out[ALERT_ID_SIZE], struct error *e);
/* A number that equal records share, for an order that is theirs and not their file's. */
enum status rows_mark(struct rows *r, size_t k, uint64_t *out, struct error *e);
/* Where row K of the batch stands. */
const struct places *rows_place(const struct rows *r, size_t k, struct one_place *one);
/* The key of row K, which is a group. */
struct slice rows_group(const struct rows *r, size_t k);
/* Appends what tells row K from all others of its table, the same in each reading. */
bool rows_name(const struct rows *r, size_t k, struct buffer *out);
/* Those that R's are in the end: views that keep their source's rows add columns only. */
static inline const struct rows *rows_bottom(const struct rows *r)
{
    while (r->under != NULL)
        r = r->under;
    return r;
}
void rows_end(struct rows *r);

/* A rejected record's subject could not be read. */
static inline void engine_lose(struct engine *x)
{
    x->lost = true;
    x->unreadable += !x->rehearsal;
}

/* The batch's rows into a grouping of its table, and what is judged after the last. VIEW and
 * KEYLESS are NULL for a grouping of checks, which count such rows themselves. */
enum status engine_add(struct rows *r, struct grouping *g, const struct derived *view,
                       struct keyless *keyless, struct error *e);
enum status engine_finish(struct engine *x, struct grouping *g, struct error *e);

/* The table of the reading X->read. */
enum status engine_read(struct engine *x, struct error *e);
/* engine_threads.c: all readings, several at a time. */
enum status engine_read_together(struct engine *x, struct error *e);

/* A view while its source is read. */
struct view_run {
    bool active; /* someone asks for its rows in this reading */
    struct rows rows;
    struct paired paired;
    struct keyless keyless;
};

/* engine_take.c: a batch into all that stands on its table in the reading at hand; what is to be
 * done after its last row; and before its first. */
enum status engine_take(struct rows *r, struct error *e);
enum status engine_take_last(struct engine *x, size_t table, struct error *e);
/* Views that are there from readings before into all that stands on them. */
enum status engine_take_kept(struct engine *x, struct error *e);
/* Whether a check that runs has the grouping, and in the reading at hand. */
bool engine_feeds(const struct engine *x, size_t grouping);
/* Notes which slots of G, a grouping of TABLE's rows, are asked for only by those who take no part
 * in the reading: their values are not worked out. */
void engine_find_idle(const struct engine *x, struct grouping *g, size_t table);
/* engine_keep.c: groups of views that several readings need stay between them; the later ones
 * begin with these, and need not read the table for them. */
enum status kept_find(struct engine *x, struct error *e);
/* Asks for what the later readings need of D as well. */
void kept_need(const struct engine *x, struct need *need);
/* Whether D is there from a reading before. */
bool kept_is_there(const struct engine *x, const struct derived *d);
/* Whether D's groups are needed once more. */
bool kept_stays(const struct engine *x, const struct derived *d);
/* Whether a table stands on D in the reading at hand: without a view between that is there. */
bool kept_stands_on(const struct engine *x, size_t table, const struct derived *d);
/* Whether anything of the reading at hand needs the rows of its table. */
bool kept_reads(const struct engine *x);
/* Whether C stands on the rows of a view, or is a check on it. */
bool view_bears(const struct plan *p, const struct check *c, const struct derived *d);
/* engine_views.c */
enum status views_open(struct engine *x, struct error *e);
enum status view_take(struct engine *x, struct derived *d, struct rows *r, struct error *e);
enum status view_take_last(struct engine *x, struct derived *d, struct error *e);
void views_close(struct engine *x);
static inline struct view_run *view_run_of(struct engine *x, const struct derived *d)
{
    return &x->views[d - x->plan->derived];
}
/* Which rows of the batch FROM count; in TO's scratch or FROM's. */
enum status view_keep(const struct derived *d, struct rows *from, struct rows *to, struct vec *kept,
                      struct error *e);
/* Rows that stand in no file: before the first, and each batch of N. */
enum status view_begin(struct rows *r, struct error *e);
void view_batch(struct rows *r, size_t n);
/* What is worked out of a row's own columns, those above first. */
enum status view_work_out(const struct derived *d, struct rows *r, struct error *e);
/* engine_view_groups.c: the groups as rows, when all of the source have come. */
enum status view_groups_last(struct engine *x, struct derived *d, struct error *e);
/* engine_pairs.c: rows are held, and paired when all have come. */
enum status pairs_begin(struct engine *x, const struct derived *d, struct error *e);
enum status pairs_take(struct engine *x, struct derived *d, struct rows *from, struct error *e);
enum status pairs_last(struct engine *x, struct derived *d, struct error *e);
/* engine_subjects.c: the subjects of C, whose judgement is over, into those who look at them. */
enum status subjects_take(struct engine *x, struct check *c, struct error *e);
enum status subjects_refuse(void *engine, struct check *c, uint32_t subject, struct error *e);
/* Whether a table, or the one that it is made of, is among the inputs; notes in each check whether
 * all its tables are. */
bool engine_has(const struct engine *x, size_t table);
void engine_find_loaded(struct engine *x);
/* Whether the rows of O come in the reading at hand. */
bool engine_fills(const struct engine *x, const struct other *o);
enum status engine_bind(struct engine *x, const struct input *inputs, size_t n, struct error *e);
enum status engine_reopen(struct engine *x, struct feed *f, struct error *e);
/* Says which aggregate asked for more than may be held. */
enum status engine_refuse_to_hold(const struct engine *x, const struct hold *h, struct error *e);
void engine_warn(struct engine *x, const char *format, ...) RISK_PRINTF(2, 3);

#endif
