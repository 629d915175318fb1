package io.jackfield.service.menu;

import io.jackfield.service.text.ChunkProtocol;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call: the first menu's prompt is said, then each key does what its menu says, until one hangs
 * up or the client does. Keys are {@link TypedKeys}. Nothing is added to the texts of the file.
 */
final class PhoneMenu extends ChunkProtocol {
  private final MenuFile file;
  private final TypedKeys typed = new TypedKeys();

  /** Null before the file is read. */
  private Menu.@Nullable All menus;

  private @Nullable Menu menu;

  /** Of the menus in a file, which is read by another thread at the first call. */
  PhoneMenu(MenuFile file) {
    this.file = file;
  }

  @Override
  protected void begun() {
    Menu.All known = file.known();
    if (known == null) {
      later(file::menus, this::answer);
    } else {
      answer(known);
    }
  }

  private void answer(Menu.All known) {
    menus = known;
    enter(known.start());
  }

  private void enter(Menu next) {
    menu = next;
    say(next.prompt());
  }

  private void say(Menu.Words words) {
    write(words.bytes());
  }

  @Override
  protected void chunk(ByteBuffer chunk) {
    press(typed.of(chunk));
  }

  @Override
  protected void ended() {
    press(typed.rest());
  }

  private void press(List<String> keys) {
    keys.forEach(this::press); // Whoever has hung up hears no more: what is said then is dropped.
  }

  private void press(String key) {
    Menu here = Objects.requireNonNull(menu, "nobody has answered");
    Menu.Key known = here.keys().get(key);
    if (known == null) {
      say(here.otherwise());
      return;
    }
    say(known.say());
    if (known.hangsUp()) {
      hangUp();
    } else if (known.goTo() != null) {
      Menu next = Objects.requireNonNull(menus).byName().get(known.goTo());
      enter(Objects.requireNonNull(next, "the file was read with care"));
    }
  }
}
