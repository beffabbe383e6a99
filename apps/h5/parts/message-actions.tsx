'use client';

import { Button, Sheet } from '@friendsai/ui/components';
import { useTranslations } from '@friendsai/ui/i18n';
import { type ReactNode, useRef, useState } from 'react';
import { toast } from 'sonner';

const LONG_PRESS_MS = 450;

/** A long press on a message opens what can be done with it. A finger that moves is scrolling. */
export function MessageActions({ children }: { children: ReactNode }) {
  const t = useTranslations('chat');
  const common = useTranslations('common');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);

  function press(target: EventTarget): void {
    clearTimeout(timer.current);
    // What can be tapped has a meaning of its own for a long press.
    if (!(target instanceof Element) || target.closest('a, button')) return;
    const words = target.closest('[data-message]')?.querySelector('[data-words]');
    if (!words) return;
    timer.current = setTimeout(() => {
      setText(words.textContent.trim());
      setOpen(true);
    }, LONG_PRESS_MS);
  }
  const release = () => clearTimeout(timer.current);

  return (
    <div
      className="flex min-h-0 flex-1 flex-col"
      onTouchStart={(event) => press(event.target)}
      onTouchMove={release}
      onTouchEnd={release}
      onTouchCancel={release}
    >
      {children}
      <Sheet open={open} onOpenChange={setOpen} title={t('messageActions')} titleHidden>
        <p className="line-clamp-3 text-soft text-sm">{text}</p>
        <Button
          size="large"
          className="mt-4 w-full"
          onClick={() => {
            void navigator.clipboard.writeText(text ?? '').then(() => toast(common('copied')));
            setOpen(false);
          }}
        >
          {common('copy')}
        </Button>
      </Sheet>
    </div>
  );
}
