package io.jackfield.protocol.files;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a sender said, as {@link ReceiverCodec} tells it. */
public sealed interface Received {
  /** It speaks the second form. To be answered. */
  record Hello() implements Received {}

  /** The name of a file, in the plain form; what it leads to is not checked. To be answered. */
  record Name(String name) implements Received {}

  /** How many bytes that file has. To be answered. */
  record Size(long bytes) implements Received {}

  /** A file in the second form; its path is not checked. To be answered. */
  record Put(FileHeader file) implements Received {}

  /** Where the content begins: 0, or the offset that it was told. */
  record From(long offset) implements Received {}

  /**
   * A part of the content.
   *
   * @param bytes at least one; a view of what the codec was given, valid as long as that
   */
  record Content(ByteBuffer bytes) implements Received {}

  /**
   * The file is whole. To be answered.
   *
   * @param digest its SHA-256 in hexadecimal digits as the sender has it; null in the plain form
   */
  record Whole(@Nullable String digest) implements Received {}
}
