/** The names of files that make reads, including those that Makefiles include. */
export const makefileName = /^(?:GNUmakefile|[Mm]akefile.*|Kbuild.*)$|\.mk$/;

/** The names of files whose text decides what a build reads. */
export const decidingFile = /^(?:GNUmakefile|[Mm]akefile.*|Kbuild.*|dkms\.conf)$|\.(?:mk|sh|py|pl|awk|in)$/;
