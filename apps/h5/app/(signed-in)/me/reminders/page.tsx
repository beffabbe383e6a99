import { RemindersPage } from '../../../../parts/reminders-page.tsx';

export default RemindersPage;
