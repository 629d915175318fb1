package io.jackfield.socket.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A C program that tells what the system's headers say: compiled with gcc, run, read. */
public final class CProbe {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <stddef.h>
      #include <stdio.h>
      #include <string.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <poll.h>
      #include <sched.h>
      #include <signal.h>
      #include <time.h>
      #include <unistd.h>
      #include <arpa/inet.h>
      #include <netinet/in.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/inotify.h>
      #include <sys/ioctl.h>
      #include <sys/mman.h>
      #include <sys/resource.h>
      #include <sys/select.h>
      #include <sys/signalfd.h>
      #include <sys/socket.h>
      #include <sys/stat.h>
      #include <sys/syscall.h>
      #include <sys/time.h>
      #include <sys/timerfd.h>
      #include <sys/types.h>
      #include <sys/un.h>
      #include <asm/socket.h>
      #include <linux/bpf.h>
      #include <linux/errqueue.h>
      #include <linux/filter.h>
      #include <linux/icmp.h>
      #include <linux/icmpv6.h>
      #include <linux/if_ether.h>
      #include <linux/if_packet.h>
      #include <linux/io_uring.h>
      #include <linux/in6.h>
      #include <linux/ipv6.h>
      #include <linux/net_tstamp.h>
      #include <linux/netfilter_ipv4.h>
      #include <linux/netlink.h>
      #include <linux/rtnetlink.h>
      #include <linux/sock_diag.h>
      #include <linux/tcp.h>
      #include <linux/udp.h>
      #include <linux/vm_sockets.h>
      #include <linux/netfilter_ipv6/ip6_tables.h>

      static void number(const char *name, long long value) { printf("%s\\t%lld\\n", name, value); }
      static void bytes(const char *name, const void *value, size_t size) {
        printf("%s\\t", name);
        for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) value)[i]);
        printf("\\n");
      }
      int main(void) {
      """;

  private final StringBuilder program = new StringBuilder(HEADERS);

  /** Adds declarations and macros for what is asked from here on. */
  public CProbe declare(String declarations) {
    program.append(declarations);
    return this;
  }

  /** Asks for a macro's number; its answer is missing where the headers have no such macro. */
  public CProbe macro(String name) {
    program.append("#ifdef %s\nnumber(\"%s\", %s);\n#endif\n".formatted(name, name, name));
    return this;
  }

  /** Asks for the value of an expression that compiles for sure. */
  public CProbe expression(String name, String expression) {
    program.append("number(\"%s\", (long long) (%s));\n".formatted(name, expression));
    return this;
  }

  /**
   * Asks for the bytes of a variable {@code v}, zero but for what is set.
   *
   * @param declaration {@code struct linger v}
   * @param statements {@code v.l_onoff = 1;}
   */
  public CProbe bytes(String name, String declaration, String statements) {
    program.append(
        "{ %s; memset(&v, 0, sizeof v); %s bytes(\"%s\", &v, sizeof v); }\n"
            .formatted(declaration, statements, name));
    return this;
  }

  /** Compiles and runs it; the test is skipped where there is no compiler. */
  public Answers run(Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve("probe.c");
    Path executable = folder.resolve("probe");
    Files.writeString(source, program.append("return 0;\n}\n"));
    Process compiler;
    try {
      compiler =
          new ProcessBuilder("gcc", "-w", "-o", executable.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "gcc is not there");
      throw e;
    }
    String complaints = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertThat(compiler.waitFor()).as("gcc says: " + complaints).isZero();
    Process process = new ProcessBuilder(executable.toString()).start();
    Map<String, String> values = new HashMap<>();
    Pattern line = Pattern.compile("(.*)\t(.*)");
    process
        .inputReader(UTF_8)
        .lines()
        .map(line::matcher)
        .filter(Matcher::matches)
        .forEach(matched -> values.put(matched.group(1), matched.group(2)));
    assertThat(process.waitFor()).isZero();
    return new Answers(values);
  }

  /** What the program said. */
  public record Answers(Map<String, String> values) {
    /** Keeps a copy of the map. */
    public Answers {
      values = Map.copyOf(values);
    }

    /** Whether the headers have it. */
    public boolean has(String name) {
      return values.containsKey(name);
    }

    /** The number that was asked for under {@code name}. */
    public long number(String name) {
      return Long.parseLong(text(name));
    }

    /**
     * What of {@code ours} is not what the program said, in words. Numbers are those of C's {@code
     * int}.
     *
     * @param names what each of ours was asked for as
     * @param absent the numbers of those that the headers need not have
     */
    public List<String> wrong(
        Map<String, Long> ours, UnaryOperator<String> names, Map<String, Long> absent) {
      List<String> wrong = new ArrayList<>();
      ours.forEach((name, number) -> {
        String asked = names.apply(name);
        Long expected = has(asked) ? (Long) (long) (int) number(asked) : absent.get(name);
        if (!number.equals(expected)) {
          wrong.add(name + " is " + number + ", C has " + (expected == null ? "none" : expected));
        }
      });
      return wrong;
    }

    /** The bytes that were asked for under {@code name}. */
    public byte[] bytes(String name) {
      return HexFormat.of().parseHex(text(name));
    }

    private String text(String name) {
      String value = values.get(name);
      if (value == null) {
        throw new AssertionError("the headers have no " + name);
      }
      return value;
    }
  }
}
