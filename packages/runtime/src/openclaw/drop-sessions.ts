import { connectGateway } from './gateway/connection.ts';
import { SessionList } from './gateway/frames.ts';

/** At a time. */
const SESSIONS = 200;
/** A deletion of a run in hand was seen to stay unanswered, on a busy machine, with the keeper at the same session. What is left is the keeper's. */
const WITHIN_MS = 20_000;

/**
 * Ends the agent's runs and takes its sessions out of the gateway's memory. Their files stay where they are, and are for the
 * cell's keeper to erase. Idempotent. Errors: GatewayRefusal (UNAVAILABLE for a run that takes long to end), GatewayGone,
 * also when it takes longer than 20 s.
 */
export async function dropSessions({
  url,
  token,
  agentId,
}: {
  url: string;
  token: string;
  agentId: string;
}): Promise<void> {
  const connection = await connectGateway({ url, token, admin: true });
  const patience = setTimeout(connection.close, WITHIN_MS);
  try {
    while (true) {
      const { sessions } = SessionList.parse(
        await connection.call('sessions.list', { agentId, limit: SESSIONS }),
      );
      if (sessions.length === 0) return;
      for (const { key } of sessions) {
        await connection.call('sessions.delete', { key, agentId, deleteTranscript: false });
      }
    }
  } finally {
    clearTimeout(patience);
    connection.close();
  }
}
