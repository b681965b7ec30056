/* The tree of RFC 6962: roots and paths that the reference implementation of Certificate
 * Transparency tests itself with, and every path of every small tree. */
#include "merkle.h"

#include "tap.h"

enum { ENTRIES = 8, MOST = 70 };

static const struct slice entries[ENTRIES] = {
    {"", 0},
    {"\x00", 1},
    {"\x10", 1},
    {"\x20\x21", 2},
    {"\x30\x31", 2},
    {"\x40\x41\x42\x43", 4},
    {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
    {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};
static const char *const roots[ENTRIES + 1] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static uint8_t leaves[MOST][HASH_SIZE];

static void make_leaf(enum hash_kind kind, struct slice entry, uint8_t out[HASH_SIZE])
{
    struct hash h;
    merkle_leaf(&h, kind);
    hash_add(&h, entry);
    hash_end(&h, out);
}

static void is_digest(const uint8_t digest[HASH_SIZE], const char *want, const char *name)
{
    char text[HASH_DIGITS];
    hash_text(digest, text);
    is_text(text, sizeof text, want, name);
}

static void known_roots(void)
{
    struct merkle m = {.kind = HASH_SHA256};
    uint8_t root[HASH_SIZE];
    for (int n = 0; n <= ENTRIES; n++) {
        merkle_root(&m, root);
        is_digest(root, roots[n], "a known root");
        if (n < ENTRIES) {
            make_leaf(HASH_SHA256, entries[n], leaves[n]);
            merkle_add(&m, leaves[n]);
        }
    }
}

static void known_path(uint64_t index, uint64_t count, const char *const *want, size_t n)
{
    struct merkle_path path;
    merkle_path(HASH_SHA256, leaves[0], count, index, &path);
    is_int((int64_t)path.n, (int64_t)n, "a known path's length");
    for (size_t i = 0; i < n && i < path.n; i++)
        is_digest(path.node[i], want[i], "a known path");
}

static void known_paths(void)
{
    static const char *const first_of_8[] = {
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"};
    static const char *const sixth_of_8[] = {
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"};
    static const char *const third_of_3[] = {
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"};
    static const char *const second_of_5[] = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"};
    known_path(0, 1, NULL, 0);
    known_path(0, 8, first_of_8, 3);
    known_path(5, 8, sixth_of_8, 3);
    known_path(2, 3, third_of_3, 1);
    known_path(1, 5, second_of_5, 3);
}

/* A tree as section 2.1 defines it. */
static void define(enum hash_kind kind, uint64_t from, uint64_t n, uint8_t out[HASH_SIZE])
{
    if (n == 1) {
        memcpy(out, leaves[from], HASH_SIZE);
        return;
    }
    uint64_t k = 1;
    while (k * 2 < n)
        k *= 2;
    uint8_t left[HASH_SIZE], right[HASH_SIZE];
    struct hash h;
    define(kind, from, k, left);
    define(kind, from + k, n - k, right);
    hash_begin(&h, kind);
    hash_byte(&h, 1);
    hash_add(&h, hash_slice(left));
    hash_add(&h, hash_slice(right));
    hash_end(&h, out);
}

/* The path leads to the root from its own place only. */
static bool follows(enum hash_kind kind, uint64_t n, uint64_t i, const uint8_t root[HASH_SIZE])
{
    struct merkle_path path;
    uint8_t got[HASH_SIZE];
    merkle_path(kind, leaves[0], n, i, &path);
    bool good = merkle_follow(kind, leaves[i], n, i, &path, got) &&
                memcmp(got, root, HASH_SIZE) == 0;
    for (uint64_t other = 0; other < n + 2; other++)
        if (other != i && merkle_follow(kind, leaves[i], n, other, &path, got))
            good = good && memcmp(got, root, HASH_SIZE) != 0;
    path.n++;
    memset(path.node[path.n - 1], 0, HASH_SIZE);
    good = good && !merkle_follow(kind, leaves[i], n, i, &path, got);
    if (path.n > 1) {
        path.n -= 2;
        good = good && !merkle_follow(kind, leaves[i], n, i, &path, got);
    }
    return good;
}

static void every_path(enum hash_kind kind)
{
    struct merkle m = {.kind = kind};
    uint8_t root[HASH_SIZE], want[HASH_SIZE];
    bool roots_good = true, paths_good = true;
    for (uint64_t n = 0; n < MOST; n++) {
        char name = (char)n;
        make_leaf(kind, (struct slice){&name, 1}, leaves[n]);
        merkle_add(&m, leaves[n]);
        merkle_root(&m, root);
        define(kind, 0, n + 1, want);
        roots_good = roots_good && memcmp(root, want, HASH_SIZE) == 0;
        for (uint64_t i = 0; i <= n; i++)
            paths_good = paths_good && follows(kind, n + 1, i, root);
    }
    ok(roots_good, "%s: roots of 1 to %d leaves", hash_name(kind), MOST);
    ok(paths_good, "%s: every path in them", hash_name(kind));
}

int main(void)
{
    known_roots();
    known_paths();
    every_path(HASH_SHA256);
    every_path(HASH_SM3);
    return done_testing();
}
