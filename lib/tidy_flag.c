/* Flags as forms bear them. x is none: it is a cross in one form and a tick in another. */
#include "tidy_int.h"

enum fault tidy_flag(const struct tidying *t)
{
    static const char *const yes[] = {"YES", "Y", "TRUE", "是", "有", "√", "✓", "✔", "☑", "对"};
    static const char *const no[] = {"NO", "N", "FALSE", "否", "无", "×", "✗", "✘", "✕", "☐", "错"};
    static const char *const kept[] = {"yes", "no", "true", "false", "1", "0", "是", "否"};
    struct folded folded;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (slice_eq(t->value, slice_of(kept[i])) && t->cell->kind != CELL_FLAG) {
            buffer_slice(t->out, t->value);
            return FAULT_NONE;
        }
    if (!tidy_fold(t->value, &folded))
        return FAULT_NOT_FLAG;
    struct slice s = folded_view(&folded);
    if (tidy_is_any(s, yes, sizeof yes / sizeof *yes) || slice_eq(s, SLICE("1"))) {
        buffer_text(t->out, "yes");
        return FAULT_NONE;
    }
    if (tidy_is_any(s, no, sizeof no / sizeof *no) || slice_eq(s, SLICE("0"))) {
        buffer_text(t->out, "no");
        return FAULT_NONE;
    }
    enum placeholder nothing = tidy_placeholder(s);
    if (nothing != NO_PLACEHOLDER)
        return tidy_blanks(t->rules, nothing) ? FAULT_NONE : FAULT_NOTHING;
    return tidy_formula_error(s) ? FAULT_FORMULA : FAULT_NOT_FLAG;
}
