package dev.belfry.bench.program;

import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.nio.file.Path;

/** A program that keeps the promise: accepted means on disk, and delivered sooner or later. */
public interface Program {

  String name();

  /** What it says its version is. */
  String version() throws IOException;

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder where its data goes; made if it is not there
   */
  RunningProgram start(Path folder) throws IOException, InterruptedException;

  /**
   * The events that its webhooks get.
   *
   * @param type the scenario's own, where the program takes any
   */
  EventForm events(String type);

  /** Makes a webhook. */
  Webhook register(RunningProgram running, WebhookWish wish)
      throws IOException, InterruptedException;

  /** Removes a webhook and what it is owed. */
  void remove(RunningProgram running, Webhook webhook) throws IOException, InterruptedException;

  /** The key its senders use. */
  String key();
}
