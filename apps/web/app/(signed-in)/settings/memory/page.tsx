import { NoMemoryChosen } from '../../../../parts/memory.tsx';

export default NoMemoryChosen;
