import { z } from 'zod';
import { Day } from '../cards.ts';
import { ContactId, FactId, MessageId } from '../ids.ts';
import { cleanText, lineInput, NAME_MAX_CHARS, optionalLine } from '../text.ts';
import { UnreadCount } from './chat.ts';

/** A birthday with or without its year: `1990-03-01` or `--03-01` (ISO 8601's form for a day without a year). */
export const Birthday = z
  .string()
  .regex(/^(\d{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'must be YYYY-MM-DD or --MM-DD' })
  .refine(
    (value) => {
      const [month, day] = value.slice(-5).split('-').map(Number);
      // A year-less 29 February is somebody's birthday: test it against a leap year.
      const year = value.startsWith('-') ? 2024 : Number(value.slice(0, 4));
      const date = new Date(Date.UTC(year, (month ?? 1) - 1, day));
      return date.getUTCMonth() + 1 === month;
    },
    { error: 'must be a day that exists' },
  );

const fields = {
  /** What the user calls the person's place in their life: sister, client, 大学同学. */
  relation: optionalLine(100),
  organization: optionalLine(200),
  title: optionalLine(200),
  location: optionalLine(200),
  birthday: Birthday.nullable(),
  /** Free words about the person. */
  note: z
    .string()
    .max(10_000, { error: 'must be at most 10000 characters' })
    .nullable()
    .transform((raw) => (raw === null ? null : cleanText(raw).trim() || null)),
};

export const CreateContactInput = z.object({
  name: lineInput(NAME_MAX_CHARS),
  relation: fields.relation.optional(),
  organization: fields.organization.optional(),
  title: fields.title.optional(),
  location: fields.location.optional(),
  birthday: fields.birthday.optional(),
  note: fields.note.optional(),
});
export type CreateContactInput = z.infer<typeof CreateContactInput>;

export const UpdateContactInput = CreateContactInput.partial().extend({ id: ContactId });
export type UpdateContactInput = z.infer<typeof UpdateContactInput>;

export const ContactIdInput = z.object({ id: ContactId });
export type ContactIdInput = z.infer<typeof ContactIdInput>;

export const ArchiveContactInput = z.object({ id: ContactId, archived: z.boolean().default(true) });
export type ArchiveContactInput = z.infer<typeof ArchiveContactInput>;

export const Contact = z.object({
  id: ContactId,
  name: z.string(),
  /** Where the name sorts: Latin letters of its pinyin, lower case. */
  sortKey: z.string(),
  /** The letter it stands under in an A–Z index; `#` for what has none. */
  indexLetter: z.string(),
  relation: z.string().nullable(),
  organization: z.string().nullable(),
  title: z.string().nullable(),
  location: z.string().nullable(),
  birthday: z.string().nullable(),
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
  /** The channel's newest message: when, and its first words. */
  lastMessageAt: z.iso.datetime().nullable(),
  lastMessageText: z.string().nullable(),
});
export type Contact = z.infer<typeof Contact>;

export const ListContactsInput = z.object({
  /** `recent`: newest conversation first. `name`: by pinyin, for an A–Z index. */
  order: z.enum(['recent', 'name']).default('recent'),
  archived: z.boolean().default(false),
  /** Words that the name (or its pinyin), relation, organization or location contains. */
  query: z.string().max(200).optional(),
  /** Opaque; from the page before. */
  cursor: z.string().max(1000).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type ListContactsInput = z.infer<typeof ListContactsInput>;

export const ContactListItem = Contact.extend(UnreadCount.shape);
export type ContactListItem = z.infer<typeof ContactListItem>;

export const ContactPage = z.object({ items: z.array(ContactListItem), nextCursor: z.string().nullable() });
export type ContactPage = z.infer<typeof ContactPage>;

/** One thing that is known of a person, and from where. */
export const Fact = z.object({
  id: FactId,
  /** A field of the profile (`location`) or a word of the user's own (`daughter`). */
  label: z.string(),
  value: z.string(),
  /** The words that say so; empty when the user wrote it into the profile. */
  because: z.string(),
  /** The message with those words, in this person's channel or in the journal. */
  messageId: MessageId.nullable(),
  author: z.enum(['user', 'butler']),
  at: z.iso.datetime(),
});
export type Fact = z.infer<typeof Fact>;

/** A contact with all that is known of it. `facts`: the current ones, the profile's own fields among them, newest first. */
export const ContactProfile = Contact.extend({ facts: z.array(Fact) });
export type ContactProfile = z.infer<typeof ContactProfile>;

export const TimelineInput = z.object({ id: ContactId, limit: z.int().min(1).max(200).default(50) });
export type TimelineInput = z.infer<typeof TimelineInput>;

/** What happened with a person, newest first. `kind`: an interaction's kind, `fact`, `reminder` or `mention`. */
export const Timeline = z.object({
  entries: z.array(
    z.object({
      on: Day,
      kind: z.enum([
        'meeting',
        'meal',
        'call',
        'message',
        'visit',
        'gift',
        'other',
        'fact',
        'reminder',
        'mention',
      ]),
      text: z.string(),
      messageId: MessageId.nullable(),
    }),
  ),
});
export type Timeline = z.infer<typeof Timeline>;
