import { FriendsError } from '@friendsai/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, type Person } from './testing/house.ts';

let house: House;
let ann: Person;
beforeAll(async () => {
  house = await openHouse();
  ann = await house.newPerson();
});
afterAll(() => house.close());

const guess = (password: string) =>
  house.services.butler.accounts.remove(ann.caller, { email: 'somebody@example.com', password }).then(
    () => 'removed',
    (error: unknown) => (error instanceof FriendsError ? error.code : error),
  );

test('who holds an open page cannot try passwords without end, and each try stands in the trail', async () => {
  const codes: unknown[] = [];
  for (let tries = 0; tries < 12; tries += 1) codes.push(await guess(`guess ${tries}`));
  expect(codes).toEqual([...Array<string>(10).fill('CONFIRMATION_WRONG'), 'RATE_LIMITED', 'RATE_LIMITED']);
  const { entries } = await house.services.butler.audit.list(ann.caller, { limit: 50 });
  expect(entries.filter(({ action }) => action === 'account.removal-refused')).toHaveLength(10);
});

test('no request asks for more at once than a page would', async () => {
  const paths = Array<string>(21).fill('account.me').join(',');
  const response = await fetch(`${house.url}/trpc/${paths}?batch=1`, {
    headers: { authorization: `Bearer ${ann.token}` },
  });
  expect(response.status).toBe(400);
});
