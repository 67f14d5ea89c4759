// Takes one request, checks it with the snippet, answers 204 or 401 and ends. Prints its URL first.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [snippet, secret] = process.argv.slice(2);
const { verify } = await import(pathToFileURL(snippet));
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const genuine = verify(secret, request.headers, Buffer.concat(chunks));
  response.writeHead(genuine ? 204 : 401, { connection: "close" }).end();
  server.close();
});
setTimeout(() => process.exit(1), 20_000).unref();
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
