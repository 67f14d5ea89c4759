package dev.belfry.engine.egress;

/** One header, name and value as on the wire. */
public record Header(String name, String value) {}
