export * from './api/account.ts';
export * from './api/chat.ts';
export * from './api/contacts.ts';
export * from './api/events.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './text.ts';
