import type { ContactProfile, Fact } from '@friendsai/schema';

const FIELDS = ['relation', 'organization', 'title', 'location', 'birthday', 'note'] as const;
type Field = (typeof FIELDS)[number];

const isField = (label: string): label is Field => FIELDS.some((field) => field === label);

/** One line of what is known of a person: a field of the profile or a word of the user's own, and from where. */
export type Known = {
  key: string;
  /** The field; null when the label is the user's own word. */
  field: Field | null;
  label: string;
  value: string;
  /** Null: it stands in the profile, and nothing says from where. */
  source: Fact | null;
};

/**
 * What is known, in the order in which it is read: the profile's fields, then the words of the user's own, newest first.
 * A fact is a field's source only while the field says what it says.
 */
export function knownOf(contact: ContactProfile): Known[] {
  const fields = FIELDS.flatMap((field): Known[] => {
    const value = contact[field];
    if (value === null) return [];
    const source = contact.facts.find((fact) => fact.label === field && fact.value === value) ?? null;
    return [{ key: field, field, label: field, value, source }];
  });
  const own = contact.facts
    .filter(({ label }) => !isField(label))
    .map((source): Known => {
      const { id, label, value } = source;
      return { key: id, field: null, label, value, source };
    });
  return [...fields, ...own];
}
