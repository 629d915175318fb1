// UDP echo load generator: S connected sockets, W datagrams of M bytes in flight on each; batches (sendmmsg),
// or trains with -g (UDP_SEGMENT). Lost datagrams are replaced after 20 ms of silence. udpgen -p port -s
// sockets -w window -m bytes -t secs -P serverpid [-g] Output: how many were lost, then as measure.h prints
// it; a datagram counts when it has come back.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"
#define SOCKETS 256
#define BATCH 128
#define TRAIN 64
#define UDP_SEGMENT_OPTION 103  // linux/udp.h, which clashes with netinet/udp.h
#define UDP_GRO_OPTION 104

static int port = 9000, S = 8, W = 32, M = 64, pid = 0, g = 0;
static double T = 3;
static int fd[SOCKETS], out[SOCKETS], ep;
static u64 last[SOCKETS], count, lost, bad;
static char sb[65536], rb[64][65536];
static struct mmsghdr sm[BATCH], rm[64];
static struct iovec si[BATCH], ri[64];

static void options(int ac, char **av) {
  for (int o; (o = getopt(ac, av, "p:s:w:m:t:P:g")) != -1;)
    switch (o) {
      case 'p': port = atoi(optarg); break;
      case 's': S = atoi(optarg); break;
      case 'w': W = atoi(optarg); break;
      case 'm': M = atoi(optarg); break;
      case 't': T = atof(optarg); break;
      case 'P': pid = atoi(optarg); break;
      case 'g': g = 1; break;
      default: exit(2);
    }
}

static void open_one(int i) {
  struct sockaddr_in a = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
  int one = 1, room = 4 << 20;
  fd[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  if (connect(fd[i], (void *)&a, sizeof a)) {
    perror("connect");
    exit(1);
  }
  if (g)
    setsockopt(fd[i], IPPROTO_UDP, UDP_GRO_OPTION, &one, sizeof one);
  setsockopt(fd[i], SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  epoll_ctl(ep, EPOLL_CTL_ADD, fd[i], &e);
}

static void memory() {
  memset(sb, 'x', sizeof sb);
  for (int i = 0; i < BATCH; i++) {
    si[i] = (struct iovec){sb, M};
    sm[i].msg_hdr.msg_iov = &si[i];
    sm[i].msg_hdr.msg_iovlen = 1;
  }
  for (int i = 0; i < 64; i++) {
    ri[i] = (struct iovec){rb[i], g ? 65536 : 2048};
    rm[i].msg_hdr.msg_iov = &ri[i];
    rm[i].msg_hdr.msg_iovlen = 1;
  }
}

static int send_train(int i, int n) {
  int most = 65000 / M < TRAIN ? 65000 / M : TRAIN;
  if (n > most)
    n = most;
  char cb[CMSG_SPACE(2)] = {0};
  struct iovec io = {sb, (size_t)n * M};
  struct msghdr m = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = cb, .msg_controllen = sizeof cb};
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = IPPROTO_UDP;
  c->cmsg_type = UDP_SEGMENT_OPTION;
  c->cmsg_len = CMSG_LEN(2);
  *(unsigned short *)CMSG_DATA(c) = M;
  return sendmsg(fd[i], &m, 0) > 0 ? n : 0;
}

static void pump(int i, u64 t) {
  if (out[i] > 0 && t - last[i] > 20000000ull) {
    lost += out[i];
    out[i] = 0;
  }
  int n = W - out[i];
  if (n <= 0 || n < W / 2)
    return;
  last[i] = t;
  int sent = g ? send_train(i, n) : sendmmsg(fd[i], sm, n > BATCH ? BATCH : n, 0);
  if (sent > 0)
    out[i] += sent;
}

static void receive(int i, u64 t) {
  int k = recvmmsg(fd[i], rm, 64, 0, NULL);
  for (int z = 0; z < k; z++) {
    int c = rm[z].msg_len / M;
    bad += rm[z].msg_len % M != 0;
    count += c;
    out[i] = out[i] > c ? out[i] - c : 0;
  }
  if (k > 0)
    last[i] = t;
}

static void run_for(double seconds) {
  struct epoll_event ev[SOCKETS];
  u64 t;
  for (u64 end = now() + (u64)(seconds * 1e9); (t = now()) < end;) {
    for (int i = 0; i < S; i++)
      pump(i, t);
    int n = epoll_wait(ep, ev, SOCKETS, 5);
    for (int q = 0; q < n; q++)
      receive(ev[q].data.u32, t);
  }
}

int main(int ac, char **av) {
  options(ac, av);
  if (S > SOCKETS)
    return 2;
  ep = epoll_create1(0);
  for (int i = 0; i < S; i++)
    open_one(i);
  memory();
  run_for(0.3);
  count = lost = 0;
  usage from = use(pid);
  run_for(T);
  usage to = use(pid);
  printf("lost=%llu ", lost);
  print_usage(from, to, count, bad);
  return bad ? 2 : 0;
}
