import type { ComponentType, ReactNode } from 'react';

/** What an app follows its own addresses with: parts that two apps share do not know which router they are in. */
export type LinkComponent = ComponentType<{
  href: string;
  className?: string;
  'aria-current'?: 'page' | undefined;
  children: ReactNode;
}>;
