import { accountRouter } from './routers/account.ts';
import { chatRouter } from './routers/chat.ts';
import { contactsRouter } from './routers/contacts.ts';
import { eventsRouter } from './routers/events.ts';
import { filesRouter } from './routers/files.ts';
import { memoryRouter } from './routers/memory.ts';
import { opsRouter } from './routers/ops.ts';
import { remindersRouter } from './routers/reminders.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  account: accountRouter,
  contacts: contactsRouter,
  chat: chatRouter,
  events: eventsRouter,
  files: filesRouter,
  memory: memoryRouter,
  ops: opsRouter,
  reminders: remindersRouter,
});

export type AppRouter = typeof appRouter;
