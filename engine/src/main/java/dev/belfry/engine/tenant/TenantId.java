package dev.belfry.engine.tenant;

import java.util.regex.Pattern;

/** The name a tenant goes by in paths and headers: {@code [a-z0-9][a-z0-9_-]{0,62}}. */
public record TenantId(String value) implements Comparable<TenantId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  public TenantId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException(
          "a tenant's id must be 1 to 63 of a-z, 0-9, _ and -, the first a letter or digit");
    }
  }

  public static boolean isWellFormed(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
