#include "pack_notes.h"

#include "i18n.h"

static const struct pack_note notes[] = {
    {"pack", "key", N_("what is set"), "name|version|language|min_peers", false},
    {"pack", "value", N_("what it is set to"), NULL, false},

    {"tables", "table", N_("the table's name, letters, digits and _"), NULL, false},
    {"tables", "department", N_("whose table it is"), NULL, false},
    {"tables", "column", N_("the column's name, as expressions write it"), NULL, false},
    {"tables", "type", N_("what a cell is"),
     "text|id|decimal|percent|date|time|month|quarter|year|flag|uscc|idno", false},
    {"tables", "required", N_("yes: a table without this column is refused"), "yes|no", false},
    {"tables", "aliases", N_("headers that real exports bear, separated by |"), NULL, false},
    {"tables", "description", N_("what it holds, and in which unit"), NULL, false},

    {"views", "view", N_("the view's name; blank: as in the row above"), NULL, false},
    {"views", "table", N_("the table or view that it is made of"), "tables.table", true},
    {"views", "where", N_("which rows it takes"), NULL, false},
    {"views", "by", N_("what makes a group; pairs of COLUMN: two rows of a group at a time"), NULL,
     false},
    {"views", "column", N_("the name of a column that is worked out"), NULL, false},
    {"views", "expr", N_("how it is worked out"), NULL, false},
    {"views", "description", N_("what it holds"), NULL, false},

    {"indicators", "id", N_("the indicator's code"), NULL, false},
    {"indicators", "name", N_("its title"), NULL, false},
    {"indicators", "field", N_("the field, a code of taxonomy"), "taxonomy.field", true},
    {"indicators", "scenario", N_("the scenario, a code of taxonomy"), "taxonomy.scenario", true},
    {"indicators", "family", N_("indicators that see the same fact bear one family"), NULL, false},
    {"indicators", "status", N_("on; trial: reported, never graded above blue; off"),
     "on|trial|off", false},
    {"indicators", "table", N_("the table or view that it looks at"), "tables.table", true},
    {"indicators", "where", N_("which rows count"), NULL, false},
    {"indicators", "by", N_("the columns that make the subject; blank: every row is one"), NULL,
     false},
    {"indicators", "having", N_("a condition on the subject"), NULL, false},
    {"indicators", "period", N_("the month, quarter, year or date that orders a subject's groups"),
     NULL, false},
    {"indicators", "value", N_("the measure of one subject, or a condition"), NULL, false},
    {"indicators", "op", N_("how the measure is compared; blank for a condition"),
     ">|>=|<|<=|outside|inside", false},
    {"indicators", "blue", N_("threshold of the level blue"), NULL, false},
    {"indicators", "yellow", N_("threshold of the level yellow"), NULL, false},
    {"indicators", "red", N_("threshold of the level red"), NULL, false},
    {"indicators", "for", N_("for how many consecutive periods it must hold"), NULL, false},
    {"indicators", "gap", N_("what a missing period does"), "unknown|break|skip", false},
    {"indicators", "region", N_("expression for the region's code"), NULL, false},
    {"indicators", "label", N_("expression for the subject's name"), NULL, false},
    {"indicators", "basis", N_("legal basis"), NULL, false},
    {"indicators", "source", N_("where the thresholds come from; blank: not known, so on trial"),
     NULL, false},
    {"indicators", "valid_from", N_("first day on which it is in force"), NULL, false},
    {"indicators", "valid_to", N_("last day on which it is in force"), NULL, false},
    {"indicators", "benign", N_("innocent explanations to check first"), NULL, false},
    {"indicators", "advice", N_("what to check"), NULL, false},
    {"indicators", "unit", N_("what value is counted in; yuan: an amount of money"), NULL, false},

    {"params", "name", N_("the parameter, without the $"), NULL, false},
    {"params", "key", N_("what it is looked up by, or blank"), NULL, false},
    {"params", "region", N_("the region in which it holds, or blank"), "regions.code", true},
    {"params", "valid_from", N_("first day on which it holds"), NULL, false},
    {"params", "valid_to", N_("last day on which it holds"), NULL, false},
    {"params", "value", N_("a number, or a list separated by |"), NULL, false},
    {"params", "tighten", N_("which way a lower layer may go; blank: none"), "min|max", false},
    {"params", "source", N_("where it comes from"), NULL, false},

    {"exceptions", "indicator", N_("the indicator that does not warn"), "indicators.id", true},
    {"exceptions", "subject", N_("of whom"), NULL, false},
    {"exceptions", "reason", N_("why"), NULL, false},
    {"exceptions", "approved_by", N_("who approved it"), NULL, false},
    {"exceptions", "expires", N_("the last day on which it holds, within 12 months"), NULL, false},

    {"taxonomy", "field", N_("the field's code"), NULL, false},
    {"taxonomy", "scenario", N_("the scenario's code"), NULL, false},
    {"regions", "code", N_("the region's code"), NULL, false},
    {"regions", "parent", N_("the region that it lies in"), "regions.code", false},
    {"calendar", "date", N_("a day that is not what its weekday says"), NULL, false},
    {"calendar", "day", N_("off: a day off; work: a workday"), "off|work", false},

    {"grades", "status", N_("a condition; blank: any"), "on|trial", true},
    {"grades", "level", N_("a condition; blank: any"), "blue|yellow|red", true},
    {"grades", "grade", N_("the grade that follows"), "blue|yellow|red", true},
    {"grades", "score", N_("what it adds to the subject's score"), NULL, false},
    {"grades", "action", N_("what is done"), NULL, false},
    {"routes", "region", N_("a condition; blank: any"), "regions.code", true},
    {"routes", "field", N_("a condition; blank: any"), "taxonomy.field", true},
    {"routes", "scenario", N_("a condition; blank: any"), "taxonomy.scenario", true},
    {"routes", "handler", N_("who handles it"), NULL, false},
    {"routes", "copies", N_("who gets a copy, separated by |"), NULL, false},
};

const struct pack_note *pack_notes(size_t *n)
{
    *n = sizeof notes / sizeof notes[0];
    return notes;
}

const struct pack_note *pack_note(const char *file, struct slice column)
{
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        if (strcmp(notes[i].file, file) == 0 && slice_eq(slice_of(notes[i].column), column))
            return &notes[i];
    return NULL;
}
