/** What the host tells a `before_tool_call` hook, as far as we use it (openclaw 2026.7, docs/plugins/hooks). */
export type BeforeToolCall = { runId?: string; toolCallId?: string };

/** Calls that were announced and never made (another plugin refused them) are forgotten when so many came after them. */
const KEPT = 1_000;

/**
 * Which run each tool call belongs to. The host tells a tool its session and a hook the run; a provider's tool call ids are
 * unique in one conversation only, so a call is found by both.
 */
export function createRunBook() {
  const runs = new Map<string, string>();
  const keyOf = (sessionKey: string, toolCallId: string) => JSON.stringify([sessionKey, toolCallId]);
  return {
    /** The host announces a call, right before it makes it. */
    note(event: BeforeToolCall, sessionKey: string): void {
      const { runId, toolCallId } = event;
      if (runId === undefined || toolCallId === undefined) return;
      runs.set(keyOf(sessionKey, toolCallId), runId);
      const [oldest] = runs.keys();
      if (runs.size > KEPT && oldest !== undefined) runs.delete(oldest);
    },
    /** The run of a call that begins, which is then forgotten; '' when the host did not tell. */
    take(sessionKey: string, toolCallId: string): string {
      const key = keyOf(sessionKey, toolCallId);
      const runId = runs.get(key) ?? '';
      runs.delete(key);
      return runId;
    },
  };
}
