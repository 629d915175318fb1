// Short connections without a pause, while servers follow one another: restartgen port at_once connections.
// Each connects, sends 64 bytes, receives them back and closes. Ends at the end of its input, once so many
//   connections are over, and prints name=value with a blank between. "begun" is printed after the first 100.
// refused (to connect), reset, ended (before all came back), stuck (nothing for 30 s) and bad (wrong bytes)
//   are what clients would notice. The exit code is 1 if there was one of these.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

#define BYTES 64
#define BEGUN 100
#define STUCK_NS 30000000000ull

typedef struct {
  int fd, received, is_open;
  u64 since;
} conn;

static conn *cs;
static int port, ep;
static u64 answered, refused, reset, ended, stuck, bad, longest_ns;

static u64 over() {
  return answered + refused + reset + ended + stuck + bad;
}

static void open_one(conn *c) {
  static unsigned turn;
  int one = 1;
  // Many addresses: the ports of one would be used up by connections that are over (TIME_WAIT).
  struct sockaddr_in l = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + turn++ % 200)};
  struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  *c = (conn){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), .since = now()};
  setsockopt(c->fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (c->fd < 0 || bind(c->fd, (void *)&l, sizeof l)) {
    perror("socket");
    exit(2);
  }
  if (connect(c->fd, (void *)&a, sizeof a) && errno != EINPROGRESS && errno != ECONNREFUSED) {
    perror("connect");
    exit(2);
  }
  struct epoll_event e = {.events = EPOLLOUT, .data.u32 = c - cs};
  epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
}

static void finish(conn *c, u64 *how) {
  (*how)++;
  if (how == &answered && now() - c->since > longest_ns)
    longest_ns = now() - c->since;
  close(c->fd);
  if (over() == BEGUN) {
    printf("begun\n");
    fflush(stdout);
  }
  open_one(c);
}

static void connected(conn *c) {
  static const char bytes[BYTES] = "a restart must not be noticed by anybody who speaks to a server";
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) {
    finish(c, error == ECONNREFUSED ? &refused : &reset);
    return;
  }
  c->is_open = 1;
  if (send(c->fd, bytes, BYTES, MSG_NOSIGNAL) != BYTES) {
    finish(c, &reset);
    return;
  }
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = c - cs};
  epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
}

static void pull(conn *c) {
  char b[BYTES + 1];
  ssize_t r = recv(c->fd, b, sizeof b, 0);
  if (r < 0 && errno == EAGAIN)
    return;
  if (r <= 0) {
    finish(c, r < 0 ? &reset : &ended);
    return;
  }
  c->received += r;
  if (c->received > BYTES)
    finish(c, &bad);
  else if (c->received == BYTES)
    finish(c, &answered);
}

int main(int ac, char **av) {
  struct epoll_event ev[256];
  u64 looked = now(), wanted;
  int at_once, input_open = 1;
  char b[256];
  if (ac != 4)
    return 2;
  port = atoi(av[1]), at_once = atoi(av[2]), wanted = atoll(av[3]);
  fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
  cs = calloc(at_once, sizeof *cs);
  ep = epoll_create1(0);
  for (conn *c = cs; c < cs + at_once; c++)
    open_one(c);
  u64 start = now();
  while (input_open || over() < wanted) {
    int n = epoll_wait(ep, ev, 256, 100);
    for (int i = 0; i < n; i++) {
      conn *c = &cs[ev[i].data.u32];
      if (c->is_open)
        pull(c);
      else
        connected(c);
    }
    if (now() - looked > 100000000) {
      looked = now();
      for (conn *c = cs; c < cs + at_once; c++)
        if (looked > c->since && looked - c->since > STUCK_NS)
          finish(c, &stuck);
      while (input_open && (n = read(0, b, sizeof b)) >= 0)
        input_open = n > 0;
    }
  }
  printf(
      "connections=%llu seconds=%.1f refused=%llu reset=%llu ended=%llu stuck=%llu bad=%llu longest_ms=%.0f\n",
      over(), (now() - start) / 1e9, refused, reset, ended, stuck, bad, longest_ns / 1e6);
  return over() != answered;
}
