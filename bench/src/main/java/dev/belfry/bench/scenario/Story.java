package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Load;
import dev.belfry.bench.load.Receipts;
import dev.belfry.bench.report.Check;
import dev.belfry.bench.report.Figure;
import dev.belfry.bench.report.Round;
import java.util.ArrayList;
import java.util.List;

/** Gathers the figures and checks of one round. */
final class Story {

  private final List<Figure> figures = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  void figure(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  void figure(String name, long value, String unit) {
    figure(name, (double) value, unit);
  }

  void figures(List<Figure> more) {
    figures.addAll(more);
  }

  void check(Check check) {
    checks.add(check);
  }

  /** That every request was answered with 202, sooner or later. */
  void checkLoad(Load load) {
    checks.add(
        new Check(
            "requests failed",
            load.failed() == 0,
            load.failed() + ", the last with status " + load.lastFailure()));
    if (load.refused() > 0) {
      figure("answers 429 or 503", load.refused(), "");
    }
  }

  /** That all accepted events arrived, once, signed. */
  void checkReceipts(Receipts receipts, Load... loads) {
    long missing = 0;
    for (var load : loads) {
      missing += receipts.missing(load.acceptedNumbers());
    }
    checks.add(Check.none("accepted but not delivered", missing));
    checks.add(Check.none("delivered twice", receipts.duplicates()));
    checks.add(Check.none("not the event's bytes", receipts.unmarked()));
    checks.add(Check.none("bad signatures", receipts.badSignatures()));
  }

  Round round(String scenario, String program) {
    return new Round(scenario, program, figures, checks);
  }
}
