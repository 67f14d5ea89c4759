package dev.belfry.bench.program;

import dev.belfry.bench.floor.Floor;
import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The floor, as a process of its own on the bench's class path. It takes one webhook. */
public final class FloorProgram implements Program {

  private static final String SECRET = "whsec_YmVsZnJ5IGJlbmNoOiB0aGUgZmxvb3I=";

  private final int logSize;

  public FloorProgram() {
    this(256);
  }

  /**
   * A floor whose log has that size.
   *
   * @param logSize in MiB
   */
  public FloorProgram(int logSize) {
    this.logSize = logSize;
  }

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public String version() {
    return "of this bench";
  }

  @Override
  public String key() {
    return "none";
  }

  @Override
  public RunningProgram start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Floor.class.getName(), folder.toString(), Integer.toString(logSize)));
    return RunningProgram.start(command, Map.of(), folder.resolveSibling("floor.log"));
  }

  @Override
  public EventForm events(String type) {
    return EventForm.of(type);
  }

  @Override
  public Webhook register(RunningProgram running, WebhookWish wish)
      throws IOException, InterruptedException {
    Api.own(running.base(), key()).postText("/webhook", wish.url() + " " + SECRET);
    return new Webhook("floor", SignatureCheck.standard(SECRET));
  }

  @Override
  public void remove(RunningProgram running, Webhook webhook) {
    throw new UnsupportedOperationException("the floor keeps its webhook");
  }

  private static List<String> jvmOptions() {
    return List.of(
        "-Xms256m",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }
}
