import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Question = z.object({ id: z.int(), name: z.string(), input: z.unknown().optional() });
const Answer = z.object({ id: z.int(), value: z.unknown().optional(), error: z.string().optional() });

/** A process of ours that does one part of a benchmark, so that the time and memory it takes are its own. */
export type Helper = {
  /** Has it do something; the answer is checked against the schema. */
  ask<Schema extends z.ZodType>(name: string, input: unknown, answer: Schema): Promise<z.infer<Schema>>;
  stop(): Promise<void>;
};

/**
 * Starts a helper; it ends when we do, however that comes about.
 *
 * @param entry the module's name beside this one.
 */
export function startHelper(entry: string, args: readonly string[], env: NodeJS.ProcessEnv): Helper {
  const child: ChildProcess = fork(fileURLToPath(new URL(entry, import.meta.url)), args, {
    env,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let ended: Error | null = null;
  child.on('message', (message) => {
    const { id, value, error } = Answer.parse(message);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(value);
    else reject?.(new Error(`${entry}: ${error}`));
  });
  const exited = new Promise<void>((resolve) => {
    const end = (error: Error) => {
      ended = error;
      for (const { reject } of waiting.values()) reject(error);
      resolve();
    };
    child.once('exit', (code, signal) => end(new Error(`${entry} ended with ${signal ?? code}`)));
    child.once('error', end);
  });
  return {
    async ask(name, input, answer) {
      if (ended) throw ended;
      asked += 1;
      const id = asked;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { resolve, reject });
      child.send({ id, name, input });
      return answer.parse(await promise);
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** In the helper: answers what the parent asks, until the parent is gone. */
export function answerParent(
  answers: Readonly<Record<string, (input: unknown) => unknown | Promise<unknown>>>,
): void {
  process.on('message', async (message) => {
    const { id, name, input } = Question.parse(message);
    try {
      const answer = answers[name];
      if (!answer) throw new Error(`cannot ${name}`);
      process.send?.({ id, value: await answer(input) });
    } catch (error) {
      process.send?.({ id, error: String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}
