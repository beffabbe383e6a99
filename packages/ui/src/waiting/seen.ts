import type { ToolCallView } from '@friendsai/schema';

/** Those that were there, as they stand now, and what has come since. */
export function withNew(
  before: readonly ToolCallView[],
  calls: readonly ToolCallView[],
): readonly ToolCallView[] {
  const now = new Map(calls.map((call) => [call.id, call]));
  const known = new Set(before.map(({ id }) => id));
  const fresh = calls.filter(({ id }) => !known.has(id));
  const changed = before.some((call) => (now.get(call.id)?.revision ?? call.revision) !== call.revision);
  if (fresh.length === 0 && !changed) return before;
  return [...before.map((call) => now.get(call.id) ?? call), ...fresh];
}
