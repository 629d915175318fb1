package io.jackfield.reactor;

/** More would wait to be sent to a peer than a limit allows. Nothing of the write was taken. */
public final class WriteLimitException extends IllegalStateException {
  /** For transports: so much waits, and so much more would exceed the limit; all in bytes. */
  public WriteLimitException(long waiting, long more, long limit) {
    super(
        waiting
            + " bytes wait to be sent and "
            + more
            + " more would exceed the limit of "
            + limit
            + "; heed writePaused(), use a Producer, or raise StreamOptions.writeLimitBytes");
  }

  private WriteLimitException(String message) {
    super(message);
  }

  /** For transports: so many files wait to be sent, which is the most. */
  public static WriteLimitException ofFiles(int waiting) {
    return new WriteLimitException(
        waiting + " files wait to be sent already; send the next when the future of one completes");
  }
}
