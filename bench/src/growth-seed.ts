import type { ChannelId, ContactId, TenantId } from '@friendsai/schema';
import postgres from 'postgres';

/** Rows of one transaction: each row of the audit chain looks at its head once more, which grows with the transaction. */
const AT_ONCE = 5_000;
/** Each tenant's head is held until the transaction ends. */
const TENANTS_AT_ONCE = 1_000;

type Place = { tenantId: TenantId; channelId: ChannelId | string };

/** Fills a ledger by its owner's hand, in bulk, with rows as the product would have written them. */
export function createSeeder(ownerUrl: string) {
  // The owner is the cluster's superuser, for whom there are no walls.
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });

  async function inParts(
    total: number,
    atOnce: number,
    part: (tx: postgres.TransactionSql, from: number, to: number) => Promise<void>,
  ): Promise<void> {
    for (let from = 1; from <= total; from += atOnce) {
      await sql.begin((tx) => part(tx, from, Math.min(total, from + atOnce - 1)));
    }
  }

  return {
    async channelOf(contactId: ContactId): Promise<string> {
      const [row] = await sql<{ id: string }[]>`select id from channels where contact_id = ${contactId}`;
      if (!row) throw new Error('the contact has no channel');
      return row.id;
    },

    /** So many messages in an empty channel: half of them the user's, each answered by a run that has ended. */
    async messages({ tenantId, channelId }: Place, count: number): Promise<void> {
      await inParts(Math.ceil(count / 2), AT_ONCE, async (tx, from, to) => {
        await tx`create temp table turns on commit drop as
          select n, uuidv7() as ask, uuidv7() as run, uuidv7() as reply,
            date_trunc('milliseconds', now()) - (${count}::int - 2 * n) * interval '1 second' as at
          from generate_series(${from}::int, ${to}::int) n`;
        await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state, run_id, client_message_id, created_at)
          select ${tenantId}::uuid, ask, ${channelId}::uuid, 2 * n - 1, 'user', 'Mei likes tea and long walks by the river', 'complete', run, uuidv7(), at
          from turns`;
        await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state, run_id, created_at)
          select ${tenantId}::uuid, reply, ${channelId}::uuid, 2 * n, 'butler', 'Noted: Mei likes tea and long walks by the river.', 'complete', run, at
          from turns`;
        await tx`insert into runs (tenant_id, id, channel_id, message_id, reply_message_id, state, runtime, fence, stream_from, created_at, started_at, ended_at, settled)
          select ${tenantId}::uuid, run, ${channelId}::uuid, ask, reply, 'finished', 'openclaw', n, '1-0', at, at, at, true
          from turns`;
        await tx`insert into audit_log (tenant_id, seq, at, actor, action, subject, detail, prev_hash, hash)
          select ${tenantId}::uuid, 0, at, 'user:bench', 'message.sent', 'message:' || ask, '{}', '', ''
          from turns order by n`;
      });
      await sql`update channels set last_position = ${count} where tenant_id = ${tenantId} and id = ${channelId}`;
    },

    /** So many contacts more, each with its channel. */
    async contacts(tenantId: TenantId, count: number): Promise<void> {
      await inParts(count, AT_ONCE, async (tx, from, to) => {
        await tx`create temp table people on commit drop as
          select n, uuidv7() as id, date_trunc('milliseconds', now()) - n * interval '1 minute' as at
          from generate_series(${from}::int, ${to}::int) n`;
        await tx`insert into contacts (tenant_id, id, name, sort_key, index_letter, search_text, created_at, updated_at, active_at)
          select ${tenantId}::uuid, id, 'Contact ' || n, 'contact ' || n, 'C', 'contact ' || n, at, at, at from people`;
        await tx`insert into channels (tenant_id, id, contact_id) select ${tenantId}::uuid, uuidv7(), id from people`;
        await tx`insert into audit_log (tenant_id, seq, at, actor, action, subject, detail, prev_hash, hash)
          select ${tenantId}::uuid, 0, at, 'user:bench', 'contact.created', 'contact:' || id, '{}', '', '' from people`;
      });
    },

    /** So many tenants more, each with a user, a token, a journal, a contact and a short conversation. */
    async tenants(count: number): Promise<void> {
      await inParts(count, TENANTS_AT_ONCE, async (tx, from, to) => {
        await tx`create temp table houses on commit drop as
          select uuidv7() as tenant, uuidv7() as member, uuidv7() as contact, uuidv7() as channel, uuidv7() as ask, uuidv7() as run,
            uuidv7() as reply
          from generate_series(${from}::int, ${to}::int)`;
        await tx`insert into slots (id, agent_id, bound) select tenant, 'agent-' || tenant, true from houses`;
        await tx`insert into tenants (id) select tenant from houses`;
        await tx`insert into users (tenant_id, id, email, name, locale) select tenant, member, tenant || '@example.com', 'Ann', 'en' from houses`;
        await tx`insert into api_tokens (tenant_id, id, user_id, name, secret_hash) select tenant, uuidv7(), member, 'bench', tenant::text from houses`;
        await tx`insert into agent_bindings (tenant_id, agent_id, runtime) select tenant, 'agent-' || tenant, 'openclaw' from houses`;
        await tx`insert into contacts (tenant_id, id, name, sort_key, index_letter, search_text, updated_at, active_at)
          select tenant, contact, 'Mei', 'mei', 'M', 'mei', now(), now() from houses`;
        await tx`insert into channels (tenant_id, id, contact_id) select tenant, uuidv7(), null from houses`;
        await tx`insert into channels (tenant_id, id, contact_id, last_position) select tenant, channel, contact, 2 from houses`;
        await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state, run_id, client_message_id)
          select tenant, ask, channel, 1, 'user', 'Mei likes tea', 'complete', run, uuidv7() from houses`;
        await tx`insert into messages (tenant_id, id, channel_id, position, role, text, state, run_id)
          select tenant, reply, channel, 2, 'butler', 'Noted: Mei likes tea.', 'complete', run from houses`;
        await tx`insert into runs (tenant_id, id, channel_id, message_id, reply_message_id, state, runtime, started_at, ended_at, settled)
          select tenant, run, channel, ask, reply, 'finished', 'openclaw', now(), now(), true from houses`;
        await tx`insert into audit_log (tenant_id, seq, at, actor, action, detail, prev_hash, hash)
          select tenant, 0, now(), 'user:bench', 'account.registered', '{}', '', '' from houses`;
      });
    },

    /** As a database is that has been at rest: statistics taken, nothing left to be written. */
    async settle(): Promise<void> {
      await sql`vacuum analyze`;
      await sql`checkpoint`;
    },

    close: () => sql.end({ timeout: 5 }),
  };
}
