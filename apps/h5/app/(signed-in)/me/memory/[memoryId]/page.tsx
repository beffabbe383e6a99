import { MemoryId } from '@friendsai/schema';
import { notFound } from 'next/navigation';
import { MemoryOpen } from '../../../../../parts/memory.tsx';

export default async function Page({ params }: { params: Promise<{ memoryId: string }> }) {
  const memoryId = MemoryId.safeParse((await params).memoryId).data;
  if (!memoryId) notFound();
  return <MemoryOpen memoryId={memoryId} />;
}
