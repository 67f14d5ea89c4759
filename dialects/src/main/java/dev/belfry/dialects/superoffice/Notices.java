package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.FailureListener;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of a hook's first failure and of its disabling, as it asks for (section 6.5). Each
 * notice is kept as a record, the latest of each kind for each hook; a mail is sent if there is a
 * way.
 */
final class Notices implements FailureListener, WebhookHook {

  static final String KIND = "notice";

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int MOST_AT_ONCE = 32;

  private final Engine engine;
  private final InstantSource clock;
  private final Mail mail;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  Notices(Engine engine, InstantSource clock, Mail mail) {
    this.engine = engine;
    this.clock = clock;
    this.mail = mail;
  }

  @Override
  public void failed(Webhook webhook, long inRow, boolean first) {
    if (first && webhook.dialect().equals(SuperOfficeDialect.NAME)) {
      give(webhook, Flags.FIRST_FAILURE);
    }
  }

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {}

  @Override
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    if (before != null
        && after != null
        && after.dialect().equals(SuperOfficeDialect.NAME)
        && State.of(after.registration()) == State.TOO_MANY_ERRORS
        && State.of(before.registration()) != State.TOO_MANY_ERRORS) {
      give(after, Flags.DISABLING);
    }
  }

  /** Not on the committer's thread: this writes and may wait. */
  private void give(Webhook webhook, int when) {
    var hook = Details.of(webhook.registration()).hook();
    if (!isWanted(hook, when)) {
      return;
    }
    if (!room.tryAcquire()) {
      LOG.warn("no notice for webhook {}: too many at once", webhook.id());
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        give(webhook, hook, when);
      } catch (RuntimeException e) {
        LOG.warn("no notice for webhook {}: {}", webhook.id(), e.toString());
      } finally {
        room.release();
      }
    });
  }

  /** One address without any choice is what there was before there were choices. */
  private static boolean isWanted(Hook hook, int when) {
    if (hook.notifyWhen() == 0) {
      return when == Flags.DISABLING && !hook.errorEmails().isEmpty();
    }
    return (hook.notifyWhen() & when) != 0
        && !(hook.errorEmails().isEmpty() && hook.errorAssociates().isEmpty());
  }

  private void give(Webhook webhook, Hook hook, int when) {
    var subject =
        "Webhook '"
            + hook.name().replaceAll("\\p{Cntrl}", " ")
            + (when == Flags.DISABLING ? "' was disabled" : "' has failed");
    var mails = hook.notifyVia() == 0 || (hook.notifyVia() & Flags.EMAIL) != 0;
    var sent =
        mails
            && !hook.errorEmails().isEmpty()
            && mail.send(hook.errorEmails(), subject, text(webhook));
    var notice =
        Json.object()
            .put("at", clock.instant().toString())
            .put("webhook", HookJson.id(webhook))
            .put("when", Flags.WHEN.text(when))
            .put("via", Flags.VIA.text(hook.notifyVia()));
    var emails = notice.putArray("emails");
    hook.errorEmails().forEach(emails::add);
    var associates = notice.putArray("associates");
    hook.errorAssociates().forEach(associates::add);
    notice.put("mailed", sent);
    engine
        .records()
        .change(
            new Shelf(webhook.tenant(), SuperOfficeDialect.NAME, KIND),
            HookJson.id(webhook) + "/" + Flags.WHEN.text(when),
            About.webhook(webhook.id()),
            _ -> new String(Json.write(notice), UTF_8));
    LOG.info("notice of webhook {}: {}", webhook.id(), Flags.WHEN.text(when));
  }

  private String text(Webhook webhook) {
    return "Webhook "
        + HookJson.id(webhook)
        + " of customer "
        + webhook.tenant()
        + ", state "
        + State.of(webhook.registration()).text()
        + ".\r\n\r\n"
        + engine.deliveries().lastFailure(webhook.id()).map(AnswerText::of).orElse("");
  }
}
