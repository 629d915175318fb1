/**
 * The services' clients: a typed line goes out, the answer is printed as it comes. Start with
 * {@link io.jackfield.service.client.Dialog}.
 */
@NullMarked
package io.jackfield.service.client;

import org.jspecify.annotations.NullMarked;
