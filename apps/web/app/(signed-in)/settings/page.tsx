import type { Metadata } from 'next';
import { SettingsPage } from '../../../parts/settings-page.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default SettingsPage;
