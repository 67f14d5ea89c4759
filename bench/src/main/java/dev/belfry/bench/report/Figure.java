package dev.belfry.bench.report;

/**
 * One measured value.
 *
 * @param unit as it is shown, such as {@code /s} or {@code ms}
 */
public record Figure(String name, double value, String unit) {}
