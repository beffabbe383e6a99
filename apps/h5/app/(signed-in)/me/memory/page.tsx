import { MemoryPage } from '../../../../parts/memory.tsx';

export default MemoryPage;
