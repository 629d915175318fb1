// A stream through a relay: listens on a port, connects to the relay, which connects to that port, and sends
// as fast as it goes. Prints "connected 1"; then for each line on standard input, a number of seconds,
// streams for so long, and prints what measure.h prints; a count is a MiB that came through. streamgen
// relayport listenport serverpid [-V] -V verifies every byte; without it they are thrown away in the kernel,
// so that the relay is what limits.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "measure.h"
#include "serve.h"
#define PERIOD 65521  // A prime: no buffer's size is a multiple of it.
#define MOST (1 << 18)

static char content[PERIOD + MOST], received[MOST];
static u64 sent, came, bad;
static int verify;

static int connect_to(int port) {
  struct sockaddr_in a = loopback(port);
  for (int tries = 0; tries < 1500; tries++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (!connect(fd, (void *)&a, sizeof a))
      return fd;
    close(fd);
    usleep(20000);
  }
  perror("connect");
  exit(1);
}

static void receive(int from) {
  ssize_t n = recv(from, received, MOST, MSG_DONTWAIT | (verify ? 0 : MSG_TRUNC));
  if (n == 0 || (n < 0 && errno != EAGAIN)) {
    fprintf(stderr, "the relay ended\n");
    exit(1);
  }
  if (n < 0)
    return;
  if (verify)
    bad += memcmp(received, content + came % PERIOD, n) != 0;
  came += n;
}

// Streams for so long; then waits until all has come through.
static usage stream(int to, int from, int pid, double seconds) {
  u64 end = now() + (u64)(seconds * 1e9), limit = end + 5000000000ull;
  for (u64 t; (t = now()) < end || came < sent;) {
    if (t > limit) {
      fprintf(stderr, "bytes are missing: %llu sent, %llu came\n", sent, came);
      exit(2);
    }
    struct pollfd p[2] = {{.fd = from, .events = POLLIN}, {.fd = to, .events = POLLOUT}};
    poll(p, t < end ? 2 : 1, 1000);
    if (p[0].revents)
      receive(from);
    if (t < end && p[1].revents & POLLOUT) {
      ssize_t n = send(to, content + sent % PERIOD, MOST, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (n > 0)
        sent += n;
    }
  }
  return use(pid);
}

int main(int ac, char **av) {
  if (ac < 4)
    return 2;
  verify = ac > 4;
  for (int i = 0; i < PERIOD + MOST; i++)
    content[i] = (char)((i % PERIOD) * 31 + (i % PERIOD) / 251);
  int pid = atoi(av[3]), l = listening(atoi(av[2]), 0), to = connect_to(atoi(av[1]));
  int from = accept(l, NULL, NULL);
  double seconds;
  printf("connected 1\n");
  fflush(stdout);
  while (scanf("%lf", &seconds) == 1) {
    u64 before = came;
    usage start = use(pid), end = stream(to, from, pid, seconds);
    print_usage(start, end, (came - before) >> 20, bad);
    fflush(stdout);
  }
  return bad ? 2 : 0;
}
