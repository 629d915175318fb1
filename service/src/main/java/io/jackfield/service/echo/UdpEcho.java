package io.jackfield.service.echo;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends each datagram back. Source: RFC 862. */
public final class UdpEcho implements DatagramExchange {
  @Override
  public void received(DatagramRequest request) throws IOException {
    request.reply(ByteBuffer.wrap(request.data()));
  }
}
