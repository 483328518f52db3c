const hints: readonly (readonly [says: RegExp, fix: string])[] = [
  [/Region is missing|Region not accepted/, "add --region, or set AWS_REGION"],
  [/Could not load credentials|Unable to locate credentials/, "sign in, or name a profile with AWS_PROFILE"],
  [/token.*(expired|invalid)|ExpiredToken/i, "sign in again: the credentials have expired"],
];

/** What to do where the AWS SDK could not even ask. @returns `null`: its own words say it */
export const awsHint = (words: string): string | null => hints.find(([says]) => says.test(words))?.[1] ?? null;
