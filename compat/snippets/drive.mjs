import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [snippet, vectors] = process.argv.slice(2);
const { verify } = await import(pathToFileURL(snippet));
for (const line of readFileSync(vectors, "utf8").trim().split("\n")) {
  const [name, genuine, proof, now, id, timestamp, signature, body] = line.split("\t");
  const secret = proof.startsWith("{") ? JSON.parse(proof).keys : proof;
  const headers = {};
  if (id !== "-") headers["webhook-id"] = id;
  if (timestamp !== "-") headers["webhook-timestamp"] = timestamp;
  if (signature !== "-") headers["webhook-signature"] = signature;
  const bytes = Buffer.from(body === "-" ? "" : body, "base64");
  if (verify(secret, headers, bytes, Number(now)) !== (genuine === "yes")) {
    console.log(`${name}: should be ${genuine}`);
    process.exitCode = 1;
  }
}
