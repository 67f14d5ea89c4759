package dev.belfry.server.config;

/**
 * What is wrong with one setting.
 *
 * @param setting its name in the file, nested names joined by {@code _}
 * @param text what is wrong, and what it may be
 */
public record SettingFault(String setting, String text) {}
