/** The API for clients, in this workspace and outside. Imports nothing of the server's at run time. */
export {
  type Account,
  type ActiveRun,
  type AguiEvent,
  type ChannelRef,
  type Contact,
  type ContactId,
  type ContactPage,
  type Cursor,
  cursorOf,
  type ErrorCode,
  type ErrorShape,
  EventType,
  type FriendsEvent,
  type HistoryPage,
  JOURNAL,
  type Message,
  type MessageId,
  type RunId,
  type RunView,
  type SendResult,
  type StreamSnapshot,
} from '@friendsai/schema';
export type { AppRouter } from '../router.ts';
export { createFriendsClient, type FriendsClient, type FriendsClientOptions } from './client.ts';
export { errorOf } from './error-of.ts';
export type { EventsOptions, FriendsApi } from './events.ts';
