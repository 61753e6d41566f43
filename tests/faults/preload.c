/* Stands between a program and the system, and lets one call go wrong. For LD_PRELOAD; built by tests/suite/faults/fault.rs.
 *
 * Counted are the calls that change files: from FAULT_AT on (1 is the first), what FAULT says happens.
 *   kill   the process is killed instead of the call
 *   full   from that call on no new byte, name or folder has room: ENOSPC
 *   deny   that one call is refused: EACCES
 *   late   nothing fails, but before that call the command in FAULT_DO is run by /bin/sh
 * With FAULT_COUNT alone nothing goes wrong, and the number of calls is written to that file at the end.
 * What the program writes to its terminal is not counted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count;

/* Whether the call needs room on the disk. */
enum need { NO_ROOM, ROOM };

static int fails(enum need need) {
  const char *fault = getenv("FAULT"), *at = getenv("FAULT_AT");
  long number = atomic_fetch_add(&count, 1) + 1;
  if (!fault || !at) return 0;
  long wanted = atol(at);
  if (!strcmp(fault, "full") && number >= wanted && need == ROOM) { errno = ENOSPC; return 1; }
  if (number != wanted) return 0;
  if (!strcmp(fault, "kill")) kill(getpid(), SIGKILL);
  if (!strcmp(fault, "deny")) { errno = EACCES; return 1; }
  if (!strcmp(fault, "late")) {
    const char *command = getenv("FAULT_DO");
    unsetenv("LD_PRELOAD");
    if (command && system(command) != 0) abort();
  }
  return 0;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path) return;
  unsetenv("FAULT_COUNT");
  FILE *file = fopen(path, "w");
  if (file) { fprintf(file, "%ld\n", (long)count); fclose(file); }
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define CALL(need, type, name, parameters, arguments) \
  type name parameters { REAL(name); return fails(need) ? -1 : real arguments; }
#define CALL_FD(type, name, parameters, arguments) \
  type name parameters { REAL(name); return fd > 2 && fails(ROOM) ? -1 : real arguments; }

CALL_FD(ssize_t, write, (int fd, const void *bytes, size_t n), (fd, bytes, n))
CALL_FD(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
CALL_FD(ssize_t, pwrite64, (int fd, const void *bytes, size_t n, off64_t at), (fd, bytes, n, at))
CALL(ROOM, ssize_t, copy_file_range, (int in, off64_t *from, int out, off64_t *to, size_t n, unsigned flags), (in, from, out, to, n, flags))
CALL(ROOM, ssize_t, sendfile64, (int out, int in, off64_t *from, size_t n), (out, in, from, n))
CALL(ROOM, int, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(ROOM, int, link, (const char *from, const char *to), (from, to))
CALL(ROOM, int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
CALL(ROOM, int, symlink, (const char *from, const char *to), (from, to))
CALL(NO_ROOM, int, rename, (const char *from, const char *to), (from, to))
CALL(NO_ROOM, int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
CALL(NO_ROOM, int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags))
CALL(NO_ROOM, int, unlink, (const char *path), (path))
CALL(NO_ROOM, int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
CALL(NO_ROOM, int, rmdir, (const char *path), (path))
CALL(NO_ROOM, int, chmod, (const char *path, mode_t mode), (path, mode))
CALL(NO_ROOM, int, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(NO_ROOM, int, fsync, (int fd), (fd))
CALL(NO_ROOM, int, fdatasync, (int fd), (fd))
CALL(NO_ROOM, int, syncfs, (int fd), (fd))
CALL(ROOM, int, ftruncate64, (int fd, off64_t length), (fd, length))

#define OPEN(name, parameters, arguments) \
  int name parameters { \
    REAL(name); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
    return (flags & O_CREAT) && fails(ROOM) ? -1 : real arguments; \
  }

OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
