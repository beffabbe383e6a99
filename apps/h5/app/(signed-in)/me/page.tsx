import { Me } from '../../../parts/me.tsx';

export default Me;
