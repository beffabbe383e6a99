import type { Context } from './context.ts';
import { type Language, literal, quoted, type Saying } from './language.ts';
import { nameOf } from './person.ts';
import { answerQuestion } from './questions.ts';
import { toldBefore } from './recall.ts';
import type { Act } from './sentences.ts';

/** Reads one thing that the user said, of one act, and answers it, or leaves it to the next. */
type Reader = (text: string, act: Act, context: Context) => string | null;

const WHO_ARE_YOU: Saying = {
  zh: '我是您的管家，眼下由一个演示模型代班：人、地方、承诺和日子，平常的句子我听得懂，听不懂的我会直说，不会推想。接上真正的模型，我就能干得多。',
  en: 'I am your butler, for now with a demo model standing in: I follow plain sentences about people, places, promises and dates, and I say so where I do not. Connect a real model and I can do much more.',
};

/** Said of itself: who it is and what it can do. */
export const aboutMyself: Reader = (text, _act, { language }) =>
  /(?:你|您)(?:到底)?(?:是|叫)(?:谁|什么)|你是.*(?:人|模型|机器|AI)|什么模型|(?:你|您)(?:能|会|可以)(?:做|干|帮我)?(?:做|干)?(?:些)?什么|\b(?:who|what) are you\b|\bare you (?:an? |the )?(?:ai|bot|robot|human|person|model|real|demo|chatgpt|gpt)|\bwhat can you do\b|\bwhat(?:['’]s| is) your name\b|\b(?:which|what) (?:ai )?model\b/i.test(
    text,
  )
    ? WHO_ARE_YOU[language]
    : null;

const howAreYou: Reader = (text, _act, { language }) =>
  /^\s*(?:(?:and )?how are you(?: doing| today)?|你好吗|你怎么样)[\s?？!！.。]*$/i.test(text)
    ? { zh: '都好，劳您惦记。您想说说谁？', en: 'All is well, thank you. Whom shall we talk about?' }[
        language
      ]
    : null;

const openingLine: Reader = (text, act, context) => {
  const asks =
    /开场白|怎么(?:跟.{1,6})?(?:开口|打招呼|聊起)|(?:该|可以|能)(?:跟.{1,6})?(?:说|聊)(?:点|些)?什么|opening line|conversation starter|what (?:should|could|can|do) i (?:say|write|talk)|how (?:should|could|can|do) i (?:start|begin|open)/i;
  if (act === 'telling' || !asks.test(text)) return null;
  const { profile, language } = context;
  const last = toldBefore(context).at(-1) ?? profile?.note;
  if (!profile?.name || last === undefined) {
    return {
      zh: '手上还没有可以接的话头。告诉我一件最近的事，我替您起个头。',
      en: 'I have nothing yet to begin from. Tell me one recent thing, and I shall find a beginning.',
    }[language];
  }
  const name = nameOf(profile, language);
  return {
    zh: `可以从上次的事说起：“${name}，上回说到${quoted(last).zh}，后来怎么样了？”`,
    en: `You could pick up where you left off: “${name}, last time it was ‘${literal(last)}’. How did that go?”`,
  }[language];
};

/** What asks for a deed: the demo has no hands, and does not act as if it had. */
const request: Reader = (text, act, { language }) =>
  act === 'request'
    ? {
        zh: `这件事演示模型办不了：我只会记与找。您的话我留着：${quoted(text).zh}。`,
        en: `That is beyond a demo model: I can note and look up, no more. Your words are kept: ${quoted(text).en}.`,
      }[language]
    : null;

const question: Reader = (text, act, context) => (act === 'question' ? answerQuestion(text, context) : null);

const telling: Reader = (text, _act, { language, profile }) => {
  const quote = quoted(text)[language];
  if (!profile?.name) return { zh: `记下了：${quote}。`, en: `Noted: ${quote}.` }[language];
  const name = nameOf(profile, language);
  return { zh: `记下了。关于**${name}**：${quote}。`, en: `Noted, about **${name}**: ${quote}.` }[language];
};

/** Whether a sentence is answered without knowing anything of anybody. */
export const isSmallTalk = (text: string, context: Context): boolean =>
  [aboutMyself, howAreYou, openingLine].some((reader) => reader(text, 'question', context) !== null);

/** In this order; the last answers everything. */
export const READERS: readonly Reader[] = [aboutMyself, howAreYou, openingLine, request, question, telling];

/** Said once in a conversation, with the first answer. */
export const demoNotice = (language: Language): string =>
  ({
    zh: '（我是演示模型，只懂平常的句子。）',
    en: '(I am a demo model: I follow plain sentences, no more.)',
  })[language];

export const SAY_MORE: Saying = { zh: '今天想说说谁？', en: 'Whom shall we talk about?' };

export const NO_WORDS: Saying = {
  zh: '我只读得懂文字，这里一个字也没有看到。',
  en: 'I can read words only, and I see none here.',
};
