import { z } from 'zod';

export const AuditEntryView = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  /** The name of the tool, of what a tool did. */
  tool: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditPage = z.object({
  entries: z.array(AuditEntryView),
  /** Give it as `before` to read on; null at the chain's beginning. */
  nextBefore: z.int().positive().nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;

export const ListAuditInput = z.object({
  /** Only entries before this one; without it, the newest. */
  before: z.int().positive().optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListAuditInput = z.infer<typeof ListAuditInput>;

/** Whether the tenant's audit chain is whole; if not, the first entry that is not as it was written (a forged one may have any number). */
export const AuditVerdict = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entries: z.int().nonnegative() }),
  z.object({ ok: z.literal(false), seq: z.number(), problem: z.string() }),
]);
export type AuditVerdict = z.infer<typeof AuditVerdict>;
