package dev.belfry.server.cli;

import dev.belfry.engine.store.FileFault;
import dev.belfry.server.Failure;
import dev.belfry.server.client.ClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belfry rotate-master-key}. */
@Command(
    name = "rotate-master-key",
    description = {
      "Encrypts all secrets with a new master key, while no server runs.",
      "If it is cut short, run it again: it goes on where it was."
    })
final class RotateMasterKeyCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Whose store; BELFRY_DATA, else ./data.")
  private @Nullable Path data;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description = "Has the new key, base64 of 32 bytes; without it one is made.")
  private @Nullable Path newKey;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var folder = ClientOptions.folder(data);
    var old = StoreTasks.rotateMasterKey(folder, readNewKey());
    var out = spec.commandLine().getOut();
    out.println("all secrets are encrypted with the new master key");
    old.ifPresent(file ->
        out.println(
            "older backups still need the one before: "
                + file
                + "; keep it elsewhere, or delete it"));
    return 0;
  }

  private Optional<String> readNewKey() {
    if (newKey == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(newKey));
    } catch (IOException e) {
      throw new Failure("--new-key: cannot read " + newKey + ": " + FileFault.text(e));
    }
  }
}
