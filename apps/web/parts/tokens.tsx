'use client';

import { Button, Failure, TextField } from '@friendsai/ui/components';
import { dayLabel, useLocale, useTranslations } from '@friendsai/ui/i18n';
import { trpc, useErrorText } from '@friendsai/ui/trpc';

/** Personal access tokens: made, shown once, revoked. */
export function Tokens() {
  const t = useTranslations('settings');
  const common = useTranslations('common');
  const locale = useLocale();
  const errorText = useErrorText();
  const queries = trpc.useUtils();
  const refresh = { onSuccess: () => void queries.account.tokens.list.invalidate() };
  const tokens = trpc.account.tokens.list.useQuery();
  const create = trpc.account.tokens.create.useMutation(refresh);
  const revoke = trpc.account.tokens.revoke.useMutation(refresh);
  const error = create.error ?? revoke.error ?? tokens.error;
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="font-medium text-soft text-sm">{t('tokens')}</h2>
        <p className="mt-1 text-soft text-sm">{t('tokensAbout')}</p>
      </div>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const name = new FormData(form).get('token');
          if (typeof name === 'string') create.mutate({ name }, { onSuccess: () => form.reset() });
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField label={t('tokenName')} name="token" required maxLength={100} autoComplete="off" />
        </div>
        <Button type="submit" className="h-11" disabled={create.isPending}>
          {t('createToken')}
        </Button>
      </form>
      {error && <Failure>{errorText(error)}</Failure>}
      {create.data && (
        <div className="flex flex-col gap-2 rounded-card border border-hairline bg-surface p-4">
          <p className="text-sm">{t('tokenOnce')}</p>
          <code className="select-all break-all text-[13px]">{create.data.secret}</code>
          <Button
            size="small"
            className="self-start"
            onClick={() => void navigator.clipboard.writeText(create.data.secret)}
          >
            {common('copy')}
          </Button>
        </div>
      )}
      <ul className="divide-y divide-hairline">
        {tokens.data?.map((token) => (
          <li key={token.id} className="flex items-center justify-between gap-3 py-2">
            <div className="min-w-0">
              <p className="truncate">{token.name}</p>
              <p className="text-[13px] text-soft">
                {token.lastUsedAt
                  ? t('lastUsed', { when: dayLabel(new Date(token.lastUsedAt), new Date(), locale) })
                  : t('neverUsed')}
              </p>
            </div>
            <Button kind="loss" size="small" onClick={() => revoke.mutate({ id: token.id })}>
              {t('revoke')}
            </Button>
          </li>
        ))}
        {tokens.data?.length === 0 && <li className="py-2 text-soft text-sm">{t('noTokens')}</li>}
      </ul>
    </section>
  );
}
