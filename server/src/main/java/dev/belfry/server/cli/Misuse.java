package dev.belfry.server.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody is told who called a command in a way that there is not. */
final class Misuse {

  private Misuse() {}

  /** One line: what is wrong, what may have been meant, and where to look. */
  static String told(ParameterException e) {
    var what =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return what + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private static String unmatched(UnmatchedArgumentException e) {
    var first = e.getUnmatched().getFirst();
    var line = e.getCommandLine();
    if (first.startsWith("-")) {
      var options = line.getCommandSpec().optionsMap().keySet();
      return "there is no option " + first + meant(first, options);
    }
    var commands = line.getSubcommands().keySet();
    return commands.isEmpty()
        ? "\"" + first + "\" is one argument too many"
        : "there is no command " + first + meant(first, commands);
  }

  private static String meant(String given, Collection<String> names) {
    return nearest(given, names).map(name -> "; did you mean " + name).orElse("");
  }

  /** The name that takes the fewest changes of a letter, if they are few. */
  private static Optional<String> nearest(String given, Collection<String> names) {
    int few = Math.max(1, given.length() / 3);
    return names.stream()
        .filter(name -> changes(given, name) <= few)
        .min(Comparator.comparingInt(name -> changes(given, name)));
  }

  /** How many letters must be put in, left out or replaced to make one of the other. */
  static int changes(String one, String other) {
    var before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      var row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[other.length()];
  }
}
