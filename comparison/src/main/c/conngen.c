// Connections, many at once or one after the other.
// conngen rate port K secs pid: K concurrent connections, each: connect, send 1 byte, recv 1, close. A
// connection
//   counts when its byte has come back. Output: as measure.h prints it.
// conngen idle port N: N connections from 127.0.0.2.. , 1 byte echoed on each, prints "established N" and
// waits for
//   a line; then 1 byte echoed on each again, to prove that they are alive, prints "alive N" and waits for a
//   line.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

static int port, rotation, ep;

static int connect_one(int flags) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | flags, 0);
  struct sockaddr_in l = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + (rotation++ % 200))};
  struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (fd < 0 || bind(fd, (void *)&l, sizeof l) ||
      (connect(fd, (void *)&a, sizeof a) && errno != EINPROGRESS)) {
    perror("connect");
    exit(1);
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

// One byte on each, sent on some before it is read from them, so that a server has more than one to do at a
// time.
#define TOGETHER 128
static int echoed(const int *fds, int n) {
  int count = 0;
  char b = 'x';
  for (int i = 0; i < n; i += TOGETHER) {
    int end = i + TOGETHER < n ? i + TOGETHER : n;
    for (int k = i; k < end; k++)
      count -= send(fds[k], &b, 1, MSG_NOSIGNAL) != 1;
    for (int k = i; k < end; k++)
      count += recv(fds[k], &b, 1, 0) == 1;
  }
  return count;
}

static void say(const char *what, int n) {
  printf("%s %d\n", what, n);
  fflush(stdout);
  getchar();
}

static int idle(int n) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int *fds = malloc(n * sizeof *fds), established = 0;
  for (int i = 0; i < n; i += TOGETHER) {
    int count = i + TOGETHER < n ? TOGETHER : n - i;
    for (int k = 0; k < count; k++)
      fds[i + k] = connect_one(0);
    established += echoed(fds + i, count);
  }
  say("established", established);
  int alive = echoed(fds, n);
  say("alive", alive);
  return alive == n ? 0 : 2;
}

static void watch(int fd, int op, unsigned events) {
  struct epoll_event e = {.events = events, .data.fd = fd};
  epoll_ctl(ep, op, fd, &e);
}

static u64 count, bad;

static void ready(int fd, unsigned events) {
  char b = 'x';
  if (!(events & (EPOLLERR | EPOLLHUP)) && events & EPOLLOUT && send(fd, &b, 1, MSG_NOSIGNAL) == 1) {
    watch(fd, EPOLL_CTL_MOD, EPOLLIN);
    return;
  }
  if (!(events & EPOLLOUT) && recv(fd, &b, 1, 0) == 1)
    count++;
  else
    bad++;
  close(fd);
  watch(connect_one(SOCK_NONBLOCK), EPOLL_CTL_ADD, EPOLLOUT);
}

static void run_for(double seconds) {
  struct epoll_event ev[256];
  for (u64 end = now() + (u64)(seconds * 1e9); now() < end;) {
    int n = epoll_wait(ep, ev, 256, 1000);
    for (int i = 0; i < n; i++)
      ready(ev[i].data.fd, ev[i].events);
  }
}

static int rate(int k, double seconds, int pid) {
  ep = epoll_create1(0);
  for (int i = 0; i < k; i++)
    watch(connect_one(SOCK_NONBLOCK), EPOLL_CTL_ADD, EPOLLOUT);
  run_for(0.3);
  count = 0;
  usage from = use(pid);
  run_for(seconds);
  usage to = use(pid);
  print_usage(from, to, count, bad);
  return bad ? 2 : 0;
}

int main(int ac, char **av) {
  if (ac < 4)
    return 2;
  port = atoi(av[2]);
  if (!strcmp(av[1], "idle"))
    return idle(atoi(av[3]));
  return ac < 6 ? 2 : rate(atoi(av[3]), atof(av[4]), atoi(av[5]));
}
