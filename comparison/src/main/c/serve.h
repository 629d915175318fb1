// What the reference servers have in common: a listening socket on the loopback interface.
#ifndef SERVE_H
#define SERVE_H
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

// flags: SOCK_NONBLOCK or 0.
static inline int listening(int port, int flags) {
  int one = 1, l = socket(AF_INET, SOCK_STREAM | flags, 0);
  struct sockaddr_in a = loopback(port);
  setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  setsockopt(l, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);  // Inherited by what is accepted.
  if (bind(l, (void *)&a, sizeof a) || listen(l, 4096)) {
    perror("listen");
    exit(1);
  }
  return l;
}
#endif
