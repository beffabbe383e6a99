import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Butler, Caller } from '@friendsai/butler';
import { AguiInput, ChannelRef, FriendsError, SendInput } from '@friendsai/schema';
import { z } from 'zod';
import { readBody } from './body.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const PING_EVERY_MS = 10_000;

/** What of AG-UI's input is ours to read: the newest words of the user. The rest of the conversation is in the channel already. */
const Newest = z.object({ id: z.string().min(1).max(255), role: z.literal('user'), content: z.string() });

/** A client's message id as ours: the same one gives the same, so that a request that is sent twice is one message. */
function clientMessageIdOf(id: string): string {
  const uuid = z.uuid().safeParse(id);
  if (uuid.success) return uuid.data;
  const hex = createHash('sha256').update(id).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function readInput(req: IncomingMessage, channel: string): Promise<SendInput> {
  const contactId = ChannelRef.safeParse(channel);
  if (!contactId.success) throw new FriendsError('NOT_FOUND');
  const body = await readBody(req, MAX_BODY_BYTES);
  let given: unknown;
  try {
    given = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new FriendsError('INVALID_INPUT', { cause });
  }
  const input = AguiInput.safeParse(given);
  const newest = input.success ? Newest.safeParse(input.data.messages.at(-1)) : null;
  if (!newest?.success) throw new FriendsError('INVALID_INPUT', { cause: input.error ?? newest?.error });
  const send = SendInput.safeParse({
    contactId: contactId.data,
    text: newest.data.content,
    clientMessageId: clientMessageIdOf(newest.data.id),
  });
  if (!send.success) throw new FriendsError('INVALID_INPUT', { cause: send.error });
  return send.data;
}

/**
 * `POST /agui/:contactId`: sends the newest user message of an AG-UI 1.0 `RunAgentInput` into the channel and streams the one
 * run that answers it as plain AG-UI events, server-sent. Leaving does not stop the run; asking again with the same message
 * id gives the same run. Errors: UNAUTHORIZED, NOT_FOUND, INVALID_INPUT, TOO_LARGE, MESSAGE_CONFLICT.
 */
export async function handleAgui(
  req: IncomingMessage,
  res: ServerResponse,
  { butler, caller, channel }: { butler: Butler; caller: Caller | null; channel: string },
): Promise<void> {
  if (!caller) throw new FriendsError('UNAUTHORIZED');
  const input = await readInput(req, channel);
  const sent = await butler.chat.send(caller, input);
  const left = new AbortController();
  res.on('close', () => left.abort());
  if (res.destroyed) return;
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  const ping = setInterval(() => res.write(': ping\n\n'), PING_EVERY_MS);
  try {
    for await (const event of butler.stream.run(caller, sent.runId, left.signal)) {
      res.write(`data: ${JSON.stringify(event)}\n\n`);
    }
    res.end();
  } finally {
    clearInterval(ping);
  }
}
