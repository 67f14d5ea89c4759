package dev.belfry.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every setting, with its default as an operator would write it; empty for none. */
enum Key {
  PORT("8080"),
  HOST("127.0.0.1"),
  DATA("./data"),
  DATABASE_URL(""),
  ADMIN_KEY(""),
  MASTER_KEY(""),
  EGRESS_ALLOW(""),
  EGRESS_PROXY(""),
  HTTP_TARGETS("false"),
  TIME_SCALE("1"),
  RETENTION_EVENTS("30d"),
  RETENTION_AUDIT("365d"),
  IDEMPOTENCY_WINDOW("7d"),
  MAX_EVENT("1MiB"),
  MAX_BODY("16MiB"),
  PUBLIC_URL(""),
  TLS_CERT(""),
  TLS_KEY(""),
  TRUSTED_PROXIES(""),
  PORTAL_ORIGINS(""),
  LOG(""),
  METRICS_PORT("");

  private static final String PREFIX = "BELFRY_";
  private static final Pattern KNOWN = Pattern.compile("dialects_([a-z]+)_known");
  private static final Pattern DIALECT = Pattern.compile("dialects_([a-z]+)_([a-z]+)");

  private final String standard;

  Key(String standard) {
    this.standard = standard;
  }

  String standard() {
    return standard;
  }

  /** As in {@code belfry.yaml}. */
  String inFile() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The setting's name in the file of an environment variable; empty if it is none of ours. */
  static Optional<String> ofVariable(String variable) {
    return variable.startsWith(PREFIX)
        ? Optional.of(variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  static boolean exists(String inFile) {
    return Stream.of(values()).anyMatch(key -> key.inFile().equals(inFile))
        || DIALECT.matcher(inFile).matches();
  }

  /** A setting that only one dialect has, and understands. */
  record OfDialect(String vendor, String name) {}

  /** Empty for all other settings. */
  static Optional<OfDialect> ofDialect(String inFile) {
    var matcher = DIALECT.matcher(inFile);
    return matcher.matches() && !KNOWN.matcher(inFile).matches()
        ? Optional.of(new OfDialect(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The vendor whose existing things the setting lists; empty for all other settings. */
  static Optional<String> vendor(String inFile) {
    var matcher = KNOWN.matcher(inFile);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
