/* A command with nothing of its own, for the tests of the front end: says what front_next and
 * struct front told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "date.h"
#include "front.h"

enum { OWN_LIMIT = FRONT_OWN, OWN_LIST, OWN_SIZE, OWN_SHOUT };

static const struct front_option options[] = {
    FRONT_GROUP(N_("Input")),
    FRONT_ROW_PACK,
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    FRONT_ROW_REJECTS,
    FRONT_GROUP(N_("Output")),
    FRONT_ROW_OUTPUT,
    FRONT_ROW_TODAY,
    FRONT_ROW_EXIT_CODE("exit with 1 if anything was found"),
    {OWN_LIMIT, 'l', "limit", "N", "at most N"},
    {OWN_LIST, 0, "list", "A,B", "at most three items"},
    {OWN_SIZE, 0, "size", "BYTES", "so many bytes"},
    {OWN_SHOUT, 0, "shout", NULL, "say warn, note, fail, meter by operand"},
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "probe",
    .summary = "Say what the front end understood.",
    .usage = "[OPTION]... [FILE]...\n--shout WORD",
    .options = options,
    .examples = "probe --limit 3 a b\nprobe --today 2024-03-05",
};

struct own {
    const char *limit, *items[3];
    char *list;
    size_t item_count, size;
};

static void show(const struct front *f, const struct own *own)
{
    char date[DATE_TEXT_MAX + 1];
    date[date_text(f->today, SPAN_DAY, date)] = '\0';
    for (size_t i = 0; i < f->pack_count; i++)
        printf("pack %s\n", f->packs[i]);
    printf("output %s\nrejects %s\nlimit %s\nformat %d\nexit-code %d\ntoday %s\n",
           f->output != NULL ? f->output : "-", f->rejects != NULL ? f->rejects : "-", own->limit,
           (int)f->format, f->exit_code, date);
    for (size_t i = 0; i < f->operand_count; i++)
        printf("operand %s\n", f->operands[i]);
    for (size_t i = 0; i < own->item_count; i++)
        printf("item %s\n", own->items[i]);
    if (own->size > 0)
        printf("size %zu\n", own->size);
}

static void run_meter(void)
{
    for (uint64_t i = 0; i < 15; i++) {
        front_progress((double)i / 15, i * 1000);
        nanosleep(&(struct timespec){0, 100000000}, NULL);
    }
}

static enum status shout(const char *word)
{
    struct error e;
    if (strcmp(word, "warn") == 0)
        front_warn("%s is near", "a limit");
    else if (strcmp(word, "note") == 0)
        front_note("%d rows read", 3);
    else if (strcmp(word, "meter") == 0)
        run_meter();
    else
        return error_at(&e, ST_DATA, "a.csv", 3, 2, "no number: '%s'", word), front_fail(&e);
    return ST_OK;
}

int main(int argc, char **argv)
{
    struct front f;
    struct own own = {.limit = "-"};
    bool loud = false;
    front_begin(&f, &command, argc, argv);
    for (int o; (o = front_next(&f)) != 0;)
        switch (o) {
        case OWN_LIMIT: own.limit = f.argument; break;
        case OWN_LIST: front_list(&f, f.argument, &own.list, own.items, 3, &own.item_count); break;
        case OWN_SIZE: front_size(&f, "--size", f.argument, &own.size); break;
        case OWN_SHOUT: loud = true; break;
        }
    enum status status = f.status;
    if (!f.over && !loud)
        show(&f, &own);
    for (size_t i = 0; !f.over && loud && i < f.operand_count; i++)
        status = shout(f.operands[i]);
    free(own.list);
    return front_end(status);
}
