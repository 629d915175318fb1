package io.jackfield.service.files;

/**
 * What came of files that were to be sent.
 *
 * @param sent how many the receiver has now, with those that it had before
 * @param refused how many it would not have; the listener was told which, and why
 * @param verified whether it has confirmed the SHA-256 of each that was sent
 */
public record SendReport(int sent, int refused, boolean verified) {}
