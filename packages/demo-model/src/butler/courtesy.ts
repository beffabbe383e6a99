import type { Saying } from './language.ts';

type Courtesy = { opens: RegExp; answer: Saying };

/** A word to end a phrase with: whom it is said to, and punctuation. */
const CLOSE = String.raw`(?:\s+(?:there|butler|again|everyone)|管家|呀|啊|哦|了)?[\s,，.。!！~、;；]*`;
const opening = (phrases: string) => new RegExp(`^(?:${phrases})(?![\\p{Script=Latin}\\p{N}])${CLOSE}`, 'iu');

const COURTESIES: readonly Courtesy[] = [
  {
    opens: opening(
      'hi|hello|hey|good (?:morning|evening|afternoon)|你好|您好|嗨|早上好|下午好|晚上好|早安|早啊',
    ),
    answer: { zh: '您好。', en: 'Good day.' },
  },
  {
    opens: opening(
      'thanks(?: a lot| so much| for (?:telling me|reminding me|noting(?: that| it)?|that|this|your help|everything))?|thank you(?: (?:so|very) much)?|cheers|谢谢(?:你|您)?|多谢|感谢(?:你|您)?|辛苦了',
    ),
    answer: { zh: '应该的。', en: 'My pleasure.' },
  },
  {
    opens: opening(
      'good ?night|bye(?: bye)?|goodbye|see you(?: later| soon| tomorrow)?|晚安|再见|拜拜|回头见',
    ),
    answer: { zh: '您慢走，这里我看着。', en: 'Until later. I shall keep things in order.' },
  },
  {
    opens: opening('ok(?:ay)?|got it|great|fine|very well|i see|好的?|嗯+|行|知道了|明白了?|收到'),
    answer: { zh: '好的。', en: 'Very well.' },
  },
];
const GREETING = COURTESIES[0];

/** What a message opens with out of courtesy, and the rest of it. An opening word of a sentence ("fine weather") is none. */
export function takeCourtesy(text: string): { answer: Saying | null; isGreeting: boolean; rest: string } {
  for (const courtesy of COURTESIES) {
    const opened = courtesy.opens.exec(text)?.[0];
    if (opened === undefined) continue;
    const rest = text.slice(opened.length);
    // Without a stop after it, it is the beginning of what is said; "hello Wei" alone greets all the same.
    const named = courtesy === GREETING && /^\p{Lu}[\p{L}'’-]*[\s.!,]*$/u.test(rest);
    if (rest !== '' && !named && !/[,，.。!！~、;；\n]\s*$/.test(opened)) continue;
    return { answer: courtesy.answer, isGreeting: courtesy === GREETING, rest: named ? '' : rest };
  }
  return { answer: null, isGreeting: false, rest: text };
}
