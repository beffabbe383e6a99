import { isUniqueViolation, memories, type Tx } from '@friendsai/db';
import {
  FriendsError,
  type Memory,
  MemoryId,
  type MemoryLine,
  type MessageId,
  newId,
  type TenantId,
} from '@friendsai/schema';
import { and, desc, eq, sql } from 'drizzle-orm';
import { excerptOf, nameKeyOf, queryOf, wordsOf } from './words.ts';

export type MemoryRow = typeof memories.$inferSelect;

/** More than anybody looks through. */
const MOST = 500;

export type MemoryWrite = {
  name: string;
  text: string;
  writtenBy: 'user' | 'butler';
  messageId: MessageId | null;
  at: Date;
};

const isOwn = (tenantId: TenantId, id: MemoryId) => and(eq(memories.tenantId, tenantId), eq(memories.id, id));

/** PostgreSQL cannot cut Chinese into words, so the words come cut. */
const vectorOf = (name: string, text: string) =>
  sql<string>`array_to_tsvector(array(select jsonb_array_elements_text(${JSON.stringify(wordsOf(`${name}\n${text}`))}::jsonb)))`;

/** Held until the transaction ends. Errors: NOT_FOUND. */
export async function lockMemory(tx: Tx, tenantId: TenantId, id: MemoryId): Promise<MemoryRow> {
  const [row] = await tx.select().from(memories).where(isOwn(tenantId, id)).for('update');
  if (!row) throw new FriendsError('NOT_FOUND');
  return row;
}

/** The memory of that name, case and width aside; held. */
export async function lockMemoryNamed(tx: Tx, tenantId: TenantId, name: string): Promise<MemoryRow | null> {
  const [row] = await tx
    .select()
    .from(memories)
    .where(and(eq(memories.tenantId, tenantId), eq(memories.nameKey, nameKeyOf(name))))
    .for('update');
  return row ?? null;
}

/** Errors: MEMORY_CONFLICT when another transaction has written one of that name since it was looked for. */
export async function insertMemory(tx: Tx, tenantId: TenantId, write: MemoryWrite): Promise<MemoryRow> {
  const { name, text, writtenBy, messageId, at } = write;
  const [row] = await tx
    .insert(memories)
    .values({
      tenantId,
      id: newId(MemoryId),
      name,
      nameKey: nameKeyOf(name),
      text,
      writtenBy,
      words: vectorOf(name, text),
      messageId,
      createdAt: at,
      updatedAt: at,
    })
    .returning()
    .catch((error: unknown) => {
      // Without its cause, which has the words in it.
      throw isUniqueViolation(error, 'memories_name') ? new FriendsError('MEMORY_CONFLICT') : error;
    });
  if (!row) throw new FriendsError('INTERNAL');
  return row;
}

/** Changes a memory that is held. */
export async function updateMemory(tx: Tx, before: MemoryRow, write: MemoryWrite): Promise<MemoryRow> {
  const { name, text, writtenBy, messageId, at } = write;
  const [row] = await tx
    .update(memories)
    .set({
      name,
      nameKey: nameKeyOf(name),
      text,
      version: before.version + 1,
      writtenBy,
      words: vectorOf(name, text),
      messageId,
      updatedAt: at,
    })
    .where(and(eq(memories.tenantId, before.tenantId), eq(memories.id, before.id)))
    .returning();
  if (!row) throw new FriendsError('INTERNAL');
  return row;
}

export async function deleteMemory(tx: Tx, { tenantId, id }: MemoryRow): Promise<void> {
  await tx.delete(memories).where(and(eq(memories.tenantId, tenantId), eq(memories.id, id)));
}

/** The newest first. */
export async function listMemories(tx: Tx, tenantId: TenantId): Promise<MemoryLine[]> {
  const rows = await tx
    .select()
    .from(memories)
    .where(eq(memories.tenantId, tenantId))
    .orderBy(desc(memories.updatedAt), desc(memories.id))
    .limit(MOST);
  return rows.map((row) => lineOf(row, ''));
}

/** The closest first: those that have any of the query's words, in Chinese or any language with spaces. */
export async function searchMemories(
  tx: Tx,
  tenantId: TenantId,
  query: string,
  limit: number,
): Promise<MemoryLine[]> {
  const wanted = queryOf(query);
  if (wanted === null) return [];
  const rows = await tx
    .select()
    .from(memories)
    .where(and(eq(memories.tenantId, tenantId), sql`${memories.words} @@ ${wanted}::tsquery`))
    .orderBy(sql`ts_rank(${memories.words}, ${wanted}::tsquery) desc`, desc(memories.updatedAt))
    .limit(limit);
  return rows.map((row) => lineOf(row, query));
}

/** A row as the API shows it. */
export function memoryOf(row: MemoryRow): Memory {
  const { name, text, version, writtenBy, updatedAt } = row;
  return {
    id: MemoryId.parse(row.id),
    name,
    text,
    version,
    writtenBy,
    updatedAt: updatedAt.toISOString(),
  };
}

function lineOf(row: MemoryRow, query: string): MemoryLine {
  const { text, ...line } = memoryOf(row);
  return { ...line, excerpt: excerptOf(text, query) };
}
