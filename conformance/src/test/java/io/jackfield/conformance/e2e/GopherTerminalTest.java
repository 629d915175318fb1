package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code jackfield gopher} at a terminal of 80 columns and 24 rows. */
final class GopherTerminalTest {
  private static final Path FOLDER = GopherFolder.make();

  @RegisterExtension
  static final Server GOPHER =
      Server.serve("gopher", "--tcp", "127.0.0.1:0", "--root", FOLDER.resolve("root").toString());

  /**
   * Runs a command at a terminal, in the folder that comes first. What is typed comes as pairs: a
   * text to wait for, and what to type then. Says what the terminal showed, a line {@code ---}, and
   * the exit code.
   */
  private static final String TERMINAL =
      """
      import fcntl, pty, termios
      keys = [k.encode().decode('unicode_escape').encode() for k in ARGS[1:ARGS.index('--')]]
      command = ARGS[ARGS.index('--') + 1:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.chdir(ARGS[0])
          fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
          os.environ['TERM'] = 'xterm'
          os.environ.setdefault('PAGER', 'cat')
          os.execvp(command[0], command)
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
          while expected not in shown[seen:]:
              if not look():
                  raise EOFError('%r did not show: %r' % (expected, shown))
          seen = len(shown)
          os.write(terminal, typed)
      while look():
          pass
      exit = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      say(b'%s---\\n%d' % (shown.replace(b'\\r\\n', b'\\n'), exit))
      """;

  @TempDir private Path temp;

  private String[] atTerminal(String where, String... waitsAndKeys) {
    return atTerminal(Command.jackfield("gopher", where), waitsAndKeys);
  }

  private String[] atTerminal(Command command, String... waitsAndKeys) {
    Command terminal =
        Python.script(TERMINAL, temp)
            .and(waitsAndKeys)
            .and("--")
            .and(command.words().toArray(String[]::new));
    Command.Finished finished = new Command(terminal.words(), command.environment()).run();
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out().split("---\n", -1);
  }

  private static String ours() {
    return "127.0.0.1:" + GOPHER.tcp();
  }

  @Test
  void aNumberOpensAndBGoesBackAndQQuits() {
    String[] shown =
        atTerminal(ours(), "> ", "4\\n", "> ", "1\\n", "> ", "b\\n", "> ", "u\\n", "> ", "q\\n");
    assertThat(shown[0])
        .contains("  1  file bytes.bin (3.0 MiB)\n  2  text dots.txt (23 bytes)\n")
        .contains("  4  menu sub/\n  5  find Search for words below here\n")
        .contains("          Below\n  1  text A\n")
        .contains("nothing but a needle\n")
        .contains("gopher://" + ours() + "/\n");
    assertThat(shown[1]).isEqualTo("0");
  }

  @Test
  void controlDEndsItAndControlCBreaksItOff() {
    assertThat(atTerminal(ours(), "> ", "\\x04")[1]).isEqualTo("0");
    assertThat(atTerminal(ours(), "> ", "\\x03")[1]).isEqualTo("130");
  }

  @Test
  void wordsToSearchForAreAskedFor() {
    String[] shown =
        atTerminal(
            ours(),
            "> ",
            "5\\n",
            "Words to search for: ",
            "but\\tneedle\\n",
            "> ",
            "b\\n",
            "> ",
            "q\\n");
    assertThat(shown[0])
        .contains(
            "  1  text a b.txt: nothing but a needle\n          1 file found for 'but needle'; not everything was looked at.\n");
  }

  @Test
  void filesAreSavedAndNeverOverAnother() throws Exception {
    Files.writeString(temp.resolve("bytes.bin"), "old");
    String[] shown = atTerminal(ours(), "> ", "1\\n", "> ", "q\\n");
    assertThat(shown[0]).contains("saved bytes.bin.1\n");
    assertThat(temp.resolve("bytes.bin")).hasContent("old");
    assertThat(Files.readAllBytes(temp.resolve("bytes.bin.1")))
        .isEqualTo(GopherFolder.bytes(3 << 20));
  }

  @Test
  void whatIsWrongIsASentenceAndItGoesOn() {
    String[] shown =
        atTerminal(
            ours(), "> ", "9\\n", "> ", "0\\n", "> ", "x\\n", "> ", "b\\n", "> ", "?\\n", "> ",
            "q\\n");
    assertThat(shown[0])
        .contains(
            "There is 1 to 5.\n", "'x' is nothing here; ? helps.\n", "This is where you came in")
        .contains("b       back");
    assertThat(shown[1]).isEqualTo("0");
  }

  @Test
  void aLongTextGoesToThePager() {
    Command gopher =
        Command.jackfield("gopher", ours() + "/long.txt").with("PAGER", "head -2; echo PAGED");
    String[] shown = atTerminal(gopher);
    assertThat(shown[0]).isEqualTo(".line 0|\nline 1 |\nPAGED\n");
    assertThat(shown[1]).isEqualTo("0");
  }

  @Test
  void aShortTextDoesNot() {
    Command gopher = Command.jackfield("gopher", ours() + "/dots.txt").with("PAGER", "echo PAGED");
    assertThat(atTerminal(gopher)[0]).isEqualTo(GopherFolder.DOTS + "\n");
  }

  @Test
  void bytesAreSavedWhereTheyAreAllThatWasAskedFor() throws Exception {
    String[] shown = atTerminal("gopher://" + ours() + "/9/bytes.bin");
    assertThat(shown[0]).contains("saved bytes.bin\n");
    assertThat(temp.resolve("bytes.bin")).hasSize(3 << 20);
  }

  /** A server of a stranger's: everything that a terminal would obey is replaced. */
  @Test
  void theTerminalIsSentNothingThatItWouldObey() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                asked = s.makefile('rb').readline()
                at = b'\\t127.0.0.1\\t%d\\r\\n' % s.getsockname()[1]
                evil = b'\\x1b]0;title\\x07\\x1b[2J\\xc2\\x9b31m\\xe2\\x80\\xaeevil'
                if asked == b'/text\\r\\n':
                    s.sendall(evil + b'\\r\\n.\\r\\n')
                elif asked == b'/refused\\r\\n':
                    s.sendall(b'3' + evil + b'\\t\\terror.host\\t1\\r\\n.\\r\\n')
                elif asked.startswith(b'/.'):
                    s.sendall(b'\\0content')
                else:
                    s.sendall(b'i' + evil + b'\\t\\tx\\t1\\r\\n' + b'0' + evil + b'\\t/text' + at
                              + b'1refused\\t/refused' + at + b'9file\\t/.\\x1b[31m' + at
                              + evil + b'\\r\\n' + b'8' + evil + b'\\t\\t\\x1b[31m\\t23\\r\\n.\\r\\n')
            stream(handle)
            """)) {
      String[] shown =
          atTerminal(
              "127.0.0.1:" + python.port(),
              "> ",
              "1\\n",
              "> ",
              "2\\n",
              "> ",
              "3\\n",
              "> ",
              "4\\n",
              "> ",
              "q\\n");
      assertThat(Wire.text(shown[0]).replaceAll("\u001b\\[(J|[0-9]*A|3[12]m|0?m)", ""))
          .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e")
          .contains("evil", "the server says: ", "saved _");
      assertThat(shown[1]).isEqualTo("0");
    }
  }
}
