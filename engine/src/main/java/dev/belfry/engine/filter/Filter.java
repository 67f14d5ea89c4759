package dev.belfry.engine.filter;

import dev.belfry.engine.pattern.BadPattern;
import dev.belfry.engine.pattern.Budget;
import dev.belfry.engine.pattern.LinearPattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One filter, vetted and compiled; may be asked by any number of threads. */
public final class Filter {

  private static final int LONGEST_FAULT = 300;
  private static final String TOO_COSTLY = "takes too many steps for this event";

  /** Functions that look at an argument as it is, not at all that is in it. */
  private static final Set<String> LOOK_ONLY =
      Set.of("_[_]", "_&&_", "_||_", "!_", "_?_:_", "size", "type", "@not_strictly_false", "dyn");

  private final String expression;
  private final CelRuntime.Program program;
  private final Map<String, LinearPattern> patterns;
  private final Map<Long, Integer> wholes;

  private Filter(
      String expression,
      CelRuntime.Program program,
      Map<String, LinearPattern> patterns,
      Map<Long, Integer> wholes) {
    this.expression = expression;
    this.program = program;
    this.patterns = Map.copyOf(patterns);
    this.wholes = Map.copyOf(wholes);
  }

  /**
   * Vets and compiles.
   *
   * @throws InvalidFilter if it is no condition over an event, or one that could not be bounded
   */
  public static Filter compile(String expression) {
    var tree = checked(expression);
    var patterns = new HashMap<String, LinearPattern>();
    var wholes = new HashMap<Long, Integer>();
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.CALL)
        .forEach(call -> look(call, patterns, wholes));
    try {
      return new Filter(expression, Language.RUNTIME.createProgram(tree), patterns, wholes);
    } catch (CelEvaluationException e) {
      throw new InvalidFilter("does not compile: " + e.getMessage());
    }
  }

  public String expression() {
    return expression;
  }

  /** Whether an event is wanted; never throws for what is in it. */
  Judgement judge(Facts facts) {
    var budget = new Budget(Language.MOST_UNITS);
    var effort = new Effort(budget, patterns, wholes, facts.size());
    try {
      var said =
          ScopedValue.where(Language.EFFORT, effort)
              .call(() -> program.trace((CelVariableResolver) facts::find, effort));
      if (budget.isSpent()) {
        return Judgement.failed(TOO_COSTLY);
      }
      return said instanceof Boolean yes
          ? yes ? Judgement.YES : Judgement.NO
          : Judgement.failed("is neither true nor false for this event");
    } catch (CelEvaluationException | RuntimeException e) {
      return Judgement.failed(budget.isSpent() ? TOO_COSTLY : fault(e));
    } finally {
      facts.took(Language.MOST_UNITS - budget.left());
    }
  }

  private static CelAbstractSyntaxTree checked(String expression) {
    CelAbstractSyntaxTree tree;
    try {
      tree = Language.COMPILER.compile(expression).getAst();
    } catch (CelValidationException e) {
      var first = e.getErrors().stream().findFirst();
      throw new InvalidFilter(
          first
              .map(issue ->
                  "does not compile: line %d, column %d: %s"
                      .formatted(
                          issue.getSourceLocation().getLine(),
                          issue.getSourceLocation().getColumn() + 1,
                          issue.getMessage()))
              .map(Filter::shortened)
              .orElse("does not compile"));
    }
    var kind = tree.getResultType().kind();
    if (kind != CelKind.BOOL && kind != CelKind.DYN) {
      throw new InvalidFilter(
          "must be true or false, and is of type " + tree.getResultType().name());
    }
    return tree;
  }

  private static void look(
      CelNavigableExpr node, Map<String, LinearPattern> patterns, Map<Long, Integer> wholes) {
    var call = node.expr().call();
    if (!LOOK_ONLY.contains(call.function())) {
      node.children().forEach(argument -> wholes.put(argument.id(), timesWithData(argument)));
    }
    if (call.function().equals("matches")) {
      var last = call.args().getLast();
      if (last.getKind() == Kind.CONSTANT
          && last.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
        var text = last.constant().stringValue();
        try {
          patterns.put(text, LinearPattern.compile(text));
        } catch (BadPattern e) {
          throw new InvalidFilter("has a pattern that " + e.getMessage());
        }
      }
    }
  }

  /** How many parts of an argument may each hold all of the event's data. */
  private static int timesWithData(CelNavigableExpr argument) {
    return (int)
        argument
            .allNodes()
            .filter(node -> node.getKind() == Kind.IDENT || node.getKind() == Kind.COMPREHENSION)
            .count();
  }

  private static String fault(Exception e) {
    var cause = e.getCause() instanceof BadPattern bad ? bad : e;
    var message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("fails");
    return shortened(message.replaceFirst("^evaluation error at <input>:\\d+: ", ""));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_FAULT ? text : text.substring(0, LONGEST_FAULT) + "…";
  }
}
