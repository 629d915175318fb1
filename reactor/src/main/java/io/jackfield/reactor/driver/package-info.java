/**
 * What carries an event loop: the kernel by one of its mechanisms, or a simulated network. Start
 * with {@link io.jackfield.reactor.driver.Driver}.
 */
@NullMarked
package io.jackfield.reactor.driver;

import org.jspecify.annotations.NullMarked;
