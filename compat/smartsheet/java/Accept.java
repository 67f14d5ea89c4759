import com.smartsheet.api.AuthorizationException;
import com.smartsheet.api.InvalidRequestException;
import com.smartsheet.api.ResourceNotFoundException;
import com.smartsheet.api.Smartsheet;
import com.smartsheet.api.SmartsheetBuilder;
import com.smartsheet.api.SmartsheetRestException;
import com.smartsheet.api.models.PaginationParameters;
import com.smartsheet.api.models.Webhook;
import com.smartsheet.api.models.WebhookSubscope;
import com.smartsheet.api.models.enums.WebhookStatus;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The Java part of the reference's acceptance script, with Smartsheet's client unmodified.
 *
 * <p>usage: java -cp <the client and what it needs> Accept.java <url> <key>
 */
public final class Accept {

  private static final long SHEET = 3126442859128708L;

  private static int passed;
  private static int failed;

  public static void main(String[] args) throws Exception {
    var client = client(args[0], args[1]);
    var hooks = client.webhookResources();
    var receiver = receiver();
    var url = "http://127.0.0.1:" + receiver.getAddress().getPort();

    check("list with null, with paging and with includeAll", () -> {
      expect(hooks.listWebhooks(null).getPageNumber() == 1);
      expect(hooks.listWebhooks(new PaginationParameters(false, 50, 2)).getData().isEmpty());
      expect(hooks.listWebhooks(new PaginationParameters(true, null, null)).getTotalCount() == -1);
      return null;
    });
    var made = check("create", () -> {
      var answer = hooks.createWebhook(webhook(url + "/echo"));
      expect(answer.getStatus() == WebhookStatus.NEW_NOT_VERIFIED);
      expect(!answer.isEnabled());
      expect(answer.getCreatedAt() != null && answer.getModifiedAt() != null);
      expect(answer.getScopeObjectId() == SHEET);
      return answer;
    });
    check("get", () -> {
      var answer = hooks.getWebhook(made.getId());
      expect(answer.getId().equals(made.getId()));
      expect(answer.getSharedSecret().matches("[0-9a-z]{26}"));
      expect(answer.getSubscope().getColumnIds().equals(List.of(7318427511613316L)));
      return null;
    });
    check("update from the fetched object: enabled", () -> {
      var fetched = hooks.getWebhook(made.getId());
      fetched.setName("n2");
      fetched.setEnabled(true);
      var answer = hooks.updateWebhook(fetched);
      expect(answer.isEnabled() && answer.getStatus() == WebhookStatus.ENABLED);
      expect(answer.getName().equals("n2"));
      return null;
    });
    check("update from an object with id and enabled only", () -> {
      var change = new Webhook();
      change.setId(made.getId());
      change.setEnabled(false);
      expect(hooks.updateWebhook(change).getStatus() == WebhookStatus.DISABLED_BY_OWNER);
      return null;
    });
    check("enable against a receiver that does not echo", () -> {
      var silent = hooks.createWebhook(webhook(url + "/silent"));
      var change = new Webhook();
      change.setId(silent.getId());
      change.setEnabled(true);
      var answer = hooks.updateWebhook(change);
      expect(!answer.isEnabled());
      expect(answer.getStatus() == WebhookStatus.DISABLED_VERIFICATION_FAILED);
      expect(answer.getDisabledDetails().contains("(ref id: "));
      hooks.deleteWebhook(silent.getId());
      return null;
    });
    check("reset the secret: the client reads none from the envelope, Get has it", () -> {
      var before = hooks.getWebhook(made.getId()).getSharedSecret();
      expect(hooks.resetSharedSecret(made.getId()).getSharedSecret() == null);
      expect(!hooks.getWebhook(made.getId()).getSharedSecret().equals(before));
      return null;
    });
    check("delete", () -> {
      hooks.deleteWebhook(made.getId());
      return null;
    });
    check("an unknown id", () -> {
      var fault = fault(ResourceNotFoundException.class, () -> hooks.getWebhook(made.getId()));
      expect(fault.getErrorCode() == 1006);
      expect(fault.getRefId() != null);
      return null;
    });
    check("a bad request, and a bad token", () -> {
      var wrong = webhook(url);
      wrong.setVersion(2);
      expect(fault(InvalidRequestException.class, () -> hooks.createWebhook(wrong)).getErrorCode() == 1031);
      var stranger = client(args[0], "nobody").webhookResources();
      expect(fault(AuthorizationException.class, () -> stranger.listWebhooks(null)).getErrorCode() == 1002);
      return null;
    });
    receiver.stop(0);
    System.out.println(passed + " passed, " + failed + " failed");
    System.exit(failed == 0 ? 0 : 1);
  }

  private static Smartsheet client(String url, String key) {
    return new SmartsheetBuilder().setBaseURI(url + "/smartsheet/2.0/").setAccessToken(key).build();
  }

  private static Webhook webhook(String url) {
    var webhook = new Webhook();
    webhook.setName("orders");
    webhook.setCallbackUrl(url);
    webhook.setScope("sheet");
    webhook.setScopeObjectId(SHEET);
    webhook.setEvents(List.of("*.*"));
    webhook.setVersion(1);
    webhook.setSubscope(subscope());
    return webhook;
  }

  private static WebhookSubscope subscope() {
    var subscope = new WebhookSubscope();
    subscope.setColumnIds(List.of(7318427511613316L));
    return subscope;
  }

  /** Answers challenges, but for one path. */
  private static HttpServer receiver() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      var challenge = exchange.getRequestHeaders().getFirst("Smartsheet-Hook-Challenge");
      if (challenge != null && exchange.getRequestURI().getPath().equals("/echo")) {
        exchange.getResponseHeaders().add("Smartsheet-Hook-Response", challenge);
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    return server;
  }

  private static <T> T check(String name, Callable<T> work) {
    try {
      var result = work.call();
      passed++;
      return result;
    } catch (Exception | AssertionError e) {
      failed++;
      System.err.println("FAILED: " + name);
      e.printStackTrace();
      return null;
    }
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }

  private static <T extends SmartsheetRestException> T fault(Class<T> kind, Callable<?> work)
      throws Exception {
    try {
      work.call();
    } catch (SmartsheetRestException e) {
      if (kind.isInstance(e)) {
        return kind.cast(e);
      }
      throw e;
    }
    throw new AssertionError("no " + kind.getSimpleName());
  }
}
