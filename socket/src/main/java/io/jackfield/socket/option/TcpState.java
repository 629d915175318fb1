package io.jackfield.socket.option;

/** Where a TCP connection is in its life: {@code TCP_ESTABLISHED} and so on. Source: RFC 9293. */
public enum TcpState implements KernelNumber {
  /** One that this version does not know. */
  OTHER(-1),
  /** Open: both may send. */
  ESTABLISHED(1),
  /** A connect waits for its answer. */
  SYN_SENT(2),
  /** A connection that comes in is not complete yet. */
  SYN_RECEIVED(3),
  /** Closed here; the peer has not acknowledged that. */
  FIN_WAIT_1(4),
  /** Closed here; the peer may go on sending. */
  FIN_WAIT_2(5),
  /** Closed by both; late segments are waited for. */
  TIME_WAIT(6),
  /** There is no connection. */
  CLOSE(7),
  /** Closed by the peer; we may go on sending. */
  CLOSE_WAIT(8),
  /** Closed by the peer, then here; the last acknowledgement is waited for. */
  LAST_ACK(9),
  /** Takes connections. */
  LISTEN(10),
  /** Closed by both at the same time. */
  CLOSING(11);

  private final int number;

  TcpState(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }
}
