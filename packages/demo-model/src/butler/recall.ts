import type { Context } from './context.ts';
import { othersIn, withoutContact } from './person.ts';
import { sentencesOf } from './sentences.ts';
import { TOPICS } from './topics.ts';
import { hasWord, meaningOf } from './words.ts';

const MOST = 3;

/** What the user said before, sentence by sentence, oldest first; what they asked is not among it. */
export function toldBefore({ earlier }: Context): string[] {
  return [
    ...new Set(
      earlier
        .flatMap(sentencesOf)
        .filter(({ act }) => act !== 'question')
        .map(({ text }) => text.trim()),
    ),
  ];
}

export type Recalled = {
  /** Sentences that touch on it, the closest first and of equals the newest; at most three. */
  sentences: string[];
  /** Whether they have more of the question than a person. */
  isOnTopic: boolean;
};

/** Finds what was said that has words, a person or a topic in common with the question. */
export function recall(question: string, context: Context): Recalled {
  const { profile } = context;
  const others = othersIn(question, profile);
  const wanted = [...meaningOf(withoutContact(question, profile))].filter(
    (word) => !others.some((other) => other.startsWith(word)),
  );
  const topics = TOPICS.filter(({ asks, mentions }) => asks.test(question) || mentions.test(question));

  const found = toldBefore(context)
    .map((text, index) => {
      const meaning = meaningOf(withoutContact(text, profile));
      const own = text.toLowerCase();
      const content =
        wanted.filter((word) => hasWord(meaning, word)).length +
        topics.filter(({ mentions }) => mentions.test(text)).length;
      const named = others.filter((other) => own.includes(other)).length;
      return { text, index, content, named };
    })
    // What is asked of one person is not answered by what was said of others.
    .filter(({ content, named }) => (others.length > 0 ? named > 0 : content > 0));
  const hasContent = wanted.length > 0 || topics.length > 0;
  const onTopic = found.filter(({ content }) => content > 0);
  const isOnTopic = onTopic.length > 0 || !hasContent;
  const sentences = (onTopic.length > 0 ? onTopic : found)
    .sort((a, b) => b.content - a.content || b.index - a.index)
    .slice(0, MOST)
    .map(({ text }) => text);
  return { sentences, isOnTopic };
}
