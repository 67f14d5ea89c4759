// The recorded console samples, sent byte for byte; then one event from end to end.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";

const base = new URL(process.argv[2]);
const schema = JSON.parse(readFileSync(new URL("webhook-schema.json", import.meta.url), "utf8"));
const app = "dev";
const key = "key_dev";
const secret = "bfy_dev_secret_for_local_use_only_0000";

let passed = 0;
const failures = [];

function check(name, holds, seen) {
  if (holds) {
    passed++;
  } else {
    failures.push(name);
    console.log(`FAILED ${name}: ${JSON.stringify(seen)}`);
  }
}

/** What curl 7.88 sends, in its order; a body goes with any method. */
function exchange(method, below, { body, version = "2", leaveOut = [] } = {}) {
  const lines = [
    `${method} /cometchat/apps/${app}/webhooks${below} HTTP/1.1`,
    `Host: ${base.host}`,
    "User-Agent: curl/7.88.1",
    "Accept: */*",
    `key: ${key}`,
    `secret: ${secret}`,
    ...(version ? [`X-Webhook-Version: ${version}`] : []),
    ...(body ? ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ].filter((line) => !leaveOut.includes(line.split(":")[0]));
  return new Promise((resolve, reject) => {
    const socket = connect(Number(base.port), base.hostname);
    let text = "";
    socket.setEncoding("utf8");
    socket.setTimeout(10_000, () => reject(new Error("no answer in 10 s")));
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(text.slice(0, end));
      if (end > 0 && length && Buffer.byteLength(text.slice(end + 4)) >= Number(length[1])) {
        socket.destroy();
        resolve({
          status: Number(text.slice(9, 12)),
          type: /content-type: (.*)\r/i.exec(text)?.[1],
          body: JSON.parse(text.slice(end + 4)),
        });
      }
    });
    socket.write(lines.join("\r\n") + "\r\n\r\n" + (body ?? ""));
  });
}

/** As much of JSON Schema as the vendor's description of a webhook uses, and that all is there. */
function isWebhook(value) {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(schema.properties).every(([name, { type }]) => typeof value[name] === type)
  );
}

const isSeconds = (value) => Number.isInteger(value) && String(value).length === 10;
const t1 = '{"id":"t1","name":"T one","webhookURL":"https://rx.example.net/a"}';

const made = await exchange("POST", "", { body: t1 });
check("1 create: 200", made.status === 200 && made.type === "application/json", made);
check("1 create: the vendor's schema", isWebhook(made.body.data), made.body);
check(
  "1 create: equal times in seconds",
  isSeconds(made.body.data?.createdAt) && made.body.data.createdAt === made.body.data.updatedAt,
  made.body,
);
const again = await exchange("POST", "", { body: t1 });
check("2 again: 400", again.status === 400 && again.body.error.code === "ERR_BAD_REQUEST", again);
const list = await exchange("GET", "?perPage=1&searchKey=one");
check("3 list: the vendor's schema", list.status === 200 && list.body.data.every(isWebhook), list);
check(
  "3 list: pagination",
  JSON.stringify(list.body.meta.pagination) ===
    '{"total":1,"count":1,"per_page":1,"current_page":1,"total_pages":1}',
  list.body.meta,
);
const legacy = await exchange("GET", "?perPage=1&searchKey=one", { version: "" });
check("4 without the header: another collection", legacy.body.data.length === 0, legacy);
const added = await exchange("POST", "/t1/triggers", {
  body: '{"triggerIds":["message_sent","nonsense"]}',
});
check("5 add: one is known", added.body.data.message_sent?.success === true, added);
check("5 add: one is not", added.body.data.nonsense?.success === false, added);
const attached = await exchange("GET", "/t1/triggers");
check(
  "6 triggers: id and description",
  attached.body.data.length === 1 &&
    Object.keys(attached.body.data[0]).join() === "id,description" &&
    attached.body.data[0].id === "message_sent",
  attached,
);
const removed = await exchange("DELETE", "/t1/triggers", { body: '{"triggerIds":["message_sent"]}' });
check(
  "7 remove: a body on DELETE",
  JSON.stringify(removed.body.data) === '{"success":true,"message":"Removed trigger successfully."}',
  removed,
);
check("7 remove: none left", (await exchange("GET", "/t1/triggers")).body.data.length === 0, null);
const off = await exchange("PUT", "/t1", { body: '{"enabled":false}' });
check("8 update: the vendor's schema", isWebhook(off.body.data) && !off.body.data.enabled, off);
const gone = await exchange("DELETE", "/t1");
check(
  "9 delete",
  JSON.stringify(gone.body) === '{"data":{"success":true,"message":"Deleted Webhook successfully."}}',
  gone,
);
const nobody = await exchange("GET", "", { leaveOut: ["secret"] });
check(
  "10 without secret: 401",
  nobody.status === 401 && nobody.body.error.code === "AUTH_ERR_EMPTY_AUTH_HEADER",
  nobody,
);

// A receiver that refuses any other spelling of what the vendor sends.
const arrived = new Promise((resolve) => {
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      response.end();
      receiver.close();
      resolve({ headers: request.headers, body: JSON.parse(body) });
    });
  });
  receiver.listen(0, "127.0.0.1", async () => {
    const url = `http://127.0.0.1:${receiver.address().port}/in`;
    await exchange("POST", "", {
      body: JSON.stringify({
        id: "t2",
        name: "T two",
        webhookURL: url,
        useBasicAuth: true,
        username: "opsreader",
        password: "Qm2vT8xk41",
      }),
    });
    await exchange("POST", "/t2/triggers", { body: '{"triggerIds":["message_sent"]}' });
    await fetch(new URL("/v1/events", base), {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: '{"type":"message_sent","data":{"message":{"id":"4417"}}}',
    });
  });
});
const callback = await Promise.race([
  arrived,
  new Promise((_, reject) => setTimeout(() => reject(new Error("no callback in 10 s")), 10_000)),
]);
check("callback: content type", callback.headers["content-type"] === "Application/json", callback);
check(
  "callback: Basic authentication",
  callback.headers.authorization === "Basic b3BzcmVhZGVyOlFtMnZUOHhrNDE=",
  callback.headers,
);
check(
  "callback: envelope",
  JSON.stringify(callback.body) ===
    '{"trigger":"message_sent","data":{"message":{"id":"4417"}},"appId":"dev","region":"us","webhook":"t2"}',
  callback.body,
);

console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
