'use client';

import { ThemeProvider as Themes } from 'next-themes';
import type { ReactNode } from 'react';
import { Toaster } from 'sonner';

/** Light, dark, or as the system; and the place where toasts appear. */
export function Look({ children }: { children: ReactNode }) {
  return (
    <Themes attribute="class" disableTransitionOnChange>
      {children}
      <Toaster
        position="bottom-center"
        toastOptions={{
          style: {
            background: 'var(--raised)',
            color: 'var(--ink)',
            borderColor: 'var(--hairline)',
            borderRadius: 12,
            boxShadow: 'var(--float)',
          },
        }}
      />
    </Themes>
  );
}
