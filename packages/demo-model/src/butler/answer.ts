import type { Reply } from '../wire.ts';
import { type Context, parseProfile } from './context.ts';
import { answerFromProfile } from './profile-questions.ts';
import { isQuestion, recall } from './recall.ts';

/** Reads one kind of message and answers it, or leaves it to the next. */
type Reader = (context: Context) => string | null;

const say = (context: Context, zh: string, en: string): string => (context.language === 'zh' ? zh : en);

/** A quotation of what the user said, on one line and no longer than a glance. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return [...line].length > 120 ? `${[...line].slice(0, 120).join('')}…` : line;
}

const whoAreYou: Reader = (context) =>
  /你是谁|你是什么|什么模型|真人|who are you|what are you|are you (an? )?(ai|bot|human|model|real)/i.test(
    context.asked,
  )
    ? say(
        context,
        '我是您的管家，眼下由一个演示模型代班：我只会从我们说过的话和这里的资料里找答案，不会推想。接上真正的模型，我就能干得多。',
        'I am your butler, for now with a demo model standing in: I can only look things up in what we said and what is noted here. Connect a real model and I can do much more.',
      )
    : null;

const greeting: Reader = (context) =>
  /^(你好|您好|嗨|早上好|晚上好|早安|hi|hello|hey|good (morning|evening|afternoon))[\s!！,.，。]*$/i.test(
    context.asked,
  )
    ? say(context, '您好。今天想说说谁？', 'Good day. Whom shall we talk about?')
    : null;

const thanks: Reader = (context) =>
  /^(谢谢|多谢|感谢|thanks|thank you|cheers)/i.test(context.asked)
    ? say(context, '应该的。', 'My pleasure.')
    : null;

const openingLine: Reader = (context) => {
  if (
    !/开场|怎么开口|说点什么|打招呼|opening line|what (should|could) i (say|write)|how (should|do) i start/i.test(
      context.asked,
    )
  )
    return null;
  const name = context.profile?.name;
  const last = context.earlier.findLast((text) => !isQuestion(text));
  if (!name || !last) return null;
  return say(
    context,
    `可以从上次的事说起：「${name}，上回提到“${quote(last)}”，后来怎么样了？」`,
    `You could pick up where you left off: “${name}, last time it was ‘${quote(last)}’. How did that go?”`,
  );
};

const asking: Reader = (context) => {
  if (!isQuestion(context.asked)) return null;
  const fromProfile = answerFromProfile(context);
  const remembered = recall(context.asked, context.earlier);
  if (fromProfile && fromProfile.known.length > 0) {
    return (
      fromProfile.known.join(say(context, '；', '; ')) +
      say(context, '。（出自资料）', '. (From the profile.)')
    );
  }
  if (remembered.length > 0) {
    const list = remembered
      .map((text) => `- ${say(context, `「${quote(text)}」`, `“${quote(text)}”`)}`)
      .join('\n');
    return say(context, `您对我说过：\n${list}`, `You told me:\n${list}`);
  }
  return say(
    context,
    '这件事我没有记载，不敢乱说。您告诉我，我就记着。',
    'I have nothing on that, and I would rather not guess. Tell me, and I shall remember.',
  );
};

const telling: Reader = (context) => {
  const name = context.profile?.name;
  const noted = quote(context.asked);
  return say(
    context,
    name ? `记下了。关于**${name}**：「${noted}」。` : `记下了：「${noted}」。`,
    name ? `Noted, about **${name}**: “${noted}”.` : `Noted: “${noted}”.`,
  );
};

const READERS: readonly Reader[] = [whoAreYou, greeting, thanks, openingLine, asking, telling];

const asksForProfile = ({ asked }: Context) =>
  /资料|档案|profile|what do (you|we) (know|have)|生日|birthday|在哪|where/i.test(asked);

/**
 * What the demo butler says: found in its context, never made up, in the language of the question, and the same every
 * time. The first answer of a conversation says that it is a demo.
 *
 * @param toolNames the tools that are on offer.
 */
export function answer(context: Context, toolNames: readonly string[]): Reply {
  const informed: Context = {
    ...context,
    profile: context.profile ?? (context.toolAnswer === null ? null : parseProfile(context.toolAnswer)),
  };
  if (
    !informed.profile &&
    context.toolAnswer === null &&
    toolNames.includes('contact_get') &&
    asksForProfile(context)
  ) {
    return { toolCall: { name: 'contact_get', arguments: '{}' } };
  }
  for (const reader of READERS) {
    const text = reader(informed);
    if (text === null) continue;
    if (informed.earlier.length > 0 || reader === whoAreYou) return { text };
    return {
      text: `${text}\n\n${say(informed, '（我是演示模型，只会记与找。）', '(I am a demo model: I can note and look up, no more.)')}`,
    };
  }
  throw new Error('the last reader answers everything');
}
