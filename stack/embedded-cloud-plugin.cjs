// HEADGATE_CLOUD=embedded npx serverless invoke local -f scale --path events/sqs/scale-wake-up.json
//
// Runs the deployed bundle, unchanged, against a cloud in this process: AWS_ENDPOINT_URL is the SDK's own setting, and
// the names of queues, table and topic, which CloudFormation gives on AWS, are given here. Without the variable nothing
// happens, and `invoke local` goes to AWS.

/** AWS's account of examples. */
const accountId = "123456789012";

class EmbeddedCloudPlugin {
  constructor(serverless, _options, { log }) {
    this.serverless = serverless;
    this.log = log;
    this.hooks = {
      // Before the environment is resolved: on AWS that asks CloudFormation.
      initialize: () => this.start(),
      finalize: () => this.stop(),
      error: () => this.stop(),
    };
  }

  async start() {
    const wanted = process.env.HEADGATE_CLOUD;
    const command = this.serverless.processedInput.commands.join(" ");
    if (wanted === undefined || wanted === "" || command !== "invoke local") return;
    if (wanted !== "embedded") throw new Error(`HEADGATE_CLOUD is "${wanted}"; it may be "embedded", or not be set`);

    const { openLocalCloud } = await import("../simulator/cloud/wire/local-cloud.ts");
    const { startCloudFront } = await import("../simulator/cloud/wire/cloud-front.ts");
    const { recordCalls } = await import("../simulator/cloud/wire/recorded-calls.ts");
    const { readCompiledConfig } = await import("./compiled-config.ts");
    const { service, serviceDir } = this.serverless;
    const names = { prefix: service.custom.prefix, region: service.provider.region, accountId };
    const recorded = recordCalls(await openLocalCloud(readCompiledConfig(serviceDir).config, names, Date.now()));
    this.calls = recorded.calls;
    this.front = await startCloudFront(recorded.cloud);

    for (const name of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"]) delete process.env[name];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: this.front.url,
      AWS_ACCESS_KEY_ID: "embedded",
      AWS_SECRET_ACCESS_KEY: "embedded",
    });
    const { environment } = service.functions[this.serverless.processedInput.options.function] ?? {};
    for (const [name, value] of Object.entries(environment ?? {})) {
      if (typeof value === "object") environment[name] = this.physicalName(value.Ref, names);
    }
  }

  /** What `Ref` gives on AWS; a queue's URL is on the front, because the SDK sends to the host of the URL. */
  physicalName(logicalId, { prefix, region }) {
    const { Type, Properties } = this.serverless.service.resources.Resources[logicalId] ?? {};
    if (Type === "AWS::DynamoDB::Table") return Properties.TableName;
    if (Type === "AWS::SQS::Queue") return `${this.front.url}/${accountId}/${Properties.QueueName}`;
    if (Type === "AWS::SNS::Topic") return `arn:aws:sns:${region}:${accountId}:${Properties.TopicName}`;
    // What CloudFormation would give a name of its own.
    if (Type === "AWS::S3::Bucket") return `${prefix}-renders`;
    if (Type === "AWS::SSM::Document") return Properties.Name;
    throw new Error(`the embedded cloud has no name for ${logicalId} of ${prefix}`);
  }

  async stop() {
    if (this.front === undefined) return;
    const { describeCalls } = await import("../simulator/cloud/wire/recorded-calls.ts");
    this.log.notice();
    for (const line of describeCalls(this.calls)) this.log.notice(line);
    await this.front.close();
    this.front = undefined;
  }
}

module.exports = EmbeddedCloudPlugin;
