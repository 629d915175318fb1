package io.jackfield.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.files.ReceivingSettings;
import io.jackfield.service.menu.MenuFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ServiceSettingsTest {
  @Test
  void anotherProcessIsToldAllButTheClock() {
    var settings =
        ServiceSettings.at(Path.of("/a b"))
            .named(new HostPort("::1", 4_711))
            .with(new ReceivingSettings(Path.of("/c d"), true, 7))
            .with(MenuFile.of(Path.of("/e.toml")));
    ServiceSettings told = ServiceSettings.of(settings.asText());
    assertThat(told.root()).isEqualTo(settings.root());
    assertThat(told.name()).isEqualTo(settings.name());
    assertThat(told.receiving()).isEqualTo(settings.receiving());
    assertThat(told.menu()).isEqualTo(settings.menu());
    assertThat(ServiceSettings.of(ServiceSettings.at(Path.of("x")).asText()).name()).isNull();
  }
}
