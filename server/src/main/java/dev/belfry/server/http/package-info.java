/**
 * HTTP/1.1 on sockets: takes requests apart strictly, hands them on as plain values, writes the
 * answers. Owns limits, deadlines and TLS of what comes in; knows no route and no credentials.
 *
 * <p>Written here and not taken from a server library because of what the wire must get: framing
 * that two programs could read differently is refused instead of repaired, one deadline covers a
 * whole head and a whole body whatever drips in, running out of file descriptors ends no listener,
 * and a connection that waits holds 2 KiB.
 */
@NullMarked
package dev.belfry.server.http;

import org.jspecify.annotations.NullMarked;
