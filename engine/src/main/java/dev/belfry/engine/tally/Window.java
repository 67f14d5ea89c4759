package dev.belfry.engine.tally;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How far back figures reach. */
public enum Window {
  HOUR("1h", Duration.ofHours(1), Tier.MINUTE),
  DAY("24h", Duration.ofHours(24), Tier.TEN_MINUTES),
  WEEK("7d", Duration.ofDays(7), Tier.HOUR);

  private final String text;
  private final Duration length;
  private final Tier tier;

  Window(String text, Duration length, Tier tier) {
    this.text = text;
    this.length = length;
    this.tier = tier;
  }

  public static Optional<Window> parse(String text) {
    return Arrays.stream(values()).filter(window -> window.text.equals(text)).findFirst();
  }

  Duration length() {
    return length;
  }

  /** How long each step of it is. */
  public Duration step() {
    return Duration.ofMillis(tier.stepMillis());
  }

  Tier tier() {
    return tier;
  }

  @Override
  public String toString() {
    return text;
  }
}
