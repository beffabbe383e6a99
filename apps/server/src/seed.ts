import { randomBytes, randomUUID } from 'node:crypto';
import type { Caller } from '@friendsai/butler';
import { JOURNAL } from '@friendsai/schema';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { DEMO_JOURNAL, DEMO_PEOPLE } from './seed-people.ts';
import { createServices } from './services.ts';

/** Makes the demo account of an embedded stack and prints how to sign in, as one line of JSON. Run once. */
const env = readEnv(process.env);
const logger = pino({ level: 'silent' });
const { butler, close } = createServices(env, logger);
// The messages are only queued here: the server's own engine has them answered.
await butler.drain();

const origin = { requestId: randomUUID(), peerAddress: 'seed' };
const password = randomBytes(9).toString('base64url');
const email = 'demo@friendsai.example';
const { tenantId, userId } = await butler.accounts.register(
  { email, password, name: '林晓', locale: 'zh-CN' },
  origin,
);
const caller: Caller = { tenantId, userId, requestId: origin.requestId };

for (const { said, ...person } of DEMO_PEOPLE) {
  const contact = await butler.contacts.create(caller, person);
  if (said)
    await butler.chat.send(caller, {
      contactId: contact.id,
      text: said,
      clientMessageId: randomUUID(),
      attachments: [],
    });
}
await butler.chat.send(caller, {
  contactId: JOURNAL,
  text: DEMO_JOURNAL,
  clientMessageId: randomUUID(),
  attachments: [],
});
await close();
console.log(JSON.stringify({ email, password }));
