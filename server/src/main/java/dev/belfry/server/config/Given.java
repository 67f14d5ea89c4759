package dev.belfry.server.config;

/**
 * A value as the operator wrote it.
 *
 * @param origin where: a flag, a variable, or a line of a file
 */
record Given(String text, String origin) {}
