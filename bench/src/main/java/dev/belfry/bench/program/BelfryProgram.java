package dev.belfry.bench.program;

import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Belfry, started by its launcher as anybody would. */
public final class BelfryProgram implements Program {

  static final String KEY = "bfy_dev_secret_for_local_use_only_0000";

  private final Path launcher;
  private final DialectSetup dialect;

  /**
   * Belfry of one clone.
   *
   * @param launcher the file {@code belfry} of a clone
   */
  public BelfryProgram(Path launcher, DialectSetup dialect) {
    this.launcher = launcher;
    this.dialect = dialect;
  }

  @Override
  public String name() {
    return dialect.name();
  }

  @Override
  public EventForm events(String type) {
    return dialect.events(type);
  }

  @Override
  public String version() throws IOException {
    return Shell.firstLine(launcher.toString(), "--version");
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public RunningProgram start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return RunningProgram.start(
        List.of(launcher.toString(), "serve", "--dev", "--port", "0", "--data", folder.toString()),
        dialect.variables(),
        folder.resolveSibling("belfry.log"));
  }

  @Override
  public Webhook register(RunningProgram running, WebhookWish wish)
      throws IOException, InterruptedException {
    return dialect.register(Api.own(running.base(), KEY), wish);
  }

  @Override
  public void remove(RunningProgram running, Webhook webhook)
      throws IOException, InterruptedException {
    Api.own(running.base(), KEY).delete("/v1/webhooks/" + webhook.id());
  }
}
