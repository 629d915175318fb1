package io.jackfield.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** As much of DER (X.690) as it takes to put an old private key into PKCS#8's envelope. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  /** AlgorithmIdentifier rsaEncryption with NULL, RFC 8017 appendix A.1. */
  private static final byte[] RSA = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** OBJECT IDENTIFIER id-ecPublicKey, RFC 5480 section 2.1.1. */
  private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private static final byte[] VERSION_0 = {INTEGER, 1, 0};

  private Der() {}

  /** PKCS#1's RSAPrivateKey (RFC 8017 appendix A.1.2) as PKCS#8's PrivateKeyInfo (RFC 5208). */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return value(SEQUENCE, VERSION_0, RSA, value(OCTET_STRING, pkcs1));
  }

  /**
   * SEC 1's ECPrivateKey (RFC 5915) as PKCS#8's PrivateKeyInfo, of the curve {@code parameters}.
   */
  static byte[] pkcs8OfEc(byte[] sec1, byte[] parameters) {
    return value(SEQUENCE, VERSION_0, value(SEQUENCE, EC, parameters), value(OCTET_STRING, sec1));
  }

  /**
   * The curve that an ECPrivateKey names in its {@code [0]}, null if it names none.
   *
   * @throws IllegalArgumentException if it is no ECPrivateKey
   */
  static byte @Nullable [] curveOf(byte[] sec1) {
    try {
      ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
      content(key, INTEGER);
      content(key, OCTET_STRING);
      if (!key.hasRemaining() || (key.get(key.position()) & 0xff) != 0xa0) {
        return null;
      }
      ByteBuffer named = content(key, 0xa0);
      var curve = new byte[named.remaining()];
      named.get(curve);
      return curve;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("cut off", e);
    }
  }

  /** Moves past one value and returns what is in it. */
  private static ByteBuffer content(ByteBuffer from, int tag) {
    int found = from.get() & 0xff;
    if (found != tag) {
      throw new IllegalArgumentException("tag " + found + " where " + tag + " is due");
    }
    int length = from.get() & 0xff;
    if (length > 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (from.get() & 0xff);
      }
    }
    if (length < 0 || length > from.remaining()) {
      throw new IllegalArgumentException("a length beyond the end");
    }
    ByteBuffer content = from.slice(from.position(), length);
    from.position(from.position() + length);
    return content;
  }

  private static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length < 0x80) {
      all.write(length);
    } else {
      int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      all.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        all.write(length >> shift);
      }
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
