export { type Stack, type StackOptions, startStack } from './stack.ts';
export { throwawayState } from './throwaway-state.ts';
