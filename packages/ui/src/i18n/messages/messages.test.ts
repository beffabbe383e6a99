import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zhCn } from './zh-cn.ts';

type Node = string | { readonly [key: string]: Node };

function leaves(node: Node, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path ? `${path}.${key}` : key));
}

// The words of a plural's forms stand in braces too, but no comma or brace follows their first one.
const placeholders = (text: string) => [...new Set(text.match(/\{(\w+)(?=[,}])/g) ?? [])].sort();

test('both languages say the same things with the same values', () => {
  const chinese = new Map(leaves(zhCn));
  for (const [path, text] of leaves(en)) {
    expect(placeholders(chinese.get(path) ?? ''), path).toEqual(placeholders(text));
  }
});

test('nothing is left empty', () => {
  for (const [path, text] of [...leaves(en), ...leaves(zhCn)]) expect(text.trim(), path).not.toBe('');
});
