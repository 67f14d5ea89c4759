package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;

/** Bytes that others made, to be kept and not run. */
final class Downloads {

  private Downloads() {}

  /**
   * An attachment.
   *
   * @param name letters, digits, {@code _} and {@code .} only
   */
  static Response of(String name, byte[] bytes) {
    return Response.of(200, "application/octet-stream", bytes)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .with("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
  }
}
