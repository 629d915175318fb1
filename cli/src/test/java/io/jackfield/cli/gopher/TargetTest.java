package io.jackfield.cli.gopher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.Selector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "quux.org,, quux.org, 70, '', MENU",
    "quux.org/,, quux.org, 70, '', MENU",
    "quux.org/a/b,, quux.org, 70, /a/b,",
    "quux.org:7070,, quux.org, 7070, '', MENU",
    "quux.org:7070/a,, quux.org, 7070, /a,",
    "quux.org, '', quux.org, 70, '', MENU",
    "quux.org, a b, quux.org, 70, a b,",
    "quux.org/, /a, quux.org, 70, /a,",
    "[::1]:7070, /a, ::1, 7070, /a,",
    "[::1],, ::1, 70, '', MENU",
    "gopher://quux.org,, quux.org, 70, '', MENU",
    "gopher://quux.org:7070/0/a,, quux.org, 7070, /a, TEXT",
    "gopher://[::1]/9/a,, ::1, 70, /a, BINARY",
    "gophers://quux.org/0/a,, quux.org, 70, /a, TEXT",
    "unix:/run/x,, localhost, 7070, '', MENU",
    "unix:@x, /a, localhost, 7070, /a,"
  })
  void itIsReadSo(
      String where,
      @Nullable String selector,
      String host,
      int port,
      String asked,
      @Nullable ItemKind kind) {
    Target target = Target.of(where, selector);
    assertThat(target.url().host()).isEqualTo(host);
    assertThat(target.url().port()).isEqualTo(port);
    assertThat(target.url().selector()).isEqualTo(Selector.of(asked));
    assertThat(target.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "gophers://quux.org, , true, ",
    "quux.org, , false, ",
    "unix:/run/x, , false, /run/x",
    "unix:@x, /a, false, @x",
  })
  void itIsReachedSo(
      String where, @Nullable String selector, boolean secure, @Nullable String unix) {
    Target target = Target.of(where, selector);
    assertThat(target.url().secure()).isEqualTo(secure);
    assertThat(target.unix()).isEqualTo(unix);
    assertThat(target.secured().url().secure()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://quux.org/,",
    "gopher://quux.org/0/a, /b",
    "quux.org/a, /b",
    "::1,",
    "quux.org:,x\ty",
    "quux.org:gopher,",
    "'',",
    "/a,",
    "a b,"
  })
  void whatIsNoneIsRefused(String where, @Nullable String selector) {
    assertThatThrownBy(() -> Target.of(where, selector))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
