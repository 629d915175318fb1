// Answers "date", "os" and "ls [DIR]", the names in a folder below ROOT; everything else comes back as it is. No shell anywhere.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.server examples/servers/Commands.java ROOT [PORT]
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.server.*;

static class Commands extends StreamRequestHandler {
  static final String CTIME = "%ta %<tb %<2te %<tT %<tY\n";
  final Path root;

  Commands(Path root) {
    this.root = root;
  }

  protected void handle() throws IOException {
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      var said = UTF_8.decode(chunk.duplicate()).toString().replaceFirst("\r?\n?\\z", "");
      switch (said) {
        case "date" -> say(String.format(Locale.ENGLISH, CTIME, LocalDateTime.now()));
        case "os" -> say(System.getProperty("os.name") + "\n");
        case "ls" -> say(list(""));
        case String ls when ls.startsWith("ls ") -> say(list(ls.substring(3).strip()));
        default -> out().write(chunk.array(), chunk.arrayOffset(), chunk.remaining());
      }
    }
  }

  String list(String folder) throws IOException {
    try {
      var real = root.resolve(folder).toRealPath(); // What ".." and links come to.
      if (!real.startsWith(root) || root.relativize(real).toString().matches("(.*/)?\\..*")) {
        throw new NoSuchFileException(folder); // Outside, or hidden by a dot.
      }
      try (var all = Files.list(real)) {
        return all.filter(one -> !one.getFileName().toString().startsWith("."))
            .sorted()
            .map(one -> one.getFileName() + (Files.isDirectory(one) ? "/\n" : "\n"))
            .collect(Collectors.joining());
      }
    } catch (IOException | InvalidPathException e) {
      return "error: no such directory: " + folder + "\n";
    }
  }

  void say(String text) throws IOException {
    out().write(text.getBytes(UTF_8));
  }
}

void main(String[] args) throws IOException {
  var root = Path.of(args[0]).toRealPath();
  int port = args.length > 1 ? Integer.parseInt(args[1]) : 50007;
  var address = new InetSocketAddress("127.0.0.1", port);
  try (var server = TcpServer.at(address).handler(() -> new Commands(root)).open()) {
    IO.println("listening on " + server.address());
    server.serveForever();
  }
}
