import { accountRouter } from './routers/account.ts';
import { chatRouter } from './routers/chat.ts';
import { contactsRouter } from './routers/contacts.ts';
import { eventsRouter } from './routers/events.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  account: accountRouter,
  contacts: contactsRouter,
  chat: chatRouter,
  events: eventsRouter,
});

export type AppRouter = typeof appRouter;
