import { redirect } from 'next/navigation';
import { apiUrl, oauthProviders, signedInAccount } from '../../../parts/request.ts';
import { Welcome } from '../../../parts/welcome.tsx';

export default async function Page() {
  if ((await signedInAccount()) !== null) redirect('/people');
  return <Welcome mode="sign-up" apiUrl={apiUrl()} providers={oauthProviders()} />;
}
