import { datesIn } from '../../dates.ts';
import type { Ref, Scene } from '../scene.ts';
import type { Kind } from '../wishes.ts';
import { peopleAt } from './people.ts';

const MEAL =
  '(?:lunch(?:es)?|dinner|breakfast|brunch|supper|coffees?|tea|drinks?|beers?|wine|a meal|meal|a bite|cake|ice cream|hot ?pot|dim sum|sushi|ramen|pizza|noodles|barbecue|bbq|picnic)';
/** Without a verb a meal is one that was had only where the words before it tell how it was. */
const HOW =
  '(?:(?:an?|our|some|the|another)\\s+(?:(?!with\\b)[\\p{L}-]+\\s+){0,3}?|(?:(?:lovely|quick|long|short|nice|great|good|wonderful|delicious|late|early|big|little|business|birthday|team|family|farewell|overdue|two)\\s+){0,2})';
const ADVERB =
  /^(?:(?:have|['’]ve|['’]d|just|also|finally|briefly|quickly|recently|then|even|both|all|actually|already|really|once|again|happily|later|earlier|randomly|accidentally|unexpectedly)\s+)+(?=\p{L})/iu;

/** Deeds with somebody; who it was stands behind the words, or between them where `between` says how they go on. */
const DEEDS: readonly { kind: Kind; pattern: RegExp; after?: RegExp }[] = [
  {
    kind: 'call',
    pattern: /^(?:gave)\s+/i,
    after: /^(?:an?\s+)?(?:quick |short |long )?(?:call|ring|buzz)\b/i,
  },
  {
    kind: 'meal',
    pattern: new RegExp(
      `^(?:(?:had|grabbed|got|shared|did|enjoyed|went (?:out )?for|met (?:up )?for|ordered|drank|ate|made|cooked|have had)\\s+(?:an?\\s+|our\\s+|some\\s+|the\\s+)?(?:(?!with\\b)[\\p{L}-]+\\s+){0,3}?|${HOW})${MEAL}\\b(?:(?!\\b(?:and|but)\\b).)*?\\s(?:with|for|alongside)\\s+`,
      'iu',
    ),
  },
  {
    kind: 'meal',
    pattern: /^(?:ate|dined|lunched|brunched|cooked|barbecued)\b(?:(?!\band\b).)*?\s(?:with|for)\s+/i,
  },
  {
    kind: 'meal',
    pattern: /^(?:took|treated|had)\s+/i,
    after: new RegExp(
      `^(?:out |over |round )*(?:to|for)\\s+(?:an?\\s+)?(?:[\\p{L}-]+\\s+){0,2}?${MEAL}`,
      'iu',
    ),
  },
  {
    kind: 'call',
    pattern:
      /^(?:called|phoned|rang|face-?timed|video-?called|skyped|zoomed|spoke|talked|chatted|caught up|was|got off|been)?\s*(?:had\s+|on\s+)?(?:an?\s+|the\s+)?(?:(?:quick|short|long|nice|good|lovely|great|brief|video|phone|zoom|two-hour|hour-long)[\s-]+)*(?:phone|call|zoom|facetime|video chat|phone chat|conversation|chat)\s+(?:to|with)\s+/i,
  },
  {
    kind: 'call',
    pattern:
      /^(?:called|phoned|rang|face-?timed|video-?called|skyped|zoomed)\s+(?:up\s+)?(?!off\b|it\b|for\b|a\b|the\b)/i,
  },
  {
    kind: 'call',
    pattern:
      /^(?:(?:spoke|talked|chatted|skyped|zoomed)\s+(?:on the phone\s+|by phone\s+|briefly\s+|at length\s+|again\s+)?(?:to|with))\s+/i,
  },
  {
    kind: 'message',
    pattern:
      /^(?:wrote|sent|dropped|mailed|posted)\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}(?:e-?mail|message|text|letter|postcard|card|note|line|dm)\s+to\s+/i,
  },
  {
    kind: 'message',
    pattern: /^(?:wrote|sent|dropped|mailed)\s+/i,
    after:
      /^(?:an?\s+|the\s+|some\s+)?(?:\w+\s+){0,2}(?:e-?mail|message|text|letter|postcard|card|note|line|dm|voice|photos?|pictures?|link|article|report|draft)\b/i,
  },
  {
    kind: 'message',
    pattern:
      /^(?:wrote (?:back )?to|e-?mailed|texted|messaged|dm['’]?ed|replied to|whatsapped|heard (?:back )?from|got (?:an?\s+)(?:\w+\s+)?(?:e-?mail|message|text|letter|postcard|card|note) from)\s+/i,
  },
  {
    kind: 'gift',
    pattern:
      /^(?:gave|bought|brought|got|sent|gifted|handed|knitted|baked|made)\s+(?:an?\s+|the\s+|some\s+|my\s+|our\s+)(?:(?!\b(?:and|but)\b).)+?\s(?:to|for)\s+/i,
  },
  {
    kind: 'gift',
    pattern: /^(?:gave|bought|brought|gifted|handed|knitted|baked|presented)\s+/i,
    after:
      /^(?!up\b|in\b|back\b|home\b|(?:an?\s+)?(?:\w+\s+)?(?:hug|lift|ride|hand|advice|feedback|talk|speech|kiss|smile)\b)(?:an?|the|some|two|three|her|his|their|my|our|with|this|that|[a-z]+)\b/i,
  },
  {
    kind: 'gift',
    pattern: /^(?:sent|got)\s+/i,
    after:
      /^(?:an?\s+|some\s+|the\s+)?(?:\w+\s+){0,3}(?:flowers|gift|present|chocolates?|wine|book|cake|bouquet|hamper|toy|scarf)\b/i,
  },
  {
    kind: 'visit',
    pattern:
      /^(?:visited|dropped (?:by|in on)|stopped by|popped in on|went (?:over |back |out )?to (?:see|visit)|came to see|stayed (?:over )?(?:with|at)|went (?:over )?to|was at|been to see|paid)\s+(?:a visit to\s+)?/i,
  },
  { kind: 'meeting', pattern: /^met\s+(?:up\s+)?(?:with\s+)?/i },
  {
    kind: 'meeting',
    pattern:
      /^(?:(?:had|held)\s+)?(?:an?\s+|our\s+)?(?:[\p{L}-]+\s+){0,2}?(?:meeting|catch-?up|get-together)\b(?:(?!\band\b).)*?\s(?:with)\s+/iu,
  },
  {
    kind: 'meeting',
    pattern:
      /^(?:saw|ran into|bumped into|caught up with|hung out with|sat down with|got together with|picked up|was with|spent\s.+?\swith|sat with|joined up with|reconnected with|hosted)\s+/i,
  },
  {
    kind: 'other',
    pattern:
      /^(?:went|played|watched|hiked|cycled|travell?ed|danced|celebrated|walked|ran|swam|shopped|skied|sang|drove|flew|practi[sc]ed|studied|attended|climbed|visited|saw|did|took|had)\b(?:(?!\b(?:and|but)\b).)*?\s(?:with|alongside)\s+/i,
  },
];

/** Deeds whose companion goes without saying. */
const ALONE: readonly (readonly [Kind, RegExp])[] = [
  [
    'meal',
    new RegExp(
      `^(?:had|grabbed|got|shared|did|enjoyed|went (?:out )?for|met for|ate)\\s+(?:an?\\s+|our\\s+|some\\s+)?(?:[\\p{L}-]+\\s+){0,2}?${MEAL}(?:\\s+(?:together|today|yesterday|in|at|on|this|last)\\b.*|\\s*)$`,
      'iu',
    ),
  ],
  ['meal', /^(?:ate|dined)\s+(?:out|together)\b/i],
  [
    'call',
    /^(?:had\s+(?:an?\s+)?(?:\w+\s+){0,2}?call|talked|spoke|chatted)(?:\s+(?:on the phone|over the phone|by phone|today|yesterday|last|this|for|about|again)\b.*|\s*)$/i,
  ],
  [
    'meeting',
    /^(?:met|met up|caught up|hung out|had (?:an?\s+)?(?:\w+\s+)?(?:meeting|catch-?up))(?:\s+(?:today|yesterday|in|at|on|last|this|for|again|about|over)\b.*|\s*)$/i,
  ],
];

/** Deeds of somebody's towards the user. */
const TOWARDS_ME: readonly (readonly [Kind, RegExp])[] = [
  [
    'call',
    /^(?:called|phoned|rang|face-?timed|video-?called|gave (?:me|us) a (?:call|ring))(?:\s+(?:me|us))?(?!\s+(?:her|his|their|him|off|it|the|for)\b)\b/i,
  ],
  [
    'message',
    /^(?:wrote|wrote to|wrote back|e-?mailed|texted|messaged|replied|dm['’]?ed)(?:\s+(?:to\s+)?(?:me|us))\b|^(?:wrote back|replied)\b|^sent (?:me|us) an? (?:\w+\s+)?(?:e-?mail|message|text|letter|postcard|card|note)/i,
  ],
  [
    'gift',
    /^(?:gave|brought|bought|sent|gifted|baked|knitted)\s+(?:me|us)\s+(?!a (?:call|ring|hug|lift|hand|ride))(?:an?|the|some|two|three|her|his|\p{L}+)\b/iu,
  ],
  [
    'visit',
    /^(?:visited(?: (?:me|us)\b)|came (?:over|by|round|to (?:see|visit|stay with) (?:me|us)|for (?:tea|dinner|lunch|coffee))|dropped (?:by|in)|stopped by|stayed (?:with|at) (?:me|us|my|our))/i,
  ],
  [
    'meal',
    new RegExp(
      `^(?:had|invited (?:me|us) (?:over )?(?:to|for)|took (?:me|us) (?:out )?(?:to|for)|cooked|made (?:me|us))\\b.*(?:${MEAL}\\b.*\\bwith (?:me|us)|(?:me|us).*${MEAL})`,
      'i',
    ),
  ],
  ['meeting', /^met (?:up )?(?:with )?(?:me|us)\b/i],
];

/** Not a deed yet, or not the user's own past. */
const NOT_DONE =
  /^(?:wants?|would|need|have to|will|['’]ll|['’]m|am|are|is|should|can|must|may|might|plan|hope|like|love|going|having|seeing|calling|visiting|try|trying|intend|let['’]?s|planning|want)(?![\p{L}])/iu;

/** It was to be, and was not; or it is still to be, or was dreamt. */
const FELL_THROUGH =
  /\b(?:cancel(?:l?ed|s)?|called off|declined?|skipped|missed|forgot(?:ten)?|postponed|rescheduled|booked|reserved|plan(?:s|ned)?|arranged|scheduled|dream(?:s|ed|t|ing)?|refused|turned down|fell through)\b|^no\s/i;
/** Words without a verb, or with one that bids: they do not say when. */
const TENSELESS = new RegExp(
  `^(?:have\\s+)?${HOW}(?:${MEAL}|meeting|call|chat|catch-?up)\\b(?!.*\\b(?:was|were)\\b)`,
  'iu',
);
const BIDS = new RegExp(`^have\\s+${HOW}(?:${MEAL}|meeting|call|chat|catch-?up)\\b`, 'iu');
/** So long ago, or so loosely, that no day can be put to it. */
const LONG_AGO =
  /\b(?:(?:back )?in|since)\s+(?:19|20)\d{2}\b|\b(?:last year|the other year|years ago|long ago|as a child|as children)\b/i;
/** Behind whoever was seen: only their picture was. */
const PICTURED =
  /^(?:on (?:tv|television|screen|instagram|facebook|youtube|tiktok|the (?:news|radio))|in (?:an?|the|some|my) (?:film|movie|photo|picture|paper|news|newspaper|video|magazine|play)s?)\b/i;
/** Behind whoever was called: a name for them, and no telephone. */
const NAMED =
  /^(?:names\b|(?:an?|the|my)\s+(?!.*\bago\b)(?!(?:second|third|other|day|night|evening|morning)\s))/i;
/** What is given and is no thing. */
const NO_THING =
  /\b(?:times?|word|compliments?|flu|cold|cough|number|address|permission|chance|advice|news|trouble|ideas?|credit|attention|look|call|try|break|hope|joke|job|raise|warning|answer|reason|feedback|talk|speech|lecture|tour|hug|kiss|smile|wave|nod|lift|ride|hand|push|benefit|notice|space|courage|joy|luck|headache|fright|scare|impression|details|update|information|support|help|love|regards|thanks|pleasure|peace|grief|hell|pause|interview|promise|blessing|orders?)\b/i;

/** Whether the day in some words is the same whichever way one looks: else they do not tell whether it is past. */
const isSurelyPast = (text: string, { today }: Scene): boolean =>
  datesIn(text, 'en', today, 'future').every(({ on }) => on <= today);

export type Met = { kind: Kind; refs: Ref[] };

/**
 * What the user says that they did with others; `refs` is empty when they do not say with whom.
 *
 * @param isNamed whether it is already known with whom.
 * @param day the day that stands before the words.
 */
export function englishDeed(predicate: string, scene: Scene, isNamed = false, day = ''): Met | null {
  const text = predicate.replace(ADVERB, '');
  if (BIDS.test(predicate) || NOT_DONE.test(text) || FELL_THROUGH.test(text) || LONG_AGO.test(text))
    return null;
  if (TENSELESS.test(text) && !isSurelyPast(`${text} ${day}`, scene)) return null;
  for (const { kind, pattern, after } of DEEDS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const { refs, rest } = peopleAt(text.slice(match[0].length).replace(/^(?:both|all)\s+/i, ''), scene);
    const others = refs.filter((ref) => ref.kind !== 'user');
    if ((others.length === 0 && !isNamed) || (after && !after.test(rest))) continue;
    if (kind === 'gift' && NO_THING.test(text)) continue;
    if (kind === 'call' && !after && NAMED.test(rest)) continue;
    // A thing of theirs is not they; at their place one meets them.
    if (kind === 'meeting' && (PICTURED.test(rest) || /^['’]s?\s+\p{L}/u.test(rest))) continue;
    const isMeal =
      kind === 'meeting' &&
      new RegExp(`^(?:for|over)\\s+(?:an?\\s+)?(?:[\\p{L}-]+\\s+)?${MEAL}`, 'iu').test(rest);
    return {
      kind: isMeal ? 'meal' : /\b(?:on the phone|over the phone)\b/i.test(rest) ? 'call' : kind,
      refs: others,
    };
  }
  const bare = datesIn(text, 'en', scene.today, 'past').length > 0 ? text.trim() : text;
  const alone = ALONE.find(([, pattern]) => pattern.test(bare));
  return alone ? { kind: alone[0], refs: [] } : null;
}

/** What somebody did towards the user. */
export function englishTowardsMe(predicate: string): Kind | null {
  const text = predicate.replace(ADVERB, '');
  if (FELL_THROUGH.test(text) || LONG_AGO.test(text)) return null;
  const found = TOWARDS_ME.find(([, pattern]) => pattern.test(text));
  if (!found) return null;
  const isNoDeed =
    (found[0] === 'gift' && NO_THING.test(text)) ||
    (found[0] === 'call' && NAMED.test(text.replace(/^called (?:me|us)\s+/i, '')));
  return isNoDeed ? null : found[0];
}
