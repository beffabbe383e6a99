import type { Locale } from '@friendsai/schema';
import { en } from './messages/en.ts';
import type { Shape } from './messages/shape.ts';
import { zhCn } from './messages/zh-cn.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Shape;
  }
}

/** The words of each language. */
export const MESSAGES = { 'zh-CN': zhCn, en } as const satisfies Record<Locale, Shape>;
