export { WaitingLine } from './waiting-line.tsx';
export { WaitingList } from './waiting-list.tsx';
