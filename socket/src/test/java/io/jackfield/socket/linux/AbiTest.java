package io.jackfield.socket.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.socket.Errno;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.address.PacketAddress;
import io.jackfield.socket.address.VsockAddress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every number and every offset of this package is what the C compiler says. The numbers of
 * aarch64's system calls are compared with the table that it shares with newer architectures.
 */
final class AbiTest {
  /** Constants whose name is not C's. */
  private static final Map<String, String> EXPRESSIONS =
      Map.ofEntries(
          Map.entry("READABLE", "POLLIN"),
          Map.entry("WRITABLE", "POLLOUT"),
          Map.entry("ERROR", "POLLERR"),
          Map.entry("HANG_UP", "POLLHUP"),
          Map.entry("PRIORITY", "POLLPRI"),
          Map.entry("NOT_OPEN", "POLLNVAL"),
          Map.entry("PEER_CLOSED", "POLLRDHUP"),
          Map.entry("SOL_UDP", "IPPROTO_UDP"),
          Map.entry("EPOLL_EVENT_BYTES", "sizeof(struct epoll_event)"),
          Map.entry("EPOLL_DATA_OFFSET", "offsetof(struct epoll_event, data)"),
          Map.entry("TIOCGPTN", "(int) TIOCGPTN"));

  /** Constants that are not the same on every architecture, besides the calls' numbers. */
  private static final Map<String, Long> OTHERWISE_ON_AARCH64 =
      Map.of("EPOLL_EVENT_BYTES", 16L, "EPOLL_DATA_OFFSET", 8L);

  /**
   * Constants that the headers of an older system lack, with their number and where it is from.
   * Empty while Debian 12's (Linux 6.1) have all that is used here.
   */
  private static final Map<String, Long> LATER = Map.of();

  /** Where the members of structures are that are written in place. */
  private static final Map<String, String> LAYOUTS =
      Map.ofEntries(
          Map.entry("Msghdr.BYTES", "sizeof(struct msghdr)"),
          Map.entry("Msghdr.IOVEC_BYTES", "sizeof(struct iovec)"),
          Map.entry("Msghdr.NAME_AT", "offsetof(struct msghdr, msg_name)"),
          Map.entry("Msghdr.NAME_LENGTH_AT", "offsetof(struct msghdr, msg_namelen)"),
          Map.entry("Msghdr.IOV_AT", "offsetof(struct msghdr, msg_iov)"),
          Map.entry("Msghdr.IOV_COUNT_AT", "offsetof(struct msghdr, msg_iovlen)"),
          Map.entry("Msghdr.CONTROL_AT", "offsetof(struct msghdr, msg_control)"),
          Map.entry("Msghdr.CONTROL_LENGTH_AT", "offsetof(struct msghdr, msg_controllen)"),
          Map.entry("Msghdr.FLAGS_AT", "offsetof(struct msghdr, msg_flags)"),
          Map.entry("MessageBatch.STRIDE", "sizeof(struct mmsghdr)"),
          Map.entry("MessageBatch.LENGTH_AT", "offsetof(struct mmsghdr, msg_len)"),
          Map.entry("PolledWaiter.EVENTS_AT", "offsetof(struct pollfd, events)"),
          Map.entry("PolledWaiter.SECOND_AT", "sizeof(struct pollfd)"),
          Map.entry("UnixSockaddr.PATH_AT", "offsetof(struct sockaddr_un, sun_path)"),
          Map.entry(
              "UnixSockaddr.MAX_PATH_BYTES", "sizeof(((struct sockaddr_un *) 0)->sun_path) - 1"),
          Map.entry("Sockaddr.MAX_BYTES", "sizeof(struct sockaddr_storage)"));

  @TempDir private Path folder;

  private static Map<String, Long> numbers(Class<?> type) throws IllegalAccessException {
    Map<String, Long> numbers = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        field.setAccessible(true);
        numbers.put(field.getName(), (long) field.getInt(null));
      }
    }
    return numbers;
  }

  private static String macro(String constant) {
    return constant.startsWith("NR_")
        ? "__" + "NR_" + constant.substring(3).toLowerCase(Locale.ROOT)
        : constant;
  }

  @Test
  void everyConstantIsTheCompilers() throws Exception {
    Map<String, Long> ours = numbers(Abi.class);
    assertThat(ours).hasSizeGreaterThan(80).containsKeys("NR_SOCKET", "AF_INET6", "EPOLL_CTL_ADD");
    var probe = new CProbe();
    ours.keySet().stream()
        .filter(name -> !EXPRESSIONS.containsKey(name))
        .forEach(name -> probe.macro(macro(name)));
    EXPRESSIONS.forEach(probe::expression);
    CProbe.Answers theirs = probe.run(folder);
    assertThat(
            theirs.wrong(ours, name -> EXPRESSIONS.containsKey(name) ? name : macro(name), LATER))
        .isEmpty();
  }

  @Test
  void everyCallsNumberOnAarch64IsThatOfItsTable() throws Exception {
    Path table = Path.of("/usr/include/asm-generic/unistd.h");
    assumeTrue(Files.exists(table), table + " is not there");
    Map<String, Long> expected = new HashMap<>();
    Matcher line =
        Pattern.compile("#define\\s+__NR(?:3264)?_(\\w+)\\s+(\\d+)\\s")
            .matcher(Files.readString(table));
    while (line.find()) {
      expected.put("NR_" + line.group(1).toUpperCase(Locale.ROOT), Long.valueOf(line.group(2)));
    }
    Map<String, Long> there = numbersOn("aarch64");
    assertThat(there.keySet()).isEqualTo(numbers(Abi.class).keySet());
    there.forEach((name, number) -> {
      if (name.startsWith("NR_")) {
        assertThat(expected).containsEntry(name, number);
      }
    });
  }

  @Test
  void everythingElseIsTheSameOnBothArchitectures() throws Exception {
    Map<String, Long> aarch64 = numbersOn("aarch64");
    numbersOn("amd64")
        .forEach((name, number) -> {
          if (!name.startsWith("NR_")) {
            assertThat(aarch64)
                .containsEntry(name, OTHERWISE_ON_AARCH64.getOrDefault(name, number));
          }
        });
  }

  /** The constants as a JVM on {@code machine} has them: the class once more, told so. */
  private static Map<String, Long> numbersOn(String machine) throws Exception {
    String here = System.getProperty("os.arch");
    var again =
        new ClassLoader(AbiTest.class.getClassLoader()) {
          Class<?> abi() throws IOException {
            try (InputStream in = Abi.class.getResourceAsStream("Abi.class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(Abi.class.getName(), bytes, 0, bytes.length);
            }
          }
        };
    System.setProperty("os.arch", machine);
    try {
      return numbers(again.abi());
    } finally {
      System.setProperty("os.arch", here);
    }
  }

  @Test
  void everyErrnoHasItsName() throws Exception {
    var probe = new CProbe();
    Map<String, Long> ours = new TreeMap<>();
    for (int number = 1; number < 200; number++) {
      String symbol = new Errno(number).symbol();
      if (!symbol.equals("E" + number)) {
        ours.put(symbol, (long) number);
        probe.macro(symbol);
      }
    }
    Map<String, Long> named = new TreeMap<>();
    for (Field field : Errno.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        field.setAccessible(true);
        named.put(field.getName(), (long) field.getInt(null));
        probe.macro(field.getName());
      }
    }
    assertThat(ours).hasSizeGreaterThan(40);
    assertThat(named).hasSizeGreaterThan(10);
    CProbe.Answers theirs = probe.run(folder);
    assertThat(theirs.wrong(ours, name -> name, Map.of())).isEmpty();
    assertThat(theirs.wrong(named, name -> name, Map.of())).isEmpty();
  }

  @Test
  void everyOffsetIsTheCompilers() throws Exception {
    var probe = new CProbe();
    LAYOUTS.forEach(probe::expression);
    CProbe.Answers theirs = probe.run(folder);
    for (String name : LAYOUTS.keySet()) {
      int dot = name.indexOf('.');
      Class<?> type = Class.forName(Abi.class.getPackageName() + "." + name.substring(0, dot));
      assertThat(numbers(type))
          .as(name)
          .containsEntry(name.substring(dot + 1), theirs.number(name));
    }
    assertThat(LAYOUTS.keySet())
        .containsAll(
            numbers(Msghdr.class).keySet().stream().map(name -> "Msghdr." + name).toList());
  }

  @Test
  void everyAddressHasTheBytesOfItsStructure() throws Exception {
    CProbe.Answers theirs =
        new CProbe()
            .bytes(
                "inet",
                "struct sockaddr_in v",
                "v.sin_family = AF_INET; v.sin_port = htons(258); inet_aton(\"1.2.3.4\","
                    + " &v.sin_addr);")
            .bytes(
                "inet6",
                "struct sockaddr_in6 v",
                "v.sin6_family = AF_INET6; v.sin6_port = htons(258); v.sin6_scope_id = 7;"
                    + " inet_pton(AF_INET6, \"fe80::1:2\", &v.sin6_addr);")
            .bytes(
                "mapped",
                "struct sockaddr_in6 v",
                "v.sin6_family = AF_INET6; v.sin6_port = htons(258);"
                    + " inet_pton(AF_INET6, \"::ffff:1.2.3.4\", &v.sin6_addr);")
            .bytes(
                "path",
                "struct sockaddr_un v",
                "v.sun_family = AF_UNIX; strcpy(v.sun_path, \"/x/y\");")
            .bytes(
                "abstract",
                "struct sockaddr_un v",
                "v.sun_family = AF_UNIX; strcpy(v.sun_path + 1, \"name\");")
            .bytes(
                "netlink",
                "struct sockaddr_nl v",
                "v.nl_family = AF_NETLINK; v.nl_pid = 258; v.nl_groups = 5;")
            .bytes(
                "vsock",
                "struct sockaddr_vm v",
                "v.svm_family = AF_VSOCK; v.svm_port = 258; v.svm_cid = 2;")
            .bytes(
                "packet",
                "struct sockaddr_ll v",
                "v.sll_family = AF_PACKET; v.sll_protocol = htons(258); v.sll_ifindex = 3;")
            .run(folder);
    InetAddress four = InetAddress.ofLiteral("1.2.3.4");
    byte[] six = InetAddress.ofLiteral("fe80::1:2").getAddress();
    ProtocolFamily inet6 = StandardProtocolFamily.INET6;
    ProtocolFamily unix = StandardProtocolFamily.UNIX;
    same(theirs, "inet", new InetSocketAddress(four, 258), StandardProtocolFamily.INET);
    same(
        theirs,
        "inet6",
        new InetSocketAddress(Inet6Address.getByAddress(null, six, 7), 258),
        inet6);
    same(theirs, "mapped", new InetSocketAddress(four, 258), inet6);
    same(theirs, "path", UnixDomainSocketAddress.of("/x/y"), unix);
    same(theirs, "abstract", AbstractUnixAddress.of("name"), unix);
    same(theirs, "netlink", NetlinkAddress.of(258, 5), KernelFamily.NETLINK);
    same(theirs, "vsock", VsockAddress.of(2, 258), KernelFamily.VSOCK);
    same(theirs, "packet", PacketAddress.of(3, 258), KernelFamily.PACKET);
  }

  /** Ours may be shorter than the structure, which then ends in zeros. */
  private static void same(
      CProbe.Answers theirs, String name, SocketAddress address, ProtocolFamily family)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(Sockaddr.MAX_BYTES, 8);
      int length = Sockaddr.write(address, family, memory);
      byte[] expected = theirs.bytes(name);
      assertThat(length).as(name).isLessThanOrEqualTo(expected.length);
      assertThat(memory.asSlice(0, expected.length).toArray(ValueLayout.JAVA_BYTE))
          .as(name)
          .isEqualTo(expected);
    }
  }
}
