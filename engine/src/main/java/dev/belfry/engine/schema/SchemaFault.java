package dev.belfry.engine.schema;

/**
 * Something wrong, and where.
 *
 * @param pointer JSON pointer into the schema, or into the data that was checked
 */
public record SchemaFault(String pointer, String detail) {}
