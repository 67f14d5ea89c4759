package dev.belfry.engine.egress;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which headers may be sent, and which of them a webhook may set by itself. */
public final class HeaderRules {

  /** Of one value, in bytes. */
  public static final int LONGEST_VALUE = 8 * 1024;

  /** Of all names and values together, in bytes. */
  public static final int LARGEST_IN_ALL = 32 * 1024;

  private static final int LONGEST_NAME = 256;

  /** Of the connection and of framing: the sender's alone. */
  private static final Set<String> PROTOCOL =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "connection",
          "keep-alive",
          "upgrade",
          "expect",
          "http2-settings");

  private static final String PROXY = "proxy-";

  /** Set by Belfry for each request. */
  private static final Set<String> BELFRY =
      Set.of("content-type", "user-agent", "traceparent", "tracestate");

  private static final List<String> BELFRY_FAMILIES = List.of("webhook-", "ce-", "belfry-");

  private HeaderRules() {}

  /** Why a webhook may not set this header; empty if it may. */
  public static Optional<String> faultInWebhook(String name, String value) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (BELFRY.contains(lower) || BELFRY_FAMILIES.stream().anyMatch(lower::startsWith)) {
      return Optional.of("is a header that Belfry sets");
    }
    return faultInRequest(name, value);
  }

  /** Why all the headers of a webhook are too much; empty if they are not. */
  public static Optional<String> faultInSize(List<Header> headers) {
    var size = 0L;
    for (var header : headers) {
      size += header.name().length() + header.value().length();
    }
    return size <= LARGEST_IN_ALL
        ? Optional.empty()
        : Optional.of("are over 32 KiB with all names and values");
  }

  /** Why nobody may send this header; empty if it may be sent. */
  public static Optional<String> faultInRequest(String name, String value) {
    if (!isToken(name) || name.length() > LONGEST_NAME) {
      return Optional.of("is no header name");
    }
    var lower = name.toLowerCase(Locale.ROOT);
    if (PROTOCOL.contains(lower) || lower.startsWith(PROXY)) {
      return Optional.of("is a header of the connection, which the sender sets");
    }
    if (value.length() > LONGEST_VALUE) {
      return Optional.of("has a value of over 8 KiB");
    }
    if (!isValue(value)) {
      return Optional.of(
          "has a value with a control character, one beyond ASCII, or a space at an end");
    }
    return Optional.empty();
  }

  static boolean isToken(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isValue(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        return false;
      }
    }
    return text.isEmpty() || (text.charAt(0) > ' ' && text.charAt(text.length() - 1) > ' ');
  }
}
