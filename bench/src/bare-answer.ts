import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/** A server that reads a tool call and answers at once what ours answered, by the tool's name: all that has to be paid anyway. */
const answers = z.record(z.string(), z.string()).parse(workerData);
const server = createServer(async (req, res) => {
  await buffer(req);
  const body = answers[req.url?.split('/').at(-1) ?? ''];
  res.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));
