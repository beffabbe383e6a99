import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a bridge call says: who (agent, session and run, as the gateway's host sets them), which tool call, which tool, what, when. */
export type SignedCall = {
  toolName: string;
  agentId: string;
  sessionKey: string;
  /** The gateway's id of the run, which is ours except for a run that the gateway resumed after a crash; '' when it did not say. */
  runId: string;
  /** The same for every attempt at one call. */
  toolCallId: string;
  /** ISO 8601; of this attempt. */
  at: string;
  /** Another one for every attempt: a call that was seen on the wire is of no use a second time. */
  nonce: string;
  body: string;
};

/** HMAC-SHA256 over the call's parts, in hex. Each part stands with its length, so that nothing can move to the next. */
export function signCall(call: SignedCall, secret: string): string {
  const { toolName, agentId, sessionKey, runId, toolCallId, at, nonce, body } = call;
  const hmac = createHmac('sha256', secret);
  for (const part of [toolName, agentId, sessionKey, runId, toolCallId, at, nonce, body]) {
    hmac.update(`${Buffer.byteLength(part)}:${part}`);
  }
  return hmac.digest('hex');
}

/** Whether the signature (hex) belongs to the call. Takes as long for a wrong one as for a right one. */
export function isSigned(call: SignedCall, signature: string, secret: string): boolean {
  const expected = Buffer.from(signCall(call, secret), 'hex');
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
