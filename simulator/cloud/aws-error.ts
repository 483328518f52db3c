/** An error as AWS answers it: the SDK throws it at its caller under the same name. */
export class AwsError extends Error {
  override readonly name: string;
  readonly statusCode: number;

  constructor(name: string, message: string, statusCode = 400) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
  }
}
