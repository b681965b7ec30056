/* --version: the version, and the libraries and features that this build has. */
#include <csv.h>
#include <nettle/version.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <zlib.h>

#include "front_int.h"
#include "utf8.h"

#if defined(HAVE_WORKBOOKS) && HAVE_WORKBOOKS
#include <expat.h>
#include <zip.h>
#endif
#if defined(HAVE_HTML) && HAVE_HTML
#include <libxml/xmlversion.h>
#endif
#if defined(HAVE_XLSXWRITER) && HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

#ifndef PACKAGE_NAME
#define PACKAGE_NAME "probity"
#define PACKAGE_VERSION "0"
#endif

/* What this build can do besides, and what it lacks. */
static void features(void)
{
#if defined(HAVE_WORKBOOKS) && HAVE_WORKBOOKS
    printf("xlsx, ods in: libzip %s, expat %d.%d.%d\n", LIBZIP_VERSION, XML_MAJOR_VERSION,
           XML_MINOR_VERSION, XML_MICRO_VERSION);
#else
    puts("xlsx, ods in: no (built without libzip or expat)");
#endif
#if defined(HAVE_HTML) && HAVE_HTML
    printf("HTML in: libxml2 %s\n", LIBXML_DOTTED_VERSION);
#else
    puts("HTML in: no (built without libxml2)");
#endif
#if defined(HAVE_XLSXWRITER) && HAVE_XLSXWRITER
    printf("xlsx out: libxlsxwriter %s\n", LXW_VERSION);
#else
    puts("xlsx out: no (built without libxlsxwriter)");
#endif
}

void front_version(const char *program)
{
    char pcre2[64] = "?";
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof pcre2)
        pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    for (char *p = pcre2; *p != '\0'; p++)
        if (*p == ' ') /* a date follows */
            *p = '\0';
    uint32_t jit = 0;
    pcre2_config(PCRE2_CONFIG_JIT, &jit);
    printf("%s (%s) %s\n", program, PACKAGE_NAME, PACKAGE_VERSION);
    printf("libcsv %d.%d.%d, pcre2 %s%s", CSV_MAJOR, CSV_MINOR, CSV_RELEASE, pcre2,
           jit != 0 ? " (jit)" : "");
    printf(", zlib %s, nettle %d.%d\n", zlibVersion(), nettle_version_major(),
           nettle_version_minor());
    features();
    printf("vector routines: %s\n", vector_set_name(cpu_vector_set()));
#if defined(ENABLE_NLS) && ENABLE_NLS
    puts("messages: en, zh_CN");
#else
    puts("messages: en");
#endif
}
