'use client';

import { errorOf } from '@friendsai/api/client/error-of';
import { useTranslations } from 'use-intl';

/** Says an error in the reader's language, with the act that helps. */
export function useErrorText(): (error: unknown) => string {
  const errors = useTranslations('errors');
  const auth = useTranslations('auth');
  return (error) => {
    const shape = errorOf(error);
    return shape ? errors(shape.code) : auth('unreachable');
  };
}
