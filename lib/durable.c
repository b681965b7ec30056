#include "durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int durable_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 1 : (size_t)(slash - path) + 1;
    char *name = malloc(n + 1);
    if (name == NULL)
        return ENOMEM;
    memcpy(name, slash == NULL ? "." : path, n);
    name[n] = '\0';
    int failed = 0, fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        failed = errno == EACCES ? 0 : errno; /* one may be writable and not readable */
    else if (fsync(fd) != 0 && errno != EINVAL)
        failed = errno; /* EINVAL: a file system that cannot sync directories */
    if (fd >= 0)
        close(fd);
    free(name);
    return failed;
}
