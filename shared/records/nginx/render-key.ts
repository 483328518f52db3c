/** The key of a fleet's file in the stack's bucket. @param hash SHA-256 of its content, in hex */
export const renderKey = (fleet: string, hash: string): string => `nginx/${fleet}/${hash}.conf`;
