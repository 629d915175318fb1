package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/** How one send or receive is to be done. Source: send(2), recv(2). */
public enum MessageFlag {
  /** Receive what lies next and leave it there: {@code MSG_PEEK}. */
  PEEK(Abi.MSG_PEEK),
  /** Receive until the buffer is full or the stream ends: {@code MSG_WAITALL}. */
  WAIT_ALL(Abi.MSG_WAITALL),
  /** Do not wait, whatever the time-out: {@code MSG_DONTWAIT}. */
  DONT_WAIT(Abi.MSG_DONTWAIT),
  /** The urgent byte of TCP: {@code MSG_OOB}. Its receive never waits. */
  OUT_OF_BAND(Abi.MSG_OOB),
  /** Only to hosts on a network of ours: {@code MSG_DONTROUTE}. */
  DONT_ROUTE(Abi.MSG_DONTROUTE),
  /** More comes at once: do not send a segment or datagram yet: {@code MSG_MORE}. */
  MORE(Abi.MSG_MORE),
  /** Ends a record, where the type has records: {@code MSG_EOR}. */
  END_OF_RECORD(Abi.MSG_EOR),
  /** The peer is known to be there: no ARP probe is needed: {@code MSG_CONFIRM}. */
  CONFIRM(Abi.MSG_CONFIRM),
  /** Receive from the queue of errors: {@code MSG_ERRQUEUE}. Never waits. */
  ERROR_QUEUE(Abi.MSG_ERRQUEUE),
  /** Connect and send in one, with a cookie: {@code MSG_FASTOPEN}, RFC 7413. */
  FAST_OPEN(Abi.MSG_FASTOPEN);

  private final int number;

  MessageFlag(int number) {
    this.number = number;
  }

  static int bits(MessageFlag... flags) {
    int bits = 0;
    for (MessageFlag flag : flags) {
      bits |= flag.number;
    }
    return bits;
  }
}
