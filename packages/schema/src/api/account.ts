import { z } from 'zod';
import { TenantId, TokenId, UserId } from '../ids.ts';
import { lineInput, NAME_MAX_CHARS } from '../text.ts';

export const Locale = z.enum(['zh-CN', 'en']);
export type Locale = z.infer<typeof Locale>;

/** Lower-cased: an address is the same person whatever the case it is typed in. */
export const Email = z
  .string()
  .max(254)
  .transform((raw) => raw.trim().toLowerCase())
  .pipe(z.email({ error: 'must be an email address' }));

/** Length only, after NIST SP 800-63B: no composition rules. The upper bound keeps hashing cheap. */
export const Password = z
  .string()
  .min(10, { error: 'must be at least 10 characters' })
  .max(200, { error: 'must be at most 200 characters' });

export const RegisterInput = z.object({
  email: Email,
  password: Password,
  name: lineInput(NAME_MAX_CHARS),
  locale: Locale.default('zh-CN'),
});
export type RegisterInput = z.infer<typeof RegisterInput>;

export const SignInInput = z.object({ email: Email, password: z.string().min(1).max(200) });
export type SignInInput = z.infer<typeof SignInInput>;

/** Who signed in. `sessionVersion` goes into the session, which ends when the user's own moves on. */
export const SignedIn = z.object({
  userId: UserId,
  tenantId: TenantId,
  name: z.string(),
  email: z.string(),
  sessionVersion: z.int(),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const Account = z.object({
  userId: UserId,
  name: z.string(),
  email: z.string(),
  locale: Locale,
  createdAt: z.iso.datetime(),
  /** The butler asks before it writes anything down, whatever it has read. */
  confirmWrites: z.boolean(),
  /** Whether a password is needed to remove the account; false for who signs in through a provider. */
  hasPassword: z.boolean(),
  /** The butler's model, by the name that the runtime reports; `demo` is true for the embedded stand-in. */
  model: z.object({ name: z.string(), demo: z.boolean() }),
});
export type Account = z.infer<typeof Account>;

export const UpdateAccountInput = z.object({
  name: lineInput(NAME_MAX_CHARS).optional(),
  locale: Locale.optional(),
  confirmWrites: z.boolean().optional(),
});
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;

export const CreateTokenInput = z.object({ name: lineInput(100) });
export type CreateTokenInput = z.infer<typeof CreateTokenInput>;

export const Token = z.object({
  id: TokenId,
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Token = z.infer<typeof Token>;

/** `secret` is shown this once; the server keeps only its hash. */
export const CreatedToken = Token.extend({ secret: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;

export const RevokeTokenInput = z.object({ id: TokenId });
export type RevokeTokenInput = z.infer<typeof RevokeTokenInput>;

/** What is typed to remove an account for good: its address, and the password where it has one. */
export const RemoveAccountInput = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().max(200).optional(),
});
export type RemoveAccountInput = z.infer<typeof RemoveAccountInput>;
