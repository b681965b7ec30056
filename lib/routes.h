/* routes.csv: who handles which alert. Rows from top to bottom; the first that fits is asked, and
 * whoever must step aside is passed over for the next that fits.
 *
 * Conditions, each blank for any: region (a code; what lies in it fits too), field, scenario, grade
 * (blue|yellow), rank (of the official, 干部管理权限; a subject that is no official, or whose rank
 * is not known, fits only blank). Then handler (a code; required), name, unit (the handler's own),
 * copies (handlers' codes, joined by |). */
#ifndef RISK_ROUTES_H
#define RISK_ROUTES_H

#include "alert_in.h"
#include "region.h"

struct routes;

/* OFFICIALS (may be NULL: none known): a table `official_id,unit_id,rank` (the first column's name
 * is what subjects are called by). RECUSALS (may be NULL): `handler,subject_kind,subject,reason`:
 * the handler is related to the subject; subject_kind and subject as in alerts, or one part of them
 * (official_id, 1001), which then goes for every subject that has it. Both are sheets (sheet.h),
 * and errors in them ST_USAGE with place. PACK and REGIONS must outlive it. */
enum status routes_load(const struct pack *pack, const struct regions *regions,
                        const char *officials, const char *recusals, struct routes **out,
                        struct error *e);
void routes_free(struct routes *r);

/* Which handler, of those of one call. */
struct routing {
    int route;             /* row of routes.csv from 0, -1: nobody is left, or nothing fits */
    const char *handler;   /* "" then */
    struct buffer copies;  /* codes joined by '|', none twice, none that steps aside or handles */
    struct buffer reasons; /* who was passed over and why, in sentences of the pack's language */
    uint64_t line;         /* of the route in routes.csv */
};
/* Zero-initialise OUT before the first call; its buffers are used again. A handler steps aside if a
 * recusal says so, if its unit is the subject's unit (a part unit_id), or the official's. False
 * when memory is out. */
bool routes_find(const struct routes *r, const struct alert_row *alert, enum level grade,
                 struct routing *out);
void routing_free(struct routing *r);
/* Whether a handler must step aside from a subject; *WHY in the pack's language (may be NULL). */
bool routes_steps_aside(const struct routes *r, const char *handler, struct slice subject_kind,
                        struct slice subject, struct buffer *why);

#endif
