import { authOptions } from '@friendsai/ui/session';
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';

/** Made for each request, because the settings are read at run time. */
const handler = (request: NextRequest, context: unknown) => NextAuth(authOptions())(request, context);

export { handler as GET, handler as POST };
