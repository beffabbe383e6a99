import { randomUUID } from 'node:crypto';
import type { ChannelRef, FileId, HistoryPage, ToolCallView } from '@friendsai/schema';
import type { House, Person } from './house.ts';

/** Says something and waits until the butler has answered; gives the channel's newest page. */
export async function talk(
  house: House,
  person: Person,
  contactId: ChannelRef,
  text: string,
  attachments: FileId[] = [],
): Promise<HistoryPage> {
  await person.api.chat.send.mutate({ contactId, text, clientMessageId: randomUUID(), attachments });
  await house.services.butler.engine.idle();
  return person.api.chat.history.query({ contactId });
}

/** What the model does next: these calls at once, and a word when it has their answers. */
export function script(house: House, calls: readonly { name: string; input: object }[]): void {
  house.model.control.forget();
  house.model.control.callToolsNext(calls);
  house.model.control.respondNext('Very well.');
}

/** The calls of a page by their tools' names, and how they stand. Sorted: calls that are made at once are done in any order. */
export const standing = (page: HistoryPage) =>
  page.toolCalls.map(({ tool, state }) => `${tool} ${state}`).sort();

/** The page's only call of that tool. */
export function callOf(page: HistoryPage, tool: string): ToolCallView {
  const calls = page.toolCalls.filter((call) => call.tool === tool);
  const [call] = calls;
  if (!call || calls.length > 1) throw new Error(`${calls.length} calls of ${tool}`);
  return call;
}
