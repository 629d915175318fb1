package io.jackfield.server.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler has thrown in another process, as text: its classes may be unknown here, and what
 * a worker says of itself is not to be trusted with making objects of any class.
 *
 * @param thrown the name of its class
 * @param timedOut whether it is that of a client that was too slow
 * @param trace where it was thrown, the first {@value #MOST_FRAMES} frames
 */
public record Failure(
    String thrown, @Nullable String message, boolean timedOut, List<StackTraceElement> trace) {
  private static final int MOST_FRAMES = 64;
  private static final int MOST_CHARACTERS = 8_192;

  /** A client was too slow. */
  public static final Failure TIME_OUT = new Failure("", null, true, List.of());

  /** Of a throwable. */
  public static Failure of(Throwable thrown) {
    String message = thrown.getMessage();
    return new Failure(
        thrown.getClass().getName(),
        message == null || message.length() <= MOST_CHARACTERS
            ? message
            : message.substring(0, MOST_CHARACTERS) + "…",
        false,
        Arrays.stream(thrown.getStackTrace()).limit(MOST_FRAMES).toList());
  }

  void write(DataOutputStream out) throws IOException {
    Wire.text(out, thrown);
    Wire.optionalText(out, message);
    out.writeBoolean(timedOut);
    out.writeInt(trace.size());
    for (StackTraceElement each : trace) {
      Wire.text(out, each.getClassName());
      Wire.text(out, each.getMethodName());
      Wire.optionalText(out, each.getFileName());
      out.writeInt(each.getLineNumber());
    }
  }

  static Failure read(DataInputStream in) throws IOException {
    String thrown = Wire.text(in);
    String message = Wire.optionalText(in);
    boolean timedOut = in.readBoolean();
    List<StackTraceElement> trace = new ArrayList<>();
    for (int left = Math.min(in.readInt(), MOST_FRAMES); left > 0; left--) {
      trace.add(
          new StackTraceElement(Wire.text(in), Wire.text(in), Wire.optionalText(in), in.readInt()));
    }
    return new Failure(thrown, message, timedOut, trace);
  }
}
