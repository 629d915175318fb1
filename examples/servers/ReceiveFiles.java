// Takes files from SendFile into FOLDER: name, size and bytes, each answered with OK. Nothing outside the folder, nothing over a
// file that is there, and a file has its name only when it is whole.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/ReceiveFiles.java FOLDER [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Receiving extends StreamRequestHandler {
  final Path folder;

  Receiving(Path folder) {
    this.folder = folder;
  }

  protected void handle() throws IOException {
    for (byte[] line; (line = in().readLine(1_000)) != null; ) {
      var name = new String(line, UTF_8).stripTrailing();
      if (!name.matches("[^./\0][^/\0]*") || Files.exists(folder.resolve(name))) {
        say("ERROR not a name to be had here: " + name);
        return;
      }
      say("OK");
      line = in().readLine(20);
      var digits = line == null ? "" : new String(line, UTF_8).stripTrailing();
      if (!digits.matches("\\d{1,18}")) {
        say("ERROR not a size: " + digits);
        return;
      }
      say("OK");
      if (!take(Long.parseLong(digits), folder.resolve(name))) {
        return;
      }
      say("OK");
    }
  }

  boolean take(long size, Path file) throws IOException {
    var part = Files.createTempFile(folder, ".", ".part");
    try {
      long missing = size;
      var some = new byte[65_536];
      try (var out = Files.newOutputStream(part)) {
        for (int read = 0; missing > 0 && read >= 0; missing -= Math.max(read, 0)) {
          read = in().read(some, 0, (int) Math.min(missing, some.length));
          out.write(some, 0, Math.max(read, 0));
        }
      }
      if (missing == 0) {
        Files.createLink(file, part); // A move would replace what has come to be there meanwhile.
      }
      return missing == 0;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  void say(String answer) throws IOException {
    out().write((answer + "\n").getBytes(UTF_8));
  }
}

void main(String[] args) throws IOException {
  var folder = Path.of(args[0]);
  int port = args.length > 1 ? Integer.parseInt(args[1]) : 9000;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(() -> new Receiving(folder)).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
