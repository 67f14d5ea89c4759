package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines over time, drawn on the server: as places on a field of 480 by 170, so that a page without
 * scripts has them too.
 *
 * @param say what it shows, for who cannot see it
 * @param columns where its figures stand in the table of the page, {@code 1 2}
 */
public record Chart(
    String title, String say, String columns, List<Line> lines, List<Mark> up, List<Tick> across) {

  /** Where the field of the lines begins and ends. */
  public static final int LEFT = 46;

  public static final int RIGHT = 474;
  public static final int TOP = 10;
  public static final int BOTTOM = 142;

  private static final int MOST_MARKS = 4;

  public Chart {
    lines = List.copyOf(lines);
    up = List.copyOf(up);
    across = List.copyOf(across);
  }

  /**
   * A line, in pieces where something is missing.
   *
   * @param colour a class of the style sheet
   */
  public record Line(String name, String colour, List<String> pieces) {
    public Line {
      pieces = List.copyOf(pieces);
    }
  }

  /** A height with a figure. */
  public record Mark(String y, String label) {}

  /**
   * A time below.
   *
   * @param day whether the day matters, and not the hour
   */
  public record Tick(String x, String at, boolean day) {}

  /**
   * What a line is made of.
   *
   * @param values one for each step; null where there is none
   */
  record Series(String name, String colour, List<@Nullable Double> values) {

    private double most() {
      return values.stream()
          .filter(Objects::nonNull)
          .mapToDouble(Double::doubleValue)
          .max()
          .orElse(0);
    }

    private String said(DoubleFunction<String> worded) {
      var last = values.isEmpty() ? null : values.getLast();
      return name
          + " at most "
          + worded.apply(most())
          + (last == null ? "" : ", now " + worded.apply(last));
    }
  }

  /** Heights grow with the figures, from zero. */
  static Chart even(
      String title, String columns, List<Series> series, List<Tick> across, double atLeast) {
    var most = round(series.stream().mapToDouble(Series::most).reduce(atLeast, Math::max));
    var marks =
        IntStream.rangeClosed(0, 2)
            .mapToObj(half -> new Mark(place(1 - half / 2.0), figure(most * half / 2)))
            .toList();
    return of(title, columns, series, across, marks, value -> value / most, Chart::figure);
  }

  /** Shares from 0 to 100. */
  static Chart shares(String title, String columns, List<Series> series, List<Tick> across) {
    var marks =
        IntStream.rangeClosed(0, 2)
            .mapToObj(half -> new Mark(place(1 - half / 2.0), half * 50 + " %"))
            .toList();
    return of(
        title, columns, series, across, marks, value -> value / 100, value -> figure(value) + " %");
  }

  /** Times of very different lengths: each mark is ten times the one below. */
  static Chart times(String title, String columns, List<Series> series, List<Tick> across) {
    var most = series.stream().mapToDouble(Series::most).reduce(10, Math::max);
    var decades = (int) Math.ceil(Math.log10(most));
    var every = (decades + MOST_MARKS - 1) / MOST_MARKS;
    var marks = new ArrayList<Mark>();
    for (int i = 0; i <= decades; i += every) {
      marks.add(new Mark(place(1 - (double) i / decades), Text.millis((long) Math.pow(10, i))));
    }
    return of(
        title,
        columns,
        series,
        across,
        marks,
        value -> Math.max(0, Math.log10(Math.max(1, value))) / decades,
        value -> Text.millis(Math.round(value)));
  }

  /** From 0 at the bottom to 1 at the top. */
  @FunctionalInterface
  private interface Height {
    double of(double value);
  }

  private static Chart of(
      String title,
      String columns,
      List<Series> series,
      List<Tick> across,
      List<Mark> marks,
      Height height,
      DoubleFunction<String> worded) {
    var say =
        title
            + ": "
            + String.join("; ", series.stream().map(one -> one.said(worded)).toList())
            + ".";
    var lines =
        series.stream()
            .map(one -> new Line(one.name(), one.colour(), pieces(one.values(), height)))
            .toList();
    return new Chart(title, say, columns, lines, marks, across);
  }

  private static List<String> pieces(List<@Nullable Double> values, Height height) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (value == null) {
        end(piece, pieces);
      } else {
        piece.append(across(i, values.size())).append(',').append(place(1 - height.of(value)));
        piece.append(' ');
      }
    }
    end(piece, pieces);
    return pieces;
  }

  /** One place alone would not be seen: it becomes a dash. */
  private static void end(StringBuilder piece, List<String> pieces) {
    var points = piece.toString().strip();
    if (!points.isEmpty()) {
      pieces.add(points.contains(" ") ? points : dash(points));
    }
    piece.setLength(0);
  }

  private static String dash(String point) {
    var comma = point.indexOf(',');
    var x = Double.parseDouble(point.substring(0, comma));
    var y = point.substring(comma);
    return number(x - 1.5) + y + " " + number(x + 1.5) + y;
  }

  static String across(int step, int steps) {
    return number(LEFT + (double) step / Math.max(1, steps - 1) * (RIGHT - LEFT));
  }

  private static String place(double fromTop) {
    return number(TOP + Math.clamp(fromTop, 0, 1) * (BOTTOM - TOP));
  }

  private static String number(double value) {
    return String.format(Locale.ENGLISH, "%.1f", value).replace(".0", "");
  }

  private static String figure(double value) {
    if (value >= 10_000) {
      return Text.count(Math.round(value / 1000)) + "k";
    }
    return value == Math.rint(value)
        ? Text.count((long) value)
        : String.format(Locale.ENGLISH, value < 10 ? "%.1f" : "%.0f", value);
  }

  /** The next of 1, 2, 3, 4, 6, 8, 10, 20, …: its half reads well. */
  private static double round(double most) {
    var size = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1))));
    for (var step : new int[] {1, 2, 3, 4, 6, 8, 10}) {
      if (most <= size * step) {
        return size * step;
      }
    }
    return size * 10;
  }
}
