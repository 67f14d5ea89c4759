package dev.belfry.dialects.belfry;

/**
 * One thing that is wrong with what was sent.
 *
 * @param pointer where (RFC 6901); empty for the whole
 * @param detail what would be right, to follow the name of the place
 */
record Fault(String pointer, String detail) {}
