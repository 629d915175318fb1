// A binary protocol of one's own: each message is two bytes of length, then so many bytes of text; each is answered by its
// reverse.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/Frames.java [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

/** The codec: bytes in, however they are cut, messages out. It knows of no socket. */
static class FrameCodec {
  static final int LONGEST = 1_000;
  final ByteBuffer frame = ByteBuffer.allocate(2 + LONGEST);

  void feed(ByteBuffer data, Consumer<String> message) {
    while (data.hasRemaining()) {
      frame.put(data.get());
      if (frame.position() >= 2 && frame.getChar(0) > LONGEST) {
        throw new IllegalArgumentException("a message of " + (int) frame.getChar(0) + " bytes");
      }
      if (frame.position() >= 2 && frame.position() == 2 + frame.getChar(0)) {
        message.accept(UTF_8.decode(frame.flip().position(2)).toString());
        frame.clear();
      }
    }
  }

  static ByteBuffer encode(String message) {
    var bytes = message.getBytes(UTF_8);
    return ByteBuffer.allocate(2 + bytes.length).putChar((char) bytes.length).put(bytes).flip();
  }
}

static class Reversing implements Protocol {
  final FrameCodec codec = new FrameCodec();
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
  }

  public void dataReceived(ByteBuffer data) {
    codec.feed(data, message ->
        transport.write(FrameCodec.encode(new StringBuilder(message).reverse().toString())));
  }

  public void writePaused() {
    transport.pauseReading();
  }

  public void writeResumed() {
    transport.resumeReading();
  }
}

void main(String[] args) throws IOException {
  int number = args.length > 0 ? Integer.parseInt(args[0]) : 21567;
  try (var reactor = Reactor.create()) {
    var port = reactor.listen(new InetSocketAddress("127.0.0.1", number), _ -> new Reversing());
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
