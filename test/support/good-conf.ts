import { loadInstalledParser } from './parser.ts';

/** A file that every version of dkms accepts without a message. */
export const goodConf = `PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="hello"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;

/** One parser for all tests of a file: two that are loaded at the same time interfere with each other. */
export const sharedParser = loadInstalledParser();
