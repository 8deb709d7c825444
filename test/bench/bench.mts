/**
 * Prints the figures of docs/performance.md, as ratios within one run. `--only start,language,build,matrix,save,output,headers,growth,port`
 * selects some of them. Needs the corpus (DKMS_TOOLS_CORPUS) and the fetched kernels; prints what is missing.
 */
import { measureBuild } from './build-bench.ts';
import { measureGrowth } from './growth-bench.ts';
import { measureHeaders } from './headers-bench.ts';
import { measureLanguage } from './language-bench.ts';
import { measureMatrix } from './matrix-bench.ts';
import { measureOutput } from './output-bench.ts';
import { measurePort } from './port-time-bench.ts';
import { measureSave } from './save-bench.ts';
import { measureStart } from './start-bench.ts';

const at = process.argv.indexOf('--only');
const only = at < 0 ? undefined : process.argv[at + 1]?.split(',');
if (!only || only.includes('start')) await measureStart();
if (!only || only.includes('language')) await measureLanguage();
if (!only || only.includes('build')) await measureBuild();
if (!only || only.includes('matrix')) await measureMatrix();
if (!only || only.includes('save')) await measureSave();
if (!only || only.includes('output')) await measureOutput();
if (!only || only.includes('headers')) measureHeaders();
if (!only || only.includes('growth')) await measureGrowth();
if (!only || only.includes('port')) measurePort();
