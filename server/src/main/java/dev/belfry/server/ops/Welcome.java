package dev.belfry.server.ops;

/** The page at the root, until there is a console. */
final class Welcome {

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Belfry</title>
      <h1>Belfry VERSION</h1>
      <p>A webhook server. It takes events in, keeps them on disk, and delivers each one, signed,
      to every webhook that asked for it, until it has arrived.</p>
      <ul>
      <li>The API is under <code>/v1</code> and wants a key:
      <code>Authorization: Bearer &lt;secret&gt;</code>.
      <li>Health: <a href="/livez">/livez</a>, <a href="/readyz">/readyz</a>,
      <a href="/metrics">/metrics</a>, <a href="/version">/version</a>.
      </ul>
      </html>
      """;

  private Welcome() {}

  static String page(String version) {
    return PAGE.replace("VERSION", version);
  }
}
