'use client';

import { Camera, Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../components/button.tsx';

/** Files from the device, and on a phone from its camera. */
export function AttachButtons({ camera, onFiles }: { camera: boolean; onFiles: (files: File[]) => void }) {
  const t = useTranslations('attach');
  return (
    <div className="flex shrink-0">
      <Picker label={t('add')} Icon={Paperclip} multiple onFiles={onFiles} />
      {camera && (
        <Picker label={t('camera')} Icon={Camera} accept="image/*" capture="environment" onFiles={onFiles} />
      )}
    </div>
  );
}

function Picker({
  label,
  Icon,
  onFiles,
  ...input
}: {
  label: string;
  Icon: typeof Paperclip;
  multiple?: boolean;
  accept?: string;
  capture?: 'environment';
  onFiles: (files: File[]) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={label}
        {...input}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <Button
        kind="quiet"
        size="touch"
        aria-label={label}
        title={label}
        className="text-soft"
        onClick={() => picker.current?.click()}
      >
        <Icon className="size-5" strokeWidth={1.75} aria-hidden />
      </Button>
    </>
  );
}
