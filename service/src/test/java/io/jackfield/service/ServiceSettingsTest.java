package io.jackfield.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.endpoint.HostPort;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ServiceSettingsTest {
  @Test
  void anotherProcessIsToldAllButTheClock() {
    var settings = ServiceSettings.at(Path.of("/a b")).named(new HostPort("::1", 0));
    ServiceSettings told = ServiceSettings.of(settings.asText());
    assertThat(told.root()).isEqualTo(settings.root());
    assertThat(told.name()).isEqualTo(settings.name());
    assertThat(ServiceSettings.of(ServiceSettings.at(Path.of("x")).asText()).name()).isNull();
  }
}
