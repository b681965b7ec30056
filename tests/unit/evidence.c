/* What alerts say of where they come from: lines as text, and digests that name a fact. */
#include "alert.h"

#include <stdlib.h>

#include "tap.h"

static struct arena scratch;

static const char *const names[] = {"spending.csv", "other.csv"};
static struct reasons reasons;

static uint64_t state = 256;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

struct lines {
    struct slot slot;
    union {
        uint64_t align;
        char row[128];
    } group;
};

static void begin(struct lines *l)
{
    memset(l, 0, sizeof *l);
    l->slot = (struct slot){.kind = SLOT_EVIDENCE, .offset = 16};
}

static void add(struct lines *l, uint32_t source, uint64_t line, const char *text)
{
    char *group = l->group.row;
    uint32_t subject = 0;
    struct slice s = slice_of(text == NULL ? "" : text);
    struct slot_rows rows = {1,    &group, &subject, 1,    &line, source, text == NULL ? NULL : &s,
                             NULL, 1,      NULL,     NULL, 0,     NULL,   &scratch};
    if (!slot_add(&l->slot, &rows, NULL, NULL, &reasons))
        abort();
}

static void says(struct lines *l, const char *want, const char *name)
{
    struct buffer out = {0};
    if (!evidence_text(&l->slot, (const void *)(l->group.row + l->slot.offset), names, &out))
        abort();
    is_text(buffer_view(&out).p, out.n, want, name);
    buffer_free(&out);
    slot_clear(&l->slot, l->group.row);
    slot_free(&l->slot);
}

static void test_text(void)
{
    struct lines l;
    begin(&l);
    says(&l, "", "no line");
    begin(&l);
    add(&l, 0, 2, NULL);
    says(&l, "spending.csv:2", "one line");
    begin(&l);
    static const uint64_t some[] = {9, 3, 2, 4, 11};
    for (size_t i = 0; i < 5; i++)
        add(&l, 0, some[i], NULL);
    add(&l, 1, 7, NULL);
    says(&l, "spending.csv:2-4,9,11;other.csv:7", "lines in order, those in a row as one range");
    begin(&l);
    add(&l, 1, 4294967297, NULL);
    add(&l, 0, 4294967296, NULL);
    says(&l, "spending.csv:4294967296;other.csv:4294967297", "beyond 2^32");
    begin(&l);
    add(&l, 0, 5, "book.xlsx!Sheet1!17");
    add(&l, 0, 6, "");
    add(&l, 0, 7, "book.xlsx!Sheet1!4");
    says(&l, "spending.csv:6;book.xlsx!Sheet1!17;book.xlsx!Sheet1!4",
         "_source in the place of the line");
}

static void test_many(void)
{
    struct lines l;
    begin(&l);
    for (uint64_t i = 0; i < 100; i++)
        add(&l, 0, 2 + i, NULL);
    says(&l, "spending.csv:2-101", "a hundred lines: no total");
    begin(&l);
    for (uint64_t i = 0; i < 101; i++)
        add(&l, 0, 2 + i, NULL);
    says(&l, "spending.csv:2-101 (101)", "one more: the total");
    struct buffer want = {0};
    begin(&l);
    for (uint64_t i = 0; i < 5000; i++) {
        add(&l, 0, 2 + 2 * i, NULL);
        if (i < EVIDENCE_MAX)
            buffer_printf(&want, "%s%llu", i == 0 ? "spending.csv:" : ",",
                          (unsigned long long)(2 + 2 * i));
    }
    buffer_text(&want, " (5000)");
    buffer_char(&want, '\0');
    says(&l, want.p, "many: the first hundred and the total");
    buffer_free(&want);
}

/* Up to a hundred lines the text is the same whatever the order and the way that rows came. */
static void test_order(void)
{
    unsigned differ = 0;
    for (int round = 0; round < 500; round++) {
        uint32_t n = 1 + below(EVIDENCE_MAX), order[EVIDENCE_MAX];
        struct buffer text[2] = {{0}, {0}};
        for (uint32_t i = 0; i < n; i++)
            order[i] = i;
        for (int way = 0; way < 2; way++) {
            struct lines l;
            begin(&l);
            for (uint32_t i = n; way == 1 && i > 1; i--) {
                uint32_t j = below(i), x = order[i - 1];
                order[i - 1] = order[j];
                order[j] = x;
            }
            for (uint32_t i = 0; i < n; i++)
                add(&l, order[i] % 7 == 0, 2 + order[i] + order[i] / 5, NULL);
            evidence_text(&l.slot, (const void *)(l.group.row + 16), names, &text[way]);
            slot_free(&l.slot);
        }
        differ += !slice_eq(buffer_view(&text[0]), buffer_view(&text[1]));
        buffer_free(&text[0]);
        buffer_free(&text[1]);
    }
    is_int(differ, 0, "the same lines in any order are the same text");
}

/* Digests worked out with another program: SHA-256 over lengths (8 bytes) and parts. */
static void test_digests(void)
{
    char id[ALERT_ID_SIZE], other[ALERT_ID_SIZE];
    alert_id("CZ-01", SLICE("unit_id"), SLICE("1001"), SLICE("2024-03"), id);
    is_text(id, strlen(id), "2879dba2dc8b6446ff826f1b20023a46", "an alert's id");
    alert_id("CZ-01", SLICE("unit_id1"), SLICE("001"), SLICE("2024-03"), other);
    ok(strcmp(id, other) != 0, "where one part ends and the next begins counts");
    struct slice cells[] = {SLICE("1001"), SLICE(""), SLICE("5.00")};
    struct slice shifted[] = {SLICE("1001"), SLICE("5.00"), SLICE("")};
    record_digest(cells, 3, SIZE_MAX, id);
    is_text(id, strlen(id), "20b957ad3f78a490ec3159ca11d32d5c", "a record's digest");
    record_digest(shifted, 3, SIZE_MAX, other);
    ok(strcmp(id, other) != 0, "a blank cell counts");
    record_digest(cells, 3, 2, id);
    record_digest(cells, 2, SIZE_MAX, other);
    is_text(id, strlen(id), other, "a cell that is skipped does not");
}

static void test_columns(void)
{
    is_int((int64_t)alert_column_count, 20, "columns of alerts");
    is_text(alert_columns[0], strlen(alert_columns[0]), "alert_id", "the first");
    is_text(alert_columns[19], strlen(alert_columns[19]), "message", "the last");
}

int main(void)
{
    test_text();
    test_many();
    test_order();
    test_digests();
    test_columns();
    return done_testing();
}
