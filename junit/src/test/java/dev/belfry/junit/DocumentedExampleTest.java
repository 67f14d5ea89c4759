package dev.belfry.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What people copy from the documents compiles and passes. */
class DocumentedExampleTest {

  @Test
  void when_the_page_on_testing_shows_a_test_then_it_is_one_that_runs_here() throws IOException {
    var page = Files.readString(Path.of("../docs/testing.md"));
    int start = page.indexOf("class OrdersTest");
    var shown = page.substring(start, page.indexOf("```", start));
    var run = Files.readString(Path.of("src/test/java/dev/belfry/junit/OrdersTest.java"));

    assertThat(run.substring(run.indexOf("class OrdersTest"))).isEqualTo(shown);
  }
}
