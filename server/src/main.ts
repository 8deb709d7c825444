import { useCodeCache } from './workspace/start/code-cache.ts';
import { defaultCacheFolder } from './workspace/start/default-cache-folder.ts';

const dist = __dirname;
const nameProgram = useCodeCache({ cacheFolder: defaultCacheFolder(), dist, extensions: require.extensions });
nameProgram('lsp', { keepAfterMs: 10_000 });
// Loaded behind that line, so that it is found there.
import('./lsp/start-server.ts')
  .then(({ startServer }) => startServer(dist))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
