package dev.belfry.engine.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression without look-around and back references (RE2's language), found anywhere in
 * a text unless it is anchored. No text makes it slow: the time is at most the length of the text
 * times the pattern's weight.
 */
public final class LinearPattern {

  private static final int LONGEST = 1000;
  private static final int HEAVIEST = 2000;

  /** Steps of the matcher that take as long as one unit of a {@link Budget}. */
  private static final long STEPS_A_UNIT = 16;

  private final Pattern pattern;
  private final long weight;

  private LinearPattern(Pattern pattern, long weight) {
    this.pattern = pattern;
    this.weight = weight;
  }

  /**
   * Vets and compiles.
   *
   * @throws BadPattern if it is too long or too heavy, or not in RE2's language
   */
  public static LinearPattern compile(String text) {
    if (text.length() > LONGEST) {
      throw new BadPattern("has over " + LONGEST + " characters");
    }
    var weight = Weight.of(text);
    if (weight > HEAVIEST) {
      throw new BadPattern("repeats so often that it becomes over " + HEAVIEST + " steps long");
    }
    try {
      return new LinearPattern(Pattern.compile(text), weight);
    } catch (PatternSyntaxException e) {
      throw new BadPattern(
          "is not one that can be matched in linear time (RE2): " + e.getDescription());
    }
  }

  /**
   * Whether the text has a part that fits.
   *
   * @throws OverBudget if that could take longer than there is left
   */
  public boolean isIn(String text, Budget budget) {
    budget.spend(1 + text.length() * weight / STEPS_A_UNIT);
    return pattern.matcher(text).find();
  }
}
