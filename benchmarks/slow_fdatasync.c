/* Preloaded into PostgreSQL, makes each fdatasync take SLOW_SYNC_US longer: a disk as data centres have it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

#ifndef SLOW_SYNC_US
#define SLOW_SYNC_US 2000
#endif

int fdatasync(int descriptor) {
    static int (*real)(int);
    if (!real) {
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    }
    usleep(SLOW_SYNC_US);
    return real(descriptor);
}
