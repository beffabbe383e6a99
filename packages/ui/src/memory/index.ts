export { MemoryList } from './memory-list.tsx';
export { MemoryReader } from './memory-reader.tsx';
export { NewMemory } from './new-memory.tsx';
