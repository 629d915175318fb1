package io.jackfield.comparison.servers;

import io.jackfield.socket.SocketEvent;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObserver;
import java.util.EnumMap;
import java.util.LongSummaryStatistics;
import java.util.Map;

/** What metrics keep of each call: how many of a kind, how many bytes, how long. One thread's. */
final class CallTotals implements SocketObserver {
  private final Map<Kind, LongSummaryStatistics> bytes = new EnumMap<>(Kind.class);
  private final Map<Kind, LongSummaryStatistics> nanos = new EnumMap<>(Kind.class);

  @Override
  public void observed(SocketEvent event) {
    note(event.bytes(), bytes, event.kind());
    note(event.nanos(), nanos, event.kind());
  }

  private static void note(long value, Map<Kind, LongSummaryStatistics> in, Kind kind) {
    in.computeIfAbsent(kind, _ -> new LongSummaryStatistics()).accept(value);
  }
}
