package dev.belfry.server.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code belfry completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and flags. In bash or zsh, read it with:",
      "  source <(./belfry completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("belfry", Belfry.whole()));
    return 0;
  }
}
