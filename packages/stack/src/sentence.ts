/** A fault that the person at the terminal can do something about: shown as it stands, without a stack. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}
