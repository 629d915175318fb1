// What the load generators have in common: the clock, what a server's process has used, the line of results.
#ifndef MEASURE_H
#define MEASURE_H
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef unsigned long long u64;

static inline u64 clock_ns(clockid_t clock) {
  struct timespec t;
  return clock_gettime(clock, &t) ? 0 : t.tv_sec * 1000000000ull + t.tv_nsec;
}
static inline u64 now() {
  return clock_ns(CLOCK_MONOTONIC);
}

// The clocks of another process (include/linux/posix-timers.h). SCHED is what the scheduler charged to all
// its threads, to the nanosecond but for the tick that goes on, ended threads included, which the sum of
// /proc/PID/task/*/schedstat forgets. VIRT and PROF count whole ticks: in user mode, and in both modes.
enum { PROF = 0, VIRT = 1, SCHED = 2 };
static inline u64 own_ns(int pid, int which) {
  return clock_ns((clockid_t)(~(unsigned)pid << 3 | which));
}

// Of a process and those that it has started and that live (proc_pid_task(5), children).
static inline u64 process_ns(int pid, int which) {
  if (!pid) return 0;
  u64 sum = own_ns(pid, which);
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR* tasks = opendir(path);
  for (struct dirent* task; tasks && (task = readdir(tasks));) {
    int thread = atoi(task->d_name), child;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, thread);
    FILE* children = thread ? fopen(path, "r") : NULL;
    while (children && fscanf(children, "%d", &child) == 1) sum += process_ns(child, which);
    if (children) fclose(children);
  }
  if (tasks) closedir(tasks);
  return sum;
}

typedef struct {
  u64 at, server, server_user, server_ticked;
  double own_seconds;
} usage;

static inline usage use(int pid) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  usage u = {
      .server = process_ns(pid, SCHED),
      .server_user = process_ns(pid, VIRT),
      .server_ticked = process_ns(pid, PROF),
      .own_seconds = r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6};
  u.at = now();
  return u;
}

// Everything that is measured alike: counts and times between two looks, name=value with a blank between.
static inline void print_usage(usage from, usage to, u64 count, u64 bad) {
  double seconds = (to.at - from.at) / 1e9;
  printf(
      "seconds=%.3f count=%llu per_second=%.0f server_cpu_ms=%.3f server_user_ms=%.0f server_ticked_ms=%.0f "
      "server_busy=%.3f load_busy=%.3f bad=%llu\n",
      seconds, count, count / seconds, (to.server - from.server) / 1e6,
      (to.server_user - from.server_user) / 1e6, (to.server_ticked - from.server_ticked) / 1e6,
      (to.server - from.server) / 1e9 / seconds, (to.own_seconds - from.own_seconds) / seconds, bad);
}
#endif
