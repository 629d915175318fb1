/**
 * Gopher's clients: {@link io.jackfield.service.gopher.client.GopherConnection} asks and waits,
 * {@link io.jackfield.service.gopher.client.Downloads} fetches many files at once on one loop.
 */
@NullMarked
package io.jackfield.service.gopher.client;

import org.jspecify.annotations.NullMarked;
