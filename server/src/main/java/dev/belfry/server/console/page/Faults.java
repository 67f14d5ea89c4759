package dev.belfry.server.console.page;

import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with a form, by the pointers of our own API. */
public final class Faults {

  private Faults() {}

  /** All that is wrong at a pointer or below it, as sentences; empty if nothing is. */
  public static String at(Map<String, String> faults, String pointer) {
    return faults.entrySet().stream()
        .filter(fault -> fault.getKey().equals(pointer) || fault.getKey().startsWith(pointer + "/"))
        .map(fault -> sentence(fault.getValue(), fault.getKey().substring(pointer.length())))
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** What is wrong at none of these pointers. */
  public static String elsewhere(Map<String, String> faults, String... pointers) {
    return faults.entrySet().stream()
        .filter(fault -> {
          for (var pointer : pointers) {
            if (fault.getKey().equals(pointer) || fault.getKey().startsWith(pointer + "/")) {
              return false;
            }
          }
          return true;
        })
        .map(fault ->
            fault.getKey().isEmpty()
                ? fault.getValue()
                : fault.getKey().substring(1) + " " + fault.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String sentence(String detail, String below) {
    var which = below.isEmpty() ? "It " : below.substring(1).replace('/', '.') + " ";
    var end = detail.endsWith(".") ? "" : ".";
    return Character.isUpperCase(detail.isEmpty() ? 'A' : detail.charAt(0))
        ? detail
        : which + detail + end;
  }
}
