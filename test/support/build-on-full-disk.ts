import { drive, kernelOf } from './build-driver.ts';

// Run as a program of its own, with the folder of the disk that is too small: source, cache folder, modules folder, release.
const [, , source = '', cacheFolder = '', modulesDir = '', release = ''] = process.argv;
const kernel = await kernelOf(modulesDir, release);
const { result } = await drive({ source, kernel, cacheFolder });
process.stdout.write(JSON.stringify(result));
