package dev.belfry.server.console.page;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Our own API, asked in the same process for one person: what is allowed, what is wrong with what
 * was given and what the audit log says is decided there, once.
 */
public final class Api {

  private static final byte[] NOTHING = {};

  private final Dialects dialects;
  private final Caller caller;
  private final String baseUrl;
  private final String peer;

  /**
   * @param request the person's, for addresses; it is not kept, since this may outlive it
   */
  public Api(Dialects dialects, Caller caller, Request request) {
    this(dialects, caller, request.baseUrl(), request.peer());
  }

  private Api(Dialects dialects, Caller caller, String baseUrl, String peer) {
    this.dialects = dialects;
    this.caller = caller;
    this.baseUrl = baseUrl;
    this.peer = peer;
  }

  /** The same for somebody else, or for the same person in another place. */
  Api as(Caller other) {
    return new Api(dialects, other, baseUrl, peer);
  }

  public Answer get(String path) {
    return ask("GET", path, Params.none(), NOTHING);
  }

  public Answer get(String path, Params query) {
    return ask("GET", path, query, NOTHING);
  }

  /** With no body. */
  public Answer post(String path) {
    return ask("POST", path, Params.none(), NOTHING);
  }

  public Answer send(String method, String path, JsonNode body) {
    return ask(method, path, Params.none(), Json.write(body));
  }

  public Answer delete(String path) {
    return ask("DELETE", path, Params.none(), NOTHING);
  }

  public Answer delete(String path, Params query) {
    return ask("DELETE", path, query, NOTHING);
  }

  private Answer ask(String method, String path, Params query, byte[] body) {
    Map<String, List<String>> headers =
        body.length == 0 ? Map.of() : Map.of("content-type", List.of("application/json"));
    return Answer.of(
        dialects.answerTo(
            caller,
            new Request(method, path, query.query(), headers, body, Map.of(), baseUrl, peer)));
  }
}
