import { cellToken, createOpenClawAdapter } from '@friendsai/runtime';
import { describeAdapterContract } from '@friendsai/runtime/testing';
import { openHouse } from './testing/house.ts';

// Short, so that a model that never answers is given up soon; far longer than any pause of a healthy run here.
const SILENCE_MS = 8_000;

describeAdapterContract('openclaw, on a real gateway', async () => {
  const house = await openHouse();
  await house.startCells();
  const people = [await house.newPerson(), await house.newPerson()] as const;
  const adapter = createOpenClawAdapter({
    ledger: house.ledger,
    tokenOf: (cellId) => cellToken(house.env.OPENCLAW_TOKEN, cellId),
    silenceMs: SILENCE_MS,
  });
  return {
    adapter,
    tenants: [people[0].caller.tenantId, people[1].caller.tenantId],
    hold: (contains) => house.model.control.hold((text) => text.includes(contains), 4),
    hangNext: () => house.model.control.hangNext(),
    async close() {
      await adapter.close();
      await house.close();
    },
  };
});
