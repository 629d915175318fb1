package io.jackfield.service.files;

/**
 * Who is told how transfers go, for a progress bar. Called by the thread that does the work, of a
 * receiver its loop's; must not wait.
 */
public interface TransferListener {
  /** Nobody. */
  TransferListener NOBODY = (_, _, _) -> Transfer.UNSEEN;

  /**
   * The content of a file begins.
   *
   * @param name its path in the receiver's folder
   * @param size in bytes
   * @param offset how many of them were there before
   */
  Transfer begun(String name, long size, long offset);

  /** A file was there before, with the same content. */
  default void same(String name) {}

  /**
   * A file was refused before its content began.
   *
   * @param name its path in the receiver's folder, as the sender gave it; empty if it gave none
   * @param why in the receiver's words
   */
  default void refused(String name, String why) {}

  /**
   * A receiver's conversation is over.
   *
   * @param failure why its last file was not taken; empty if all were
   */
  default void over(String failure) {}

  /** One file under way. */
  interface Transfer {
    /** Told to nobody. */
    Transfer UNSEEN =
        new Transfer() {
          @Override
          public void at(long bytes) {}

          @Override
          public void done() {}

          @Override
          public void failed(String why) {}
        };

    /** So many bytes of it are there, in all. */
    void at(long bytes);

    /** It is whole, and where it belongs. */
    void done();

    /** It is not, and will not be. */
    void failed(String why);
  }
}
