import type { ToolCallId, ToolCallView } from '@friendsai/schema';
import type { LiveChannel } from './state.ts';

/** Takes calls as somebody saw them. Of each the newest stands, in whatever order they come, and however often. */
export function withToolCalls(channel: LiveChannel, seen: readonly ToolCallView[]): LiveChannel {
  const toolCalls: Record<ToolCallId, ToolCallView> = { ...channel.toolCalls };
  let changed = false;
  for (const call of seen) {
    const known = toolCalls[call.id];
    if (known && known.revision >= call.revision) continue;
    toolCalls[call.id] = call;
    changed = true;
  }
  return changed ? { ...channel, toolCalls } : channel;
}

/** What waits for the user in a channel, oldest first. */
export function waitingCalls(channel: LiveChannel): ToolCallView[] {
  return Object.values(channel.toolCalls)
    .filter(({ state }) => state === 'awaiting-confirmation')
    .sort(byTime);
}

/** The order in which they were asked for. Ids sort by the time of their making. */
export const byTime = (a: ToolCallView, b: ToolCallView): number =>
  a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
