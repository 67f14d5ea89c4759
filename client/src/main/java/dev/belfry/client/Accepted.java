package dev.belfry.client;

/**
 * What the server answered: the event, and all that it owes, is on disk.
 *
 * @param id Belfry's id of the event
 * @param deliveries how many webhooks are owed it
 * @param duplicate whether it had been accepted before; nothing is sent twice then
 */
public record Accepted(String id, int deliveries, boolean duplicate) {}
