package dev.belfry.dialects;

/** The methods that routes answer. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
