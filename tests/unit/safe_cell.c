/* What a spreadsheet program would run gets an apostrophe; numbers and all else stay. */
#include "safe_cell.h"

#include "tap.h"

int main(void)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"=1+1", "'=1+1"},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"+1+1", "'+1+1"},
        {"-1+1", "'-1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "'\t=1"},
        {"\r=1", "'\r=1"},
        {"\n=1", "'\n=1"},
        {"\xef\xbc\x9d"
         "1+1",
         "'\xef\xbc\x9d"
         "1+1"},
        {"\xef\xbc\x8b"
         "1",
         "'\xef\xbc\x8b"
         "1"},
        {"\xef\xbc\x8d"
         "x",
         "'\xef\xbc\x8d"
         "x"},
        {"\xef\xbc\xa0x", "'\xef\xbc\xa0x"},
        {"-", "'-"},
        {"+86 10 0000", "'+86 10 0000"},
        {"-1", "-1"},
        {"+1.50", "+1.50"},
        {"-0.5%", "-0.5%"},
        {"-123456789012345678901234567890", "-123456789012345678901234567890"},
        {"", ""},
        {"2024-03-05", "2024-03-05"},
        {"a=b", "a=b"},
        {"'=1", "'=1"},
        {"\xef\xbc\x88x", "\xef\xbc\x88x"},
        {"\xef", "\xef"},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice got = safe_cell(slice_of(cases[i].in), &out);
        char name[64];
        snprintf(name, sizeof name, "case %zu", i);
        is_text(got.p, got.n, cases[i].out, name);
    }
    buffer_free(&out);
    return done_testing();
}
