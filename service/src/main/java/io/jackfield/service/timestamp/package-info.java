/** What was sent comes back with the time before it: by chunk, by line, by datagram. */
@NullMarked
package io.jackfield.service.timestamp;

import org.jspecify.annotations.NullMarked;
