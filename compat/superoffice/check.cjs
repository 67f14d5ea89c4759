// The vendor's own client, unmodified, against a running Belfry: one process for one time zone,
// since the client takes its defaults from the first object made in a process.
//
//   TZ=Europe/Oslo node check.cjs URL        prints "N passed, M failed"
const so = require("@superoffice/webapi");
const { createHmac } = require("node:crypto");
const { createServer } = require("node:http");

const base = `${process.argv[2]}/superoffice/dev`;
const user = "key_dev";
const secret = "bfy_dev_secret_for_local_use_only_0000";

let passed = 0;
let failed = 0;

function check(name, holds, seen) {
  if (holds) {
    passed++;
  } else {
    failed++;
    console.log(`FAILED ${name}: ${JSON.stringify(seen)}`);
  }
}

const received = [];
const receiver = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks), url: request.url });
    response.statusCode = request.url === "/down" ? 503 : 200;
    response.end("seen");
  });
});

async function until(what, holds) {
  for (let i = 0; i < 1000 && !holds(); i++) await new Promise((r) => setTimeout(r, 10));
  if (!holds()) throw new Error(`not within 10 s: ${what}`);
}

const events = () => received.map((one) => one.headers["x-superoffice-event"]).join();
const signed = (one) =>
  one.headers["x-superoffice-signature"] ===
  createHmac("sha256", "s").update(one.body).digest("base64");

/** The run of the vendor's client that a stub was recorded with, step by step. */
async function run(wh, target) {
  const d = await wh.createDefaultWebhookAsync();
  check("template", d.webhookId === 0 && d.state === "Active" && d.type === "webhook", d);
  Object.assign(d, {
    name: "probe",
    targetUrl: target,
    secret: "s",
    events: ["probe.fired"],
    headers: { "X-A": "b" },
    properties: { n: 3 },
  });
  let h = await wh.saveWebhookAsync(d);
  check("id", h.webhookId > 0, h);
  check("registered now", Math.abs(Date.now() - h.registered.getTime()) < 60_000, h.registered);
  check("the caller", h.registeredAssociate.name === user && h.registeredAssociate.type === "InternalAssociate", h);
  h = await wh.saveWebhookAsync(h);
  check("round trip, dates included", h.webhookId > 0 && h.name === "probe", h);
  check("updated now", Math.abs(Date.now() - h.updated.getTime()) < 60_000, h.updated);
  const again = await wh.getWebhookAsync(h.webhookId);
  check("dictionaries", again.headers["X-A"] === "b" && again.properties.n === 3, again);
  check("missing hook is null", (await wh.getWebhookAsync(2147483647)) === null, null);
  const all = await wh.getAllWebhooksAsync("probe", null, so.WebhookState.Unknown);
  check("list", all.some((x) => x.webhookId === h.webhookId), all);
  check("test", (await wh.testWebhookAsync(h)).success === true, null);
  await wh.signalEventAsync("probe.fired", 7, { a: 1 });
  await until("four callbacks", () => received.length === 4);
  check("callbacks in order", events() === "test,test,test,probe.fired", events());
  check("signatures", received.every(signed), received.map((one) => one.headers));
  const body = JSON.parse(received[3].body);
  check("body", body.PrimaryKey === 7 && body.Changes.join() === "a" && body.n === 3, body);
  check("last error", (await wh.getLastErrorAsync(h.webhookId)) === "", null);
  await wh
    .saveWebhookAsync({ name: "bad", events: ["x.y"], type: "webhook", targetUrl: "http://plain.example.test" })
    .then(
      () => check("a target without https or an answer", false, "accepted"),
      (e) =>
        check(
          "a target without https or an answer",
          e.response?.status === 400 && e.response.data.ErrorType === "ArgumentException",
          e.response?.data,
        ),
    );
  check("204 to delete", (await wh.deleteWebhookAsync(h.webhookId)) === "", null);
  check("gone", (await wh.getWebhookAsync(h.webhookId)) === null, null);
}

/** The other calls that were recorded. */
async function others(wh, target) {
  const min = await wh.saveWebhookAsync({ name: "min", events: ["contact.created"], type: "webhook", targetUrl: target });
  check("minimal", min.webhookId > 0 && min.state === "Active", min);
  const full = await wh.saveWebhookAsync({
    name: "a",
    events: ["x.y", "sale.changed"],
    targetUrl: target,
    state: "Stopped",
    notifyVia: 3,
    notifyWhen: 2,
    errorAssociates: [{ id: 5 }],
    errorEmails: ["ops@example.test"],
    description: "d",
  });
  check("flags and users", full.notifyVia === 3 && full.notifyWhen === 2 && full.errorAssociates[0].id === 5, full);
  check("state", full.state === "Stopped" && full.errorsEmail === "ops@example.test", full);
  check("no filter", (await wh.getAllWebhooksAsync()).length === 2, null);
  check("nulls", (await wh.getAllWebhooksAsync(null, null, "Unknown")).length === 2, null);
  const found = await wh.getAllWebhooksAsync({ nameFilter: "A", eventFilter: "sale.changed", statusFilter: "Stopped" });
  check("filters", found.length === 1 && found[0].webhookId === full.webhookId, found);
  check("none found", (await wh.getAllWebhooksAsync({ nameFilter: "x" })).length === 0, null);
  const down = await wh.testWebhookAsync({ webhook: { targetUrl: `${target}down` } });
  check("a target that is down", down.success === false && down.message.includes("503"), down);
  const selected = await wh.getWebhookAsync(full.webhookId, { fields: ["name"] });
  check("selected", selected !== null, selected);
  const broken = await wh.getWebhookAsync("glops").then(() => null, (e) => e.response?.status);
  check("malformed id", broken === 400, broken);
  for (const one of [min, full]) await wh.deleteWebhookAsync(one.webhookId);
}

async function logins(target) {
  const options = [
    ["ticket", (api) => api.authenticateWithTicket(secret), {}],
    ["token", (api) => api.authenticateWithToken(secret), {}],
    ["languages", (api) => api.authenticateWithToken(secret), { languageCode: "nb-no", cultureCode: "sv" }],
    ["time zone", (api) => api.authenticateWithToken(secret), { timezone: "NO", timezoneInclude: true }],
    ["offset only", (api) => api.authenticateWithToken(secret), { timezoneInclude: true }],
  ];
  for (const [name, login, option] of options) {
    const api = new so.WebApi(base, option);
    login(api);
    const wh = api.getWebhookAgent();
    const made = await wh.saveWebhookAsync({ name: "ø", events: ["x.y"], targetUrl: target });
    check(`login: ${name}`, made.name === "ø", made);
    check(`instant: ${name}`, Math.abs(Date.now() - made.registered.getTime()) < 60_000, made.registered);
    await wh.deleteWebhookAsync(made.webhookId);
  }
  const api = new so.WebApi(`${base}/api`);
  api.authenticateWithPassword(user, "wrong");
  const status = await api.getWebhookAgent().createDefaultWebhookAsync().then(() => 200, (e) => e.response?.status);
  check("wrong password", status === 401, status);
}

receiver.listen(0, "127.0.0.1", async () => {
  const target = `http://127.0.0.1:${receiver.address().port}/`;
  try {
    const api = new so.WebApi(base);
    api.authenticateWithPassword(user, secret);
    await run(api.getWebhookAgent(), target);
    await others(api.getWebhookAgent(), target);
    await logins(target);
  } catch (e) {
    failed++;
    console.log(`FAILED: ${e.stack} ${JSON.stringify(e.response?.data ?? null)}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
});
