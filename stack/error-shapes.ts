/**
 * Clients of which nobody reads more of an error than its name and its message. Of SNS the name is then the one on the
 * wire, as its API reference has it: NotFound, and not the class's NotFoundException. Not SQS: there it would be one of the
 * query protocol that SQS has left behind.
 */
const byName = /[\\/]@aws-sdk[\\/]client-(?:application-auto-scaling|cloudwatch|ecs|servicediscovery|sns|ssm)[\\/]/;

/**
 * `n0_registry.registerError(InvalidDocument$, InvalidDocument);`; the client's base class is in another registry. SNS's
 * ThrottledException stays: by its name the SDK knows to wait before it tries again.
 */
const registration = /^n\d+_registry\.registerError\((?!ThrottledException)\w+\$, \w+\);$/gm;

/**
 * Takes the modelled errors out of a client's schemas, as if each were newer than the client.
 *
 * A client registers every error that any of its operations may answer, with a class of its own: of Systems Manager 141,
 * and 52 KB. For one that it doesn't know the SDK makes an error of the client's base class with the name and the message
 * that the service has answered, which is all that is read here.
 *
 * @param path of the schema file; those of other clients stay as they are
 * @see docs/adr/0011-smaller-bundles.md
 */
export const withoutErrorShapes = (path: string, source: string): string =>
  byName.test(path) ? source.replace(registration, "") : source;
