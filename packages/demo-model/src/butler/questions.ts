import type { Context, Profile } from './context.ts';
import { type Language, literal, quoted, type Saying } from './language.ts';
import { isAboutAnother, nameOf, withoutContact } from './person.ts';
import { recall, toldBefore } from './recall.ts';
import { type Field, TOPICS } from './topics.ts';
import { hasWord, meaningOf } from './words.ts';

const ABOUT_ALL =
  /what (?:do|did|can) (?:you|we|i) (?:know|have|tell)|tell me (?:about|all|everything|more)|who(?:['’]s| is) (?:s?he|this|that)\b|profile|(?:介绍|说说|讲讲|谈谈|聊聊)|知道(?:些)?什么|了解(?:些)?什么|(?:她|他|这|这位)是谁|资料|档案/i;

const ABOUT_OUR_TALK =
  /what did (?:we|i) (?:last )?(?:say|talk|speak|discuss)|(?:聊|谈|说)(?:了|过|到)?(?:些)?什么/i;

/** Whether the whole of what is known of the contact is asked for: nothing but they are named in it. */
function asksForAll(question: string, { profile }: Context): boolean {
  if (isAboutAnother(question, profile)) return false;
  const rest = withoutContact(question, profile);
  const isNamedAlone =
    rest !== question &&
    /^[^\p{L}]*(?:who(?:['’]s| is)|how is|how about|what about|是谁|怎么样|呢)[^\p{L}]*$/iu.test(rest);
  const isNarrower = meaningOf(rest.replace(ABOUT_ALL, ' ')).size > 0;
  return (ABOUT_ALL.test(question) && !isNarrower) || isNamedAlone;
}

/** Whether the profile would help with the question. */
export const asksForProfile = (question: string, context: Context): boolean =>
  asksForAll(question, context) ||
  (!isAboutAnother(question, context.profile) && TOPICS.some(({ asks }) => asks.test(question)));

/** Whether the profile at hand has all that the question asks for. */
export function answersFromProfile(question: string, context: Context): boolean {
  const { profile } = context;
  if (!profile || profile.journal || isAboutAnother(question, profile)) return false;
  const asked = TOPICS.filter(({ asks }) => asks.test(question));
  return asked.length > 0 && asked.every(({ field }) => profile[field] !== undefined);
}

function factsOf(
  profile: Profile,
  language: Language,
  isWanted: (field: Field, value: string) => boolean,
): string[] {
  const name = nameOf(profile, language);
  return TOPICS.flatMap(({ field, says }) => {
    const value = profile[field];
    return value !== undefined && isWanted(field, value) ? [says[language](name, literal(value))] : [];
  });
}

const list = (sentences: readonly string[], language: Language) =>
  sentences.map((text) => `- ${quoted(text)[language]}`).join('\n');

const capitalised = (sentence: string) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;

const fromProfile = (facts: readonly string[], language: Language): string => {
  if (facts.length > 2) {
    const heading = { zh: '资料里记着：', en: 'From the profile:' }[language];
    return [heading, ...facts.map((fact) => `- ${capitalised(fact)}`)].join('\n');
  }
  const said = facts.join({ zh: '；', en: '; ' }[language]);
  return {
    zh: `${said}。（出自资料）`,
    en: `${capitalised(said)}. (From the profile.)`,
  }[language];
};

const NOTHING: Saying = {
  zh: '这件事我没有记载，不敢乱说。您告诉我，我就记着。',
  en: 'I have nothing on that, and I would rather not guess. Tell me, and I shall remember.',
};

const UNREAD: Saying = {
  zh: '资料这会儿读不到，我不敢凭空说。',
  en: 'I could not read the profile just now, and I would rather not guess.',
};

/** What is known of the contact, or of what was said last alone. Null when it is nothing. */
function allThatIsKnown(context: Context, isOfOurTalk: boolean): string | null {
  const { profile, language } = context;
  const facts = profile && !profile.journal && !isOfOurTalk ? factsOf(profile, language, () => true) : [];
  const told = toldBefore(context).slice(-3).reverse();
  const parts = [
    ...(facts.length > 0 ? [fromProfile(facts, language)] : []),
    ...(told.length > 0
      ? [
          { zh: `您最近说过：\n${list(told, language)}`, en: `Lately you told me:\n${list(told, language)}` }[
            language
          ],
        ]
      : []),
  ];
  return parts.length > 0 ? parts.join('\n\n') : null;
}

/** Answers a question from the profile and from what was said before; says so when neither has it. */
export function answerQuestion(question: string, context: Context): string {
  const { profile, language } = context;
  const isUnread = context.hasToolAnswer && profile === null && asksForProfile(question, context);
  const nothing = isUnread ? UNREAD[language] : NOTHING[language];
  const isOfOurTalk =
    ABOUT_OUR_TALK.test(question) && meaningOf(question.replace(ABOUT_OUR_TALK, ' ')).size === 0;
  if (isOfOurTalk || asksForAll(question, context)) return allThatIsKnown(context, isOfOurTalk) ?? nothing;

  const person = profile?.journal || isAboutAnother(question, profile) ? null : profile;
  const asked = TOPICS.filter(({ asks }) => asks.test(question));
  const wanted = [...meaningOf(withoutContact(question, profile))];
  const facts = person
    ? factsOf(
        person,
        language,
        (field, value) =>
          asked.some((topic) => topic.field === field) ||
          wanted.some((word) => hasWord(meaningOf(value), word)),
      )
    : [];
  const { sentences, isOnTopic } = recall(question, context);
  const missing = person ? asked.filter(({ field }) => person[field] === undefined && field !== 'note') : [];

  const parts: string[] = [];
  if (facts.length > 0) parts.push(fromProfile(facts, language));
  else if (sentences.length > 0 && !isOnTopic) {
    parts.push({ zh: '正好这一件我没有记载。', en: 'On just that I have nothing.' }[language]);
  }
  if (sentences.length > 0) {
    const heading = isOnTopic
      ? { zh: '您对我说过：', en: 'You told me:' }
      : { zh: '相关的，您说过：', en: 'What you told me nearby:' };
    parts.push(`${heading[language]}\n${list(sentences, language)}`);
  }
  if (parts.length > 0) return parts.join('\n\n');
  if (person && missing.length > 0) {
    const labels = missing.map(({ label }) => label[language]).join({ zh: '和', en: ' or ' }[language]);
    const name = nameOf(person, language);
    return {
      zh: `${name}的${labels}，我没有记载，不敢乱说。`,
      en: `I have nothing on that: no ${labels} is noted for ${name}.`,
    }[language];
  }
  return nothing;
}
