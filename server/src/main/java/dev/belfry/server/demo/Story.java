package dev.belfry.server.demo;

import dev.belfry.dialects.SignatureScheme;
import dev.belfry.server.client.Api;
import java.net.URI;
import java.util.Set;

/** What the demonstration shows of one dialect. */
interface Story {

  String dialect();

  /** How its requests are signed. */
  SignatureScheme scheme();

  /** What its webhook signs with; known before, so that the receiver can check. */
  String secret();

  /** Registers a webhook whose target is {@code receiver} and sends events. */
  void tell(Api api, URI receiver);

  /** The types of the events that must arrive. */
  Set<String> types();
}
