/** What is only possible, wished or supposed. "May" is a month where it has its capital. */
const SUPPOSED =
  /\b(?:if|unless|whether|might|maybe|perhaps|possibly|probably|presumably|would|could|should|supposed(?:ly)?|wish(?:es)?|imagine|suppose|assume|guess|rumou?r(?:s|ed)?|thinking (?:of|about)|thinks|considering|considers|dreams of|not sure|in case|almost|nearly|pretends?|likely|unlikely|in (?:my|a|the|her|his|our|their) dreams?|dream(?:ed|t)|allegedly|apparently|claims|doubt|wonder|seems?)\b|\bmay(?=\s+(?:not |also |soon |even )*\p{Ll})|(?<!\b(?:i|I|promised|told|said)\b.*)['’]d(?!\s+better)\b/u;
/** Said by nobody in particular, or taken back within the clause. */
const UNSURE =
  /\b(?:they (?:all )?(?:say|think|claim)|(?:people|some|everyone|everybody|someone|somebody|folks|word)\s+(?:say|says|said|tells?|told|thinks?|is)(?:\s+(?:me|us))?)\b|[,;–—]\s*(?:no,? wait|wait|sorry|oops|scratch that|correction|or rather|actually,? no|make that|no,)(?![\p{L}])/iu;
/** A clause that takes back the one before it. */
const CORRECTS =
  /^(?:(?:oh|no|wait|oops|sorry|actually|ah)[,\s]+)*(?:i (?:mean|meant|misspoke)\b(?!\s+it\b)|scratch that|correction\b|make that\b|(?:that|this)(?:['’]s| is| was) (?:wrong|not (?:right|true))|(?:no,? wait|wait,? no|oops)\b|(?:no|sorry)$)/i;
/** Somebody who did not come, or did not want to: what was to be done with them was not. */
const CALLS_OFF =
  /^(?:(?:s?he|they|nobody|no one|it|\p{Lu}\p{L}*)\s+)?(?:(?:then|but|just|had to|ended up)\s+)*(?:(?:said|told me) no|declined|refused|cancel(?:l?ed|l?ing)?|bailed|called off|called it off|stood (?:me|us) up|turned (?:me|us|it) down|fell through|(?:did not|didn['’]t|never|couldn['’]t|could not|wouldn['’]t|would not) (?:come|show(?: up)?|answer|pick up|turn up|make it|happen|appear)|had no time|was(?:n['’]t| not) (?:there|in|home|at home)|answered)(?:\s+(?:on (?:me|us)|me|us|the (?:phone|call|door)|though|today|again|in the end|at the last (?:minute|moment)|last minute))*$/iu;
const DENIED = /\b(?:not|never|neither|nor|hardly|cannot|nobody|without)\b|n['’]t\b/i;
/** What lies ahead of somebody: their intention, and not yet so. */
const INTENDED =
  /^(?:(?:still|now|also|really|just)\s+)*(?:(?:is|are|['’]s|['’]re)\s+(?:still |now |also |really |just )*(?:going to|about to|planning (?:to|on)|moving|relocating|joining|leaving|starting|getting|coming|changing|switching|retiring|hoping to|looking to|trying to|expecting to)|will|['’]ll|plans? to|wants? to|hopes? to|intends? to|means to|would like to)\b/i;

export const isSupposed = (clause: string): boolean =>
  SUPPOSED.test(clause) ||
  UNSURE.test(clause) ||
  /^(?:Maybe|Perhaps|Rumou?r|If|Suppose|Imagine|Apparently|Probably|Supposedly|Should)\b/.test(clause);
export const corrects = (clause: string): boolean => CORRECTS.test(clause);
export const callsOff = (clause: string): boolean => CALLS_OFF.test(clause);
export const isDenied = (clause: string): boolean => DENIED.test(clause);
export const isIntended = (predicate: string): boolean => INTENDED.test(predicate);
