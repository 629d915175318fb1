/**
 * Files from one machine to another. {@link io.jackfield.service.files.Receiving} makes the
 * receiver's protocols, {@link io.jackfield.service.files.FileSender} is the sender; what they say
 * is {@link io.jackfield.protocol.files}.
 */
@NullMarked
package io.jackfield.service.files;

import org.jspecify.annotations.NullMarked;
