/* The parts of engine. */
#ifndef RISK_ENGINE_INT_H
#define RISK_ENGINE_INT_H

#include "engine.h"
#include "held.h"
#include "money.h"

/* One table's rows, a batch at a time: which columns are needed, their values in this batch. */
struct rows {
    struct engine *engine;
    const struct table *table;
    size_t table_index;
    struct feed *feed;
    bool *needed;     /* [column] */
    size_t *selected; /* file columns given to the reader */
    size_t selected_n;
    int *slot_of;    /* [column]: index among the selected, or -1 */
    int source_slot; /* of _source, or -1 */
    why_t *blank;    /* [column] */
    bool *bare_told; /* [column] */
    struct arena memory, scratch;
    money_fn *money; /* the routine of this machine, or its scalar twin */
    /* The batch: */
    struct batch batch;
    struct vec *values; /* [column] */
    uint8_t *bad;       /* [row] */
    size_t bad_n;
    uint8_t *bad_cells; /* [column * BATCH_ROWS + row], while bad_n is not 0 */
    struct held held; /* records that the reader refused, ahead of it or within it */
    struct known { /* expressions that have been run on it */
        struct slice text;
        struct vec v;
    } * known;
    size_t known_n, known_size;
    struct eval eval;
};

enum status rows_begin(struct rows *r, struct engine *x, size_t table, struct error *e);
enum status rows_feed(struct rows *r, struct feed *f, struct error *e);
/* The next batch, decoded; bad rows are refused or handed on. batch.n is 0 at the end. */
enum status rows_next(struct rows *r, struct error *e);
/* X run on the batch; TEXT names it, so that it is run once. */
enum status rows_value(struct rows *r, const struct expr *x, struct slice text, struct vec **out,
                       struct error *e);
const struct slice *rows_source(const struct rows *r); /* _source cells, or NULL */
/* Names record K of the batch by its digest. */
enum status rows_digest(void *rows, size_t k, char out[ALERT_ID_SIZE], struct error *e);
void rows_end(struct rows *r);

/* The batch's rows into a grouping of its table, and what is judged after the last. */
enum status engine_add(struct rows *r, struct grouping *g, struct error *e);
enum status engine_finish(struct engine *x, struct grouping *g, struct error *e);
/* Whether a table is among the inputs; notes in each check whether all its tables are. */
bool engine_has(const struct engine *x, size_t table);
void engine_find_loaded(struct engine *x);
enum status engine_bind(struct engine *x, const struct input *inputs, size_t n, struct error *e);
enum status engine_reopen(struct engine *x, struct feed *f, struct error *e);
void engine_warn(struct engine *x, const char *format, ...) RISK_PRINTF(2, 3);

#endif
