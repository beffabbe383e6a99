import type { Metadata } from 'next';
import { NobodyChosen } from '../../../parts/nobody-chosen.tsx';

export const metadata: Metadata = { title: 'People' };

export default NobodyChosen;
