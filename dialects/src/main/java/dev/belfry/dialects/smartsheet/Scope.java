package dev.belfry.dialects.smartsheet;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What kind of thing a webhook watches (section 4). */
enum Scope {
  SHEET,
  PLAN;

  /** As it stands in requests, and before the id in the subject of events. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code sheet/3126442859128708}: what events about it have as subject. */
  String subject(long id) {
    return word() + "/" + id;
  }

  static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
