package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Users as the system lists them. To become one is tested end to end: this JVM is to stay root's.
 */
final class ProcessUserTest {
  @Test
  void aUserHasItsNumbersAndGroups() throws IOException {
    assertThat(ProcessUser.named("root", null))
        .returns(0, ProcessUser::userId)
        .returns(0, ProcessUser::groupId)
        .satisfies(root -> assertThat(root.groupIds()).contains(0));
    assertThat(ProcessUser.named("nobody", null).userId()).isPositive();
  }

  @Test
  void anotherFirstGroupCanBeSaid() throws IOException {
    ProcessUser user = ProcessUser.named("nobody", "root");
    assertThat(user.groupId()).isZero();
    assertThat(user.groupIds()).contains(0);
  }

  @Test
  void whoIsNotListedIsAnError() {
    assertThatThrownBy(() -> ProcessUser.named("no-such-user", null))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no user 'no-such-user'");
    assertThatThrownBy(() -> ProcessUser.named("nobody", "no-such-group"))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no group 'no-such-group'");
  }

  @Test
  void nobodyIsWhoThisProcessIsNot() throws IOException {
    var other = new ProcessUser("other", 4_321, 4_321, List.of(4_321));
    assertThat(other.isCurrent()).isFalse();
  }
}
