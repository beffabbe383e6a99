export { Composer } from './composer.tsx';
export { ConnectionNote, DemoNote } from './connection-note.tsx';
export { Conversation } from './conversation.tsx';
