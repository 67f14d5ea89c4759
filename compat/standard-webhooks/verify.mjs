// Verifies deliveries with the official JavaScript libraries of Standard Webhooks and Svix.
//
//   node verify.mjs FILE      FILE: one JSON object a line, {id, timestamp, signature, secret, bodyBase64}
//
// Prints "N passed, M failed"; exit code 0 only if there were some and none failed. The libraries
// turn bytes into text before they hash them, so bodies must be UTF-8.
import { readFileSync } from "node:fs";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const libraries = { standardwebhooks: StandardWebhook, svix: SvixWebhook };

function accepts(Library, delivery, body) {
  const headers = {
    "webhook-id": delivery.id,
    "webhook-timestamp": delivery.timestamp,
    "webhook-signature": delivery.signature,
  };
  try {
    new Library(delivery.secret).verify(body, headers);
    return true;
  } catch (e) {
    // The signature was found good: only then is the body parsed, and it need not be JSON here.
    if (e instanceof SyntaxError) return true;
    if (e.name === "WebhookVerificationError") return false;
    throw e;
  }
}

// What is wrong with a delivery; empty if nothing is. A changed body must be refused too, or the
// library would prove nothing.
function faults(delivery) {
  const body = Buffer.from(delivery.bodyBase64, "base64");
  if (!Buffer.from(body.toString()).equals(body)) return ["the body is not UTF-8"];
  const changed = Buffer.concat([body, Buffer.from("x")]);
  return Object.entries(libraries).flatMap(([name, Library]) => [
    ...(accepts(Library, delivery, body) ? [] : [`${name} refuses it`]),
    ...(accepts(Library, delivery, changed) ? [`${name} accepts a changed body`] : []),
  ]);
}

let passed = 0;
let failed = 0;
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") continue;
  const delivery = JSON.parse(line);
  const found = faults(delivery);
  found.length === 0 ? passed++ : failed++;
  for (const fault of found) console.error(`${delivery.id}: ${fault}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
