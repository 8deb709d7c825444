import { startServer } from './lsp/start-server.ts';

startServer(__dirname);
