package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Standard input beside a timer and a signal, in a process of its own. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StandardInputTest {
  /** The other process: waits for a line with each mechanism in turn, then for the end. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      ByteBuffer line = ByteBuffer.allocate(100);
      for (Mechanism mechanism : Mechanism.values()) {
        try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
            BorrowedDescriptor input = StandardStream.INPUT.borrow();
            EventFd other = EventFd.open()) {
          multiplexer.register(input, Interest.READABLE, "input");
          multiplexer.register(other, Interest.READABLE, "other");
          System.out.println(mechanism + " waits");
          multiplexer.await((_, _) -> input.read(line));
          System.out.println(mechanism + " read " + Pairs.text(line).strip());
          line.clear();
        }
      }
    }
  }

  private static String[] childCommand() {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      "target/classes:target/test-classes",
      Child.class.getName()
    };
  }

  @Test
  void aTerminalIsWaitedForAndLeftAsItWas() throws Exception {
    try (Python python =
        Python.start(
            """
            import fcntl, pty, subprocess
            keyboard, terminal = pty.openpty()
            before = fcntl.fcntl(terminal, fcntl.F_GETFL)
            child = subprocess.Popen(sys.argv[1:], stdin=terminal, stdout=subprocess.PIPE, text=True)
            for n in range(3):
                print(child.stdout.readline().strip())
                os.write(keyboard, b'line %d\\n' % n)
                print(child.stdout.readline().strip())
            child.wait()
            print(fcntl.fcntl(terminal, fcntl.F_GETFL) == before)
            """,
            (Object[]) childCommand())) {
      assertThat(python.end().lines())
          .containsExactly(
              "SELECT waits",
              "SELECT read line 0",
              "POLL waits",
              "POLL read line 1",
              "EPOLL waits",
              "EPOLL read line 2",
              "True");
    }
  }

  @Test
  void aPipeIsWaitedForToo() throws Exception {
    Process child =
        new ProcessBuilder(childCommand()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var to = child.outputWriter();
        var from = child.inputReader()) {
      for (Mechanism mechanism : Mechanism.values()) {
        assertThat(from.readLine()).isEqualTo(mechanism + " waits");
        to.write("line\n");
        to.flush();
        assertThat(from.readLine()).isEqualTo(mechanism + " read line");
      }
    } finally {
      child.destroy();
    }
  }
}
