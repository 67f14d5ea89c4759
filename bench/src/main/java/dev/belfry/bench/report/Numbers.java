package dev.belfry.bench.report;

import java.util.Locale;

/** Numbers for people: three or four digits that count. */
final class Numbers {

  private Numbers() {}

  static String show(Figure figure) {
    var number = show(figure.value());
    return figure.unit().isEmpty()
        ? number
        : number + (figure.unit().startsWith("/") ? "" : " ") + figure.unit();
  }

  static String show(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
