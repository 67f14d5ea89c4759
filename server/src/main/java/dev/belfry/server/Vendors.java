package dev.belfry.server;

import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.apify.Apify;
import dev.belfry.dialects.cometchat.CometChatDialect;
import dev.belfry.dialects.cometchat.CometChatProtocol;
import dev.belfry.dialects.cometchat.CometChatSettings;
import dev.belfry.dialects.smartsheet.SmartsheetDialect;
import dev.belfry.dialects.smartsheet.SmartsheetProtocol;
import dev.belfry.dialects.smartsheet.SmartsheetSettings;
import dev.belfry.dialects.superoffice.Mail;
import dev.belfry.dialects.superoffice.Plugins;
import dev.belfry.dialects.superoffice.SuperOfficeDialect;
import dev.belfry.dialects.superoffice.SuperOfficeProtocol;
import dev.belfry.dialects.superoffice.SuperOfficeSettings;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.server.config.Settings;
import dev.belfry.server.mail.SmtpMail;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The dialects besides our own: a line each. */
final class Vendors {

  private Vendors() {}

  /**
   * One vendor's.
   *
   * @param protocol for the engine
   * @param dialect over the engine
   */
  record Vendor(Protocol protocol, Function<EngineRoom, Dialect> dialect) {}

  /**
   * All of them.
   *
   * @param policy what URLs a webhook may have
   * @throws Failure if a vendor's setting is wrong, or is none
   */
  static List<Vendor> of(Settings settings, EgressPolicy policy) {
    var given = settings.dialects();
    refuseOthers(
        given, Set.of(CometChatDialect.NAME, SmartsheetDialect.NAME, SuperOfficeDialect.NAME));
    return List.of(
        cometChat(given.getOrDefault(CometChatDialect.NAME, Map.of())),
        apify(settings.known().get(Apify.NAME)),
        smartsheet(settings, given.getOrDefault(SmartsheetDialect.NAME, Map.of())),
        superOffice(
            given.getOrDefault(SuperOfficeDialect.NAME, Map.of()),
            settings.egress().httpTargets(),
            policy));
  }

  private static Vendor apify(@Nullable Set<String> known) {
    var apify = new Apify(Version.text(), known);
    return new Vendor(
        apify.protocol(),
        room -> apify.dialect(room.engine(), room.policy(), InstantSource.system()));
  }

  private static Vendor smartsheet(Settings all, Map<String, String> given) {
    var known = all.known().getOrDefault(SmartsheetDialect.NAME, Set.of());
    var settings =
        read(
            SmartsheetDialect.NAME,
            given,
            texts -> SmartsheetSettings.read(texts, known, all.egress().httpTargets()));
    return new Vendor(
        SmartsheetProtocol.of(settings),
        room ->
            new SmartsheetDialect(
                room.engine(), room.policy(), room.sender(), settings, InstantSource.system()));
  }

  private static Vendor cometChat(Map<String, String> given) {
    var settings = read(CometChatDialect.NAME, given, CometChatSettings::read);
    return new Vendor(
        CometChatProtocol.of(Version.text(), settings),
        room -> new CometChatDialect(room.engine(), room.policy()));
  }

  private static Vendor superOffice(
      Map<String, String> given, boolean httpTargets, EgressPolicy policy) {
    var settings =
        read(SuperOfficeDialect.NAME, given, texts -> SuperOfficeSettings.read(texts, httpTargets));
    var plugins = Plugins.builtIn(policy, settings);
    return new Vendor(
        SuperOfficeProtocol.of(settings, plugins),
        room ->
            new SuperOfficeDialect(
                room.engine(),
                room.sender(),
                InstantSource.system(),
                settings,
                plugins,
                mail(settings)));
  }

  private static Mail mail(SuperOfficeSettings settings) {
    var server = settings.mail();
    return server == null
        ? Mail.NONE
        : new SmtpMail(
                server.tls(),
                server.host(),
                server.port(),
                server.user(),
                server.password(),
                server.from())
            ::send;
  }

  private static <T> T read(
      String vendor, Map<String, String> given, Function<Map<String, String>, T> reader) {
    try {
      return reader.apply(given);
    } catch (IllegalArgumentException e) {
      throw new Failure("dialects_" + vendor + ": " + e.getMessage());
    }
  }

  private static void refuseOthers(Map<String, Map<String, String>> given, Set<String> known) {
    for (var vendor : given.entrySet()) {
      if (!known.contains(vendor.getKey())) {
        throw new Failure(
            "there is no setting dialects_"
                + vendor.getKey()
                + "_"
                + vendor.getValue().keySet().iterator().next());
      }
    }
  }
}
