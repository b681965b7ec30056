/* A heat table as rows of CSV or TSV. */
#ifndef RISK_HEAT_TABLE_H
#define RISK_HEAT_TABLE_H

#include "heat.h"
#include "writer.h"

/* A row for each cell: field, field_name, (by scenario: scenario, scenario_name,) region,
 * region_name, count, blue, yellow, red, weight, exposure, unit, expected_count, expected, smooth,
 * heat, state. */
void heat_write_long(const struct heat *h, struct writer *w);
/* A row for each row, a column for each region, for a spreadsheet: the heat of known cells, else
 * the state; rounded to 6 places without a mark, which would make a number a text. False when
 * memory is out. */
bool heat_write_matrix(const struct heat *h, struct writer *w);

#endif
