import { reset } from './commands/reset.ts';
import { dev, start } from './commands/start.ts';
import { runTests } from './commands/test.ts';
import { Sentence } from './sentence.ts';

const COMMANDS: Record<string, () => Promise<void>> = { start, dev, reset, test: runTests };

const name = process.argv[2] ?? 'start';
const command = COMMANDS[name];
if (!command) {
  console.error(`There is no command ${name}. There are: ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(2);
}
try {
  await command();
} catch (error) {
  console.error(error instanceof Sentence ? `\n${error.message}` : error);
  process.exitCode = 1;
}
// Of a start that was called off, something may still be waiting for an answer that will not come.
process.exit();
