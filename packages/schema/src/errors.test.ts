import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES, ERRORS } from './errors.ts';

const failureModes = readFileSync(new URL('../../../docs/failure-modes.md', import.meta.url), 'utf8');

test.each(ERROR_CODES)(
  '%s has a row in docs/failure-modes.md and a sentence that ends with an act',
  (code) => {
    expect(failureModes).toContain(`\n| \`${code}\``);
    expect(ERRORS[code].message).toMatch(/^[A-Z].+[.!]$/);
  },
);
