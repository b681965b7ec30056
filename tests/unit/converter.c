/* Converters that do all that a program can do wrong: shell scripts called ssconvert or soffice, on
 * a PATH of their own. Whatever they do, nothing of theirs is left behind. */
#include "converter.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

static char base[] = "/tmp/probity-converter-XXXXXX", programs[64], temporary[64];
static const char *const names[] = {"ssconvert", "soffice"};
static const struct converter_limits limits = {20, 1 << 20};

static void in_base(char *to, size_t size, const char *name)
{
    int n = snprintf(to, size, "%s/%s", base, name);
    if (n < 0 || (size_t)n >= size)
        abort();
}

/* NAME does BODY; "$out" is the file that it is to make. */
static void install(const char *name, const char *body)
{
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", programs, names[i]);
        unlink(path);
    }
    if (name == NULL)
        return;
    snprintf(path, sizeof path, "%s/%s", programs, name);
    FILE *f = fopen(path, "w");
    if (f == NULL || fprintf(f,
                             "#!/bin/sh\nPATH=/usr/bin:/bin\nfor in; do out=$in; done\n"
                             "test $(basename $0) = ssconvert || out=$HOME/input.xlsx\n%s\n",
                             body) < 0 ||
        fclose(f) != 0 || chmod(path, 0700) != 0)
        abort();
}

static bool is_empty(const char *directory)
{
    DIR *d = opendir(directory);
    size_t n = 0;
    if (d == NULL)
        abort();
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    return n == 2;
}

static int input(const char *text)
{
    char path[128];
    in_base(path, sizeof path, "in");
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        abort();
    return fd;
}

static enum status run(const struct converter_limits *within, struct buffer *made,
                       struct buffer *said, struct error *e)
{
    int out = -1, fd = input("workbook");
    const char *program = NULL;
    made->n = said->n = 0;
    enum status st =
        converter_run(fd, 8, "book.xls", FROM_BIFF, within, &out, said, &program, e);
    close(fd);
    if (st != ST_OK)
        return st;
    char block[4096];
    ssize_t n = pread(out, block, sizeof block, 0);
    if (n < 0)
        abort();
    buffer_append(made, block, (size_t)n);
    close(out);
    return st;
}

static void makes(const char *program, const char *body, const char *want, const char *name)
{
    struct buffer made = {0}, said = {0};
    struct error e = {0};
    install(program, body);
    if (run(&limits, &made, &said, &e) != ST_OK) {
        made.n = 0;
        buffer_text(&made, e.text);
    }
    is_text(made.p, made.n, want, name);
    ok(is_empty(temporary), "and nothing is left behind");
    buffer_free(&made);
    buffer_free(&said);
}

static void fails(const char *program, const char *body, const struct converter_limits *within,
                  enum status status, const char *want, const char *name)
{
    struct buffer made = {0}, said = {0};
    struct error e = {0};
    install(program, body);
    enum status st = run(within, &made, &said, &e);
    bool good = st == status && strcmp(e.file, "book.xls") == 0 && strstr(e.text, want) != NULL;
    ok(good, "%s", name);
    if (!good)
        printf("# status %d: %s: %s\n", st, e.file, e.text);
    ok(is_empty(temporary), "and nothing is left behind");
    buffer_free(&made);
    buffer_free(&said);
}

static void test_made(void)
{
    makes("ssconvert", "cat \"$5\" >\"$out\"", "workbook", "it gets a copy of the file");
    makes("ssconvert", "echo \"$1 $2 $3 $4\" >\"$out\"",
          "--import-type Gnumeric_Excel:excel --export-type Gnumeric_Excel:xlsx2\n",
          "what ssconvert is asked for");
    makes("soffice", "echo \"$2 $3 $4 $5 $6\" | sed s/$(basename $HOME)/HOME/ >\"$out\"",
          "--headless --norestore --convert-to xlsx:Calc MS Excel 2007 XML --outdir\n",
          "what soffice is asked for");
    makes("ssconvert",
          "env | sed '/^PWD=/d; /^OLDPWD=/d; /^_=/d; /^SHLVL=/d; s/=.*//' | sort | "
          "tr '\\n' ' ' >\"$out\"",
          "GSETTINGS_BACKEND HOME LC_ALL PATH TMPDIR ", "its environment");
    makes("ssconvert",
          "ls -ld \"$HOME\" | cut -c 1-10 >\"$out\"; test \"$(pwd)\" = \"$HOME\" && "
          "echo here >>\"$out\"; read line || echo nothing >>\"$out\"",
          "drwx------\nhere\nnothing\n", "where it works, and that it reads nothing");
    makes("ssconvert", "ls /proc/self/fd 2>/dev/null | head -n 3 | tr '\\n' ' ' >\"$out\"; "
                       "test -s \"$out\" || echo '0 1 2 ' >\"$out\"",
          "0 1 2 ", "files that are open in it");
    makes("ssconvert",
          "mkdir -p \"$HOME/a/b/c\"; echo x >\"$HOME/a/b/c/d\"; ln -s / \"$HOME/root\"; "
          "echo made >\"$out\"",
          "made\n", "a directory with others in it");
}

static void test_said(void)
{
    struct buffer made = {0}, said = {0};
    struct error e = {0};
    install("ssconvert", "echo one; echo two >&2; echo made >\"$out\"");
    ok(run(&limits, &made, &said, &e) == ST_OK, "a program that warns");
    is_text(said.p != NULL ? said.p : "", said.n, "one\ntwo\n", "what it says is kept");
    install("ssconvert", "yes | head -n 100000; echo made >\"$out\"");
    ok(run(&limits, &made, &said, &e) == ST_OK && said.n > 0 && said.n <= 4096,
       "and not more than some of it");
    buffer_free(&made);
    buffer_free(&said);
}

static void test_failures(void)
{
    static const struct converter_limits second = {1, 1 << 20};
    fails(NULL, "", &limits, ST_SYSTEM, "apt-get install gnumeric", "no converter");
    fails("ssconvert", "echo why; echo; exit 1", &limits, ST_DATA,
          "ssconvert could not convert it (it says 'why')", "it fails, and says why");
    fails("soffice", "exit 0", &limits, ST_DATA, "soffice could not convert it",
          "it makes nothing, and is content");
    fails("ssconvert", ": >\"$out\"", &limits, ST_DATA, "could not convert",
          "it makes an empty file");
    fails("ssconvert", "mkdir \"$out\"", &limits, ST_DATA, "could not convert",
          "it makes a directory");
    fails("ssconvert", "ln -s /etc/passwd \"$out\"", &limits, ST_DATA, "could not convert",
          "it makes a link to something else");
    fails("ssconvert", "mkfifo \"$out\"", &limits, ST_DATA, "could not convert",
          "it makes a pipe that nobody writes to");
    fails("ssconvert", "kill -SEGV $$", &limits, ST_DATA, "crashed", "it crashes");
    fails("ssconvert", "sleep 100 & sleep 100", &second, ST_DATA,
          "did not finish within 1 seconds", "it hangs");
    fails("ssconvert", "yes >\"$out\"", &limits, ST_DATA, "exceeds 1048576 bytes",
          "it writes without end");
    fails("ssconvert", "yes", &limits, ST_DATA, "exceeds 1048576 bytes", "it talks without end");
    char path[128];
    snprintf(path, sizeof path, "%s/ssconvert", programs);
    install("ssconvert", "");
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs("no program", f) < 0 || fclose(f) != 0)
        abort();
    struct buffer made = {0}, said = {0};
    struct error e = {0};
    chmod(path, 0600);
    ok(run(&limits, &made, &said, &e) == ST_SYSTEM && strstr(e.text, "apt-get") != NULL,
       "a file that may not be run is none");
    f = fopen(path, "w");
    if (f == NULL || fputs("\x7f" "ELF", f) < 0 || fclose(f) != 0 || chmod(path, 0700) != 0)
        abort();
    ok(run(&limits, &made, &said, &e) == ST_SYSTEM && strstr(e.text, "cannot be run") != NULL,
       "a file that is no program");
    unlink(path);
    setenv("TMPDIR", "/nowhere", 1);
    install("ssconvert", "");
    ok(run(&limits, &made, &said, &e) == ST_SYSTEM && strstr(e.text, "temporary folder") != NULL,
       "no place for temporary files");
    setenv("TMPDIR", temporary, 1);
    buffer_free(&made);
    buffer_free(&said);
}

static void pause_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* Whoever converts is killed while the converter runs. */
static void test_killed(void)
{
    char mark[128], body[512];
    in_base(mark, sizeof mark, "mark");
    unlink(mark);
    snprintf(body, sizeof body, "echo $$ >%s.new; mv %s.new %s; sleep 100", mark, mark, mark);
    install("ssconvert", body);
    pid_t pid = fork();
    if (pid == 0) {
        struct buffer made = {0}, said = {0};
        run(&limits, &made, &said, NULL);
        _exit(0);
    }
    for (int i = 0; i < 500 && access(mark, F_OK) != 0; i++)
        pause_ms(20);
    long converter = 0;
    FILE *f = fopen(mark, "r");
    if (f == NULL || fscanf(f, "%ld", &converter) != 1 || fclose(f) != 0)
        abort();
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    for (int i = 0; i < 500 && !is_empty(temporary); i++)
        pause_ms(20);
    ok(is_empty(temporary), "its directory goes when this program is killed");
    bool gone = false;
    for (int i = 0; i < 500 && !gone; i++, pause_ms(20))
        gone = kill((pid_t)converter, 0) != 0 && errno == ESRCH;
    ok(gone, "and it goes too");
}

static void test_ignored_children(void)
{
    signal(SIGCHLD, SIG_IGN);
    makes("ssconvert", "echo made >\"$out\"", "made\n", "where children are not waited for");
    signal(SIGCHLD, SIG_DFL);
}

int main(void)
{
    if (mkdtemp(base) == NULL)
        abort();
    in_base(programs, sizeof programs, "bin");
    in_base(temporary, sizeof temporary, "tmp");
    if (mkdir(programs, 0700) != 0 || mkdir(temporary, 0700) != 0)
        abort();
    setenv("PATH", programs, 1);
    setenv("TMPDIR", temporary, 1);
    test_made();
    test_said();
    test_failures();
    test_killed();
    test_ignored_children();
    install(NULL, "");
    char path[128];
    const char *const rest[] = {"in", "mark", "bin", "tmp"};
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) {
        in_base(path, sizeof path, rest[i]);
        if (remove(path) != 0)
            printf("# %s is left\n", path);
    }
    rmdir(base);
    return done_testing();
}
