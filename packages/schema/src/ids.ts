import { v7 } from 'uuid';
import { z } from 'zod';

/**
 * Identifiers are UUIDv7 in lower-case canonical form. They are minted by the application, so a PostgreSQL
 * older than 18 serves equally, and they sort by the time of their making. Lower case matters: the gateway
 * lowers the case of session keys, and two ids that differ only in case would meet in one session.
 */
const uuid = z.uuid().refine((value) => value === value.toLowerCase(), 'must be lower case');

export const TenantId = uuid.brand<'TenantId'>();
/** The boundary around one user's data. Only the tenant resolver and trusted jobs make one. */
export type TenantId = z.infer<typeof TenantId>;

export const UserId = uuid.brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

export const ContactId = uuid.brand<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;

export const ChannelId = uuid.brand<'ChannelId'>();
export type ChannelId = z.infer<typeof ChannelId>;

export const MessageId = uuid.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

export const RunId = uuid.brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

export const TokenId = uuid.brand<'TokenId'>();
export type TokenId = z.infer<typeof TokenId>;

export const FileId = uuid.brand<'FileId'>();
/** Minted by the client before the first try of an upload and kept for every retry. */
export type FileId = z.infer<typeof FileId>;

export const ToolCallId = uuid.brand<'ToolCallId'>();
/** Ours; what a runtime calls the same call is its own matter. */
export type ToolCallId = z.infer<typeof ToolCallId>;

export const FactId = uuid.brand<'FactId'>();
export type FactId = z.infer<typeof FactId>;

export const InteractionId = uuid.brand<'InteractionId'>();
export type InteractionId = z.infer<typeof InteractionId>;

export const ReminderId = uuid.brand<'ReminderId'>();
export type ReminderId = z.infer<typeof ReminderId>;

export const MemoryId = uuid.brand<'MemoryId'>();
export type MemoryId = z.infer<typeof MemoryId>;

/** The journal's name wherever a contact's id would stand. */
export const JOURNAL = 'journal';

/** Which channel is meant: a contact's, or the tenant's journal. */
export const ChannelRef = z.union([z.literal(JOURNAL), ContactId]);
export type ChannelRef = z.infer<typeof ChannelRef>;

/** Mints a new id of the given kind, for example `newId(RunId)`. */
export function newId<Schema extends z.ZodType>(kind: Schema): z.infer<Schema> {
  return kind.parse(v7());
}
