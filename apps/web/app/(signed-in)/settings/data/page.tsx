import type { Metadata } from 'next';
import { DataPage } from '../../../../parts/data-page.tsx';

export const metadata: Metadata = { title: 'Your data' };

export default DataPage;
