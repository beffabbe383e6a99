'use client';

import { type ChannelRef, MESSAGE_MAX_CHARS } from '@friendsai/schema';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';
import { useLive } from '../live/index.ts';

/** From here on the composer says how much room is left. */
const NEAR_LIMIT_CHARS = MESSAGE_MAX_CHARS - 500;

const draftKey = (contactId: ChannelRef) => `friendsai-draft:${contactId}`;

/**
 * Where a message is written. What is not sent yet is kept on the device, for each channel.
 *
 * @param enterSends on a keyboard with a Shift key; on a phone Enter is a new line, since the button is beside the thumb.
 */
export function Composer({
  contactId,
  placeholder,
  enterSends,
}: {
  contactId: ChannelRef;
  placeholder: string;
  enterSends: boolean;
}) {
  const t = useTranslations('chat');
  const live = useLive();
  const noteId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');

  useEffect(() => setText(localStorage.getItem(draftKey(contactId)) ?? ''), [contactId]);

  function write(next: string): void {
    setText(next);
    if (next === '') localStorage.removeItem(draftKey(contactId));
    else localStorage.setItem(draftKey(contactId), next);
  }

  const over = text.length - MESSAGE_MAX_CHARS;
  const sendable = text.trim() !== '' && over <= 0;

  function send(): void {
    if (!sendable) return;
    live.send(contactId, text.trim());
    write('');
    area.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While characters are being composed, Enter belongs to the input method (keyCode 229 where isComposing is late).
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && enterSends && !event.shiftKey) {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') area.current?.blur();
  }

  return (
    <form
      className="mx-auto w-full max-w-3xl"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-[16px] border border-hairline bg-raised p-1.5 transition-colors focus-within:border-accent">
        <textarea
          ref={area}
          data-composer
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={placeholder}
          aria-describedby={noteId}
          aria-invalid={over > 0}
          placeholder={placeholder}
          enterKeyHint={enterSends ? 'send' : 'enter'}
          className="field-sizing-content max-h-40 min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 text-base outline-none placeholder:truncate placeholder:text-soft"
        />
        <Button
          type="submit"
          kind="primary"
          size="touch"
          disabled={!sendable}
          aria-label={t('send')}
          className="rounded-[12px]"
        >
          <ArrowUp className="size-5" aria-hidden />
        </Button>
      </div>
      <p id={noteId} className={over > 0 ? 'px-3 pt-1 text-[13px] text-loss' : 'px-3 text-[13px] text-soft'}>
        {over > 0 && t('tooLong', { over })}
        {over <= 0 && text.length > NEAR_LIMIT_CHARS && t('left', { left: -over })}
      </p>
    </form>
  );
}
