export { AuditTrail } from './audit-trail.tsx';
export { AuthForm } from './auth-form.tsx';
export { ConfirmWrites } from './confirm-writes.tsx';
export { HouseLinks } from './house-links.tsx';
export { Preferences } from './preferences.tsx';
export { RemoveAccount } from './remove-account.tsx';
export { Farewell } from './removed.tsx';
