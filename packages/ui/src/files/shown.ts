/** Pictures that every browser draws and that carry no programs: SVG is none of them. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export const isPicture = (mediaType: string): boolean => PICTURES.has(mediaType);
