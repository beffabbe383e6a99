import { redirect } from 'next/navigation';
import { apiUrl, hasSession, oauthProviders } from '../../../parts/request.ts';
import { Welcome } from '../../../parts/welcome.tsx';

export default async function Page() {
  if (await hasSession()) redirect('/people');
  return <Welcome mode="sign-up" apiUrl={apiUrl()} providers={oauthProviders()} />;
}
