#include "ods_int.h"

void ods_text_begin(struct ods_text *t)
{
    t->text.n = 0;
    t->paragraphs = 0;
    t->blank = t->begun = false;
}

void ods_text_paragraph(struct ods_text *t)
{
    if (t->paragraphs++ > 0)
        buffer_char(&t->text, '\n');
    t->blank = t->begun = false;
}

static void write_blank(struct ods_text *t)
{
    if (t->blank && t->begun)
        buffer_char(&t->text, ' ');
    t->blank = false;
    t->begun = true;
}

bool ods_text_add(struct ods_text *t, const char *p, size_t n)
{
    const char *end = p + n;
    while (p < end) {
        const char *from = p;
        while (p < end && *p != ' ' && *p != '\t' && *p != '\n' && *p != '\r')
            p++;
        if (p > from) {
            write_blank(t);
            buffer_append(&t->text, from, (size_t)(p - from));
        }
        for (; p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'); p++)
            t->blank = true;
    }
    return !t->text.failed;
}

bool ods_text_put(struct ods_text *t, char c, size_t times)
{
    write_blank(t);
    if (!buffer_reserve(&t->text, times))
        return false;
    memset(t->text.p + t->text.n, c, times);
    t->text.n += times;
    return true;
}
