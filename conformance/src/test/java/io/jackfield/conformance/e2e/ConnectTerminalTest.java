package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our clients at a terminal: a prompt for who types, and only the answers on standard output. */
final class ConnectTerminalTest {
  /**
   * Runs a command with a terminal as its standard input and error. What is typed comes as pairs on
   * the command line: a text to wait for on the terminal, and the keys to press then. Says what the
   * terminal showed, a line {@code ---}, the command's standard output, another, its exit code.
   */
  private static final String TERMINAL =
      """
      import pty, time
      keys = [k.encode().decode('unicode_escape').encode() for k in ARGS[:ARGS.index('--')]]
      command = ARGS[ARGS.index('--') + 1:]
      out_read, out_write = os.pipe()
      pid, terminal = pty.fork()
      if pid == 0:
          os.dup2(out_write, 1)
          os.execvp(command[0], command)
      os.close(out_write)
      shown = b''
      def look():
          global shown
          try:
              shown += os.read(terminal, 1000)
              return True
          except OSError:
              return False
      seen = 0
      for expected, typed in zip(keys[0::2], keys[1::2]):
          while expected not in shown[seen:] and look():
              pass
          seen = len(shown)
          os.write(terminal, typed)
      while look():
          pass
      answers = b''
      while part := os.read(out_read, 1000):
          answers += part
      exit = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      say(b'%s---\\n%s---\\n%d' % (shown.replace(b'\\r\\n', b'\\n'), answers, exit))
      """;

  private static String[] atTerminal(Command command, String... waitsAndKeys) {
    Command terminal =
        Python.script(TERMINAL, (Object[]) waitsAndKeys)
            .and("--")
            .and(command.words().toArray(String[]::new));
    Command.Finished finished = terminal.run();
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out().split("---\n", -1);
  }

  @Test
  void whoTypesIsPromptedOnTheTerminalAndOnlyTheAnswersGoToStandardOutput() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      String[] shown =
          atTerminal(socat.connect("echo"), "> ", "one\\n", "> ", "two\\n", "> ", "\\n");
      assertThat(shown[0]).isEqualTo("> one\n> two\n> \n");
      assertThat(shown[1]).isEqualTo("one\ntwo\n");
      assertThat(shown[2]).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({"\\n, 0", "\\x04, 0", "\\x03, 130"})
  void anEmptyLineOrControlDEndsItAndControlCBreaksItOff(String key, String exit) {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      String[] shown = atTerminal(socat.connect("echo"), "> ", "one\\n", "> ", key);
      assertThat(shown[1]).isEqualTo("one\n");
      assertThat(shown[2]).isEqualTo(exit);
    }
  }

  @Test
  void whereAnswersComeAtAnyTimeThereIsNoPrompt() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      String[] shown =
          atTerminal(
              socat.connect("select-room"), "", "one\\n", "one\r\n", "two\\n", "two", "\\x04");
      assertThat(shown[0]).startsWith("one\ntwo\n").doesNotContain("> ");
      assertThat(shown[1]).isEqualTo("one\ntwo\n");
      assertThat(shown[2]).isEqualTo("0");
    }
  }

  @Test
  void datagramsAreTypedInTheSameWay() {
    try (Foreign socat = Foreign.socat("UDP-LISTEN")) {
      String[] shown = atTerminal(socat.connect("echo", "--udp"), "> ", "one\\n", "> ", "\\x04");
      assertThat(shown[0]).startsWith("> one\n> ");
      assertThat(shown[1]).isEqualTo("one\n");
      assertThat(shown[2]).isEqualTo("0");
    }
  }

  @Test
  void controlCEndsAServerInOrder() {
    String[] shown =
        atTerminal(
            Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0"), "listening echo", "\\x03");
    assertThat(shown[1]).isEmpty();
    assertThat(shown[2]).isEqualTo("0");
  }

  @Test
  void whereNobodyTypesThereIsNoPrompt() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      Command.Finished piped = socat.connect("echo").run("one\n");
      assertThat(piped.err()).isEmpty();
      assertThat(piped.out()).isEqualTo("one\n");
    }
  }
}
