/** What the services have in common about lines and their ends. */
@NullMarked
package io.jackfield.service.text;

import org.jspecify.annotations.NullMarked;
