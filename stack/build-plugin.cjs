// Builds the bundles before they are zipped or invoked, so that what is deployed is what headgate.yml says now.
class BuildPlugin {
  constructor(serverless, _options, { log }) {
    const build = async () => {
      const { buildStack } = await import("./build.ts");
      await buildStack(serverless.serviceDir, (line) => log.notice(line));
    };
    this.hooks = {
      "before:package:createDeploymentArtifacts": build,
      "before:deploy:function:packageFunction": build,
      "before:invoke:local:invoke": build,
    };
  }
}

module.exports = BuildPlugin;
