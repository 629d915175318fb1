package io.jackfield.cli;

import io.jackfield.service.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a service is to be had. */
final class AddressOptions {
  private List<String> tcp = new ArrayList<>();
  private List<String> udp = new ArrayList<>();
  private final UnixServingOptions unix = new UnixServingOptions();
  private final TlsServingOptions tls = new TlsServingOptions();

  /** For a command that has these options. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.list("--tcp", "HOST:PORT", all -> tcp = all)
                .description(
                    "Listen here; may be repeated. Port 0 is any free one, no host every address.")
                .build())
        .addOption(
            Options.list("--udp", "HOST:PORT", all -> udp = all)
                .description("Receive datagrams here; may be repeated.")
                .build())
        .addMixin("unix", unix.spec())
        .addMixin("tls", tls.spec());
  }

  TlsServingOptions tls() {
    return tls;
  }

  /** Refuses what cannot be, before anything is opened. */
  void check(Service service) {
    tls.check();
    unix.check();
    requireForm(service, service.stream(), tcp, "over TCP");
    requireForm(service, service.stream(), tls.addresses(), "over TLS");
    requireForm(service, service.stream(), unix.streams(), "over a Unix stream");
    requireForm(service, service.datagram(), udp, "over UDP");
    requireForm(service, service.datagram(), unix.datagrams(), "by datagrams of a Unix socket");
    Stream.of(tcp, tls.addresses(), udp).flatMap(List::stream).forEach(AddressOptions::checkInet);
    Stream.of(unix.streams(), unix.datagrams())
        .flatMap(List::stream)
        .filter(text -> !PassedPlaces.isPassed(text))
        .forEach(UnixServingOptions::address);
  }

  private static void checkInet(String text) {
    if (!PassedPlaces.isPassed(text)) {
      HostPort.parse(text);
    }
  }

  private static void requireForm(
      Service service, Service.@Nullable Form form, List<?> wanted, String how) {
    if (form == null && !wanted.isEmpty()) {
      throw new CommandException(Exit.USAGE, service.name() + " is not to be had " + how);
    }
  }

  /**
   * Opens a service at all of them, or if there are none at its own ports.
   *
   * @param host whose ports those are
   */
  void open(ServerGroup group, Served served, InetAddress host) throws IOException {
    if (Stream.of(tcp, tls.addresses(), unix.streams(), udp, unix.datagrams())
        .allMatch(List::isEmpty)) {
      openAt(group, served, host);
    }
    each(tcp, "tcp", group, served, text -> group.openTcp(served, address(text)));
    each(tls.addresses(), "tls", group, served, text -> group.openTls(served, address(text)));
    each(
        unix.streams(),
        "unix",
        group,
        served,
        text -> group.openUnix(served, UnixServingOptions.address(text), unix.path(text)));
    each(udp, "udp", group, served, text -> group.openUdp(served, address(text)));
    each(
        unix.datagrams(),
        "unix-dgram",
        group,
        served,
        text -> group.openUnixDatagrams(served, UnixServingOptions.address(text), unix.path(text)));
  }

  /** Opens a service at its own ports of {@code host}. */
  static void openAt(ServerGroup group, Served served, InetAddress host) {
    Service service = served.service();
    if (service.stream() != null) {
      group.openTcp(served, new InetSocketAddress(host, service.stream().port()));
    }
    if (service.datagram() != null) {
      group.openUdp(served, new InetSocketAddress(host, service.datagram().port()));
    }
  }

  /** Opens at an address as it was typed. */
  private interface Opening {
    void at(String text) throws IOException;
  }

  private static void each(
      List<String> addresses, String scheme, ServerGroup group, Served served, Opening opening)
      throws IOException {
    for (String text : addresses) {
      if (PassedPlaces.isPassed(text)) {
        group.openPassed(served, scheme, text);
      } else {
        opening.at(text);
      }
    }
  }

  private static InetSocketAddress address(String text) throws IOException {
    return HostPort.parse(text).resolve().getFirst();
  }
}
