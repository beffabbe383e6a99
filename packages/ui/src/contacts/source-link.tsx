'use client';

import type { MessageId } from '@friendsai/schema';
import type { ReactNode } from 'react';

/** Leads to the message that something comes from, in the conversation beside it. */
export function SourceLink({
  messageId,
  title,
  className,
  onSource,
  children,
}: {
  messageId: MessageId;
  title: string;
  className: string;
  onSource: ((messageId: MessageId) => void) | undefined;
  children: ReactNode;
}) {
  return (
    <a
      href={`#message-${messageId}`}
      title={title}
      className={className}
      onClick={(event) => {
        event.preventDefault();
        onSource?.(messageId);
        // The way back from a conversation is not through every message that one has looked up in it.
        location.replace(`#message-${messageId}`);
      }}
    >
      {children}
    </a>
  );
}
