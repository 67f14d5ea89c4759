package dev.belfry.server;

import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.GivenSettings;
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
import dev.belfry.server.config.SettingFault;
import dev.belfry.server.config.Settings;
import dev.belfry.server.mail.SmtpMail;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
    var faults = faults(settings);
    if (!faults.isEmpty()) {
      throw new Failure(faults.getFirst().setting() + ": " + faults.getFirst().text());
    }
    var given = settings.dialects();
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
    var settings = SmartsheetSettings.read(given, known, all.egress().httpTargets());
    return new Vendor(
        SmartsheetProtocol.of(settings),
        room ->
            new SmartsheetDialect(
                room.engine(), room.policy(), room.sender(), settings, InstantSource.system()));
  }

  private static Vendor cometChat(Map<String, String> given) {
    var settings = CometChatSettings.read(given);
    return new Vendor(
        CometChatProtocol.of(Version.text(), settings),
        room -> new CometChatDialect(room.engine(), room.policy()));
  }

  private static Vendor superOffice(
      Map<String, String> given, boolean httpTargets, EgressPolicy policy) {
    var settings = SuperOfficeSettings.read(given, httpTargets);
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

  /** All that is wrong with the settings that only dialects have. */
  static List<SettingFault> faults(Settings settings) {
    var readers = readers(settings);
    var faults = new ArrayList<SettingFault>();
    settings.known().keySet().stream()
        .filter(vendor -> !readers.containsKey(vendor))
        .forEach(vendor -> faults.add(none(vendor, "known")));
    readers.forEach((vendor, reader) ->
        gather(vendor, settings.dialects().getOrDefault(vendor, Map.of()), reader, faults));
    settings
        .dialects()
        .forEach((vendor, names) -> {
          if (!readers.containsKey(vendor)) {
            names.keySet().forEach(name -> faults.add(none(vendor, name)));
          }
        });
    return faults;
  }

  private static SettingFault none(String vendor, String name) {
    return new SettingFault("dialects_" + vendor + "_" + name, "there is no such setting");
  }

  /** What reads each vendor's settings and refuses the first that is wrong, by its name. */
  private static Map<String, Consumer<Map<String, String>>> readers(Settings all) {
    var lifted = all.egress().httpTargets();
    return Map.of(
        Apify.NAME,
        given -> new GivenSettings(given, Set.of()),
        CometChatDialect.NAME,
        CometChatSettings::read,
        SmartsheetDialect.NAME,
        given ->
            SmartsheetSettings.read(
                given, all.known().getOrDefault(SmartsheetDialect.NAME, Set.of()), lifted),
        SuperOfficeDialect.NAME,
        given -> SuperOfficeSettings.read(given, lifted));
  }

  /** Leaves out what was refused, and asks again. */
  private static void gather(
      String vendor,
      Map<String, String> given,
      Consumer<Map<String, String>> reader,
      List<SettingFault> faults) {
    var left = new HashMap<>(given);
    boolean again = true;
    while (again) {
      try {
        reader.accept(left);
        again = false;
      } catch (IllegalArgumentException e) {
        var text = String.valueOf(e.getMessage());
        var name = text.split("[^a-z]", 2)[0];
        faults.add(new SettingFault("dialects_" + vendor + "_" + name, text));
        again = left.remove(name) != null;
      }
    }
  }
}
