package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option is set and read, or its effect is seen, against the real kernel. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EveryOptionTest {
  static final List<Class<?>> HOLDERS =
      List.of(
          SocketOptions.class,
          UnixOptions.class,
          TimestampOptions.class,
          FilterOptions.class,
          IpOptions.class,
          IpMulticastOptions.class,
          Ipv6Options.class,
          Ipv6HeaderOptions.class,
          Ipv6MulticastOptions.class,
          TcpOptions.class,
          TcpRepairOptions.class,
          UdpOptions.class);

  static Stream<OptionRow> rows() {
    return Stream.of(
            SocketRows.all(),
            SocketDataRows.all(),
            UnixRows.all(),
            TimestampRows.all(),
            FilterRows.all(),
            IpRows.all(),
            IpMulticastRows.all(),
            Ipv6Rows.all(),
            Ipv6HeaderRows.all(),
            Ipv6MulticastRows.all(),
            TcpRows.all(),
            TcpOpeningRows.all(),
            TcpRepairRows.all(),
            UdpRows.all())
        .flatMap(rows -> rows);
  }

  /** The constants that users see. */
  static List<KernelOption<?>> constants() throws IllegalAccessException {
    List<KernelOption<?>> all = new ArrayList<>();
    for (Class<?> holder : HOLDERS) {
      for (Field field : holder.getDeclaredFields()) {
        if (Modifier.isPublic(field.getModifiers())
            && field.get(null) instanceof KernelOption<?> o) {
          all.add(o);
        }
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void anOption(OptionRow row) throws Exception {
    row.check().run();
  }

  @Test
  void everyConstantHasARowAndNoneHasTwo() throws IllegalAccessException {
    assertThat(rows().map(OptionRow::option).map(EveryOptionTest::key))
        .containsExactlyInAnyOrderElementsOf(
            constants().stream().map(EveryOptionTest::key).toList());
  }

  private static String key(KernelOption<?> option) {
    return option.level() + " " + option.name();
  }

  @Test
  void everyConstantIsSupportedSomewhere() throws IllegalAccessException {
    Set<Object> supported =
        Stream.of(StandardProtocolFamily.values())
            .flatMap(family ->
                Stream.of(SocketType.STREAM, SocketType.DATAGRAM)
                    .flatMap(type -> SupportedOptions.of(family, type).stream()))
            .collect(Collectors.toSet());
    assertThat(supported).containsAll(constants());
  }
}
