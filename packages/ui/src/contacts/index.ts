export { ContactForm } from './contact-form.tsx';
export { ContactLine, ContactLinesComing } from './contact-line.tsx';
export { FirstPerson } from './first-person.tsx';
export { ProfileView } from './profile-view.tsx';
export { JournalUnread } from './unread-badge.tsx';
export { useArchive } from './use-archive.tsx';
export { useContacts } from './use-contacts.ts';
