package io.jackfield.protocol.files;

import java.util.regex.Pattern;

/** Numbers and digests as they are written in lines. */
final class Fields {
  /** 2^63 - 1 has 19 digits; zeros before it may fill the line. */
  static final int SIZE_BYTES = 32;

  static final int DIGEST_BYTES = 64;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1," + SIZE_BYTES + "}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{" + DIGEST_BYTES + "}");
  private static final Pattern MODE = Pattern.compile("[0-7]{3}");
  private static final int OCTAL = 8;

  private Fields() {}

  /** A number of bytes, or of seconds: digits alone, at most 2^63 - 1. */
  static long number(String text, String what) throws FilesProtocolException {
    if (!DIGITS.matcher(text).matches()) {
      throw new FilesProtocolException(what + " is not a decimal number");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new FilesProtocolException(what + " is too large");
    }
  }

  static String digest(String text) throws FilesProtocolException {
    if (!DIGEST.matcher(text).matches()) {
      throw new FilesProtocolException("a digest has 64 hexadecimal digits");
    }
    return text;
  }

  static int mode(String text) throws FilesProtocolException {
    if (!MODE.matcher(text).matches()) {
      throw new FilesProtocolException("permissions are three octal digits");
    }
    return Integer.parseInt(text, OCTAL);
  }
}
