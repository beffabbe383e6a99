const STOP_WORDS = new Set(
  'a an and are about any anything at be been can could did do does for from had has have he her him his how i in is it its know last me my of on or said say she so tell that the their them they this to told was we were what when where which who why will with would you your remember promise promised'.split(
    ' ',
  ),
);
const STOP_CHARACTERS = new Set([
  ...'的了吗呢吧啊我你他她它们是在有和与跟说过什么谁哪里时候怎样多少几这那个上次提告诉记得知道关于关',
]);

/** The words that carry meaning: Latin words by their stem, Chinese characters one by one and in pairs. */
function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}'-]*/gu) ?? []) {
    if (!STOP_WORDS.has(word)) tokens.add(word.replace(/(?:'s|ing|ed|s)$/u, ''));
  }
  for (const run of text.match(/\p{Script=Han}+/gu) ?? []) {
    const characters = [...run].filter((character) => !STOP_CHARACTERS.has(character));
    characters.forEach((character, index) => {
      tokens.add(character);
      const next = characters[index + 1];
      if (next !== undefined) tokens.add(character + next);
    });
  }
  return tokens;
}

/** What was said before that has words in common with the question; most in common first, then newest. At most three. */
export function recall(question: string, earlier: readonly string[]): string[] {
  const wanted = tokensOf(question);
  return earlier
    .map((text, index) => ({
      text,
      index,
      score: [...tokensOf(text)].filter((token) => wanted.has(token)).length,
    }))
    .filter(({ score, text }) => score > 0 && !isQuestion(text))
    .sort((a, b) => b.score - a.score || b.index - a.index)
    .slice(0, 3)
    .map(({ text }) => text);
}

/** Whether something is asked rather than told. */
export function isQuestion(text: string): boolean {
  return (
    /[?？]\s*$/.test(text) ||
    /(吗|呢|什么|谁|哪里|哪儿|哪个|几时|何时|为什么|怎么|多少)/.test(text) ||
    /^\s*(who|what|when|where|which|why|how|do|does|did|is|are|was|were|can|could|should|has|have)\b/i.test(
      text,
    )
  );
}
