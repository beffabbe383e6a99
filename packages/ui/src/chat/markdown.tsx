'use client';

import { cjk } from '@streamdown/cjk';
import { Streamdown } from 'streamdown';

/**
 * What the butler writes, as it comes in. Its words are untrusted: no HTML, no pictures (an image's address would carry words
 * out to whoever serves it), links only to the web.
 */
export function Markdown({ text, streaming }: { text: string; streaming: boolean }) {
  return (
    <Streamdown
      className="prose-butler"
      plugins={{ cjk }}
      mode={streaming ? 'streaming' : 'static'}
      controls={false}
      linkSafety={{ enabled: false }}
      skipHtml
      disallowedElements={['img']}
      unwrapDisallowed
    >
      {text}
    </Streamdown>
  );
}
