package dev.belfry.dialects.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names seen so far in each of the objects that are open. A few are compared one by one where
 * they stand; many go into a hash set, whose buckets become trees, so that names chosen to collide
 * gain nothing.
 */
final class Names {

  private static final int LONGEST = 1000;
  private static final int FEW = 16;

  private final byte[] bytes;
  private int[] bounds = new int[32];

  /** One an open object: where its names begin in {@link #bounds}. */
  private int[] bases = new int[8];

  private @Nullable Set<String>[] many = newSets(8);
  private int depth = -1;
  private int used;
  private boolean first;

  /** Whether any name so far is written with escapes; hardly one ever is. */
  private boolean escapes;

  Names(byte[] bytes) {
    this.bytes = bytes;
  }

  void begin() {
    depth++;
    if (depth == bases.length) {
      bases = Arrays.copyOf(bases, depth * 2);
      many = Arrays.copyOf(many, depth * 2);
    }
    bases[depth] = used;
    many[depth] = null;
    first = true;
  }

  void end() {
    used = bases[depth];
    depth--;
    first = false;
  }

  /** Whether no member of the innermost object was read yet. */
  boolean isFirst() {
    return first;
  }

  /** Where the last name ends. */
  int lastEnd() {
    return bounds[used - 1];
  }

  /**
   * @param end of the name, the quote
   * @throws MalformedJson if the object has this name already, or it is too long
   */
  void add(int start, int end) {
    first = false;
    if (end - start > LONGEST && Strings.decode(bytes, start, end).length() > LONGEST) {
      throw new MalformedJson("has a name of more than " + LONGEST + " characters", start);
    }
    var set = many[depth];
    if (set != null) {
      bounds[used - 1] = end;
      if (!set.add(Strings.decode(bytes, start, end))) {
        throw twice(start);
      }
      return;
    }
    escapes = escapes || hasEscape(start, end);
    for (int i = bases[depth]; i < used; i += 2) {
      if (same(bounds[i], bounds[i + 1], start, end)) {
        throw twice(start);
      }
    }
    push(start, end);
    if (used - bases[depth] == 2 * FEW) {
      gather();
    }
  }

  private void push(int start, int end) {
    if (used + 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, used * 2);
    }
    bounds[used++] = start;
    bounds[used++] = end;
  }

  private void gather() {
    var set = new HashSet<String>();
    for (int i = bases[depth]; i < used; i += 2) {
      set.add(Strings.decode(bytes, bounds[i], bounds[i + 1]));
    }
    many[depth] = set;
  }

  private boolean same(int start, int end, int otherStart, int otherEnd) {
    if (end - start == otherEnd - otherStart
        && Arrays.equals(bytes, start, end, bytes, otherStart, otherEnd)) {
      return true;
    }
    return escapes
        && (hasEscape(start, end) || hasEscape(otherStart, otherEnd))
        && Strings.decode(bytes, start, end).equals(Strings.decode(bytes, otherStart, otherEnd));
  }

  private boolean hasEscape(int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static MalformedJson twice(int start) {
    return new MalformedJson("has the same member twice in one object", start);
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // an array of a generic type cannot be made otherwise
  private static @Nullable Set<String>[] newSets(int size) {
    return new Set[size];
  }
}
