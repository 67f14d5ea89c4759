package dev.belfry.engine.webhook;

/** Encrypts what is stored, bound to what it belongs to: a value moved elsewhere does not open. */
public interface Seal {

  /**
   * Encrypts.
   *
   * @param belongsTo tenant and webhook
   */
  byte[] close(byte[] plain, String belongsTo);

  /**
   * Decrypts.
   *
   * @throws IllegalStateException if the value was changed, moved or closed under another key
   */
  byte[] open(byte[] sealed, String belongsTo);
}
