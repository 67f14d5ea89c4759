package dev.belfry.server.console;

import dev.belfry.server.console.live.Tail;
import dev.belfry.server.console.page.Pages;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.room.DeliveryRoom;
import dev.belfry.server.console.room.EventRoom;
import dev.belfry.server.console.room.LiveRoom;
import dev.belfry.server.console.room.OverviewRoom;
import dev.belfry.server.console.room.ReplayRoom;
import dev.belfry.server.console.room.ServerRoom;
import dev.belfry.server.console.room.StillIn;
import dev.belfry.server.console.room.SweepRoom;
import dev.belfry.server.console.room.TenantRoom;
import dev.belfry.server.console.room.TypeRoom;
import dev.belfry.server.console.room.WebhookRoom;
import java.time.InstantSource;
import java.util.List;

/** All the rooms there are. */
public final class Rooms {

  private Rooms() {}

  /** In the order in which their doors are tried. */
  public static List<Room> all(
      Pages pages, OverviewRoom.Figures figures, Tail tail, InstantSource clock, StillIn stillIn) {
    return List.of(
        new OverviewRoom(pages, figures),
        new WebhookRoom(pages),
        new EventRoom(pages),
        new DeliveryRoom(pages, clock),
        new SweepRoom(pages, stillIn),
        new LiveRoom(pages, tail, clock, stillIn),
        new ReplayRoom(pages, clock),
        new TypeRoom(pages),
        new TenantRoom(pages),
        new ServerRoom(pages));
  }
}
