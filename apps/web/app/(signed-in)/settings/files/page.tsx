import type { Metadata } from 'next';
import { FilesPage } from '../../../../parts/files-page.tsx';

export const metadata: Metadata = { title: 'Files' };

export default FilesPage;
