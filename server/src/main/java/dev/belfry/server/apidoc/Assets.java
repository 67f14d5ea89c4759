package dev.belfry.server.apidoc;

import dev.belfry.dialects.Response;
import dev.belfry.server.http.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The page that shows the document to people, and what it needs: Swagger UI out of its jar, and a
 * few lines of our own. Nothing comes from another host, and no script or style stands in the page.
 */
final class Assets {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Swagger UI draws its small pictures from {@code data:} addresses within its styles. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> OURS = Map.of("page.css", CSS, "page.js", SCRIPT);
  private static final Map<String, String> THEIRS =
      Map.of("swagger-ui.css", CSS, "swagger-ui-bundle.js", SCRIPT);

  private final Map<String, byte[]> read = new ConcurrentHashMap<>();

  Response page() {
    return shown(HTML, bytes("page.html", Assets.class.getResourceAsStream("page.html")))
        .with("Content-Security-Policy", POLICY)
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cache-Control", "no-cache");
  }

  Response find(String name) {
    var ours = OURS.get(name);
    if (ours != null) {
      return kept(ours, bytes(name, Assets.class.getResourceAsStream(name)));
    }
    var theirs = THEIRS.get(name);
    if (theirs != null) {
      return kept(theirs, bytes(name, fromJar(name)));
    }
    return Problems.of(404, "There is nothing here.");
  }

  private static Response kept(String type, byte[] bytes) {
    return shown(type, bytes).with("Cache-Control", "public, max-age=3600");
  }

  private static Response shown(String type, byte[] bytes) {
    return Response.of(200, type, bytes)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
  }

  private byte[] bytes(String name, @Nullable InputStream from) {
    try (from) {
      var known = read.get(name);
      if (known != null) {
        return known;
      }
      if (from == null) {
        throw new IllegalStateException("the program's jars lack " + name);
      }
      var bytes = from.readAllBytes();
      read.put(name, bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable InputStream fromJar(String name) {
    var loader = Assets.class.getClassLoader();
    try (var in =
        loader.getResourceAsStream("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      var properties = new Properties();
      properties.load(in);
      return loader.getResourceAsStream(
          "META-INF/resources/webjars/swagger-ui/"
              + properties.getProperty("version")
              + "/"
              + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
