package dev.belfry.server;

import dev.belfry.engine.store.SealBroken;
import dev.belfry.engine.store.Vault;
import dev.belfry.engine.webhook.Seal;

/** Encrypts webhooks' secrets with the store's vault. */
record VaultSeal(Vault vault) implements Seal {

  @Override
  public byte[] close(byte[] plain, String belongsTo) {
    return vault.seal(plain, belongsTo);
  }

  @Override
  public byte[] open(byte[] sealed, String belongsTo) {
    try {
      return vault.open(sealed, belongsTo);
    } catch (SealBroken e) {
      throw new IllegalStateException(e);
    }
  }
}
