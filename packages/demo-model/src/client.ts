import { randomUUID } from 'node:crypto';
import type { ControlRequest, ControlVerb } from './control/requests.ts';

/**
 * Steers a demo model that runs as a process of its own, with controls. Each call resolves when it is so, and throws when
 * the model refuses it.
 *
 * @param url where the model is, without `/v1`.
 */
export function demoModelClient(url: string) {
  async function post<Verb extends ControlVerb>(verb: Verb, body: ControlRequest<Verb>): Promise<void> {
    const response = await fetch(`${url}/control/${verb}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the demo model answered ${response.status} to ${verb}`);
  }
  return {
    /** Stops the next answer to a message that contains the text, after so many pieces. */
    async hold(contains: string, afterPieces: number) {
      const id = randomUUID();
      await post('hold', { id, contains, afterPieces });
      return { reached: () => post('reached', { id }), release: () => post('release', { id }) };
    },
    failNext: (status: number, times = 1) => post('fail', { status, times }),
    hangNext: () => post('hang', {}),
    breakNext: (afterPieces: number) => post('break', { afterPieces }),
    respondNext: (text: string, contains = '') => post('respond', { text, contains }),
    callToolNext: (name: string, input: Record<string, unknown>) => post('callTool', { name, input }),
    callToolsNext: (calls: { name: string; input: Record<string, unknown> }[]) =>
      post('callTools', { calls }),
    forget: () => post('forget', {}),
  };
}
