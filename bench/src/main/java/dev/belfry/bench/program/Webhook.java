package dev.belfry.bench.program;

/**
 * A webhook that was made.
 *
 * @param secret {@code whsec_} and Base64
 */
public record Webhook(String id, String secret) {}
