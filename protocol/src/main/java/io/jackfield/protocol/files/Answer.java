package io.jackfield.protocol.files;

/** What a receiver said, as {@link SenderCodec} tells it. */
public sealed interface Answer {
  /** Go on. */
  record Ok() implements Answer {}

  /** The second form is to be had, or agreed to. */
  record Offer() implements Answer {}

  /**
   * The file announced is wanted.
   *
   * @param offset how many bytes of it are there already
   */
  record Wanted(long offset) implements Answer {}

  /** A file of that size is there under that name. */
  record Have() implements Answer {}

  /**
   * The digest of what is there.
   *
   * @param sha256 in hexadecimal digits
   */
  record Digest(String sha256) implements Answer {}

  /**
   * It will not have it.
   *
   * @param why in the receiver's words
   */
  record Refused(String why) implements Answer {}
}
