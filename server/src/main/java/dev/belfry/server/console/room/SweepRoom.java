package dev.belfry.server.console.room;

import dev.belfry.dialects.Response;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.server.console.page.NotShown;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Params;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Visit;
import dev.belfry.server.console.room.Sweep.Kind;
import dev.belfry.server.console.room.Sweep.Order;
import dev.belfry.server.console.room.Sweep.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many deliveries retried or cancelled at once: those chosen in a list, or all that it shows. */
public final class SweepRoom implements Room {

  private static final int MOST_CHOSEN = 250;

  private final Pages pages;
  private final StillIn stillIn;
  private final Sweeps sweeps = new Sweeps();

  public SweepRoom(Pages pages, StillIn stillIn) {
    this.pages = pages;
    this.stillIn = stillIn;
  }

  @Override
  public List<Door> doors() {
    return List.of(
        Door.post("/deliveries", this::begin),
        Door.get("/deliveries/many/{sweep}", this::show),
        Door.post("/deliveries/many/{sweep}/stop", this::stop));
  }

  private Response begin(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    var form = visit.form();
    var filter =
        visit.query().only("state", "webhook", "event", "type", "subject", "since", "until");
    var chosen =
        switch (form.text("do")) {
          case "retry", "cancel" -> chosen(form.texts("id"));
          case "retry-all", "cancel-all" -> all(filter);
          default -> throw new NotShown(400, "It is not known what to do with them.");
        };
    if (chosen.isEmpty() && !form.text("do").endsWith("-all")) {
      return visit.goTo("/deliveries", filter, "none-chosen");
    }
    var kind = form.text("do").startsWith("cancel") ? Kind.CANCEL : Kind.RETRY;
    var order = new Order(visit.tenant(), kind, filter);
    var person = visit.withoutForm();
    var work = new Work(chosen, person.api(), () -> stillIn.is(person));
    var id = sweeps.begin(new Sweep(order, work));
    return visit.goTo("/deliveries/many/" + id, "");
  }

  /** What is no id of a delivery is left out: the pages send none such. */
  private static List<DeliveryId> chosen(List<String> given) {
    return given.stream()
        .limit(MOST_CHOSEN)
        .map(DeliveryId::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  /** What was delivered is never meant: a state must be named. */
  private static List<DeliveryId> all(Params filter) {
    if (!filter.has("state")) {
      throw new NotShown(400, "Choose a state first: all that match would be too many.");
    }
    return List.of();
  }

  private Response show(Visit visit) {
    visit.mustHaveTenant();
    var sweep = find(visit);
    var frame = pages.frame(visit, title(sweep.order()), "deliveries");
    return pages.show(
        visit.wantsPart() ? "part/sweep" : "sweep",
        frame,
        Map.of(
            "id", visit.named("sweep"),
            "progress", sweep.progress(),
            "filter", sweep.order().filter()));
  }

  private Response stop(Visit visit) {
    visit.mustManage();
    visit.mustHaveTenant();
    find(visit).stop();
    return visit.goTo("/deliveries/many/" + visit.named("sweep"), "");
  }

  private Sweep find(Visit visit) {
    return sweeps
        .find(visit.tenant(), visit.named("sweep"))
        .orElseThrow(
            () -> new NotShown(404, "It ended some time ago. The audit log tells what was done."));
  }

  private static String title(Order order) {
    return switch (order.kind()) {
      case RETRY -> "Retry of many deliveries";
      case CANCEL -> "Many deliveries cancelled";
    };
  }
}
