// C UDP echo: a call for each datagram, batches of them, or trains (UDP_GRO, UDP_SEGMENT).
// argv: port mode(simple|mmsg|gro)
#define _GNU_SOURCE
#include <netinet/udp.h>
#include <string.h>

#include "serve.h"
#define N 64
#define UDP_SEGMENT_OPTION 103  // linux/udp.h, which clashes with netinet/udp.h
#define UDP_GRO_OPTION 104
static char buf[N][65536];

static void simple(int s) {
  for (;;) {
    struct sockaddr_in p;
    socklen_t l = sizeof p;
    int n = recvfrom(s, buf[0], 2048, 0, (void *)&p, &l);
    if (n >= 0)
      sendto(s, buf[0], n, 0, (void *)&p, l);
  }
}

static void batches(int s) {
  struct mmsghdr m[N];
  struct iovec io[N];
  struct sockaddr_in p[N];
  memset(m, 0, sizeof m);
  for (int i = 0; i < N; i++) {
    m[i].msg_hdr.msg_iov = &io[i];
    m[i].msg_hdr.msg_iovlen = 1;
    m[i].msg_hdr.msg_name = &p[i];
    io[i].iov_base = buf[0] + 2048 * i;
  }
  for (;;) {
    for (int i = 0; i < N; i++) {
      io[i].iov_len = 2048;
      m[i].msg_hdr.msg_namelen = sizeof p[i];
    }
    int n = recvmmsg(s, m, N, MSG_WAITFORONE, NULL);
    for (int i = 0; i < n; i++)
      io[i].iov_len = m[i].msg_len;
    for (int k, o = 0; o < n && (k = sendmmsg(s, m + o, n - o, 0)) > 0; o += k)
      ;
  }
}

static int segment_size(struct msghdr *m) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
    if (c->cmsg_type == UDP_GRO_OPTION)
      return *(int *)CMSG_DATA(c);
  return 0;
}

static void trains(int s) {
  int one = 1;
  setsockopt(s, IPPROTO_UDP, UDP_GRO_OPTION, &one, sizeof one);
  for (;;) {
    struct sockaddr_in p;
    char cb[128];
    struct iovec io = {buf[0], 65536};
    struct msghdr m = {.msg_name = &p,
                       .msg_namelen = sizeof p,
                       .msg_iov = &io,
                       .msg_iovlen = 1,
                       .msg_control = cb,
                       .msg_controllen = sizeof cb};
    int n = recvmsg(s, &m, 0);
    if (n < 0)
      continue;
    int size = segment_size(&m);
    char sc[CMSG_SPACE(2)] = {0};
    io.iov_len = n;
    m.msg_control = 0;
    m.msg_controllen = 0;
    if (size && n > size) {
      m.msg_control = sc;
      m.msg_controllen = sizeof sc;
      struct cmsghdr *c = CMSG_FIRSTHDR(&m);
      c->cmsg_level = IPPROTO_UDP;
      c->cmsg_type = UDP_SEGMENT_OPTION;
      c->cmsg_len = CMSG_LEN(2);
      *(unsigned short *)CMSG_DATA(c) = size;
    }
    sendmsg(s, &m, 0);
  }
}

int main(int ac, char **av) {
  if (ac < 3)
    return 2;
  int s = socket(AF_INET, SOCK_DGRAM, 0), v = 4 << 20;
  struct sockaddr_in a = loopback(atoi(av[1]));
  if (bind(s, (void *)&a, sizeof a)) {
    perror("bind");
    return 1;
  }
  setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &v, sizeof v);
  if (!strcmp(av[2], "simple"))
    simple(s);
  else if (!strcmp(av[2], "mmsg"))
    batches(s);
  else
    trains(s);
}
