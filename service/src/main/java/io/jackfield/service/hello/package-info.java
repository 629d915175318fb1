/** Sends one chunk back with a word behind it. */
@NullMarked
package io.jackfield.service.hello;

import org.jspecify.annotations.NullMarked;
