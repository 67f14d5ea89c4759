package dev.belfry.dialects.belfry;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with what was sent, gathered so that it is told at once. */
final class Faults {

  /** More are counted as this many: nobody mends more at a time. */
  private static final int MOST = 100;

  private final List<Fault> all = new ArrayList<>();

  void add(String pointer, String detail) {
    var fault = new Fault(pointer, detail);
    if (all.size() < MOST && !all.contains(fault)) {
      all.add(fault);
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * @throws Problem 422, if there is any
   */
  void throwIfAny() {
    if (!all.isEmpty()) {
      throw Problem.invalid(all);
    }
  }

  /** The pointer of a member; {@code ~} and {@code /} in its name are escaped. */
  static String pointer(String parent, String name) {
    var escaped =
        name.indexOf('~') < 0 && name.indexOf('/') < 0
            ? name
            : name.replace("~", "~0").replace("/", "~1");
    return parent + "/" + escaped;
  }
}
