import { createServer } from 'node:net';

export type ReservedPort = {
  readonly port: number;
  /** Gives it free for the process that it was kept for. */
  release(): Promise<void>;
};

/** Listens on the port of one loopback address; 0 asks for any. Null: somebody else has it. */
function listen(host: string, port: number): Promise<ReservedPort | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : null;
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      if (typeof address !== 'object' || !address) return reject(new Error('no address'));
      resolve({
        port: address.port,
        release: () => new Promise((released) => server.close(() => released())),
      });
    });
  });
}

/** Whether nobody answers for `localhost` on IPv6: a browser may go there first. */
async function isFreeOnIpv6(port: number): Promise<boolean> {
  try {
    const probe = await listen('::1', port);
    await probe?.release();
    return probe !== null;
  } catch {
    // There is no IPv6 here.
    return true;
  }
}

/** Holds the preferred port of loopback, or the next free one after it, until it is released. Without a preference, any. */
export async function reservePort(preferred?: number): Promise<ReservedPort> {
  if (preferred !== undefined) {
    for (let port = preferred; port < preferred + 100; port += 1) {
      const reserved = await listen('127.0.0.1', port);
      if (reserved && (await isFreeOnIpv6(port))) return reserved;
      await reserved?.release();
    }
  }
  const any = await listen('127.0.0.1', 0);
  if (!any) throw new Error('no free port on loopback');
  return any;
}

/** A port that was free just now. */
export async function freePort(): Promise<number> {
  const { port, release } = await reservePort();
  await release();
  return port;
}
