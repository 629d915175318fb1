// C epoll line echo: parse with memchr, copy each line to the output, one send per readiness (assumes socket
// buffer is large enough; exits otherwise). argv: port
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "serve.h"

// The begin of a line whose end has not arrived.
typedef struct {
  char *c;
  int n;
} carry;
static carry C[70000];
static char buf[16384], out[131072];

// What an application would do with a line: never inlined, so that there is a call for each.
__attribute__((noinline)) static int line(char *o, const char *p, int n) {
  memcpy(o, p, n);
  o[n] = '\n';
  return n + 1;
}

static void append(carry *c, const char *p, int n) {
  c->c = realloc(c->c, c->n + n + 1);
  memcpy(c->c + c->n, p, n);
  c->n += n;
}

// Returns the bytes of output.
static int lines(carry *c, const char *p, const char *end) {
  int o = 0;
  if (c->n) {
    const char *q = memchr(p, '\n', end - p);
    append(c, p, (q ? q : end) - p);
    if (!q)
      return 0;
    o += line(out + o, c->c, c->n);
    c->n = 0;
    p = q + 1;
  }
  for (const char *q; p < end && (q = memchr(p, '\n', end - p)); p = q + 1)
    o += line(out + o, p, q - p);
  if (p < end)
    append(c, p, end - p);
  return o;
}

static void ready(int fd) {
  int r = recv(fd, buf, sizeof buf, 0);
  if (r < 0 && errno == EAGAIN)
    return;
  if (r <= 0) {
    free(C[fd].c);
    C[fd] = (carry){0};
    close(fd);
    return;
  }
  int o = lines(&C[fd], buf, buf + r);
  int w = o ? send(fd, out, o, MSG_NOSIGNAL) : 0;
  if (w != o) {
    fprintf(stderr, "short send %d/%d\n", w, o);
    exit(1);
  }
}

int main(int ac, char **av) {
  int l = listening(ac > 1 ? atoi(av[1]) : 9000, SOCK_NONBLOCK), ep = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = l}, ev[1024];
  epoll_ctl(ep, EPOLL_CTL_ADD, l, &e);
  for (;;) {
    int n = epoll_wait(ep, ev, 1024, -1);
    for (int i = 0; i < n; i++) {
      if (ev[i].data.fd != l) {
        ready(ev[i].data.fd);
        continue;
      }
      int c;
      while ((c = accept4(l, 0, 0, SOCK_NONBLOCK)) >= 0) {
        e.data.fd = c;
        epoll_ctl(ep, EPOLL_CTL_ADD, c, &e);
      }
    }
  }
}
