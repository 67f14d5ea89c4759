package dev.belfry.server.listen;

import dev.belfry.dialects.Request;
import java.time.Instant;

/**
 * A request that came, and what became of it.
 *
 * @param answered the status sent back
 */
public record Received(Instant at, Request request, Check check, int answered) {}
