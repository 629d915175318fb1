// C relay of one connection to another, both ways, by splice(2): a thread a direction, each waiting in the
// kernel. argv: port targetport
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "serve.h"

typedef struct {
  int from, to;
} way;

static void *pass(void *one) {
  way *w = one;
  int p[2];
  if (pipe(p))
    exit(1);
  fcntl(p[1], F_SETPIPE_SZ, 1 << 20);
  for (ssize_t n; (n = splice(w->from, NULL, p[1], NULL, 1 << 20, SPLICE_F_MOVE)) > 0;)
    for (ssize_t m; n > 0; n -= m)
      if ((m = splice(p[0], NULL, w->to, NULL, n, SPLICE_F_MOVE)) <= 0)
        exit(1);
  shutdown(w->to, SHUT_WR);
  return NULL;
}

int main(int ac, char **av) {
  if (ac < 3)
    return 2;
  int in = accept(listening(atoi(av[1]), 0), NULL, NULL), out = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in a = loopback(atoi(av[2]));
  if (in < 0 || connect(out, (void *)&a, sizeof a)) {
    perror("connect");
    return 1;
  }
  way there = {in, out}, back = {out, in};
  pthread_t thread;
  pthread_create(&thread, NULL, pass, &back);
  pass(&there);
  pthread_join(thread, NULL);
}
