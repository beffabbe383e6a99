import type { Metadata } from 'next';
import { RemindersPage } from '../../../parts/reminders-page.tsx';

export const metadata: Metadata = { title: 'Reminders' };

export default RemindersPage;
