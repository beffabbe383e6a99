import { ContactId, JOURNAL, newId, TenantId } from '@friendsai/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionKeyOf } from './session-key.ts';
import { agentIdOf } from './slots.ts';

const tenant = fc.uuid().map((id) => TenantId.parse(id));
const channel = fc.oneof(
  fc.constant(JOURNAL),
  fc.uuid().map((id) => ContactId.parse(id)),
);

test('one channel, one session key: the same always, different for another channel, safe from the lowering of case', () => {
  fc.assert(
    fc.property(tenant, channel, tenant, channel, (tenantA, channelA, tenantB, channelB) => {
      const a = sessionKeyOf(tenantA, channelA);
      expect(sessionKeyOf(tenantA, channelA)).toBe(a);
      expect(a).toBe(a.toLowerCase());
      expect(a.startsWith(`agent:${agentIdOf(tenantA)}:`)).toBe(true);
      const same = tenantA === tenantB && channelA === channelB;
      expect(sessionKeyOf(tenantB, channelB) === a).toBe(same);
    }),
  );
});

test('the key names the tenant and the channel and nothing else varies', () => {
  const tenantId = newId(TenantId);
  expect(sessionKeyOf(tenantId, JOURNAL).split(':')).toEqual([
    'agent',
    agentIdOf(tenantId),
    'friendsai',
    tenantId.replaceAll('-', ''),
    'direct',
    JOURNAL,
  ]);
});
