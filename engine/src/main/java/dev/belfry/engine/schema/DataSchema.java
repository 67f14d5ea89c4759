package dev.belfry.engine.schema;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.path.PathType;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.pattern.BadPattern;
import dev.belfry.engine.pattern.Budget;
import dev.belfry.engine.pattern.OverBudget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One schema, vetted and compiled; may be asked by any number of threads. */
final class DataSchema {

  static final int LONGEST = 64 * 1024;

  /** At least so many steps may be made, and one more for each byte of the data. */
  private static final long STEPS = 100_000;

  /** The same for patterns; two more for each byte. */
  private static final long UNITS = 50_000;

  private static final int DEEPEST = 300;
  private static final int MOST_FAULTS = 20;
  private static final int LONGEST_DETAIL = 300;
  private static final String TOO_COSTLY = "takes too many steps to check by the type's schema";

  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .regularExpressionFactory(new Patterns())
          .locale(Locale.ROOT)
          .build();

  /** Nothing is fetched; what the standard itself defines is in the library. */
  private static final Schema META =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12));

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(100)
                          .maxNumberLength(256)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  /** Of every kind one: a schema that refers to itself without end shows it with one of them. */
  private static final List<JsonNode> SAMPLES =
      List.of("null", "true", "0", "\"\"", "[]", "{}").stream().map(JSON::readTree).toList();

  private final Schema schema;

  private DataSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Vets and compiles.
   *
   * @throws InvalidSchema with all that is wrong, pointers into the schema
   */
  static DataSchema compile(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new InvalidSchema("", "must have at most 64 KiB");
    }
    var json = JSON.readTree(text);
    var faults = Vetting.faults(json);
    if (faults.isEmpty()) {
      faults = faults(META, json, text.length());
    }
    if (!faults.isEmpty()) {
      throw new InvalidSchema(faults);
    }
    try {
      var registry =
          SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              builder ->
                  builder
                      .schemaRegistryConfig(CONFIG)
                      .schemaLoader(loader -> loader.fetchRemoteResources(false)));
      var compiled = new DataSchema(registry.getSchema(json));
      compiled.schema.initializeValidators();
      compiled.tryOut();
      return compiled;
    } catch (SchemaException | BadPattern e) {
      throw new InvalidSchema("", "cannot be used: " + plain(String.valueOf(e.getMessage())));
    }
  }

  private void tryOut() {
    for (var sample : SAMPLES) {
      var faults = faults(schema, sample, 0);
      if (faults.stream().anyMatch(fault -> fault.detail().equals(TOO_COSTLY))) {
        throw new InvalidSchema("", "refers to itself without end");
      }
    }
  }

  /** What is wrong with an event's data; pointers begin with {@code /data}. */
  List<SchemaFault> faults(Data data) {
    return switch (data.kind()) {
      case NONE, ERASED -> List.of(new SchemaFault("/data", "is required by the type's schema"));
      case BINARY -> List.of(new SchemaFault("/data", "must be JSON, by the type's schema"));
      case JSON ->
          faults(schema, JSON.readTree(data.bytes()), data.bytes().length).stream()
              .map(fault -> new SchemaFault("/data" + fault.pointer(), fault.detail()))
              .toList();
    };
  }

  private static List<SchemaFault> faults(Schema by, JsonNode json, int bytes) {
    var bounds =
        ExecutionConfig.builder()
            .maxEvaluationSteps(STEPS + bytes)
            .maxEvaluationDepth(DEEPEST)
            .locale(Locale.ROOT)
            .build();
    try {
      return ScopedValue.where(Patterns.BUDGET, new Budget(UNITS + 2L * bytes))
          .call(() -> by.validate(json, context -> context.setExecutionConfig(bounds)))
          .stream()
          .limit(MOST_FAULTS)
          .map(error ->
              new SchemaFault(
                  error.getInstanceLocation().toString(), shortened(error.getMessage())))
          .toList();
    } catch (ValidationLimitExceededException | OverBudget | StackOverflowError _) {
      return List.of(new SchemaFault("", TOO_COSTLY));
    }
  }

  /** Without the names of classes that the library puts before what it says. */
  private static String plain(String text) {
    return shortened(text.replaceAll("\\b(?:\\w+\\.)+\\w*(?:Exception|Error): ", ""));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
  }
}
