// Connections that are held, and of which some all the time do something and are replaced by new ones: for a
// soak.
// churngen port N rate: opens N connections from 127.0.0.2.. and prints "connected N". For each line it
// reads,
//   so many seconds of it, "rate" connections picked a second, the first time 1,000 at once before, so that
//   what a server keeps for its worst moment is there; then it waits until nothing is under way and all N are
//   held, and prints name=value. Ends at the end of its input, closing all in order.
// One that was picked sends up to 4 KiB that must come back byte for byte, and then stays (1 of 8), or is
// closed
//   in order (2), reset with its bytes back (1) or under way (1), half-closed, the rest to come back before
//   the end (2), or is sent much more and not read for a second (1) before it all is.
// refused, reset_unasked, ended_unasked, stuck (nothing for 30 s) and bad (wrong bytes) are the server's
// faults.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

#define CONNECTING_AT_ONCE 64  // Less than any server's queue of them has room for.
#define BURST 1000
#define SLOW_BYTES (256 * 1024)
#define SLOW_NS 1000000000ull
#define STUCK_NS 30000000000ull

enum { NONE, OPENING, HELD, TALKING, SLOW, ENDING };
enum { STAY, CLOSE, CLOSE_TOO, RESET, RESET_UNDER_WAY, HALF_CLOSE, HALF_CLOSE_TOO, BE_SLOW, PLANS };

typedef struct {
  int fd;
  unsigned char state, plan;
  unsigned key;
  u64 sent, received, target, since;
} conn;

static conn *cs;
static int port, N, ep, opening, held, next_none;
static u64 made, closed, was_reset, half_closed, slow, bytes;
static u64 refused, reset_unasked, ended_unasked, stuck, bad;
static u64 seed = 0x9e3779b97f4a7c15;

static unsigned any(unsigned below) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return (seed >> 32) % below;
}

static inline char pattern(const conn *c, u64 pos) {
  return (char)(pos * 31 + c->key * 7 + pos / 251);
}

static void watch(conn *c, int op) {
  int sending = c->state == OPENING || c->sent < c->target;
  int reading = c->state != OPENING && c->state != SLOW;
  struct epoll_event e = {.events = (sending ? EPOLLOUT : 0) | (reading ? EPOLLIN : 0), .data.u32 = c - cs};
  epoll_ctl(ep, op, c->fd, &e);
}

static void enter(conn *c, int state) {
  held += (state == HELD) - (c->state == HELD);
  opening += (state == OPENING) - (c->state == OPENING);
  c->state = state;
  c->since = now();
}

static void leave(conn *c, u64 *why) {
  (*why)++;
  close(c->fd);
  enter(c, NONE);
}

static void reset(conn *c) {
  struct linger none = {.l_onoff = 1, .l_linger = 0};
  setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
  leave(c, &was_reset);
}

static void open_one(conn *c) {
  static unsigned turn;
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  // Many addresses: those of one would be used up by connections that are over (TIME_WAIT).
  struct sockaddr_in l = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + turn++ % 200)};
  struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (fd < 0 || bind(fd, (void *)&l, sizeof l)) {
    perror("socket");
    exit(1);
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  *c = (conn){.fd = fd, .key = turn};
  if (connect(fd, (void *)&a, sizeof a) && errno != EINPROGRESS) {
    if (errno == ECONNREFUSED) {
      leave(c, &refused);
      return;
    }
    perror("connect");
    exit(1);
  }
  enter(c, OPENING);
  watch(c, EPOLL_CTL_ADD);
}

static void refill() {
  for (int looked = 0; looked < N && opening < CONNECTING_AT_ONCE; looked++) {
    if (cs[next_none].state == NONE)
      open_one(&cs[next_none]);
    next_none = (next_none + 1) % N;
  }
}

// As much as goes; whether the connection is still there.
static int push(conn *c) {
  char b[16384];
  while (c->sent < c->target) {
    size_t n = c->target - c->sent < sizeof b ? c->target - c->sent : sizeof b;
    for (size_t k = 0; k < n; k++)
      b[k] = pattern(c, c->sent + k);
    ssize_t r = send(c->fd, b, n, MSG_NOSIGNAL);
    if (r < 0 && errno == EAGAIN)
      break;
    if (r < 0) {
      leave(c, &reset_unasked);
      return 0;
    }
    c->sent += r;
    c->since = now();
  }
  if (c->state == ENDING && c->sent == c->target)
    shutdown(c->fd, SHUT_WR);
  watch(c, EPOLL_CTL_MOD);
  return 1;
}

static void talk(conn *c) {
  c->plan = any(PLANS);
  c->target += 1 + any(4096);
  if (c->plan == HALF_CLOSE || c->plan == HALF_CLOSE_TOO) {
    enter(c, ENDING);
  } else if (c->plan == BE_SLOW) {
    slow++;
    c->target += SLOW_BYTES;
    enter(c, SLOW);
  } else {
    enter(c, TALKING);
  }
  if (push(c) && c->plan == RESET_UNDER_WAY)
    reset(c);
}

static void all_came_back(conn *c) {
  if (c->state != TALKING)
    return;
  switch (c->plan) {
    case STAY: enter(c, HELD); break;
    case RESET: reset(c); break;
    default: leave(c, &closed);
  }
}

static void pull(conn *c) {
  static char b[65536];
  ssize_t r = recv(c->fd, b, sizeof b, 0);
  if (r < 0 && errno == EAGAIN)
    return;
  if (r < 0) {
    leave(c, &reset_unasked);
    return;
  }
  if (r == 0) {
    leave(c, c->state == ENDING && c->received == c->target ? &half_closed : &ended_unasked);
    return;
  }
  for (ssize_t k = 0; k < r; k++)
    bad += b[k] != pattern(c, c->received + k);
  c->received += r;
  c->since = now();
  bytes += r;
  bad += c->received > c->sent;
  if (c->received == c->target)
    all_came_back(c);
}

static void opened(conn *c) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) {
    leave(c, &refused);
    return;
  }
  made++;
  enter(c, HELD);
  watch(c, EPOLL_CTL_MOD);
}

static void ready(conn *c, unsigned events) {
  if (c->state == OPENING)
    opened(c);
  else if (c->state == SLOW && events & (EPOLLERR | EPOLLHUP))
    leave(c, &reset_unasked);
  else if (c->state != NONE && (!(events & EPOLLOUT) || push(c)) && events & ~EPOLLOUT)
    pull(c);
}

static void look_after_time() {
  u64 t = now();
  for (conn *c = cs; c < cs + N; c++) {
    if (c->state == SLOW && t - c->since > SLOW_NS) {
      enter(c, TALKING);
      watch(c, EPOLL_CTL_MOD);
    } else if (c->state != HELD && c->state != NONE && t - c->since > STUCK_NS) {
      leave(c, &stuck);
    }
  }
}

static void turn() {
  static u64 looked;
  struct epoll_event ev[256];
  refill();
  int n = epoll_wait(ep, ev, 256, 5);
  for (int i = 0; i < n; i++)
    ready(&cs[ev[i].data.u32], ev[i].events);
  if (now() - looked > 100000000) {
    looked = now();
    look_after_time();
  }
}

// Until nothing is under way. A server that refuses all is not waited for.
static void settle() {
  for (u64 end = now() + 2 * STUCK_NS; held < N && now() < end;)
    turn();
}

static void churn(double seconds, int rate) {
  static u64 at_once = BURST;
  u64 start = now(), picked = 0;
  for (u64 t = start; t < start + (u64)(seconds * 1e9); t = now()) {
    for (; picked < (t - start) / 1e9 * rate + at_once; picked++) {
      conn *c = &cs[any(N)];
      if (c->state == HELD)
        talk(c);
    }
    turn();
  }
  at_once = 0;
  settle();
}

int main(int ac, char **av) {
  char line[64];
  struct rlimit limit;
  if (ac != 4)
    return 2;
  port = atoi(av[1]), N = atoi(av[2]);
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  cs = calloc(N, sizeof *cs);
  ep = epoll_create1(0);
  settle();
  printf("connected %d\n", held);
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    churn(atof(line), atoi(av[3]));
    printf(
        "held=%d made=%llu closed=%llu reset=%llu half_closed=%llu slow=%llu bytes=%llu "
        "refused=%llu reset_unasked=%llu ended_unasked=%llu stuck=%llu bad=%llu\n",
        held, made, closed, was_reset, half_closed, slow, bytes, refused, reset_unasked, ended_unasked, stuck,
        bad);
    fflush(stdout);
  }
  return 0;
}
