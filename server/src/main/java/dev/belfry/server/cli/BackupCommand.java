package dev.belfry.server.cli;

import dev.belfry.server.client.ClientOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Whose store; BELFRY_DATA, else ./data.")
  private @Nullable Path data;

  @Mixin private ClientOptions client = new ClientOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var target = file.toAbsolutePath().normalize();
    var folder = data == null ? ClientOptions.usualFolder() : data;
    if (client.isRunning()) {
      try (var api = client.operatorApi(folder)) {
        api.post("/v1/admin/backup", "application/json", StoreTasks.backupRequest(target, withKey))
            .orFail();
      }
    } else {
      StoreTasks.backup(folder, target, withKey);
    }
    spec.commandLine().getOut().println(target);
    return 0;
  }
}
