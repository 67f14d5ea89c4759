package dev.belfry.server.cli;

import dev.belfry.server.Failure;
import dev.belfry.server.client.ClientOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code belfry send}. */
@Command(name = "send", description = "Sends one event.")
final class SendCommand implements Callable<Integer> {

  private static final JsonFactory JSON = new JsonFactory();

  @Parameters(paramLabel = "TYPE", description = "As in order.created.")
  private String type = "";

  @Option(names = "--subject", paramLabel = "S", description = "What it is about: order/42")
  private @Nullable String subject;

  @Option(
      names = "--id",
      paramLabel = "I",
      description = "Yours; the same again is no second event.")
  private @Nullable String id;

  @Option(names = "--source", paramLabel = "U", description = "Where it comes from, a URI.")
  private @Nullable String source;

  @Option(
      names = "--data",
      paramLabel = "JSON|@FILE|-",
      description = "Its data: JSON here, in a file, or from standard input.")
  private @Nullable String data;

  @Option(names = "--json", description = "Print the API's answer as it is.")
  private boolean json;

  @Mixin private ClientOptions client = new ClientOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var event = event();
    try (var api = client.api(ClientOptions.folder(null))) {
      var answer = api.post("/v1/events", "application/cloudevents+json", event).orFail();
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(answer.body());
      } else {
        var accepted = answer.json();
        out.println(
            "%s deliveries=%d%s"
                .formatted(
                    accepted.path("id").asString(),
                    accepted.path("deliveries").asInt(),
                    accepted.path("duplicate").asBoolean() ? " duplicate" : ""));
      }
      return 0;
    }
  }

  private String event() throws IOException {
    var text = new StringWriter();
    try (var event = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      event.writeStartObject();
      event.writeStringProperty("specversion", "1.0");
      event.writeStringProperty("type", type);
      writeIfGiven(event, "id", id);
      writeIfGiven(event, "source", source);
      writeIfGiven(event, "subject", subject);
      var content = content();
      if (content != null) {
        event.writeName("data");
        event.writeRawValue(content);
      }
      event.writeEndObject();
    }
    return text.toString();
  }

  private static void writeIfGiven(
      tools.jackson.core.JsonGenerator event, String name, @Nullable String value) {
    if (value != null) {
      event.writeStringProperty(name, value);
    }
  }

  private @Nullable String content() throws IOException {
    if (data == null) {
      return null;
    }
    var content = data;
    if (data.equals("-")) {
      content = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } else if (data.startsWith("@")) {
      try {
        content = Files.readString(Path.of(data.substring(1)));
      } catch (NoSuchFileException e) {
        throw new Failure("--data: there is no file " + e.getMessage());
      }
    }
    check(content);
    return content;
  }

  private static void check(String content) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), content)) {
      if (parser.nextToken() == null) {
        throw new Failure("--data: there is nothing in it");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new Failure("--data: more than one JSON value");
      }
    } catch (JacksonException e) {
      throw new Failure("--data: no JSON: " + e.getOriginalMessage());
    }
  }
}
