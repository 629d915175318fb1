package io.jackfield.cli;

import io.jackfield.service.client.DatagramClient;
import io.jackfield.service.client.Dialog;
import io.jackfield.service.client.OutputClosedException;
import io.jackfield.service.client.StreamClient;
import io.jackfield.service.client.StreamPlace;
import io.jackfield.service.client.Terminal;
import io.jackfield.service.ping.PingPlan;
import io.jackfield.service.ping.Pinger;
import io.jackfield.socket.ProcessSignals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/**
 * A short life of the program, lived once after a build, from which the JVM makes its AOT cache:
 * the classes loaded here are there at once in later starts. Talks to itself on loopback only.
 */
public final class Training {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Training() {}

  /** Serves each service on free ports, asks each one question, pings, and ends. */
  public static void main(String[] args) {
    try {
      live();
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(Exit.FAILED); // Its servers would run on, deaf to the first signal.
    }
  }

  private static void live() throws Exception {
    Recordings.observe();
    var _ = StandardOutput.installed(); // As Main does.
    CommandLine command = Main.commandLine(); // With all its commands.
    command.parseArgs("serve", "timestamp", "--tcp", "127.0.0.1:0");
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    command();
    serve(loopback, nowhere, "loop");
    serve(loopback, nowhere, "virtual");
    serve(loopback, nowhere, "processes");
    ping(loopback, nowhere);
  }

  /** The command itself, from what was typed to the signal that stops it. */
  private static void command() throws IOException {
    PrintStream err = System.err;
    try (var stopping = new PrintStream(new StopWhenReady(), true, StandardCharsets.UTF_8)) {
      System.setErr(stopping);
      String[] typed = {"serve", "echo", "--tcp", "127.0.0.1:0"};
      int exit = Main.commandLine(typed).execute(typed);
      if (exit != Exit.DONE) {
        throw new IOException("'serve' ended with " + exit);
      }
    } finally {
      System.setErr(err);
    }
  }

  private static void serve(InetAddress loopback, PrintStream nowhere, String engine)
      throws Exception {
    var options = new ServingOptions();
    options.workersByDefault(1);
    new CommandLine(options.spec()).parseArgs("--engine", engine);
    var life = new LifeOptions();
    new CommandLine(life.spec()).parseArgs("--drain-timeout", "1");
    ServerGroup group = ServerLife.begin(life, nowhere).group();
    List<Served> all = Served.all(options);
    if (engine.equals("processes")) { // Each server starts one of its own: one service will do.
      all = all.subList(0, 1);
    }
    for (Served served : all) {
      group.openTcp(served, new InetSocketAddress(loopback, 0));
      group.openUdp(served, new InetSocketAddress(loopback, 0));
    }
    group.start();
    Table.print(nowhere, Integer.MAX_VALUE, "on 127.0.0.1", all, group.shown());
    for (Listening one : group.listening()) {
      try {
        talk(one);
      } catch (OutputClosedException e) {
        // It would go on for ever.
      }
      if (one.service().name().equals("echo") && one.scheme().equals("tcp")) {
        connect(one.port());
      }
    }
    group.stop();
  }

  /** Standard input has ended already. */
  private static void connect(int port) {
    String[] typed = {"connect", "127.0.0.1", Integer.toString(port)};
    int _ = Main.commandLine(typed).execute(typed);
  }

  private static void ping(InetAddress target, PrintStream nowhere) throws IOException {
    var plan = new PingPlan(target, 2, Duration.ofMillis(2), 56, null, null);
    var output = new PingOutput(target, nowhere, nowhere, false);
    try (Pinger pinger = Pinger.open(plan, output)) {
      output.print(PingLines.last("training", pinger.run()));
    } catch (IOException e) {
      // Who may not ping needs no fast start of it.
    }
  }

  private static void talk(Listening one) throws Exception {
    if (!ServiceTalk.isTyped(one.service())) {
      return; // Nobody talks with it line by line.
    }
    var typed = new ByteArrayInputStream("training\n".getBytes(StandardCharsets.US_ASCII));
    var terminal = new Terminal(typed, new ShortOutput(), null);
    Dialog dialog = Dialog.of(one.service().name());
    if (one.scheme().equals("udp")) {
      try (var client = new DatagramClient(dialog, one.server().address(), TIMEOUT, terminal)) {
        client.run();
      }
    } else {
      StreamPlace place = StreamPlace.plain(one.server().address());
      try (var client = new StreamClient(dialog, place, TIMEOUT, terminal)) {
        client.connect();
        client.run();
      }
    }
  }

  /** Sends this process a SIGTERM as soon as a line is written, which says where it listens. */
  private static final class StopWhenReady extends OutputStream {
    private boolean ready;

    @Override
    public void write(int one) throws IOException {
      if (one == '\n' && !ready) {
        ready = true;
        ProcessSignals.send((int) ProcessHandle.current().pid(), "TERM");
      }
    }
  }

  /** Takes some KiB, and then no more: as much as a service without end is listened to. */
  private static final class ShortOutput extends OutputStream {
    private int left = 8_192;

    @Override
    public void write(int one) throws IOException {
      if (left-- == 0) {
        throw new IOException("that is enough");
      }
    }
  }
}
