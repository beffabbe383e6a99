import type { Day } from '../calendar.ts';
import type { Language } from '../language.ts';
import type { Who, Wish } from './wishes.ts';

export type Gender = 'female' | 'male' | null;

/** How a clause refers to somebody. `owner` of kin: whose; 'user': the user's own. */
export type Ref =
  | { kind: 'user' }
  | { kind: 'pronoun'; gender: Gender }
  | { kind: 'name'; name: string; relation?: string }
  | { kind: 'kin'; owner: Ref; word: string; name?: string };

/** Whom a reference means. `kin`: not the person but somebody of theirs. */
export type Meant = { who: Who; kin?: { word: string; name?: string } } | 'user' | 'unclear';

type Focus = { who: Who; gender: Gender; kin?: { word: string; name?: string; gender: Gender } };

/** What is known while a message is read, clause by clause. */
export type Scene = {
  language: Language;
  today: Day;
  /** How the person of this channel is called; null in the journal. */
  contactNames: readonly string[] | null;
  /** Whether the message tells names by their capitals. */
  hasCapitals: boolean;
  organization: string | undefined;
  location: string | undefined;
  /** Of whom the words spoke last; null as long as they have named nobody. */
  focus: Focus | null;
  /** `YYYY-MM-DD` or `--MM-DD`. */
  birthday: string | undefined;
  /** The last clause with a day in it that lies ahead. `isWaiting`: nothing has been made of it yet. */
  dated: { text: string; on: Day; isWaiting: boolean } | null;
  /** The last clause of which something was made, and what had been made before it. */
  last: { clause: string; wishes: Wish[] } | null;
  /** Whether the message asks to be reminded of something. */
  asksReminder: boolean;
};

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a name is the one of the person whose channel this is. */
export const isContact = (name: string, { contactNames }: Scene): boolean =>
  contactNames?.some((own) => isSame(own, name)) ?? false;

/** The person of a name: the channel's own is nobody else. */
const whoIs = (name: string, scene: Scene): Who => (isContact(name, scene) ? null : name);

/** Kin who are too small to move house or change jobs, and whom a pronoun before such a verb cannot mean. */
const SMALL =
  /^(?:daughter|son|child|children|kids?|baby|girl|boy|toddler|grand(?:son|daughter|child)|女儿|儿子|孩子|宝宝|闺女|孙子|孙女|外孙)$/;

/** Whom a reference means here. @param isGrownUp whether what is said can be said of grown-ups only. */
export function meantBy(ref: Ref, scene: Scene, isGrownUp = false): Meant {
  if (ref.kind === 'user') return 'user';
  if (ref.kind === 'name') return { who: whoIs(ref.name, scene) };
  if (ref.kind === 'kin') {
    if (ref.name !== undefined && isContact(ref.name, scene)) return { who: null };
    const owner = meantBy(ref.owner, { ...scene, focus: withoutKin(scene.focus) });
    if (owner === 'user' || owner === 'unclear') return owner;
    if (owner.kin) return 'unclear';
    const kin = ref.name === undefined ? { word: ref.word } : { word: ref.word, name: ref.name };
    return { who: owner.who, kin };
  }
  const { focus } = scene;
  if (!focus) return 'unclear';
  const differs = (gender: Gender) => ref.gender !== null && gender !== null && gender !== ref.gender;
  if (!focus.kin) return differs(focus.gender) ? 'unclear' : { who: focus.who };
  if (differs(focus.kin.gender)) return { who: focus.who };
  if (differs(focus.gender)) return { who: focus.who, kin: focus.kin };
  if (isGrownUp && SMALL.test(focus.kin.word)) return { who: focus.who };
  return 'unclear';
}

const withoutKin = (focus: Focus | null): Focus | null => focus && { who: focus.who, gender: focus.gender };

const FEMALE =
  /^(?:.*(?:daughter|wife|mother|mum|mom|sister|aunt|niece|girlfriend|girl|grandma)|.*(?:女儿|妻子|太太|老婆|妈妈?|母亲|姐姐?|妹妹?|女朋友|奶奶|外婆|姑姑|阿姨|闺女|孙女))$/i;
const MALE =
  /^(?:.*(?:son|husband|father|dad|brother|uncle|nephew|boyfriend|boy|grandpa)|.*(?:儿子|丈夫|先生|老公|爸爸?|父亲|哥哥?|弟弟?|男朋友|爷爷|外公|叔叔|舅舅|孙子))$/i;
const genderOf = (kin: string): Gender => (FEMALE.test(kin) ? 'female' : MALE.test(kin) ? 'male' : null);

/** Turns the scene to whom a clause was about; what a pronoun told of their gender is kept. */
export function turnTo(scene: Scene, meant: Meant, ref: Ref): void {
  if (meant === 'user' || meant === 'unclear') return;
  const isSamePerson = scene.focus !== null && scene.focus.who === meant.who;
  const told =
    ref.kind === 'pronoun' ? ref : ref.kind === 'kin' && ref.owner.kind === 'pronoun' ? ref.owner : null;
  const gender = told && !(meant.kin && ref.kind === 'pronoun') ? told.gender : null;
  scene.focus = {
    who: meant.who,
    gender: gender ?? (isSamePerson ? (scene.focus?.gender ?? null) : null),
    ...(meant.kin ? { kin: { ...meant.kin, gender: genderOf(meant.kin.word) } } : {}),
  };
}
