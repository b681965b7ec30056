/* Dates of two or three fields with a mark between: 2024-3-5, 2024/03, 5-Mar-2024, 3/5/24. */
#include "tidy_int.h"

struct fields {
    int n;
    int value[3];
    size_t digits[3]; /* 0: the name of a month */
    char mark;        /* between the first two; a blank also for a comma */
};

static bool take_month_name(struct slice *s, int *month)
{
    static const char *const names[] = {
        "JANUARY",   "FEBRUARY", "MARCH",    "APRIL",    "MAY", "JUNE", "JULY", "AUGUST",
        "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER", "JAN", "FEB",  "MAR",  "APR",
        "MAY",       "JUN",      "JUL",      "AUG",      "SEP", "OCT",  "NOV",  "DEC"};
    int i = tidy_take_any(s, names, 24);
    *month = i % 12 + 1;
    return i >= 0;
}

static bool take_field(struct slice *s, struct fields *f)
{
    int i = f->n, *value = &f->value[i];
    size_t n = tidy_digits(*s);
    f->digits[i] = n;
    *value = 0;
    if (n == 0 && !take_month_name(s, value))
        return false;
    for (size_t k = 0; k < n && k < 5; k++)
        *value = *value * 10 + (s->p[k] - '0');
    *s = slice_from(*s, n);
    f->n++;
    return n <= 4;
}

static bool has_name(const struct fields *f)
{
    for (int i = 0; i < f->n; i++)
        if (f->digits[i] == 0)
            return true;
    return false;
}

/* The mark before another field; 0 where none follows. */
static char take_mark(struct slice *s, const struct fields *f)
{
    static const char marks[] = "-/.";
    struct slice rest = *s;
    bool blank = take_blanks(&rest);
    if (rest.n == 0)
        return 0;
    const char *mark = rest.p[0] == '\0' ? NULL : strchr(marks, rest.p[0]);
    if (mark != NULL) {
        rest = slice_from(rest, 1);
        take_blanks(&rest);
        *s = rest;
        return *mark;
    }
    struct slice name = rest;
    int month;
    blank = take_char(&rest, ',') || blank;
    take_blanks(&rest);
    if (!blank || !(has_name(f) || take_month_name(&name, &month)))
        return 0;
    *s = rest;
    return ' ';
}

static bool take_fields(struct slice *s, struct fields *f)
{
    *f = (struct fields){0};
    if (!take_field(s, f))
        return false;
    while (f->n < 3) {
        struct slice at = *s;
        char mark = take_mark(&at, f);
        if (mark == 0)
            break;
        if (f->n == 1)
            f->mark = mark;
        if (mark != f->mark || !take_field(&at, f))
            return false;
        *s = at;
    }
    return f->n > 1;
}

int tidy_short_year(int two_digits)
{
    return two_digits + (two_digits < 30 ? 2000 : 1900);
}

static enum fault take_month(const struct fields *f, struct moment *m)
{
    bool year_first = f->digits[0] == 4;
    int year = year_first ? 0 : 1, month = 1 - year;
    if (f->mark == '.' && year_first && f->digits[1] == 1 && f->value[1] == 1)
        return FAULT_LOST_ZERO;
    if (f->digits[month] > 2)
        return FAULT_NOT_DATE;
    m->month = f->value[month];
    m->year = f->value[year];
    if (f->digits[year] == 2 && f->digits[month] == 0 && month == 0)
        m->year = tidy_short_year(m->year); /* Mar-24, as spreadsheet programs show a month */
    else if (f->digits[year] != 4)
        return FAULT_NOT_DATE;
    return m->month == 0 ? FAULT_NO_SUCH : FAULT_NONE;
}

/* Where year, month and day stand. */
static enum fault find_order(const struct fields *f, enum tidy_order order, int *year, int *month,
                             int *day)
{
    static const int at[][3] = {
        [ORDER_YMD] = {0, 1, 2}, [ORDER_DMY] = {2, 1, 0}, [ORDER_MDY] = {2, 0, 1}};
    bool said = order != ORDER_NONE, name_first = f->digits[0] == 0;
    if (f->digits[0] == 4)
        order = ORDER_YMD;
    else if (f->digits[2] == 4 && has_name(f))
        order = name_first ? ORDER_MDY : ORDER_DMY;
    else if (!said)
        return has_name(f) ? FAULT_SHORT_YEAR : FAULT_ORDER;
    else if (has_name(f) && (order != ORDER_YMD || name_first))
        order = name_first ? ORDER_MDY : ORDER_DMY;
    *year = at[order][0];
    *month = at[order][1];
    *day = at[order][2];
    return FAULT_NONE;
}

static enum fault take_day(const struct fields *f, const struct tidy_rules *rules,
                           struct moment *m)
{
    int year, month, day;
    enum fault fault = find_order(f, rules->order, &year, &month, &day);
    if (fault != FAULT_NONE)
        return fault;
    bool full = f->digits[year] == 4;
    if ((!full && f->digits[year] != 2) || f->digits[month] > 2 || f->digits[day] > 2 ||
        f->digits[day] == 0 || (has_name(f) && f->digits[month] != 0))
        return FAULT_NOT_DATE;
    m->year = full ? f->value[year] : tidy_short_year(f->value[year]);
    m->month = f->value[month];
    m->day = f->value[day];
    return m->month == 0 || m->day == 0 ? FAULT_NO_SUCH : FAULT_NONE;
}

enum fault tidy_fields(struct slice *s, const struct tidy_rules *rules, struct moment *m)
{
    struct fields f;
    if (!take_fields(s, &f))
        return FAULT_NOT_DATE;
    return f.n == 2 ? take_month(&f, m) : take_day(&f, rules, m);
}
