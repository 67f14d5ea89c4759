package dev.belfry.server.cli;

import dev.belfry.server.client.Api;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code belfry verify}. */
@Command(
    name = "verify",
    description = "Reads all of the store and tells what is damaged; exit code 1 if anything is.")
final class VerifyCommand implements Callable<Integer> {

  @Mixin private WhoseStore whose = new WhoseStore();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var problems =
        whose.server().map(VerifyCommand::ask).orElseGet(() -> StoreTasks.verify(whose.folder()));
    var out = spec.commandLine().getOut();
    problems.forEach(out::println);
    if (problems.isEmpty()) {
      out.println("nothing is damaged");
    }
    return problems.isEmpty() ? 0 : 1;
  }

  private static List<String> ask(Api server) {
    try (server) {
      var answer = server.post("/v1/admin/verify", "application/json", "{}").orFail().json();
      return StreamSupport.stream(answer.path("problems").spliterator(), false)
          .map(JsonNode::asString)
          .toList();
    }
  }
}
