import { type ClientRequest, get } from 'node:http';
import type { Cursor } from '@friendsai/schema';

export type Viewer = {
  /** Resolves when the server has begun to answer. */
  opened: Promise<void>;
  /** Resolves when the stream is over, by whomever. */
  closed: Promise<void>;
  close(): void;
};

/**
 * Follows a tenant's stream over HTTP. Gives the data of every frame that has an id (pings have none), as text: what a figure
 * does not need of it is not parsed.
 */
export function openViewer(
  url: string,
  token: string,
  after: Cursor | null,
  onEvent: (data: string) => void,
): Viewer {
  const input = encodeURIComponent(JSON.stringify({ after }));
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  opened.promise.catch(() => {});
  const request: ClientRequest = get(
    `${url}/trpc/events.subscribe?input=${input}`,
    { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, agent: false },
    (response) => {
      if (response.statusCode === 200) opened.resolve();
      else opened.reject(new Error(`the stream answered ${response.statusCode}`));
      response.setEncoding('utf8');
      let buffered = '';
      response.on('data', (text: string) => {
        const frames = (buffered + text).split('\n\n\n');
        buffered = frames.pop() ?? '';
        for (const frame of frames) {
          const end = frame.lastIndexOf('\nid: ');
          if (end !== -1) onEvent(frame.slice('data: '.length, end));
        }
      });
      response.on('close', closed.resolve);
      response.on('error', () => {});
    },
  );
  request.on('error', (error) => {
    opened.reject(error);
    closed.resolve();
  });
  return { opened: opened.promise, closed: closed.promise, close: () => request.destroy() };
}
