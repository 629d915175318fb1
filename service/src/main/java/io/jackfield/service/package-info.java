/**
 * The ready services, as {@link io.jackfield.service.Services} lists them; each has a package of
 * its own.
 */
@NullMarked
package io.jackfield.service;

import org.jspecify.annotations.NullMarked;
