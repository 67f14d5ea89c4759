package dev.belfry.engine.tenant;

import java.time.Duration;

/**
 * How a limit of a rate stands.
 *
 * @param limit in a second, and at once
 * @param remaining at once, as of now
 * @param reset until it is whole again
 */
public record Quota(long limit, long remaining, Duration reset) {}
