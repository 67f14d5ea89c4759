package dev.belfry.server.cli;

import dev.belfry.server.client.Api;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belfry backup}. */
@Command(
    name = "backup",
    description = {
      "Writes a copy of the store, complete and consistent, while a server goes on.",
      "To restore: put it into an empty folder as belfry.db, with its key as master.key."
    })
final class BackupCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "Must not be there yet.")
  private Path file = Path.of("");

  @Option(
      names = "--with-key",
      description = "Put the master key beside it, as FILE.key; whoever has both reads all.")
  private boolean withKey;

  @Mixin private WhoseStore whose = new WhoseStore();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var target = file.toAbsolutePath().normalize();
    whose
        .server()
        .ifPresentOrElse(
            server -> ask(server, target),
            () -> StoreTasks.backup(whose.folder(), target, withKey));
    spec.commandLine().getOut().println(target);
    return 0;
  }

  private void ask(Api server, Path target) {
    try (server) {
      server
          .post("/v1/admin/backup", "application/json", StoreTasks.backupRequest(target, withKey))
          .orFail();
    }
  }
}
