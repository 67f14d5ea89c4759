package dev.belfry.dialects.superoffice;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A set of two flags, out as names, in as names or a number (section 3.1).
 *
 * @param names of the values 1 and 2
 */
record Flags(List<String> names) {

  /** How its people hear of errors. */
  static final Flags VIA = new Flags(List.of("Email", "InApp"));

  static final int EMAIL = 1;
  static final int IN_APP = 2;

  /** When they do. */
  static final Flags WHEN = new Flags(List.of("FirstFailure", "Disabling"));

  static final int FIRST_FAILURE = 1;
  static final int DISABLING = 2;

  private static final String NONE = "None";

  /** {@code "Email, InApp"}; {@code "None"} for 0. */
  String text(int value) {
    var set = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      if ((value & (1 << i)) != 0) {
        set.add(names.get(i));
      }
    }
    return set.isEmpty() ? NONE : String.join(", ", set);
  }

  /** Names by commas or blanks, in any case, or a number; empty if it is neither. */
  OptionalInt parse(String given) {
    if (given.strip().matches("[0-3]")) {
      return OptionalInt.of(Integer.parseInt(given.strip()));
    }
    var value = 0;
    for (var name : given.split("[,\\s]+", -1)) {
      if (!name.isEmpty() && !name.equalsIgnoreCase(NONE) && !name.equals("0")) {
        var bit = bit(name);
        if (bit == 0) {
          return OptionalInt.empty();
        }
        value |= bit;
      }
    }
    return OptionalInt.of(value);
  }

  private int bit(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name) || name.equals(String.valueOf(1 << i))) {
        return 1 << i;
      }
    }
    return 0;
  }
}
