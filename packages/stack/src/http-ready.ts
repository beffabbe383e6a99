import { setTimeout as delay } from 'node:timers/promises';
import { Sentence } from './sentence.ts';
import type { Service } from './services.ts';

/** Waits until the address answers well. Errors: a Sentence after `withinMs`. */
export async function httpReady(url: string, service: Service, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Sentence(`${service.name} does not answer at ${url}; its log is ${service.current().logFile}.`);
}
