/** Many clients on one thread through select(2), and what is typed in the server's terminal. */
@NullMarked
package io.jackfield.service.room;

import org.jspecify.annotations.NullMarked;
