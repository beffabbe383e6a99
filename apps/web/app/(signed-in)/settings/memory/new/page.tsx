import { MemoryBegun } from '../../../../../parts/memory.tsx';

export default MemoryBegun;
