package dev.belfry.server.cli;

import dev.belfry.engine.store.StoreBroken;
import dev.belfry.server.Program;
import dev.belfry.server.Version;
import dev.belfry.server.config.Settings;
import dev.belfry.server.config.Settings.LogFormat;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.server.log.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code belfry serve}. */
@Command(
    name = "serve",
    description = "Runs the server.",
    footer = {
      "",
      "All other settings stand in a file (belfry.yaml here, or --config) or in variables:",
      "retention_events is BELFRY_RETENTION_EVENTS. The belfry.yaml that comes with Belfry",
      "has each of them with its default."
    })
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final int STORE_BROKEN = 3;

  /** From the signal on; 10 s are promised. */
  private static final Duration LONGEST_END = Duration.ofMillis(9_700);

  @Option(
      names = "--dev",
      description = "For your own machine: loopback only, a known key, http targets on loopback.")
  private boolean dev;

  @Option(names = "--port", paramLabel = "PORT", description = "8080; 0 takes a free one.")
  private @Nullable String port;

  @Option(names = "--host", paramLabel = "HOST", description = "127.0.0.1")
  private @Nullable String host;

  @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept; ./data")
  private @Nullable String data;

  @Option(names = "--config", paramLabel = "FILE", description = "belfry.yaml, if there is one.")
  private @Nullable Path config;

  @Option(
      names = "--allow-unsafe-store",
      description = "Start on a folder in memory or on a network, where events can be lost.")
  private boolean allowUnsafe;

  @Override
  public Integer call() throws InterruptedException {
    var running = new AtomicReference<@Nullable Program>();
    var hook = Thread.ofPlatform().unstarted(() -> end(running.get()));
    Runtime.getRuntime().addShutdownHook(hook);
    Program program;
    try {
      program = start();
    } catch (RuntimeException | Error e) {
      remove(hook);
      throw e;
    }
    running.set(program);
    System.out.println("Belfry is ready on " + program.address());
    new CountDownLatch(1).await();
    return 0;
  }

  private Program start() {
    var flags = new HashMap<String, String>();
    put(flags, "port", port);
    put(flags, "host", host);
    put(flags, "data", data);
    var settings = SettingsReader.read(dev, flags, System.getenv(), config, Program::faults);
    prepareLog(settings);
    var program = Program.start(settings, allowUnsafe, ServeCommand::endAtOnce);
    LOG.info(
        "Belfry {} answers on {}, its folder is {}",
        Version.text(),
        program.address(),
        settings.storage().data().toAbsolutePath().normalize());
    return program;
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    if (value != null) {
      flags.put(name, value);
    }
  }

  private static void prepareLog(Settings settings) {
    settings
        .log()
        .ifPresent(format -> {
          if (format == LogFormat.JSON) {
            Logs.json();
          } else {
            Logs.text();
          }
        });
    settings.warnings().forEach(LOG::warn);
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // A signal was faster, and the hook is at work.
    }
  }

  /** Whatever is not on disk now was not acknowledged; a sync is never tried twice. */
  private static void endAtOnce(StoreBroken why) {
    System.err.println("belfry: the store failed, ending at once: " + why.getMessage());
    Runtime.getRuntime().halt(STORE_BROKEN);
  }

  /**
   * A signal asked for the end and got it: that is success, whatever the JVM would answer.
   *
   * @param program null while it starts: that may be cut short anywhere, as by a power cut, and the
   *     next start goes on from there
   */
  private static void end(@Nullable Program program) {
    Thread.ofPlatform().daemon().start(ServeCommand::endInAnyCase);
    if (program == null) {
      LOG.info("ending while starting, as a signal asked for it");
    } else {
      LOG.info("ending, as a signal asked for it; what is in flight gets 8 s");
      program.close();
      LOG.info("ended");
    }
    Logs.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Whatever is still being copied or closed then is taken up at the next start. */
  private static void endInAnyCase() {
    try {
      new CountDownLatch(1).await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
