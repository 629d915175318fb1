package io.jackfield.service.chargen;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Answers each datagram by 0 to 512 characters, at random how many. Source: RFC 864. */
public final class UdpChargen implements DatagramExchange {
  static final int MOST_CHARACTERS = 512;

  private final IntSupplier lengths;

  /** With lengths that nobody knows before. */
  public UdpChargen() {
    this(() -> ThreadLocalRandom.current().nextInt(MOST_CHARACTERS + 1));
  }

  UdpChargen(IntSupplier lengths) {
    this.lengths = lengths;
  }

  @Override
  public void received(DatagramRequest request) throws IOException {
    request.reply(Pattern.part(0, lengths.getAsInt()));
  }
}
