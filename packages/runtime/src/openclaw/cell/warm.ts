import { connectGateway, GatewayRefusal } from '../gateway/connection.ts';
import { WARM_AGENT_ID } from './cell-config.ts';

const WARM_WITHIN_MS = 60_000;

/**
 * Has the gateway answer once with the agent that is nobody's: what a first turn costs besides (loading the model's client,
 * the plugin, the prompt) is paid before a person waits for it. A provider that refuses is no fault of the cell's: it has loaded
 * what it needs, and people shall be told of the provider by their own runs. Throws when the gateway itself is gone.
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
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
  } finally {
    connection.close();
  }
}
