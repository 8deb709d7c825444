import { useCompileCache } from './workspace/start/compile-cache.ts';
import { defaultCacheFolder } from './workspace/start/default-cache-folder.ts';

useCompileCache(defaultCacheFolder());
// Loaded behind that line, so that it comes from the cache.
void import('./lsp/start-server.ts').then(({ startServer }) => startServer(__dirname));
