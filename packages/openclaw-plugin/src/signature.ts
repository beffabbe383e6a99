import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a bridge call says: who (agent and session, as the gateway's host sets them), which tool call, which tool, what, when. */
export type SignedCall = {
  toolName: string;
  agentId: string;
  sessionKey: string;
  toolCallId: string;
  /** ISO 8601. */
  at: string;
  body: string;
};

/** HMAC-SHA256 over the call's parts, in hex. Each part stands with its length, so that nothing can move to the next. */
export function signCall(call: SignedCall, secret: string): string {
  const hmac = createHmac('sha256', secret);
  for (const part of [call.toolName, call.agentId, call.sessionKey, call.toolCallId, call.at, call.body]) {
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
