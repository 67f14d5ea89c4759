package dev.belfry.dialects;

import java.util.List;

/**
 * One vendor's way of managing webhooks, as routes over a running engine. How the requests of its
 * webhooks look, and what answers mean, is its {@link dev.belfry.engine.delivery.Protocol}: that is
 * given to the engine, which is there before any dialect.
 */
public interface Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  String name();

  /** The first segment of all its paths, with the slash before it: {@code /v1}. */
  String prefix();

  /** All its operations; the server, the API's description and tests read them. */
  List<Route> routes();

  /** The method a request means; some vendors let a parameter go before the real one. */
  default String methodOf(Request request) {
    return request.method();
  }

  /**
   * A path as its routes spell it, for vendors that take it in other letter cases or with a slash
   * more.
   */
  default String pathOf(String path) {
    return path;
  }

  /**
   * Who calls, by the dialect's own form of credentials. Not asked for open routes.
   *
   * @throws Refused if that cannot be told
   */
  Caller identify(Request request, Route route);

  /** Words a refusal, also one for a path that none of its routes has. */
  Response refuse(Request request, Refusal refusal);

  /** Words what a handler threw; never shows names of classes, paths or addresses. */
  Response failed(Request request, RuntimeException failure);
}
