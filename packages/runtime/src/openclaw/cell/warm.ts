import { connectGateway } from '../gateway/connection.ts';
import { WARM_AGENT_ID } from './cell-config.ts';

const WARM_WITHIN_MS = 60_000;

/**
 * Has the gateway answer once with the agent that is nobody's: what a first turn costs besides (loading the model's client,
 * the plugin, the prompt) is paid before a person waits for it. Throws when it cannot answer at all.
 */
export async function warmCell({ url, token }: { url: string; token: string }): Promise<void> {
  const connection = await connectGateway({ url, token });
  try {
    await connection.call('agent', {
      agentId: WARM_AGENT_ID,
      sessionKey: `agent:${WARM_AGENT_ID}:friendsai:warm:direct:warm`,
      message: 'hello',
      idempotencyKey: `warm-${Date.now()}`,
      timeout: WARM_WITHIN_MS / 1000,
    });
  } finally {
    connection.close();
  }
}
