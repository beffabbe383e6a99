import { datesIn } from '../../dates.ts';
import type { Scene } from '../scene.ts';
import type { Told } from '../statement.ts';
import { isDenied, isIntended } from './mood.ts';
import { isTitle, plainOf, properOf, titleOf } from './values.ts';

type Reader = (match: RegExpExecArray, scene: Scene) => Told[] | null;

/** What "was" so need not be so now. */
const BE = "(?:is|has been|['’]s|am|are|['’]re)";
const HAVE = "(?:has|['’]s|had|have)";
const NOW =
  '(?:(?:now|just|recently|finally|currently|also|already|still|really|actually|originally|since|happily|absolutely|quite|very|so|even|officially|been|back|apparently|only)\\s+)*';
const starts = (pattern: string) => new RegExp(`^${NOW}${pattern}`, 'iu');

const one = (label: string, value: string | null): Told[] | null =>
  value === null || value === '' ? null : [{ label, value }];
const same = (a: string | undefined, b: string) =>
  a !== undefined &&
  b !== '' &&
  (a.toLowerCase().includes(b.toLowerCase()) || b.toLowerCase().includes(a.toLowerCase()));

/** A title and, behind "at" or "of", a house of work. */
function post(text: string, scene: Scene): Told[] {
  const { today } = scene;
  const [, title = '', organization] =
    /^(.+?)(?:\s+(?:at|of|for|with)\s+(?!(?:sales|marketing|product|engineering|design|operations|finance|staff|people|research|hr)\b)(.+))?$/i.exec(
      text,
    ) ?? [];
  const house = organization === undefined ? null : properOf(organization, scene);
  return [
    ...(house === null ? [] : [{ label: 'organization', value: house }]),
    ...(titleOf(title, today) === '' ? [] : [{ label: 'title', value: titleOf(title, today) }]),
  ];
}

/** A house of work and, behind "as", a title. */
function house(text: string, scene: Scene): Told[] | null {
  const [, organization = '', title] = /^(.+?)(?:\s+as\s+(.+))?$/i.exec(text) ?? [];
  const name = properOf(organization, scene);
  if (name === null) return null;
  return [
    { label: 'organization', value: name },
    ...(title === undefined ? [] : [{ label: 'title', value: titleOf(title, scene.today) }]),
  ];
}

const birthday: Reader = (match, { today }) => {
  const [found] = datesIn(match[1] ?? '', 'en', today, /^turned/i.test(match[0]) ? 'past' : 'future');
  if (
    !found ||
    /^\D*\d{4}\D*$/.test(found.text) ||
    !/\d|today|tomorrow|day|yesterday|eve|mas/i.test(found.text)
  )
    return null;
  return one('birthday', /\b\d{4}\b/.test(found.text) ? found.on : `--${found.on.slice(5)}`);
};

/** Where somebody went and did not stay. */
const WENT_ON = /\b(?:but|then|until|before|later)\b.*\b(?:back|return(?:ed|s)?|came|moved|went|left|to)\b/i;
const place: Reader = ([, where = ''], scene) =>
  WENT_ON.test(where) ? null : one('location', properOf(where, scene));

/** Habits, by their verbs: a label each. */
const HABITS =
  'plays|speaks|studies|collects|teaches|drives|owns|paints|grows|breeds|sings|bakes|coaches|writes|smokes|drinks|eats|reads|trains|volunteers|supports';

const DENIALS: readonly (readonly [RegExp, Reader])[] = [
  [
    starts(
      "(?:does not|doesn['’]t|can(?:not|['’]t)|never|no longer|won['’]t)\\s+(?:really |even |ever )?(eat|drink|smoke)s?\\s+(.+)",
    ),
    (match, { today }) => one(`does not ${match[1]?.toLowerCase()}`, plainOf(match[2] ?? '', today)),
  ],
  [
    starts(
      "(?:does not|doesn['’]t|did not|didn['’]t)\\s+(?:really |even )?(?:like|enjoy|love|care for)\\s+(.+)",
    ),
    (match, { today }) => one('dislikes', plainOf(match[1] ?? '', today)),
  ],
  [
    starts(
      "(?:can(?:not|['’]t)\\s+(?:stand|bear)|isn['’]t (?:a fan of|into|fond of)|is not (?:a fan of|into|fond of))\\s+(.+)",
    ),
    (match, { today }) => one('dislikes', plainOf(match[1] ?? '', today)),
  ],
  [
    starts(
      "(?:no longer works?|doesn['’]t work|does not work|isn['’]t|is no longer|is not)\\s+(?:at|for|with)\\s+(.+?)(?:\\s+any ?more)?$",
    ),
    (match, { organization }) =>
      same(organization, match[1] ?? '') ? [{ label: 'organization', value: null }] : null,
  ],
];

const STATEMENTS: readonly (readonly [RegExp, Reader])[] = [
  // Where.
  [
    starts(
      `(?:${HAVE}\\s+)?${NOW}(?:moved|relocated|emigrated)\\s+(?:(?:back|over|down|up|away|out|house|home|all the way)\\s+)?(?:from\\s+.+?\\s+)?to\\s+(.+)`,
    ),
    place,
  ],
  [starts(`(?:${HAVE}\\s+)?${NOW}settled (?:down )?in\\s+(.+)`), place],
  [
    starts(
      '(?:lives?|resides?)\\s+(?:now |currently |alone |together |happily )?(?:in|near|at|outside)\\s+(.+)',
    ),
    place,
  ],
  [
    starts(
      `(?:${BE}\\s+)?${NOW}(?:living|based|settled|residing|located)\\s+(?:now |currently )?(?:in|near|at|out of)\\s+(.+)`,
    ),
    place,
  ],
  [starts('calls?\\s+(.+?)\\s+home(?: now)?$'), place],
  // Work.
  [
    starts('(?:works?|worked from .+)\\s+(?:now |currently |full[- ]time |part[- ]time )?as\\s+(.+)'),
    (match, scene) => post(match[1] ?? '', scene),
  ],
  [
    starts(
      `(?:works?|(?:${BE}\\s+)?${NOW}(?:working|employed))\\s+(?:now |currently |full[- ]time |part[- ]time )?(?:at|for|with|by)\\s+(.+)`,
    ),
    (match, scene) => house(match[1] ?? '', scene),
  ],
  [starts(`${BE}\\s+${NOW}working\\s+as\\s+(.+)`), (match, scene) => post(match[1] ?? '', scene)],
  [
    starts(
      `(?:${HAVE}\\s+)?${NOW}(?:joined|(?:started|begun|began)(?: working| work| a new job| a job| a new role)? (?:at|for|with)|(?:got|took|found|accepted|landed)(?: an?| the)?(?: new| great)? (?:job|position|role|offer) (?:at|with|from)|(?:been |was |got )?hired by|switched(?: jobs)? to|went to work (?:for|at)|signed (?:on )?with)\\s+(.+)`,
    ),
    (match, scene) => house(match[1] ?? '', scene),
  ],
  [
    starts(
      `(?:${HAVE}\\s+)?${NOW}(?:left|quit|resigned from|was laid off (?:from|by)|was fired (?:from|by)|got laid off (?:from|by)|stopped working (?:at|for)|retired from)\\s+(.+)`,
    ),
    (match, scene) => {
      const { organization, location, today } = scene;
      const left = plainOf(match[1] ?? '', today);
      if (/^(?:her|his|their|the) (?:job|work|company|firm|post)$/i.test(left) || same(organization, left))
        return [{ label: 'organization', value: null }];
      if (same(location, left)) return [{ label: 'location', value: null }];
      const name = properOf(left, scene);
      return name === null || organization === undefined ? null : one('formerly', name);
    },
  ],
  [
    starts(
      `(?:${HAVE}\\s+)?${NOW}(?:(?:was|been|got|gets) )?(?:promoted|appointed|named|elected|made)(?: to)?(?: be)?(?: as)?\\s+(.+)`,
    ),
    (match, scene) => post(match[1] ?? '', scene),
  ],
  [
    starts(`(?:${HAVE}\\s+)?${NOW}(?:became|become|started (?:out )?as|works? as)\\s+(.+)`),
    (match, scene) =>
      isTitle(titleOf((match[1] ?? '').split(/\s+(?:at|of|for)\s+/)[0] ?? '', scene.today))
        ? post(match[1] ?? '', scene)
        : null,
  ],
  [
    starts(`${HAVE}\\s+(?:started )?(?:an?|the|her|his) new (?:job|position|role) (?:at|with)\\s+(.+)`),
    (match, scene) => house(match[1] ?? '', scene),
  ],
  [starts(`(?:${HAVE}\\s+)?retired(?!\\s+from)`), () => one('title', 'retired')],
  [starts('works? at\\s+(an? \\p{Ll}+(?: \\p{Ll}+)?)$'), (match) => one('organization', match[1] ?? '')],
  // Days and people.
  [starts(`(?:(?:was|is) )?born (?:on |in )?(.+)`), birthday],
  [starts(`turn(?:s|ed)\\s+\\d+\\s+(.+)`), birthday],
  [starts(`${HAVE}\\s+(?:her|his|their|a) birthday\\s+(.+)`), birthday],
  [
    starts(
      "(?:is|was|['’]s|became|has become)\\s+(?:also |still |now )?(an?|one of) (.+?) of (?:mine|ours)(?: from .+)?$",
    ),
    (match) => one('relation', match[2] ?? ''),
  ],
  [
    starts(
      "(is|was|['’]s|became|has become)\\s+(?:also |still |now )?(?:my|our)\\s+((?!favou?rite|only hope|best guess)[\\p{L}'’ -]+)$",
    ),
    (match) =>
      one(
        'relation',
        `${match[1]?.toLowerCase() === 'was' && !/^(?:former|old|ex)/i.test(match[2] ?? '') ? 'former ' : ''}${match[2] ?? ''}`,
      ),
  ],
  // Tastes.
  [
    starts(`${BE}\\s+${NOW}(?:severely |badly |deadly |mildly |terribly |extremely )?allergic to\\s+(.+)`),
    (match, { today }) => one('allergies', plainOf(match[1] ?? '', today)),
  ],
  [starts('allergic to\\s+(.+)'), (match, { today }) => one('allergies', plainOf(match[1] ?? '', today))],
  [
    starts(
      `${HAVE}\\s+(?:an?|some)\\s+(?:severe |bad |serious |strong |mild )?(.+?)\\s+(?:allergy|allergies)$`,
    ),
    (match) => one('allergies', match[1] ?? ''),
  ],
  [
    starts(
      '(?:likes?|loves?|enjoys?|adores?|prefers?)\\s+(?!to\\s+(?:say|think|know)|me\\b|you\\b|him\\b|her$|it\\b|that\\b)(.+)',
    ),
    (match, { today }) => one('likes', plainOf(match[1] ?? '', today)),
  ],
  [
    starts(
      `${BE}\\s+${NOW}(?:fond of|crazy about|mad about|into|keen on|a (?:big |huge |great )?fan of|passionate about|obsessed with)\\s+(.+)`,
    ),
    (match, { today }) => one('likes', plainOf(match[1] ?? '', today)),
  ],
  [
    starts('(?:dislikes?|hates?|avoids?|detests?)\\s+(.+)'),
    (match, { today }) => one('dislikes', plainOf(match[1] ?? '', today)),
  ],
  [
    starts(
      `(?:${BE}|${HAVE} (?:become|gone|turned)|became|went|turned)\\s+${NOW}(?:an? )?((?:strict )?(?:vegetarian|vegan|pescatarian|teetotal(?:ler)?|lactose[- ]intolerant|gluten[- ]free|coeliac|celiac|diabetic))`,
    ),
    (match) => one('diet', match[1] ?? ''),
  ],
  [
    starts(`(${HABITS})\\s+(?!(?:me|us|you|it|him|that|with)\\b)(.+)`),
    (match, { today }) => one(match[1]?.toLowerCase() ?? '', plainOf(match[2] ?? '', today)),
  ],
  // A trade is told from a trait by its word.
  [
    starts(`${BE}\\s+${NOW}(?!in\\b|at\\b)(.+)`),
    (match, scene) =>
      isTitle(titleOf((match[1] ?? '').split(/\s+(?:at|of|for)\s+/)[0] ?? '', scene.today))
        ? post(match[1] ?? '', scene)
        : null,
  ],
  [
    starts(`(?:is|['’]s)\\s+(?:now |currently |back )?in\\s+(?=\\p{Lu})(.+?)(?:\\s+now)?$`),
    (match, scene) =>
      datesIn(`in ${match[1] ?? ''}`, 'en', scene.today, 'past').length > 0 ||
      !/\bnow\b|\bback\b/i.test(match[0])
        ? null
        : place(match, scene),
  ],
];

/** What leads to a turn of somebody's own life; what happened to somebody is theirs as well. */
const OF_OWN =
  "^(?:(?:is|are|['’]s|has|have|had|been|will|be|just|now|recently|finally|already|also|still|newly|happily|actually|go(?:ing|t)|gets?|getting|to)\\s+)*";
const CHILD = '(?:baby|child|boy|girl|son|daughter)';
/** Turns of somebody's own life, by verbs whose subject they are: the label, the words themselves the value. */
const LIFE: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `${OF_OWN}(?:(?:married|divorced)\\b(?!\\s+(?:the|to (?:her|his|their))\\b)|separated(?=$|\\s+(?:from|last|in|two|after)\\b)|filed for divorce|an? divorce\\b)`,
      'i',
    ),
    'marriage',
  ],
  [
    new RegExp(`${OF_OWN}engaged(?=$|\\s+(?:to|last|this|on|at|since|yesterday|today|again)\\b)`, 'i'),
    'engagement',
  ],
  [
    new RegExp(
      `${OF_OWN}(?:pregnant\\b|expecting(?=$|\\s+(?:again|in|soon|twins|(?:an?|another|her|his|their)\\s+(?:\\w+\\s+)?${CHILD})\\b)|(?:a|having a)\\s+(?:\\w+\\s+)?${CHILD}\\b|(?:having )?twins\\b|(?:gave|given) birth(?!\\s+to\\s+(?:an?|the)\\s+(?!(?:\\w+\\s+)?${CHILD})))`,
      'iu',
    ),
    'baby',
  ],
  [
    new RegExp(
      `${OF_OWN}(?:graduat(?:es|ed|ing)\\b|(?:(?:finished|completed|earned|doing|started|an?|her|his|their)\\s+)+(?:phd|doctorate|master['’]?s(?: degree)?|\\w+ degree|degree in)\\b)`,
      'i',
    ),
    'studies',
  ],
  [
    new RegExp(
      `${OF_OWN}(?:(?:had|having|needs?|underwent|facing)\\s+(?:\\w+\\s+){0,2}(?:surgery|operation)\\b|(?:was |were )?diagnosed with\\b|in (?:the )?hospital(?=$|\\s+(?:with|since|for|after|again|now)\\b)|broke (?:her|his|their|an?) (?:leg|arm|wrist|ankle|foot|toe|finger|hip|nose|rib|hand|knee|neck|shoulder|elbow|collarbone)|recovering(?=$|\\s+(?:from|well|slowly)\\b)|recovered(?=$|\\s+(?:from|well|fully|completely)\\b))`,
      'i',
    ),
    'health',
  ],
];

/** In the present, of what a day ahead is named for: it is still to come. */
const AHEAD = /^(?:moves?|relocates?|joins?|leaves?|retires?|starts?|gets|comes|arrives|turns)\s/i;

const KIN_OWNED =
  /^(?:has|['’]s got|has got|got|adopted|have)\s+(?:just |also )?(an?|one|two|three|four|another)\s+((?:new |little |young |old |twin |small |grown-up |\w+-year-old )*)(daughters?|sons?|child(?:ren)?|kids?|baby|babies|brothers?|sisters?|dogs?|pupp(?:y|ies)|cats?|kittens?|rabbits?|horses?|parrots?)\b(.*)$/i;

const singular = (word: string) =>
  word
    .toLowerCase()
    .replace(/^(?:children|kids)$/, 'child')
    .replace(/(?:pupp|bab)ies$/, (many) => many.replace('ies', 'y'))
    .replace(/s$/, '');

/** What an English predicate says about its subject; empty when it says nothing that a profile keeps. */
export function englishFacts(predicate: string, scene: Scene): Told[] {
  const text = predicate
    .trim()
    .replace(
      /^['’]s\s+(?=(?:just |now |recently |finally )*(?:got|had|been|become|gone|left|quit|taken|\p{L}+ed)(?!\p{L}))/iu,
      'has ',
    )
    .replace(/^['’]s\s+/, 'is ');
  const read = (table: readonly (readonly [RegExp, Reader])[]) => {
    for (const [pattern, reader] of table) {
      const match = pattern.exec(text);
      const told = match && reader(match, scene);
      if (told && told.length > 0) return told;
    }
    return [];
  };
  if (isDenied(text) || /^(?:no longer|is no longer)\b/i.test(text)) return read(DENIALS);
  const life = LIFE.find(([pattern]) => pattern.test(text));
  if (life && !/\b(?:friend|party|said)\b/i.test(text)) return [{ label: life[1], value: text }];
  const isAhead = AHEAD.test(text) && datesIn(text, 'en', scene.today, 'future').length > 0;
  if (isAhead) return [{ label: 'plans', value: text }];
  if (isIntended(text))
    return [
      {
        label: 'plans',
        value: text.replace(
          /^(?:['’]s|is|are|['’]re|['’]ll|will|plans? to|wants? to|hopes? to|intends? to|means to|would like to|(?:still|now|also|really|just))\s+(?:going to |about to |planning (?:to|on) )?/i,
          '',
        ),
      },
    ];
  const owned = KIN_OWNED.exec(text);
  if (owned) {
    const name = /^\s*,?\s*(?:called|named)\s+(.+)$/i.exec(owned[4] ?? '')?.[1];
    return [
      {
        label: singular(owned[3] ?? ''),
        value: name ?? text.replace(/^(?:has|['’]s got|has got|got|have)\s+/i, ''),
      },
    ];
  }
  return read(STATEMENTS);
}
