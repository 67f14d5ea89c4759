package dev.belfry.bench.report;

/** Something that must hold, or the figures are worth nothing. */
public record Check(String name, boolean passed, String detail) {

  public static Check equal(String name, long wanted, long got) {
    return new Check(name, wanted == got, got + " of " + wanted);
  }

  public static Check none(String name, long got) {
    return new Check(name, got == 0, Long.toString(got));
  }
}
