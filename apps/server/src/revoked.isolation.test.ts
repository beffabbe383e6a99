import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
beforeAll(async () => {
  // Only what comes again and again: the wire, the database and Redis are real ones.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  house = await openHouse();
  ann = await house.newPerson();
});
afterAll(async () => {
  vi.useRealTimers();
  await house.close();
});

const subscribe = (token: string) =>
  fetch(`${house.url}/trpc/events.subscribe`, { headers: { authorization: `Bearer ${token}` } });

async function reading(token: string) {
  const { body } = await subscribe(token);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('no stream');
  expect((await reader.read()).value).toContain('event: connected');
  return reader;
}

test('a stream that a token opened ends within half a minute of the token’s end; another’s goes on', async () => {
  const { id, secret } = await ann.api.account.tokens.create.mutate({ name: 'lost phone' });
  const lost = await reading(secret);
  const kept = await reading(ann.token);
  await ann.api.account.tokens.revoke.mutate({ id });
  vi.advanceTimersByTime(30_000);
  let rest = '';
  for (let next = await lost.read(); !next.done; next = await lost.read()) rest += next.value;
  // Not 'it is over': whoever it is comes back, and is told that they are nobody.
  expect(rest).toMatch(/retry: \d+\n\n$/);
  expect(await (await subscribe(secret)).text()).toContain('UNAUTHORIZED');

  await ann.api.contacts.create.mutate({ name: 'Mei' });
  let told = '';
  while (!told.includes('contact.changed')) told += (await kept.read()).value;
  await kept.cancel();
});
