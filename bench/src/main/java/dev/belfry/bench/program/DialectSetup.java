package dev.belfry.bench.program;

import java.io.IOException;

/** How a webhook of one dialect is made and removed in a running Belfry. */
public interface DialectSetup {

  /** The dialect's name, as {@code --dialect} takes it. */
  String name();

  Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException;

  void remove(Api api, Webhook webhook) throws IOException, InterruptedException;
}
