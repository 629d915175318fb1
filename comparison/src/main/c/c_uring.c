// C io_uring echo: multishot accept, multishot recv + provided buffer ring, send from the provided buffer.
// argv: port [bufsize=4096] [nbufs=1024]
#define _GNU_SOURCE
#include <errno.h>
#include <liburing.h>
#include <string.h>

#include "serve.h"
typedef unsigned long long u64;
enum { ACC = 0, RECV = 1, SEND = 2, CLOSE = 3 };

static struct io_uring ring;
static struct io_uring_buf_ring *br;
static char *bufs;
static int NB = 1024, BS = 4096, given;

// Of a connection: the buffers that wait to be sent (a list through nextb, -1 for none), what goes on.
typedef struct {
  short head, tail;
  char sending, closing;
} conn;
static conn C[1200000];
static int nextb[65536], blen[65536];
static int starved[65536], ns;

static struct io_uring_sqe *sqe(int op, int fd, int bid) {
  struct io_uring_sqe *s = io_uring_get_sqe(&ring);
  if (!s) {
    io_uring_submit(&ring);
    s = io_uring_get_sqe(&ring);
  }
  s->user_data = ((u64)op << 56) | ((u64)bid << 32) | (unsigned)fd;
  return s;
}

// io_uring_prep_* sets all of it but user_data.
static void arm_accept(int l) {
  io_uring_prep_multishot_accept(sqe(ACC, l, 0), l, NULL, NULL, 0);
}
static void arm_recv(int fd) {
  struct io_uring_sqe *s = sqe(RECV, fd, 0);
  io_uring_prep_recv_multishot(s, fd, NULL, 0, 0);
  s->flags |= IOSQE_BUFFER_SELECT;
  s->buf_group = 0;
}
static void send1(int fd, int bid) {
  io_uring_prep_send(sqe(SEND, fd, bid), fd, bufs + (size_t)bid * BS, blen[bid], MSG_WAITALL | MSG_NOSIGNAL);
}
static void close1(int fd) {
  io_uring_prep_close(sqe(CLOSE, fd, 0), fd);
}
static void give(int bid) {
  io_uring_buf_ring_add(br, bufs + (size_t)bid * BS, BS, bid, NB - 1, given++);
}
static int take(conn *c) {
  int b = c->head;
  c->head = b == c->tail ? -1 : nextb[b];
  return b;
}

static void received(int fd, struct io_uring_cqe *e) {
  conn *c = &C[fd];
  if (e->res == -ENOBUFS) {
    starved[ns++] = fd;
    return;
  }
  if (e->res <= 0) {
    c->closing = 1;
    if (!c->sending)
      close1(fd);
    return;
  }
  int bid = e->flags >> IORING_CQE_BUFFER_SHIFT;
  blen[bid] = e->res;
  if (c->sending) {
    nextb[bid] = -1;
    if (c->head < 0)
      c->head = bid;
    else
      nextb[c->tail] = bid;
    c->tail = bid;
  } else {
    c->sending = 1;
    send1(fd, bid);
  }
  if (!(e->flags & IORING_CQE_F_MORE))
    arm_recv(fd);
}

static void sent(int fd, int bid, int result) {
  conn *c = &C[fd];
  give(bid);
  while (result < 0 && c->head >= 0)
    give(take(c));
  if (c->head >= 0) {
    send1(fd, take(c));
    return;
  }
  c->sending = 0;
  if (c->closing)
    close1(fd);
}

static void dispatch(struct io_uring_cqe *e) {
  int fd = (int)(unsigned)e->user_data;
  switch (e->user_data >> 56) {
    case ACC:
      if (e->res >= 0) {
        C[e->res] = (conn){-1, -1, 0, 0};
        arm_recv(e->res);
      }
      if (!(e->flags & IORING_CQE_F_MORE))
        arm_accept(fd);
      break;
    case RECV: received(fd, e); break;
    case SEND: sent(fd, (e->user_data >> 32) & 0xffff, e->res); break;
  }
}

static void set_up() {
  struct io_uring_params p = {
      .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE,
      .cq_entries = 16384};
  int r = io_uring_queue_init_params(2048, &ring, &p);
  if (r < 0 || posix_memalign((void **)&br, 4096, NB * sizeof(struct io_uring_buf)) ||
      posix_memalign((void **)&bufs, 4096, (size_t)NB * BS)) {
    fprintf(stderr, "ring: %s\n", strerror(-r));
    exit(1);
  }
  struct io_uring_buf_reg reg = {.ring_addr = (u64)br, .ring_entries = NB, .bgid = 0};
  if ((r = io_uring_register_buf_ring(&ring, &reg, 0))) {
    fprintf(stderr, "buffer ring: %s\n", strerror(-r));
    exit(1);
  }
  io_uring_buf_ring_init(br);
  for (int i = 0; i < NB; i++)
    give(i);
  io_uring_buf_ring_advance(br, NB);
}

int main(int ac, char **av) {
  if (ac > 2)
    BS = atoi(av[2]);
  if (ac > 3)
    NB = atoi(av[3]);
  int l = listening(atoi(av[1]), 0);
  set_up();
  arm_accept(l);
  for (;;) {
    io_uring_submit_and_wait(&ring, 1);
    struct io_uring_cqe *e;
    unsigned head, n = 0;
    given = 0;
    io_uring_for_each_cqe(&ring, head, e) {
      n++;
      dispatch(e);
    }
    io_uring_buf_ring_advance(br, given);
    io_uring_cq_advance(&ring, n);
    if (ns && given) {
      int k = ns;
      ns = 0;
      for (int i = 0; i < k; i++)
        if (!C[starved[i]].closing)
          arm_recv(starved[i]);
    }
  }
}
