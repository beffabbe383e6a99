import { createServer } from 'node:net';

/** Whether the port is free on loopback; 0 asks for any. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : null;
      probe.close(() => resolve(found));
    });
  });
}

/** The preferred port, or the next free one after it. Without a preference, any free port. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    for (let port = preferred; port < preferred + 100; port += 1) {
      if ((await tryPort(port)) !== null) return port;
    }
  }
  const any = await tryPort(0);
  if (any === null) throw new Error('no free port on loopback');
  return any;
}
