export { type Api, createApi, errorOf, trpc } from './api.ts';
export { ApiProvider } from './provider.tsx';
export { useErrorText } from './use-error-text.ts';
