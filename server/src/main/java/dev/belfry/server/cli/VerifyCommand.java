package dev.belfry.server.cli;

import dev.belfry.server.client.ClientOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code belfry verify}. */
@Command(
    name = "verify",
    description = "Reads all of the store and tells what is damaged; exit code 1 if anything is.")
final class VerifyCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Whose store; BELFRY_DATA, else ./data.")
  private @Nullable Path data;

  @Mixin private ClientOptions client = new ClientOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var folder = data == null ? ClientOptions.usualFolder() : data;
    var problems = client.isRunning() ? askServer(folder) : StoreTasks.verify(folder);
    var out = spec.commandLine().getOut();
    problems.forEach(out::println);
    if (problems.isEmpty()) {
      out.println("nothing is damaged");
    }
    return problems.isEmpty() ? 0 : 1;
  }

  private List<String> askServer(Path folder) {
    try (var api = client.operatorApi(folder)) {
      var answer = api.post("/v1/admin/verify", "application/json", "{}").orFail().json();
      return StreamSupport.stream(answer.path("problems").spliterator(), false)
          .map(JsonNode::asString)
          .toList();
    }
  }
}
