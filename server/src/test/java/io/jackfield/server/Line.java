package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsStream;
import io.jackfield.tls.TlsTrust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A client's end of a conversation, over the JDK's own channel. */
record Line(SocketChannel channel, InputStream in, OutputStream out, Half half)
    implements AutoCloseable {
  /** Ends the sending half. */
  interface Half {
    void end() throws IOException;
  }

  static Line plain(SocketChannel channel) {
    return new Line(
        channel,
        Channels.newInputStream(channel),
        Channels.newOutputStream(channel),
        channel::shutdownOutput);
  }

  static Line secured(SocketChannel channel, Certificate certificate) throws IOException {
    TlsClientConfig trusting =
        TlsClientConfig.builder().trust(TlsTrust.pem(certificate.chain())).build();
    var stream = new TlsStream(channel, trusting.newSession("localhost", 1));
    return new Line(channel, stream.in(), stream.out(), stream::closeOutbound);
  }

  Line send(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
    return this;
  }

  Line end() throws IOException {
    half.end();
    return this;
  }

  String receive(int count) throws IOException {
    return new String(in.readNBytes(count), UTF_8);
  }

  String receiveAll() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
