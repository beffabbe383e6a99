export { isShown } from './shown.ts';
export { BesideMessages } from './source.tsx';
export { ToolCallCard } from './tool-call-card.tsx';
export { ToolCallCards } from './tool-call-cards.tsx';
