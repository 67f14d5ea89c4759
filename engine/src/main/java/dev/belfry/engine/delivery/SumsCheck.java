package dev.belfry.engine.delivery;

import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether what is owed = delivered + pending + dead + cancelled, for each tenant and webhook. */
public final class SumsCheck {

  private static final String OF_TENANTS =
      """
      select t.id, coalesce(c.owed - c.delivered - c.dead - c.cancelled, 0), t.no
        from tenant t left join tenant_count c on c.tenant = t.no
      """;

  private static final String PENDING_OF_TENANTS =
      """
      select tenant, sum(pending)
        from (select tenant, count(*) pending from delivery
               where state = 0 and origin = 0 group by tenant
              union all
              select e.tenant, sum(length(f.webhooks) / 8)
                from fan_out f join event e on e.id = f.event group by e.tenant)
       group by tenant
      """;

  private static final String OF_WEBHOOKS =
      """
      select c.webhook, c.owed - c.delivered - c.dead - c.cancelled
        from webhook_count c join webhook w on w.id = c.webhook
      """;

  private static final String PENDING_OF_WEBHOOKS =
      """
      select webhook, count(*) from delivery where state = 0 and origin = 0 group by webhook
      """;

  private SumsCheck() {}

  /** A line for each sum that does not fit the rows. */
  public static Check check() {
    return new Check(
        "sums",
        tx -> {
          var problems = new ArrayList<String>();
          var ofTenants = pending(tx, PENDING_OF_TENANTS);
          tx.scan(
              OF_TENANTS,
              row -> {
                compare("tenant " + row.text(1), row.number(2), row.number(3), ofTenants, problems);
                return true;
              });
          var ofWebhooks = pending(tx, PENDING_OF_WEBHOOKS);
          tx.scan(
              OF_WEBHOOKS,
              row -> {
                var name = new WebhookId(row.number(1)).toString();
                compare(name, row.number(2), row.number(1), ofWebhooks, problems);
                return true;
              });
          return problems;
        });
  }

  private static Map<Long, Long> pending(Tx tx, String sql) {
    var pending = new HashMap<Long, Long>();
    tx.scan(
        sql,
        row -> {
          pending.put(row.number(1), row.number(2));
          return true;
        });
    return pending;
  }

  private static void compare(
      String name, long sum, long key, Map<Long, Long> pending, List<String> problems) {
    var there = pending.getOrDefault(key, 0L);
    if (there != sum) {
      problems.add(name + " has " + there + " pending deliveries; its sums say " + sum);
    }
  }
}
