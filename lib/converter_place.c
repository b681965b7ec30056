/* The directory in which a converter works. */
#include "converter_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"

enum { DEEPEST = 64 };

static char *under(const char *directory, const char *name)
{
    struct buffer b = {0};
    if (!buffer_printf(&b, "%s/%s", directory, name) || !buffer_char(&b, '\0')) {
        buffer_free(&b);
        return NULL;
    }
    return b.p;
}

enum status workplace_make(struct workplace *w, struct error *e)
{
    const char *temporary = getenv("TMPDIR");
    *w = (struct workplace){0};
    char *directory =
        under(temporary != NULL && temporary[0] == '/' ? temporary : "/tmp", "probity-XXXXXX");
    if (directory == NULL)
        return error_memory(e);
    if (mkdtemp(directory) == NULL) {
        enum status st = error_system(e, errno, directory, _("make a temporary folder"));
        free(directory);
        return st;
    }
    w->directory = directory;
    w->input = under(directory, "input.xls");
    w->output = under(directory, "input.xlsx");
    w->messages = under(directory, "messages");
    if (w->input == NULL || w->output == NULL || w->messages == NULL) {
        workplace_remove(w);
        return error_memory(e);
    }
    return ST_OK;
}

static void remove_all(int parent, const char *name, unsigned depth)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (d == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (const struct dirent *i; (i = readdir(d)) != NULL;) {
        if (strcmp(i->d_name, ".") == 0 || strcmp(i->d_name, "..") == 0)
            continue;
        if (unlinkat(fd, i->d_name, 0) == 0 || depth == DEEPEST)
            continue;
        remove_all(fd, i->d_name, depth + 1);
        unlinkat(fd, i->d_name, AT_REMOVEDIR);
    }
    closedir(d);
}

void workplace_remove(struct workplace *w)
{
    if (w->directory != NULL) {
        /* First what needs no memory. */
        if (w->input != NULL && w->output != NULL && w->messages != NULL) {
            unlink(w->input);
            unlink(w->output);
            unlink(w->messages);
        }
        remove_all(AT_FDCWD, w->directory, 0);
        rmdir(w->directory);
    }
    free(w->directory);
    free(w->input);
    free(w->output);
    free(w->messages);
    *w = (struct workplace){0};
}
