import { expect, test } from 'vitest';
import { isSigned, type SignedCall, signCall } from './signature.ts';

const SECRET = 'a secret of thirty-two characters';
const call: SignedCall = {
  toolName: 'contact_get',
  agentId: 't-1',
  sessionKey: 'agent:t-1:friendsai:1:direct:2',
  runId: 'run-1',
  toolCallId: 'call_1',
  at: '2026-01-02T03:04:05.678Z',
  nonce: 'n-1',
  body: '{"query":"Mei"}',
};
const parts = Object.keys(call).filter((key): key is keyof SignedCall => key in call);

test('a call is signed by who has the secret, and by nobody else', () => {
  expect(isSigned(call, signCall(call, SECRET), SECRET)).toBe(true);
  expect(isSigned(call, signCall(call, `${SECRET}!`), SECRET)).toBe(false);
  for (const odd of ['', 'zz', signCall(call, SECRET).slice(2), `${signCall(call, SECRET)}00`]) {
    expect(isSigned(call, odd, SECRET)).toBe(false);
  }
});

test.each(parts)('%s cannot be changed', (part) => {
  const signature = signCall(call, SECRET);
  for (const value of [`${call[part]} `, '', call[part].toUpperCase() + call[part]]) {
    expect(isSigned({ ...call, [part]: value }, signature, SECRET)).toBe(false);
  }
});

test.each(parts.slice(1).map((part, index) => [parts[index] ?? part, part] as const))(
  'nothing moves from %s to %s, also when what moves looks like a length',
  (one, other) => {
    const joined: SignedCall = { ...call, [one]: 'a1:', [other]: 'bc' };
    const signature = signCall(joined, SECRET);
    for (const [left, right] of [
      ['a', '1:bc'],
      ['a1:b', 'c'],
      ['', 'a1:bc'],
      ['a1:bc', ''],
      ['a1:2:bc', ''],
    ]) {
      expect(isSigned({ ...call, [one]: left, [other]: right }, signature, SECRET)).toBe(false);
    }
  },
);

test('letters are counted in bytes, so that a wide one hides nothing', () => {
  expect(isSigned({ ...call, body: '小美' }, signCall({ ...call, body: '小美' }, SECRET), SECRET)).toBe(true);
  expect(signCall({ ...call, nonce: '小', body: 'x' }, SECRET)).not.toBe(
    signCall({ ...call, nonce: '', body: '小x' }, SECRET),
  );
});
