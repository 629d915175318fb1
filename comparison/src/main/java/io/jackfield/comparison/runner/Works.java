package io.jackfield.comparison.runner;

import io.jackfield.comparison.runner.Work.Cost;
import java.util.List;

/** All that is measured, in the order of the report. */
final class Works {
  private static final int SMALL = 4_096;
  private static final int LARGE = 65_536;

  /** As many as fit below a limit of 20,000 descriptors a process; fewer where that is lower. */
  private static final int IDLE = 18_000;

  /** As many as there may be processes for. */
  private static final int FEW_IDLE = 500;

  private final Peers peers;

  Works(Peers peers) {
    this.peers = peers;
  }

  List<Work> all() {
    return List.of(
        echo("echo-50x64", "Echo, 50 connections, 64 B", SMALL, Load.messages(50, 64, 1)),
        echo("echo-1000x64", "Echo, 1,000 connections, 64 B", SMALL, Load.messages(1_000, 64, 1)),
        echo(
            "echo-50x64x16",
            "Echo, 50 connections, 64 B, 16 deep",
            SMALL,
            Load.messages(50, 64, 16)),
        echo("echo-16x64k", "Echo, 16 connections, 64 KiB", LARGE, Load.messages(16, 65_536, 1)),
        lines(16),
        lines(128),
        underLoad(
            "accepts",
            "A connection, a byte there and back, closed",
            peers.echo(SMALL),
            Load.connections(32),
            Cost.cpu("a connection")),
        new Work(
            "allocations",
            "Allocated in the Java heap, 50 connections, 64 B, 16 deep",
            peers.echoInJava(SMALL),
            AllocationTrial::open,
            Cost.value("bytes a message", "allocated_bytes_each")),
        new Work(
            "idle",
            "Memory of an idle connection",
            peers.holding(SMALL),
            (peer, setting) -> new IdleTrial(peer, setting, Machine.connections(IDLE)),
            Cost.value("bytes a connection", "bytes_each", Work.Extra.HEAP),
            3),
        new Work(
            "start",
            "From the start to the first echo",
            peers.starting(),
            StartTrial::open,
            Cost.value("ms", "start_ms")),
        datagrams("udp-separate", "Datagrams of 64 B, each by itself", false),
        datagrams("udp-trains", "Datagrams of 64 B in trains", true),
        underLoad(
            "latency",
            "Ping-pong, 1 connection, 64 B",
            peers.pingPong(),
            Load.messages(1, 64, 1, "-Z"),
            Cost.value("median, µs", "p50_us", Work.Extra.TAIL)),
        new Work(
            "relay",
            "One connection passed on to another",
            peers.relays(),
            StreamTrial::open,
            Cost.cpu("a MiB")),
        new Work(
            "pipe",
            "One connection passed on through a pipe between two programs",
            peers.pipes(),
            StreamTrial::open,
            Cost.cpu("a MiB")),
        underLoad(
            "engines-one",
            "One handler on each engine: echo, 1 connection, 64 B",
            peers.engines("echo", true),
            Load.messages(1, 64, 1),
            Cost.cpu("a message")),
        underLoad(
            "engines-echo",
            "One handler on each engine: echo, 50 connections, 64 B",
            peers.engines("echo", false),
            Load.messages(50, 64, 1),
            Cost.cpu("a message")),
        underLoad(
            "engines-lines",
            "One handler on each engine: lines, 50 connections, 64 B, 16 deep",
            peers.engines("lines", false),
            Load.messages(50, 64, 16, "-L"),
            Cost.cpu("a line")),
        new Work(
            "engines-idle",
            "One handler on each engine: memory of an idle connection",
            peers.engines("echo", false).stream()
                .filter(peer -> !peer.name().endsWith("-select"))
                .toList(),
            (peer, setting) -> new IdleTrial(peer, setting, FEW_IDLE),
            Cost.value("bytes a connection", "bytes_each", Work.Extra.HEAP),
            3),
        new Work(
            "engines-start",
            "One handler on each engine: from the start to the first echo",
            peers.engines("echo", true),
            StartTrial::open,
            Cost.value("ms", "start_ms")));
  }

  private Work datagrams(String name, String title, boolean trains) {
    return underLoad(
        name, title, peers.datagrams(trains), Load.datagrams(trains), Cost.cpu("a datagram"));
  }

  private Work lines(int depth) {
    Load load = Load.messages(50, 64, depth, "-L");
    String title = "Lines, 50 connections, 64 B, " + depth + " deep";
    return underLoad("lines-" + depth, title, peers.lines(), load, Cost.cpu("a line"));
  }

  private Work echo(String name, String title, int bufferBytes, Load load) {
    return underLoad(name, title, peers.echo(bufferBytes), load, Cost.cpu("a message"));
  }

  private static Work underLoad(String name, String title, List<Peer> who, Load load, Cost cost) {
    return new Work(name, title, who, (peer, setting) -> LoadTrial.open(peer, setting, load), cost);
  }
}
