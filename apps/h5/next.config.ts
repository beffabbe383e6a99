import type { NextConfig } from 'next';

const config: NextConfig = {
  transpilePackages: ['@friendsai/ui', '@friendsai/schema', '@friendsai/api'],
  poweredByHeader: false,
  devIndicators: false,
  // `pnpm typecheck` has done it, for every package at once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
