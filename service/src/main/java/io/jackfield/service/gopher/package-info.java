/**
 * Gopher from a folder: menus, texts, files and search. {@link
 * io.jackfield.service.gopher.GopherProtocol} is one conversation, {@link
 * io.jackfield.service.gopher.GopherSite} finds what it answers.
 */
@NullMarked
package io.jackfield.service.gopher;

import org.jspecify.annotations.NullMarked;
