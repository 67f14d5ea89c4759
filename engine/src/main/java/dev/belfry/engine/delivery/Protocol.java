package dev.belfry.engine.delivery;

/** What a dialect brings to deliveries: how a request looks and what its outcome means. */
public record Protocol(String dialect, Callback callback, Rules rules) {}
