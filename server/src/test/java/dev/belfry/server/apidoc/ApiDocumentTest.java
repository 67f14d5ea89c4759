package dev.belfry.server.apidoc;

import static dev.belfry.dialects.Access.OPEN;
import static dev.belfry.dialects.Method.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.server.apidoc.Described.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document as a program would read it. That answers are as it says, others test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocumentTest {

  private LiveServer server;
  private Described described;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new LiveServer(folder);
    described = new Described(server);
  }

  @AfterAll
  void end() {
    server.close();
  }

  @Test
  void when_a_route_is_not_described_or_a_description_has_no_route_then_there_is_no_document() {
    var routes =
        Stream.of("/v1/surprises", "/v1/events", "/livez")
            .map(path -> new Route(GET, path, OPEN, (_, _) -> Response.of(200)))
            .toList();

    assertThatThrownBy(() -> ApiDocument.of("1", routes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no description of GET /v1/surprises")
        .hasMessageContaining("no route post /v1/events")
        .hasMessageContaining("no route get /readyz");
  }

  @Test
  void when_the_document_is_read_then_all_that_it_refers_to_is_there_and_used() {
    var text = described.document().toString();
    var references = new ArrayList<String>();
    Pattern.compile("\"\\$ref\":\"#([^\"]+)\"")
        .matcher(text)
        .results()
        .forEach(found -> references.add(found.group(1)));

    assertThat(references).isNotEmpty();
    for (var reference : references) {
      assertThat(described.document().at(reference).isMissingNode()).as(reference).isFalse();
    }
    for (var kind : List.of("schemas", "parameters", "responses", "headers")) {
      assertThat(references)
          .containsAll(
              described.document().at("/components/" + kind).propertyNames().stream()
                  .map(name -> "/components/" + kind + "/" + name)
                  .toList());
    }
  }

  /** A comma in a text without quotes makes the rest of it a name of nothing. */
  @Test
  void when_the_document_is_read_then_no_name_in_it_stands_for_nothing() {
    var without = described.document().deepCopy();
    without.findParents("example").forEach(parent -> ((ObjectNode) parent).remove("example"));

    assertThat(without.toString()).doesNotContainPattern("(?<!\\\\)\":null");
  }

  @Test
  void when_the_document_is_read_then_each_operation_has_its_own_name_and_a_summary() {
    var operations = described.operations();

    assertThat(described.document().get("openapi").asString()).isEqualTo("3.1.1");
    assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates();
    assertThat(operations).hasSizeGreaterThan(30);
    for (var operation : operations) {
      assertThat(operation.node().get("summary").asString()).as(operation.toString()).isNotBlank();
      assertThat(operation.good()).as(operation.toString()).isNotEmpty();
    }
  }

  @Test
  void when_a_schema_has_an_example_then_the_example_satisfies_it() {
    var seen = 0;
    for (var schema : described.document().at("/components/schemas").properties()) {
      var example = schema.getValue().get("example");
      if (example != null) {
        seen++;
        assertThat(described.faults(schema.getValue(), example)).as(schema.getKey()).isEmpty();
      }
    }
    for (var operation : described.operations()) {
      for (var in : List.of("query", "header")) {
        for (JsonNode parameter : described.parameters(operation, in)) {
          if (parameter.has("example")) {
            seen++;
            assertThat(described.faults(parameter.get("schema"), parameter.get("example")))
                .as(parameter.toString())
                .isEmpty();
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(10);
  }

  @Test
  void when_another_method_than_GET_is_tried_on_an_open_page_then_it_is_405_with_allow() {
    for (var operation : described.operations()) {
      if (operation.isOpen() && !operation.hasVariable()) {
        var answer = server.call("POST", operation.pattern(), null, new byte[0]);
        assertThat(answer.status()).as(operation.toString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
      }
    }
  }
}
