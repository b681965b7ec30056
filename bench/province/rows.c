/* Tables as CSV. Rows of cases wait until the background has come to their day. */
#include "province.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kept {
    int day;
    uint32_t length;
    size_t at, turn;
};
struct out {
    FILE *file;
    char *kept_bytes;
    size_t kept_length, kept_room;
    struct kept *kept;
    size_t kept_count, kept_slots, next;
};
static struct out out[TABLES];
static bool planting = true, failed;
static int64_t written;
static char line[4096];
static size_t length;
static enum table current;
static int current_day;

static void *grow(void *p, size_t n)
{
    void *q = realloc(p, n);
    if (q == NULL) {
        fputs("make-province: out of memory\n", stderr);
        exit(4);
    }
    return q;
}

bool rows_open(const char *directory)
{
    for (int t = 0; t < TABLES; t++) {
        char path[4096];
        int n = snprintf(path, sizeof path, "%s/%s.csv", directory, heads[t].name);
        if (n < 0 || (size_t)n >= sizeof path) {
            fputs("make-province: the directory's name is too long\n", stderr);
            return false;
        }
        out[t].file = fopen(path, "wb");
        if (out[t].file == NULL) {
            perror(path);
            return false;
        }
        setvbuf(out[t].file, NULL, _IOFBF, 1 << 16);
        fprintf(out[t].file, "%s\n", heads[t].header);
    }
    return true;
}

static void put(struct out *o, const char *p, size_t n)
{
    failed = fwrite(p, 1, n, o->file) != n || failed;
    written++;
}

static void keep(struct out *o)
{
    if (o->kept_count == o->kept_slots) {
        o->kept_slots = o->kept_slots * 2 + 64;
        o->kept = grow(o->kept, o->kept_slots * sizeof *o->kept);
    }
    while (o->kept_length + length > o->kept_room) {
        o->kept_room = o->kept_room * 2 + 4096;
        o->kept_bytes = grow(o->kept_bytes, o->kept_room);
    }
    memcpy(o->kept_bytes + o->kept_length, line, length);
    o->kept[o->kept_count] =
        (struct kept){current_day, (uint32_t)length, o->kept_length, o->kept_count};
    o->kept_count++;
    o->kept_length += length;
}

static int by_day(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->turn < y->turn ? -1 : 1;
}

void rows_background(void)
{
    for (int t = 0; t < TABLES; t++)
        if (out[t].kept_count > 0)
            qsort(out[t].kept, out[t].kept_count, sizeof *out[t].kept, by_day);
    planting = false;
}

static void catch_up(struct out *o, int day)
{
    while (o->next < o->kept_count && o->kept[o->next].day < day) {
        const struct kept *k = &o->kept[o->next++];
        put(o, o->kept_bytes + k->at, k->length);
    }
}

bool rows_close(void)
{
    for (int t = 0; t < TABLES; t++) {
        catch_up(&out[t], INT32_MAX);
        failed = ferror(out[t].file) != 0 || failed;
        failed = fclose(out[t].file) != 0 || failed;
        free(out[t].kept);
        free(out[t].kept_bytes);
    }
    return !failed;
}

int64_t rows_written(void)
{
    return written;
}

void row(enum table table, int day)
{
    current = table;
    current_day = day;
    length = 0;
}

void end(void)
{
    line[length - 1] = '\n';
    struct out *o = &out[current];
    if (planting && current != TRUTH && current != LOOKALIKES) {
        keep(o);
        return;
    }
    catch_up(o, current_day);
    put(o, line, length);
}

/* --- cells: each leaves a comma behind it */

static void bytes(const char *p, size_t n)
{
    memcpy(line + length, p, n);
    length += n;
}

static void comma(void)
{
    line[length++] = ',';
}

void blank(void)
{
    comma();
}

void text(const char *s)
{
    if (s != NULL)
        bytes(s, strlen(s));
    comma();
}

static void digits(uint64_t n, int width)
{
    char d[20];
    int at = sizeof d;
    do {
        d[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0 || (int)sizeof d - at < width);
    bytes(d + at, sizeof d - (size_t)at);
}

void id(char letter, int64_t n)
{
    if (n != 0) {
        line[length++] = letter;
        digits((uint64_t)n, 7);
    }
    comma();
}

void number(int64_t n)
{
    if (n != BLANK)
        digits((uint64_t)n, 1);
    comma();
}

void cents(money n)
{
    if (n != BLANK) {
        if (n < 0)
            line[length++] = '-';
        uint64_t m = (uint64_t)(n < 0 ? -n : n);
        digits(m / 100, 1);
        line[length++] = '.';
        digits(m % 100, 2);
    }
    comma();
}

void share(int64_t hundredths)
{
    if (hundredths != BLANK) {
        digits((uint64_t)hundredths / 100, 1);
        line[length++] = '.';
        digits((uint64_t)hundredths % 100, 2);
        line[length++] = '%';
    }
    comma();
}

static void put_date(int day)
{
    int m = month_of(day), months = m + 240;
    digits((uint64_t)(FIRST_YEAR - 20 + months / 12), 4);
    line[length++] = '-';
    digits((uint64_t)(months % 12 + 1), 2);
    line[length++] = '-';
    digits((uint64_t)(day - month_start(m) + 1), 2);
}

void date(int day)
{
    if (day != NO_DAY)
        put_date(day);
    comma();
}

void at(int day, int minutes)
{
    while (minutes < 0) {
        day--;
        minutes += 24 * 60;
    }
    put_date(day + minutes / (24 * 60));
    line[length++] = 'T';
    digits((uint64_t)(minutes / 60 % 24), 2);
    line[length++] = ':';
    digits((uint64_t)(minutes % 60), 2);
    comma();
}

void month_cell(int month)
{
    text(month_text(month));
}

void year_cell(int year)
{
    text(year_text(year));
}

void flag(int yes)
{
    text(yes < 0 ? NULL : yes ? "是" : "否");
}

void idno(int64_t who)
{
    text(who == 0 ? NULL : idno_text(who));
}

void uscc(int64_t company)
{
    text(company == 0 ? NULL : uscc_text(company));
}

void account(int64_t n)
{
    text(n == 0 ? NULL : account_text(n));
}

int64_t company_account(int64_t company)
{
    return 100000000000 + company;
}

int64_t person_account(int64_t who)
{
    return 500000000000 + who;
}

void name(const char *stem, int64_t n)
{
    bytes(stem, strlen(stem));
    digits((uint64_t)n, 4);
    comma();
}

void approval(int64_t n)
{
    if (n != 0) {
        text("测试批〔2024〕");
        length--;
        digits((uint64_t)n, 1);
        bytes("号", 3);
    }
    comma();
}

void phone(int64_t n, int style)
{
    static const char *const lead[] = {"0000-", "（0000）", "0000 "};
    text(lead[style]);
    length--;
    digits((uint64_t)n, 8);
    comma();
}

void address(int64_t n, int style)
{
    text("测试市测试路");
    length--;
    if (style == 1) { /* full width */
        char d[20];
        int count = snprintf(d, sizeof d, "%lld", (long long)n);
        for (int i = 0; i < count; i++) {
            bytes("\xef\xbc", 2);
            line[length++] = (char)(0x90 + d[i] - '0');
        }
    } else
        digits((uint64_t)n, 1);
    text(style == 1 ? " 号" : "号");
}
