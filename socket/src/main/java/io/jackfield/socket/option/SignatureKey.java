package io.jackfield.socket.option;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The key that signs the segments exchanged with a peer: {@code struct tcp_md5sig}. Source: RFC
 * 2385, {@code linux/tcp.h}.
 */
public final class SignatureKey {
  /** {@code TCP_MD5SIG_MAXKEYLEN}. */
  public static final int MAX_BYTES = 80;

  /** The prefix length that stands for the one address. */
  public static final int WHOLE_ADDRESS = -1;

  private final InetSocketAddress peer;
  private final int prefixBits;
  private final int interfaceIndex;
  private final byte[] key;

  private SignatureKey(InetSocketAddress peer, int prefixBits, int interfaceIndex, byte[] key) {
    if (key.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a key has at most " + MAX_BYTES + " bytes, not " + key.length);
    }
    this.peer = peer;
    this.prefixBits = prefixBits;
    this.interfaceIndex = interfaceIndex;
    this.key = key.clone();
  }

  /**
   * A key for one peer; an empty one takes the peer's away.
   *
   * @param peer its address, in the socket's own family; the port is not looked at
   * @param key 80 bytes at most, copied
   */
  public static SignatureKey of(InetSocketAddress peer, byte[] key) {
    return new SignatureKey(peer, WHOLE_ADDRESS, 0, key);
  }

  /** The same for all peers whose address has the first {@code bits} in common. */
  public SignatureKey forPrefix(int bits) {
    return new SignatureKey(peer, bits, interfaceIndex, key);
  }

  /** The same for peers behind one device (of a routing domain) only. */
  public SignatureKey onInterface(int index) {
    return new SignatureKey(peer, prefixBits, index, key);
  }

  /** Whom it is for. */
  public InetSocketAddress peer() {
    return peer;
  }

  /** How much of the address counts, {@link #WHOLE_ADDRESS} for all. */
  public int prefixBits() {
    return prefixBits;
  }

  /** The device, 0 for any. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** A copy of the key. */
  public byte[] key() {
    return key.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignatureKey that
        && peer.equals(that.peer)
        && prefixBits == that.prefixBits
        && interfaceIndex == that.interfaceIndex
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return peer.hashCode();
  }

  /** Does not tell the key. */
  @Override
  public String toString() {
    return "SignatureKey[" + peer + ", " + key.length + " bytes]";
  }
}
