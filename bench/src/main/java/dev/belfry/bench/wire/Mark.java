package dev.belfry.bench.wire;

/**
 * The mark inside each event's data: {@code ~<16 digits: number>~<19 digits: nanoseconds>~}. It
 * travels from the load generator through the program under test to the receiver, so each receipt
 * tells which event it is and when that should have been sent ({@link System#nanoTime}).
 */
public final class Mark {

  private static final int NUMBER = 16;
  private static final int NANOS = 19;

  /** How many bytes a mark takes. */
  public static final int LENGTH = NUMBER + NANOS + 3;

  private Mark() {}

  public static void write(byte[] into, int at, long number, long nanos) {
    into[at] = '~';
    digits(into, at + 1, NUMBER, number);
    into[at + 1 + NUMBER] = '~';
    digits(into, at + 2 + NUMBER, NANOS, nanos);
    into[at + LENGTH - 1] = '~';
  }

  /** Where the first mark between {@code from} and {@code to} begins, or −1. */
  public static int find(byte[] in, int from, int to) {
    for (int at = from; at <= to - LENGTH; at++) {
      if (in[at] == '~' && in[at + 1 + NUMBER] == '~' && in[at + LENGTH - 1] == '~') {
        return at;
      }
    }
    return -1;
  }

  public static long number(byte[] in, int at) {
    return value(in, at + 1, NUMBER);
  }

  public static long nanos(byte[] in, int at) {
    return value(in, at + 2 + NUMBER, NANOS);
  }

  private static void digits(byte[] into, int at, int length, long value) {
    long rest = value;
    for (int i = at + length - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static long value(byte[] in, int at, int length) {
    long value = 0;
    for (int i = at; i < at + length; i++) {
      value = value * 10 + (in[i] - '0');
    }
    return value;
  }
}
