import { readArguments, UsageError } from './arguments.js';
import { run } from './run.js';

try {
  await run(readArguments(process.argv.slice(2)), process, console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
