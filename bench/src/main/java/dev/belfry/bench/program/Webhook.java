package dev.belfry.bench.program;

import dev.belfry.bench.load.SignatureCheck;

/**
 * A webhook that was made.
 *
 * @param check what its requests must stand
 */
public record Webhook(String id, SignatureCheck check) {}
