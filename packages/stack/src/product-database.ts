import { migrate } from '@friendsai/db';
import postgres from 'postgres';
import { Sentence } from './sentence.ts';

const DATABASE = 'friendsai';

/** Makes and migrates the product's database; gives the address that the application's role uses. */
export async function prepareDatabase({
  serverUrl,
  appPassword,
  create,
}: {
  serverUrl: string;
  appPassword: string;
  /** False for a database that somebody else has made. */
  create: boolean;
}): Promise<string> {
  const owner = new URL(serverUrl);
  if (create) {
    const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
    const [made] = await admin`select 1 from pg_database where datname = ${DATABASE}`;
    if (!made) await admin`create database ${admin(DATABASE)}`;
    await admin.end();
    owner.pathname = DATABASE;
  }
  try {
    await migrate({ ownerUrl: owner.href, appPassword });
  } catch (error) {
    throw new Sentence(
      'The database could not be brought to the newest schema. Check DATABASE_URL and its rights.',
      {
        cause: error,
      },
    );
  }
  const app = new URL(owner);
  app.username = 'friendsai_app';
  app.password = appPassword;
  return app.href;
}
