package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.GivenSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the operator decides about this dialect.
 *
 * @param known ids of the sheets and plans that exist; empty: every well-formed id does
 * @param columns by sheet, where that is known; of other sheets every well-formed id exists
 * @param apps the keys that are OAuth apps', by their ids; the value is the app's name
 * @param window how long events are gathered from the first on
 * @param batch how many events a callback has at most
 * @param timeout of one attempt, and of one challenge
 * @param rate requests a minute and token; 0 for no limit
 * @param sheetLimit webhooks of one sheet
 * @param userAgent of callbacks and challenges
 * @param bareSecret whether a reset's answer has the secret beside {@code result} too, where the
 *     vendor's Java client looks for it (section 5.6)
 * @param lifted whether the vendor's rules on a callback's scheme, port and certificate are off
 */
public record SmartsheetSettings(
    Set<Long> known,
    Map<Long, Set<Long>> columns,
    Map<String, String> apps,
    Duration window,
    int batch,
    Duration timeout,
    int rate,
    int sheetLimit,
    String userAgent,
    boolean bareSecret,
    boolean lifted) {

  private static final Pattern APP = Pattern.compile("([A-Za-z0-9_-]{1,64}):(.{1,100})");
  private static final Pattern COLUMN = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~][ -~]{0,198}[!-~]");
  private static final Set<String> NAMES =
      Set.of(
          "apps",
          "bare",
          "batch",
          "columns",
          "rate",
          "sheetlimit",
          "timeout",
          "useragent",
          "window");

  /** After all that reading needs. */
  public static final SmartsheetSettings USUAL = read(Map.of(), Set.of(), false);

  public SmartsheetSettings {
    known = Set.copyOf(known);
    columns = Map.copyOf(columns);
    apps = Map.copyOf(apps);
  }

  /**
   * Reads the settings from their texts.
   *
   * @param given by name
   * @param known the sheets and plans that exist, empty for all
   * @param lifted whether http and any port and certificate will do
   * @throws IllegalArgumentException naming the setting and what it may be
   */
  public static SmartsheetSettings read(
      Map<String, String> given, Set<String> known, boolean lifted) {
    var settings = new GivenSettings(given, NAMES);
    return new SmartsheetSettings(
        ids(known),
        columns(settings.text("columns", "")),
        apps(settings.text("apps", "")),
        settings.duration(
            "window",
            Choices.WINDOW,
            Duration.ZERO,
            Duration.ofHours(24),
            "from 0s to 24 hours, such as 60s"),
        settings.number("batch", Choices.MOST_EVENTS, 1, 10_000),
        settings.timeout(Choices.TIMEOUT),
        settings.number("rate", 0, 0, 1_000_000),
        settings.number("sheetlimit", 100_000, 1, 100_000),
        userAgent(settings.text("useragent", Choices.USER_AGENT)),
        settings.flag("bare", false),
        lifted);
  }

  boolean exists(long scopeObjectId) {
    return known.isEmpty() || known.contains(scopeObjectId);
  }

  boolean hasColumn(long sheet, long column) {
    var there = columns.get(sheet);
    return there == null || there.contains(column);
  }

  Optional<Details.App> app(String key) {
    return Optional.ofNullable(apps.get(key)).map(name -> new Details.App(key, name));
  }

  private static Set<Long> ids(Set<String> known) {
    var ids = new HashSet<Long>();
    for (var id : known) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "known: \"" + id + "\" is no id of a sheet or plan, which are whole numbers");
      }
      ids.add(Long.valueOf(id));
    }
    return ids;
  }

  private static Map<Long, Set<Long>> columns(String text) {
    var columns = new HashMap<Long, Set<Long>>();
    for (var entry : entries(text)) {
      var parts = COLUMN.matcher(entry);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "columns must be a comma list of <sheet id>/<column id>, such as 4583/7318");
      }
      columns
          .computeIfAbsent(Long.valueOf(parts.group(1)), _ -> new HashSet<>())
          .add(Long.valueOf(parts.group(2)));
    }
    return columns;
  }

  private static Map<String, String> apps(String text) {
    var apps = new HashMap<String, String>();
    for (var entry : entries(text)) {
      var parts = APP.matcher(entry);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "apps must be a comma list of <key id>:<name>, such as key_abc:Order sync");
      }
      apps.put(parts.group(1), parts.group(2).strip());
    }
    return apps;
  }

  private static List<String> entries(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private static String userAgent(String text) {
    if (!HEADER_VALUE.matcher(text).matches()) {
      throw new IllegalArgumentException("useragent must be 2 to 200 printable characters");
    }
    return text;
  }
}
