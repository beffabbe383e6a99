import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type SignedCall, signCall } from './signature.ts';

/** A tool call as the gateway's host names it, without what belongs to one attempt only. */
export type ToolCall = Omit<SignedCall, 'at' | 'nonce'>;

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/** Somebody else may do better in a moment: a proxy without a server behind it, a server that drains or is full. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Carries a tool call to the server and gives what the model is to read. A server that is gone or busy is asked again, with
 * growing pauses and under the same tool call id: one that was killed between the effect and its answer answers what it stored.
 *
 * @param patience ends the trying; the model is then told what came last.
 * @param stop the run was stopped: the call is given up at once, and this throws.
 */
export async function callServer(
  call: ToolCall,
  server: { url: string; secret: string },
  { patience, stop }: { patience: AbortSignal; stop: AbortSignal | undefined },
): Promise<string> {
  const signal = stop ? AbortSignal.any([patience, stop]) : patience;
  let said = 'The tool could not be used: the server does not answer.';
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    // Made out here: headers that cannot be sent are no reason to try again.
    const request = signedRequest(call, server);
    try {
      const response = await fetch(request, { signal });
      // Whatever stands between the server and us may answer in its place, and not in JSON. An answer cut off in the middle is none.
      const body = await response.text();
      said = textIn(body) ?? `The tool could not be used (${response.status}).`;
      if (!PASSING.has(response.status)) return said;
    } catch {
      // A dropped connection; or the signal, which is looked at below.
    }
    // Between half and the whole of the pause: the calls that a server's end cut off do not come back all at once.
    await delay(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
    stop?.throwIfAborted();
    if (patience.aborted) return said;
  }
}

function signedRequest(call: ToolCall, { url, secret }: { url: string; secret: string }): Request {
  const attempt = { ...call, at: new Date().toISOString(), nonce: randomUUID() };
  return new Request(`${url}/internal/tools/${call.toolName}`, {
    method: 'POST',
    body: call.body,
    headers: {
      'content-type': 'application/json',
      'x-friendsai-agent': call.agentId,
      'x-friendsai-session': call.sessionKey,
      'x-friendsai-run': call.runId,
      'x-friendsai-tool-call': call.toolCallId,
      'x-friendsai-at': attempt.at,
      'x-friendsai-nonce': attempt.nonce,
      'x-friendsai-signature': signCall(attempt, secret),
    },
  });
}

/** What the server said: the tool's text, or the sentence of its error. */
function textIn(body: string): string | null {
  const answer = parsed(body);
  if (typeof answer !== 'object' || answer === null) return null;
  if ('text' in answer && typeof answer.text === 'string') return answer.text;
  if (!('error' in answer) || typeof answer.error !== 'object' || answer.error === null) return null;
  const { error } = answer;
  return 'message' in error && typeof error.message === 'string'
    ? `The tool could not be used: ${error.message}`
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
