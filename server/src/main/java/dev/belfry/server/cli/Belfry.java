package dev.belfry.server.cli;

import dev.belfry.dialects.belfry.UpkeepRefused;
import dev.belfry.engine.store.StoreRefused;
import dev.belfry.server.Failure;
import dev.belfry.server.Version;
import dev.belfry.server.cli.resources.AuditCommand;
import dev.belfry.server.cli.resources.DeliveriesCommand;
import dev.belfry.server.cli.resources.EventTypesCommand;
import dev.belfry.server.cli.resources.EventsCommand;
import dev.belfry.server.cli.resources.KeysCommand;
import dev.belfry.server.cli.resources.ReplaysCommand;
import dev.belfry.server.cli.resources.StatsCommand;
import dev.belfry.server.cli.resources.TenantsCommand;
import dev.belfry.server.cli.resources.WebhooksCommand;
import dev.belfry.server.config.InvalidSettings;
import dev.belfry.server.demo.DemoCommand;
import dev.belfry.server.listen.ListenCommand;
import dev.belfry.server.log.Logs;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command and the program's main. */
@Command(
    name = "belfry",
    description = "A self-hosted webhook server.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Also: bench [--quick] [SCENARIO...] measures this machine,",
      "      test [--no-compat] [--long] runs all tests."
    },
    versionProvider = Belfry.ProgramVersion.class)
public final class Belfry implements Runnable {

  private static final Map<String, Supplier<Object>> COMMANDS = commands();
  private static final int WRONG = 1;
  private static final int MISUSED = 2;

  @Spec private CommandSpec spec;

  /** Made by the command line. */
  @SuppressWarnings("NullAway.Init")
  Belfry() {}

  /** Tells {@code --version}. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"belfry " + Version.text()};
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = execute(out, err, args);
    out.flush(); // not all that was printed ended a line
    err.flush();
    Logs.flush();
    System.exit(code);
  }

  static int execute(PrintWriter out, PrintWriter err, String... args) {
    var line = new CommandLine(new Belfry());
    addCommands(line, args);
    line.setOut(out).setErr(err);
    addHelp(line);
    line.setExpandAtFiles(false); // an @ is for --data @FILE
    line.setParameterExceptionHandler((e, _) -> {
      err.println("belfry: " + Misuse.told(e));
      return MISUSED;
    });
    line.setExecutionExceptionHandler((e, _, _) -> {
      var lines = e instanceof InvalidSettings wrong ? wrong.faults() : List.of(oneLine(e));
      lines.forEach(text -> err.println("belfry: " + text));
      return WRONG;
    });
    return line.execute(args);
  }

  private static Map<String, Supplier<Object>> commands() {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("serve", ServeCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("listen", ListenCommand::new);
    commands.put("send", SendCommand::new);
    commands.put("tenants", TenantsCommand::new);
    commands.put("keys", KeysCommand::new);
    commands.put("webhooks", WebhooksCommand::new);
    commands.put("events", Belfry::events);
    commands.put("deliveries", DeliveriesCommand::new);
    commands.put("replays", ReplaysCommand::new);
    commands.put("event-types", EventTypesCommand::new);
    commands.put("stats", StatsCommand::new);
    commands.put("audit", AuditCommand::new);
    commands.put("backup", BackupCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("rotate-master-key", RotateMasterKeyCommand::new);
    commands.put("completion", CompletionCommand::new);
    return commands;
  }

  private static CommandLine events() {
    return new CommandLine(new EventsCommand()).addSubcommand("create", new SendCommand());
  }

  /** Only the one that is asked for, if it is: picocli reads each by reflection, which is slow. */
  private static void addCommands(CommandLine line, String... args) {
    var asked = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (asked != null) {
      line.addSubcommand(args[0], asked.get());
    } else {
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    }
  }

  private static void addHelp(CommandLine line) {
    // Commands that are methods have it from the start: picocli counts on its place among the
    // flags.
    if (!line.getCommandSpec().mixinStandardHelpOptions()) {
      line.getCommandSpec().mixinStandardHelpOptions(true);
    }
    line.getSubcommands().values().forEach(Belfry::addHelp);
  }

  /** All commands, for what describes them. */
  static CommandLine whole() {
    var line = new CommandLine(new Belfry());
    addCommands(line);
    addHelp(line);
    return line;
  }

  private static String oneLine(Exception e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return switch (e) {
      case Failure _, InvalidSettings _, ParameterException _, StoreRefused _, UpkeepRefused _ ->
          message;
      default -> e.getClass().getSimpleName() + ": " + message;
    };
  }
}
