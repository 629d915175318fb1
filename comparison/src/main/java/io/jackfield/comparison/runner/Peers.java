package io.jackfield.comparison.runner;

import static io.jackfield.comparison.runner.Peer.PORT;
import static io.jackfield.comparison.runner.Peer.TARGET;

import io.jackfield.comparison.peers.ChannelDatagrams;
import io.jackfield.comparison.peers.NettyDatagrams;
import io.jackfield.comparison.peers.NettyEcho;
import io.jackfield.comparison.peers.NettyLines;
import io.jackfield.comparison.peers.VertxEcho;
import io.jackfield.comparison.peers.VirtualThreadEcho;
import io.jackfield.comparison.servers.BlockingEchoServer;
import io.jackfield.comparison.servers.DatagramServer;
import io.jackfield.comparison.servers.EchoServer;
import io.jackfield.comparison.servers.EngineServer;
import io.jackfield.comparison.servers.LineServer;
import io.jackfield.comparison.servers.RelayServer;
import io.jackfield.comparison.servers.SpliceRelay;
import io.jackfield.reactor.driver.Drivers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All servers, a line each.
 *
 * @param c the references
 * @param home the folder of this module, the command's beside it
 */
record Peers(Jvm jvm, CPrograms c, Path home) {
  /** Access to Unsafe, which Netty then takes; without it, it does without. */
  private static final List<String> NETTY_FLAGS =
      List.of("--sun-misc-unsafe-memory-access=allow", "-Dio.netty.leakDetectionLevel=disabled");

  private static final String NETTY = "Netty 4.2.18, SerialGC, Unsafe allowed, no leak detection";
  private static final String VERTX = "Vert.x 5.2.0 on Netty's epoll, SerialGC, its flags";

  /**
   * Echo servers over TCP.
   *
   * @param bufferBytes what a receive should have room for, where that is to be chosen
   */
  List<Peer> echo(int bufferBytes) {
    String size = Integer.toString(bufferBytes);
    String count = bufferBytes > 4_096 ? "128" : "1024";
    var peers = new ArrayList<Peer>();
    peers.add(tcp("c-epoll", "C", c("c_epoll", PORT), "gcc -O2"));
    peers.add(tcp("c-uring", "C", c("c_uring", PORT, size, count), "gcc -O2, buffers of " + size));
    for (String driver : Drivers.names()) {
      peers.add(
          tcp("jackfield-" + driver, "Jackfield", ours(EchoServer.class, driver), "SerialGC"));
    }
    List<String> observed = ours(EchoServer.class, best(), "--observed");
    peers.add(
        tcp(
            "jackfield-" + best() + "-observed",
            "Jackfield",
            observed,
            "an observer that counts calls, bytes and time, SerialGC"));
    String carrying = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    String onLoop = "handlers in virtual threads on the loop";
    peers.add(blocking("blocking", size, onLoop, carrying));
    peers.add(blocking("transfer", "transfer", onLoop + ", transferTo", carrying));
    peers.add(blocking("fallback", size, "handlers in ordinary virtual threads"));
    peers.add(tcp("netty-nio", "Netty", netty(NettyEcho.class, size, "nio"), NETTY));
    peers.add(tcp("netty-epoll", "Netty", netty(NettyEcho.class, size, "epoll"), NETTY));
    peers.add(tcp("netty-io_uring", "Netty", netty(NettyEcho.class, size, "io_uring"), NETTY));
    peers.add(
        tcp("netty-io_uring-ring", "Netty", netty(NettyEcho.class, size, "io_uring-ring"), NETTY));
    peers.add(tcp("vertx-native", "Vert.x", vertx("native"), VERTX));
    peers.add(tcp("virtual-threads", "JDK", virtual(size), "a virtual thread each, SerialGC"));
    peers.add(tcp("asyncio", "Python", python("asyncio_echo.py"), "Debian's Python"));
    peers.add(tcp("twisted", "Python", python("twisted_echo.py"), "Debian's Python, epoll"));
    return peers;
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Peer echoNamed(String name) {
    List<Peer> all = echo(4_096);
    return all.stream()
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no server %s; there are: %s"
                    .formatted(name, String.join(", ", all.stream().map(Peer::name).toList()))));
  }

  /**
   * Those of the echo servers that have a Java heap; the first is not one of those that may
   * allocate nothing, for ratios to it would be of nothing.
   */
  List<Peer> echoInJava(int bufferBytes) {
    return echo(bufferBytes).stream()
        .filter(Peer::isJvm)
        .sorted(Comparator.comparing(peer -> !peer.family().equals("JDK")))
        .toList();
  }

  /** Those of the echo servers that hold any number of connections: select(2) cannot. */
  List<Peer> holding(int bufferBytes) {
    return echo(bufferBytes).stream()
        .filter(peer -> !peer.name().equals("jackfield-select"))
        .toList();
  }

  /** Echo servers to be started, those in Java with a start-up cache too. */
  List<Peer> starting() {
    var peers = new ArrayList<Peer>();
    for (Peer peer : echo(4_096)) {
      peers.add(peer);
      if (peer.isJvm()) {
        peers.add(peer.withStartUpCache());
      }
    }
    List<String> serve = List.of(command(), "serve", "echo", "--tcp", "127.0.0.1:" + PORT);
    peers.add(tcp("jackfield-serve", "Jackfield", serve, "the command, with its start-up cache"));
    return peers;
  }

  /** Echo servers to be asked one thing at a time, some of them not waiting but looking. */
  List<Peer> pingPong() {
    var peers = new ArrayList<>(echo(4_096));
    List<String> spinning = c("c_epoll", PORT, "lt", "spin");
    peers.add(1, tcp("c-epoll-spinning", "C", spinning, "epoll_wait without waiting, gcc -O2"));
    for (String driver : Drivers.names()) {
      List<String> command = ours(EchoServer.class, driver, "--spin");
      peers.add(
          tcp("jackfield-" + driver + "-spinning", "Jackfield", command, "spin(…), SerialGC"));
    }
    return peers;
  }

  /** Servers that answer lines. */
  List<Peer> lines() {
    String size = "16384";
    var peers = new ArrayList<Peer>();
    peers.add(tcp("c-line", "C", c("c_line", PORT), "epoll, gcc -O2"));
    for (String driver : Drivers.names()) {
      peers.add(
          tcp("jackfield-" + driver, "Jackfield", ours(LineServer.class, driver), "SerialGC"));
    }
    for (String transport : List.of("epoll", "io_uring", "io_uring-ring")) {
      for (String way : List.of("tuned", "idiomatic")) {
        List<String> command = netty(NettyLines.class, size, way, transport);
        peers.add(tcp("netty-" + transport + "-" + way, "Netty", command, NETTY));
      }
    }
    return peers;
  }

  /** Servers that send datagrams back; where trains are sent, those that take them as such too. */
  List<Peer> datagrams(boolean trains) {
    String size = "2048";
    var peers = new ArrayList<Peer>();
    peers.add(udp("c-udp", "C", c("c_udp", PORT, "simple"), "a call each, gcc -O2"));
    peers.add(udp("c-udp-batches", "C", c("c_udp", PORT, "mmsg"), "recvmmsg, gcc -O2"));
    for (String driver : Drivers.names()) {
      peers.add(udp("jackfield-" + driver, "Jackfield", ours("separate", driver), "SerialGC"));
    }
    for (String transport : List.of("nio", "epoll", "io_uring")) {
      List<String> command = netty(NettyDatagrams.class, size, "separate", transport);
      peers.add(udp("netty-" + transport, "Netty", command, NETTY));
    }
    List<String> jdk = jvm.with().command(ChannelDatagrams.class, List.of(), PORT);
    peers.add(udp("jdk-channel", "JDK", jdk, "a thread that waits, SerialGC"));
    if (trains) {
      for (String driver : Drivers.names()) {
        List<String> command = ours("trains", driver);
        peers.add(
            udp("jackfield-" + driver + "-trains", "Jackfield", command, "SerialGC, UDP_GRO"));
      }
      peers.add(udp("c-udp-trains", "C", c("c_udp", PORT, "gro"), "UDP_GRO, UDP_SEGMENT"));
      List<String> command = netty(NettyDatagrams.class, size, "trains", "epoll");
      peers.add(udp("netty-epoll-trains", "Netty", command, NETTY + ", UDP_GRO, UDP_SEGMENT"));
    }
    return peers;
  }

  /**
   * One handler on each engine, and Python's.
   *
   * @param handler {@code echo} or {@code lines}
   * @param oneAtATime whether to have those too that serve one connection at a time
   */
  List<Peer> engines(String handler, boolean oneAtATime) {
    String carrying = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    var peers = new ArrayList<Peer>();
    String script = "socketserver_engines.py";
    for (String engine : engines(oneAtATime, "threads", "processes")) {
      List<String> command = python(script, engine, handler);
      peers.add(tcp("python-" + engine, "Python", command, "socketserver, Debian's Python"));
    }
    for (String engine : engines(oneAtATime, "threads", "virtual", "processes")) {
      List<String> command =
          jvm.with().command(EngineServer.class, List.of(), engine, handler, PORT);
      peers.add(tcp("jackfield-" + engine, "Jackfield", command, "SerialGC"));
    }
    for (String driver : Drivers.names()) {
      String engine = "loop-" + driver;
      List<String> command =
          jvm.with().command(EngineServer.class, List.of(carrying), engine, handler, PORT);
      peers.add(tcp("jackfield-" + engine, "Jackfield", command, "SerialGC"));
    }
    return peers;
  }

  private static List<String> engines(boolean oneAtATime, String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    if (oneAtATime) {
      all.addFirst("iterative");
    }
    return all;
  }

  /** What passes a connection on to another port. */
  List<Peer> relays() {
    String listen = "TCP-LISTEN:" + PORT + ",bind=127.0.0.1,reuseaddr";
    String connect = "TCP:127.0.0.1:" + TARGET;
    var peers = new ArrayList<Peer>();
    peers.add(
        tcp("socat", "socat", List.of("socat", listen, connect), "buffers of 8 KiB, its default"));
    List<String> large = List.of("socat", "-b", "65536", listen, connect);
    peers.add(tcp("socat-64k", "socat", large, "buffers of 64 KiB"));
    peers.add(tcp("c-relay", "C", c("c_relay", PORT, TARGET), "splice(2), pipes of 1 MiB"));
    List<String> splice = jvm.with().command(SpliceRelay.class, List.of(), TARGET, PORT);
    peers.add(
        tcp("jackfield-splice", "Jackfield", splice, "splice(2), two virtual threads, SerialGC"));
    for (String driver : Drivers.names()) {
      List<String> command =
          jvm.with().command(RelayServer.class, List.of(), TARGET, "--driver", driver, PORT);
      peers.add(tcp("jackfield-" + driver, "Jackfield", command, "SerialGC"));
    }
    String from = "listen:tcp://127.0.0.1:" + PORT;
    List<String> relay = List.of(command(), "relay", from, "tcp://127.0.0.1:" + TARGET);
    peers.add(tcp("jackfield-relay", "Jackfield", relay, "the command"));
    return peers;
  }

  /** What passes a connection on through a shell's pipe: one program listens, another connects. */
  List<Peer> pipes() {
    String ours = command() + " listen --recv-only {port} | ";
    ours += command() + " connect --send-only 127.0.0.1 {target}";
    String ncat = "ncat -l --recv-only 127.0.0.1 {port} | ncat --send-only 127.0.0.1 {target}";
    String listen = "socat -u TCP-LISTEN:{port},bind=127.0.0.1 -";
    String socat = listen + " | socat -u - TCP:127.0.0.1:{target}";
    String large = socat.replace("-u", "-b 65536 -u");
    return List.of(
        shell("ncat", "ncat", ncat, "ncat 7.93, its default buffers"),
        shell("socat", "socat", socat, "buffers of 8 KiB, its default"),
        shell("socat-64k", "socat", large, "buffers of 64 KiB"),
        shell("jackfield", "Jackfield", ours, "the command"));
  }

  private static Peer shell(String name, String family, String line, String remark) {
    return tcp(name, family, List.of("sh", "-c", line), remark);
  }

  private String command() {
    return home.resolve("../jackfield").normalize().toString();
  }

  private static Peer udp(String name, String family, List<String> command, String remark) {
    return new Peer(name, family, command, remark, Peer.Transport.UDP);
  }

  private static Peer tcp(String name, String family, List<String> command, String remark) {
    return new Peer(name, family, command, remark, Peer.Transport.TCP);
  }

  private List<String> c(String program, String... arguments) {
    var command = new ArrayList<>(List.of(c.program(program)));
    command.addAll(List.of(arguments));
    return command;
  }

  private List<String> ours(Class<?> main, String driver, String... options) {
    var arguments = new ArrayList<>(List.of("--driver", driver));
    arguments.addAll(List.of(options));
    arguments.add(PORT);
    return jvm.with().command(main, List.of(), arguments.toArray(String[]::new));
  }

  private static String best() {
    return Drivers.names().getFirst();
  }

  /** Ours in the blocking style, on the driver that is best. */
  private Peer blocking(String name, String how, String remark, String... flags) {
    String driver = best();
    List<String> command =
        jvm.command(BlockingEchoServer.class, List.of(flags), how, "--driver", driver, PORT);
    return tcp("jackfield-" + driver + "-" + name, "Jackfield", command, remark + ", SerialGC");
  }

  private List<String> ours(String way, String driver) {
    return jvm.command(DatagramServer.class, List.of(), way, "--driver", driver, PORT);
  }

  private List<String> netty(Class<?> main, String ringBufferBytes, String... arguments) {
    var flags = new ArrayList<>(NETTY_FLAGS);
    flags.add("-Dcomparison.ring.buffer=" + ringBufferBytes);
    var all = new ArrayList<>(List.of(arguments));
    all.add(PORT);
    return jvm.with("netty").command(main, flags, all.toArray(String[]::new));
  }

  private List<String> vertx(String transport) {
    return jvm.with("vertx", "netty", "jackson")
        .command(VertxEcho.class, NETTY_FLAGS, transport, PORT);
  }

  private List<String> virtual(String bufferBytes) {
    return jvm.with().command(VirtualThreadEcho.class, List.of(), bufferBytes, PORT);
  }

  private List<String> python(String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("/usr/bin/python3");
    command.add(home.resolve("src/main/python/" + script).toString());
    command.addAll(List.of(arguments));
    command.add(PORT);
    return command;
  }
}
