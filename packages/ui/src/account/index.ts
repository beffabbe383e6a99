export { AuthForm } from './auth-form.tsx';
export { Preferences } from './preferences.tsx';
