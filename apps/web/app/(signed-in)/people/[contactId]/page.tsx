import { ContactId } from '@friendsai/schema';
import { notFound } from 'next/navigation';
import { Person } from '../../../../parts/person.tsx';

export default async function Page({ params }: { params: Promise<{ contactId: string }> }) {
  const contactId = ContactId.safeParse((await params).contactId).data;
  if (!contactId) notFound();
  return <Person contactId={contactId} />;
}
