package dev.belfry.dialects.belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.signing.Verdict;
import dev.belfry.engine.signing.Verifier;
import dev.belfry.engine.signing.WebhookSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors that the code in {@code docs/receiving.md} is run against hold for our own code. */
class SnippetVectorsTest {

  static List<String> vectors() throws IOException {
    return Files.readAllLines(Path.of("../compat/snippets/vectors.tsv"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void when_a_vector_is_checked_then_our_verifier_says_the_same(String vector) {
    var fields = vector.split("\t", -1);
    assertThat(fields).hasSize(8);

    var verdict =
        new Verifier(List.of(WebhookSecret.parse(fields[2])))
            .verify(
                given(fields[4]),
                given(fields[5]),
                given(fields[6]),
                Base64.getDecoder().decode(fields[7].equals("-") ? "" : fields[7]),
                Instant.ofEpochSecond(Long.parseLong(fields[3])));

    assertThat(verdict instanceof Verdict.Good).isEqualTo(fields[1].equals("yes"));
  }

  private static @Nullable String given(String field) {
    return field.equals("-") ? null : field;
  }
}
