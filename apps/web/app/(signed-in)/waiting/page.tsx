import type { Metadata } from 'next';
import { WaitingPage } from '../../../parts/waiting-page.tsx';

export const metadata: Metadata = { title: 'Waiting' };

export default WaitingPage;
