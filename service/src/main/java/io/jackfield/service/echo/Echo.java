package io.jackfield.service.echo;

import io.jackfield.server.StreamRequestHandler;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends back what it receives until the client closes. Source: RFC 862. */
public final class Echo extends StreamRequestHandler {
  @Override
  protected void handle() throws IOException {
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      Lines.write(out(), chunk);
    }
  }
}
