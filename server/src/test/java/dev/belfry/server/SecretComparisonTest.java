package dev.belfry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T62: what a caller sends is held against a secret by {@code MessageDigest.isEqual} only, or by
 * looking up its keyed hash. The usual comparisons stop at the first difference, and so tell by
 * their time how much was right.
 */
class SecretComparisonTest {

  private static final List<String> MODULES = List.of("engine", "dialects", "server", "testkit");

  /** Files that compare bytes of no secret. */
  private static final Set<String> COMPARE_BYTES =
      Set.of(
          "PublicKey.java", // is public
          "EventKey.java", // the data of two events
          "Names.java"); // names of JSON members

  /** Lines that compare no secret, or none that came from a caller. */
  private static final Set<String> HARMLESS =
      Set.of(
          "TokenSender.java: return held.isDone() && held.join() instanceof"
              + " Fetched.Given(var given) && given.equals(token);",
          "ArchiveFilter.java: if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(token)) {");

  private static final String SECRET =
      "\\w*(?i:secret|signature|password|passphrase|token|hmac|mac|digest|credential)s?";
  private static final String MORE = "(?:\\(\\))?(?:\\.(?:text|value|bytes|toString|trim)\\(\\))?";
  private static final String EQUALS = "(?:equals|equalsIgnoreCase|contentEquals|compareTo)";

  /**
   * {@code secret.equals(what)} and {@code what.equals(secret)}; texts in quotes are no secrets.
   */
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\b%1$s%2$s\\s*\\.\\s*%3$s\\(\\s*+(?!\")".formatted(SECRET, MORE, EQUALS)
              + "|(?<!\")\\.\\s*%3$s\\(\\s*(?:\\w+\\.)*%1$s%2$s\\s*\\)"
                  .formatted(SECRET, MORE, EQUALS)
              + "|\\bObjects\\.equals\\(.*\\b%1$s%2$s\\s*[,)]".formatted(SECRET, MORE));

  private static final Pattern OF_BYTES =
      Pattern.compile("\\bArrays\\.(?:equals|compare|mismatch)\\(");

  @Test
  void no_line_compares_a_secret_in_a_time_that_depends_on_it_T62() throws IOException {
    var found = new ArrayList<String>();
    var files = 0;
    for (var module : MODULES) {
      for (var file : sources(Path.of("..", module, "src", "main", "java"))) {
        files++;
        var name = file.getFileName().toString();
        for (var line : Files.readAllLines(file)) {
          var told = name + ": " + line.strip();
          var isOfBytes = OF_BYTES.matcher(line).find() && !COMPARE_BYTES.contains(name);
          if (isOfBytes || (COMPARISON.matcher(line).find() && !HARMLESS.contains(told))) {
            found.add(told);
          }
        }
      }
    }

    assertThat(files).isGreaterThan(300);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (secret.equals(given)) {",
        "return given.equals(webhookSecret);",
        "return given.equals(webhook.secret().text());",
        "expectedSignature.contentEquals(header)",
        "return old.token().equalsIgnoreCase(text);",
        "Objects.equals(request.header(\"x\"), password)"
      })
  void when_a_line_compares_a_secret_then_the_rule_sees_it(String line) {
    assertThat(COMPARISON.matcher(line).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (name.equals(\"secret\")) {",
        "\"secret\".equals(name)",
        "if (token.equals(\"(\")) {",
        "return signatures.contains(V1);",
        "MessageDigest.isEqual(secret, given)"
      })
  void when_a_line_compares_no_secret_then_the_rule_passes_it_over(String line) {
    assertThat(COMPARISON.matcher(line).find()).isFalse();
  }

  private static List<Path> sources(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
