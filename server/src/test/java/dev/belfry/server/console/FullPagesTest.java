package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import dev.belfry.server.console.asset.Assets;
import dev.belfry.server.console.live.Tail;
import dev.belfry.server.console.page.Facts;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Room.Door;
import dev.belfry.server.console.room.OverviewRoom.Standing;
import dev.belfry.testkit.FakeReceiver;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every page there is stays small when its lists are full and its texts are long. */
class FullPagesTest {

  private static final int LARGEST = 100 * 1024;

  /** What is no page: a redirect, a feed without an end, and the payload itself. */
  private static final Set<String> NO_PAGES = Set.of("/find", "/live/feed", "/events/{id}/data");

  private static final Set<String> NOT_FOR_GUESTS = Set.of("/audit", "/events/new");
  private static final Set<String> OPERATORS = Set.of("/tenants", "/tenants/{id}", "/settings");

  @Test
  void when_lists_are_full_and_texts_are_long_then_each_page_has_less_than_100_KiB() {
    try (var rig = new ConsoleRig(Map.of("BELFRY_TIME_SCALE", "1000"));
        var receiver = FakeReceiver.start()) {
      var things = FullThings.in(rig, receiver);
      var pages = pages(things, sweep(rig, things.delivery()));
      var operator = rig.signIn(rig.operatorKey());
      var tenant = rig.signIn(Program.DEV_SECRET);
      var guest = rig.openPortal("{\"tenant\":\"dev\"}");
      var wrongs = new ArrayList<String>();

      pages.forEach((pattern, paths) -> {
        for (var path : paths) {
          if (OPERATORS.contains(pattern)) {
            look(rig, "/console" + path, operator, wrongs);
          } else {
            look(rig, "/console" + path, tenant, wrongs);
            look(rig, "/console" + with(path, "tenant=dev"), operator, wrongs);
            if (!NOT_FOR_GUESTS.contains(pattern)) {
              look(rig, "/portal" + path, guest, wrongs);
            }
          }
        }
      });
      for (var path : List.of("", "/webhooks", "/events", "/deliveries", "/replays", "/audit")) {
        look(rig, "/console" + path, operator, wrongs);
      }

      assertThat(wrongs).isEmpty();
      assertThat(pages.keySet()).isEqualTo(doors());
    }
  }

  private static void look(ConsoleRig rig, String path, String cookie, List<String> wrongs) {
    var answer = rig.get(path.equals("/console") ? "/" : path, cookie);
    var size = answer.body().getBytes(StandardCharsets.UTF_8).length;
    if (answer.statusCode() != 200 || size >= LARGEST) {
      wrongs.add(path + " answered " + answer.statusCode() + " and has " + size);
    }
  }

  /** The addresses of each page, by the pattern of its door. */
  private static Map<String, List<String>> pages(FullThings things, String sweep) {
    var pages = new LinkedHashMap<String, List<String>>();
    var webhook = "/webhooks/" + things.webhook();
    pages.put("", List.of("", "?window=24h", "?window=7d"));
    pages.put("/webhooks", List.of("/webhooks"));
    pages.put("/webhooks/new", List.of("/webhooks/new"));
    pages.put("/webhooks/{id}", List.of(webhook, webhook + "?window=7d"));
    pages.put("/webhooks/{id}/edit", List.of(webhook + "/edit"));
    pages.put("/events", List.of("/events"));
    pages.put("/events/new", List.of("/events/new"));
    pages.put("/events/{id}", List.of("/events/" + things.event()));
    pages.put(
        "/events/{id}/why",
        List.of("/events/" + things.event() + "/why?webhook=" + things.webhook()));
    pages.put("/deliveries", List.of("/deliveries", "/deliveries?state=dead"));
    pages.put("/deliveries/{id}", List.of("/deliveries/" + things.delivery()));
    pages.put("/deliveries/many/{sweep}", List.of(sweep));
    pages.put("/live", List.of("/live"));
    pages.put("/replays", List.of("/replays"));
    pages.put("/replays/new", List.of("/replays/new"));
    pages.put("/replays/{id}", List.of("/replays/" + things.replay()));
    pages.put("/event-types", List.of("/event-types"));
    pages.put("/event-types/new", List.of("/event-types/new"));
    pages.put("/event-types/{type}", List.of("/event-types/order." + "x".repeat(240) + "7"));
    pages.put("/tenants", List.of("/tenants"));
    pages.put("/tenants/{id}", List.of("/tenants/" + FullThings.TENANT + "0"));
    pages.put("/settings", List.of("/settings"));
    pages.put("/audit", List.of("/audit"));
    return pages;
  }

  /** Many deliveries that are being cancelled, of which none can be. */
  private static String sweep(ConsoleRig rig, String delivery) {
    var cookie = rig.signIn(Program.DEV_SECRET);
    var proof = rig.proof("/console/deliveries", cookie);
    var form = Map.of("proof", proof, "do", "cancel", "id", delivery);
    return ConsoleRig.goesTo(rig.post("/console/deliveries", cookie, form))
        .substring("/console".length());
  }

  private static String with(String path, String query) {
    return path + (path.contains("?") ? "&" : "?") + query;
  }

  /** The patterns of all pages, as the rooms have them. */
  private static Set<String> doors() {
    var operations = Set.of("POST /v1/replays", "GET /v1/event-types");
    var facts = new Facts("1", false, List.of(), List::of, operations);
    var rooms =
        Rooms.all(
            new Pages(facts, new Assets()),
            _ -> new Standing(0, 0, 0, 0, 0),
            new Tail(),
            InstantSource.system(),
            _ -> true);
    return rooms.stream()
        .flatMap(room -> room.doors().stream())
        .filter(door -> door.method().equals("GET"))
        .map(Door::pattern)
        .filter(pattern -> !NO_PAGES.contains(pattern))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
