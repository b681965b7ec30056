/* OLE2 files made here: what lies in the root tells what they are, wherever its entries stand, and
 * chains that lead nowhere or in circles end. */
#include "ole.h"

#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

enum { SECTOR = 512, SECTORS = 16, SIZE = SECTOR * (SECTORS + 1), ENTRY = 128 };
enum { DIRECTORY = 1, STREAM = 3, MINI_FAT = 12, MINI_STREAM = 13, NONE = -1, LAST = -2 };

static unsigned char file[SIZE];
static int fd;

static void put(size_t at, uint32_t v, int width)
{
    for (int i = 0; i < width; i++)
        file[at + (size_t)i] = (unsigned char)(v >> 8 * i);
}

static size_t place(int sector)
{
    return (size_t)(sector + 1) * SECTOR;
}

static void follow(int sector, int next)
{
    put(place(0) + 4 * (size_t)sector, (uint32_t)next, 4);
}

/* Entry I of the directory: a stream, or a storage where it has a child. */
static void entry(int i, const char *name, int left, int right, int child, int sector,
                  uint32_t size)
{
    size_t at = place(DIRECTORY) + (size_t)i * ENTRY, n = strlen(name);
    for (size_t k = 0; k < n; k++)
        put(at + 2 * k, (unsigned char)name[k], 2);
    put(at + 64, (uint32_t)(2 * n + 2), 2);
    file[at + 66] = i == 0 ? 5 : child != NONE ? 1 : 2;
    put(at + 68, (uint32_t)left, 4);
    put(at + 72, (uint32_t)right, 4);
    put(at + 76, (uint32_t)child, 4);
    put(at + 116, (uint32_t)sector, 4);
    put(at + 120, size, 4);
}

/* Sector 0 is the FAT, 1 and 2 the directory. */
static void begin(int root_child)
{
    memset(file, 0, sizeof file);
    memcpy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
    put(24, 0x3e, 2);
    put(26, 3, 2);
    put(28, 0xfffe, 2);
    put(30, 9, 2);
    put(32, 6, 2);
    put(44, 1, 4);
    put(48, DIRECTORY, 4);
    put(56, 4096, 4);
    put(60, MINI_FAT, 4);
    put(68, (uint32_t)LAST, 4);
    for (size_t i = 1; i < 109; i++)
        put(76 + 4 * i, (uint32_t)NONE, 4);
    for (int i = 0; i < SECTOR / 4; i++)
        follow(i, NONE);
    follow(0, -3);
    follow(DIRECTORY, 2);
    follow(2, LAST);
    follow(MINI_FAT, LAST);
    follow(MINI_STREAM, LAST);
    entry(0, "Root Entry", NONE, NONE, root_child, MINI_STREAM, SECTOR);
}

static void is_kind(uint64_t size, enum ole_kind want, const char *name)
{
    enum ole_kind kind = OLE_OTHER;
    struct error e = {0};
    if (ftruncate(fd, 0) != 0 || pwrite(fd, file, size, 0) != (ssize_t)size)
        abort();
    ok(ole_identify(fd, size, "t.xls", &kind, &e) == ST_OK && kind == want, "%s", name);
}

/* A stream of 4096 bytes in sectors 3 to 10, which begins with records of BIFF. */
static void stream(const char *records, size_t n)
{
    for (int i = STREAM; i < STREAM + 8; i++)
        follow(i, i < STREAM + 7 ? i + 1 : LAST);
    memcpy(file + place(STREAM), records, n);
}

static const char plain[] = "\x09\x08\x04\x00\x00\x06\x05\x00\x42\x00\x02\x00\xe4\x04\x0a\x00\x00";
static const char locked[] =
    "\x09\x08\x04\x00\x00\x06\x05\x00\x2f\x00\x02\x00\x01\x00\x0a\x00\x00";

static void test_kinds(void)
{
    static const struct {
        const char *stream;
        enum ole_kind kind;
    } kinds[] = {{"Workbook", OLE_XLS},          {"Book", OLE_XLS},
                 {"EncryptedPackage", OLE_ENCRYPTED}, {"WordDocument", OLE_WORD},
                 {"PowerPoint Document", OLE_SLIDES}, {"__properties_version1.0", OLE_MAIL},
                 {"Workbooks", OLE_OTHER}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        begin(1);
        entry(1, "Other", NONE, 2, NONE, NONE, 0);
        entry(2, kinds[i].stream, NONE, NONE, NONE, STREAM, 4096);
        stream(plain, sizeof plain - 1);
        is_kind(SIZE, kinds[i].kind, kinds[i].stream);
    }
    begin(1);
    entry(1, "x", NONE, NONE, NONE, STREAM, 4096);
    put(place(DIRECTORY) + ENTRY, 0x4840, 2);
    is_kind(SIZE, OLE_INSTALLER, "a table of an installer");
}

static void test_tree(void)
{
    begin(1);
    entry(1, "WordDocument", NONE, 2, NONE, STREAM, 4096);
    entry(2, "ObjectPool", NONE, NONE, 3, NONE, 0);
    entry(3, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    is_kind(SIZE, OLE_WORD, "a document that holds a workbook");
    begin(4);
    entry(4, "MBD01", 5, NONE, 6, NONE, 0);
    entry(5, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    entry(6, "WordDocument", NONE, NONE, NONE, STREAM, 4096);
    stream(plain, sizeof plain - 1);
    is_kind(SIZE, OLE_XLS, "a workbook that holds a document; entries in the second sector");
    begin(1);
    entry(1, "A", 2, 1, NONE, NONE, 0);
    entry(2, "B", 1, 99, NONE, NONE, 0);
    is_kind(SIZE, OLE_OTHER, "a tree that runs in circles and out of the directory");
}

static void test_password(void)
{
    begin(1);
    entry(1, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    stream(locked, sizeof locked - 1);
    is_kind(SIZE, OLE_XLS_LOCKED, "a password");
    begin(1);
    entry(1, "Workbook", NONE, NONE, NONE, 1, sizeof locked - 1);
    put(place(MINI_FAT) + 4, (uint32_t)LAST, 4);
    memcpy(file + place(MINI_STREAM) + 64, locked, sizeof locked - 1);
    is_kind(SIZE, OLE_XLS_LOCKED, "a password, in a small stream");
}

#define BEGIN "\x09\x08\x02\x00\x00\x06"
#define END "\x0a\x00\x00\x00"
#define SHEET(type) "\x85\x00\x07\x00\x00\x00\x00\x00\x00" type "\x00"
#define CELL "\x03\x02\x01\x00\x00"

static void is_stream(const char *records, size_t n, enum ole_kind want, const char *name)
{
    begin(1);
    entry(1, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    stream(records, n);
    is_kind(SIZE, want, name);
}
#define IS_STREAM(records, want, name) is_stream(records, sizeof records - 1, want, name)

static void test_records(void)
{
    IS_STREAM(BEGIN SHEET("\0") SHEET("\6") END BEGIN CELL END, OLE_XLS,
              "a sheet, a module without records, zeros behind the last part");
    IS_STREAM(BEGIN SHEET("\0") END BEGIN CELL BEGIN CELL END CELL END, OLE_XLS,
              "a chart within a sheet");
    IS_STREAM(BEGIN SHEET("\0") SHEET("\0") END BEGIN CELL END, OLE_DAMAGED,
              "a sheet without records");
    IS_STREAM(BEGIN SHEET("\0") END BEGIN CELL "\0\0\0\0" CELL END, OLE_DAMAGED,
              "zeros within a sheet");
    IS_STREAM(BEGIN END "x", OLE_XLS, "anything behind the last part");
    IS_STREAM(BEGIN SHEET("\0") END BEGIN "\x03\x02\xff\xff" END, OLE_DAMAGED,
              "a record that runs over the end");
    IS_STREAM("abc", OLE_DAMAGED, "no records");
    begin(1);
    entry(1, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    stream(BEGIN END, sizeof BEGIN END - 1);
    memcpy(file + place(STREAM), BEGIN "\x03\x02\x10\x02", 10);
    memcpy(file + place(STREAM + 1) + 26, END, 4);
    is_kind(SIZE, OLE_XLS, "a record that spans sectors");
    follow(STREAM, STREAM + 2);
    is_kind(SIZE, OLE_DAMAGED, "and its sectors in another order");
    put(place(DIRECTORY) + ENTRY + 120, 8192, 4);
    follow(STREAM, STREAM + 1);
    memset(file + place(STREAM + 1) + 26, 1, 4);
    is_kind(SIZE, OLE_DAMAGED, "a stream that is shorter than it says");
}

static void test_damaged(void)
{
    begin(1);
    entry(1, "Workbook", NONE, NONE, NONE, STREAM, 4096);
    is_kind(8, OLE_DAMAGED, "8 bytes");
    is_kind(SECTOR, OLE_DAMAGED, "only a header");
    is_kind(place(DIRECTORY), OLE_DAMAGED, "cut before the directory");
    put(30, 20, 2);
    is_kind(SIZE, OLE_DAMAGED, "sectors of a megabyte");
    begin(1);
    entry(1, "Nothing", NONE, NONE, NONE, NONE, 0);
    follow(2, DIRECTORY);
    is_kind(SIZE, OLE_OTHER, "a directory that runs in circles");
    begin(1);
    entry(1, "Nothing", NONE, NONE, NONE, NONE, 0);
    follow(2, 1000000);
    is_kind(SIZE, OLE_DAMAGED, "a directory that runs out of the file");
    put(76, 1000000, 4);
    is_kind(SIZE, OLE_DAMAGED, "a FAT outside of the file");
}

static void test_unreadable(void)
{
    enum ole_kind kind;
    struct error e = {0};
    int closed = dup(fd);
    close(closed);
    is_int(ole_identify(closed, SIZE, "t.xls", &kind, &e), ST_SYSTEM, "a file that cannot be read");
    begin(1);
    if (ftruncate(fd, SECTOR) != 0)
        abort();
    is_int(ole_identify(fd, SIZE, "t.xls", &kind, &e), ST_SYSTEM, "a file that became shorter");
}

int main(void)
{
    char path[] = "/tmp/probity-ole-XXXXXX";
    fd = mkstemp(path);
    if (fd < 0 || unlink(path) != 0)
        abort();
    test_kinds();
    test_tree();
    test_password();
    test_records();
    test_damaged();
    test_unreadable();
    close(fd);
    return done_testing();
}
