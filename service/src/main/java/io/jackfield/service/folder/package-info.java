/**
 * Files of one folder and of nothing outside it: {@link io.jackfield.service.folder.ServedFolder}
 * to be read, {@link io.jackfield.service.folder.NewFile} to be written.
 */
@NullMarked
package io.jackfield.service.folder;

import org.jspecify.annotations.NullMarked;
