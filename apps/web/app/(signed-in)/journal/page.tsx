import type { Metadata } from 'next';
import { Journal } from '../../../parts/journal.tsx';

export const metadata: Metadata = { title: 'Journal' };

export default Journal;
