package io.jackfield.service.chargen;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/** Answers each datagram by 0 to 512 characters, at random how many. Source: RFC 864. */
public final class UdpChargen implements DatagramExchange {
  static final int MOST_CHARACTERS = 512;

  private final IntUnaryOperator below;

  /** With lengths that nobody knows before. */
  public UdpChargen() {
    this(bound -> ThreadLocalRandom.current().nextInt(bound));
  }

  /** With numbers of 0 or more that are less than what is given. */
  UdpChargen(IntUnaryOperator below) {
    this.below = below;
  }

  @Override
  public void received(DatagramRequest request) throws IOException {
    request.reply(Pattern.part(0, below.applyAsInt(MOST_CHARACTERS + 1)));
  }
}
