import { type Cursor, FriendsEvent } from '@friendsai/schema';

/** Follows a tenant's stream as a client does, over HTTP, until the signal aborts. */
export async function* follow(
  url: string,
  token: string,
  after: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<FriendsEvent, void, undefined> {
  const input = encodeURIComponent(JSON.stringify({ after }));
  const response = await fetch(`${url}/trpc/events.subscribe?input=${input}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal,
  });
  if (!response.body) throw new Error(`the stream answered ${response.status}`);
  let buffered = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    buffered += text;
    const frames = buffered.split('\n\n');
    buffered = frames.pop() ?? '';
    for (const frame of frames) {
      const lines = frame.split('\n');
      if (!lines.some((line) => line.startsWith('id: '))) continue;
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
      if (data) yield FriendsEvent.parse(JSON.parse(data));
    }
  }
}

/** Reads events until one is as wanted; gives all that came, that one last. */
export async function readUntil(
  events: AsyncIterator<FriendsEvent>,
  isWanted: (event: FriendsEvent) => boolean,
): Promise<FriendsEvent[]> {
  const seen: FriendsEvent[] = [];
  while (true) {
    const next = await events.next();
    if (next.done)
      throw new Error(`the stream ended after ${seen.map((event) => event.event.type).join(', ')}`);
    seen.push(next.value);
    if (isWanted(next.value)) return seen;
  }
}
