package dev.belfry.server.listen;

import dev.belfry.dialects.ChallengeAnswer;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.dialects.smartsheet.SmartsheetScheme;
import dev.belfry.dialects.superoffice.SuperOfficeScheme;
import dev.belfry.server.listen.Listener.Manners;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code belfry listen}: runs until it is interrupted. */
@Command(
    name = "listen",
    description = {
      "A receiver that prints each request, checks its signature and answers challenges.",
      "With --secret, a request that is badly signed or not at all is answered 401."
    })
public final class ListenCommand implements Callable<Integer> {

  private static final int FAILED = 1;

  private final List<SignatureScheme> schemes;
  private final List<ChallengeAnswer> challenges;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description = "Where to listen; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = {
        "Check signatures with it: whsec_..., a public key whpk_..., USER:PASSWORD,",
        "or 'Bearer TOKEN'.",
        "May be given several times."
      })
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      defaultValue = "200",
      description = "What to answer, 200 to 599. Default: ${DEFAULT-VALUE}.")
  private int status;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      converter = DurationArgument.class,
      description = "How long to wait before answering, as in 250ms, 5s or 1m.")
  private Duration delay = Duration.ZERO;

  @Option(names = "--json", description = "One JSON object per request and line.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Knows every dialect's signatures and challenges. */
  public ListenCommand() {
    this(
        List.of(
            new StandardWebhooksScheme(),
            new SmartsheetScheme(),
            new SuperOfficeScheme(),
            new BasicScheme(),
            new BearerScheme()),
        List.of(new SmartsheetScheme()));
  }

  /**
   * @param schemes asked in this order
   */
  public ListenCommand(List<SignatureScheme> schemes, List<ChallengeAnswer> challenges) {
    this.schemes = List.copyOf(schemes);
    this.challenges = List.copyOf(challenges);
  }

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try (var listener = Listener.start(address(), manners(), InstantSource.system(), show(out))) {
      err.println("Listening on " + listener.url());
      err.flush();
      new CountDownLatch(1).await();
      return CommandLine.ExitCode.OK;
    } catch (BindException e) {
      err.println("belfry: cannot listen on %s port %d: %s".formatted(host, port, e.getMessage()));
      return FAILED;
    } catch (InterruptedException _) {
      return CommandLine.ExitCode.OK;
    }
  }

  private java.util.function.Consumer<Received> show(PrintWriter out) {
    return received -> {
      out.println(json ? JsonForm.of(received) : PeopleForm.of(received));
      out.flush();
    };
  }

  private InetSocketAddress address() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException _) {
      throw wrong("--host: \"" + host + "\" is no address of this machine");
    } catch (IllegalArgumentException _) {
      throw wrong("--port: " + port + " is no port: 0 to 65535");
    }
  }

  private Manners manners() {
    try {
      return new Manners(new Signatures(schemes, secrets), status, delay, challenges);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
