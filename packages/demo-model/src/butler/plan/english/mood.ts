/** What is only possible, wished or supposed. "May" is a month where it has its capital. */
const SUPPOSED =
  /\b(?:if|unless|whether|might|maybe|perhaps|possibly|probably|presumably|would|could|should|supposed(?:ly)?|wish(?:es)?|imagine|suppose|assume|guess|rumou?r(?:s|ed)?|thinking (?:of|about)|thinks|considering|considers|dreams of|not sure|in case|almost|nearly|pretends?|likely|unlikely|allegedly|apparently|claims|doubt|wonder|seems?)\b|\bmay(?=\s+(?:not |also |soon |even )*\p{Ll})|(?<!\b(?:i|I|promised|told|said)\b.*)['’]d(?!\s+better)\b/u;
const DENIED = /\b(?:not|never|neither|nor|hardly|cannot|nobody|without)\b|n['’]t\b/i;
/** What lies ahead of somebody: their intention, and not yet so. */
const INTENDED =
  /^(?:(?:still|now|also|really|just)\s+)*(?:(?:is|are|['’]s|['’]re)\s+(?:still |now |also |really |just )*(?:going to|about to|planning (?:to|on)|moving|relocating|joining|leaving|starting|getting|coming|changing|switching|retiring|hoping to|looking to|trying to|expecting)|will|['’]ll|plans? to|wants? to|hopes? to|intends? to|means to|would like to)\b/i;

export const isSupposed = (clause: string): boolean =>
  SUPPOSED.test(clause) ||
  /^(?:Maybe|Perhaps|Rumou?r|If|Suppose|Imagine|Apparently|Probably|Supposedly|Should)\b/.test(clause);
export const isDenied = (clause: string): boolean => DENIED.test(clause);
export const isIntended = (predicate: string): boolean => INTENDED.test(predicate);
