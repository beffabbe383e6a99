import type { Butler, Caller } from '@friendsai/butler';

/** What every procedure gets. `caller` is the tenant resolver's word; nothing of it comes from input. */
export type Context = {
  readonly requestId: string;
  readonly butler: Butler;
  readonly caller: Caller | null;
  /** Address of the peer, for limits before anybody has signed in. */
  readonly peerAddress: string;
};

/** As procedures get it behind the resolver. */
export type SignedInContext = Context & { readonly caller: Caller };
