/* A main for fuzz targets that are built without a fuzzer: runs over the files named. Included at
 * the end of a target. */
#ifdef FUZZ_STANDALONE
#include <stdio.h>

int main(int argc, char **argv)
{
    static uint8_t bytes[1 << 20];
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        size_t n = f == NULL ? 0 : fread(bytes, 1, sizeof bytes, f);
        if (f == NULL || ferror(f) || fclose(f) != 0) {
            perror(argv[i]);
            return 4;
        }
        LLVMFuzzerTestOneInput(bytes, n);
    }
    return 0;
}
#endif
