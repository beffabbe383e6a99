import { datesIn } from '../../dates.ts';
import type { Scene } from '../scene.ts';
import { beginsWithSubject } from './people.ts';

/** Verbs and nouns that open a clause which leaves out its subject. */
const OPENING_VERB =
  /^(?:then |also |now |recently |just |please |finally )*(?:had|have dinner|met|saw|called|phoned|rang|talked|spoke|chatted|visited|wrote|emailed|e-mailed|texted|messaged|gave|bought|brought|sent|took|caught up|ran into|bumped into|went|grabbed|cooked|promised|owe|is|was|has|got|moved|lives?|living|works?|working|joined|left|quit|retired|born|became|started|likes?|loves?|enjoys?|hates?|dislikes?|prefers?|can['’]?t|cannot|doesn['’]?t|does not|allergic|plays|speaks|studies|remind|don['’]?t (?:let|forget)|set|note|remember|add|make|jot|write|draft|mark|celebrated|hung out|dropped by|stayed|heard from|replied)\b/i;
const LUNCH = /^(?:\w+ )?(?:lunch|dinner|breakfast|brunch|coffee|tea|drinks|call|meeting) with\b/i;
const CONNECTIVE =
  /^(?:and|but|so|then|also|plus|oh|well|btw|by the way|anyway|because|since|as|when|while|after|before|once|although|though)\s*,?\s+/i;
/** What governs the clause after it: that clause is not said by itself. */
const SUBORDINATE = /^(?:if|unless|whether|in case|suppose|imagine)\b/i;

const isClause = (text: string, scene: Scene) => {
  const said = text.replace(CONNECTIVE, '').trimStart();
  const [date] = datesIn(said, 'en', scene.today, 'past');
  const bare = date?.index === 0 ? said.slice(date.text.length).replace(/^[\s,]+/, '') : said;
  return (
    SUBORDINATE.test(bare) || OPENING_VERB.test(bare) || LUNCH.test(bare) || beginsWithSubject(bare, scene)
  );
};

/** What is asked of the butler never belongs to what was said before. */
const ASKS =
  /^(?:(?:and|so|but|then|please|also|can you|could you)\s+)*(?:remind me|don['’]t let me forget|set a reminder)\b/i;

/** "After she moved to Oslo she joined Equinor": where what came after begins. */
function splitBehindTime(clause: string, scene: Scene): string[] {
  if (!/^(?:after|when|once|while|since|because|as)\s/i.test(clause)) return [clause];
  const starts = [...clause.matchAll(/\s(?=\p{L})/gu)].map(({ index }) => index).slice(3);
  const start = starts.find(
    (index) =>
      /^(?:s?he|they|i|we)\s/i.test(clause.slice(index + 1)) && isClause(clause.slice(index + 1), scene),
  );
  return start === undefined ? [clause] : [clause.slice(0, start), clause.slice(start + 1)];
}

/** Pieces with what parts them, in turn; joined, they are the text again. */
const PARTING =
  /(\s*[,;:—–]\s+|\s+[-—–]\s+|\s*;\s*|\s+(?=(?:and|but|so|because|while|after|when)\s)|\s+to (?=(?:say|tell (?:me|us)|let (?:me|us) know) (?:that |s?he|they|\p{Lu}))|\.{2,}\s*)/iu;

/**
 * The clauses of an English sentence: each says one thing. A list, a date before a clause or a name after one stays where it
 * belongs; what hangs on an "if" stays with it.
 */
export function englishClauses(sentence: string, scene: Scene): string[] {
  const pieces = sentence
    .trim()
    .replace(/[.!?…\s]+$/u, '')
    .split(PARTING);
  const clauses: string[] = [];
  let current = pieces[0] ?? '';
  for (let index = 1; index < pieces.length; index += 2) {
    const [parting = '', piece = ''] = [pieces[index], pieces[index + 1]];
    const bare = current.replace(CONNECTIVE, '').trimStart();
    const isOpen = !isClause(current, scene) || (SUBORDINATE.test(bare) && !/[,;]/.test(current));
    // "Note that she moved, and …" and "remind me to call, write and …" take what follows as theirs.
    if (ASKS.test(piece) || (!isOpen && isClause(piece, scene))) {
      clauses.push(current);
      current = piece;
    } else {
      current += parting + piece;
    }
  }
  clauses.push(current);
  return clauses
    .flatMap((clause) => splitBehindTime(clause, scene))
    .map((clause) => clause.replace(CONNECTIVE, '').trim())
    .filter((clause) => clause !== '');
}
