import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';

/**
 * For tests: a tenant with one row in every tenant table, in the order that the references ask for. The audit chain's head
 * comes by itself.
 *
 * @param owner of the tables.
 */
export async function furnish(owner: postgres.Sql, tenantId: string): Promise<void> {
  const fresh = () => randomUUID();
  const [user, contact, channel, message, run, call] = [fresh(), fresh(), fresh(), fresh(), fresh(), fresh()];
  await owner.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true)`;
    await tx`insert into tenants (id) values (${tenantId})`;
    await tx`insert into users (tenant_id, id, email, name, locale) values (${tenantId}, ${user}, ${fresh()}, 'n', 'en')`;
    await tx`insert into oauth_identities values (${tenantId}, ${user}, 'github', ${fresh()})`;
    await tx`insert into api_tokens (tenant_id, id, user_id, name, secret_hash) values (${tenantId}, ${fresh()}, ${user}, 'n', ${fresh()})`;
    await tx`insert into agent_bindings (tenant_id, agent_id, runtime) values (${tenantId}, ${fresh()}, 'openclaw')`;
    await tx`insert into contacts (tenant_id, id, name, sort_key, index_letter, search_text, updated_at, active_at)
      values (${tenantId}, ${contact}, 'n', 'n', 'N', 'n', now(), now())`;
    await tx`insert into channels (tenant_id, id, contact_id) values (${tenantId}, ${channel}, ${contact})`;
    await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state)
      values (${tenantId}, ${message}, ${channel}, 1, 'user', 't', 'complete')`;
    await tx`insert into runs (tenant_id, id, channel_id, message_id, reply_message_id, state)
      values (${tenantId}, ${run}, ${channel}, ${message}, ${fresh()}, 'queued')`;
    await tx`insert into tool_calls (tenant_id, id, channel_id, run_id, message_id, door, call_key, tool, risk, input, input_hash, state)
      values (${tenantId}, ${call}, ${channel}, ${run}, ${message}, 'bridge', ${fresh()}, 't', 'read', '{}', 'h', 'requested')`;
    await tx`insert into contact_facts (tenant_id, id, contact_id, label, label_key, value, because, confidence, author, state)
      values (${tenantId}, ${fresh()}, ${contact}, 'l', 'l', 'v', 'b', 1, 'user', 'current')`;
    await tx`insert into files (tenant_id, id, channel_id, name, media_type, size_bytes, sha256, text_state)
      values (${tenantId}, ${fresh()}, ${channel}, 'n', 'text/plain', 1, 'h', 'none')`;
    await tx`insert into interactions (tenant_id, id, contact_id, kind, happened_on, summary)
      values (${tenantId}, ${fresh()}, ${contact}, 'call', now(), 's')`;
    await tx`insert into memories (tenant_id, id, name, name_key, text, written_by, words, updated_at)
      values (${tenantId}, ${fresh()}, 'n', 'n', 't', 'user', '', now())`;
    await tx`insert into mentions (tenant_id, message_id, contact_id, tool_call_id) values (${tenantId}, ${message}, ${contact}, ${call})`;
    await tx`insert into reminders (tenant_id, id, contact_id, text, due_on, state)
      values (${tenantId}, ${fresh()}, ${contact}, 't', now(), 'open')`;
    await tx`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
      values (${tenantId}, 0, now(), 'a', 'b', '{}', '', '')`;
  });
}
