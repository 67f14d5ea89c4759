package dev.belfry.server.console.asset;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * The console's files. Each is served under a name with its hash, so browsers keep it for ever; it
 * is read when it is first asked for.
 */
public final class Assets {

  /** Below this all files are. */
  public static final String PREFIX = "/assets/";

  private static final int HASH_LENGTH = 16;
  private static final int WORTH_PACKING = 1024;

  private static final Map<String, String> KINDS =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, String> places;
  private final Map<String, Asset> byName = new ConcurrentHashMap<>();

  private record Asset(String hash, String kind, byte[] bytes, byte[] packed) {}

  /** Reads nothing yet but the version of what comes from a jar. */
  public Assets() {
    var versions = versions();
    var jars = "/META-INF/resources/webjars/";
    places =
        Map.of(
            "console.css", "console.css",
            "console.js", "console.js",
            "live.js", "live.js",
            "bell.svg", "bell.svg",
            "htmx.js", jars + "htmx.org/" + versions.getProperty("htmx") + "/dist/htmx.min.js");
  }

  /** Where pages find a file. */
  public String url(String name) {
    return PREFIX + asset(name).hash() + "/" + name;
  }

  /** A file, or 404; old hashes get the new file, so that a page from before an update works. */
  public Response answer(Request request) {
    var rest = request.path().substring(PREFIX.length());
    var slash = rest.indexOf('/');
    var name = rest.substring(slash + 1);
    if (slash < 0 || !places.containsKey(name)) {
      return Response.of(404, "text/plain; charset=utf-8", "There is no such file.\n");
    }
    var asset = asset(name);
    var tag = '"' + asset.hash() + '"';
    if (request.header("if-none-match").filter(tag::equals).isPresent()) {
      return Response.of(304).with("ETag", tag);
    }
    var packs = request.header("accept-encoding").filter(given -> given.contains("gzip"));
    var small = packs.isPresent() && asset.packed().length < asset.bytes().length;
    var response =
        Response.of(200, asset.kind(), small ? asset.packed() : asset.bytes())
            .with("ETag", tag)
            .with("Vary", "Accept-Encoding")
            .with(
                "Cache-Control",
                rest.startsWith(asset.hash()) ? "public, max-age=31536000, immutable" : "no-cache");
    return small ? response.with("Content-Encoding", "gzip") : response;
  }

  private Asset asset(String name) {
    return byName.computeIfAbsent(name, this::read);
  }

  private Asset read(String name) {
    var place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("there is no asset " + name);
    }
    try (var in = Assets.class.getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException(place + " is not on the class path");
      }
      var bytes = in.readAllBytes();
      var kind = KINDS.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      return new Asset(hash(bytes), kind, bytes, packed(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    if (bytes.length < WORTH_PACKING) {
      return bytes;
    }
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Properties versions() {
    var versions = new Properties();
    try (var in = Assets.class.getResourceAsStream("/dev/belfry/server/webjars.properties")) {
      versions.load(in);
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
