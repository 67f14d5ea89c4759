package dev.belfry.engine.egress;

import java.util.List;

/**
 * The head of a final response, checked.
 *
 * @param headers the first 32 KiB of them
 * @param length of the body; {@link #CHUNKED} or {@link #UNTIL_CLOSE}
 * @param reusable whether the connection may serve another request once the body was read
 * @param keptFor seconds for which the other side says that it keeps an idle connection
 */
record ResponseHead(int status, List<Header> headers, long length, boolean reusable, long keptFor) {

  static final long CHUNKED = -1;
  static final long UNTIL_CLOSE = -2;
}
