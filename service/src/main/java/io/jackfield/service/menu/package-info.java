/**
 * A phone menu, read from a file: prompts, and what each key does. Start with {@link
 * io.jackfield.service.menu.MenuFile}, which says what a file is like; {@code PhoneMenu} follows
 * it.
 */
@NullMarked
package io.jackfield.service.menu;

import org.jspecify.annotations.NullMarked;
