import type { Tool } from './tool.ts';

/** All tools there are, our own and those of outside servers, by name. */
export type Registry = {
  readonly all: readonly Tool[];
  find(name: string): Tool | undefined;
};

/** Throws when two tools have one name. */
export function createRegistry(tools: readonly Tool[]): Registry {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  if (byName.size < tools.length) throw new Error('two tools have the same name');
  return { all: tools, find: (name) => byName.get(name) };
}
