package dev.belfry.engine.egress;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request trusts and what it shows of itself.
 *
 * @param verify false accepts any certificate and any name
 * @param authority PEM of the authorities to trust instead of the usual ones
 * @param certificate PEM of the client's certificate chain
 * @param key PEM (PKCS#8) of the client's private key; never shown in {@link #toString}
 */
public record TlsChoice(
    boolean verify,
    @Nullable String authority,
    @Nullable String certificate,
    @Nullable String key) {

  /** Verified against the usual authorities, no client certificate. */
  public static final TlsChoice USUAL = new TlsChoice(true, null, null, null);

  @Override
  public String toString() {
    return "TlsChoice[verify=%s, authority=%s, certificate=%s]"
        .formatted(verify, authority != null, certificate != null);
  }
}
