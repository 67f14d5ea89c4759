package dev.belfry.engine.schema;

import java.util.List;

/** A schema that cannot be taken. */
public final class InvalidSchema extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<SchemaFault> faults;

  InvalidSchema(List<SchemaFault> faults) {
    super("the schema cannot be taken", null, false, false);
    this.faults = List.copyOf(faults);
  }

  InvalidSchema(String pointer, String detail) {
    this(List.of(new SchemaFault(pointer, detail)));
  }

  /** All that is wrong with it. */
  public List<SchemaFault> faults() {
    return faults;
  }
}
