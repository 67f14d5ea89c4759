package dev.belfry.engine.filter;

import dev.belfry.engine.pattern.Budget;
import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;

/**
 * CEL as filters have it: the standard's functions and macros over the attributes of an event.
 * {@code matches} and {@code contains} are our own, since theirs have no bounds: the one compiles
 * any pattern, the other is quadratic in the worst case. Built when the first filter is.
 */
final class Language {

  static final ScopedValue<Effort> EFFORT = ScopedValue.newInstance();

  /** Units of a {@link Budget} that one filter may use on one event: at most about 15 ms. */
  static final long MOST_UNITS = 50_000;

  /** Searched in one unit's time. */
  private static final int CHARACTERS_A_UNIT = 64;

  private static final int LONGEST = 4096;
  private static final int MOST_NESTED = 100;
  private static final int MOST_NODES = 2000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(MOST_NESTED)
          .maxParseExpressionNodeCount(MOST_NODES)
          .maxParseErrorRecoveryLimit(10)
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations((int) MOST_UNITS)
          .build();

  static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("id", SimpleType.DYN)
          .addVar("source", SimpleType.STRING)
          .addVar("type", SimpleType.STRING)
          .addVar("subject", SimpleType.DYN)
          .addVar("time", SimpleType.TIMESTAMP)
          .addVar("data", SimpleType.DYN)
          .addVar("ext", MapType.create(SimpleType.STRING, SimpleType.DYN))
          .build();

  static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .excludeFunctions(StandardFunction.MATCHES, StandardFunction.CONTAINS)
                  .build())
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  "matches",
                  CelFunctionBinding.from("matches", String.class, String.class, Language::matches),
                  CelFunctionBinding.from(
                      "matches_string", String.class, String.class, Language::matches)))
          .addFunctionBindings(
              CelFunctionBinding.fromOverloads(
                  "contains",
                  CelFunctionBinding.from(
                      "contains_string", String.class, String.class, Language::contains)))
          .build();

  private Language() {}

  private static Object matches(String text, String pattern) {
    var effort = EFFORT.get();
    return effort.pattern(pattern).isIn(text, effort.budget());
  }

  private static Object contains(String text, String part) {
    EFFORT.get().budget().spend((text.length() + part.length()) / CHARACTERS_A_UNIT);
    return Search.isIn(part, text);
  }
}
