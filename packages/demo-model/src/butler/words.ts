const STOP_WORDS = new Set(
  `a an and are about all also any anyone anything at be been but by can could did do does everything for from get got had has have
  he her hers him his how i if in is it its know last me more my no not of on or our out said say says she should so some tell than that
  the their them then there they this to told us was we were what when where which who whom whose why will with would you your
  remember remind ever new now time really very please again just call called name
  的 了 吗 呢 吧 啊 过 着 我 你 您 他 她 它 咱 们 我们 咱们 你们 他们 她们 大家 这 那 这个 那个 是 是不是 在 有 有没有 没有 和 与 跟 对 给 把 被 从 到
  说 说说 说过 提 提到 提过 告诉 讲 记得 知道 关于 叫 名字 去 来 要 会 能 可以 就 都 也 还 还有 很 不 没 个 一 一个 一只 几 些 哪些 上 下 上次 最近 现在 今天
  什么 谁 哪 哪个 哪里 哪儿 时候 什么时候 何时 几时 怎样 怎么 怎么样 为什么 多少 多大 多久 事 事情 人 里 吃 做 想 想要 介绍 一下 曾`.split(
    /\s+/,
  ),
);

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
const isHan = (word: string) => /^\p{Script=Han}/u.test(word);

/** The stem of an English word, as far as endings go; a Chinese word without its particle. */
function stemOf(word: string): string {
  if (isHan(word)) return word.length > 1 ? word.replace(/[的了过着]$/u, '') : word;
  const bare = word.replace(/['’]s?$/u, '');
  const stem = bare.replace(/(?:ings?|ed|es|s|e)$/u, '');
  return stem.length >= 3 ? stem : bare;
}

/** The words of a text that carry its meaning, by their stems. */
export function meaningOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const { segment, isWordLike } of WORDS.segment(text.toLowerCase().replaceAll('’', "'"))) {
    const bare = segment.replace(/'s?$/u, '');
    if (isWordLike && !STOP_WORDS.has(bare) && !STOP_WORDS.has(stemOf(bare))) found.add(stemOf(bare));
  }
  return found;
}

/** Whether a text has a word: the same, or, in Chinese, one that it opens or that opens it (喝, 喝茶). */
export function hasWord(meaning: ReadonlySet<string>, wanted: string): boolean {
  if (meaning.has(wanted)) return true;
  if (!isHan(wanted)) return false;
  return meaning.values().some((word) => isHan(word) && (word.startsWith(wanted) || wanted.startsWith(word)));
}
