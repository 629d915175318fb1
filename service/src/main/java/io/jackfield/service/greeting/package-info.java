/** Says hello to whoever tells a name, over TCP and UDP. */
@NullMarked
package io.jackfield.service.greeting;

import org.jspecify.annotations.NullMarked;
