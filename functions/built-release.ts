/** Put in by the build: the version in package.json. */
declare const HEADGATE_RELEASE: string;

export const builtRelease: string = HEADGATE_RELEASE;
