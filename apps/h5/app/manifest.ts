import type { MetadataRoute } from 'next';

/** What makes it installable. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/people',
    name: 'FriendsAI 管家',
    short_name: 'FriendsAI',
    description: '您只管惦记人，管家替您记着一切。',
    lang: 'zh-CN',
    start_url: '/people',
    display: 'standalone',
    background_color: '#faf7f1',
    theme_color: '#faf7f1',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
