package dev.belfry.engine.egress;

/** What two requests must have in common to share a connection. */
record Route(String pool, TlsChoice tls, boolean secure, String host, int port) {}
