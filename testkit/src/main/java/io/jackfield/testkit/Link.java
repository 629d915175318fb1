package io.jackfield.testkit;

import java.util.Random;

/**
 * The way from one node to another; the way back is another link. Changes count for packets sent
 * from then on. Belongs to the test's thread.
 */
public final class Link {
  /** Of a packet that does not arrive. */
  static final long LOST = -1;

  /** A packet held back comes so many latencies later. */
  private static final int OVERTAKEN_BY = 4;

  private static final long NANOS = 1_000_000_000L;

  private LinkProfile profile;
  private boolean cut;

  /** How many faults make it poor, whatever its profile. */
  private int spoiled;

  /** When the last packet has left, where there is a bandwidth. */
  private long freeAtNanos;

  Link(LinkProfile profile) {
    this.profile = profile;
  }

  /** How it treats packets. */
  public LinkProfile profile() {
    return profile;
  }

  /** How it treats packets from now on. */
  public void profile(LinkProfile newProfile) {
    profile = newProfile;
  }

  /** From now on nothing gets through; what is on its way still arrives. */
  public void cut() {
    cut = true;
  }

  /** Packets get through again; streams repeat what was lost meanwhile. */
  public void heal() {
    cut = false;
  }

  /** Whether nothing gets through. */
  public boolean isCut() {
    return cut;
  }

  void spoil() {
    spoiled++;
  }

  void recover() {
    spoiled--;
  }

  private LinkProfile now() {
    return spoiled > 0 ? LinkProfile.POOR : profile;
  }

  /** When a packet that is sent now arrives, or {@link #LOST}. */
  long arrival(long nowNanos, int bytes, Random random) {
    if (cut) {
      return LOST;
    }
    LinkProfile now = now();
    long leaves = nowNanos;
    if (now.bytesPerSecond() > 0) {
      leaves = Math.max(nowNanos, freeAtNanos) + bytes * NANOS / now.bytesPerSecond();
      freeAtNanos = leaves;
    }
    long arrives = leaves + now.latencyNanos(random);
    return happens(now.loss(), random) ? LOST : arrives;
  }

  /** The same for a datagram, which may be held back. */
  long datagramArrival(long nowNanos, int bytes, Random random) {
    long arrives = arrival(nowNanos, bytes, random);
    return arrives != LOST && happens(now().reordering(), random)
        ? arrives + OVERTAKEN_BY * Math.max(now().latencyNanos(random), 1_000)
        : arrives;
  }

  boolean duplicates(Random random) {
    return happens(now().duplication(), random);
  }

  /** Draws nothing where it cannot happen. */
  private static boolean happens(double share, Random random) {
    return share > 0 && random.nextDouble() < share;
  }
}
