package dev.belfry.dialects.belfry;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes to an object, as a document of its shape. Unlike RFC 7396, a null stays as null, which
 * stands for the default, so that unknown members are noticed also when they are null; only in maps
 * does it remove the entry.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
final class MergePatch {

  private MergePatch() {}

  /**
   * Makes the changes to {@code target} itself.
   *
   * @param maps names of members that are maps
   */
  static void apply(ObjectNode target, ObjectNode patch, Set<String> maps) {
    for (var change : patch.properties()) {
      var name = change.getKey();
      if (change.getValue() instanceof ObjectNode inner
          && target.get(name) instanceof ObjectNode of) {
        if (maps.contains(name)) {
          applyToMap(of, inner);
        } else if (saysOtherType(of, inner)) {
          target.set(name, inner);
        } else {
          apply(of, inner, Set.of());
        }
      } else if (change.getValue() instanceof ObjectNode inner && maps.contains(name)) {
        applyToMap(target.putObject(name), inner);
      } else {
        target.set(name, change.getValue());
      }
    }
  }

  private static void applyToMap(ObjectNode target, ObjectNode patch) {
    for (var change : patch.properties()) {
      if (change.getValue().isNull()) {
        target.remove(change.getKey());
      } else {
        target.set(change.getKey(), change.getValue());
      }
    }
  }

  /** An object of another type has other members: nothing of the old one stays. */
  private static boolean saysOtherType(ObjectNode target, ObjectNode patch) {
    var type = patch.get("type");
    return type != null && !type.equals(target.get("type"));
  }
}
