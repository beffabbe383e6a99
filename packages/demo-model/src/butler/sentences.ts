/** What a sentence does. `request`: asks for a deed and not for knowledge. */
export type Act = 'telling' | 'question' | 'request';
export type Sentence = { act: Act; text: string };

const PRONOUN = '(?:i|you|he|she|it|we|they|there|anyone|anybody|someone|somebody)';
const SUBJECT = `(?:${PRONOUN}|this|that|these|those|the|my|your|her|his|our|their)`;
const BE_OR_DO = "(?:is|are|am|was|were|do|does|did|can|could|should|shall|would|may|might)(?:n't|n’t)?";
const ANY_AUXILIARY = `(?:${BE_OR_DO}|has|have|had|will)`;
const WH = '(?:who|whom|whose|what|when|where|which|why|how|if|whether)';

/** English questions show by their order of words, with or without the mark. "Has a dog", "When we met" tell. */
const ENGLISH_QUESTIONS = [
  /^(?:who(?!\s+knows)|whom|whose|which(?!\s+remind))\b/i,
  new RegExp(`^(?:what|when|where|why|how)(?:['’](?:s|re|d)|\\s+(?:${ANY_AUXILIARY}|about|to)\\b)`, 'i'),
  new RegExp(
    `^(?:what|how)\\s+(?!a\\b|an\\b|${SUBJECT}\\b)(?:[\\p{L}’'-]+\\s+){1,4}?${ANY_AUXILIARY}\\b`,
    'iu',
  ),
  /^what\s+(?:happened|else|happens)\b/i,
  new RegExp(`^${BE_OR_DO}\\s+(?:${SUBJECT}\\b(?!['’]))`, 'i'),
  /^(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Dd]oes|[Dd]id|[Cc]an|[Cc]ould|[Ss]hould|[Hh]as)\s+\p{Lu}/u,
  new RegExp(`^(?:has|have|had|will)(?:n't|n’t)?\\s+${PRONOUN}\\b`, 'i'),
  new RegExp(
    `^(?:tell|remind|show)\\s+me\\s+(?:again\\s+)?(?:about|everything|all|more|${WH})\\b|^(?:i\\s+)?(?:wonder|forg[eo]t|don['’]?t\\s+(?:know|remember|recall))\\s+${WH}\\b|^any\\s+idea\\b|^i(?:\\s+would|['’]d)\\s+like\\s+to\\s+know\\b`,
    'i',
  ),
];

const CHINESE_ASKING_WORD =
  '(?:什么|啥|谁|哪|几时|几岁|几点|几号|何时|为何|怎么|咋|怎样|如何|多少|多大|多久|多高|有没有|(\\p{Script=Han})[不没]\\1)';
const CHINESE_QUESTION = new RegExp(
  `${CHINESE_ASKING_WORD}|[吗呢][\\s。！!~]*$|^(?:告诉我|说说|讲讲|谈谈|聊聊|介绍|想知道|(?:帮我)?(?:查|找|看|回忆|想)(?:一下|一查|查看))`,
  'u',
);
/** Words that ask elsewhere do not ask here: "she does not know why", "he asked me when", "whoever". */
const CHINESE_NOT_ASKING = [
  /(?<!我)(?:不知道|不清楚|不明白|没说|没告诉我?|没想好)|不管|无论|没(?:有)?什么|没怎么/,
  /(?:什么|谁|哪|怎么)[^，,]*(?:都|也)/,
  new RegExp(`(?:想知道|问)(?:了|过)?.{0,4}${CHINESE_ASKING_WORD}(?=[^了]{2})`, 'u'),
];
const asksInChinese = (text: string) => {
  // Without the mark, what asks stands in the last clause.
  const clause = text.split(/[，,；;]/).at(-1) ?? text;
  return CHINESE_QUESTION.test(clause) && !CHINESE_NOT_ASKING.some((pattern) => pattern.test(text));
};

const ENGLISH_REQUEST =
  /^(?:remind\s+me\s+(?:to|of|on|in|at|next|tomorrow)\b|tell\s+me\s+an?\b|let\s+(?:me|her|him|them)\s+know\b|(?:write|draft|send|call|text|message|e-?mail|schedule|book|set|create|make|add|update|change|delete|remove|translate|summari[sz]e|search|find|order|buy|play|invite)\s+(?:an?|the|my|me|us|him|her|them|it|this|that|up|to)\b|(?:calculate|google|translate|summari[sz]e|look\s+up)\s)/i;
const ENGLISH_ERRAND =
  /^(?:[Ss]end|[Cc]all|[Tt]ext|[Mm]essage|[Ee]-?mail|[Ii]nvite|[Tt]ell|[Aa]sk)\s+\p{Lu}/u;
const CHINESE_REQUEST =
  /^(?!.*的(?:是|人))(?:提醒我|别忘了提醒|(?:帮我|替我|给我)(?!了|过)(?!查|找|看|回忆|想想|想一下)|给.{1,6}?(?:写|发|打|寄|订|买)(?!了|过|来))|^(?:写|拟|建|设|加|订|起草|翻译|总结|计算|搜索|预订|预约)(?:一|个|下|封|条|份)/u;
const REQUESTS = [ENGLISH_REQUEST, ENGLISH_ERRAND, CHINESE_REQUEST];
const POLITE =
  /^(?:(?:please|kindly|(?:can|could|would|will)\s+you(?:\s+please)?)\s+|(?:请(?:你|您)?|麻烦(?:你|您)?|(?:你|您)?(?:能不能|可不可以|能|可以)(?=帮|替|给|提醒)|(?:你|您)(?:帮|替|给|提醒)(?=我))\s*)/i;

function actOf(sentence: string): Act {
  const bare = sentence.trim();
  // Never longer than a sentence has to be for its first words and its last to show what it is.
  const text = bare.length > 400 ? `${bare.slice(0, 300)} ${bare.slice(-100)}` : bare;
  const polite = text.replace(POLITE, '');
  if (REQUESTS.some((pattern) => pattern.test(polite))) return 'request';
  if (/[?？]["”」’)）]*\s*$/.test(text)) return 'question';
  // "Are you serious, he won!" cries out.
  const asks = !text.endsWith('!') && ENGLISH_QUESTIONS.some((pattern) => pattern.test(polite));
  return asks || asksInChinese(polite) ? 'question' : 'telling';
}

/** The sentences of a text in their order; joined, they are the text again, less what has no word in it. */
export function sentencesOf(text: string): Sentence[] {
  return text
    .split(/(?<=[。！？\n])|(?<=[.!?…])(?=\s)/u)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .map((sentence) => ({ act: actOf(sentence), text: sentence }));
}
