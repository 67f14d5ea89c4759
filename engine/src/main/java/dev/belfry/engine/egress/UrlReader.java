package dev.belfry.engine.egress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes a URL apart, strictly, and puts it together in its one normal form. */
final class UrlReader {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::(.*))?");
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int LONGEST = 8192;

  private UrlReader() {}

  /**
   * @throws BadUrl if it is not absolute http or https, or spelled in a way that readers disagree
   *     on
   */
  static Destination read(String text) {
    if (text.length() > LONGEST) {
      throw new BadUrl("is over 8,192 characters long");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7F || c == '\\')) {
      throw new BadUrl("has a space, a control character or a backslash");
    }
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new BadUrl(
          "must be a whole URL that starts with https:// (or http://, where that is allowed)");
    }
    var secure =
        switch (form.group(1).toLowerCase(Locale.ROOT)) {
          case "https" -> true;
          case "http" -> false;
          default ->
              throw new BadUrl("must start with https:// (or http://, where that is allowed)");
        };
    var authority = form.group(2);
    if (authority.contains("@")) {
      throw new BadUrl("has a user name or password before its host, which is not allowed");
    }
    var parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw new BadUrl("has no readable host");
    }
    var usual = secure ? 443 : 80;
    var port = parts.group(2) == null ? usual : port(parts.group(2));
    var host = HostReader.read(parts.group(1));
    var url =
        (secure ? "https://" : "http://")
            + host.text()
            + (port == usual ? "" : ":" + port)
            + (form.group(3).isEmpty() ? "/" : form.group(3))
            + (form.group(4) == null ? "" : "?" + form.group(4));
    return new Destination(uri(url, host), secure, host, port);
  }

  private static int port(String digits) {
    var port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535) {
      throw new BadUrl("has a port that is no number from 1 to 65535");
    }
    if (BadPorts.contains(port)) {
      throw new BadUrl("has port %d, which belongs to another protocol".formatted(port));
    }
    return port;
  }

  private static URI uri(String url, Host host) {
    try {
      var uri = new URI(url);
      if (!host.text().equals(uri.getHost())) {
        throw new BadUrl("has a host whose last part begins with a digit");
      }
      if (!uri.toString().equals(uri.toASCIIString())) {
        throw new BadUrl("has characters that must be percent-encoded");
      }
      return uri;
    } catch (URISyntaxException _) {
      throw new BadUrl("has characters that must be percent-encoded");
    }
  }
}
