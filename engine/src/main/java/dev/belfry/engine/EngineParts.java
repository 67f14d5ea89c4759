package dev.belfry.engine;

import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.webhook.Seal;
import java.time.InstantSource;
import java.util.List;

/**
 * What an engine is built on; whoever opens it owns these and closes them after it.
 *
 * @param hash for keys' secrets
 * @param seal for webhooks' secrets
 * @param adminSecret the operator's key
 * @param protocols one per dialect
 */
public record EngineParts(
    Database database,
    KeyedHash hash,
    Seal seal,
    String adminSecret,
    Sender sender,
    List<Protocol> protocols,
    InstantSource clock,
    DeliveryListener listener,
    CommitterEvents committerEvents) {}
