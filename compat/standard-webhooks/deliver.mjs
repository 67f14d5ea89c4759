// Has a running Belfry deliver 500 events with odd bodies, and writes what a receiver got.
//
//   node deliver.mjs URL KEY FILE      FILE: for verify.mjs
//
// Four of five go to a webhook with binary content, the others to one with structured content.
// Fails if a delivery is missing after 2 minutes, or its body is not what was sent.
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { bodies } from "./bodies.mjs";

const [url, key, file] = process.argv.slice(2);
const COUNT = 500;
const AT_ONCE = 16;
const DEADLINE = Date.now() + 120_000;

const events = bodies(COUNT).map((event, i) => ({
  ...event,
  id: `compat-${i}`,
  content: i % 5 === 4 ? "structured" : "binary",
}));
const received = new Map();
let allReceived;
const done = new Promise((resolve) => (allReceived = resolve));

const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const id = request.url === "/binary" ? request.headers["ce-id"] : JSON.parse(body).id;
  if (!received.has(id)) received.set(id, { headers: request.headers, body });
  response.writeHead(200).end();
  if (received.size === COUNT) allReceived();
});
await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));

async function call(path, headers, body, expected) {
  while (true) {
    const answer = await fetch(url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, ...headers },
      body,
    });
    const text = await answer.text();
    if (answer.status === expected) return JSON.parse(text);
    const later = (answer.status === 429 || answer.status === 503) && Date.now() < DEADLINE;
    if (!later) throw new Error(`POST ${path}: ${answer.status} ${text.slice(0, 500)}`);
    const seconds = Number(answer.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

const secrets = {};
for (const content of ["binary", "structured"]) {
  const webhook = {
    url: `http://127.0.0.1:${receiver.address().port}/${content}`,
    types: [`compat.${content}`],
    content,
  };
  const made = await call(
    "/v1/webhooks", { "content-type": "application/json" }, JSON.stringify(webhook), 201);
  secrets[content] = made.secret;
}

const waiting = [...events];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let event = waiting.shift(); event; event = waiting.shift()) {
      const headers = {
        "content-type": event.type,
        "ce-specversion": "1.0",
        "ce-type": `compat.${event.content}`,
        "ce-id": event.id,
        "ce-source": "/compat/standard-webhooks",
      };
      const accepted = await call("/v1/events", headers, event.body, 202);
      if (accepted.deliveries !== 1) throw new Error(`${event.id}: owed ${accepted.deliveries}`);
    }
  }),
);

const timer = setTimeout(allReceived, Math.max(0, DEADLINE - Date.now()));
await done;
clearTimeout(timer);
receiver.closeAllConnections();
receiver.close();

// The data of a delivery, as bytes; JSON inside a CloudEvent is compared by value.
function sameData(event, body) {
  if (event.content === "binary") return body.equals(event.body);
  const told = JSON.parse(body);
  if (told.data_base64 !== undefined) return Buffer.from(told.data_base64, "base64").equals(event.body);
  if (told.data === undefined) return event.body.length === 0;
  return JSON.stringify(told.data) === JSON.stringify(JSON.parse(event.body));
}

let wrong = 0;
const lines = [];
for (const event of events) {
  const got = received.get(event.id);
  const fault = !got ? "never arrived" : !sameData(event, got.body) ? "is not what was sent" : null;
  if (fault) {
    wrong++;
    console.error(`${event.id} (${event.type}, ${event.body.length} bytes, ${event.content}) ${fault}`);
  }
  if (got) {
    lines.push(JSON.stringify({
      id: got.headers["webhook-id"],
      timestamp: got.headers["webhook-timestamp"],
      signature: got.headers["webhook-signature"],
      secret: secrets[event.content],
      bodyBase64: got.body.toString("base64"),
    }));
  }
}
writeFileSync(file, lines.map((line) => line + "\n").join(""));
process.exit(wrong === 0 ? 0 : 1);
