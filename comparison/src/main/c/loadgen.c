// TCP echo load generator, io_uring (raw rings through liburing), single thread.
// loadgen -h 127.0.0.1 -p port -c conns -m msgsize -d depth -t secs -w warmup -P serverpid [-V] [-S nsrc]
// [-Z] [-L] [-R] -V verifies the content of every message, -S uses several source addresses, -Z spins, -L
// sends lines. Output: latencies in microseconds, then what measure.h prints; a message counts when it has
// come back whole.
// -R rests between rounds: prints "connected conns"; for each line it reads, so many seconds of messages
// until nothing is under way, then what measure.h prints, so that every message that was sent counts.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <liburing.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"
#define BGID 1

typedef struct {
  int fd;
  int sending;
  u64 sent_bytes, recv_bytes;
  u64 *ts;  // When each of the messages under way was sent; th, tt: first and last of them.
  unsigned th, tt;
  char *buf;
} conn;
static struct io_uring ring;
static struct io_uring_buf_ring *br;
static char *bufs;
static int NB = 1024, BS = 2048, given;
static int N = 1, M = 64, D = 1, V = 0, S = 1, Z = 0, L = 0, R = 0, port = 9000, pid = 0;
static char *host = "127.0.0.1";
static double T = 3, W = 1;
static conn *cs;
static u64 msgs, bad;
static int stopping;

// What connection i has at a position of each of its messages.
static inline char pattern(u64 pos, int i) {
  char c = (char)(pos * 31 + i * 7 + pos / 251);
  if (!L)
    return c;
  return pos == (u64)M - 1 ? '\n' : 33 + ((unsigned char)c) % 90;
}

// log-linear histogram, 64 sub-buckets per power of two (1.6%)
static u64 H[64 * 64];
static inline int bucket(u64 v) {
  if (v < 64)
    return v;
  int e = 63 - __builtin_clzll(v);
  return (e - 5) * 64 + ((v >> (e - 6)) & 63);
}
static inline u64 bucket_value(int i) {
  if (i < 64)
    return i;
  int e = i / 64 + 5;
  return (1ull << e) + ((u64)(i % 64) << (e - 6));
}
static double percentile_us(double p) {
  u64 total = 0, c = 0;
  for (int i = 0; i < 64 * 64; i++)
    total += H[i];
  for (int i = 0; i < 64 * 64; i++)
    if ((c += H[i]) > (u64)(total * p))
      return bucket_value(i) / 1e3;
  return 0;
}

static inline struct io_uring_sqe *sqe() {
  struct io_uring_sqe *s = io_uring_get_sqe(&ring);
  if (!s) {
    io_uring_submit(&ring);
    s = io_uring_get_sqe(&ring);
    if (!s)
      abort();
  }
  return s;
}
static void arm_recv(int i) {
  struct io_uring_sqe *s = sqe();
  io_uring_prep_recv_multishot(s, cs[i].fd, NULL, 0, 0);
  s->flags |= IOSQE_BUFFER_SELECT;
  s->buf_group = BGID;
  s->user_data = ((u64)i << 1);
}
static void send_messages(int i, int n, u64 t) {
  conn *c = &cs[i];
  for (int k = 0; k < n; k++)
    c->ts[c->tt++ % D] = t;
  struct io_uring_sqe *s = sqe();
  io_uring_prep_send(s, c->fd, c->buf, (size_t)n * M, MSG_WAITALL | MSG_NOSIGNAL);
  s->user_data = ((u64)i << 1) | 1;
  c->sending = 1;
  c->sent_bytes += (u64)n * M;
}
static void pump(int i, u64 t) {
  conn *c = &cs[i];
  if (c->sending || stopping)
    return;
  int n = D - (int)(c->sent_bytes / M - c->recv_bytes / M);
  if (n > 0)
    send_messages(i, n, t);
}

static void options(int ac, char **av) {
  for (int o; (o = getopt(ac, av, "h:p:c:m:d:t:w:P:VS:ZLR")) != -1;)
    switch (o) {
      case 'h': host = optarg; break;
      case 'p': port = atoi(optarg); break;
      case 'c': N = atoi(optarg); break;
      case 'm': M = atoi(optarg); break;
      case 'd': D = atoi(optarg); break;
      case 't': T = atof(optarg); break;
      case 'w': W = atof(optarg); break;
      case 'P': pid = atoi(optarg); break;
      case 'V': V = 1; break;
      case 'S': S = atoi(optarg); break;
      case 'Z': Z = 1; break;
      case 'L': L = 1; break;
      case 'R': R = 1; break;
      default: exit(2);
    }
}

static void set_up() {
  BS = M * D;
  if (BS < 256)
    BS = 256;
  if (BS > 65536)
    BS = 65536;
  NB = BS > 4096 ? 128 : (N < 1024 ? 1024 : 2048);
  struct io_uring_params p = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN |
                                       IORING_SETUP_CQSIZE | IORING_SETUP_COOP_TASKRUN,
                              .cq_entries = 16384};
  int r = io_uring_queue_init_params(2048, &ring, &p);
  if (r < 0 || posix_memalign((void **)&br, 4096, NB * sizeof(struct io_uring_buf)) ||
      posix_memalign((void **)&bufs, 4096, (size_t)NB * BS)) {
    fprintf(stderr, "ring: %s\n", strerror(-r));
    exit(1);
  }
  struct io_uring_buf_reg reg = {.ring_addr = (u64)br, .ring_entries = NB, .bgid = BGID};
  if ((r = io_uring_register_buf_ring(&ring, &reg, 0))) {
    fprintf(stderr, "buffer ring: %s\n", strerror(-r));
    exit(1);
  }
  io_uring_buf_ring_init(br);
  for (int i = 0; i < NB; i++)
    io_uring_buf_ring_add(br, bufs + (size_t)i * BS, BS, i, NB - 1, i);
  io_uring_buf_ring_advance(br, NB);
}

static void connect_one(int i) {
  static char *shared;
  int one = 1, tries = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &a.sin_addr);
  if (S > 1) {
    struct sockaddr_in l = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001 + i % S)};
    setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(fd, (void *)&l, sizeof l))
      perror("bind");
  }
  while (connect(fd, (void *)&a, sizeof a)) {
    if (++tries > 50) {
      perror("connect");
      exit(1);
    }
    usleep(20000);
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  cs[i].fd = fd;
  cs[i].ts = calloc(D, 8);
  // Where nobody verifies, all send the same memory: less of the cache is the load's.
  if (V || !shared) {
    shared = cs[i].buf = malloc((size_t)M * D);
    for (size_t k = 0; k < (size_t)M * D; k++)
      cs[i].buf[k] = pattern(k % M, i);
  }
  cs[i].buf = shared;
}

static void received(int i, struct io_uring_cqe *e, u64 t) {
  conn *c = &cs[i];
  if (e->res == -ENOBUFS) {
    arm_recv(i);
    return;
  }
  if (e->res <= 0) {
    fprintf(stderr, "recv on connection %d: %s\n", i, e->res ? strerror(-e->res) : "end of stream");
    exit(1);
  }
  int bid = e->flags >> IORING_CQE_BUFFER_SHIFT;
  char *b = bufs + (size_t)bid * BS;
  for (int k = 0; V && k < e->res; k++)
    bad += b[k] != pattern((c->recv_bytes + k) % M, i);
  u64 before = c->recv_bytes / M;
  c->recv_bytes += e->res;
  u64 after = c->recv_bytes / M;
  if (c->recv_bytes > c->sent_bytes)
    bad++;
  for (u64 k = before; k < after; k++)
    H[bucket(t - c->ts[c->th++ % D])]++;
  msgs += after - before;
  io_uring_buf_ring_add(br, b, BS, bid, NB - 1, given++);
  if (!(e->flags & IORING_CQE_F_MORE))
    arm_recv(i);
  if (after > before)
    pump(i, t);
}

static void complete(u64 t) {
  unsigned head, n = 0;
  struct io_uring_cqe *e;
  given = 0;
  io_uring_for_each_cqe(&ring, head, e) {
    n++;
    int i = e->user_data >> 1;
    if (!(e->user_data & 1)) {
      received(i, e, t);
    } else if (e->res < 0) {
      fprintf(stderr, "send: %s\n", strerror(-e->res));
      exit(1);
    } else {
      cs[i].sending = 0;
      pump(i, t);
    }
  }
  if (given)
    io_uring_buf_ring_advance(br, given);
  io_uring_cq_advance(&ring, n);
}

static void await(long long timeout_ns) {
  struct __kernel_timespec limit = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
  struct io_uring_cqe *e;
  if (Z)
    io_uring_submit_and_get_events(&ring);
  else
    io_uring_submit_and_wait_timeout(&ring, &e, 1, &limit, NULL);
}

static void run_for(double seconds) {
  for (u64 end = now() + (u64)(seconds * 1e9);;) {
    await(1000000000);
    u64 t = now();
    if (t >= end)
      return;
    complete(t);
  }
}

// Sends no more and checks that every byte comes back.
static void drain() {
  stopping = 1;
  for (u64 end = now() + 2000000000ull;;) {
    int left = 0;
    for (int i = 0; i < N; i++)
      left += cs[i].recv_bytes < cs[i].sent_bytes;
    if (!left)
      return;
    if (now() > end) {
      fprintf(stderr, "bytes are missing on %d connections\n", left);
      bad++;
      return;
    }
    await(50000000);
    complete(now());
  }
}

static void rounds_as_told() {
  char seconds[64];
  printf("connected %d\n", N);
  fflush(stdout);
  while (fgets(seconds, sizeof seconds, stdin)) {
    usage from = use(pid);
    msgs = 0;
    stopping = 0;
    for (int i = 0; i < N; i++)
      pump(i, now());
    run_for(atof(seconds));
    drain();
    print_usage(from, use(pid), msgs, bad);
    fflush(stdout);
  }
}

int main(int ac, char **av) {
  options(ac, av);
  set_up();
  cs = calloc(N, sizeof(conn));
  for (int i = 0; i < N; i++)
    connect_one(i);
  for (int i = 0; i < N; i++)
    arm_recv(i);
  if (R) {
    rounds_as_told();
    return bad ? 2 : 0;
  }
  u64 t0 = now();
  for (int i = 0; i < N; i++)
    send_messages(i, D, t0);
  run_for(W);
  msgs = 0;
  memset(H, 0, sizeof H);
  usage from = use(pid);
  run_for(T);
  usage to = use(pid);
  u64 count = msgs;
  double p50 = percentile_us(.5), p99 = percentile_us(.99), p999 = percentile_us(.999);
  drain();
  printf("p50_us=%.1f p99_us=%.1f p999_us=%.1f ", p50, p99, p999);
  print_usage(from, to, count, bad);
  return bad ? 2 : 0;
}
