package io.jackfield.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client that is none of ours, the JDK's socket, and knows what is due to it. */
final class Talk {
  private final String service;
  private final InputStream in;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private Talk(String service, Socket socket) throws IOException {
    this.service = service;
    this.in = socket.getInputStream();
  }

  /** Says the pieces one by one, then that there is no more; returns all that was answered. */
  static String with(ServedServices services, String service, List<String> pieces)
      throws IOException {
    try (Socket socket = services.connect(service)) {
      var talk = new Talk(service, socket);
      List<String> said = new ArrayList<>();
      talk.hearWhatIsDue(said);
      for (String piece : pieces) {
        say(socket, piece);
        said.add(piece);
        talk.hearWhatIsDue(said);
      }
      end(socket);
      return talk.rest();
    }
  }

  /** As above, of so much that the answers are read while it is said. */
  static String muchWith(ServedServices services, String service, String much) throws IOException {
    try (Socket socket = services.connect(service)) {
      Thread.ofVirtual()
          .start(() -> {
            say(socket, much);
            end(socket);
          });
      return new Talk(service, socket).rest();
    }
  }

  /** A service that has said its last word hears no more. */
  static void say(Socket socket, String piece) {
    try {
      socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
    } catch (IOException e) {
      // What it has answered tells whether it was right to go.
    }
  }

  private static void end(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
  }

  private void hearWhatIsDue(List<String> said) throws IOException {
    if (Manners.isByChunk(service)) {
      int due = Manners.heard(service, said, false).length() - heard.size();
      heard.write(in.readNBytes(due));
    }
  }

  private String rest() throws IOException {
    if (service.equals("chargen")) { // Never ends by itself.
      heard.write(in.readNBytes(Manners.CHARACTERS.length()));
    } else {
      in.transferTo(heard);
    }
    return Manners.normal(service, heard.toString(ISO_8859_1));
  }
}
