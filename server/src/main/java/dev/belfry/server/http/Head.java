package dev.belfry.server.http;

import java.util.List;
import java.util.Map;

/**
 * A request up to its body.
 *
 * @param path as sent, well-formed
 * @param rawQuery as sent; empty if there is none
 * @param headers names in lower case
 */
record Head(
    String method,
    String path,
    String rawQuery,
    Map<String, List<String>> headers,
    Framing framing) {}
