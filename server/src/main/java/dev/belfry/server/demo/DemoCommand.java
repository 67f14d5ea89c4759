package dev.belfry.server.demo;

import dev.belfry.dialects.smartsheet.SmartsheetScheme;
import dev.belfry.server.Failure;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.config.SettingsReader;
import dev.belfry.server.listen.Listener;
import dev.belfry.server.listen.Listener.Manners;
import dev.belfry.server.listen.PeopleForm;
import dev.belfry.server.listen.Received;
import dev.belfry.server.listen.Signatures;
import dev.belfry.server.log.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belfry demo}. */
@Command(
    name = "demo",
    description =
        "Runs a server and a receiver, registers a webhook of each dialect, sends real events and"
            + " prints what arrived and how it was signed. Goes on until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {

  private static final int SERVER_PORT = 8080;
  private static final int RECEIVER_PORT = 9000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Option(names = "--once", description = "End when all arrived: 0; after 60 s without: 1.")
  private boolean once;

  @Option(names = "--data", paramLabel = "DIR", description = "Keep everything here.")
  private @Nullable Path data;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by the command line. */
  public DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    var folder = data != null ? data : Files.createTempDirectory("belfry-demo-");
    var running = new Running(data == null ? folder : null);
    var hook = Thread.ofPlatform().unstarted(running::end);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return show(folder, running);
    } finally {
      running.end();
    }
  }

  private int show(Path folder, Running running) throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    List<Story> stories =
        List.of(
            new BelfryStory(),
            new CometChatStory(),
            new ApifyStory(),
            new SmartsheetStory(),
            new SuperOfficeStory());
    var arrivals = new Arrivals(stories);
    var program = start(folder);
    running.program = program;
    var listener = listen(stories, received -> tell(out, arrivals, received));
    running.listener = listener;
    out.println("Belfry runs on " + program.address() + ", a receiver on " + listener.url());
    out.println();
    try (var api = new Api(program.address(), Program.DEV_SECRET, null)) {
      stories.forEach(story -> story.tell(api, listener.url()));
    }
    var missing = arrivals.await(LIMIT);
    if (!missing.isEmpty()) {
      throw new Failure("did not arrive in 60 s: " + String.join(", ", missing));
    }
    out.println("All arrived, each with a good signature.");
    if (!once) {
      out.println(
          """

          It goes on until Ctrl-C. See it all in the console, with the key of the tenant dev:
            %s   key: %s
          Or try, in another terminal:
            ./belfry send order.created --url %s --data '{"total": 5}'\
          """
              .formatted(program.address(), Program.DEV_SECRET, program.address()));
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static void tell(PrintWriter out, Arrivals arrivals, Received received) {
    synchronized (out) {
      out.println(PeopleForm.of(received));
      out.flush();
    }
    arrivals.note(received);
  }

  private static Program start(Path folder) throws IOException {
    var port = isFree(SERVER_PORT) ? SERVER_PORT : 0;
    var flags =
        Map.of("port", String.valueOf(port), "host", "127.0.0.1", "data", folder.toString());
    Logs.quiet();
    return Program.start(
        SettingsReader.read(true, flags, variables(), null, Program::faults),
        true,
        why -> {
          System.err.println("belfry: the store failed: " + why.getMessage());
          Runtime.getRuntime().halt(3);
        });
  }

  /** Nobody wants to wait a minute for Smartsheet's callback here, if he did not say so. */
  private static Map<String, String> variables() {
    var variables = new HashMap<>(System.getenv());
    variables.putIfAbsent("BELFRY_DIALECTS_SMARTSHEET_WINDOW", "2s");
    return variables;
  }

  private static Listener listen(List<Story> stories, java.util.function.Consumer<Received> each)
      throws IOException {
    var signatures =
        new Signatures(
            stories.stream().map(Story::scheme).toList(),
            stories.stream().map(Story::secret).toList());
    var manners = new Manners(signatures, 200, Duration.ZERO, List.of(new SmartsheetScheme()));
    var loopback = InetAddress.getLoopbackAddress();
    try {
      return Listener.start(
          new InetSocketAddress(loopback, RECEIVER_PORT), manners, InstantSource.system(), each);
    } catch (BindException _) {
      return Listener.start(
          new InetSocketAddress(loopback, 0), manners, InstantSource.system(), each);
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (BindException _) {
      return false;
    }
  }

  /** What must be ended, once, whoever asks first. */
  private static final class Running {

    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable Path toDelete;
    private volatile @Nullable Program program;
    private volatile @Nullable Listener listener;

    Running(@Nullable Path toDelete) {
      this.toDelete = toDelete;
    }

    void end() {
      if (!ended.compareAndSet(false, true)) {
        return;
      }
      var started = program;
      if (started != null) {
        started.close();
      }
      var listening = listener;
      if (listening != null) {
        listening.close();
      }
      if (toDelete != null) {
        Folders.delete(toDelete);
      }
    }
  }
}
