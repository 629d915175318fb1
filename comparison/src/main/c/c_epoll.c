// C epoll echo, level- or edge-triggered. argv: port [et|lt] [spin]
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "serve.h"
#define BUF 65536

// What a peer has not taken yet; while there is some, its connection is not read.
typedef struct {
  char *p;
  int off, len;
} pend;
static pend *P[1200000];
static char buf[BUF];
static int ep, et;

static void watch(int fd, int op, unsigned events) {
  struct epoll_event e = {.events = events, .data.fd = fd};
  epoll_ctl(ep, op, fd, &e);
}

static void drop(int fd) {
  if (P[fd]) {
    free(P[fd]->p);
    free(P[fd]);
    P[fd] = 0;
  }
  close(fd);
}

static void accept_all(int l) {
  for (int k = 0; k < 64; k++) {
    int c = accept4(l, NULL, NULL, SOCK_NONBLOCK);
    if (c < 0)
      break;
    watch(c, EPOLL_CTL_ADD, EPOLLIN | (et ? EPOLLET : 0));
  }
}

static void keep(int fd, int from, int to) {
  pend *q = malloc(sizeof *q);
  q->p = malloc(to - from);
  memcpy(q->p, buf + from, to - from);
  q->off = 0;
  q->len = to - from;
  P[fd] = q;
  watch(fd, EPOLL_CTL_MOD, EPOLLOUT);
}

// Whether nothing is left to be sent.
static int send_pending(int fd) {
  pend *q = P[fd];
  int w = send(fd, q->p + q->off, q->len - q->off, MSG_NOSIGNAL);
  if (w < 0) {
    if (errno != EAGAIN)
      drop(fd);
    return 0;
  }
  q->off += w;
  if (q->off < q->len)
    return 0;
  free(q->p);
  free(q);
  P[fd] = 0;
  watch(fd, EPOLL_CTL_MOD, EPOLLIN | (et ? EPOLLET : 0));
  return 1;
}

static void echo(int fd) {
  for (;;) {
    int r = recv(fd, buf, BUF, 0);
    if (r <= 0) {
      if (r == 0 || errno != EAGAIN)
        drop(fd);
      return;
    }
    int w = send(fd, buf, r, MSG_NOSIGNAL);
    if (w < 0 && errno != EAGAIN) {
      drop(fd);
      return;
    }
    if (w < r) {
      keep(fd, w < 0 ? 0 : w, r);
      return;
    }
    if (!et || r < BUF)
      return;
  }
}

int main(int ac, char **av) {
  et = ac > 2 && !strcmp(av[2], "et");
  int wait = ac > 3 ? 0 : -1, l = listening(atoi(av[1]), SOCK_NONBLOCK);
  struct epoll_event ev[1024];
  ep = epoll_create1(0);
  watch(l, EPOLL_CTL_ADD, EPOLLIN);
  for (;;) {
    int n = epoll_wait(ep, ev, 1024, wait);
    for (int i = 0; i < n; i++) {
      int fd = ev[i].data.fd;
      if (fd == l)
        accept_all(l);
      else if (!P[fd] || (send_pending(fd) && et))
        echo(fd);
    }
  }
}
