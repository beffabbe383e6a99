export { errorOf } from '@friendsai/api/client/error-of';
export { type Api, createApi, trpc } from './api.ts';
export { ApiProvider } from './provider.tsx';
export { useErrorText } from './use-error-text.ts';
