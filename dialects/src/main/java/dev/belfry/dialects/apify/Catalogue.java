package dev.belfry.dialects.apify;

import dev.belfry.engine.tenant.TenantId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which Actors and tasks exist. An id is itself; {@code username~name} stands for an id derived
 * from it, and {@code ~name} for that of the caller's own name, which is the tenant's.
 */
final class Catalogue {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*~[A-Za-z0-9._-]+");

  /** Null: whatever is well-formed exists. */
  private final @Nullable Set<String> known;

  /**
   * @param known ids and names; null if whatever is well-formed exists
   */
  Catalogue(@Nullable Set<String> known) {
    if (known == null) {
      this.known = null;
      return;
    }
    this.known = new HashSet<>();
    for (var one : known) {
      if (VendorIds.isWellFormed(one)) {
        this.known.add(one);
      } else {
        var name = one.replaceFirst("/", "~").toLowerCase(Locale.ROOT);
        this.known.add(VendorIds.derived(Kind.ACTOR.word + " " + name));
        this.known.add(VendorIds.derived(Kind.TASK.word + " " + name));
      }
    }
  }

  /** What can be named. */
  enum Kind {
    ACTOR("actor", "Actor"),
    TASK("task", "Actor task");

    private final String word;
    private final String title;

    Kind(String word, String title) {
      this.word = word;
      this.title = title;
    }
  }

  /**
   * The id of what a path names.
   *
   * @throws Fault if it does not exist
   */
  String resolve(Kind kind, TenantId tenant, String reference) {
    return find(kind, tenant, reference)
        .filter(this::exists)
        .orElseThrow(() -> Fault.notFound(kind.title));
  }

  /**
   * Makes sure that a condition's target exists.
   *
   * @throws Fault if it does not
   */
  void check(Kind kind, String id) {
    if (!exists(id)) {
      throw Fault.notFound(kind.title);
    }
  }

  private boolean exists(String id) {
    return known == null || known.contains(id);
  }

  private static Optional<String> find(Kind kind, TenantId tenant, String reference) {
    if (VendorIds.isWellFormed(reference)) {
      return Optional.of(reference);
    }
    if (!NAME.matcher(reference).matches()) {
      return Optional.empty();
    }
    var name = reference.startsWith("~") ? tenant + reference : reference;
    return Optional.of(VendorIds.derived(kind.word + " " + name.toLowerCase(Locale.ROOT)));
  }
}
