package io.jackfield.socket.linux;

/**
 * The numbers and offsets of {@code linux/io_uring.h} that are used here, the same on every
 * architecture. Names are the kernel's own, without {@code IORING_} and {@code IO_URING_}.
 */
final class UringAbi {
  // io_uring_params
  static final int PARAMS_BYTES = 120;
  static final int PARAMS_SQ_ENTRIES_AT = 0;
  static final int PARAMS_CQ_ENTRIES_AT = 4;
  static final int PARAMS_FLAGS_AT = 8;
  static final int PARAMS_SQ_OFF_AT = 40;
  static final int PARAMS_CQ_OFF_AT = 80;

  // io_sqring_offsets, io_cqring_offsets
  static final int OFF_HEAD_AT = 0;
  static final int OFF_TAIL_AT = 4;
  static final int OFF_FLAGS_AT = 16;
  static final int OFF_ARRAY_AT = 24;
  static final int OFF_CQES_AT = 20;

  static final int SETUP_CQSIZE = 1 << 3;
  static final int SETUP_R_DISABLED = 1 << 6;
  static final int SETUP_SUBMIT_ALL = 1 << 7;
  static final int SETUP_SINGLE_ISSUER = 1 << 12;
  static final int SETUP_DEFER_TASKRUN = 1 << 13;

  /** Linux 6.6. */
  static final int SETUP_NO_SQARRAY = 1 << 16;

  static final long OFF_SQ_RING = 0;
  static final long OFF_SQES = 0x10000000L;

  /** Of the ring of requests, about that of completions. */
  static final int SQ_CQ_OVERFLOW = 1 << 1;

  static final int ENTER_GETEVENTS = 1;
  static final int ENTER_EXT_ARG = 1 << 3;
  static final int ENTER_REGISTERED_RING = 1 << 4;

  static final int REGISTER_PROBE = 8;
  static final int REGISTER_ENABLE_RINGS = 12;
  static final int REGISTER_RING_FDS = 20;
  static final int UNREGISTER_RING_FDS = 21;
  static final int REGISTER_PBUF_RING = 22;

  // io_uring_getevents_arg
  static final int EVENTS_ARG_BYTES = 24;
  static final int EVENTS_ARG_TS_AT = 16;

  // io_uring_rsrc_update
  static final int RSRC_UPDATE_DATA_AT = 8;

  // io_uring_buf_reg, io_uring_buf
  static final int BUF_REG_ENTRIES_AT = 8;
  static final int BUF_REG_FLAGS_AT = 14;

  /** {@code min_left}, Linux 7.1; in what was reserved. */
  static final int BUF_REG_MIN_LEFT_AT = 16;

  static final int BUF_BYTES = 16;
  static final int BUF_LENGTH_AT = 8;
  static final int BUF_ID_AT = 12;

  /** Over the first buffer's unused part. */
  static final int BUF_RING_TAIL_AT = 14;

  /** {@code IOU_PBUF_RING_INC}, Linux 6.12. */
  static final int PBUF_RING_INC = 2;

  // io_uring_sqe
  static final int SQE_BYTES = 64;
  static final int SQE_OFF_AT = 8;
  static final int SQE_ADDR_AT = 16;
  static final int SQE_LEN_AT = 24;
  static final int SQE_USER_DATA_AT = 32;
  static final int SQE_BUF_GROUP_AT = 40;

  /** {@code optlen}, since Linux 6.17; where {@code file_index} is of other requests. */
  static final int SQE_OPTION_LENGTH_AT = 44;

  static final int OP_POLL_ADD = 6;
  static final int OP_SENDMSG = 9;
  static final int OP_ACCEPT = 13;
  static final int OP_ASYNC_CANCEL = 14;
  static final int OP_LINK_TIMEOUT = 15;
  static final int OP_SEND = 26;
  static final int OP_RECV = 27;

  /** Linux 6.15. */
  static final int OP_WRITEV_FIXED = 61;

  static final int SQE_IO_LINK = 1 << 2;
  static final int SQE_BUFFER_SELECT = 1 << 5;
  static final int SQE_CQE_SKIP_SUCCESS = 1 << 6;
  static final int RECV_MULTISHOT = 1 << 1;
  static final int RECVSEND_POLL_FIRST = 1 << 0;

  static final int POLL_ADD_MULTI = 1;

  static final int ACCEPT_MULTISHOT = 1;

  /** Linux 6.10. */
  static final int ACCEPT_POLL_FIRST = 1 << 2;

  // io_uring_cqe
  static final int CQE_BYTES = 16;
  static final int CQE_RES_AT = 8;
  static final int CQE_FLAGS_AT = 12;
  static final int CQE_F_BUFFER = 1;
  static final int CQE_F_MORE = 1 << 1;
  static final int CQE_F_SOCK_NONEMPTY = 1 << 2;

  /** Linux 6.12. */
  static final int CQE_F_BUF_MORE = 1 << 4;

  static final int CQE_BUFFER_SHIFT = 16;

  private UringAbi() {}
}
